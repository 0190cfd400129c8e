/*
 * departure.h - e-mails that left, or may have: what the caps count
 *
 * A departure is written before the attempt, in the transaction that starts
 * it, and taken back when the attempt is known to have failed.  What a crash
 * or a lost connection leaves uncertain therefore counts.
 */
#ifndef REGISTER_DEPARTURE_H
#define REGISTER_DEPARTURE_H

#include "register/db.h"

#include <time.h>

/* How long departures are kept: the longest time a cap looks back. */
#define DEPARTURES_KEPT_SECONDS 86400

enum departure_to {
	TO_ANYBODY,
	TO_DOMAIN,
	TO_ADDRESS
};

struct departure_question {
	enum departure_to to;
	struct span address; /* the domain is what stands behind its '@' */
	time_t since;        /* departures at that instant are left out */
	long long nth;       /* from 1 */
};

/*
 * *at is when the nth newest departure was, counting those to anybody, to the
 * address or to its domain (A to Z as a to z); 0 where fewer were.
 */
enum outcome departure_nth(struct db *db,
    const struct departure_question *question, time_t *at,
    struct error *why) must_check;

/*
 * For outbox.c, within its transactions: writes a departure and forgets those
 * that are DEPARTURES_KEPT_SECONDS old; takes one back.
 */
enum outcome departure_add(struct db *db, long long outbox_id,
    struct span address, time_t now, long long *id,
    struct error *why) must_check;
enum outcome departure_undo(struct db *db, long long id,
    struct error *why) must_check;

#endif
