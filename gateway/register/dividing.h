/*
 * dividing.h - two matters in one item, one matter in two cases
 */
#ifndef REGISTER_DIVIDING_H
#define REGISTER_DIVIDING_H

#include "policy.h"
#include "register/casework.h"

struct splitting {
	struct change change;
	enum category category;      /* of the second case */
	const struct policy *policy; /* whose days count */
	struct span domain;          /* of Message-IDs */
};

/*
 * Opens a second case on the item that opened this one, received on the same
 * day, with the days of its own category; its acknowledgement is held, for
 * what the person was told of the first may do.  reference, in mem, is the
 * new one's.  REFUSED for a closed case, the category that it has, and where
 * the days lie outside the table of holidays.
 */
enum outcome case_split(struct db *db, const struct splitting *splitting,
    struct arena *mem, struct span *reference, struct error *why) must_check;

/*
 * The case goes into another one: its items are that one's too, messages that
 * answer it join that one, and it is closed.  The reason is asked for.
 * REFUSED where one of them is closed, where the other was received later
 * (its clocks would start too late), where a complaint would end in something
 * less or a request for information in anything else, and while its
 * acknowledgement waits for a person.
 */
enum outcome case_merge(struct db *db, const struct change *change,
    struct span into, struct error *why) must_check;

#endif
