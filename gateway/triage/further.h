/*
 * further.h - what is owed to somebody while their case is open: that a further
 * message came, and that the reply will be late
 *
 * Pure, as owed.h is: the register says how the case stands, the policy what
 * is promised, the law what must be.
 */
#ifndef TRIAGE_FURTHER_H
#define TRIAGE_FURTHER_H

#include "policy.h"

/* Whether a letter is owed, and why it is not or waits for a person. */
struct letter_owed {
	enum acknowledge is;
	const char *why; /* plain English, without personal data; or "" */
	day on;          /* the day by which it is; NO_DATE for no */
};

/* --- that a further message came --------------------------------------------- */

/* The case that it answers. */
struct answered_case {
	bool is_closed, is_paused;
	bool is_restricted; /* contact with its author is */
	bool is_told;       /* its own acknowledgement left, or was given */
	bool is_bounced;    /* and came back */
	bool has_one;       /* a letter of this kind was made before */
};

/*
 * owed is that of the message.  At most one for a case, however many messages
 * come; none for a case that is closed or paused, whose author is restricted,
 * or whose own acknowledgement has not left: that one stands for both.  Held
 * where that came back, and where owed_decide says so.
 */
struct letter_owed further_message_owed(const struct owed *owed,
    const struct answered_case *c);

/* --- that the reply will be late ---------------------------------------------- */

/* A day of a letter that nobody saw for so long is left to a person. */
#define HOLDING_OLD_DAYS 7

struct late_case {
	enum category category;
	enum disposition disposition;
	day received_on, response_due;
	bool is_paused, is_answered; /* the final reply has left */
	bool is_told, is_bounced;    /* as above */
	bool has_address;            /* to write to, by the way it was told */
	bool is_restricted, is_immediate;
	bool is_waiting; /* a holding letter is on its way or held */
	day last;        /* of the last one; NO_DATE for none */
};

/*
 * The holding letter of a complaint or a concern that is open, unanswered and
 * not paused: owed on the policy's working day before the reply is due
 * (holding_letter), or on the first one after it where the policy names none;
 * then every so many working days (holding_again); and, for a complaint, on
 * the first working day after six months, unless a later day was agreed
 * (Complaints Regulations 2009, reg 14(4)).  The latest of these days that has
 * come counts, once.
 *
 * Held where the policy says so, for the law's letter, since it must give the
 * reason, and where it is not sure that it may go or would arrive.
 */
struct letter_owed holding_letter_owed(const struct late_case *c,
    const struct policy *policy, day today);

/* --- needs ------------------------------------------------------------------- */

/* A letter that is about to go, and in which forms its text was written. */
struct letter_form {
	enum channel channel;
	bool is_welsh, is_easy_read;
};

/*
 * Why a person must send it, by the needs of whom it is for: "braille ,
 * language Polish", as the register has them; NULL where the letter meets
 * them.  Large print is met by layout, Welsh and Easy Read where the
 * organisation wrote the text so; what concerns calls and meetings alone
 * keeps no letter back.
 */
const char *needs_unmet(struct span needs, const struct letter_form *form);

#endif
