/*
 * flags.h - what somebody else must be told of
 *
 * Safeguarding, danger to life, the law, the press: each with the words that
 * raised it, how soon somebody must know, and whom the policy names.
 */
#ifndef TRIAGE_FLAGS_H
#define TRIAGE_FLAGS_H

#include "policy.h"
#include "triage/own.h"

/*
 * Sets verdict->flags, one of a kind, each with its most urgent evidence, in
 * order of kind.  Call when the category is known.  A sign (signs.tsv) does
 * not count
 *   - where it is denied: "no safeguarding concerns", or asked by a form and
 *     answered with no: "Is it about a child?: No";
 *   - in a request for information (a verdict foi that the words say or that
 *     is nine in ten sure), or in a sentence about numbers of people, unless
 *     it is of the writer: "I will kill myself", what they need, who they are;
 *   - where a subject is only named and the sentence is about training, a
 *     policy, somebody's post or what would happen if.
 * Thanks are told afterwards: of a verdict compliment nothing is immediate
 * but what is of the writer, now, and threats.
 * representative: also where a form names another patient than its writer.
 * late: what happened is dated (event_date.h), and over twelve months before
 * receipt; not of a request, a comment, thanks or what a machine sent.
 * Evidence in the subject or a forwarder's note has no place: start and end
 * are 0.
 */
void flags_raise(struct item *item, const struct own_words *own,
    const struct policy *policy, struct arena *mem);

/* Is one of the flags immediate? */
bool flags_are_immediate(const struct verdict *verdict);

/* Was this flag raised? */
bool flags_have(const struct verdict *verdict, enum flag_kind kind);

#endif
