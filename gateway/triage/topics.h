/*
 * topics.h - what an item is about, for the codes that staff give its case
 *
 * Suggestions only: a person confirms or changes them (register/coding.h).
 */
#ifndef TRIAGE_TOPICS_H
#define TRIAGE_TOPICS_H

#include "triage/own.h"

/* Thousandths that suggest a topic: one sure sign, or two faint ones. */
#define LEAST_TOPIC_WEIGHT 2000

/*
 * Sets verdict->topics from the author's own words, by the patterns of
 * topics.tsv: each topic once, the weightiest first, then in the table's
 * order, with its first and strongest words.  A pattern counts once; two that
 * match at one word count as the stronger one.  Words of the subject count
 * and have no place: part, start and end are 0.
 */
void topics_find(struct item *item, const struct own_words *own,
    struct arena *mem);

/* The topics that topics.tsv has, and the name of one, from 0. */
size_t topics_count(void);
const char *topic_name(size_t number);

/* Is there a topic of that name? */
bool topic_exists(struct span name);

#endif
