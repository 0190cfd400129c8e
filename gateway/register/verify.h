/*
 * verify.h - is the register whole, and are the originals as they came?
 *
 * What is read: every page and row of the file (SQLite's integrity_check),
 * every reference from a row to another, the chain of the history from its
 * first event to its last, and every original, whole, against the digest it
 * was registered with.  Content destroyed at the end of its time is no fault.
 */
#ifndef REGISTER_VERIFY_H
#define REGISTER_VERIFY_H

#include "register/db.h"
#include "register/history.h"

struct fault {
	const char *kind;  /* register, reference, history, index, original */
	struct span words; /* plain English, without personal data */
	struct span item;  /* of an original; "" for others */
};

/* Text is valid during the call only. */
typedef void fault_show(const struct fault *fault, void *context);

struct verified {
	long long events, originals, destroyed, faults;
	char head[HISTORY_HASH_BYTES]; /* of the last event */
};

/*
 * Looks at the register, adds up in verified and calls show for each fault,
 * the worst first.  For DB_KEEPER, and for db_open_copy.  LATER and BROKEN
 * where it could not be looked at.
 */
enum outcome verify_register(struct db *db, struct verified *verified,
    fault_show *show, void *context, struct error *why) must_check;

/*
 * As verify_register, for the originals below the spool, and whether the index
 * of words has every item.  For DB_KEEPER.
 */
enum outcome verify_originals(struct db *db, struct span spool,
    struct verified *verified, fault_show *show, void *context,
    struct error *why) must_check;

#endif
