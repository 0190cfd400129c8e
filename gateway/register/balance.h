/*
 * balance.h - what reconcile asks of the register, and may put right in it
 *
 * Lists come in pages, each after the last row of the one before, so that no
 * reader stands in the way of others while originals are read again.  Text
 * lives in mem; *n is 0 at the end of a list.  Each repair is written in the
 * history.  For DB_RECONCILE; the lists of items also for DB_KEEPER.
 */
#ifndef REGISTER_BALANCE_H
#define REGISTER_BALANCE_H

#include "register/ledger.h"

#define BALANCE_PAGE 100

/* An item, as far as its file and its ledger row go. */
struct held_item {
	struct span id, sha256, place;
	struct span file; /* name in the tray; "" for mail */
	long long size;
	time_t received_at;
	bool has_row;      /* the ledger has it */
	bool is_destroyed; /* at the end of its time: it has no file */
};

/* All items, by ID; "" is before the first. */
enum outcome balance_items(struct db *db, struct span after, struct arena *mem,
    struct held_item page[BALANCE_PAGE], size_t *n,
    struct error *why) must_check;

/* One item; its id is "" where the register has none. */
enum outcome balance_item(struct db *db, struct span id, struct arena *mem,
    struct held_item *item, struct error *why) must_check;

/* A folder as the server numbers it now. */
struct numbering {
	struct span mailbox, folder;
	long long uidvalidity;
};

/* How many messages the ledger has of it, by this numbering and by others. */
enum outcome balance_count(struct db *db, const struct numbering *numbering,
    long long *now, long long *others, struct error *why) must_check;

/* The ledger's rows of it, by UID. */
enum outcome balance_rows(struct db *db, const struct numbering *numbering,
    long long after_uid, struct arena *mem,
    struct ledger_row page[BALANCE_PAGE], size_t *n,
    struct error *why) must_check;

/*
 * Ledger rows that have not come to their end: seen, unfetchable or too large,
 * or fetched without an item in the register.
 */
struct open_row {
	long long id; /* of the row */
	struct ledger_row row;
	bool has_item;
};
enum outcome balance_open_rows(struct db *db, long long after_id,
    struct arena *mem, struct open_row page[BALANCE_PAGE], size_t *n,
    struct error *why) must_check;

/*
 * Whether a message of the same folder, time and size was fetched under
 * another numbering: the row's message, by all that a server tells.
 */
enum outcome balance_has_twin(struct db *db, const struct ledger_row *row,
    bool *has, struct error *why) must_check;

/* Letters that wait in spool/print, by the number of their outbox row. */
struct printed_letter {
	long long id;
	struct span reference, kind;
};
enum outcome balance_letters(struct db *db, long long after_id,
    struct arena *mem, struct printed_letter page[BALANCE_PAGE], size_t *n,
    struct error *why) must_check;

/* The item's file is at place. */
enum outcome balance_set_place(struct db *db, struct span id, struct span place,
    struct error *why) must_check;

/* The row of a registered item that the ledger did not have. */
enum outcome balance_add_row(struct db *db, const struct ledger_row *row,
    struct error *why) must_check;

/*
 * A file without an item goes back into work, marked as put back; its row, if
 * the ledger has none.
 */
enum outcome balance_put_back(struct db *db, const struct ledger_row *row,
    struct span detail, struct error *why) must_check;

/* Something was put right that concerns no item. */
enum outcome balance_tell(struct db *db, struct span detail,
    struct error *why) must_check;

#endif
