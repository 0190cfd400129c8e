/*
 * clarifying.h - a request for information that nobody understands; for
 * register/ alone
 *
 * Where the requester was asked what is wanted, the 20 working days are
 * counted anew from the day on which the answer came (FOI Act 2000 ss.1(3),
 * 10(6); Environmental Information Regulations 2004, reg 9(4)); until then
 * the case rests.  To ask when the days are over stops nothing.
 */
#ifndef REGISTER_CLARIFYING_H
#define REGISTER_CLARIFYING_H

#include "register/rules.h"
#include "register/standing.h"

/* A change of clarify_requested_on or of clarified_on. */
struct clarifying {
	struct db *db;
	const struct wanted_change *wanted;
	const struct standing *standing;
	struct arena *mem;
};

/* Is it one of these two fields? */
bool clarifying_is_field(const struct case_field *field);

/*
 * Writes it with what follows, in a transaction.  clarify_requested_on pauses
 * the case from that day, and cleared lets it go on as if nobody had asked;
 * clarified_on ends the pause and sets the days by wanted->policy.  REFUSED
 * for what is no request for information or is answered; for a question after
 * the last day; for an answer without a question or before it; and to take an
 * answer back.
 */
enum outcome clarifying_set(const struct clarifying *c,
    struct error *why) must_check;

/* Was the requester asked, and has not answered? */
enum outcome clarifying_waits(struct db *db, struct span reference, bool *waits,
    struct error *why) must_check;

#endif
