/*
 * spool.h - the queue: what a file's folder says about it
 *
 * spool/STATES is the contract.  A file's name is its item's ID; renaming is
 * the only way it moves.  IDs are ours: 'm' (mail) or 'p' (post), the receipt
 * as 20261122T101500Z, '-', 16 hexadecimal digits.  The digits are of a hash
 * of what arrived (mailbox, folder, UIDVALIDITY and UID; or the file's
 * bytes), so that the same arrival taken twice after a crash has one ID.  The
 * file's modification time is the receipt.
 */
#ifndef INTAKE_SPOOL_H
#define INTAKE_SPOOL_H

#include "base/arena.h"
#include "base/outcome.h"

#include <limits.h>
#include <time.h>

#define SPOOL_ID_BYTES 40

struct spool {
	char root[PATH_MAX - 256];
};

/*
 * Opens the spool at root, making the folders that are missing (tmp post
 * incoming working kept duplicate refused print; mode 0700).
 */
enum outcome spool_open(struct spool *spool, struct span root,
    struct error *why) must_check;

/* Writes the ID of an arrival: kind 'm' or 'p', key what identifies it. */
void spool_id(char id[SPOOL_ID_BYTES], char kind, time_t received,
    struct span key);

/* The receipt in an ID; false where it is no ID of ours. */
bool spool_id_time(struct span id, time_t *received);

/*
 * Starts a file in tmp/, named for the ID: *fd is open for writing and the
 * caller's to close.  LATER where the disk is full.
 */
enum outcome spool_create(const struct spool *spool, const char *id, int *fd,
    struct error *why) must_check;

/*
 * Makes the file of spool_create durable as incoming/ID, with the receipt as
 * its modification time.  The server may be told after this, never before.
 */
enum outcome spool_receive(const struct spool *spool, const char *id, int fd,
    time_t received, struct error *why) must_check;

/*
 * A descriptor that has something to read when incoming/ (and post/, if
 * asked) changed; -1 where this system cannot tell.  Only a hint: network
 * shares send none.  Drain it before looking.
 */
int spool_watch(const struct spool *spool, bool with_post);
void spool_watch_drain(int watch);

/* Removes tmp/ID after a failed fetch. */
void spool_discard(const struct spool *spool, const char *id);

/* An item in work: working/ID.SLOT. */
struct claim {
	char id[SPOOL_ID_BYTES];
	int slot;
	int fd; /* open for reading; spool_release closes it */
	size_t size;
	time_t received;
};

/*
 * Claims the oldest item of incoming/ for the slot.  DONE with claim->id ""
 * where there is none.
 */
enum outcome spool_claim(const struct spool *spool, int slot,
    struct claim *claim, struct error *why) must_check;

/* Puts the claimed item back into incoming/, for another try. */
enum outcome spool_return(const struct spool *spool, struct claim *claim,
    struct error *why) must_check;

/*
 * At start: puts what this slot left in working/ when it died back into
 * incoming/, and counts that as a try.
 */
enum outcome spool_recover(const struct spool *spool, int slot,
    struct error *why) must_check;

/*
 * How often the item was claimed before and never finished: each time, the
 * role died with it.  Kept in working/.ID.tries.
 */
int spool_attempts(const struct spool *spool, const struct claim *claim);

/* Where a claim ends. */
enum spool_end {
	SPOOL_KEPT,      /* kept/YYYY/MM/ID, by the month of receipt */
	SPOOL_DUPLICATE, /* duplicate/ID */
	SPOOL_REFUSED    /* refused/ID, with the reason in refused/ID.why */
};

/* The place of that end, below the spool: "kept/2026/11/ID"; in mem. */
struct span spool_place(const struct claim *claim, enum spool_end end,
    struct arena *mem);

/*
 * Ends the claim: moves the file to its place, durably, and closes it.  The
 * reason, one line in plain English, is for a refused item; else "".
 */
enum outcome spool_finish(const struct spool *spool, struct claim *claim,
    enum spool_end end, struct span reason, struct error *why) must_check;

/* Closes the claim's descriptor; the file stays where it is. */
void spool_release(struct claim *claim);

#endif
