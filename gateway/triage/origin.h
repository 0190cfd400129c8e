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
 *     in the lines "Name:" and "Email:", else the only Reply-To.
 *   machine: see machine.h.
 *   staff: From is of an internal domain.  With a message passed on, whose
 *     sender is outside, that sender is the author; else nobody is.
 *   organisation: From is a regulator, a police force or Parliament.
 *   public: the author is From.
 * For a document the author is the letter's (letter.h).
 * authenticated is dmarc's result, else that of dkim or spf, of the first
 * Authentication-Results header (RFC 8601) of a trusted server.  Staff whose
 * mail failed it are not believed.
 */
void origin_decide(struct item *item, const struct triage_house *house,
    struct arena *mem);

/* Is the address that of a member of Parliament's office? */
bool origin_is_parliament(struct span address);

#endif
