/*
 * transport.h - how outgoing mail leaves: a server, or files in a folder
 *
 * Both behind one call.  What comes back says what to do with the message,
 * and names a failure in our own words: a server's reply quotes addresses,
 * which belong in no log.
 */
#ifndef REPLY_TRANSPORT_H
#define REPLY_TRANSPORT_H

#include "options.h"
#include "reply/mail.h"

struct transport;

/*
 * DONE: taken over.  REFUSED: this message or its recipient will never be
 * taken.  LATER: not now.  BROKEN: the configuration cannot work.
 */
typedef enum outcome transport_send_call(const struct transport *transport,
    const struct outgoing *mail, struct error *why);

struct transport {
	transport_send_call *send;
	const struct smtp_options *options;
	struct span secret; /* of options->user; "" without one */
};

/*
 * Makes the transport that the options name.  Text lives in mem.  BROKEN for
 * options that cannot work, such as a password without TLS; LATER where the
 * password cannot be had.
 */
enum outcome transport_open(const struct smtp_options *options,
    struct arena *mem, struct transport *transport,
    struct error *why) must_check;

/* The two of them: smtp.c, maildir.c. */
transport_send_call smtp_send, maildir_send;

#endif
