/* search_find.c - asks the index of words */
#include "base/buf.h"
#include "register/asked.h"
#include "register/search.h"
#include "register/search_words.h"

#include <limits.h>
#include <stdlib.h>

/* Hits are read so many at a time. */
#define HITS_AT_ONCE 100
#define MAX_ID_BYTES 21

/* --- which cases ------------------------------------------------------------- */

struct finding {
	long long document, case_id;
	struct span item_id, snippet; /* "" until it is read */
};

struct found {
	struct arena *mem;
	struct finding *at;
	size_t n, room;
	size_t most;        /* of a page; 0 for all */
	size_t first;       /* those before it were on the pages before */
	long long after;    /* the case that ends those pages; 0 for none */
	bool is_behind;     /* it was found */
	long long document; /* the last that was looked at */
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
add_finding(struct found *found, struct finding finding)
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

/* Takes the next document; its case is found once. */
static void
add_found(struct found *found, struct finding finding)
{
	if (is_found(found, finding.case_id))
		return;
	add_finding(found, finding);
	if (finding.case_id == found->after) {
		found->is_behind = true;
		found->first = found->n;
	}
}

static bool
is_full(const struct found *found)
{
	return found->is_behind && found->most != 0 &&
	       found->n - found->first >= found->most;
}

/*
 * Looks at so many documents that have the words, 0 for all.  *is_done where
 * the page is full or there are no more.
 */
static enum outcome
gather_found(struct rows *rows, size_t looks, struct found *found,
    bool *is_done, struct error *why)
{
	enum outcome how = DONE;

	*is_done = is_full(found);
	for (size_t n = 0; !*is_done && (looks == 0 || n < looks); n++) {
		if (!rows_take(rows, &how, why)) {
			*is_done = how == DONE;
			break;
		}
		found->document = rows_number(rows, 0);
		if (rows_number(rows, 2) != 0)
			add_found(found,
			    (struct finding){ .document = found->document,
				.case_id = rows_number(rows, 1) });
		*is_done = is_full(found);
	}
	return how;
}

/* The documents of a case that were not looked at yet. */
static enum outcome
add_documents(struct db *db, long long case_id, struct found *documents,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_SEARCH_OF_CASE, why,
	    VALUES(value_number(case_id), value_number(documents->document)));

	while (rows_take(&rows, &how, why))
		add_finding(documents,
		    (struct finding){ .document = rows_number(&rows, 0),
			.case_id = case_id });
	return how;
}

/* The newest first, and the cases of one as the statements have them. */
static int
by_document(const void *a, const void *b)
{
	const struct finding *p = a, *q = b;

	if (p->document != q->document)
		return p->document < q->document ? 1 : -1;
	return (p->case_id > q->case_id) - (p->case_id < q->case_id);
}

/* Whether the document has the words, and what it says there. */
static enum outcome
look_into(struct db *db, struct span words, struct finding next,
    struct found *found, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_SEARCH_HIT, why,
	    VALUES(value_text(words), value_number(next.document)));

	if (how != DONE || !rows.has_row)
		return how;
	next.item_id = arena_copy(found->mem, rows_text(&rows, 0));
	next.snippet = arena_copy(found->mem, rows_text(&rows, 1));
	add_found(found, next);
	return DONE;
}

/*
 * Goes on in the cases that the filters leave, where they are few: to walk
 * through all that has a frequent word would take longer.  *is_done is false
 * where they are too many for that.
 */
