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
 * order of kind.  A request for information asks about numbers of people, not
 * about one: of a verdict foi only what concerns the writer is kept.  Thanks
 * are told afterwards: of a verdict compliment nothing is immediate but harm
 * to the writer.  Evidence in the subject has no place: start and end are 0.
 * Call when the category is known.
 */
void flags_raise(struct item *item, const struct own_words *own,
    const struct phrase_book *book, const struct policy *policy,
    struct arena *mem);

/* Is one of the flags immediate? */
bool flags_are_immediate(const struct verdict *verdict);

/* Was this flag raised? */
bool flags_have(const struct verdict *verdict, enum flag_kind kind);

#endif
