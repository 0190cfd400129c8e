/*
 * smtp.h - hands a message to a mail server (libcurl, GnuTLS flavour)
 *
 * Trusts:  the configuration; the server only after its certificate and name
 *          were verified, where TLS is asked for.
 * Doubts:  what the server says: of its replies nothing but the codes is
 *          used (RFC 5321 section 4.2, RFC 3463).
 * One connection for one message and one recipient.  A connection lost after
 * the final dot is LATER: the same Message-ID goes out again, which readers
 * show once.
 */
#ifndef REPLY_SMTP_H
#define REPLY_SMTP_H

#include "options.h"

/* One reply has [smtp] timeout; a message so many times that. */
#define SMTP_TOTAL_TIMES 5
/* And so long has the reply to QUIT, on which nothing depends. */
#define SMTP_FAREWELL_SECONDS 5

/*
 * BROKEN where the options cannot work: a host that is no name or address, a
 * user without TLS (his password would be readable on the network).
 */
enum outcome smtp_check(const struct smtp_options *options,
    struct error *why) must_check;

/*
 * Connects and logs in, and sends nothing.  REFUSED where the server refuses
 * the login.
 */
struct transport;
enum outcome smtp_login(const struct transport *transport,
    struct error *why) must_check;

/* How far the conversation got: the last thing we said. */
enum smtp_step {
	SMTP_HELLO, /* connecting, greeting, EHLO */
	SMTP_AUTH,
	SMTP_MAIL,
	SMTP_RCPT,
	SMTP_DATA,
	SMTP_SENT /* the message with its final dot */
};

struct smtp_reply {
	enum smtp_step step;
	int code; /* of the last reply; 0 for none at this step */
	int class, subject, detail; /* enhanced code; 0.0.0 where absent */
	bool is_about_relaying;     /* it speaks of relaying, hence of us */
};

/*
 * What the last reply means for the message: DONE for a final 2yz; REFUSED
 * for 5yz about the recipient or the message; LATER for 4yz, for no reply,
 * and for 5yz that speak of us (not authenticated, sender, relaying), since
 * the next message would fare no better.  The words are fit for staff and
 * hold no text of the server.
 */
enum outcome smtp_judge(const struct smtp_reply *reply,
    struct error *why) must_check;

/* Takes one line of the server, such as "550-5.1.1 no such user", in. */
void smtp_reply_read(struct smtp_reply *reply, struct span line);

#endif
