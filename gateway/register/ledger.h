/*
 * ledger.h - every UID a server ever showed, every file ever dropped
 *
 * Key: mailbox, folder, UIDVALIDITY, UID (RFC 9051 section 2.3.1.1).  A file
 * of the tray has the mailbox "post", folder "" and both numbers 0; its key
 * is its name and item ID.
 */
#ifndef REGISTER_LEDGER_H
#define REGISTER_LEDGER_H

#include "register/db.h"

#include <time.h>

/* clang-format off */
#define LEDGER_STATES(X)                                                     \
	X(LEDGER_SEEN, "seen")               /* shown, not fetched yet */    \
	X(LEDGER_FETCHED, "fetched")         /* durable in the spool */      \
	X(LEDGER_FILED, "filed")             /* and moved on the server */   \
	X(LEDGER_UNFETCHABLE, "unfetchable") /* a person must look */        \
	X(LEDGER_TOO_LARGE, "too_large")
/* clang-format on */

#define LEDGER_ENUM(name, word) name,
enum ledger_state {
	LEDGER_STATES(LEDGER_ENUM)
};
#undef LEDGER_ENUM

struct ledger_row {
	struct span mailbox, folder;
	long long uidvalidity, uid;
	time_t internaldate;
	long long size;
	enum ledger_state state;
	struct span item_id; /* ours; "" before it is fetched */
	struct span file;    /* name in the tray; "" for mail */
	long long attempts;
	struct span last_error;
};

/*
 * Finds the row of a UID.  DONE with row->uid 0 where the ledger has none;
 * text lives in mem.
 */
enum outcome ledger_find(struct db *db, struct span mailbox, struct span folder,
    long long uidvalidity, long long uid, struct arena *mem,
    struct ledger_row *row, struct error *why) must_check;

/*
 * The name in the tray of the file that became the item; "" where it was
 * mail.  Lives in mem.
 */
enum outcome ledger_file(struct db *db, struct span item_id, struct arena *mem,
    struct span *file, struct error *why) must_check;

/* Adds the row, or brings an existing one of the same key up to date. */
enum outcome ledger_put(struct db *db, const struct ledger_row *row,
    struct error *why) must_check;

/* The mailbox was read to its end at now. */
enum outcome ledger_note_poll(struct db *db, struct span mailbox, time_t now,
    struct error *why) must_check;

/* When that was last; 0 for never.  For staff. */
enum outcome ledger_last_poll(struct db *db, struct span mailbox, time_t *at,
    struct error *why) must_check;

#endif
