/* correction.c - what a person says of a category */
#include "register/correction.h"
#include "base/buf.h"
#include "base/io.h"
#include "register/history.h"
#include "register/statement.h"
#include "triage/owed.h"
#include "triage/workday.h"

/* The case before it is corrected. */
struct before {
	long long id;
	enum category category;
	day received;
	struct span item_id, model;
};

static const char *
word_of(enum category c)
{
	return c == CATEGORY_NONE ? "undecided" : category_name(c);
}

static enum outcome
find_case(struct db *db, struct span reference, struct before *b,
    struct arena *mem, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_CORRECTION_OF, why,
	    VALUES(value_text(reference)));

	if (how != DONE)
		return how;
	if (!rows.has_row)
		return fail(why, REFUSED, "%.*s: no such case in the register",
		    SPAN_ARG(reference));
	b->id = rows_number(&rows, 0);
	if (!category_of(rows_text(&rows, 1), &b->category))
		b->category = CATEGORY_NONE;
	b->received = day_parse(rows_text(&rows, 2));
	if (b->received == NO_DATE)
		return fail(why, BROKEN, "%.*s: its day of receipt is no day",
		    SPAN_ARG(reference));
	b->item_id = arena_copy(mem, rows_text(&rows, 3));
	b->model = arena_copy(mem, rows_text(&rows, 4));
	return DONE;
}

/* How much is owed to who wrote it: more for a complaint. */
static int
weight_of(enum category c)
{
	/* What nobody decided upon may be a complaint. */
	return c == COMPLAINT || c == CATEGORY_NONE ? 2 : c == CONCERN;
}

/* Does the case become less than it is, or may be? */
static bool
is_less(enum category from, enum category to)
{
	int after = to == CATEGORY_NONE ? 0 : weight_of(to);

	return after < weight_of(from);
}

static enum outcome
check(const struct correction *c, const struct before *b, struct error *why)
{
	if (c->by.len == 0)
		return fail(why, REFUSED, "say who decides: --by NAME");
	if (c->reason.len == 0 && is_less(b->category, c->to))
		return fail(why, REFUSED,
		    "%.*s: to make less of what %s a complaint or a concern "
		    "takes a reason: --reason WORDS",
		    SPAN_ARG(c->reference),
		    b->category == CATEGORY_NONE ? "may be" : "is");
	return DONE;
}

/* The history has no free text: the reason stays with the correction. */
static enum outcome
tell(struct db *db, const struct correction *c, const struct before *b,
    struct arena *mem, struct error *why)
{
	bool is_same = b->category == c->to;

	return history_add(db,
	    &(struct event){ .at = c->at,
		.who = c->by,
		.what = is_same ? SPAN("category confirmed")
				: SPAN("category corrected"),
		.detail = is_same
			      ? arena_printf(mem, "It is %s", word_of(c->to))
			      : arena_printf(mem, "From %s to %s%s",
				    word_of(b->category), word_of(c->to),
				    c->reason.len > 0 ? "; with a reason" : ""),
		.reference = c->reference,
		.item_id = b->item_id },
	    why);
}

/* The case and its acknowledgement become of the category, with its days. */
static enum outcome
set_category(struct db *db, const struct correction *c, const struct before *b,
    struct arena *mem, struct error *why)
{
	/* What is no case at all is owed nothing. */
	struct owed days = { .ack_due = NO_DATE,
		.response_due = NO_DATE,
		.holding_due = NO_DATE };
	enum outcome how;

	if (b->category == c->to)
		return statement_run(db, Q_CASE_CONFIRM, why,
		    VALUES(value_number(b->id)));
	if (c->to != CATEGORY_NONE &&
	    !owed_days(c->to, c->policy, b->received, &days))
		return fail(why, REFUSED,
		    "its dates lie outside the table of bank holidays");
	how = statement_run(db, Q_CASE_CORRECT, why,
	    VALUES(value_word(category_name(c->to)),
		value_day(days.ack_due, mem), value_day(days.holding_due, mem),
		value_day(days.response_due, mem), value_number(b->id)));
	if (how != DONE)
		return how;
	return statement_run(db, Q_OUTBOX_CORRECT, why,
	    VALUES(value_word(c->to == CATEGORY_NONE ? "review"
						     : category_name(c->to)),
		value_number(b->id)));
}