static enum outcome
find_in_few(struct db *db, const struct search *search, struct found *found,
    bool *is_done, struct error *why)
{
	autoarena mem = { 0 };
	autorows rows = { 0 };
	struct wanted few = *search->wanted;
	struct found documents = { .mem = &mem, .document = found->document };
	size_t n = 0;
	enum outcome how;

	few.after = SPAN("");
	few.most = MAX_FEW + 1;
	how = list_start(db, &few, &rows, &mem, why);
	while (rows_take(&rows, &how, why) && ++n <= MAX_FEW)
		how = add_documents(db, rows_number(&rows, 0), &documents, why);
	*is_done = n <= MAX_FEW;
	if (how != DONE || !*is_done || documents.n == 0)
		return how;
	qsort(documents.at, documents.n, sizeof *documents.at, by_document);
	for (size_t i = 0; i < documents.n && how == DONE && !is_full(found);
	     i++)
		if (!is_found(found, documents.at[i].case_id))
			how = look_into(db, search->words, documents.at[i],
			    found, why);
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
	bool is_walk = !search->is_best_first && is_narrowed(search->wanted);
	struct list_place place = { SPAN(""), 0 };
	struct value values[ASKED_COUNT + 2];
	autorows rows = { 0 };
	enum outcome how = DONE;

	if (search->wanted->after.len > 0)
		how = list_place_find(db, search->wanted->after, &mem, &place,
		    why);
	found->most = (size_t)search->wanted->most;
	found->after = place.id;
	found->is_behind = place.id == 0;
	asked_values(search->wanted, &LIST_START, 0, &mem, values);
	values[ASKED_COUNT] = value_text(search->words);
	values[ASKED_COUNT + 1] = value_number(MAX_WEIGHED);
	if (how == DONE)
		how = rows_start(&rows, db,
		    search->is_best_first ? Q_SEARCH_BEST : Q_SEARCH_NEWEST,
		    why, values,
		    search->is_best_first ? ASKED_COUNT + 2 : ASKED_COUNT + 1);
	if (how == DONE)
		how = gather_found(&rows, is_walk ? MAX_WALK : 0, found,
		    &is_done, why);
	if (how == DONE && !is_done)
		how = find_in_few(db, search, found, &is_done, why);
	if (how == DONE && !is_done)
		how = gather_found(&rows, 0, found, &is_done, why);
	if (!found->is_behind)
		found->first = found->n;
	return how;
}

/* --- what they say ----------------------------------------------------------- */

/* The words around each hit: in one walk, since each way in has its price. */
static enum outcome
read_hits(struct db *db, struct span words, struct finding *at, size_t n,
    struct arena *mem, struct error *why)
{
	autobuf ids = BUF((HITS_AT_ONCE + 1) * MAX_ID_BYTES);
	autorows rows = { 0 };
	long long oldest = LLONG_MAX, newest = 0;
	enum outcome how;

	for (size_t i = 0; i < n; i++) {
		if (at[i].item_id.len > 0)
			continue;
		buf_printf(&ids, "%c%lld", newest == 0 ? '[' : ',',
		    at[i].document);
		if (at[i].document < oldest)
			oldest = at[i].document;
		if (at[i].document > newest)
			newest = at[i].document;
	}
	if (newest == 0)
		return DONE;
	buf_add_char(&ids, ']');
	how = rows_start(&rows, db, Q_SEARCH_HITS, why,
	    VALUES(value_text(words), value_number(oldest),
		value_number(newest), value_text(buf_span(&ids))));
	while (rows_take(&rows, &how, why))
		for (size_t i = 0; i < n; i++)
			if (at[i].document == rows_number(&rows, 0)) {
				at[i].item_id =
				    arena_copy(mem, rows_text(&rows, 1));
				at[i].snippet =
				    arena_copy(mem, rows_text(&rows, 2));
			}
	return how;
}

static enum outcome
show_found(struct db *db, const struct finding *finding, search_show *show,
    void *context, bool *goes_on, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_CASE_OF_ID, why,
	    VALUES(value_number(finding->case_id)));

	if (how == DONE && rows.has_row) {
		struct case_row row = case_row_read(&rows);

		*goes_on = show(&(struct search_hit){ .row = &row,
				    .item_id = finding->item_id,
				    .snippet = finding->snippet },
		    context);
	}
	return how;
}

/* What went away since it was found is left out. */
static enum outcome
show_some(struct db *db, struct span words, struct finding *at, size_t n,
    search_show *show, void *context, bool *goes_on, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = read_hits(db, words, at, n, &mem, why);

	for (size_t i = 0; i < n && how == DONE && *goes_on; i++)
		if (at[i].item_id.len > 0)
			how =
			    show_found(db, &at[i], show, context, goes_on, why);
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
	for (size_t i = found.first; i < found.n && how == DONE && goes_on;
	     i += HITS_AT_ONCE)
		how = show_some(db, plain.words, &found.at[i],
		    found.n - i < HITS_AT_ONCE ? found.n - i : HITS_AT_ONCE,
		    show, context, &goes_on, why);
	return how;
}
