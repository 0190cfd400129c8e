/*
 * log.h - one line per event, on standard error
 *
 *	intake[2]: item=m20261122T101500Z-3f… registered case=CS26-000017-Y
 *
 * For operators: a line never holds a name, an address, a subject or text of
 * an item; the item's ID ties lines together.  A line that wants somebody to
 * act says what to do.  Only roles and commands log.
 *
 * The same line for machines is of fields: time, level, role, slot; subject
 * where the line begins with a word and a colon (the mailbox, say); each
 * word=value that follows, up to the next colon, by its own name; what, of
 * the words between them; and cause, of all behind that colon.
 *
 * Where standard error is systemd's journal (JOURNAL_STREAM, systemd.exec(5)),
 * the level goes before the line as the journal takes it ("<4>", sd-daemon(3)),
 * so that journalctl -p warning finds what somebody should look at.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/outcome.h"

enum log_format {
	LOG_TEXT,   /* as above */
	LOG_LOGFMT, /* time=2026-11-22T10:15:00Z level=info role=intake ... */
	LOG_JSON    /* one object a line, all values texts */
};

/* Sets the word before the colon; slot 0 shows none.  role is kept. */
void log_open(const char *role, int slot);

/* LOG_TEXT at the start. */
void log_set_format(enum log_format format);

/* Whether log_debug lines are written; off at the start. */
void log_set_verbose(int on);
int log_is_verbose(void);

void log_debug(const char *fmt, ...) printf_like(1, 2);
void log_info(const char *fmt, ...) printf_like(1, 2);
void log_warn(const char *fmt, ...) printf_like(1, 2);
void log_error(const char *fmt, ...) printf_like(1, 2);

#endif
