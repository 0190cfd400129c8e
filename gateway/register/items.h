/*
 * items.h - an item enters the register
 */
#ifndef REGISTER_ITEMS_H
#define REGISTER_ITEMS_H

#include "item.h"
#include "register/db.h"

struct registration {
	bool is_known;         /* this very arrival was registered before */
	struct span first_id;  /* the item whose content this is, or "" */
	struct span reference; /* its case, or "" for a duplicate or machine */
};

/*
 * Registers the item in one transaction: item, parts, reasons, flags, the
 * case with its clocks, the outbox row with its final Message-ID (in
 * message_id_domain) and the history.
 *
 * The same item->id again changes nothing and gives back what was registered.
 * Another arrival of the same content becomes an item of its own, linked to
 * the first, without case or acknowledgement; the first one's case is told.
 * The same Message-ID with other content is two items, each with the case that
 * is due to it, linked to each other.  An item that could not be read
 * gets a case too: it needs review and its clock runs.  An item of a machine
 * gets no case unless its verdict needs review.  A follow-up that answers a
 * case (answer.h), can be read and is not to be acknowledged at once joins that
 * case, which then needs review where it is closed or the follow-up needs it,
 * is held, or has a part that could not be read; any other gets its own, linked
 * with those it may have to do with.  What a machine sends to one of our
 * acknowledgements joins its case and opens none: a bounce marks the outbox
 * row, and a person is asked to send a letter.
 *
 * The outbox row is made where an acknowledgement is owed (due) or waits for
 * a person (held).  It answers the author's own message, never that of a
 * member of staff who passed it on (RFC 5322 section 3.6.4).
 *
 * Each flag raises its alerts (alert.h), but what a machine writes and nobody
 * reviews raises none.
 *
 * owed.why_not goes into the history, so it must be our own words.
 *
 * LATER where the register is busy or full: nothing has changed then.
 */
enum outcome items_register(struct db *db, const struct item *item,
    struct span message_id_domain, struct arena *mem,
    struct registration *registration, struct error *why) must_check;

/*
 * Where the item's file goes, below the spool: "kept/2026/11/ID",
 * "refused/ID".  Said before the file is moved there, so that a crash in
 * between leaves a place that the next try makes true.  REFUSED where the register has no such item.
 */
enum outcome items_set_place(struct db *db, struct span id, struct span place,
    struct error *why) must_check;

#endif
