/* lists.c - asks for cases by the shortest way */
#include "register/lists.h"
#include "register/asked.h"
#include "triage/workday.h"

#include <limits.h>

/* From so many on, walking from the newest back finds a page sooner. */
#define RARE 3000

static struct value
value_asked(struct span text)
{
	struct value none = { .type = VALUE_NULL };

	return text.at == NULL ? none : value_text(text);
}

static struct value
value_flag(bool is_asked)
{
	return is_asked ? value_number(1) : (struct value){ 0 };
}

static struct value
value_bound(day d, const char *none, struct arena *mem)
{
	return d == NO_DATE ? value_word(none) : value_text(day_text(d, mem));
}

void
asked_values(const struct wanted *w, const struct list_place *place,
    long long most, struct arena *mem, struct value values[ASKED_COUNT])
{
	const struct value all[ASKED_COUNT] = {
		value_asked(w->category),
		value_asked(w->state),
		value_asked(w->channel),
		value_asked(w->owner),
		value_asked(w->officer),
		value_asked(w->flag),
		value_flag(w->needs_review),
		value_flag(w->is_late),
		value_number(w->of_staff),
		value_bound(w->today, "", mem),
		value_bound(w->since, "", mem),
		value_bound(w->until, "9999-12-31", mem),
		value_text(place->received_on),
		value_number(place->id),
		value_number(most > 0 ? most : LLONG_MAX),
	};

	for (size_t i = 0; i < ASKED_COUNT; i++)
		values[i] = all[i];
}

enum outcome
list_place_find(struct db *db, struct span reference, struct arena *mem,
    struct list_place *place, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_LIST_PLACE, why,
	    VALUES(value_text(reference)));

	if (how != DONE)
		return how;
	if (!rows.has_row)
		return fail(why, REFUSED, "%.*s: no such case in the register",
		    SPAN_ARG(reference));
	place->received_on = arena_copy(mem, rows_text(&rows, 0));
	place->id = rows_number(&rows, 1);
	return DONE;
}

/* --- which way ------------------------------------------------------------- */

static enum outcome
is_rare(struct db *db, enum query query, const struct value *values, size_t n,
    bool *rare, struct error *why)
{
	long long count = 0;
	enum outcome how = statement_number(db, query, &count, why, values, n);

	*rare = count < RARE;
	return how;
}

static enum outcome
is_rare_person(struct db *db, const char *field, struct span person, bool *rare,
    struct error *why)
{
	*rare = false;
	if (person.len == 0)
		return DONE;
	return is_rare(db, Q_LIST_OWNER_COUNT,
	    (const struct value[]){ value_word(field), value_text(person),
		value_number(RARE) },
	    3, rare, why);
}

static enum outcome
is_rare_flag(struct db *db, struct span flag, bool *rare, struct error *why)
{
	*rare = false;
	if (flag.len == 0)
		return DONE;
	return is_rare(db, Q_LIST_FLAG_COUNT,
	    (const struct value[]){ value_text(flag), value_number(RARE) }, 2,
	    rare, why);
}

static enum outcome
is_rare_channel(struct db *db, struct span channel, bool *rare,
    struct error *why)
{
	*rare = false;
	if (channel.len == 0)
		return DONE;
	return is_rare(db, Q_LIST_CHANNEL_COUNT,
	    (const struct value[]){ value_text(channel), value_number(RARE) },
	    2, rare, why);
}

/* Where nothing that is asked for is rare. */
static enum query
common_way(const struct wanted *w)
{
	bool is_closed =
	    w->state.at != NULL && span_is_equal(w->state, SPAN("closed"));

	if (w->of_staff)
		return Q_LIST_OF_STAFF;
	if (w->needs_review)
		return Q_LIST_FOR_REVIEW;
	if (w->is_late || (w->state.at != NULL && !is_closed))
		return Q_LIST_OPEN;
	return w->category.at != NULL ? Q_LIST_BY_CATEGORY : Q_LIST_BY_RECEIPT;
}

static enum outcome
choose_way(struct db *db, const struct wanted *w, enum query *way,
    struct error *why)
{
	bool is_owner = false, is_officer = false, is_flag = false;
	bool is_channel = false;
	enum outcome how =
	    is_rare_person(db, "owner", w->owner, &is_owner, why);

