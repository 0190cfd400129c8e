/* rereading.c - asks for an item to be read again */
#include "register/rereading.h"
#include "register/history.h"
#include "register/statement.h"

static enum outcome
ask(struct db *db, struct span item_id, const struct change *change,
    struct arena *mem, struct rereading *found, struct error *why)
{
	autorows rows = { 0 };
	bool is_asked;
	enum outcome how = rows_first(&rows, db, Q_ITEM_REFUSED, why,
	    VALUES(value_text(item_id)));

	if (how != DONE)
		return how;
	if (!rows.has_row)
		return fail(why, REFUSED, "%.*s: no such item in the register",
		    SPAN_ARG(item_id));
	found->place = arena_copy(mem, rows_text(&rows, 1));
	found->reference = arena_copy(mem, rows_text(&rows, 3));
	is_asked = rows_number(&rows, 2) != 0;
	if (!span_starts_with(found->place, SPAN("refused/")))
		return fail(why, REFUSED,
		    "%.*s: it was not refused: its file is in %.*s",
		    SPAN_ARG(item_id), SPAN_ARG(found->place));
	how = statement_run(db, Q_ITEM_ASK_AGAIN, why,
	    VALUES(value_number(change->at), value_text(item_id)));
	if (how != DONE || is_asked)
		return how;
	return history_add(db,
	    &(struct event){ .at = change->at,
		.who = change->who,
		.what = SPAN("to be read again"),
		.detail = change->reason,
		.reference = found->reference,
		.item_id = item_id },
	    why);
}

enum outcome
rereading_ask(struct db *db, struct span item_id, const struct change *change,
    struct arena *mem, struct rereading *rereading, struct error *why)
{
	struct rereading found = { 0 };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = transaction_end(db, ask(db, item_id, change, mem, &found, why),
	    why);
	if (how == DONE)
		*rereading = found;
	return how;
}

enum outcome
item_case_find(struct db *db, struct span item_id, struct arena *mem,
    struct span *reference, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_ITEM_CASE_OF, why,
	    VALUES(value_text(item_id)));

	if (how == DONE)
		*reference = rows.has_row ? arena_copy(mem, rows_text(&rows, 0))
					  : SPAN("");
	return how;
}
