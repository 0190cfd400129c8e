/*
 * alert_mail.h - an alert as an Internet message
 *
 * It says of which case, what was found and how urgent it is, in words of
 * ours; whoever reads over a shoulder learns nothing of a patient.
 * Loop-safe: it comes from our own address, says that a machine made it
 * (Auto-Submitted, RFC 3834) and has a Message-ID by which it is known.
 */
#ifndef REPLY_ALERT_MAIL_H
#define REPLY_ALERT_MAIL_H

#include "options.h"
#include "register/alert.h"
#include "reply/mail.h"

/* Whom the mail goes to, and why to them. */
struct alert_addressee {
	struct span address;
	size_t at;         /* its place among the addresses, from 0 */
	bool is_recipient; /* else it asks to be passed on */
	bool is_escalated;
};

/* What was found, in plain English: "safeguarding of a child". */
const char *alert_words(struct span kind);

/*
 * Makes the mail that is the alert's next, alert->times + 1.  Its Message-ID
 * is the same whenever that mail is made again:
 * "<alert.cs26-001234-k.0123456789abcdef.2@domain>", the domain that of from.
 * Text lives in mem.  REFUSED for an address that no mail can be sent to,
 * BROKEN where from is one.
 */
enum outcome alert_mail_make(const struct alert *alert,
    const struct alert_addressee *to, const struct options *options, time_t now,
    struct arena *mem, struct outgoing *mail, struct error *why) must_check;

#endif
