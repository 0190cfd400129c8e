/* holidays.c - holidays proclaimed since, and the clocks that they move */
#include "register/holidays.h"
#include "register/history.h"
#include "register/statement.h"
#include "triage/workday.h"

#define LAW_COMPLAINT_MONTHS 6
#define LAW_FOI_DAYS 20
#define MAX_PROCLAIMED 400 /* no crown proclaims more in the years covered */

enum outcome
holidays_list(struct db *db, holiday_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_HOLIDAYS, why,
	    VALUES(value_number(MAX_PROCLAIMED)));

	while (rows_take(&rows, &how, why)) {
		struct holiday_row row = { day_parse(rows_text(&rows, 0)),
			rows_number(&rows, 1) != 0, rows_text(&rows, 2),
			rows_text(&rows, 3) };

		show(&row, context);
	}
	return how;
}

struct gathering {
	struct proclaimed *at;
	size_t n;
};

static void
gather(const struct holiday_row *row, void *context)
{
	struct gathering *g = context;

	if (g->n < MAX_PROCLAIMED)
		g->at[g->n++] = (struct proclaimed){ row->at, row->in_england };
}

enum outcome
holidays_read(struct db *db, struct arena *mem, struct policy *policy,
    struct error *why)
{
	struct gathering g = { .at = ARENA_ARRAY(mem, MAX_PROCLAIMED,
				   struct proclaimed) };
	enum outcome how = holidays_list(db, gather, &g, why);

	if (how == DONE) {
		policy->proclaimed = g.at;
		policy->n_proclaimed = g.n;
	}
	return how;
}

/* --- clocks ---------------------------------------------------------------- */

/* The days of a case; NO_DATE where it has none. */
struct clocks {
	day received, ack, holding, response;
	day clarified; /* a request for information: counted from then */
};

/* The calendars without the new holiday and with it. */
struct change {
	struct calendar before[2], after[2]; /* England; UK */
};

/* How many working days of the calendar lead from one day to a later one. */
static long long
working_days(struct calendar calendar, day from, day to)
{
	long long n = 0;

	for (day d = from + 1; d <= to; d++)
		n += day_is_working(calendar, d);
	return n;
}

static enum outcome
count_anew(const struct change *c, bool is_uk, day from, day *due,
    struct error *why)
{
	long long n = working_days(c->before[is_uk], from, *due);

	return workday_add(c->after[is_uk], from, n, due, why);
}

/* Was the reply's day counted in working days of the UK, as for FOI? */
static bool
is_counted_in_uk(const struct change *c, const struct clocks *k,
    struct span category)
{
	day foi;

	if (span_is_equal(category, SPAN("foi")))
		return true;
	return category.len == 0 &&
	       workday_add(c->before[true], k->received, LAW_FOI_DAYS, &foi,
		   NULL) == DONE &&
	       foi == k->response;
}

static bool
is_counted_in_months(const struct clocks *k, struct span disposition)
{
	return k->response ==
		   months_last_day(k->received, LAW_COMPLAINT_MONTHS) ||
	       span_is_equal(disposition, SPAN("records_request"));
}

static bool
is_clarified(const struct clocks *k, struct span category)
{
	return k->clarified != NO_DATE && span_is_equal(category, SPAN("foi"));
}

static enum outcome
clocks_move(const struct change *c, struct clocks *k, struct span category,
    struct span disposition, struct error *why)
{
	enum outcome how = DONE;
	long long before_reply = 0;

	if (k->ack != NO_DATE)
		how = count_anew(c, false, k->received, &k->ack, why);
	if (how != DONE || k->response == NO_DATE)
		return how;
	if (k->holding != NO_DATE)
		before_reply =
		    working_days(c->before[false], k->holding, k->response);
	if (!is_counted_in_months(k, disposition))
		how = count_anew(c, is_counted_in_uk(c, k, category),
		    is_clarified(k, category) ? k->clarified : k->received,
		    &k->response, why);
	if (how == DONE && k->holding != NO_DATE)
		how = workday_back(c->after[false], k->response, before_reply,
		    &k->holding, why);
	return how;
}

/* "acknowledgement 2026-12-21 to 2026-12-22" where it moved. */
static void
tell(struct buf *detail, const char *what, day from, day to, struct arena *mem)
{
	if (from == to)
		return;
	buf_printf(detail, "%s%s %.*s to %.*s", detail->len > 0 ? ", " : "",
	    what, SPAN_ARG(day_text(from, mem)), SPAN_ARG(day_text(to, mem)));
}

static enum outcome
case_move(struct db *db, const struct new_holiday *holiday,
    struct span reference, const struct clocks *from, const struct clocks *to,
    struct error *why)
{
	autobuf detail = BUF(1024);
	autoarena mem = { 0 };
	enum outcome how;

