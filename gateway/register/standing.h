/*
 * standing.h - how a case stands; for register/ alone
 */
#ifndef REGISTER_STANDING_H
#define REGISTER_STANDING_H

#include "item.h"
#include "register/db.h"

struct standing {
	long long id;
	struct span reference;
	enum category category;
	struct span disposition, state; /* words of the register */
	struct span item_id;            /* that it was opened by */
	struct span channel;            /* email, post, phone, in_person */
	struct span origin, machine;
	bool needs_review;
	struct span review_reason;
	day received_on, ack_due, holding_due, response_due, paused_on;
	struct span merged_into; /* reference of the case, or "" */
	struct span ack_state;   /* of the outbox, "" where it has no row */
	bool is_bounced;
	struct span ack_channel, to_address, to_postal;
	struct span author_name, author_address, author_postal;
};

/* Reads it, text in mem: REFUSED where there is no such case. */
enum outcome standing_read(struct db *db, struct span reference,
    struct arena *mem, struct standing *standing, struct error *why) must_check;

/* REFUSED for a closed case, in words that say how to open it again. */
enum outcome standing_must_be_open(const struct standing *standing,
    struct error *why) must_check;

bool standing_is_closed(const struct standing *standing);

/* By word of mouth: it came so, or staff say that it did. */
enum outcome standing_is_oral(struct db *db, const struct standing *standing,
    bool *is_oral, struct error *why) must_check;

#endif
