/*
 * desk.h - what the commands of staff share
 */
#ifndef CONSOLE_DESK_H
#define CONSOLE_DESK_H

#include "base/json.h"
#include "command.h"
#include "register/cases.h"

/*
 * The most that one record's JSON, or one page of output, may take: an item's
 * text is at most twice MAX_TEXT_BYTES when escaped, and then some.
 */
#define MAX_PAGE_BYTES (64u << 20)

/* Opens the register with the rights of staff. */
enum outcome desk_open(const struct call *call, struct db **db,
    struct error *why) must_check;

/*
 * Ends a command: tells on standard error what went wrong and gives the exit
 * status; EX_IOERR where standard output could not be written.
 */
int desk_end(const struct call *call, enum outcome how,
    const struct error *why);

/* Says how the command is used; EX_USAGE. */
int desk_usage(const struct call *call, const char *arguments);

/*
 * The reference of a case that argument names, as it stands in the register:
 * people type small letters too.  False, and told on standard error, where it
 * is none, which ends a command with EX_DATAERR.
 */
bool desk_reference(const struct call *call, int argument,
    struct span *reference);

/* The same for the value of an option. */
bool desk_reference_of(const struct call *call, struct span typed,
    struct span *reference);

/* The login that the history will show. */
struct span desk_login(struct arena *mem);

/* "22 Nov 2026 10:15:02" in London. */
struct span desk_clock(time_t at, struct arena *mem);

/* "2026-11-22T10:15:02Z" */
struct span desk_instant(time_t at, struct arena *mem);

/* Writes out what was gathered, and a line end; empties it. */
void desk_print(struct buf *page);

#endif