static enum outcome
change(struct db *db, const struct correction *c, struct before *b,
    struct arena *mem, struct error *why)
{
	enum outcome how = find_case(db, c->reference, b, mem, why);

	if (how == DONE)
		how = check(c, b, why);
	if (how == DONE)
		how = set_category(db, c, b, mem, why);
	if (how == DONE)
		how = statement_run(db, Q_CORRECTION_ADD, why,
		    VALUES(value_number(b->id), value_text(b->item_id),
			value_number(c->at), value_text(c->by),
			value_word(category_name(b->category)),
			value_word(category_name(c->to)), value_text(c->reason),
			value_text(b->model)));
	return how == DONE ? tell(db, c, b, mem, why) : how;
}

enum outcome
correction_add(struct db *db, const struct correction *c, enum category *from,
    struct error *why)
{
	autoarena mem = { 0 };
	struct before b = { 0 };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = transaction_end(db, change(db, c, &b, &mem, why), why);
	if (how == DONE)
		*from = b.category;
	return how;
}

/* --- what models learn from ------------------------------------------------ */

/* Adds the bytes of a part that its marks leave. */
static enum outcome
add_part(struct db *db, struct span item_id, long long part, struct span text,
    bool is_forward, struct buf *out, struct error *why)
{
	autorows marks = { 0 };
	size_t at = 0;
	enum outcome how = rows_start(&marks, db, Q_CORRECTION_MARKS, why,
	    VALUES(value_text(item_id), value_number(part)));

	while (rows_take(&marks, &how, why)) {
		size_t begins = (size_t)rows_number(&marks, 1);
		size_t ends = (size_t)rows_number(&marks, 2);
		bool is_head =
		    span_is_equal(rows_text(&marks, 0), SPAN("forward_header"));

		if (begins < at || ends > text.len)
			continue;
		/* What stands above a message passed on is the forwarder's. */
		if (!(is_forward && is_head && at == 0))
			buf_add(out,
			    (struct span){ text.at + at, begins - at });
		at = ends;
	}
	buf_add(out, span_from(text, at));
	buf_add(out, SPAN("\n\n"));
	return how;
}

static enum outcome
gather_text(struct db *db, struct span item_id, bool is_forward,
    struct buf *out, struct error *why)
{
	autorows parts = { 0 };
	enum outcome how = rows_start(&parts, db, Q_CORRECTION_PARTS, why,
	    VALUES(value_text(item_id)));

	while (rows_take(&parts, &how, why))
		how = add_part(db, item_id, rows_number(&parts, 0),
		    rows_text(&parts, 1), is_forward, out, why);
	return how;
}

enum outcome
corrections_each(struct db *db, correction_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_CORRECTIONS_LIST, why,
	    VALUES(value_number(MAX_CORRECTIONS)));

	while (rows_take(&rows, &how, why)) {
		autobuf text = BUF(MAX_CORRECTED_BYTES);
		struct corrected c = { .title = rows_text(&rows, 2),
			.is_letter = span_is_equal(rows_text(&rows, 3),
			    SPAN("document")) };
		bool is_forward =
		    span_is_equal(rows_text(&rows, 4), SPAN("staff_forward"));

		if (!category_of(rows_text(&rows, 0), &c.category))
			c.category = CATEGORY_NONE;
		how = gather_text(db, rows_text(&rows, 1), is_forward, &text,
		    why);
		c.text = span_trim(buf_span(&text));
		if (how == DONE && c.text.len > 0)
			show(&c, context);
	}
	return how;
}

enum outcome
correction_tell_model(struct db *db, struct span by, struct span model,
    struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = history_add(db,
	    &(struct event){ .at = clock_now(),
		.who = by,
		.what = SPAN("model taken into use"),
		.detail = arena_printf(&mem, "Model %.*s judges from now on",
		    SPAN_ARG(model)),
		.reference = SPAN(""),
		.item_id = SPAN("") },
	    why);
	return transaction_end(db, how, why);
}
