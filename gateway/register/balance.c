/* balance.c - reads the register for reconcile, and writes its repairs */
#include "register/balance.h"
#include "base/io.h"
#include "register/history.h"
#include "register/items.h"
#include "register/statement.h"

static struct held_item
item_of(const struct rows *rows, struct arena *mem)
{
	return (struct held_item){
		.id = arena_copy(mem, rows_text(rows, 0)),
		.sha256 = arena_copy(mem, rows_text(rows, 1)),
		.place = arena_copy(mem, rows_text(rows, 2)),
		.file = arena_copy(mem, rows_text(rows, 3)),
		.size = rows_number(rows, 4),
		.received_at = (time_t)rows_number(rows, 5),
		.has_row = rows_number(rows, 6) != 0,
		.is_destroyed = rows_number(rows, 7) != 0,
	};
}

/* Columns of the ledger from `at` on, in the order of its statements. */
static struct ledger_row
row_of(const struct rows *rows, int at, struct arena *mem)
{
	return (struct ledger_row){
		.mailbox = arena_copy(mem, rows_text(rows, at)),
		.folder = arena_copy(mem, rows_text(rows, at + 1)),
		.uidvalidity = rows_number(rows, at + 2),
		.uid = rows_number(rows, at + 3),
		.internaldate = (time_t)rows_number(rows, at + 4),
		.size = rows_number(rows, at + 5),
		.state = ledger_state_of(rows_text(rows, at + 6)),
		.item_id = arena_copy(mem, rows_text(rows, at + 7)),
		.is_settled = rows_number(rows, at + 8) != 0,
	};
}

enum outcome
balance_items(struct db *db, struct span after, struct arena *mem,
    struct held_item page[BALANCE_PAGE], size_t *n, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_BALANCE_ITEMS, why,
	    VALUES(value_text(after), value_number(BALANCE_PAGE)));

	*n = 0;
	while (rows_take(&rows, &how, why))
		page[(*n)++] = item_of(&rows, mem);
	return how;
}

enum outcome
balance_item(struct db *db, struct span id, struct arena *mem,
    struct held_item *item, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_first(&rows, db, Q_BALANCE_ITEM, why, VALUES(value_text(id)));

	if (how == DONE)
		*item = rows.has_row ? item_of(&rows, mem)
				     : (struct held_item){ 0 };
	return how;
}

enum outcome
balance_count(struct db *db, const struct numbering *numbering, long long *now,
    long long *others, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_BALANCE_COUNT, why,
	    VALUES(value_number(numbering->uidvalidity),
		value_text(numbering->mailbox), value_text(numbering->folder)));

	if (how == DONE) {
		*now = rows_number(&rows, 0);
		*others = rows_number(&rows, 1);
	}
	return how;
}

enum outcome
balance_rows(struct db *db, const struct numbering *numbering,
    long long after_uid, struct arena *mem,
    struct ledger_row page[BALANCE_PAGE], size_t *n, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_BALANCE_ROWS, why,
	    VALUES(value_text(numbering->mailbox),
		value_text(numbering->folder),
		value_number(numbering->uidvalidity), value_number(after_uid),
		value_number(BALANCE_PAGE)));

	*n = 0;
	while (rows_take(&rows, &how, why))
		page[(*n)++] = row_of(&rows, 0, mem);
	return how;
}

enum outcome
balance_open_rows(struct db *db, long long after_id, struct arena *mem,
    struct open_row page[BALANCE_PAGE], size_t *n, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_BALANCE_OPEN_ROWS, why,
	    VALUES(value_number(after_id), value_number(BALANCE_PAGE)));

	*n = 0;
	while (rows_take(&rows, &how, why))
		page[(*n)++] = (struct open_row){
			.id = rows_number(&rows, 0),
			.row = row_of(&rows, 1, mem),
			.has_item = rows_number(&rows, 10) != 0,
		};
	return how;
}

enum outcome
balance_has_twin(struct db *db, const struct ledger_row *row, bool *has,
    struct error *why)
{
	long long n = 0;
	enum outcome how = statement_number(db, Q_BALANCE_HAS_TWIN, &n, why,
	    VALUES(value_text(row->mailbox), value_text(row->folder),
		value_number(row->uidvalidity), value_number(row->internaldate),
		value_number(row->size)));

	if (how == DONE)
		*has = n != 0;
	return how;
}

enum outcome
balance_letters(struct db *db, long long after_id, struct arena *mem,
    struct printed_letter page[BALANCE_PAGE], size_t *n, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_BALANCE_LETTERS, why,
	    VALUES(value_number(after_id), value_number(BALANCE_PAGE)));

	*n = 0;
	while (rows_take(&rows, &how, why))
		page[(*n)++] = (struct printed_letter){
			.id = rows_number(&rows, 0),
			.reference = arena_copy(mem, rows_text(&rows, 1)),
			.kind = arena_copy(mem, rows_text(&rows, 2)),
		};
	return how;
}

/* --- repairs --------------------------------------------------------------- */

static enum outcome
tell(struct db *db, struct span detail, struct span item_id, struct error *why)
{
	return history_add(db,
	    &(struct event){ .at = clock_now(),
		.who = SPAN("reconcile"),
		.what = SPAN("put right"),
		.detail = detail,
		.item_id = item_id },
	    why);
}

enum outcome
balance_set_place(struct db *db, struct span id, struct span place,
    struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = items_set_place(db, id, place, why);
	if (how == DONE)
		how = tell(db,
		    arena_printf(&mem,
			"Its place is now that of its file: %.*s",
			SPAN_ARG(place)),
		    id, why);
	return transaction_end(db, how, why);
}

enum outcome
balance_add_row(struct db *db, const struct ledger_row *row, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = ledger_add(db, row, why);
	if (how == DONE)
		how = tell(db, SPAN("Its row in the ledger was missing"),
		    row->item_id, why);
	return transaction_end(db, how, why);
}

static enum outcome
add_unknown_row(struct db *db, const struct ledger_row *row, struct error *why)
{
	long long n = 0;
	enum outcome how = statement_number(db, Q_BALANCE_HAS_ROW, &n, why,
	    VALUES(value_text(row->item_id)));

	return how == DONE && n == 0 ? ledger_add(db, row, why) : how;
}

enum outcome
balance_put_back(struct db *db, const struct ledger_row *row,
    struct span detail, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = add_unknown_row(db, row, why);
	if (how == DONE)
		how = statement_run(db, Q_BALANCE_PUT_BACK, why,
		    VALUES(value_number(clock_now()),
			value_text(row->item_id)));
	if (how == DONE)
		how = tell(db, detail, SPAN(""), why);
	return transaction_end(db, how, why);
}

enum outcome
balance_tell(struct db *db, struct span detail, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, tell(db, detail, SPAN(""), why), why);
}
