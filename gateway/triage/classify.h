/*
 * classify.h - which category an item is of, and how sure that is
 *
 * Evidence (evidence.h) is gathered from the author's own words, weighed by a
 * model (model.h), decided upon (decision.h), and told (reasons.h).
 *
 * verdict->scores are probabilities, in thousandths: of the five categories,
 * and, of CATEGORY_NONE, that it is no case at all.  The confidence is that
 * of the category, of complaint and concern as one.  Words that say outright
 * what an item is count for nine in ten.
 *
 * The category is the best guess wherever there is something to go on;
 * needs_review and review_reason tell of the doubt.  Besides what decision.h
 * asks, a person looks where there are fewer than 8 words, where text was
 * recognised with less than 800 thousandths, where a part could not be read
 * and where it seems not to be English.  Fewer than 2 words are nothing to go
 * on, nor, without a model, is anything but words that say it outright.
 */
#ifndef TRIAGE_CLASSIFY_H
#define TRIAGE_CLASSIFY_H

#include "triage/model.h"

#define CLASSIFY_FEWEST_WORDS 8
#define CLASSIFY_LEAST_CONFIDENCE 800
/* Fewer of a text's words being common English ones, in thousandths ... */
#define CLASSIFY_ENGLISH 180
#define CLASSIFY_ENGLISH_WORDS 20 /* ... is told of texts so long */
/* What a machine sent is by somebody's hand where it is as negative as this. */
#define CLASSIFY_BY_HAND 0.5f
/* A category of such a probability is plausible where a person decides. */
#define CLASSIFY_PLAUSIBLE 130

/*
 * Fills item->verdict but for flags.  item->origin is known.  model may be
 * NULL.
 */
void classify(struct item *item, const struct own_words *own,
    const struct phrase_book *book, const struct model *model,
    struct arena *mem);

/* Adds a reason for a person to look; it ends the sentence before it. */
void verdict_ask(struct verdict *verdict, const char *reason,
    struct arena *mem);

/*
 * Might the item be of that category, as far as is known?  Where a person
 * decides, whatever is plausible; a complaint where nothing is decided, or
 * where its words could not be weighed.
 */
bool verdict_may_be(const struct verdict *verdict, enum category category);

#endif
