/* report.c - prints the figures of a period */
#include "base/io.h"
#include "console/casework.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/listing.h"
#include "register/coding_list.h"
#include "register/reports.h"
#include "triage/workday.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define ARGUMENTS                                                              \
	"KIND [--year 2026/27] [--quarter 1|2|3|4] [--from DATE] "             \
	"[--to DATE] [--suppress] [--cases N] [--json|--csv]"
#define PICKED 12 /* cases that an inspector is shown */
#define MAX_PICKED 500

/* --- what is asked ----------------------------------------------------------- */

/* "2026/27", in which the day lies. */
static struct span
year_of(day d, struct arena *mem)
{
	int year, month, day_of_month;

	day_split(report_year_start(d), &year, &month, &day_of_month);
	return arena_printf(mem, "%d/%02d", year, (year + 1) % 100);
}

/* A date of the call; false for what is none. */
static bool
date_read(const char *text, day *d)
{
	if (text != NULL)
		*d = day_parse(span_of(text));
	return *d != NO_DATE;
}

/*
 * The year, or its quarter, else the year that runs; --from and --to change
 * its ends.
 */
static enum outcome
period_read(struct call *call, struct report_asked *asked, struct error *why)
{
	const char *year = call_value(call, "--year");
	const char *quarter = call_value(call, "--quarter");
	const char *from = call_value(call, "--from");
	const char *to = call_value(call, "--to");
	long long number = 0;

	if (quarter != NULL && !span_to_number(span_of(quarter), 1, 4, &number))
		return fail(why, REFUSED,
		    "--quarter: 1 is April to June, 4 "
		    "January to March");
	if (!report_period(year != NULL ? span_of(year)
					: year_of(asked->today, call->mem),
		(int)number, &asked->from, &asked->until))
		return fail(why, REFUSED, "--year: it looks like 2026/27");
	if (!date_read(from, &asked->from))
		return fail(why, REFUSED,
		    "--from: a date looks like 2026-11-22");
	if (!date_read(to, &asked->until))
		return fail(why, REFUSED, "--to: a date looks like 2026-11-22");
	if (asked->until < asked->from)
		return fail(why, REFUSED,
		    "--to: it lies before the start, "
		    "%.*s",
		    SPAN_ARG(day_text(asked->from, call->mem)));
	return DONE;
}

/* --- printing ---------------------------------------------------------------- */

/* "12.5" of 125 */
static struct span
tenths_text(long long n, struct arena *mem)
{
	return arena_printf(mem, "%lld.%lld", n / 10, n % 10);
}

static struct span
figure_text(const struct figure *f, struct arena *mem)
{
	if (f->is_hidden)
		return SPAN("*");
	switch (f->type) {
	case FIGURE_COUNT:
		return arena_printf(mem, "%lld", f->n);
	case FIGURE_DAYS:
		return tenths_text(f->n, mem);
	case FIGURE_PERCENT:
		return arena_printf(mem, "%.*s%%",
		    SPAN_ARG(tenths_text(f->n, mem)));
	case FIGURE_MONEY:
		return arena_printf(mem, "\xc2\xa3%lld.%02lld", f->n / 100,
		    f->n % 100);
	case FIGURE_WORDS:
		return f->text;
	case FIGURE_NONE:
	default:
		return SPAN("-");
	}
}

/* For programs: a number without its unit, which the column's name tells. */
static struct span
figure_plain(const struct figure *f, struct arena *mem)
{
	switch (f->type) {
	case FIGURE_COUNT:
		return arena_printf(mem, "%lld", f->n);
	case FIGURE_DAYS:
	case FIGURE_PERCENT:
		return tenths_text(f->n, mem);
	case FIGURE_MONEY:
		return arena_printf(mem, "%lld.%02lld", f->n / 100, f->n % 100);
	case FIGURE_WORDS:
		return f->text;
	case FIGURE_NONE:
	default:
		return SPAN("");
	}
}

/* One record for each figure, for programs. */
static void
figures_list(struct listing *listing, const struct report *report,
    const struct report_table *t, struct arena *mem)
{
	for (const struct report_row *r = t->first; r != NULL; r = r->next)
		for (size_t c = 0; c < t->n_columns; c++) {
			const struct figure *f = &r->figures[c];
			bool is_count =
			    f->type == FIGURE_COUNT && !f->is_hidden;
			struct span plain =
			    f->is_hidden ? SPAN("") : figure_plain(f, mem);
			const struct cell cells[] = {
				{ "report", CELL_TEXT, span_of(report->kind),
				    0 },
				{ "from", CELL_TEXT,
				    day_text(report->from, mem), 0 },
				{ "to", CELL_TEXT, day_text(report->until, mem),
				    0 },
				{ "table", CELL_TEXT, span_of(t->name), 0 },
				{ "row", CELL_TEXT, r->label, 0 },
				{ "figure", CELL_TEXT, span_of(t->columns[c]),
				    0 },
				{ "value",
				    is_count ? CELL_NUMBER : CELL_OPTIONAL,
				    plain, f->n },
				{ "hidden", CELL_FLAG, SPAN(""), f->is_hidden },
			};

			if (listing->n == 0)
				listing_keys(listing, cells,
				    sizeof cells / sizeof *cells);
			listing_add(listing, NULL, false, cells,
			    sizeof cells / sizeof *cells);
		}
}

