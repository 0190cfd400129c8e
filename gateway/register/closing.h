/*
 * closing.h - closes a case when all that is owed was done, and opens it again
 */
#ifndef REGISTER_CLOSING_H
#define REGISTER_CLOSING_H

#include "policy.h"
#include "register/casework.h"

struct closing {
	struct change change;
	struct span outcome;         /* a word of the field outcome */
	const struct policy *policy; /* years of keeping, holidays */
};

struct closed {
	day on, retain_until;
};

/* Each thing that is missing, in plain English; valid during the call. */
typedef void closing_missing(struct span sentence, void *context);

/*
 * Closes the case, or calls missing for each thing that its checklist lacks
 * and is REFUSED.  Of a complaint that was investigated: acknowledged,
 * response sent and signed, the person told of the Ombudsman (Complaints
 * Regulations 2009, reg 14), lessons, or "none".  Withdrawn: a reason; out
 * of scope: reasons given in writing (reg 8(2)); transferred: to whom, with
 * consent.  settled_orally is for what was made by word of mouth, and until
 * the end of the next working day (reg 8(1)(c)).  A request for information:
 * answered, and where anything was withheld, told of the review and the ICO
 * (FOI Act 2000 s.17(7)).  No case is closed that waits for a person's
 * decision, is paused, or whose response may not be released (people_case.h).
 *
 * closed_on is today, retain_until as many years later by the calendar as the
 * policy says, for what was merged into it too.  An acknowledgement that is
 * held is cancelled.
 */
enum outcome closing_run(struct db *db, const struct closing *closing,
    closing_missing *missing, void *context, struct closed *closed,
    struct error *why) must_check;

/*
 * Opens a closed case again: the reason is asked for, its clocks are those it
 * had; what it was closed with is cleared and stays readable.
 */
enum outcome closing_undo(struct db *db, const struct change *change,
    struct error *why) must_check;

/* The same day so many years later; 29 February gives 1 March. */
day years_later(day from, long long years);

#endif
