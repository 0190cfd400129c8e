/*
 * outcome.h - what a caller must do next
 *
 * Every function that can fail returns an enum outcome and takes a struct
 * error last.  Outputs are written only on DONE.  Modules never log: the role
 * that called them does, once.
 */
#ifndef BASE_OUTCOME_H
#define BASE_OUTCOME_H

#define must_check __attribute__((warn_unused_result))
#define printf_like(fmt, args) __attribute__((format(printf, fmt, args)))

enum outcome {
	DONE,    /* it worked */
	REFUSED, /* this thing is bad: set it aside, go on with the next */
	LATER,   /* the world is unwell: keep everything, back off, retry */
	BROKEN   /* we are misconfigured or wrong: stop the role */
};

#define MAX_ERROR_BYTES 320 /* one line of a log or a .why file */

struct error {
	char text[MAX_ERROR_BYTES];
};

/*
 * Writes "thing: action: cause" into why and returns how, so that a failing
 * function ends with `return fail(why, LATER, ...)`.  Control characters
 * become '?', since causes may quote a remote server.  The text has no
 * trailing full stop and is cut at MAX_ERROR_BYTES - 1; an argument may be
 * why->text itself.  why may be NULL when the caller does not care.
 */
enum outcome fail(struct error *why, enum outcome how, const char *fmt, ...)
    printf_like(3, 4) must_check;

/* "DONE", "REFUSED", "LATER" or "BROKEN": the word used in logs. */
const char *outcome_name(enum outcome how);

/*
 * The status (sysexits.h) of a process that ends with it: EX_OK, EX_NOINPUT,
 * EX_TEMPFAIL or EX_CONFIG, after which nobody starts it again.
 */
int outcome_status(enum outcome how);

/*
 * Ends the process with EX_OSERR after one line on standard error.  For
 * states that leave nothing sensible to do, such as memory running out: what
 * matters is on disk, and the supervisor starts the role again.
 */
void die(const char *fmt, ...) printf_like(1, 2) __attribute__((noreturn));

#endif
