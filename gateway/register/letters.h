/*
 * letters.h - which letters a case can have
 *
 * outbox.kind is one of these words; a holding letter's has the day behind it
 * by which it was owed: holding-2027-01-15, so that each day has one at most.
 */
#ifndef REGISTER_LETTERS_H
#define REGISTER_LETTERS_H

#include "base/arena.h"
#include "item.h"

#define KIND_ACKNOWLEDGEMENT "acknowledgement"
#define KIND_FOLLOW_UP "follow_up"
#define KIND_HOLDING "holding-"

enum letter_kind {
	LETTER_ACKNOWLEDGEMENT,
	LETTER_FOLLOW_UP, /* that a further message came */
	LETTER_HOLDING    /* that the reply will be late */
};

/* "acknowledgement", "follow_up" or "holding", as staff say it. */
bool letter_kind_of(struct span word, enum letter_kind *kind);

/* The first and the last of the words of that kind, in their order. */
struct span letter_first(enum letter_kind kind);
struct span letter_last(enum letter_kind kind);

bool letter_is_acknowledgement(struct span kind);

/* What people call it: "follow-up"; kind is a word of the outbox. */
const char *letter_name(struct span kind);

/* "holding-2027-01-15", in mem. */
struct span letter_holding(day on, struct arena *mem);

/* The day in such a word; NO_DATE in any other. */
day letter_holding_day(struct span kind);

#endif
