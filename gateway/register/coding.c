/* coding.c - what a case is coded as: suggested, said, lacking */
#include "register/coding.h"
#include "register/history.h"
#include "register/standing.h"
#include "register/statement.h"
#include "triage/workday.h"

#define MAX_CHILDREN 64

enum outcome
codes_each(struct db *db, day on, code_show *show, void *context,
    struct error *why)
{
	autoarena mem = { 0 };
	autorows rows = { 0 };
	enum outcome how =
	    rows_start(&rows, db, Q_CODES_ON, why, VALUES(value_day(on, &mem)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted =
		    show(&(struct code_row){ .kind = rows_text(&rows, 0),
			     .code = rows_text(&rows, 1),
			     .parent = rows_text(&rows, 2),
			     .name = rows_text(&rows, 3),
			     .source = rows_text(&rows, 4),
			     .suggested_by = rows_text(&rows, 5),
			     .valid_from = rows_text(&rows, 6),
			     .valid_until = rows_text(&rows, 7) },
			context);
	return how;
}

static enum coding_state
state_of(long long is_so)
{
	return is_so < 0    ? CODE_SUGGESTED
	       : is_so == 0 ? CODE_REMOVED
			    : CODE_CONFIRMED;
}

/* The rows, without asking whether there is such a case. */
static enum outcome
each(struct db *db, struct span reference, coding_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_CODING_OF_CASE, why,
	    VALUES(value_text(reference)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted =
		    show(&(struct coding_row){ .kind = rows_text(&rows, 0),
			     .code = rows_text(&rows, 1),
			     .parent = rows_text(&rows, 2),
			     .name = rows_text(&rows, 3),
			     .state = state_of(rows_number(&rows, 4)),
			     .weight = rows_number(&rows, 5),
			     .phrase = rows_text(&rows, 6),
			     .who = rows_text(&rows, 7),
			     .at = (time_t)rows_number(&rows, 8) },
			context);
	return how;
}

enum outcome
coding_each(struct db *db, struct span reference, coding_show *show,
    void *context, struct error *why)
{
	autoarena mem = { 0 };
	struct standing s = { 0 };
	enum outcome how = standing_read(db, reference, &mem, &s, why);

	return how == DONE ? each(db, s.reference, show, context, why) : how;
}

/* --- saying ------------------------------------------------------------------ */

/* A code that a person says something of. */
struct saying {
	struct db *db;
	const struct change *change;
	struct span code;
	struct standing standing;
	struct arena *mem;
	long long id, parent_id; /* of the code; 0 for no parent */
	struct span kind;
};

static enum outcome
code_find(struct saying *s, struct error *why)
{
	autorows rows = { 0 };
	struct span on = day_text(s->standing.received_on, s->mem);
	enum outcome how = rows_first(&rows, s->db, Q_CODE_FIND, why,
	    VALUES(value_text(on), value_text(s->code)));

	if (how == DONE && !rows.has_row)
		return fail(why, REFUSED,
		    "there was no code \"%.*s\" on %.*s, when it was "
		    "received: postroom code --list --on %.*s",
		    SPAN_ARG(s->code), SPAN_ARG(on), SPAN_ARG(on));
	if (how == DONE) {
		s->id = rows_number(&rows, 0);
		s->kind = arena_copy(s->mem, rows_text(&rows, 1));
		s->parent_id = rows_number(&rows, 2);
	}
	return how;
}

static enum outcome
code_set(const struct saying *s, long long id, bool is_so, struct error *why)
{
	return statement_run(s->db, Q_CODING_SET, why,
	    VALUES(value_number(s->standing.id), value_number(id),
		value_number(is_so), value_number(s->change->at),
		value_text(s->change->who)));
}

/* The history names codes, and nothing of the case. */
static enum outcome
tell(const struct saying *s, struct span detail, struct error *why)
{
	const struct change *c = s->change;

	return history_add(s->db,
	    &(struct event){ .at = c->at,
		.who = c->who,
		.what = SPAN("coded"),
		.detail = c->reason.len > 0
			      ? arena_printf(s->mem, "%.*s (%.*s)",
				    SPAN_ARG(detail), SPAN_ARG(c->reason))
			      : detail,
		.reference = s->standing.reference },
	    why);
}

static bool
is_single(struct span kind)
{
	return span_is_equal(kind, SPAN("age")) ||
	       span_is_equal(kind, SPAN("status"));
}

static enum outcome
add(struct saying *s, struct error *why)
{
	enum outcome how = code_set(s, s->id, true, why);

	if (how == DONE && s->parent_id != 0)
		how = code_set(s, s->parent_id, true, why);
	if (how == DONE && is_single(s->kind))
		how = statement_run(s->db, Q_CODING_UNSET_KIND, why,
		    VALUES(value_number(s->standing.id), value_number(s->id),
			value_text(s->kind)));
	if (how != DONE)
		return how;
	return tell(s,
	    arena_printf(s->mem, "%.*s: added %.*s", SPAN_ARG(s->kind),
		SPAN_ARG(s->code)),
	    why);
}

/* The sub-subjects of the case that go with their subject. */
static enum outcome
children_read(const struct saying *s, long long ids[MAX_CHILDREN], size_t *n,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, s->db, Q_CODING_CHILDREN, why,
	    VALUES(value_number(s->standing.id), value_text(s->code)));

	while (*n < MAX_CHILDREN && rows_take(&rows, &how, why))
		ids[(*n)++] = rows_number(&rows, 0);
	return how;
}

static enum outcome
take_away(struct saying *s, struct error *why)
{
	long long children[MAX_CHILDREN];
	size_t n = 0;
	enum outcome how = code_set(s, s->id, false, why);

	if (how == DONE && span_is_equal(s->kind, SPAN("subject")))
		how = children_read(s, children, &n, why);
	for (size_t i = 0; i < n && how == DONE; i++)
		how = code_set(s, children[i], false, why);
	if (how != DONE)
		return how;
	return tell(s,
	    arena_printf(s->mem, "%.*s: removed %.*s", SPAN_ARG(s->kind),
		SPAN_ARG(s->code)),
	    why);
}

static enum outcome
confirm(struct saying *s, struct error *why)
{
	static const char *const words[] = { "a subject", "a service",
		"a profession" };
	const struct change *c = s->change;
	long long kinds = 0;
	enum outcome how = statement_run(s->db, Q_CODING_CONFIRM, why,
	    VALUES(value_number(c->at), value_text(c->who),
		value_text(s->standing.reference)));

	if (how == DONE)
		how = statement_number(s->db, Q_CODING_KINDS, &kinds, why,
		    VALUES(value_number(s->standing.id)));
	for (int bit = 0; bit < 3 && how == DONE; bit++)
		if ((kinds & 1 << bit) == 0)
			return fail(why, REFUSED,
			    "%.*s has %s neither said nor suggested: "
			    "postroom code %.*s --add CODE",
			    SPAN_ARG(s->standing.reference), words[bit],
			    SPAN_ARG(s->standing.reference));
	return how == DONE ? tell(s, SPAN("confirmed"), why) : how;
}

typedef enum outcome saying_run(struct saying *s, struct error *why);

static enum outcome
say(struct db *db, const struct change *change, struct span code,
    saying_run *run, struct error *why)
{
	autoarena mem = { 0 };
	struct saying s = { .db = db,
		.change = change,
		.code = code,
		.mem = &mem };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = standing_read(db, change->reference, &mem, &s.standing, why);
	if (how == DONE && code.len > 0)
		how = code_find(&s, why);
	if (how == DONE)
		how = run(&s, why);
	return transaction_end(db, how, why);
}

enum outcome
coding_add(struct db *db, const struct change *change, struct span code,
    struct error *why)
{
	if (code.len == 0)
		return fail(why, REFUSED, "name a code");
	return say(db, change, code, add, why);
}

enum outcome
coding_remove(struct db *db, const struct change *change, struct span code,
    struct error *why)
{
	if (code.len == 0)
		return fail(why, REFUSED, "name a code");
	return say(db, change, code, take_away, why);
}

enum outcome
coding_confirm(struct db *db, const struct change *change, struct error *why)
{
	return say(db, change, SPAN(""), confirm, why);
}

/* --- lacking ----------------------------------------------------------------- */

enum outcome
coding_missing(struct db *db, day from, day until, coding_missing_show *show,
    void *context, struct error *why)
{
	autoarena mem = { 0 };
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_CODING_MISSING, why,
	    VALUES(value_day(from, &mem), value_day(until, &mem)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why)) {
		long long kinds = rows_number(&rows, 3);

		is_wanted = show(
		    &(struct coding_missing_row){ .reference =
						      rows_text(&rows, 0),
			.closed_on = rows_text(&rows, 2),
			.has_subject = (kinds & CODED_SUBJECT) != 0,
			.has_service = (kinds & CODED_SERVICE) != 0,
			.has_profession = (kinds & CODED_PROFESSION) != 0 },
		    context);
	}
	return how;
}
