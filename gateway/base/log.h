/*
 * log.h - one line per event, on standard error
 *
 *	intake[2]: item=m20261122T101500Z-3f… registered case=CS26-000017-Y
 *
 * For operators: a line never holds a name, an address, a subject or text of
 * an item; the item's ID ties lines together.  A line that wants somebody to
 * act says what to do.  Only roles and commands log.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/outcome.h"

/* Sets the word before the colon; slot 0 shows none.  role is kept. */
void log_open(const char *role, int slot);

/* Whether log_debug lines are written; off at the start. */
void log_set_verbose(int on);

void log_debug(const char *fmt, ...) printf_like(1, 2);
void log_info(const char *fmt, ...) printf_like(1, 2);
void log_warn(const char *fmt, ...) printf_like(1, 2);
void log_error(const char *fmt, ...) printf_like(1, 2);

#endif
