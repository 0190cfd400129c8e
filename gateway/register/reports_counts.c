/* reports_counts.c - the tables that the register counts by itself */
#include "register/people_equality.h"
#include "register/reports_work.h"
#include "register/statement.h"
#include "triage/workday.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const one[] = { "number" };
static const char *const fates[] = { "received", "resolved", "upheld",
	"partly_upheld", "not_upheld" };

/* The period, as the statements want it first. */
#define PERIOD(w) value_text((w)->from), value_text((w)->until)

/* A row of each row: its label, then counts. */
static enum outcome
fill(struct report_work *w, struct report_table *t, enum query query,
    struct error *why, const struct value *values, size_t n)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, w->db, query, why, values, n);

	while (rows_take(&rows, &how, why)) {
		struct report_row *r = row_add(w, t, rows_text(&rows, 0));

		for (size_t c = 0; c < t->n_columns; c++)
			r->figures[c] =
			    figure_count(rows_number(&rows, (int)c + 1));
	}
	return how;
}

/* A row for each column of the statement's one row, under these labels. */
static enum outcome
fill_down(struct report_work *w, struct report_table *t, enum query query,
    const char *const *labels, size_t n, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_first(&rows, w->db, query, why, VALUES(PERIOD(w)));

	for (size_t i = 0; i < n && how == DONE && rows.has_row; i++)
		row_add(w, t, span_of(labels[i]))->figures[0] =
		    figure_count(rows_number(&rows, (int)i));
	return how;
}

enum outcome
report_numbers(struct report_work *w, struct error *why)
{
	static const char *const labels[] = { "received", "well_founded",
		"upheld", "partly_upheld", "not_upheld", "withdrawn",
		"not_for_us", "settled_orally", "referred_to_ombudsman" };

	return fill_down(w, table_open(w, "complaints", one, 1),
	    Q_REPORT_NUMBERS, labels, COUNT(labels), why);
}

/* --- the return -------------------------------------------------------------- */

/* The number in the table's row of that place. */
static long long
number_of(const struct report_table *t, size_t place)
{
	const struct report_row *r = t->first;

	while (place-- > 0)
		r = r->next;
	return r->figures[0].n;
}

/*
 * Brought forward, and came, is resolved, left or carried forward; those who
 * were and are open are counted once more for themselves.
 */
static enum outcome
add_difference(struct report_work *w, struct report_table *t, struct error *why)
{
	long long before = 0, after = 0, difference;
	enum outcome how = statement_number(w->db, Q_REPORT_OPEN_ON, &before,
	    why, VALUES(value_day(w->asked->from - 1, w->mem)));

	if (how == DONE)
		how = statement_number(w->db, Q_REPORT_OPEN_ON, &after, why,
		    VALUES(value_text(w->until)));
	difference = before + number_of(t, 1) - number_of(t, 2) -
		     number_of(t, 6) - after;
	if (how == DONE)
		row_add(w, t, SPAN("unaccounted_for"))->figures[0] =
		    figure_count(difference);
	return how;
}

enum outcome
report_balance(struct report_work *w, struct error *why)
{
	static const char *const labels[] = { "brought_forward", "received",
		"resolved", "upheld", "partly_upheld", "not_upheld",
		"left_without_decision", "carried_forward" };
	struct report_table *t = table_open(w, "balance", one, 1);
	enum outcome how =
	    fill_down(w, t, Q_REPORT_BALANCE, labels, COUNT(labels), why);

	return how == DONE ? add_difference(w, t, why) : how;
}

static enum outcome
add_codes(struct report_work *w, const char *name, const char *kind,
    const char *parent, struct error *why)
{
	return fill(w, table_open(w, name, fates, COUNT(fates)),
	    Q_REPORT_BY_CODE, why,
	    VALUES(PERIOD(w), value_word(kind),
		value_optional(span_of(parent))));
}

static enum outcome
add_persons(struct report_work *w, const char *kind, struct error *why)
{
	return fill(w, table_open(w, kind, fates, COUNT(fates)),
	    Q_REPORT_BY_PERSON, why, VALUES(PERIOD(w), value_word(kind)));
}

enum outcome
report_subjects(struct report_work *w, struct error *why)
{
	return add_codes(w, "subject", "subject", "", why);
}

enum outcome
report_codes(struct report_work *w, struct error *why)
{
	enum outcome how = add_persons(w, "age", why);

	if (how == DONE)
		how = add_persons(w, "status", why);
	if (how == DONE)
		how = add_codes(w, "service", "service", "", why);
	if (how == DONE)
		how = add_codes(w, "clinical", "sub_subject",
		    "clinical_treatment", why);
	if (how == DONE)
		how = report_subjects(w, why);
	return how == DONE ? add_codes(w, "profession", "profession", "", why)
			   : how;
}

