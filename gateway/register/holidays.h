/*
 * holidays.h - holidays proclaimed since the table of them was made
 *
 * A one-off bank holiday (Banking and Financial Dealings Act 1971, s.1(3))
 * moves every working-day clock that runs across it.
 */
#ifndef REGISTER_HOLIDAYS_H
#define REGISTER_HOLIDAYS_H

#include "policy.h"
#include "register/db.h"

struct new_holiday {
	day at;
	bool in_england; /* England and Wales; else elsewhere in the UK */
	struct span name;
	struct span who; /* who says so */
	time_t now;
};

/* Puts those that are known into the policy; they live in mem. */
enum outcome holidays_read(struct db *db, struct arena *mem,
    struct policy *policy, struct error *why) must_check;

/*
 * Adds a holiday, and counts the due days of open cases anew: an
 * acknowledgement that is still owed, a reply, the holding letter before it.
 * The number of working days stays, so the policy that set them need not be
 * known; what the law counts in months stays where it is.  Each case whose
 * days move has an event that says from when to when; *moved counts them.
 * All of it or nothing.
 * REFUSED for a day that is free already, or outside the years covered, and
 * where a day would move beyond them.
 */
enum outcome holiday_add(struct db *db, const struct new_holiday *holiday,
    long long *moved, struct error *why) must_check;

/* Calls show for each, in order of date. */
struct holiday_row {
	day at;
	bool in_england;
	struct span name, who;
};
typedef void holiday_show(const struct holiday_row *row, void *context);
enum outcome holidays_list(struct db *db, holiday_show *show, void *context,
    struct error *why) must_check;

#endif
