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
	bool is_settled;   /* a person saw to it: as read by balance.h */
	bool was_put_back; /* by reconcile: as read by ledger_find_item */
};

/*
 * Finds the row of a UID.  DONE with row->uid 0 where the ledger has none;
 * text lives in mem.
 */
enum outcome ledger_find(struct db *db, struct span mailbox, struct span folder,
    long long uidvalidity, long long uid, struct arena *mem,
    struct ledger_row *row, struct error *why) must_check;

/*
 * Hands the rows of a folder to show, ascending by UID, and stops where it
 * returns false.  Of the key, mailbox, folder and UIDVALIDITY are looked at.
 * Text is valid during the call only.
 */
typedef bool ledger_show(const struct ledger_row *row, void *context);
enum outcome ledger_each(struct db *db, const struct ledger_row *key,
    ledger_show *show, void *context, struct error *why) must_check;

/*
 * The row of what became the item: of mail, or of a file of the tray (uid 0).
 * DONE with an empty row->item_id where there is none; text lives in mem.
 */
enum outcome ledger_find_item(struct db *db, struct span item_id,
    struct arena *mem, struct ledger_row *row, struct error *why) must_check;

/* The state of a word of the table. */
enum ledger_state ledger_state_of(struct span word);

/*
 * Adds a row whose key the ledger does not have, after no attempts: REFUSED
 * where it has.  For reconcile.
 */
enum outcome ledger_add(struct db *db, const struct ledger_row *row,
    struct error *why) must_check;

/* A person saw to what never became an item: in the mailbox, or otherwise. */
struct settling {
	struct span mailbox; /* of the message; "" where item_id says which */
	long long uid;
	struct span item_id;
	struct span who;    /* login */
	struct span reason; /* in the person's words */
	time_t at;
};

/*
 * Neither reconcile nor health tells of it from now on; the history does.
 * REFUSED where there is no such open row.  For staff.
 */
enum outcome ledger_settle(struct db *db, const struct settling *settling,
    struct error *why) must_check;

/* Adds the row, or brings an existing one of the same key up to date. */
enum outcome ledger_put(struct db *db, const struct ledger_row *row,
    struct error *why) must_check;

/* As ledger_put for n rows, in one transaction: all or none. */
enum outcome ledger_put_all(struct db *db, const struct ledger_row *rows,
    size_t n, struct error *why) must_check;

#endif
