/*
 * opening.h - an item's case, its acknowledgement and its history; for
 * register/ alone
 */
#ifndef REGISTER_OPENING_H
#define REGISTER_OPENING_H

#include "register/items.h"

#include <time.h>

/* An item on its way into the register, inside the transaction. */
struct entry {
	struct db *db;
	const struct item *item;
	struct span domain; /* of the Message-ID */
	struct arena *mem;
	time_t now;
	struct span namesake; /* an item of the same Message-ID, or "" */
	long long restricted; /* person who may have written it; 0 nobody */
	struct registration result;
};

/*
 * Opens the case that is due to the item, or adds it to the one it answers,
 * with outbox row and history.  The item itself stands in the register.
 */
enum outcome opening_run(struct entry *entry, struct error *why) must_check;

/*
 * The item was read once more: its case stays what a person said it is, else
 * becomes what was found, and a person is asked.  Its days stay; an
 * acknowledgement that is held goes to whom it is for, when a person lets it
 * go.
 */
enum outcome opening_reread(struct entry *entry, struct error *why) must_check;

#endif
