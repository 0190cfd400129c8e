/*
 * reports_speed.c - how long things took: working days are not SQL's business
 */
#include "register/reports_work.h"
#include "register/statement.h"
#include "triage/workday.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define MAX_MONTHS 1200

/* --- acknowledged ------------------------------------------------------------ */

/* Why an acknowledgement was late, or is. */
#define LATE_REASONS(X)                                                        \
	X(LATE_HELD, "held_for_a_decision")                                    \
	X(LATE_REGISTERED, "registered_late")                                  \
	X(LATE_BOUNCED, "came_back")                                           \
	X(LATE_FAILED, "could_not_be_sent")                                    \
	X(LATE_LETTER, "by_post")                                              \
	X(LATE_PHONE, "by_telephone")                                          \
	X(LATE_NONE_OWED, "none_could_be_sent")                                \
	X(LATE_OTHER, "other")
enum late_reason {
	LATE_REASONS(ENUM_OF)
};
#define LATE_REASON_COUNT (0 LATE_REASONS(COUNT_OF))

struct acknowledging {
	long long owed, in_time, late, waiting;
	struct numbers days;
};

struct arrival {
	enum category category;
	day received_on, due, acked_on; /* NO_DATE: not yet */
	day registered_on;
	enum late_reason reason; /* where it is late */
};

struct month {
	long long owed, in_time, late;
};

struct speed {
	struct acknowledging by_category[CATEGORY_COUNT];
	long long reasons[LATE_REASON_COUNT];
	struct month *months; /* from the period's first month on */
	size_t n_months;
};

static bool
is_word(struct span word, const char *wanted)
{
	return span_is_equal(word, span_of(wanted));
}

static enum late_reason
late_reason_of(const struct rows *rows, const struct arrival *a)
{
	struct span state = rows_text(rows, 3);
	bool was_held = rows_number(rows, 7) != 0;

	if (a->registered_on > a->due)
		return LATE_REGISTERED;
	if (rows_number(rows, 8) != 0)
		return LATE_BOUNCED;
	if (is_word(state, "held") || was_held)
		return LATE_HELD;
	if (is_word(state, "failed") || rows_number(rows, 6) > 1)
		return LATE_FAILED;
	if (is_word(state, "telephoned"))
		return LATE_PHONE;
	if (is_word(rows_text(rows, 5), "letter"))
		return LATE_LETTER;
	return state.len == 0 ? LATE_NONE_OWED : LATE_OTHER;
}

/* What left counts from its day in London; what came back has not arrived. */
static day
acked_on(const struct rows *rows)
{
	struct span state = rows_text(rows, 3);
	day told = day_parse(rows_text(rows, 9));
	bool left = is_word(state, "sent") || is_word(state, "posted") ||
		    is_word(state, "telephoned");

	if (told != NO_DATE)
		return told;
	if (!left || rows_number(rows, 8) != 0 || rows_number(rows, 4) == 0)
		return NO_DATE;
	return day_in_london((time_t)rows_number(rows, 4));
}

static struct arrival
arrival_of(const struct rows *rows)
{
	struct arrival a = {
		.received_on = day_parse(rows_text(rows, 1)),
		.due = day_parse(rows_text(rows, 2)),
		.acked_on = acked_on(rows),
		.registered_on = day_in_london((time_t)rows_number(rows, 10)),
	};

	category_of(rows_text(rows, 0), &a.category);
	a.reason = late_reason_of(rows, &a);
	return a;
}

static size_t
month_of(day d)
{
	int year, month, day_of_month;

	day_split(d, &year, &month, &day_of_month);
	return (size_t)(year * 12 + month - 1);
}

