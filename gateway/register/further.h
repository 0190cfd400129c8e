/*
 * further.h - letters that are owed while a case is open: that a further message
 * came, that the reply will be late
 *
 * triage/further.h decides, by how the case stands here; each letter becomes a
 * row of the outbox in one transaction with its history, under a word of
 * letters.h of which a case has one, so that none is made twice whatever
 * crashes.
 */
#ifndef REGISTER_FURTHER_H
#define REGISTER_FURTHER_H

#include "policy.h"
#include "register/opening.h"

/*
 * For items_register, within its transaction: the entry's item joined the
 * case.  Tells the case whether that is acknowledged, and why not.
 */
enum outcome further_enter(const struct entry *entry, long long case_id,
    struct error *why) must_check;

/* A look at the days. */
struct further_round {
	const struct policy *policy; /* with the holidays of the register */
	struct span domain;          /* of Message-IDs */
	time_t now;
};

/*
 * Makes the holding letters that are owed by today, and takes back the letters
 * that nobody needs any more: the case is closed; of a holding letter, the
 * reply has left or the case is paused.  *n is how many were made.  For the
 * sender.
 */
enum outcome further_look(struct db *db, const struct further_round *round,
    long long *n, struct error *why) must_check;

/*
 * Is the row still owed, the moment before it goes?  One that is not is taken
 * back.  For the sender.
 */
enum outcome further_check(struct db *db, long long outbox_id, time_t now,
    bool *is_owed, struct error *why) must_check;

#endif
