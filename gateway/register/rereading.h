/*
 * rereading.h - an item that was set aside is to be read once more
 */
#ifndef REGISTER_REREADING_H
#define REGISTER_REREADING_H

#include "register/casework.h"

struct rereading {
	struct span place;     /* of its file below the spool: "refused/ID" */
	struct span reference; /* of its case, or "" */
};

/*
 * Writes down that the item will be read again; its file is then moved back
 * to incoming/, and asking twice does no harm.  REFUSED where there is no such
 * item, and where its file is not in refused/.  change->reference is not
 * looked at.  For staff.
 */
enum outcome rereading_ask(struct db *db, struct span item_id,
    const struct change *change, struct arena *mem, struct rereading *rereading,
    struct error *why) must_check;

/* The reference of the item's first case, in mem; "" where it has none yet. */
enum outcome item_case_find(struct db *db, struct span item_id,
    struct arena *mem, struct span *reference, struct error *why) must_check;

#endif
