/*
 * gauges.h - what monitoring counts in the register
 *
 * With the rights of DB_MONITOR, which read no column that holds a name, an
 * address or words of a letter.  The words that come with a number are ours:
 * states, categories, names of mailboxes in postroom.conf.
 */
#ifndef REGISTER_GAUGES_H
#define REGISTER_GAUGES_H

#include "item.h"
#include "register/db.h"

#include <time.h>

/* What is counted, and the words that come with each number. */
enum gauge {
	GAUGE_ITEMS,    /* channel, outcome: all that ever came */
	GAUGE_CASES,    /* state */
	GAUGE_OPEN,     /* category, of the cases not closed */
	GAUGE_OUTBOX,   /* state */
	GAUGE_ALERTS,   /* urgency, of those not confirmed */
	GAUGE_MESSAGES, /* mailbox: messages that its server ever showed */
	GAUGE_STUCK,    /* mailbox, state: that a person has to look at */
	GAUGE_EVENTS,   /* of the history */
	GAUGE_REFUSED,  /* open cases whose item could not be read */
	GAUGE_OLDEST,   /* when the oldest thing to be sent was owed; 0: none */
	GAUGE_BACKUP,   /* when the last backup was taken; 0 for never */
	GAUGE_COUNT
};

/* The words live during the call only; what a gauge has none of is "". */
typedef void gauge_show(const struct span words[2], long long n, void *context);
enum outcome gauge_read(struct db *db, enum gauge gauge, gauge_show *show,
    void *context, struct error *why) must_check;

/* When a mailbox was last read, and since when there is trouble; 0 for none. */
typedef void gauge_poll_show(struct span mailbox, time_t at, time_t since,
    void *context);
enum outcome gauge_polls(struct db *db, gauge_poll_show *show, void *context,
    struct error *why) must_check;

/* --- for staff --------------------------------------------------------------- */

struct gauge_waiting {
	long long held_soon; /* held, due after today and by the day `until` */
	long long refused;   /* as GAUGE_REFUSED */
	time_t oldest;       /* as GAUGE_OLDEST */
};
enum outcome gauge_waiting_read(struct db *db, day today, day until,
    struct gauge_waiting *waiting, struct error *why) must_check;

/* When the newest event was written, and the last backup taken; 0 for never. */
enum outcome gauge_newest(struct db *db, time_t *event, time_t *backup,
    struct error *why) must_check;

/*
 * SQLite's integrity_check of the file, for the keeper: DONE, or BROKEN with
 * what it found first.  Its quick_check, in Debian 12's 3.40.1, takes a key
 * that is not in the order of its table's columns for NULL.
 */
enum outcome gauge_file_check(struct db *db, struct error *why) must_check;

#endif
