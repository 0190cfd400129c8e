/*
 * machine.h - is it mail that a machine sent?
 *
 * Machines are never acknowledged (RFC 3834 section 2): two that answer each
 * other never stop.  Nothing else follows from it: what they send is
 * registered, and where only words give a machine away a person looks.
 */
#ifndef TRIAGE_MACHINE_H
#define TRIAGE_MACHINE_H

#include "item.h"

struct machine_clue {
	enum machine machine;
	const char *reason; /* plain words why; NULL for MACHINE_NONE */
	bool is_sure;       /* not by the words of a person's mail alone */
};

/*
 * What kind of machine sent the message.  The words meant here stand in
 * machine_forms.tsv.
 *   bounce: multipart/report of delivery-status (RFC 3464), or
 *     X-Failed-Recipients, or a mail server's sender, an empty return path or
 *     a no-reply sender with the words of a delivery report; from anybody
 *     else the words must stand in subject and text, with a status or a reply
 *   receipt: multipart/report of disposition-notification (RFC 8098); a
 *     delivery report that everybody was reached; the words of a receipt in
 *     subject and text
 *   feedback: multipart/report of feedback-report (RFC 5965), or its words
 *   auto_reply: Auto-Submitted (RFC 3834) but "no", X-Autoreply and its like,
 *     Precedence: auto_reply, bulk or junk, an empty return path, the subject
 *     of an automatic reply, or a short text that begins as one, or answers
 *     and speaks of an absence and of what to do meanwhile; the subject of a
 *     calendar's answer to an invitation, with a part text/calendar
 *   list: List-* (RFC 2369, RFC 2919), Precedence: list
 *   notice: a no-reply sender, a mail server's sender, the words of another
 *     system's acknowledgement in subject and text
 * A no-reply address that writes in a person's name to itself passes on that
 * person's words, as trackers and forums do: none.
 */
struct machine_clue machine_detect(const struct item *item);

/* Is the address one that says it reads nothing: noreply@...? */
bool machine_is_no_reply(struct span address);

#endif
