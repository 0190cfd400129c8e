/*
 * days.h - the part of the sender that goes by the calendar
 *
 * Trusts:  the register, the policy pack.
 * Writes:  the outbox; what it makes or lets go is sent at its turn.
 */
#ifndef REPLY_DAYS_H
#define REPLY_DAYS_H

#include "register/db.h"
#include "reply/house.h"

#include <time.h>

struct days {
	const struct options *options;
	const struct house *house;
	struct db *db;
	time_t looked_at; /* for letters of open cases; 0: never */
};

/*
 * What still waits for a person on its last day goes with the neutral text,
 * where the pack says so; *found says whether there was any.
 */
enum outcome days_let_go(const struct days *d, bool *found,
    struct error *why) must_check;

/*
 * The letters of open cases that the days give (register/further.h), every ten
 * minutes: by day and on working days, so that there is somebody whom they can
 * answer.
 */
enum outcome days_look(struct days *d, struct error *why) must_check;

#endif
