/*
 * bounce_status.h - why a delivery failed, as a status of RFC 3463
 */
#ifndef TRIAGE_BOUNCE_STATUS_H
#define TRIAGE_BOUNCE_STATUS_H

#include "item.h"

/*
 * The first status in the text: "5.1.1", of class 4 or 5, and one that says
 * more than "5.0.0" rather than such a one; "" where there is none.
 */
struct span status_find(struct span text);

/* Does it say more than "5.0.0" or "4.0.0" does? */
bool status_is_specific(struct span status);

/* Has the text a status, or an SMTP reply that refuses ("550 ...")? */
bool status_has_code(struct span text);

/*
 * As status_find, and where there is none, what the text amounts to: the class of
 * its SMTP reply (RFC 5321 section 4.2), or 4 where it says that delivery
 * will be tried again, else 5; the detail by its words ("mailbox full" is
 * 2.2), else by the reply.  "" where it says nothing.
 */
struct span status_read(struct span text, struct arena *mem);

#endif