/* "median_working_days" is "median working days" to people. */
static struct span
words_of(struct span name, struct arena *mem)
{
	char *text = arena_alloc(mem, name.len + 1);

	for (size_t i = 0; i < name.len; i++)
		text[i] = name.at[i] == '_' ? ' ' : name.at[i];
	return (struct span){ text, name.len };
}

/* Labels of ours are words; those of the lists and of staff are their own. */
static struct span
label_words(const struct report_row *r, struct arena *mem)
{
	for (size_t i = 0; i < r->label.len; i++)
		if (r->label.at[i] == ' ')
			return r->label;
	return words_of(r->label, mem);
}

static void
table_show(const struct report_table *t, struct arena *mem, struct buf *page)
{
	const char **titles = ARENA_ARRAY(mem, t->n_columns + 1, const char *);
	struct table table;

	titles[0] = arena_text(mem, words_of(span_of(t->name), mem));
	for (size_t c = 0; c < t->n_columns; c++)
		titles[c + 1] =
		    arena_text(mem, words_of(span_of(t->columns[c]), mem));
	table = table_make(titles, t->n_columns + 1, mem);
	for (const struct report_row *r = t->first; r != NULL; r = r->next) {
		struct span cells[MAX_FIGURES + 1];

		cells[0] = label_words(r, mem);
		for (size_t c = 0; c < t->n_columns; c++)
			cells[c + 1] = figure_text(&r->figures[c], mem);
		table_add(&table, cells, false);
	}
	buf_add_char(page, '\n');
	table_print(&table, terminal_width(), page);
	if (t->n_rows == 0)
		buf_add_text(page, "none\n");
}

static void
report_show(const struct call *call, const struct report *report,
    bool is_hidden)
{
	autobuf page = BUF(MAX_PAGE_BYTES);
	struct arena *mem = call->mem;

	buf_printf(&page, "%s, %.*s to %.*s\n", report->kind,
	    SPAN_ARG(day_words(report->from, mem)),
	    SPAN_ARG(day_words(report->until, mem)));
	for (const struct report_table *t = report->first; t != NULL;
	     t = t->next)
		table_show(t, mem, &page);
	if (is_hidden)
		buf_printf(&page,
		    "\n* not shown: fewer than %d, or they would tell it\n",
		    SMALL_COUNT);
	fwrite(page.at, 1, page.len, stdout);
}

static int
report_kinds_show(void)
{
	for (const struct report_kind *k = report_kinds(); k->name != NULL; k++)
		printf("%-12s %s\n", k->name, k->sentence);
	return EX_OK;
}

static enum outcome
report_make(struct call *call, struct report_asked *asked,
    struct report *report, struct error *why)
{
	struct policy *policy = arena_alloc(call->mem, sizeof *policy);
	autodb db = NULL;
	enum outcome how = desk_open(call, &db, why);

	if (how == DONE)
		how = casework_policy(call, db, policy, why);
	asked->policy = policy;
	return how == DONE ? report_run(db, asked, call->mem, report, why)
			   : how;
}

int
report_command(const struct call *asked_call)
{
	static const char *const no_titles[] = { "" };
	struct call call = *asked_call;
	struct listing listing = listing_make(&call, no_titles, 1);
	bool is_hidden = call_flag(&call, "--suppress");
	const char *cases = call_value(&call, "--cases");
	struct report_asked asked = { .today = day_in_london(clock_now()),
		.most = PICKED };
	struct report report = { 0 };
	struct error why;
	enum outcome how;

	if (call.argc == 1)
		return report_kinds_show();
	how = period_read(&call, &asked, &why);
	if (how == DONE && cases != NULL &&
	    !span_to_number(span_of(cases), 1, MAX_PICKED, &asked.most))
		how = fail(&why, REFUSED, "--cases: from 1 to %d", MAX_PICKED);
	if (how == DONE && call.argc != 2)
		return desk_usage(&call, ARGUMENTS);
	if (how == DONE) {
		asked.kind = span_of(call.argv[1]);
		how = report_make(&call, &asked, &report, &why);
	}
	for (struct report_table *t = report.first;
	     t != NULL && is_hidden && how == DONE; t = t->next)
		report_hide(t);
	for (struct report_table *t = report.first;
	     t != NULL && how == DONE && listing.form != LISTING_TABLE;
	     t = t->next)
		figures_list(&listing, &report, t, call.mem);
	if (how == DONE && listing.form == LISTING_TABLE)
		report_show(&call, &report, is_hidden);
	buf_release(&listing.page);
	return desk_end(&call, how, &why);
}
