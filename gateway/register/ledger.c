/* ledger.c - what was seen of each message and file */
#include "register/ledger.h"
#include "register/history.h"
#include "register/statement.h"

#define LEDGER_NAME(name, word) word,
static const char *const state_names[] = { LEDGER_STATES(LEDGER_NAME) };
#undef LEDGER_NAME

/* A word that is none of ours cannot stand in the table (CHECK). */
enum ledger_state
ledger_state_of(struct span word)
{
	size_t i = 0;

	while (!span_is_equal(word, span_of(state_names[i])))
		i++;
	return (enum ledger_state)i;
}

/* What stands behind the key; text is borrowed. */
static void
rest_read(const struct rows *rows, int first, struct ledger_row *row)
{
	row->internaldate = (time_t)rows_number(rows, first);
	row->size = rows_number(rows, first + 1);
	row->state = ledger_state_of(rows_text(rows, first + 2));
	row->item_id = rows_text(rows, first + 3);
	row->attempts = rows_number(rows, first + 4);
	row->last_error = rows_text(rows, first + 5);
	row->file = rows_text(rows, first + 6);
}

/* The row with its text in mem. */
static struct ledger_row
row_copy(struct ledger_row row, struct arena *mem)
{
	struct span *texts[] = { &row.mailbox, &row.folder, &row.item_id,
		&row.file, &row.last_error };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = arena_copy(mem, *texts[i]);
	return row;
}

enum outcome
ledger_find(struct db *db, struct span mailbox, struct span folder,
    long long uidvalidity, long long uid, struct arena *mem,
    struct ledger_row *row, struct error *why)
{
	autorows rows = { 0 };
	struct ledger_row found = { .mailbox = mailbox,
		.folder = folder,
		.uidvalidity = uidvalidity,
		.uid = uid };
	enum outcome how = rows_first(&rows, db, Q_LEDGER_FIND, why,
	    VALUES(value_text(mailbox), value_text(folder),
		value_number(uidvalidity), value_number(uid)));

	if (how != DONE)
		return how;
	*row = (struct ledger_row){ 0 };
	if (rows.has_row) {
		rest_read(&rows, 0, &found);
		*row = row_copy(found, mem);
	}
	return DONE;
}

enum outcome
ledger_each(struct db *db, const struct ledger_row *key, ledger_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_LEDGER_EACH, why,
	    VALUES(value_text(key->mailbox), value_text(key->folder),
		value_number(key->uidvalidity)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why)) {
		struct ledger_row row = { .mailbox = key->mailbox,
			.folder = key->folder,
			.uidvalidity = key->uidvalidity,
			.uid = rows_number(&rows, 0) };

		rest_read(&rows, 1, &row);
		is_wanted = show(&row, context);
	}
	return how;
}

enum outcome
ledger_find_item(struct db *db, struct span item_id, struct arena *mem,
    struct ledger_row *row, struct error *why)
{
	autorows rows = { 0 };
	struct ledger_row found = { 0 };
	enum outcome how = rows_first(&rows, db, Q_LEDGER_FIND_ITEM, why,
	    VALUES(value_text(item_id)));

	if (how != DONE)
		return how;
	if (rows.has_row) {
		found.mailbox = rows_text(&rows, 0);
		found.folder = rows_text(&rows, 1);
		found.uidvalidity = rows_number(&rows, 2);
		found.uid = rows_number(&rows, 3);
		rest_read(&rows, 4, &found);
		found.was_put_back = rows_number(&rows, 11) != 0;
	}
	*row = row_copy(found, mem);
	return DONE;
}

enum outcome
ledger_add(struct db *db, const struct ledger_row *row, struct error *why)
{
	return statement_run(db, Q_LEDGER_ADD, why,
	    VALUES(value_text(row->mailbox), value_text(row->folder),
		value_number(row->uidvalidity), value_number(row->uid),
		value_text(row->file), value_text(row->item_id),
		value_number(row->internaldate), value_number(row->size),
		value_word(state_names[row->state]),
		value_text(row->last_error)));
}

enum outcome
ledger_put(struct db *db, const struct ledger_row *row, struct error *why)
{
	return statement_run(db,
	    row->uid > 0 ? Q_LEDGER_PUT_MAIL : Q_LEDGER_PUT_POST, why,
	    VALUES(value_text(row->mailbox), value_text(row->folder),
		value_number(row->uidvalidity), value_number(row->uid),
		value_text(row->file), value_text(row->item_id),
		value_number(row->internaldate), value_number(row->size),
		value_word(state_names[row->state]),
		value_number(row->attempts), value_text(row->last_error)));
}

enum outcome
ledger_put_all(struct db *db, const struct ledger_row *rows, size_t n,
    struct error *why)
{
	enum outcome how = n == 0 ? DONE : transaction_begin(db, why);

	if (how != DONE || n == 0)
		return how;
	for (size_t i = 0; i < n && how == DONE; i++)
		how = ledger_put(db, &rows[i], why);
	return transaction_end(db, how, why);
}

static enum outcome
rows_settle(struct db *db, const struct settling *s, struct error *why)
{
	enum outcome how =
	    s->item_id.len > 0
		? statement_run(db, Q_LEDGER_SETTLE_ITEM, why,
		      VALUES(value_number(s->at), value_text(s->item_id)))
		: statement_run(db, Q_LEDGER_SETTLE_MESSAGE, why,
		      VALUES(value_number(s->at), value_text(s->mailbox),
			  value_number(s->uid)));

	if (how == DONE && statement_changes(db) == 0)
		return fail(why, REFUSED,
		    "nothing of that name waits for anybody");
	return how;
}

static enum outcome
settling_tell(struct db *db, const struct settling *s, struct error *why)
{
	autoarena mem = { 0 };
	struct span what = s->item_id.len > 0
			       ? s->item_id
			       : arena_printf(&mem, "mailbox %.*s, UID %lld",
				     SPAN_ARG(s->mailbox), s->uid);

	return history_add(db,
	    &(struct event){ .at = s->at,
		.who = s->who,
		.what = SPAN("settled"),
		.detail = arena_printf(&mem, "%.*s: %.*s", SPAN_ARG(what),
		    SPAN_ARG(s->reason)) },
	    why);
}

enum outcome
ledger_settle(struct db *db, const struct settling *settling, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = rows_settle(db, settling, why);
	if (how == DONE)
		how = settling_tell(db, settling, why);
	return transaction_end(db, how, why);
}
