/* dividing.c - splits cases and merges them */
#include "register/dividing.h"
#include "register/history.h"
#include "register/reference.h"
#include "register/standing.h"
#include "register/statement.h"
#include "register/threading.h"
#include "triage/owed.h"
#include "triage/workday.h"

static enum outcome
tell(struct db *db, const struct change *change, struct span reference,
    const char *what, struct span detail, struct error *why)
{
	return history_add(db,
	    &(struct event){ .at = change->at,
		.who = change->who,
		.what = span_of(what),
		.detail = detail,
		.reference = reference },
	    why);
}

/* "; in the words of the reason", or nothing. */
static struct span
because(const struct change *change, struct arena *mem)
{
	return change->reason.len > 0
		   ? arena_printf(mem, ": %.*s", SPAN_ARG(change->reason))
		   : SPAN("");
}

/* --- splitting --------------------------------------------------------------- */

static enum outcome
next_reference(struct db *db, day received, struct arena *mem,
    struct span *reference, struct error *why)
{
	long long number = 0;
	int year, month, day_of_month;
	enum outcome how;

	day_split(received, &year, &month, &day_of_month);
	how = statement_number(db, Q_SEQUENCE_NEXT, &number, why,
	    VALUES(value_number(year)));
	if (how != DONE)
		return how;
	if (number > MAX_REFERENCE_NUMBER)
		return fail(why, BROKEN,
		    "register: the references of %d are used up", year);
	*reference = reference_make(year, number, mem);
	return DONE;
}

/* The case, and the acknowledgement that a person lets go. */
static enum outcome
add_second(struct db *db, const struct splitting *s,
    const struct standing *first, struct span reference, struct arena *mem,
    struct error *why)
{
	struct value category = value_word(category_name(s->category));
	struct span note = arena_printf(mem,
	    "it was split from %.*s: a person decides what is sent",
	    SPAN_ARG(first->reference));
	struct owed days = { 0 };
	struct span message_id;
	long long id = 0;
	enum outcome how;

	if (!owed_days(s->category, s->policy, first->received_on, &days))
		return fail(why, REFUSED,
		    "its dates lie outside the table of bank holidays");
	how = message_id_make(reference, s->domain, mem, &message_id, why);
	if (how == DONE)
		how = statement_number(db, Q_CASE_SPLIT, &id, why,
		    VALUES(value_text(reference), category,
			value_day(days.ack_due, mem),
			value_day(days.holding_due, mem),
			value_day(days.response_due, mem), value_text(note),
			value_number(first->id)));
	if (how == DONE)
		how = statement_run(db, Q_ITEM_CASE_ADD, why,
		    VALUES(value_text(first->item_id), value_number(id),
			value_word("original")));
	if (how == DONE)
		how = statement_run(db, Q_PERSON_CASE_COPY, why,
		    VALUES(value_number(id), value_number(first->id)));
	if (how != DONE)
		return how;
	return statement_run(db, Q_OUTBOX_SPLIT, why,
	    VALUES(value_number(id), category, value_text(message_id),
		value_number(s->change.at), value_text(note),
		value_number(first->id)));
}

static enum outcome
split(struct db *db, const struct splitting *s, struct arena *mem,
    struct span *reference, struct error *why)
{
	struct standing first = { 0 };
	enum outcome how =
	    standing_read(db, s->change.reference, mem, &first, why);

	if (how == DONE)
		how = standing_must_be_open(&first, why);
	if (how == DONE && first.category == s->category)
		how = fail(why, REFUSED, "%.*s is %s already",
		    SPAN_ARG(first.reference), category_name(s->category));
	if (how == DONE)
		how =
		    next_reference(db, first.received_on, mem, reference, why);
	if (how == DONE)
		how = add_second(db, s, &first, *reference, mem, why);
	if (how == DONE)
		how = tell(db, &s->change, first.reference, "split",
		    arena_printf(mem, "A second matter, %s, became %.*s%.*s",
			category_name(s->category), SPAN_ARG(*reference),
			SPAN_ARG(because(&s->change, mem))),
		    why);
	if (how != DONE)
		return how;
	return tell(db, &s->change, *reference, "registered",
	    arena_printf(mem,
		"Split from %.*s; received on %.*s; the acknowledgement is "
		"held",
		SPAN_ARG(first.reference),
		SPAN_ARG(day_words(first.received_on, mem))),
	    why);
}

