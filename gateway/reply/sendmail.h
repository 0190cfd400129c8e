/*
 * sendmail.h - hands a message to a program, as Unix mail programs expect it
 *
 * Trusts:  the configured program and what its exit status says.
 * Doubts:  what it prints, which quotes addresses: nothing but a status of
 *          RFC 3463 is taken from it.
 * Runs PATH -i -f SENDER -- RECIPIENT with the message as its input, its
 * lines ended by LF, without a shell and with PATH and LC_ALL alone in its
 * environment.  It is killed, its children with it, when [smtp] timeout is over.
 */
#ifndef REPLY_SENDMAIL_H
#define REPLY_SENDMAIL_H

#include "options.h"

/* How the program ended. */
struct sendmail_end {
	int status;         /* its exit status; 0 where a signal ended it */
	int signal;         /* that ended it; 0 for none */
	bool is_timed_out;  /* it was killed, since its time was over */
	struct span output; /* what it printed, or the beginning of it */
};

/*
 * What the end means for the message, by sysexits(3): DONE for 0; REFUSED for
 * EX_NOUSER and EX_DATAERR, which are about the recipient or the message,
 * unless the status is 5.7.z (policy), which may be about us; LATER for
 * everything else.  EX_USAGE, EX_CONFIG, EX_NOPERM and a program
 * that cannot be run are told as a fault of ours.  The words are fit for
 * staff and hold nothing of the output but a status such as 5.1.1.
 */
enum outcome sendmail_judge(const struct sendmail_end *end,
    struct error *why) must_check;

/* BROKEN where there is no such program, or it may not be run. */
enum outcome sendmail_check(const struct smtp_options *options,
    struct error *why) must_check;

#endif
