/*
 * message.h - an Internet message of ours, made with GMime
 *
 * Trusts:  the words, which our own texts made.
 * Doubts:  both addresses, of which only plain ones reach a header.
 * Loop-safe after RFC 3834: every message says that a machine made it.
 */
#ifndef REPLY_MESSAGE_H
#define REPLY_MESSAGE_H

#include "base/arena.h"
#include "base/outcome.h"
#include "base/span.h"

#include <gmime/gmime.h>
#include <time.h>

/* A message ready to leave. */
struct outgoing {
	struct span to;         /* the one recipient: a safe address */
	struct span message_id; /* with its angle brackets */
	struct span bytes;      /* RFC 5322, CRLF, 7-bit */
};

/* What stands above every message. */
struct message_head {
	struct span organisation; /* the name beside from */
	struct span from, to;     /* addresses */
	struct span subject;      /* UTF-8 */
	struct span message_id;   /* safe, with its angle brackets */
	const char *submitted;    /* Auto-Submitted: RFC 3834 section 5 */
	time_t now;               /* the Date */
};

/*
 * Begins a message: From, To, Date, Subject, Message-ID, Auto-Submitted and
 * X-Auto-Response-Suppress, which lets bounces come back and nothing else
 * (MS-OXCMAIL: "All" would stop them too).  *message is the caller's, until
 * message_close.  BROKEN where from is no plain address, REFUSED where to is
 * none.  Text is copied by way of mem.
 */
enum outcome message_open(const struct message_head *head, struct arena *mem,
    GMimeMessage **message, struct error *why) must_check;

/* Adds a header; GMime encodes (RFC 2047) and folds it.  Text is copied. */
void message_header_add(GMimeMessage *message, const char *name,
    const char *value);

/*
 * A part of UTF-8 text, of type text/subtype, as quoted-printable, so that no
 * line is longer than 76 octets.  The caller's.
 */
GMimeObject *message_part(const char *subtype, const char *text);

/*
 * Puts the body in, writes the message that head began to bytes in mem, and
 * frees message and body.
 */
struct outgoing message_close(GMimeMessage *message, GMimeObject *body,
    const struct message_head *head, struct arena *mem);

#endif
