/* retention.c - destroys the content of cases whose time is over */
#include "register/retention.h"
#include "base/io.h"
#include "register/history.h"
#include "register/search.h"
#include "register/statement.h"
#include "triage/workday.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* --- the list -------------------------------------------------------------------- */

enum outcome
retention_over(struct db *db, day today, over_show *show, void *context,
    struct error *why)
{
	autoarena mem = { 0 };
	autorows rows = { 0 };
	bool is_wanted = true;
	enum outcome how = rows_start(&rows, db, Q_RETENTION_OVER, why,
	    VALUES(value_day(today, &mem)));

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted =
		    show(&(struct over_row){ .reference = rows_text(&rows, 0),
			     .category = rows_text(&rows, 1),
			     .closed_on = rows_text(&rows, 2),
			     .retain_until = rows_text(&rows, 3),
			     .is_held = rows_number(&rows, 4) != 0,
			     .items = rows_number(&rows, 5) },
			context);
	return how;
}

/* --- may it be destroyed? --------------------------------------------------------- */

struct doomed {
	long long id;
	struct span category, received_on, closed_on;
};

static enum outcome
hold_refuse(struct span reference, struct error *why)
{
	return fail(why, REFUSED,
	    "%.*s is under a legal hold; nothing of it is destroyed",
	    SPAN_ARG(reference));
}

/* What stands against it, by the row of retention_case. */
static enum outcome
row_refuse(const struct rows *rows, const struct destruction *d,
    struct error *why)
{
	struct span name = d->reference, until = rows_text(rows, 5);
	struct span target = rows_text(rows, 8);

	if (rows_number(rows, 7) != 0)
		return fail(why, REFUSED, "%.*s was destroyed already",
		    SPAN_ARG(name));
	if (target.len > 0)
		return fail(why, REFUSED,
		    "%.*s was merged into %.*s and is destroyed with it",
		    SPAN_ARG(name), SPAN_ARG(target));
	if (rows_number(rows, 6) != 0)
		return hold_refuse(name, why);
	if (!span_is_equal(rows_text(rows, 1), SPAN("closed")))
		return fail(why, REFUSED, "%.*s is not closed", SPAN_ARG(name));
	if (until.len == 0 || day_parse(until) >= d->today)
		return fail(why, REFUSED, "%.*s must be kept until %.*s",
		    SPAN_ARG(name),
		    SPAN_ARG(until.len > 0 ? until : SPAN("its time is set")));
	return DONE;
}

static enum outcome
doomed_find(struct db *db, const struct destruction *d, struct arena *mem,
    struct doomed *doomed, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_RETENTION_CASE, why,
	    VALUES(value_text(d->reference)));

	if (how == DONE && !rows.has_row)
		how = fail(why, REFUSED, "there is no case %.*s",
		    SPAN_ARG(d->reference));
	if (how == DONE)
		how = row_refuse(&rows, d, why);
	if (how == DONE)
		*doomed = (struct doomed){ .id = rows_number(&rows, 0),
			.category = arena_copy(mem, rows_text(&rows, 2)),
			.received_on = arena_copy(mem, rows_text(&rows, 3)),
			.closed_on = arena_copy(mem, rows_text(&rows, 4)) };
	return how;
}

/* --- destroying -------------------------------------------------------------------- */

/* Rows of one number each, gathered before anything is changed. */
struct numbers {
	long long *at;
	size_t n;
};

struct texts {
	struct span *at;
	size_t n;
};

#define MAX_FAMILY 1000
#define MAX_CASE_ITEMS 10000
#define MAX_CASE_PEOPLE 1000

/* The case and those merged into it; a legal hold on any holds all. */
static enum outcome
family_find(struct db *db, long long id, struct arena *mem,
    struct numbers *family, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_RETENTION_FAMILY, why,
	    VALUES(value_number(id)));

	family->at = ARENA_ARRAY(mem, MAX_FAMILY, long long);
	while (rows_take(&rows, &how, why)) {
		if (rows_number(&rows, 2) != 0)
			return hold_refuse(rows_text(&rows, 1), why);
		if (family->n == MAX_FAMILY)
			return fail(why, REFUSED,
			    "more than %d cases were merged into it",
			    MAX_FAMILY);
		family->at[family->n++] = rows_number(&rows, 0);
	}
	return how;
}

