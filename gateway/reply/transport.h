/*
 * transport.h - how outgoing mail leaves: a server, a program, or as files
 *
 * All behind one call.  What comes back says what to do with the message,
 * and names a failure in our own words: a server's reply quotes addresses,
 * which belong in no log.
 */
#ifndef REPLY_TRANSPORT_H
#define REPLY_TRANSPORT_H

#include "credential.h"
#include "options.h"
#include "reply/mail.h"

struct transport;

/*
 * DONE: taken over.  REFUSED: this message or its recipient will never be
 * taken.  LATER: not now; *may_have_left, false before, becomes true where it
 * may have been taken over all the same.  BROKEN: the configuration cannot
 * work.
 */
typedef enum outcome transport_send_call(const struct transport *transport,
    const struct outgoing *mail, bool *may_have_left, struct error *why);

struct transport {
	transport_send_call *send;
	const struct smtp_options *options;
	struct credentials *credentials; /* own; NULL to send without a login */
};

/*
 * BROKEN for options that cannot work: an address that is none, a program
 * that is not there, a password without TLS.
 */
enum outcome transport_check(const struct smtp_options *options,
    struct error *why) must_check;

/*
 * Makes the transport that the options name.  Text lives in mem.  BROKEN as
 * transport_check; LATER where the password cannot be had.
 */
enum outcome transport_open(const struct smtp_options *options,
    struct arena *mem, struct transport *transport,
    struct error *why) must_check;
void transport_close(struct transport *transport);

/* The three of them: smtp.c, sendmail.c, maildir.c. */
transport_send_call smtp_send, sendmail_send, maildir_send;

#endif
