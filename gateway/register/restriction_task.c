/* restriction_task.c - is what a restricted person sent a new issue? */
#include "register/restriction.h"
#include "register/statement.h"

#define TASK_REASON                                                            \
	"from a restricted correspondent: is it a new issue? (postroom "       \
	"restrict --new-issue yes|no REF)"

/* --- asking ---------------------------------------------------------------- */

enum outcome
restriction_ask(struct db *db, const struct new_issue *issue, struct error *why)
{
	const struct change change = { .reference = issue->reference,
		.who = SPAN("intake"),
		.at = issue->at };
	autoarena mem = { 0 };
	long long case_id = 0;
	enum outcome how = statement_number(db, Q_CASE_ID, &case_id, why,
	    VALUES(value_text(issue->reference)));

	if (how == DONE)
		how = statement_run(db, Q_NEW_ISSUE_ADD, why,
		    VALUES(value_text(issue->item_id), value_number(case_id),
			value_number(issue->person_id),
			value_number(issue->at)));
	if (how != DONE || statement_changes(db) == 0)
		return how;
	how = statement_run(db, Q_CASE_REVIEW, why,
	    VALUES(value_word(TASK_REASON), value_number(case_id)));
	if (how != DONE)
		return how;
	return change_tell(db, &change, "new issue?",
	    arena_printf(&mem,
		"P%lld is restricted: nothing is acknowledged before a person "
		"says whether this is a new issue",
		issue->person_id),
	    why);
}

static enum outcome
ask_of_row(struct db *db, long long outbox_id, time_t now, long long person_id,
    struct error *why)
{
	return statement_run(db, Q_NEW_ISSUE_ADD_ROW, why,
	    VALUES(value_number(person_id), value_number(now),
		value_number(outbox_id)));
}

enum outcome
restriction_of_row(struct db *db, long long outbox_id, time_t now,
    long long *person_id, struct error *why)
{
	long long found = 0;
	enum outcome how = statement_number(db, Q_RESTRICTION_OF_ROW, &found,
	    why, VALUES(value_number(outbox_id)));

	if (how == DONE && found != 0)
		how = transaction_begin(db, why);
	if (how == DONE && found != 0)
		how = transaction_end(db,
		    ask_of_row(db, outbox_id, now, found, why), why);
	if (how == DONE)
		*person_id = found;
	return how;
}

/* --- reading --------------------------------------------------------------- */

