/* reports_foi.c - requests for information, and how long they took */
#include "register/reports_work.h"
#include "register/statement.h"
#include "triage/workday.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

#define MAX_TALLIES 64

/* How often each word stood. */
struct tallies {
	struct span words[MAX_TALLIES];
	long long n[MAX_TALLIES];
	size_t count;
};

static void
tally(struct tallies *t, struct span word, struct arena *mem)
{
	size_t i = 0;

	while (i < t->count && !span_is_equal(t->words[i], word))
		i++;
	if (i == MAX_TALLIES)
		i--; /* the last word stands for all the rest */
	else if (i == t->count)
		t->words[t->count++] = arena_copy(mem,
		    i == MAX_TALLIES - 1 ? SPAN("other") : word);
	t->n[i]++;
}

/* "s40(2), s43" by its words. */
static void
tally_words(struct tallies *t, struct span text, struct arena *mem)
{
	while (text.len > 0) {
		struct span part = span_cut_at(&text, ',');

		while (part.len > 0) {
			struct span word = span_cut_at(&part, ' ');

			if (word.len > 0)
				tally(t, word, mem);
		}
	}
}

static void
show_tallies(struct report_work *w, const char *name, const struct tallies *t)
{
	static const char *const columns[] = { "requests" };
	struct report_table *table = table_open(w, name, columns, 1);

	for (size_t i = 0; i < t->count; i++)
		row_add(w, table, t->words[i])->figures[0] =
		    figure_count(t->n[i]);
}

struct requests {
	long long received, in_time, extended, late, open, overdue, ended;
	struct numbers days;
	struct tallies outcomes, exemptions, laws;
};

static void
request_count(struct requests *q, const struct report_asked *asked,
    const struct rows *rows, struct arena *mem)
{
	day received_on = day_parse(rows_text(rows, 0));
	day due = day_parse(rows_text(rows, 1));
	day sent_on = day_parse(rows_text(rows, 3));
	day extended = day_parse(rows_text(rows, 4));
	struct span outcome = rows_text(rows, 5), law = rows_text(rows, 7);

	q->received++;
	if (sent_on != NO_DATE) {
		bool in_time = due == NO_DATE || sent_on <= due;
		bool in_more =
		    !in_time && extended != NO_DATE && sent_on <= extended;

		q->in_time += in_time;
		q->extended += in_more;
		q->late += !in_time && !in_more;
		numbers_add(&q->days, workdays_between(asked->policy, true,
					  received_on, sent_on));
	} else if (rows_text(rows, 2).len > 0) {
		q->ended++;
	} else {
		q->open++;
		q->overdue += due != NO_DATE && due < asked->today &&
			      (extended == NO_DATE || extended < asked->today);
	}
	if (outcome.len > 0)
		tally(&q->outcomes, outcome, mem);
	tally(&q->laws, law.len > 0 ? law : SPAN("not_recorded"), mem);
	tally_words(&q->exemptions, rows_text(rows, 6), mem);
}

static void
show_requests(struct report_work *w, struct requests *q)
{
	static const char *const columns[] = { "number" };
	const struct {
		const char *label;
		struct figure figure;
	} rows[] = {
		{ "received", figure_count(q->received) },
		{ "in_20_working_days", figure_count(q->in_time) },
		{ "in_extended_time", figure_count(q->extended) },
		{ "late", figure_count(q->late) },
		{ "in_20_working_days_share",
		    figure_share(q->in_time,
			q->in_time + q->extended + q->late) },
		{ "ended_without_answer", figure_count(q->ended) },
		{ "open", figure_count(q->open) },
		{ "open_overdue", figure_count(q->overdue) },
		{ "median_working_days", figure_median(&q->days) },
	};
	struct report_table *t = table_open(w, "requests", columns, 1);

	for (size_t i = 0; i < COUNT(rows); i++)
		row_add(w, t, span_of(rows[i].label))->figures[0] =
		    rows[i].figure;
	show_tallies(w, "outcome", &q->outcomes);
	show_tallies(w, "exemption", &q->exemptions);
	show_tallies(w, "law", &q->laws);
}

enum outcome
report_foi(struct report_work *w, struct error *why)
{
	struct requests *q = arena_alloc(w->mem, sizeof *q);
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, w->db, Q_REPORT_REQUESTS, why,
	    VALUES(value_text(w->from), value_text(w->until)));

	while (rows_take(&rows, &how, why))
		request_count(q, w->asked, &rows, w->mem);
	if (how == DONE)
		show_requests(w, q);
	numbers_release(&q->days);
	return how;
}