	tell(&detail, "acknowledgement", from->ack, to->ack, &mem);
	tell(&detail, "holding letter", from->holding, to->holding, &mem);
	tell(&detail, "reply", from->response, to->response, &mem);
	buf_printf(&detail, "; %.*s is a holiday",
	    SPAN_ARG(day_text(holiday->at, &mem)));
	how = statement_run(db, Q_CASE_DATES, why,
	    VALUES(value_day(to->ack, &mem), value_day(to->holding, &mem),
		value_day(to->response, &mem), value_text(reference)));
	if (how != DONE)
		return how;
	return history_add(db,
	    &(struct event){ .at = holiday->now,
		.who = holiday->who,
		.what = SPAN("due days moved"),
		.detail = buf_span(&detail),
		.reference = reference },
	    why);
}

/* One open case, kept while the statement that found it has ended. */
struct open_case {
	struct span reference, category, disposition;
	struct clocks clocks;
	struct open_case *next;
};

static day
day_column(const struct rows *rows, int column)
{
	return day_parse(rows_text(rows, column));
}

/* The open cases with a due day at the holiday or behind it. */
static enum outcome
cases_across(struct db *db, day at, struct arena *mem, struct open_case **list,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_CASES_ACROSS, why,
	    VALUES(value_day(at, mem)));

	while (rows_take(&rows, &how, why)) {
		struct open_case *c = arena_alloc(mem, sizeof *c);

		*c = (struct open_case){
			.reference = arena_copy(mem, rows_text(&rows, 0)),
			.category = arena_copy(mem, rows_text(&rows, 1)),
			.disposition = arena_copy(mem, rows_text(&rows, 2)),
			.clocks = { day_column(&rows, 3), day_column(&rows, 4),
			    day_column(&rows, 5), day_column(&rows, 6),
			    day_column(&rows, 7) },
			.next = *list,
		};
		*list = c;
	}
	return how;
}

static enum outcome
cases_move(struct db *db, const struct new_holiday *holiday,
    const struct change *change, long long *moved, struct error *why)
{
	autoarena mem = { 0 };
	struct open_case *list = NULL;
	enum outcome how = cases_across(db, holiday->at, &mem, &list, why);

	for (; how == DONE && list != NULL; list = list->next) {
		struct clocks to = list->clocks;

		how = clocks_move(change, &to, list->category,
		    list->disposition, why);
		if (how != DONE || (to.ack == list->clocks.ack &&
				       to.holding == list->clocks.holding &&
				       to.response == list->clocks.response))
			continue;
		how = case_move(db, holiday, list->reference, &list->clocks,
		    &to, why);
		(*moved)++;
	}
	return how;
}

static enum outcome
holiday_put(struct db *db, const struct new_holiday *h, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = statement_run(db, Q_HOLIDAY_ADD, why,
	    VALUES(value_day(h->at, &mem), value_number(h->in_england),
		value_text(h->name), value_number(h->now), value_text(h->who)));

	if (how != DONE)
		return how;
	return history_add(db,
	    &(struct event){ .at = h->now,
		.who = h->who,
		.what = SPAN("holiday added"),
		.detail = arena_printf(&mem, "%.*s: %.*s (%s)",
		    SPAN_ARG(day_text(h->at, &mem)), SPAN_ARG(h->name),
		    h->in_england ? "England and Wales"
				  : "elsewhere in the UK") },
	    why);
}

static enum outcome
add_within(struct db *db, const struct new_holiday *holiday, long long *moved,
    struct arena *mem, struct error *why)
{
	struct policy known = { 0 };
	struct change c;
	enum outcome how = holidays_read(db, mem, &known, why);

	if (how != DONE)
		return how;
	for (int uk = 0; uk < 2; uk++)
		c.before[uk] = (struct calendar){ uk, known.proclaimed,
			known.n_proclaimed };
	if (!day_is_working(c.before[!holiday->in_england], holiday->at))
		return fail(why, REFUSED, "%.*s is free already",
		    SPAN_ARG(day_text(holiday->at, mem)));
	how = holiday_put(db, holiday, why);
	if (how == DONE)
		how = holidays_read(db, mem, &known, why);
	for (int uk = 0; uk < 2; uk++)
		c.after[uk] = (struct calendar){ uk, known.proclaimed,
			known.n_proclaimed };
	return how == DONE ? cases_move(db, holiday, &c, moved, why) : how;
}

enum outcome
holiday_add(struct db *db, const struct new_holiday *holiday, long long *moved,
    struct error *why)
{
	autoarena mem = { 0 };
	long long n = 0;
	enum outcome how;

	if (holiday->at < calendar_start() || holiday->at > calendar_end())
		return fail(why, REFUSED,
		    "the day lies outside the years that are covered");
	how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	how = transaction_end(db, add_within(db, holiday, &n, &mem, why), why);
	if (how == DONE)
		*moved = n;
	return how;
}
