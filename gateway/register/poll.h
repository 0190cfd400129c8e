/*
 * poll.h - how the polls of each mailbox went: for staff, and for alarms
 */
#ifndef REGISTER_POLL_H
#define REGISTER_POLL_H

#include "register/db.h"

#include <time.h>

struct poll_row {
	time_t at;           /* last read to its end; 0 for never */
	struct span trouble; /* what the last poll met; "" for none */
	time_t since;        /* when trouble began; 0 for none */
	time_t told_at;      /* last alarm about it; 0 for none yet */
};

/* The mailbox's row, zeroes where it has none.  Text lives in mem. */
enum outcome poll_find(struct db *db, struct span mailbox, struct arena *mem,
    struct poll_row *row, struct error *why) must_check;

/* The mailbox was read to its end at now, and all was well. */
enum outcome poll_note_well(struct db *db, struct span mailbox, time_t now,
    struct error *why) must_check;

/*
 * There was trouble at now.  It keeps the instant at which it began until the
 * next poll_note_well.  read_at is now where the mailbox was read to its end
 * all the same, else 0.
 */
enum outcome poll_note_trouble(struct db *db, struct span mailbox,
    struct span trouble, time_t read_at, time_t now,
    struct error *why) must_check;

/* An alarm about it was given at now. */
enum outcome poll_note_told(struct db *db, struct span mailbox, time_t now,
    struct error *why) must_check;

#endif
