/*
 * travel.h - what became of one item, from its arrival on: for staff
 *
 * Each part of the story is asked for by itself and comes as rows of cells:
 * texts first, then numbers, in the order that stands beside it here.  Words
 * are those of item.h, ledger.h and history.h.
 */
#ifndef REGISTER_TRAVEL_H
#define REGISTER_TRAVEL_H

#include "register/db.h"

#define TRAVEL_TEXTS 11
#define TRAVEL_NUMBERS 7

enum travel {
	/*
	 * channel kind type outcome note origin machine authenticated
	 * disposition place first_id | received_at registered_at size
	 * is_destroyed
	 */
	TRAVEL_ITEM,
	/*
	 * mailbox folder file state last_error | uidvalidity uid internaldate
	 * size attempts settled_at put_back_at
	 */
	TRAVEL_ARRIVALS,
	/* path type outcome note | size pages is_ocr confidence */
	TRAVEL_PARTS,
	TRAVEL_SCORES,  /* category model | thousandths */
	TRAVEL_REASONS, /* category phrase | weight in thousandths */
	TRAVEL_FLAGS,   /* kind urgency refer_to phrase */
	TRAVEL_CASES,   /* reference role */
	/* who what detail reference | at id: the case's with its first item */
	TRAVEL_EVENTS,
	TRAVEL_COUNT
};

struct travel_row {
	struct span text[TRAVEL_TEXTS]; /* during the call only */
	long long number[TRAVEL_NUMBERS];
};
typedef void travel_show(const struct travel_row *row, void *context);

enum outcome travel_read(struct db *db, enum travel part, struct span item_id,
    travel_show *show, void *context, struct error *why) must_check;

/*
 * Calls show with the ID of each item that the name stands for: an item's own
 * ID, the reference of a case, or the Message-ID of a message that came or
 * that we sent, with its angle brackets or without.  REFUSED where there is
 * none.
 */
typedef enum outcome travel_item_show(struct span item_id, void *context,
    struct error *why);
enum outcome travel_find(struct db *db, struct span name,
    travel_item_show *show, void *context, struct error *why) must_check;

#endif
