/*
 * rules.h - what staff may write down of a case, and what the law forbids
 */
#ifndef REGISTER_RULES_H
#define REGISTER_RULES_H

#include "policy.h"
#include "register/casework.h"

/* A field that is to be changed. */
struct wanted_change {
	struct change change;
	const struct case_field *field;
	struct span value;           /* of case_field_read; "" clears it */
	day agreed_on;               /* of agreed_due; NO_DATE: today */
	const struct policy *policy; /* whose days count, for clarified_on */
};

/*
 * Sets the field as casework_write does, in a transaction of its own, where
 * that is allowed; REFUSED, in plain English, where it is not:
 *   what happened (a field ending in "_on") was not before the receipt, and
 *   not after today;
 *   fields of a command of its own (outcome, paused_on ...) are left to it;
 *   agreed_due lies after today, not at all for a request for information
 *   (FOI Act 2000 s.10), and behind the six months only where it was agreed
 *   within them (Complaints Regulations 2009, reg 14(3)); the same day is
 *   written to agreed_on, and the days of the case move with it; another day
 *   than the one agreed before takes a reason;
 *   a request for information rests from clarify_requested_on until
 *   clarified_on, and its days begin anew then (clarifying.h);
 *   a case is passed on to another body with the person's consent alone;
 *   what came in writing was not made by word of mouth, but for a note that
 *   staff passed on, with a reason;
 *   a decision on a late complaint has a person's name and a reason; so has
 *   the end of a legal hold;
 *   what is a matter of staff, or is none after all, takes a reason; it
 *   leaves the ordinary lists (lists.h) or comes back, and its acknowledgement
 *   waits for a person;
 *   of a closed case only what comes after closing changes.
 */
enum outcome casework_change(struct db *db, const struct wanted_change *wanted,
    struct error *why) must_check;

#endif
