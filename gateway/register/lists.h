/*
 * lists.h - cases by what is asked of them, for people's work
 *
 * Every list takes the same filters.  At a hundred thousand cases each is read
 * by an index: lists.c chooses the one that leads to the fewest cases.
 */
#ifndef REGISTER_LISTS_H
#define REGISTER_LISTS_H

#include "register/cases.h"

/*
 * What a case must be.  A text whose `at` is NULL is not asked for; an empty
 * one asks for those without: category (undecided), owner, officer.
 */
struct wanted {
	struct span category, state; /* words; "open" is any but closed */
	struct span channel, flag;
	struct span owner, officer;
	bool is_late, needs_review;
	bool of_staff;     /* staff matters alone; else none of them */
	day since, until;  /* of receipt; NO_DATE for any */
	day today;         /* in London: what is late counts from it */
	struct span after; /* only what stands behind this case; "" for all */
	long long most;    /* rows; 0 for all */
};

/* How many staff matters are open, of which no ordinary list tells. */
enum outcome lists_staff_matters(struct db *db, long long *n,
    struct error *why) must_check;

/* Newest receipt first.  REFUSED where `after` is no case. */
enum outcome lists_newest(struct db *db, const struct wanted *wanted,
    case_show *show, void *context, struct error *why) must_check;

/*
 * Cases whose acknowledgement or response is still owed, by the day of what
 * is owed next (case_next), until horizon; NO_DATE for no end.
 */
enum outcome lists_due(struct db *db, const struct wanted *wanted, day horizon,
    case_show *show, void *context, struct error *why) must_check;

/*
 * Cases that wait for a person's decision: what they are, or what becomes of
 * an acknowledgement that is held, failed or came back.  Those with an
 * immediate flag first, then by the day of what is owed next.
 */
enum outcome lists_queue(struct db *db, const struct wanted *wanted,
    case_show *show, void *context, struct error *why) must_check;

#endif