enum outcome
case_split(struct db *db, const struct splitting *splitting, struct arena *mem,
    struct span *reference, struct error *why)
{
	struct span found = SPAN("");
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = transaction_end(db, split(db, splitting, mem, &found, why), why);
	if (how == DONE)
		*reference = found;
	return how;
}

/* --- merging ----------------------------------------------------------------- */

static bool
is_state(const struct standing *s, const char *state)
{
	return span_is_equal(s->ack_state, span_of(state));
}

/* Would the person lose what the law gives a case of this category? */
static bool
is_lost(enum category from, enum category into)
{
	if (from == FOI || into == FOI)
		return from != into;
	return (from == COMPLAINT || from == CATEGORY_NONE) &&
	       into != COMPLAINT;
}

static enum outcome
check_merge(const struct change *change, const struct standing *from,
    const struct standing *into, struct arena *mem, struct error *why)
{
	enum outcome how = standing_must_be_open(from, why);

	if (how == DONE)
		how = standing_must_be_open(into, why);
	if (how != DONE)
		return how;
	if (from->id == into->id)
		return fail(why, REFUSED, "a case cannot go into itself");
	if (change->reason.len == 0)
		return fail(why, REFUSED,
		    "say why they are one matter: --reason WORDS");
	if (into->received_on > from->received_on)
		return fail(why, REFUSED,
		    "%.*s was received first, on %.*s, and its clocks count: "
		    "merge the other into it",
		    SPAN_ARG(from->reference),
		    SPAN_ARG(day_text(from->received_on, mem)));
	if (is_lost(from->category, into->category))
		return fail(why, REFUSED,
		    "%.*s is %s and would be lost in a case that is %s: "
		    "correct that one first, or keep both",
		    SPAN_ARG(from->reference),
		    from->category == CATEGORY_NONE
			? "undecided"
			: category_name(from->category),
		    into->category == CATEGORY_NONE
			? "undecided"
			: category_name(into->category));
	if (is_state(from, "held") || is_state(from, "failed") ||
	    (from->is_bounced && is_state(from, "sent")))
		return fail(why, REFUSED,
		    "the acknowledgement of %.*s waits for a person: postroom "
		    "acknowledge %.*s",
		    SPAN_ARG(from->reference), SPAN_ARG(from->reference));
	return DONE;
}

static enum outcome
merge(struct db *db, const struct change *change, struct span into_reference,
    struct arena *mem, struct error *why)
{
	struct standing from = { 0 }, into = { 0 };
	struct value today = value_day(day_in_london(change->at), mem);
	enum outcome how =
	    standing_read(db, change->reference, mem, &from, why);

	if (how == DONE)
		how = standing_read(db, into_reference, mem, &into, why);
	if (how == DONE)
		how = check_merge(change, &from, &into, mem, why);
	if (how == DONE)
		how = statement_run(db, Q_ITEMS_JOIN, why,
		    VALUES(value_number(into.id), value_number(from.id)));
	if (how == DONE)
		how = statement_run(db, Q_PERSON_CASE_COPY, why,
		    VALUES(value_number(into.id), value_number(from.id)));
	if (how == DONE)
		how = statement_run(db, Q_CASE_MERGE, why,
		    VALUES(today, value_number(into.id),
			value_number(from.id)));
	if (how == DONE)
		how = tell(db, change, from.reference, "merged",
		    arena_printf(mem, "Into %.*s: %.*s",
			SPAN_ARG(into.reference), SPAN_ARG(change->reason)),
		    why);
	if (how != DONE)
		return how;
	return tell(db, change, into.reference, "merged",
	    arena_printf(mem, "%.*s went into this case: %.*s",
		SPAN_ARG(from.reference), SPAN_ARG(change->reason)),
	    why);
}

enum outcome
case_merge(struct db *db, const struct change *change, struct span into,
    struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, merge(db, change, into, &mem, why), why);
}
