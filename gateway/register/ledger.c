/* ledger.c - what was seen of each message and file */
#include "register/ledger.h"
#include "register/statement.h"

#define LEDGER_NAME(name, word) word,
static const char *const state_names[] = { LEDGER_STATES(LEDGER_NAME) };
#undef LEDGER_NAME

/* A word that is none of ours cannot stand in the table (CHECK). */
static enum ledger_state
state_of(struct span word)
{
	size_t i = 0;

	while (!span_is_equal(word, span_of(state_names[i])))
		i++;
	return (enum ledger_state)i;
}

enum outcome
ledger_find(struct db *db, struct span mailbox, struct span folder,
    long long uidvalidity, long long uid, struct arena *mem,
    struct ledger_row *row, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_LEDGER_FIND, why,
	    VALUES(value_text(mailbox), value_text(folder),
		value_number(uidvalidity), value_number(uid)));

	if (how == DONE)
		how = rows_next(&rows, why);
	if (how != DONE)
		return how;
	*row = (struct ledger_row){ 0 };
	if (rows.has_row)
		*row = (struct ledger_row){
			.mailbox = arena_copy(mem, mailbox),
			.folder = arena_copy(mem, folder),
			.uidvalidity = uidvalidity,
			.uid = uid,
			.internaldate = (time_t)rows_number(&rows, 0),
			.size = rows_number(&rows, 1),
			.state = state_of(rows_text(&rows, 2)),
			.item_id = arena_copy(mem, rows_text(&rows, 3)),
			.attempts = rows_number(&rows, 4),
			.last_error = arena_copy(mem, rows_text(&rows, 5)),
		};
	return DONE;
}

enum outcome
ledger_file(struct db *db, struct span item_id, struct arena *mem,
    struct span *file, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_LEDGER_FILE, why,
	    VALUES(value_text(item_id)));

	if (how == DONE)
		how = rows_next(&rows, why);
	if (how == DONE)
		*file = rows.has_row ? arena_copy(mem, rows_text(&rows, 0))
				     : SPAN("");
	return how;
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
ledger_note_poll(struct db *db, struct span mailbox, time_t now,
    struct error *why)
{
	return statement_run(db, Q_POLL_PUT, why,
	    VALUES(value_text(mailbox), value_number(now)));
}

enum outcome
ledger_last_poll(struct db *db, struct span mailbox, time_t *at,
    struct error *why)
{
	long long seconds = 0;
	enum outcome how = statement_number(db, Q_POLL_LAST, &seconds, why,
	    VALUES(value_text(mailbox)));

	if (how == DONE)
		*at = (time_t)seconds;
	return how;
}
