/*
 * alert.h - the part of the sender that tells those inside the organisation
 *
 * Trusts:  the register, the configured addresses.
 * Doubts:  that a mail left: one whose end is not known goes out again, under
 *          the same Message-ID.
 * Neither pace nor caps hold an alert back; alerts and letters go in turn, an
 * alert first.
 */
#ifndef REPLY_ALERT_H
#define REPLY_ALERT_H

#include "reply/house.h"
#include "reply/transport.h"

/* Deadlines are looked at so often. */
#define ALERT_LOOK_SECONDS 60

/* A mail that nobody took is tried again after so long, or sooner. */
#define ALERT_WAIT_IMMEDIATE 300
#define ALERT_WAIT_LONGEST 1800

/* One without an address waits so long: a sender that starts looks at once. */
#define ALERT_WAIT_ADDRESS 86400

struct alerting {
	const struct options *options;
	const struct house *house;
	const struct transport *transport;
	struct db *db;
	time_t looked_at;   /* at deadlines; 0 before the first look */
	bool has_postponed; /* a mail was not taken */
};

/* What failed, or had no address, is tried again.  At the start. */
enum outcome alert_open(const struct alerting *a, struct error *why) must_check;

/*
 * Raises what the deadlines give, then sends the most urgent mail that is due;
 * *found says whether there was one.  LATER where the register is busy, BROKEN
 * as transport.h says.
 */
enum outcome alert_turn(struct alerting *a, bool *found,
    struct error *why) must_check;

#endif