static enum outcome
items_find(struct db *db, long long case_id, struct arena *mem,
    struct texts *items, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_RETENTION_ITEMS, why,
	    VALUES(value_number(case_id)));

	items->at = ARENA_ARRAY(mem, MAX_CASE_ITEMS, struct span);
	while (rows_take(&rows, &how, why)) {
		if (items->n == MAX_CASE_ITEMS)
			return fail(why, REFUSED, "it has more than %d items",
			    MAX_CASE_ITEMS);
		items->at[items->n++] = arena_copy(mem, rows_text(&rows, 0));
	}
	return how;
}

static enum outcome
item_destroy(struct db *db, struct span id, time_t now, struct error *why)
{
	static const enum query queries[] = { Q_DESTROY_PARTS, Q_DESTROY_MARKS,
		Q_DESTROY_REASONS, Q_DESTROY_TOPICS, Q_DESTROY_PHRASES,
		Q_DESTROY_CORRECTIONS, Q_DESTROY_LEDGER };
	enum outcome how = DONE;

	for (size_t i = 0; i < sizeof queries / sizeof *queries && how == DONE;
	     i++)
		how =
		    statement_run(db, queries[i], why, VALUES(value_text(id)));
	return how == DONE ? statement_run(db, Q_DESTROY_ITEM, why,
				 VALUES(value_number(now), value_text(id)))
			   : how;
}

/* People of whom nothing else is kept. */
static enum outcome
people_find_alone(struct db *db, long long case_id, struct arena *mem,
    struct numbers *people, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_RETENTION_PEOPLE, why,
	    VALUES(value_number(case_id)));

	people->at = ARENA_ARRAY(mem, MAX_CASE_PEOPLE, long long);
	while (rows_take(&rows, &how, why)) {
		if (people->n == MAX_CASE_PEOPLE)
			return fail(why, REFUSED, "it has more than %d people",
			    MAX_CASE_PEOPLE);
		people->at[people->n++] = rows_number(&rows, 0);
	}
	return how;
}

static enum outcome
people_destroy(struct db *db, long long case_id, struct error *why)
{
	static const enum query queries[] = { Q_DESTROY_PERSON_NAMES,
		Q_DESTROY_CONTACTS, Q_DESTROY_NEEDS, Q_DESTROY_ANSWERS,
		Q_DESTROY_RESTRICTIONS, Q_DESTROY_PERSON };
	size_t n = sizeof queries / sizeof *queries;
	autoarena mem = { 0 };
	struct numbers people = { 0 };
	enum outcome how = people_find_alone(db, case_id, &mem, &people, why);

	for (size_t i = 0; i < people.n * n && how == DONE; i++)
		how = statement_run(db, queries[i % n], why,
		    VALUES(value_number(people.at[i / n])));
	return how == DONE ? statement_run(db, Q_DESTROY_ROLES, why,
				 VALUES(value_number(case_id)))
			   : how;
}

static enum outcome
case_destroy(struct db *db, long long case_id, time_t now, long long *n,
    struct error *why)
{
	static const enum query queries[] = { Q_DESTROY_DEPARTURES,
		Q_DESTROY_LETTERS, Q_DESTROY_ALERTS, Q_DESTROY_OUTBOX,
		Q_DESTROY_FIELDS };
	autoarena mem = { 0 };
	struct texts items = { 0 };
	enum outcome how = items_find(db, case_id, &mem, &items, why);

	for (size_t i = 0; i < items.n && how == DONE; i++)
		how = item_destroy(db, items.at[i], now, why);
	for (size_t i = 0; i < sizeof queries / sizeof *queries && how == DONE;
	     i++)
		how = statement_run(db, queries[i], why,
		    VALUES(value_number(case_id)));
	*n += (long long)items.n;
	return how == DONE ? people_destroy(db, case_id, why) : how;
}

static enum outcome
family_destroy(struct db *db, const struct numbers *family, time_t now,
    long long *n, struct error *why)
{
	enum outcome how = DONE;

	/* All first, so that none keeps an item for another of them. */
	for (size_t i = 0; i < family->n && how == DONE; i++)
		how = statement_run(db, Q_DESTROY_CASE, why,
		    VALUES(value_number(now), value_number(family->at[i])));
	for (size_t i = 0; i < family->n && how == DONE; i++)
		how = case_destroy(db, family->at[i], now, n, why);
	return how;
}

static enum outcome
destroy(struct db *db, const struct destruction *d, long long *n,
    struct error *why)
{
	autoarena mem = { 0 };
	struct doomed doomed;
	struct numbers family = { 0 };
	enum outcome how = doomed_find(db, d, &mem, &doomed, why);