/* Nothing is owed where there is no last day for it: a machine, a leaflet. */
static void
arrival_count(struct speed *s, const struct report_asked *asked,
    const struct arrival *a)
{
	struct acknowledging *g = &s->by_category[a->category];
	size_t month = month_of(a->received_on) - month_of(asked->from);
	bool in_time = a->acked_on != NO_DATE && a->acked_on <= a->due;
	bool is_late =
	    !in_time && (a->acked_on != NO_DATE || a->due < asked->today);

	if (a->due == NO_DATE)
		return;
	g->owed++;
	g->in_time += in_time;
	g->late += is_late;
	g->waiting += !in_time && !is_late;
	if (a->acked_on != NO_DATE)
		numbers_add(&g->days,
		    workdays_between(asked->policy, a->category == FOI,
			a->received_on, a->acked_on));
	if (a->category != COMPLAINT)
		return;
	if (is_late)
		s->reasons[a->reason]++;
	if (month < s->n_months) {
		s->months[month].owed++;
		s->months[month].in_time += in_time;
		s->months[month].late += is_late;
	}
}

static void
show_acknowledged(struct report_work *w, struct speed *s)
{
	static const char *const columns[] = { "owed", "in_time", "late",
		"waiting", "in_time_share", "median_working_days" };
	static const enum category order[] = { COMPLAINT, CONCERN, COMMENT,
		COMPLIMENT, FOI };
	struct report_table *t =
	    table_open(w, "acknowledged", columns, COUNT(columns));

	for (size_t i = 0; i < COUNT(order); i++) {
		struct acknowledging *g = &s->by_category[order[i]];
		struct figure figures[] = { figure_count(g->owed),
			figure_count(g->in_time), figure_count(g->late),
			figure_count(g->waiting),
			figure_share(g->in_time, g->in_time + g->late),
			figure_median(&g->days) };
		struct report_row *r =
		    row_add(w, t, span_of(category_name(order[i])));

		memcpy(r->figures, figures, sizeof figures);
	}
}

static void
show_late(struct report_work *w, const struct speed *s)
{
	static const char *const columns[] = { "late" };
	static const char *const names[] = { LATE_REASONS(NAME_OF) };
	struct report_table *t = table_open(w, "late_because", columns, 1);

	for (size_t i = 0; i < LATE_REASON_COUNT; i++)
		row_add(w, t, span_of(names[i]))->figures[0] =
		    figure_count(s->reasons[i]);
}

static void
show_months(struct report_work *w, const struct speed *s)
{
	static const char *const columns[] = { "owed", "in_time", "late",
		"in_time_share" };
	struct report_table *t =
	    table_open(w, "acknowledged_by_month", columns, COUNT(columns));

	for (size_t i = 0; i < s->n_months; i++) {
		const struct month *m = &s->months[i];
		size_t month = month_of(w->asked->from) + i;
		struct report_row *r = row_add(w, t,
		    arena_printf(w->mem, "%04zu-%02zu", month / 12,
			month % 12 + 1));

		r->figures[0] = figure_count(m->owed);
		r->figures[1] = figure_count(m->in_time);
		r->figures[2] = figure_count(m->late);
		r->figures[3] = figure_share(m->in_time, m->in_time + m->late);
	}
}

/* Months of the period that have begun. */
static size_t
months_of(const struct report_asked *asked)
{
	day until = asked->until < asked->today ? asked->until : asked->today;
	size_t n = until < asked->from
		       ? 0
		       : month_of(until) - month_of(asked->from) + 1;

	return n < MAX_MONTHS ? n : MAX_MONTHS;
}

enum outcome
report_acknowledged(struct report_work *w, struct error *why)
{
	const struct report_asked *asked = w->asked;
	struct speed s = { 0 };
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, w->db, Q_REPORT_ARRIVALS, why,
	    VALUES(value_text(w->from), value_text(w->until)));

	s.n_months = months_of(asked);
	s.months = ARENA_ARRAY(w->mem, s.n_months, struct month);
	while (rows_take(&rows, &how, why)) {
		struct arrival a = arrival_of(&rows);

		arrival_count(&s, asked, &a);
	}
	if (how == DONE) {
		show_acknowledged(w, &s);
		show_late(w, &s);
		show_months(w, &s);
	}
	for (size_t i = 0; i < CATEGORY_COUNT; i++)
		numbers_release(&s.by_category[i].days);
	return how;
}

/* --- answered ---------------------------------------------------------------- */

enum answered_group {
	ANSWERED_ALL,
	ANSWERED_STRAIGHTFORWARD,
	ANSWERED_COMPLEX,
	ANSWERED_GROUPS
};

