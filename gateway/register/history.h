/*
 * history.h - what was done, when and by whom: only ever added to
 *
 * Each event holds the SHA-256 of the event before it and its own fields, so
 * that an edited, missing or reordered one is noticed; triggers refuse
 * changes.  It holds no personal data: no name of a correspondent, no
 * address, no words of theirs.
 */
#ifndef REGISTER_HISTORY_H
#define REGISTER_HISTORY_H

#include "register/db.h"

#include <time.h>

struct event {
	time_t at;
	struct span who;       /* a role, or the login of a person */
	struct span what;      /* "registered" */
	struct span detail;    /* plain English */
	struct span reference; /* of the case, or "" */
	struct span item_id;   /* or "" */
};

/*
 * Adds an event.  Inside a transaction that writes, so that it happens with
 * what it tells of, or not at all.
 */
enum outcome history_add(struct db *db, const struct event *event,
    struct error *why) must_check;

/*
 * Reads the whole history: DONE with the number of events and, in head, the
 * last one's hash (64 hexadecimal digits; "" for none), REFUSED with the
 * first event that is not as it was written.  For staff.
 */
#define HISTORY_HASH_BYTES 65
enum outcome history_verify(struct db *db, long long *n,
    char head[HISTORY_HASH_BYTES], struct error *why) must_check;

/*
 * As history_verify, of the last `most` events alone, for what is asked every
 * few minutes: 300,000 events take 2.5 s of a processor, 10,000 a thirtieth
 * of that.  n is the number of all of them.
 */
enum outcome history_verify_newest(struct db *db, long long most, long long *n,
    struct error *why) must_check;

#endif