	if (how == DONE)
		how = family_find(db, doomed.id, &mem, &family, why);
	if (how == DONE)
		how = family_destroy(db, &family, d->at, n, why);
	/* Else words would stay in the index's file until it is rewritten. */
	if (how == DONE)
		how = search_purge(db, why);
	if (how != DONE)
		return how;
	return history_add(db,
	    &(struct event){ .at = d->at,
		.who = d->who,
		.what = SPAN("destroyed"),
		.detail = arena_printf(&mem,
		    "All content of %zu cases and %lld items; %.*s, received "
		    "%.*s, closed %.*s (%.*s)",
		    family.n, *n,
		    SPAN_ARG(doomed.category.len > 0 ? doomed.category
						     : SPAN("undecided")),
		    SPAN_ARG(doomed.received_on), SPAN_ARG(doomed.closed_on),
		    SPAN_ARG(d->reason)),
		.reference = d->reference },
	    why);
}

enum outcome
retention_destroy(struct db *db, const struct destruction *d, long long *n,
    struct error *why)
{
	long long items = 0;
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = transaction_end(db, destroy(db, d, &items, why), why);
	if (how == DONE)
		*n = items;
	return how;
}

/* --- files ------------------------------------------------------------------------- */

static enum outcome
file_remove(struct span spool, struct span place, const char *end,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span path = arena_printf(&mem, "%.*s/%.*s%s", SPAN_ARG(spool),
	    SPAN_ARG(place), end);

	if (unlink(path.at) < 0 && errno != ENOENT && errno != ENOTDIR)
		return fail(why, LATER, "%.*s%s: remove: %s", SPAN_ARG(place),
		    end, strerror(errno));
	return DONE;
}

/* The next item whose file is to go; its id is "" where there is none. */
static enum outcome
file_next(struct db *db, struct arena *mem, struct span *id, struct span *place,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_first(&rows, db, Q_DESTROYED_FILES, why, NULL, 0);

	*id = *place = SPAN("");
	if (how == DONE && rows.has_row) {
		*id = arena_copy(mem, rows_text(&rows, 0));
		*place = arena_copy(mem, rows_text(&rows, 1));
	}
	return how;
}

/* A crash before the last step repeats the others, to the same end. */
static enum outcome
files_remove(struct db *db, struct span spool, struct error *why)
{
	enum outcome how = DONE;
	bool has_more = true;

	while (how == DONE && has_more) {
		autoarena mem = { 0 };
		struct span id, place;

		how = file_next(db, &mem, &id, &place, why);
		has_more = id.len > 0;
		if (how != DONE || !has_more)
			break;
		how = file_remove(spool, place, "", why);
		if (how == DONE)
			how = file_remove(spool, place, ".why", why);
		if (how == DONE)
			how = statement_run(db, Q_DESTROYED_FILE_GONE, why,
			    VALUES(value_text(id)));
	}
	return how;
}

/* Is there a case of that reference, and is it destroyed? */
static enum outcome
is_destroyed(struct db *db, struct span reference, bool *is, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_RETENTION_CASE, why,
	    VALUES(value_text(reference)));

	*is = how == DONE && rows.has_row && rows_number(&rows, 7) != 0;
	return how;
}

/* Letters in print/ are named REF-KIND.pdf. */
static enum outcome
letters_remove(struct db *db, struct span spool, struct error *why)
{
	autoarena mem = { 0 };
	DIR *dir =
	    opendir(arena_printf(&mem, "%.*s/print", SPAN_ARG(spool)).at);
	enum outcome how = DONE;
	struct dirent *entry;
	bool is = false;

	if (dir == NULL && errno != ENOENT)
		how = fail(why, LATER, "print: %s", strerror(errno));
	while (dir != NULL && how == DONE && (errno = 0) == 0 &&
	       (entry = readdir(dir)) != NULL) {
		struct span reference =
		    span_head(span_of(entry->d_name), strlen("CS26-001234-K"));

		how = is_destroyed(db, reference, &is, why);
		if (how == DONE && is)
			how = file_remove(spool,
			    arena_printf(&mem, "print/%s", entry->d_name), "",
			    why);
	}
	if (dir != NULL && how == DONE && errno != 0)
		how = fail(why, LATER, "print: %s", strerror(errno));
	if (dir != NULL)
		closedir(dir);
	return how;
}

enum outcome
retention_clear(struct db *db, struct span spool, bool *is_emptied,
    struct error *why)
{
	long long busy = 1;
	enum outcome how = files_remove(db, spool, why);

	if (how == DONE)
		how = letters_remove(db, spool, why);
	if (how == DONE)
		how = statement_number(db, Q_CHECKPOINT, &busy, why, NULL, 0);
	if (how == DONE)
		*is_emptied = busy == 0;
	return how;
}
