/* reports.c - which tables a report has; and how tables are made */
#include "register/reports.h"
#include "register/coding_list.h"
#include "register/reports_work.h"
#include "register/statement.h"
#include "triage/workday.h"

#include <assert.h>

#define MAX_PARTS_OF_REPORT 10
#define QUARTER_MONTHS 3

static const struct report_kind kinds[] = {
	{ "annual", "the annual report of the Complaints Regulations 2009, "
		    "regulation 18" },
	{ "ko41a", "the figures of the KO41a return" },
	{ "performance", "acknowledged and answered in time, open by age" },
	{ "foi", "requests for information" },
	{ "themes", "subjects and services, and the period before" },
	{ "board", "one page for the board" },
	{ "equality", "answers to the equality questions" },
	{ "cqc", "what an inspector asks for" },
	{ NULL, NULL },
};

static report_part *const parts[][MAX_PARTS_OF_REPORT] = {
	{ report_numbers, report_categories, report_subjects, report_redirected,
	    report_lessons },
	{ report_balance, report_codes, report_combined },
	{ report_acknowledged, report_responded, report_open },
	{ report_foi },
	{ report_themes },
	{ report_categories, report_board_facts, report_acknowledged,
	    report_responded, report_subjects, report_lessons },
	{ report_equality },
	{ report_balance, report_numbers, report_acknowledged, report_responded,
	    report_open, report_subjects, report_pick, report_lessons },
};

const struct report_kind *
report_kinds(void)
{
	return kinds;
}

/* --- tables ------------------------------------------------------------------ */

struct report_table *
table_open(struct report_work *w, const char *name, const char *const *columns,
    size_t n)
{
	struct report_table *t = arena_alloc(w->mem, sizeof *t);

	assert(n > 0 && n <= MAX_FIGURES);
	t->name = name;
	t->columns = columns;
	t->n_columns = n;
	if (w->report->last != NULL)
		w->report->last->next = t;
	else
		w->report->first = t;
	w->report->last = t;
	return t;
}

struct report_row *
row_add(struct report_work *w, struct report_table *t, struct span label)
{
	struct report_row *r = arena_alloc(w->mem, sizeof *r);

	r->label = arena_copy(w->mem, label);
	if (t->last != NULL)
		t->last->next = r;
	else
		t->first = r;
	t->last = r;
	t->n_rows++;
	return r;
}

struct figure
figure_count(long long n)
{
	return (struct figure){ .type = FIGURE_COUNT, .n = n };
}

struct figure
figure_words(struct span text)
{
	return (struct figure){ .type = FIGURE_WORDS, .text = text };
}

/* --- the period -------------------------------------------------------------- */

bool
report_period(struct span year, int quarter, day *from, day *until)
{
	struct span rest = year, first = span_cut_at(&rest, '/');
	long long begins, ends;
	int month;

	if (first.len != 4 || rest.len != 2 ||
	    !span_to_number(first, 1990, 2990, &begins) ||
	    !span_to_number(rest, 0, 99, &ends) || (begins + 1) % 100 != ends ||
	    quarter < 0 || quarter > 4)
		return false;
	if (quarter == 0) {
		*from = day_of((int)begins, 4, 1);
		*until = day_of((int)begins + 1, 3, 31);
		return true;
	}
	month = 4 + (quarter - 1) * QUARTER_MONTHS;
	*from = month > 12 ? day_of((int)begins + 1, month - 12, 1)
			   : day_of((int)begins, month, 1);
	*until = months_last_day(*from, QUARTER_MONTHS);
	return true;
}

/* --- running ----------------------------------------------------------------- */

static enum outcome
parts_run(struct report_work *w, size_t kind, struct error *why)
{
	enum outcome how = statement_run(w->db, Q_BEGIN_READING, why, NULL, 0);

	if (how != DONE)
		return how;
	for (size_t i = 0;
	     i < MAX_PARTS_OF_REPORT && how == DONE && parts[kind][i] != NULL;
	     i++)
		how = parts[kind][i](w, why);
	return transaction_end(w->db, how, why);
}

enum outcome
report_run(struct db *db, const struct report_asked *asked, struct arena *mem,
    struct report *report, struct error *why)
{
	struct report made = { .from = asked->from, .until = asked->until };
	struct report_work w = { .db = db,
		.asked = asked,
		.report = &made,
		.mem = mem,
		.from = day_text(asked->from, mem),
		.until = day_text(asked->until, mem) };
	size_t kind = 0;
	enum outcome how;

	static_assert(sizeof parts / sizeof *parts ==
			  sizeof kinds / sizeof *kinds - 1,
	    "each kind has its tables");
	while (kinds[kind].name != NULL &&
	       !span_is_equal(asked->kind, span_of(kinds[kind].name)))
		kind++;
	if (kinds[kind].name == NULL)
		return fail(why, REFUSED, "there is no report \"%.*s\"",
		    SPAN_ARG(asked->kind));
	made.kind = kinds[kind].name;
	how = parts_run(&w, kind, why);
	if (how == DONE)
		*report = made;
	return how;
}
