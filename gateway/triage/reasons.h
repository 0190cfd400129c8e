/*
 * reasons.h - why a category: the words that decided, and where they stand
 */
#ifndef TRIAGE_REASONS_H
#define TRIAGE_REASONS_H

#include "triage/decision.h"

#define MAX_WORD_REASONS 8

/*
 * Sets verdict->reasons: first the lexicon's phrases, each once, with its
 * weight in the lexicon; then the words that did most for the class that was
 * chosen, at most MAX_WORD_REASONS.  A word's weight is that of its grams,
 * for that class less for the next, in thousandths of a logit.  v is weighed
 * over all words.  Words of the subject have no place: part, start and end of
 * their reasons are 0.  model may be NULL: phrases only.
 */
void reasons_list(struct item *item, const struct evidence *e,
    const struct decision *d, enum model_column next, const struct model *model,
    const struct feature_vector *v, struct arena *mem);

#endif
