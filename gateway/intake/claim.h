/*
 * claim.h - an item in work: from incoming/ to where it ends
 *
 * The second half of the queue's contract (spool/STATES): several intake
 * processes, the slots, take items from one folder; renaming decides whose.
 */
#ifndef INTAKE_CLAIM_H
#define INTAKE_CLAIM_H

#include "intake/spool.h"

/* An item in work: working/ID.SLOT. */
struct claim {
	char id[SPOOL_ID_BYTES];
	int slot;
	int fd; /* open for reading; spool_release closes it */
	size_t size;
	time_t received;
};

/*
 * What a slot has read of incoming/: the IDs there, oldest first.  Read anew
 * when it is used up or 10 seconds old: a backlog then costs one look into the
 * folder, not one for each item, and what is older still comes first.
 */
struct queue {
	int slot;
	char (*ids)[SPOOL_ID_BYTES]; /* own */
	size_t n, next, room;
	long long read_ms; /* on the monotonic clock */
};

void queue_release(struct queue *queue);

/*
 * Claims the oldest item of the queue that no other slot has.  DONE with
 * claim->id "" where there is none.
 */
enum outcome spool_claim(const struct spool *spool, struct queue *queue,
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
 * Between two items: puts what this slot has in working/ back into incoming/,
 * where spool_return could not or a claim was cut short.  No try is counted.
 */
enum outcome spool_take_back(const struct spool *spool, int slot,
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