enum outcome
restriction_tasks(struct db *db, struct span reference, new_issue_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    reference.len == 0
		? rows_start(&rows, db, Q_NEW_ISSUES_OPEN, why, NULL, 0)
		: rows_start(&rows, db, Q_NEW_ISSUES_OF, why,
		      VALUES(value_text(reference)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted = show(
		    &(struct new_issue_row){ .reference = rows_text(&rows, 0),
			.person_id = rows_number(&rows, 1),
			.name = rows_text(&rows, 2),
			.item_id = rows_text(&rows, 3),
			.asked_at = (time_t)rows_number(&rows, 4),
			.answer = rows_text(&rows, 5),
			.answered_at = (time_t)rows_number(&rows, 6),
			.who = rows_text(&rows, 7) },
		    context);
	return how;
}

/* --- answering ------------------------------------------------------------- */

/* A case whose task is being answered. */
struct answering {
	struct db *db;
	const struct change *change;
	struct arena *mem;
	long long case_id;
	struct issue_answer answer;
};

/* How the person may be written to; "" by any way. */
static enum outcome
find_way(const struct answering *a, struct span *way, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, a->db, Q_RESTRICTION_KINDS, why,
	    VALUES(value_number(a->case_id)));

	*way = SPAN("");
	while (way->len == 0 && rows_take(&rows, &how, why)) {
		struct span kind = rows_text(&rows, 0);
		struct span detail = rows_text(&rows, 1);

		if (span_is_equal(kind, SPAN("one_channel")))
			*way = arena_printf(a->mem, "by %.*s alone",
			    SPAN_ARG(detail));
		else if (span_is_equal(kind, SPAN("single_contact")))
			*way = arena_printf(a->mem, "by %.*s alone",
			    SPAN_ARG(detail));
		else if (span_is_equal(kind, SPAN("via_advocate")))
			*way = SPAN("through the advocate alone");
	}
	return how;
}

/* Why it is still held once the restriction is dealt with; "" for no more. */
static enum outcome
find_rest(const struct answering *a, bool *is_held, struct span *rest,
    struct error *why)
{
	struct span words = SPAN(RESTRICTED_WORDS), note, before, after;
	autorows rows = { 0 };
	size_t at;
	enum outcome how = rows_first(&rows, a->db, Q_NEW_ISSUE_HELD, why,
	    VALUES(value_number(a->case_id)));

	if (how != DONE)
		return how;
	*is_held = rows.has_row;
	*rest = SPAN("");
	if (!rows.has_row)
		return DONE;
	note = rows_text(&rows, 0);
	at = span_find(note, words, 0);
	*rest = arena_copy(a->mem, note);
	if (at == SPAN_NOT_FOUND)
		return DONE;
	before = span_trim(span_head(note, at));
	after = span_trim(span_from(note, at + words.len));
	if (span_ends_with(before, SPAN(";")))
		before = span_head(before, before.len - 1);
	*rest =
	    arena_printf(a->mem, "%.*s%.*s", SPAN_ARG(before), SPAN_ARG(after));
	return DONE;
}

static enum outcome
let_go(struct answering *a, struct error *why)
{
	struct span rest, way;
	bool is_held = false;
	enum outcome how = find_rest(a, &is_held, &rest, why);

	if (how == DONE)
		how = find_way(a, &way, why);
	if (how != DONE)
		return how;
	a->answer.became = ISSUE_NOTED;
	if (!is_held)
		return DONE;
	if (way.len > 0)
		rest = arena_printf(a->mem,
		    "%.*s%sa new issue; this correspondent is written to %.*s",
		    SPAN_ARG(rest), rest.len > 0 ? "; " : "", SPAN_ARG(way));
	a->answer.note = rest;
	a->answer.became = rest.len > 0 ? ISSUE_HELD : ISSUE_RELEASED;
	if (rest.len > 0)
		return statement_run(a->db, Q_NEW_ISSUE_NOTE, why,
		    VALUES(value_text(rest), value_number(a->case_id)));
	return statement_run(a->db, Q_OUTBOX_RELEASE, why,
	    VALUES(value_number(a->change->at), value_number(a->case_id)));
}

static enum outcome
leave_off(struct answering *a, struct error *why)
{
	struct span rest;
	bool is_held = false;
	enum outcome how = find_rest(a, &is_held, &rest, why);

	if (how == DONE && is_held)
		how = statement_run(a->db, Q_OUTBOX_CANCEL, why,
		    VALUES(value_number(a->change->at),
			value_word("no new issue: this correspondent is "
				   "restricted"),
			value_number(a->case_id), value_number(0)));
	if (how == DONE)
		a->answer.became = is_held ? ISSUE_CANCELLED : ISSUE_NOTED;
	return how;
}

static enum outcome
answer(struct answering *a, bool is_new, struct error *why)
{
	const struct change *c = a->change;
	enum outcome how = statement_number(a->db, Q_CASE_ID, &a->case_id, why,
	    VALUES(value_text(c->reference)));

	if (how == DONE && a->case_id == 0)
		return fail(why, REFUSED, "%.*s: no such case in the register",
		    SPAN_ARG(c->reference));
	if (how == DONE)
		how = statement_run(a->db, Q_NEW_ISSUE_OPEN, why,
		    VALUES(value_number(c->at), value_number(a->case_id)));
	if (how == DONE)
		how = statement_run(a->db, Q_NEW_ISSUE_ANSWER, why,
		    VALUES(value_word(is_new ? "yes" : "no"),
			value_number(c->at), value_text(c->who),
			value_number(a->case_id)));
	if (how == DONE && statement_changes(a->db) == 0)
		return fail(why, REFUSED,
		    "%.*s: nobody asks whether it is a new issue",
		    SPAN_ARG(c->reference));
	if (how == DONE)
		how = is_new ? let_go(a, why) : leave_off(a, why);
	if (how == DONE)
		how = statement_run(a->db, Q_CASE_REVIEW_DONE, why,
		    VALUES(value_word(TASK_REASON), value_number(a->case_id)));
	if (how != DONE)
		return how;
	return change_tell(a->db, c, "new issue?",
	    is_new ? SPAN("Yes: it is dealt with in the usual way")
		   : SPAN("No: it is read and placed on file"),
	    why);
}

enum outcome
restriction_answer(struct db *db, const struct change *change, bool is_new,
    struct arena *mem, struct issue_answer *result, struct error *why)
{
	struct answering a = { .db = db, .change = change, .mem = mem };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = transaction_end(db, answer(&a, is_new, why), why);
	if (how == DONE)
		*result = a.answer;
	return how;
}
