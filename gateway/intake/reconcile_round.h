/*
 * reconcile_round.h - what the files of reconcile share
 */
#ifndef INTAKE_RECONCILE_ROUND_H
#define INTAKE_RECONCILE_ROUND_H

#include "intake/finding.h"
#include "intake/spool.h"
#include "options.h"
#include "register/balance.h"

#include <stdint.h>

/* What is on its way for longer waits for somebody. */
#define LATE_SECONDS 3600

struct round {
	const struct options *options;
	struct spool spool;
	struct db *db;
	struct tally tally;
	bool may_repair;
	time_t now;
	/* UIDVALIDITY of each configured folder; 0 where it was not told. */
	uint32_t uidvalidity[MAX_MAILBOXES];
};

/*
 * Each compares two of server, ledger, spool and register, and tells what it
 * finds.  What a living house does meanwhile is no difference: what may have
 * moved is looked at twice, in the direction in which it moves.  LATER where
 * the register failed.
 */

/* Server with ledger. */
enum outcome reconcile_server(struct round *round,
    struct error *why) must_check;

/* Files of the spool with the register. */
enum outcome reconcile_spool(struct round *round, struct error *why) must_check;

/* Items, ledger rows and letters of the register with the spool. */
enum outcome reconcile_register(struct round *round,
    struct error *why) must_check;

/* Is there a file of this ID anywhere in the spool but tmp/? */
bool round_has_file(const struct round *round, struct span id);

/* Writes the path of a place below the spool. */
void round_path(const struct round *round, struct span place,
    char path[PATH_MAX]);

#endif