struct answering {
	long long n, in_time, late, three_months, six_months;
	struct numbers days;
};

static void
answer_count(struct answering *g, const struct rows *rows)
{
	day received_on = day_parse(rows_text(rows, 0));
	day sent_on = day_parse(rows_text(rows, 2));
	struct span agreed = rows_text(rows, 3);
	day due = day_parse(agreed.len > 0 ? agreed : rows_text(rows, 1));

	g->n++;
	g->in_time += due == NO_DATE || sent_on <= due;
	g->late += due != NO_DATE && sent_on > due;
	g->three_months += sent_on <= months_last_day(received_on, 3);
	g->six_months += sent_on <= months_last_day(received_on, 6);
	numbers_add(&g->days, sent_on - received_on);
}

static void
show_answered(struct report_work *w, struct answering g[ANSWERED_GROUPS])
{
	static const char *const columns[] = { "answered", "in_agreed_time",
		"late", "in_agreed_time_share", "in_three_months",
		"in_six_months", "median_days" };
	static const char *const labels[] = { "all", "straightforward",
		"complex" };
	struct report_table *t =
	    table_open(w, "answered", columns, COUNT(columns));

	for (size_t i = 0; i < ANSWERED_GROUPS; i++) {
		struct figure figures[] = { figure_count(g[i].n),
			figure_count(g[i].in_time), figure_count(g[i].late),
			figure_share(g[i].in_time, g[i].n),
			figure_share(g[i].three_months, g[i].n),
			figure_share(g[i].six_months, g[i].n),
			figure_median(&g[i].days) };
		struct report_row *r = row_add(w, t, span_of(labels[i]));

		memcpy(r->figures, figures, sizeof figures);
	}
}

enum outcome
report_responded(struct report_work *w, struct error *why)
{
	struct answering groups[ANSWERED_GROUPS] = { 0 };
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, w->db, Q_REPORT_RESPONSES, why,
	    VALUES(value_text(w->from), value_text(w->until)));

	while (rows_take(&rows, &how, why)) {
		struct span complexity = rows_text(&rows, 4);

		answer_count(&groups[ANSWERED_ALL], &rows);
		if (is_word(complexity, "straightforward"))
			answer_count(&groups[ANSWERED_STRAIGHTFORWARD], &rows);
		else if (is_word(complexity, "complex"))
			answer_count(&groups[ANSWERED_COMPLEX], &rows);
	}
	if (how == DONE)
		show_answered(w, groups);
	for (size_t i = 0; i < ANSWERED_GROUPS; i++)
		numbers_release(&groups[i].days);
	return how;
}

/* --- open -------------------------------------------------------------------- */

enum outcome
report_open(struct report_work *w, struct error *why)
{
	static const char *const columns[] = { "open", "overdue" };
	static const struct {
		const char *label;
		int months; /* received at most so many months before */
	} ages[] = { { "up_to_1_month", 1 }, { "1_to_3_months", 3 },
		{ "3_to_6_months", 6 }, { "over_6_months", 0 } };
	long long open[COUNT(ages)] = { 0 }, late[COUNT(ages)] = { 0 };
	const struct report_asked *a = w->asked;
	day at = a->until < a->today ? a->until : a->today;
	struct report_table *t = table_open(w, "open", columns, 2);
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, w->db, Q_REPORT_OPEN_CASES, why,
	    VALUES(value_day(at, w->mem)));

	while (rows_take(&rows, &how, why)) {
		day received_on = day_parse(rows_text(&rows, 0));
		day due = day_parse(rows_text(&rows, 1));
		day sent_on = day_parse(rows_text(&rows, 2));
		size_t age = 0;

		while (age < COUNT(ages) - 1 &&
		       at > months_last_day(received_on, ages[age].months))
			age++;
		open[age]++;
		late[age] += due != NO_DATE && due < at &&
			     (sent_on == NO_DATE || sent_on > at);
	}
	for (size_t i = 0; i < COUNT(ages) && how == DONE; i++) {
		struct report_row *r = row_add(w, t, span_of(ages[i].label));

		r->figures[0] = figure_count(open[i]);
		r->figures[1] = figure_count(late[i]);
	}
	return how;
}
