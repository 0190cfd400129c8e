/* search.c - keeps the index of words */
#include "register/search.h"
#include "base/buf.h"
#include "register/statement.h"

#include <limits.h>

/* Text of all parts and their names, and line ends between them. */
#define MAX_ITEM_WORDS_BYTES (4 * MAX_TEXT_BYTES)

/*
 * The functions that the schema calls.  They touch nothing but the index and
 * are therefore harmless ("innocuous") in triggers and views.
 */

/* --- what is in the index -------------------------------------------------- */

/* A mark of an item, read ahead. */
struct next_mark {
	struct rows rows;
	long long part; /* LLONG_MAX behind the last */
	size_t begins, ends;
};

static enum outcome
mark_next(struct next_mark *mark, struct error *why)
{
	enum outcome how = rows_next(&mark->rows, why);

	mark->part = LLONG_MAX;
	if (how == DONE && mark->rows.has_row) {
		mark->part = rows_number(&mark->rows, 0);
		mark->begins = (size_t)rows_number(&mark->rows, 1);
		mark->ends = (size_t)rows_number(&mark->rows, 2);
	}
	return how;
}

static void
add_piece(struct buf *out, struct span text, size_t from, size_t to)
{
	if (to <= from || from >= text.len)
		return;
	buf_add(out, span_head(span_from(text, from), to - from));
	if (out->at[out->len - 1] != '\n')
		buf_add_char(out, '\n');
}

/* The pieces of a part that are the author's own, or those that are not. */
static enum outcome
add_words(struct buf *out, long long part, struct span text, bool is_own,
    struct next_mark *mark, struct error *why)
{
	enum outcome how = DONE;
	size_t at = 0;

	while (how == DONE && mark->part < part)
		how = mark_next(mark, why);
	while (how == DONE && mark->part == part) {
		if (is_own)
			add_piece(out, text, at, mark->begins);
		else
			add_piece(out, text,
			    mark->begins > at ? mark->begins : at, mark->ends);
		if (mark->ends > at)
			at = mark->ends;
		how = mark_next(mark, why);
	}
	if (is_own)
		add_piece(out, text, at, text.len);
	return how;
}

static enum outcome
gather_words(struct db *db, struct span item_id, bool is_own, struct buf *out,
    struct error *why)
{
	autorows parts = { 0 };
	struct next_mark mark = { 0 };
	enum outcome how = rows_start(&parts, db, Q_SEARCH_PARTS, why,
	    VALUES(value_text(item_id)));

	if (how == DONE)
		how = rows_start(&mark.rows, db, Q_SEARCH_MARKS, why,
		    VALUES(value_text(item_id)));
	if (how == DONE)
		how = mark_next(&mark, why);
	while (rows_take(&parts, &how, why)) {
		if (!is_own) {
			buf_add(out, rows_text(&parts, 1));
			buf_add_char(out, '\n');
		}
		how = add_words(out, rows_number(&parts, 0),
		    rows_text(&parts, 2), is_own, &mark, why);
	}
	rows_close(&mark.rows);
	return how;
}

/*
 * The statement that called it fails as it did: what failed for a disk that is
 * full or failing may go through later.
 */
static void
call_fail(sqlite3_context *call, enum outcome how, const struct error *why)
{
	sqlite3_result_error(call, why->text, -1);
	if (how == LATER)
		sqlite3_result_error_code(call, SQLITE_IOERR);
}

/* item_words (item_id, is_own) */
static void
item_words(sqlite3_context *call, int n, sqlite3_value **arguments)
{
	struct db *db = sqlite3_user_data(call);
	struct span item_id =
	    span_of((const char *)sqlite3_value_text(arguments[0]));
	autobuf out = BUF(MAX_ITEM_WORDS_BYTES);
	struct error why = { "" };
	enum outcome how = statement_prepare(db, Q_SEARCH_PARTS, &why);

	(void)n;
	if (how == DONE)
		how = statement_prepare(db, Q_SEARCH_MARKS, &why);
	if (how == DONE)
		how = gather_words(db, item_id,
		    sqlite3_value_int(arguments[1]) != 0, &out, &why);
	if (how == DONE)
		sqlite3_result_text64(call, buf_text(&out), out.len,
		    SQLITE_TRANSIENT, SQLITE_UTF8);
	else
		call_fail(call, how, &why);
}

static void
run_for(sqlite3_context *call, enum query query, sqlite3_value *id)
{
	struct db *db = sqlite3_user_data(call);
	struct error why = { "" };
	enum outcome how = statement_prepare(db, query, &why);

	if (how == DONE)
		how = statement_run(db, query, &why,
		    VALUES(value_number(sqlite3_value_int64(id))));
	if (how != DONE)
		call_fail(call, how, &why);
}

/* search_put (id) */
static void
search_put(sqlite3_context *call, int n, sqlite3_value **arguments)
{
	(void)n;
	run_for(call, Q_SEARCH_PUT, arguments[0]);
}

/* search_drop (id) */
static void
search_drop(sqlite3_context *call, int n, sqlite3_value **arguments)
{
	(void)n;
	run_for(call, Q_SEARCH_DROP, arguments[0]);
}

enum outcome
search_install(struct db *db, struct error *why)
{
	static const struct {
		const char *name;
		int n;
		void (*run)(sqlite3_context *, int, sqlite3_value **);
	} functions[] = {
		{ "item_words", 2, item_words },
		{ "search_put", 1, search_put },
		{ "search_drop", 1, search_drop },
	};
	int answer = SQLITE_OK;

	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (answer == SQLITE_OK)
			answer = sqlite3_create_function(db->sqlite,
			    functions[i].name, functions[i].n,
			    SQLITE_UTF8 | SQLITE_INNOCUOUS, db,
			    functions[i].run, NULL, NULL);
	return answer == SQLITE_OK
		   ? DONE
		   : statement_fail(db->sqlite, "search", answer, why);
}

enum outcome
search_add(struct db *db, struct span item_id, struct error *why)
{
	return statement_run(db, Q_SEARCH_ADD, why,
	    VALUES(value_text(item_id)));
}

enum outcome
search_forget(struct db *db, struct span item_id, struct error *why)
{
	return statement_run(db, Q_SEARCH_FORGET, why,
	    VALUES(value_text(item_id)));
}

enum outcome
search_purge(struct db *db, struct error *why)
{
	return statement_run(db, Q_SEARCH_PURGE, why, NULL, 0);
}
