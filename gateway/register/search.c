/* search.c - keeps the index of words, and asks it */
#include "register/search.h"
#include "base/buf.h"
#include "register/asked.h"
#include "register/search_words.h"

#include <limits.h>
#include <stdlib.h>

/* So many cases at most are looked into one by one. */
#define MAX_FEW 500

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
	while (how == DONE && (how = rows_next(&parts, why)) == DONE &&
	       parts.has_row) {
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
		sqlite3_result_error(call, why.text, -1);
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
		sqlite3_result_error(call, why.text, -1);
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

/* --- what is found --------------------------------------------------------- */

struct finding {
	long long document, case_id;
};

struct found {
	struct arena *mem;
	struct finding *at;
	size_t n, room;
	size_t first; /* those before it were on the pages before */
};

static bool
is_found(const struct found *found, long long case_id)
{
	for (size_t i = 0; i < found->n; i++)
		if (found->at[i].case_id == case_id)
			return true;
	return false;
}

static void
add_found(struct found *found, struct finding finding)
{
	if (found->n == found->room) {
		size_t room = found->room > 0 ? 2 * found->room : 64;
		struct finding *at =
		    ARENA_ARRAY(found->mem, room, struct finding);

		for (size_t i = 0; i < found->n; i++)
			at[i] = found->at[i];
		found->at = at;
		found->room = room;
	}
	found->at[found->n++] = finding;
}

/* The first document of each case; `after` ends the pages before, 0 for none. */
static enum outcome
gather_found(struct rows *rows, long long after, size_t most,
    struct found *found, struct error *why)
{
	bool is_behind = after == 0;
	enum outcome how = DONE;

	while (how == DONE &&
	       (!is_behind || most == 0 || found->n - found->first < most) &&
	       (how = rows_next(rows, why)) == DONE && rows->has_row) {
		struct finding finding = { rows_number(rows, 0),
			rows_number(rows, 1) };

		if (is_found(found, finding.case_id))
			continue;
		add_found(found, finding);
		if (finding.case_id == after) {
			is_behind = true;
			found->first = found->n;
		}
	}
	if (!is_behind)
		found->first = found->n;
	return how;
}

/* The newest document of a case that has the words, where one has. */
static enum outcome
find_in_case(struct db *db, struct span words, long long case_id,
    struct found *found, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_SEARCH_IN_CASE, why,
	    VALUES(value_number(case_id), value_text(words)));

	if (how == DONE)
		how = rows_next(&rows, why);
	if (how == DONE && rows.has_row)
		add_found(found,
		    (struct finding){ rows_number(&rows, 0), case_id });
	return how;
}

static int
by_document(const void *a, const void *b)
{
	const struct finding *p = a, *q = b;

	return p->document < q->document ? 1 : -(p->document > q->document);
}

/* All of them are found: leaves the page behind the case `after`. */
static void
turn_to_page(struct found *found, long long after, size_t most)
{
	if (found->n > 0)
		qsort(found->at, found->n, sizeof *found->at, by_document);
	while (after != 0 && found->first < found->n &&
	       found->at[found->first++].case_id != after)
		;
	if (most != 0 && found->n - found->first > most)
		found->n = found->first + most;
}

/*
 * Looks into the cases that the filters leave, where they are few: to walk
 * through all that has a frequent word would take longer.  *is_found is false
 * where they are too many for that.
 */
static enum outcome
find_in_few(struct db *db, const struct search *search, long long after,
    struct found *found, bool *is_found, struct error *why)
{
	autoarena mem = { 0 };
	autorows rows = { 0 };
	struct wanted few = *search->wanted;
	long long *ids = ARENA_ARRAY(&mem, MAX_FEW + 1, long long);
	size_t n = 0;
	enum outcome how;

	few.after = SPAN("");
	few.most = MAX_FEW + 1;
	how = list_start(db, &few, &rows, &mem, why);
	while (how == DONE && (how = rows_next(&rows, why)) == DONE &&
	       rows.has_row)
		ids[n++] = rows_number(&rows, 0);
	*is_found = n <= MAX_FEW;
	for (size_t i = 0; i < n && *is_found && how == DONE; i++)
		how = find_in_case(db, search->words, ids[i], found, why);
	if (how == DONE && *is_found)
		turn_to_page(found, after, (size_t)search->wanted->most);
	return how;
}

static bool
is_narrowed(const struct wanted *w)
{
	return w->category.at != NULL || w->state.at != NULL ||
	       w->channel.at != NULL || w->flag.at != NULL ||
	       w->owner.at != NULL || w->officer.at != NULL || w->is_late ||
	       w->needs_review || w->of_staff || w->since != NO_DATE ||
	       w->until != NO_DATE;
}

static enum outcome
find(struct db *db, const struct search *search, struct found *found,
    struct error *why)
{
	autoarena mem = { 0 };
	bool is_done = false;
	struct list_place place = { SPAN(""), 0 };
	struct value values[ASKED_COUNT + 2];
	autorows rows = { 0 };
	enum outcome how = DONE;

	if (search->wanted->after.len > 0)
		how = list_place_find(db, search->wanted->after, &mem, &place,
		    why);
	if (how == DONE && !search->is_best_first &&
	    is_narrowed(search->wanted))
		how = find_in_few(db, search, place.id, found, &is_done, why);
	if (how != DONE || is_done)
		return how;
	asked_values(search->wanted, &LIST_START, 0, &mem, values);
	values[ASKED_COUNT] = value_text(search->words);
	values[ASKED_COUNT + 1] = value_number(MAX_WEIGHED);
	how = rows_start(&rows, db,
	    search->is_best_first ? Q_SEARCH_BEST : Q_SEARCH_NEWEST, why,
	    values, search->is_best_first ? ASKED_COUNT + 2 : ASKED_COUNT + 1);
	return how == DONE ? gather_found(&rows, place.id,
				 (size_t)search->wanted->most, found, why)
			   : how;
}

static enum outcome
show_found(struct db *db, struct span words, struct finding finding,
    search_show *show, void *context, bool *goes_on, struct error *why)
{
	autorows hit = { 0 }, cases = { 0 };
	enum outcome how = rows_start(&hit, db, Q_SEARCH_HIT, why,
	    VALUES(value_text(words), value_number(finding.document)));

	if (how == DONE)
		how = rows_next(&hit, why);
	if (how == DONE)
		how = rows_start(&cases, db, Q_CASE_OF_ID, why,
		    VALUES(value_number(finding.case_id)));
	if (how == DONE)
		how = rows_next(&cases, why);
	if (how == DONE && hit.has_row && cases.has_row) {
		struct case_row row = case_row_read(&cases);

		*goes_on = show(&(struct search_hit){ .row = &row,
				    .item_id = rows_text(&hit, 0),
				    .snippet = rows_text(&hit, 1) },
		    context);
	}
	return how;
}

enum outcome
search_each(struct db *db, const struct search *search, search_show *show,
    void *context, struct error *why)
{
	autoarena mem = { 0 };
	struct search plain = *search;
	struct found found = { .mem = &mem };
	bool goes_on = true;
	enum outcome how =
	    search_expand(db, search->words, &mem, &plain.words, why);

	if (how == DONE)
		how = find(db, &plain, &found, why);
	for (size_t i = found.first; i < found.n && how == DONE && goes_on; i++)
		how = show_found(db, plain.words, found.at[i], show, context,
		    &goes_on, why);
	return how;
}