	if (how == DONE)
		how =
		    is_rare_person(db, "officer", w->officer, &is_officer, why);
	if (how == DONE)
		how = is_rare_flag(db, w->flag, &is_flag, why);
	if (how == DONE)
		how = is_rare_channel(db, w->channel, &is_channel, why);
	*way = is_owner     ? Q_LIST_OF_OWNER
	       : is_officer ? Q_LIST_OF_OFFICER
	       : is_flag    ? Q_LIST_WITH_FLAG
	       : is_channel ? Q_LIST_OF_CHANNEL
			    : common_way(w);
	return how;
}

/* --- lists ----------------------------------------------------------------- */

enum outcome
list_start(struct db *db, const struct wanted *wanted, struct rows *rows,
    struct arena *mem, struct error *why)
{
	struct list_place place = LIST_START;
	struct value values[ASKED_COUNT];
	enum query way = Q_LIST_BY_RECEIPT;
	enum outcome how = choose_way(db, wanted, &way, why);

	if (how == DONE && wanted->after.len > 0)
		how = list_place_find(db, wanted->after, mem, &place, why);
	if (how != DONE)
		return how;
	asked_values(wanted, &place, wanted->most, mem, values);
	/* An index is entered at the day, whatever the order behind it. */
	if (wanted->after.len > 0 &&
	    (wanted->until == NO_DATE ||
		wanted->until > day_parse(place.received_on)))
		values[ASKED_UNTIL] = value_text(place.received_on);
	return rows_start(rows, db, way, why, values, ASKED_COUNT);
}

/* Shows the case of that id; *goes_on is what show gave back. */
static enum outcome
show_case(struct db *db, long long id, case_show *show, void *context,
    bool *goes_on, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_first(&rows, db, Q_CASE_OF_ID, why, VALUES(value_number(id)));

	if (how == DONE && rows.has_row) {
		struct case_row row = case_row_read(&rows);

		*goes_on = show(&row, context);
	}
	return how;
}

enum outcome
lists_newest(struct db *db, const struct wanted *wanted, case_show *show,
    void *context, struct error *why)
{
	autoarena mem = { 0 };
	autorows rows = { 0 };
	bool goes_on = true;
	enum outcome how = list_start(db, wanted, &rows, &mem, why);

	while (goes_on && rows_take(&rows, &how, why))
		how = show_case(db, rows_number(&rows, 0), show, context,
		    &goes_on, why);
	return how;
}

enum outcome
lists_staff_matters(struct db *db, long long *n, struct error *why)
{
	return statement_number(db, Q_STAFF_MATTER_COUNT, n, why, NULL, 0);
}

/*
 * Shows the rows behind wanted->after, in an order that no index has.  A case
 * that is no longer in the list ends it.
 */
static enum outcome
show_behind(struct rows *rows, const struct wanted *wanted, case_show *show,
    void *context, struct error *why)
{
	bool is_behind = wanted->after.len == 0;
	long long n = 0;
	enum outcome how = DONE;

	while ((wanted->most == 0 || n < wanted->most) &&
	       rows_take(rows, &how, why)) {
		struct case_row row = case_row_read(rows);

		if (!is_behind)
			is_behind = span_is_equal(row.reference, wanted->after);
		else if (n++, !show(&row, context))
			break;
	}
	if (how == DONE && !is_behind)
		return fail(why, REFUSED, "%.*s: is not in this list",
		    SPAN_ARG(wanted->after));
	return how;
}

static long long
most_read(const struct wanted *wanted)
{
	return wanted->after.len > 0 ? 0 : wanted->most;
}

enum outcome
lists_due(struct db *db, const struct wanted *wanted, day horizon,
    case_show *show, void *context, struct error *why)
{
	autoarena mem = { 0 };
	struct value values[ASKED_COUNT + 1];
	autorows rows = { 0 };
	enum outcome how;

	asked_values(wanted, &LIST_START, most_read(wanted), &mem, values);
	values[ASKED_COUNT] = value_day(horizon, &mem);
	how = rows_start(&rows, db, Q_LIST_DUE, why, values, ASKED_COUNT + 1);
	return how == DONE ? show_behind(&rows, wanted, show, context, why)
			   : how;
}

enum outcome
lists_queue(struct db *db, const struct wanted *wanted, case_show *show,
    void *context, struct error *why)
{
	autoarena mem = { 0 };
	struct value values[ASKED_COUNT];
	autorows rows = { 0 };
	enum outcome how;

	asked_values(wanted, &LIST_START, most_read(wanted), &mem, values);
	how = rows_start(&rows, db, Q_LIST_QUEUE, why, values, ASKED_COUNT);
	return how == DONE ? show_behind(&rows, wanted, show, context, why)
			   : how;
}
