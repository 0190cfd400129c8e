/*
 * reports.h - figures of a period: for the law, the return, the board
 *
 * A report is of tables; a table has rows with a label and figures under the
 * names of its columns.  What each figure counts is said in postroom(8), by
 * the same words.  Figures are of the register as it is now: a case that was
 * opened again since is open.  Cases merged into others are not counted.
 */
#ifndef REGISTER_REPORTS_H
#define REGISTER_REPORTS_H

#include "policy.h"
#include "register/db.h"

enum figure_type {
	FIGURE_NONE, /* there is none: a share of nothing */
	FIGURE_COUNT,
	FIGURE_DAYS,    /* tenths */
	FIGURE_PERCENT, /* tenths */
	FIGURE_MONEY,   /* pence */
	FIGURE_WORDS    /* text */
};

struct figure {
	enum figure_type type;
	long long n;
	struct span text;
	bool is_hidden; /* n may point at a person: not to be shown */
};

#define MAX_FIGURES 7 /* of a row */

struct report_row {
	struct span label;
	struct figure figures[MAX_FIGURES];
	struct report_row *next;
};

struct report_table {
	const char *name;
	const char *const *columns; /* names of the figures */
	size_t n_columns;
	struct report_row *first, *last;
	size_t n_rows;
	struct report_table *next;
};

struct report {
	const char *kind;
	day from, until; /* both counted */
	struct report_table *first, *last;
};

/* What is asked for. */
struct report_asked {
	struct span kind;
	day from, until, today;
	const struct policy *policy; /* whose holidays count */
	long long most;              /* cases that an inspector is shown */
};

/* The kinds of reports: their words and what they are for; NULL at the end. */
struct report_kind {
	const char *name, *sentence;
};
const struct report_kind *report_kinds(void);

/*
 * Makes the report in mem, of one instant of the register.  REFUSED for
 * another kind.
 */
enum outcome report_run(struct db *db, const struct report_asked *asked,
    struct arena *mem, struct report *report, struct error *why) must_check;

#define SMALL_COUNT 5 /* fewer than these may point at a person */

/*
 * Hides the counts of a table that are small and not 0.  Where a column or a
 * row has one hidden count alone, another one, the smallest above 0, is hidden
 * with it, until none can be worked out from its neighbours; and the shares,
 * medians and sums of money of a row with a hidden count.
 */
void report_hide(struct report_table *table);

/* The median of n sorted numbers, in tenths; n is 1 or more. */
long long median_tenths(const long long *sorted, size_t n);

/* part of whole in tenths of a percent, rounded; whole is 1 or more. */
long long share_tenths(long long part, long long whole);

/*
 * A period in words: "2026/27" with quarter 0 is a year from 1 April, with 1
 * to 4 its quarter; false for anything else.
 */
bool report_period(struct span year, int quarter, day *from, day *until);

#endif
