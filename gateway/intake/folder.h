/*
 * folder.h - one pass over a mail folder: what is new goes to the spool
 *
 * Part of the mailbox role (mailbox.c); it logs what became of each message.
 */
#ifndef INTAKE_FOLDER_H
#define INTAKE_FOLDER_H

#include "intake/imap.h"
#include "intake/progress.h"
#include "intake/spool.h"
#include "register/ledger.h"

/* Times a message is asked for before a person is told. */
#define MAX_FETCH_ATTEMPTS 5

struct folder {
	const struct mailbox_options *options;
	const struct spool *spool;
	struct db *db;
	struct imap *imap;
	uint32_t uidvalidity;
	unsigned passes; /* so far, for spacing out troubled messages */
	struct progress progress;

	/* What the last pass did. */
	size_t fetched;
	size_t waiting;      /* not to be had, or not to be filed, yet */
	struct error filing; /* what was wrong with filing, or "" */
	bool is_filing_refused;
};

/*
 * The ID in the spool of a message whose INTERNALDATE is known: the same
 * arrival has the same ID after a crash (spool.h).
 */
void folder_message_id(const struct mailbox_options *options,
    uint32_t uidvalidity, const struct imap_message *message,
    char id[SPOOL_ID_BYTES]);

/*
 * Takes every message of the folder that the ledger does not have, oldest
 * first.  Each is durable in the spool, and has its ledger row, before the
 * server is told anything.  A message's attempt is written down before it is
 * asked for, so that one which kills this process cannot do so for ever; one
 * that was in trouble before is asked for alone, after the others.  Of one
 * larger than MAX_MESSAGE_BYTES the header is taken, and the original stays.
 * LATER where connection, spool or register failed.
 */
enum outcome folder_pass(struct folder *folder, struct error *why) must_check;

#endif