enum outcome
report_combined(struct report_work *w, struct error *why)
{
	return fill(w,
	    table_open(w, "subject_service_profession", fates, COUNT(fates)),
	    Q_REPORT_COMBINED, why, VALUES(PERIOD(w)));
}

/* --- what came --------------------------------------------------------------- */

enum outcome
report_categories(struct report_work *w, struct error *why)
{
	static const char *const columns[] = { "received", "closed",
		"open_at_end" };
	struct report_table *t =
	    table_open(w, "category", columns, COUNT(columns));
	enum outcome how =
	    fill(w, t, Q_REPORT_CATEGORIES, why, VALUES(PERIOD(w)));

	for (struct report_row *r = t->first; r != NULL; r = r->next)
		if (r->label.len == 0)
			r->label = SPAN("undecided");
	return how;
}

static enum outcome
add_themes(struct report_work *w, const char *name, const char *kind,
    struct error *why)
{
	static const char *const columns[] = { "complaints", "concerns",
		"comments", "compliments", "complaints_before" };
	day before = w->asked->from - (w->asked->until - w->asked->from + 1);

	return fill(w, table_open(w, name, columns, COUNT(columns)),
	    Q_REPORT_THEMES, why,
	    VALUES(PERIOD(w), value_day(before, w->mem), value_word(kind)));
}

enum outcome
report_themes(struct report_work *w, struct error *why)
{
	enum outcome how = add_themes(w, "subject", "subject", why);

	if (how == DONE)
		how = add_themes(w, "sub_subject", "sub_subject", why);
	return how == DONE ? add_themes(w, "service", "service", why) : how;
}

enum outcome
report_lessons(struct report_work *w, struct error *why)
{
	static const char *const columns[] = { "cases" };
	static const char *const fields[] = { "lessons", "actions" };
	enum outcome how = DONE;

	for (size_t i = 0; i < COUNT(fields) && how == DONE; i++)
		how = fill(w, table_open(w, fields[i], columns, 1),
		    Q_REPORT_WORDS, why,
		    VALUES(PERIOD(w), value_word(fields[i])));
	return how;
}

enum outcome
report_board_facts(struct report_work *w, struct error *why)
{
	static const char *const labels[] = { "referred_to_ombudsman",
		"cases_with_redress", "redress", "discrimination" };
	struct report_table *t = table_open(w, "facts", one, 1);
	enum outcome how =
	    fill_down(w, t, Q_REPORT_BOARD_FACTS, labels, COUNT(labels), why);

	for (struct report_row *r = t->first; r != NULL; r = r->next)
		if (span_is_equal(r->label, SPAN("redress")))
			r->figures[0].type = FIGURE_MONEY;
	return how;
}

enum outcome
report_redirected(struct report_work *w, struct error *why)
{
	static const char *const labels[] = { "cases_received",
		"put_into_another_category" };

	return fill_down(w, table_open(w, "first_time", one, 1),
	    Q_REPORT_REDIRECTED, labels, COUNT(labels), why);
}

/* --- an inspector's cases ---------------------------------------------------- */

enum outcome
report_pick(struct report_work *w, struct error *why)
{
	static const char *const columns[] = { "received_on", "answered_on",
		"closed_on", "outcome", "subjects", "events" };
	struct report_table *t =
	    table_open(w, "cases", columns, COUNT(columns));
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, w->db, Q_REPORT_PICK, why,
	    VALUES(PERIOD(w), value_number(w->asked->most)));

	while (rows_take(&rows, &how, why)) {
		struct report_row *r = row_add(w, t, rows_text(&rows, 0));

		for (int c = 0; c < 5; c++)
			r->figures[c] = figure_words(
			    arena_copy(w->mem, rows_text(&rows, c + 1)));
		r->figures[5] = figure_words(
		    arena_printf(w->mem, "%lld", rows_number(&rows, 6)));
	}
	return how;
}

/* --- equality ---------------------------------------------------------------- */

static bool
add_answer(const struct equality_row *row, void *context)
{
	static const char *const columns[] = { "people" };
	struct report_work *w = context;
	struct report_table *t = w->report->last;
	struct report_row *r;

	if (t == NULL ||
	    !span_is_equal(span_of(t->name), span_of(row->question)))
		t = table_open(w, row->question, columns, 1);
	r = row_add(w, t, row->answer);
	r->figures[0] = figure_count(row->n);
	r->figures[0].is_hidden = row->is_hidden;
	return true;
}

enum outcome
report_equality(struct report_work *w, struct error *why)
{
	struct equality_group group = { SPAN("complainant"), w->asked->from,
		w->asked->until };

	return equality_count(w->db, &group, add_answer, w, why);
}
