/*
 * batch.h - a set of messages: asked for together, made durable together
 *
 * Part of the mailbox role, below folder.c.  For every message the order is:
 * its attempt in the ledger; its bytes, complete, in a file of tmp/; durable
 * in incoming/; its row in the ledger; the server told.  The set takes each
 * step as a whole, so that one flush and one transaction serve all of it.
 */
#ifndef INTAKE_BATCH_H
#define INTAKE_BATCH_H

#include "intake/folder.h"

/* A message of this pass. */
struct entry {
	struct imap_message message;
	long long attempts; /* so far */
	char id[SPOOL_ID_BYTES];
	int fd;             /* of its file in tmp/, own; -1 for none */
	bool is_whole;      /* all that was asked for has come */
	bool is_durable;    /* in the spool */
	bool is_fetched;    /* and the ledger has it */
	bool is_substitute; /* a notice came in its place */
};

/* Is it above the ceiling, so that its header alone is taken? */
bool entry_is_too_large(const struct entry *entry);

/*
 * Fetches messages that were measured, at most IMAP_MOST_AT_ONCE, and files
 * away what came.  What did not come with the others is asked for alone.  A
 * message above the ceiling comes alone: its header, and the original stays.
 */
enum outcome batch_take(struct folder *folder, struct entry *entries, size_t n,
    struct error *why) must_check;

/*
 * Moves what is fetched to the processed folder, where there is one; a
 * refusal is noted in the folder, and lets fetching go on.
 */
enum outcome batch_file(struct folder *folder, const struct entry *entries,
    size_t n, struct error *why) must_check;

/*
 * Takes what was filed away before, and is in the folder still, out of it, and
 * its trouble out of the ledger; a refusal is noted in the folder.
 */
enum outcome batch_remove(struct folder *folder, const struct entry *entries,
    size_t n, struct error *why) must_check;

/*
 * The server was asked for the message and did not give it: one more attempt;
 * after the last the message is given up.
 */
enum outcome entry_blame(struct folder *folder, struct entry *entry,
    const char *trouble, struct error *why) must_check;

/* The message is set aside for good: its row stays, a person is told once. */
enum outcome entry_give_up(struct folder *folder, const struct entry *entry,
    const char *trouble, struct error *why) must_check;

#endif
