/* reports.c - periods, medians, shares, and what is hidden */
#include "register/reports.h"
#include "matter.h"

static const struct {
	const char *year;
	int quarter;
	const char *from, *until; /* NULL: no such period */
} periods[] = {
	{ "2026/27", 0, "2026-04-01", "2027-03-31" },
	{ "2026/27", 1, "2026-04-01", "2026-06-30" },
	{ "2026/27", 3, "2026-10-01", "2026-12-31" },
	{ "2027/28", 4, "2028-01-01", "2028-03-31" },
	{ "1999/00", 0, "1999-04-01", "2000-03-31" },
	{ "2026/28", 0, NULL, NULL },
	{ "2026/2027", 0, NULL, NULL },
	{ "2026", 0, NULL, NULL },
	{ "2026/27", 5, NULL, NULL },
	{ "2026/27", -1, NULL, NULL },
	{ "26/27", 0, NULL, NULL },
	{ "20x6/27", 0, NULL, NULL },
	{ "1989/90", 0, NULL, NULL },
	{ "2026/2x", 0, NULL, NULL },
	{ "2026/27/28", 0, NULL, NULL },
};

static void
test_periods(void)
{
	for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
		autoarena mem = { 0 };
		day from = NO_DATE, until = NO_DATE;
		bool is = report_period(span_of(periods[i].year),
		    periods[i].quarter, &from, &until);

		ok(is == (periods[i].from != NULL), "%s quarter %d",
		    periods[i].year, periods[i].quarter);
		if (!is || periods[i].from == NULL)
			continue;
		is_span(day_text(from, &mem), periods[i].from, "its start");
		is_span(day_text(until, &mem), periods[i].until, "its end");
	}
}

static void
test_numbers(void)
{
	static const long long numbers[] = { 1, 2, 9, 40 };

	is_number(median_tenths(numbers, 1), 10, "of one");
	is_number(median_tenths(numbers, 2), 15, "between two");
	is_number(median_tenths(numbers, 3), 20, "of three");
	is_number(median_tenths(numbers, 4), 55, "of four");
	is_number(share_tenths(1, 3), 333, "a third");
	is_number(share_tenths(2, 3), 667, "two thirds, rounded");
	is_number(share_tenths(0, 5), 0, "none");
	is_number(share_tenths(5, 5), 1000, "all");
}

/* --- hiding -------------------------------------------------------------- */

#define WIDE 4
static const struct {
	const char *what;
	size_t rows, columns;
	long long counts[WIDE][WIDE];
	const char *hidden; /* by row: x hidden, . shown */
} tables[] = {
	{ "nothing is small", 2, 2, { { 5, 9 }, { 0, 7 } }, ".. .. " },
	{ "four is, five is not", 2, 1, { { 4 }, { 5 } }, "x x " },
	{ "0 is shown", 3, 1, { { 0 }, { 3 }, { 2 } }, ". x x " },
	{ "one alone takes the smallest along", 4, 1,
	    { { 3 }, { 20 }, { 9 }, { 30 } }, "x . x . " },
	{ "in a row too", 2, 3, { { 20, 3, 17 }, { 30, 12, 18 } }, ".xx .xx " },
	{ "where all others are 0 it stands alone", 2, 2,
	    { { 1, 0 }, { 0, 0 } }, "x. .. " },
};

static void
test_hiding(void)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct report_row rows[WIDE] = { 0 };
		struct report_table t = { .n_columns = tables[i].columns,
			.first = rows };
		char hidden[64] = "";
		size_t n = 0;

		for (size_t r = 0; r < tables[i].rows; r++) {
			if (r > 0)
				rows[r - 1].next = &rows[r];
			for (size_t c = 0; c < t.n_columns; c++)
				rows[r].figures[c] =
				    (struct figure){ .type = FIGURE_COUNT,
					    .n = tables[i].counts[r][c] };
		}
		report_hide(&t);
		for (size_t r = 0; r < tables[i].rows; r++) {
			for (size_t c = 0; c < t.n_columns; c++)
				hidden[n++] =
				    rows[r].figures[c].is_hidden ? 'x' : '.';
			hidden[n++] = ' ';
		}
		is_text(hidden, tables[i].hidden, "%s", tables[i].what);
	}
}

/* A share of what is hidden would tell it. */
static void
test_shares(void)
{
	struct report_row rows[2] = {
		{ .figures = { { FIGURE_COUNT, 40, { 0 }, false },
		      { FIGURE_COUNT, 3, { 0 }, false },
		      { FIGURE_PERCENT, 75, { 0 }, false } } },
		{ .figures = { { FIGURE_COUNT, 50, { 0 }, false },
		      { FIGURE_COUNT, 0, { 0 }, false },
		      { FIGURE_PERCENT, 0, { 0 }, false } } },
	};
	struct report_table t = { .n_columns = 3, .first = rows };

	rows[0].next = &rows[1];
	report_hide(&t);
	ok(rows[0].figures[1].is_hidden && rows[0].figures[2].is_hidden,
	    "the share of a hidden number is hidden");
}

/* Days and money are hidden with the count, once and for all. */
static void
test_sums(void)
{
	struct report_row rows[2] = {
		{ .figures = { { FIGURE_COUNT, 3, { 0 }, false },
		      { FIGURE_DAYS, 125, { 0 }, false },
		      { FIGURE_MONEY, 12000, { 0 }, false },
		      { FIGURE_WORDS, 0, { "all", 3 }, false } } },
		{ .figures = { { FIGURE_COUNT, 50, { 0 }, false },
		      { FIGURE_DAYS, 80, { 0 }, false },
		      { FIGURE_MONEY, 500, { 0 }, false },
		      { FIGURE_WORDS, 0, { "all", 3 }, false } } },
	};
	struct report_table t = { .n_columns = 4, .first = rows };

	rows[0].next = &rows[1];
	for (int again = 0; again < 2; again++) {
		report_hide(&t);
		ok(rows[0].figures[0].is_hidden &&
			rows[0].figures[1].is_hidden &&
			rows[0].figures[2].is_hidden,
		    "what is computed of a hidden number is hidden: %d", again);
		ok(!rows[0].figures[3].is_hidden &&
			!rows[1].figures[3].is_hidden,
		    "words are not: %d", again);
	}
}

/* --- kinds --------------------------------------------------------------- */

static void
test_kinds(struct matter *m)
{
	struct report_asked asked = { .from = day_of(2026, 4, 1),
		.until = day_of(2027, 3, 31),
		.today = day_of(2026, 11, 23),
		.policy = &m->policy,
		.most = 3 };
	struct report report = { 0 };

	for (const struct report_kind *k = report_kinds(); k->name != NULL;
	     k++) {
		asked.kind = span_of(k->name);
		ok(report_run(m->db, &asked, &m->mem, &report, &m->why) ==
			    DONE &&
			report.first != NULL &&
			strcmp(report.kind, k->name) == 0,
		    "%s: %s", k->name, m->why.text);
	}
	asked.kind = SPAN("nothing");
	ok(report_run(m->db, &asked, &m->mem, &report, &m->why) == REFUSED,
	    "no other: %s", m->why.text);
}

int
main(void)
{
	struct matter m;

	test_periods();
	test_numbers();
	test_hiding();
	test_shares();
	test_sums();
	matter_open(&m);
	test_kinds(&m);
	matter_close(&m);
	return done();
}
