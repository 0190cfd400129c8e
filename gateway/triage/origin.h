/*
 * origin.h - who wrote it
 *
 * An acknowledgement that goes to the wrong person discloses a complaint.
 * Whatever is not sure leaves the author empty, and a person decides.
 */
#ifndef TRIAGE_ORIGIN_H
#define TRIAGE_ORIGIN_H

#include "triage/forward.h"
#include "triage/triage.h"

/*
 * Fills item->origin, in this order:
 *   own: From is one of our own mailboxes.
 *   web form: From is a robot that carries a person's message: the author is
 *     in its fields (webform.h), else the only Reply-To.
 *   machine: see machine.h.
 *   sealed: it is encrypted, or a portal's notice of a letter that is kept
 *     there: the author is From, or where that is a portal's robot the only
 *     Reply-To.  No machine's.
 *   staff: From is of an internal domain.  With a message passed on, whose
 *     sender is outside, that sender is the author; else nobody is, nor where
 *     a machine sent it, or messages of several people are attached.
 *   organisation: From is an office by its address (sender_role.h).
 *   public: the author is From; postal address and telephone number are those
 *     of the signature.
 * For a document the author is the letter's (letter.h).  The role of either
 * is that of sender_role.h.
 * authenticated: see authentication.h.  Staff whose mail failed it are not
 * believed.
 */
void origin_decide(struct item *item, const struct triage_house *house,
    struct arena *mem);

/* Is the address that of a member of Parliament's office? */
bool origin_is_parliament(struct span address);

#endif
