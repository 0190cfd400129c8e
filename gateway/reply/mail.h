/*
 * mail.h - an acknowledgement as an Internet message
 *
 * Trusts:  the letter, which our own texts made.
 * Doubts:  the addresses and Message-IDs of the row; what is not plainly safe
 *          never reaches a header.
 * Loop-safe after RFC 3834: Auto-Submitted on every message, and the null
 * envelope sender where none is configured.
 */
#ifndef REPLY_MAIL_H
#define REPLY_MAIL_H

#include "register/threading.h"
#include "reply/letter.h"
#include "reply/message.h"

/*
 * Message-IDs of one References field: with more, the first and the newest
 * ones stay (RFC 5322 section 3.6.4 lets a reader drop what it must).
 */
#define MAX_REFERENCES 20

/*
 * Makes the message: From, To, Subject, Date, Message-ID, In-Reply-To,
 * References, Auto-Submitted, X-Auto-Response-Suppress, Content-Language, and
 * the letter as text/plain and as text/html, one of which a reader chooses.
 * from is the address of the organisation, now the Date.  Text lives in mem.
 * REFUSED where the recipient's address is not safe; BROKEN where from or
 * the row's own Message-ID is not.  Unsafe Message-IDs of the writer are left
 * out.
 */
enum outcome mail_make(const struct letter *letter,
    const struct outbox_row *row, struct span from, time_t now,
    struct arena *mem, struct outgoing *mail, struct error *why) must_check;

#endif
