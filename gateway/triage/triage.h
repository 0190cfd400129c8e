/*
 * triage.h - what an item is, who wrote it, what is owed
 *
 * Pure: no files, no clock, no globals.  The same item, policy and day give
 * the same answer, and every answer carries its reasons.
 */
#ifndef TRIAGE_TRIAGE_H
#define TRIAGE_TRIAGE_H

#include "policy.h"
#include "triage/model.h"

struct ours;
struct phrase_book;

/* Who we are, as far as triage must know it; made once, for many items. */
struct triage_house {
	const struct policy *policy;
	struct span addresses;             /* list: our own mailboxes */
	struct span internal_domains;      /* list: staff */
	struct span trusted_authserv;      /* list */
	struct span webform_addresses;     /* list */
	const struct model *model;         /* or NULL: see classify.h */
	const struct phrase_book *phrases; /* phrases.h */
	const struct ours *ours; /* the policy's own texts (ours.h), or NULL */
};

/*
 * Fills item->spans, text, forward, origin, verdict and owed, and
 * message->body and new_text, from what reading left there.  Text and arrays
 * it adds live in mem.  Never fails: what cannot be decided is a verdict that
 * needs review.
 */
void triage(struct item *item, const struct triage_house *house,
    struct arena *mem);

#endif
