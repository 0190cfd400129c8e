/* faults_lists.c - what is shown is all of it, or it is not DONE */
#include "arrivals.h"
#include "policy.h"
#include "register/alert.h"
#include "register/backup.h"
#include "register/balance.h"
#include "register/cases.h"
#include "register/coding.h"
#include "register/details.h"
#include "register/dossier.h"
#include "register/gauges.h"
#include "register/history.h"
#include "register/holidays.h"
#include "register/reports.h"
#include "register/retention.h"
#include "register/search.h"
#include "register/travel.h"
#include "register/verify.h"

#define TODAY day_of(2026, 11, 26)
#define FIRST nth(a, 1)

SHOW(show_case, case_row, "%.*s %.*s %.*s;", SPAN_ARG(row->reference),
    SPAN_ARG(row->state), SPAN_ARG(row->flags))
SHOW(show_event, case_event_row, "%lld %.*s;", row->id, SPAN_ARG(row->what))
SHOW(show_reason, case_reason_row, "%.*s;", SPAN_ARG(row->phrase))
SHOW(show_link, case_link_row, "%.*s %.*s;", SPAN_ARG(row->why),
    SPAN_ARG(row->item_id))
SHOW(show_item, detail_item, "%.*s;", SPAN_ARG(row->id))
SHOW(show_part, detail_part, "%.*s %zu;", SPAN_ARG(row->path), row->n_marks)
SHOW(show_flag, detail_flag, "%.*s;", SPAN_ARG(row->kind))
SHOW(show_letter, detail_letter, "%.*s;", SPAN_ARG(row->kind))
SHOW(show_value, case_value_row, "%.*s %.*s;", SPAN_ARG(row->field),
    SPAN_ARG(row->value))
SHOW(show_code, code_row, "%.*s;", SPAN_ARG(row->code))
SHOW(show_coding, coding_row, "%.*s %d;", SPAN_ARG(row->code), (int)row->state)
SHOW(show_uncoded, coding_missing_row, "%.*s;", SPAN_ARG(row->reference))
SHOW(show_alert, alert, "%lld %.*s;", row->id, SPAN_ARG(row->kind))
SHOW(show_over, over_row, "%.*s;", SPAN_ARG(row->reference))
SHOW(show_hit, search_hit, "%.*s;", SPAN_ARG(row->row->reference))

/* --- lists ---------------------------------------------------------------------- */

static enum outcome
list(struct act *a)
{
	const struct wanted wanted = { .since = NO_DATE,
		.until = NO_DATE,
		.today = TODAY,
		.category = a->with[1] != NULL ? span_of(a->with[1])
					       : (struct span){ NULL, 0 } };

	switch (a->with[0][0]) {
	case 'd':
		return lists_due(a->db, &wanted, NO_DATE, show_case, a->out,
		    a->why);
	case 'q':
		return lists_queue(a->db, &wanted, show_case, a->out, a->why);
	default:
		return lists_newest(a->db, &wanted, show_case, a->out, a->why);
	}
}

static enum outcome
find_words(struct act *a)
{
	const struct wanted wanted = { .since = NO_DATE,
		.until = NO_DATE,
		.today = TODAY };
	struct search search = { .wanted = &wanted,
		.is_best_first = a->with[1] != NULL };
	enum outcome how =
	    search_read(span_of(a->with[0]), a->mem, &search.words, a->why);

	return how == DONE
		   ? search_each(a->db, &search, show_hit, a->out, a->why)
		   : how;
}

static enum outcome
other_lists(struct act *a)
{
	long long n = -1;
	enum outcome how = cases_letters(a->db, show_case, a->out, a->why);

	if (how == DONE)
		how = cases_unread(a->db, show_case, a->out, a->why);
	if (how == DONE)
		how = lists_staff_matters(a->db, &n, a->why);
	if (how == DONE)
		how = cases_events(a->db, SPAN(""), 3, show_event, a->out,
		    a->why);
	buf_printf(a->out, "%lld", n);
	return how;
}

/* --- one case -------------------------------------------------------------------- */

static enum outcome
one_case(struct act *a)
{
	enum outcome how =
	    cases_find(a->db, nth(a, number(a, 0)), show_case, a->out, a->why);

	if (how == DONE)
		how = cases_links(a->db, FIRST, show_link, a->out, a->why);
	if (how == DONE)
		how = cases_reasons(a->db, FIRST, show_reason, a->out, a->why);
	if (how == DONE)
		how = cases_events(a->db, FIRST, 0, show_event, a->out, a->why);
	return how == DONE
		   ? casework_each(a->db, FIRST, show_value, a->out, a->why)
		   : how;
}

static enum outcome
details(struct act *a)
{
	enum outcome how =
	    details_items(a->db, FIRST, show_item, a->out, a->why);

	if (how == DONE)
		how = details_parts(a->db, FIRST, show_part, a->out, a->why);
	if (how == DONE)
		how = details_flags(a->db, FIRST, show_flag, a->out, a->why);
	return how == DONE
		   ? details_letters(a->db, FIRST, show_letter, a->out, a->why)
		   : how;
}

static enum outcome
codes(struct act *a)
{
	enum outcome how = codes_each(a->db, TODAY, show_code, a->out, a->why);

	if (how == DONE)
		how = codes_each(a->db, NO_DATE, show_code, a->out, a->why);
	if (how == DONE)
		how = coding_each(a->db, FIRST, show_coding, a->out, a->why);
	return how == DONE ? coding_missing(a->db, day_of(2026, 4, 1), TODAY,
				 show_uncoded, a->out, a->why)
			   : how;
}

static enum outcome
show_dossier_part(const struct dossier_part *part, void *context,
    struct error *why)
{
	(void)why;
	buf_printf(context, "%.*s;", SPAN_ARG(part->path));
	return DONE;
}

static enum outcome
show_dossier_letter(const struct dossier_letter *letter, void *context,
    struct error *why)
{
	(void)why;
	buf_printf(context, "%.*s;", SPAN_ARG(letter->kind));
	return DONE;
}

static enum outcome
dossier(struct act *a)
{
	struct dossier d = { .name = SPAN("") };
	struct dossier_item *items = NULL;
	size_t n = 0;
	enum outcome how =
	    dossier_read(a->db, nth(a, number(a, 0)), a->mem, &d, a->why);

	if (how == DONE)
		how = dossier_items(a->db, FIRST, a->mem, &items, &n, a->why);
	for (size_t i = 0; i < n && how == DONE; i++)
		how = dossier_parts(a->db, items[i].id, show_dossier_part,
		    a->out, a->why);
	buf_printf(a->out, "%.*s %zu", SPAN_ARG(d.name), n);
	return how == DONE ? dossier_letters(a->db, FIRST, show_dossier_letter,
				 a->out, a->why)
			   : how;
}

/* --- an item's way ------------------------------------------------------------------ */

static void
show_travel(const struct travel_row *row, void *context)
{
	for (size_t i = 0; i < TRAVEL_TEXTS; i++)
		buf_printf(context, "%.*s|", SPAN_ARG(row->text[i]));
	for (size_t i = 0; i < TRAVEL_NUMBERS; i++)
		buf_printf(context, "%lld|", row->number[i]);
}

static enum outcome
show_found(struct span item_id, void *context, struct error *why)
{
	(void)why;
	buf_printf(context, "%.*s;", SPAN_ARG(item_id));
	return DONE;
}

static enum outcome
travel(struct act *a)
{
	enum outcome how = DONE;

	for (int i = 0; i < TRAVEL_COUNT && how == DONE; i++)
		how = travel_read(a->db, (enum travel)i, SPAN("m1"),
		    show_travel, a->out, a->why);
	return how;
}

static enum outcome
travel_named(struct act *a)
{
	return travel_find(a->db,
	    a->with[0][0] == 'C' ? FIRST : span_of(a->with[0]), show_found,
	    a->out, a->why);
}

/* --- figures ---------------------------------------------------------------------------- */

static enum outcome
figures(struct act *a)
{
	const struct policy policy = { .retention_years = 10 };
	const struct report_asked asked = { .kind = span_of(a->with[0]),
		.from = day_of(2026, 4, 1),
		.until = day_of(2027, 3, 31),
		.today = TODAY,
		.policy = &policy,
		.most = 3 };
	struct report report = { 0 };
	enum outcome how = report_run(a->db, &asked, a->mem, &report, a->why);

	if (how != DONE)
		return how;
	for (struct report_table *t = report.first; t != NULL; t = t->next)
		for (struct report_row *r = t->first; r != NULL; r = r->next)
			buf_printf(a->out, "%s %.*s %lld;", t->name,
			    SPAN_ARG(r->label), r->figures[0].n);
	return how;
}

static enum outcome
health(struct act *a)
{
	struct register_health h = { 0 };
	struct alert_health alerts = { 0 };
	struct gauge_waiting w = { 0 };
	time_t event = 0, backup = 0;
	enum outcome how = cases_health(a->db, TODAY, &h, a->why);

	if (how == DONE)
		how = alert_health_read(a->db, fault.now, 3, &alerts, a->why);
	if (how == DONE)
		how = gauge_waiting_read(a->db, TODAY, TODAY + 1, &w, a->why);
	if (how == DONE)
		how = gauge_newest(a->db, &event, &backup, a->why);
	buf_printf(a->out, "%lld %lld %lld %lld", h.overdue, alerts.troubled,
	    w.refused, (long long)event);
	return how;
}

static enum outcome
alerts(struct act *a)
{
	enum outcome how =
	    alert_list(a->db, SPAN(""), show_alert, a->out, a->why);

	return how == DONE
		   ? alert_list(a->db, FIRST, show_alert, a->out, a->why)
		   : how;
}

static void
show_holiday(const struct holiday_row *row, void *context)
{
	buf_printf(context, "%d %.*s;", row->at, SPAN_ARG(row->name));
}

static enum outcome
holidays(struct act *a)
{
	struct policy policy = { .retention_years = 10 };
	enum outcome how = holidays_list(a->db, show_holiday, a->out, a->why);

	if (how == DONE)
		how = holidays_read(a->db, a->mem, &policy, a->why);
	buf_printf(a->out, "%zu", policy.n_proclaimed);
	return how;
}

static enum outcome
proclaim(struct act *a)
{
	const struct new_holiday h = { .at = day_of(2026, 12, 7),
		.in_england = true,
		.name = SPAN("A day of thanks"),
		.who = SPAN("jbell"),
		.now = fault.now };
	long long moved;

	return holiday_add(a->db, &h, &moved, a->why);
}

static void
show_gauge(const struct span words[2], long long n, void *context)
{
	buf_printf(context, "%.*s %.*s %lld;", SPAN_ARG(words[0]),
	    SPAN_ARG(words[1]), n);
}

static void
show_poll(struct span mailbox, time_t at, time_t since, void *context)
{
	buf_printf(context, "%.*s %lld %lld;", SPAN_ARG(mailbox), (long long)at,
	    (long long)since);
}

static enum outcome
gauges(struct act *a)
{
	enum outcome how = DONE;

	for (int i = 0; i < GAUGE_COUNT && how == DONE; i++)
		how = gauge_read(a->db, (enum gauge)i, show_gauge, a->out,
		    a->why);
	return how == DONE ? gauge_polls(a->db, show_poll, a->out, a->why)
			   : how;
}

/* --- is it whole, and does it agree? ----------------------------------------------------- */

static void
show_fault(const struct fault *f, void *context)
{
	buf_printf(context, "%s: %.*s;", f->kind, SPAN_ARG(f->words));
}

static enum outcome
verify(struct act *a)
{
	struct verified v = { 0 };
	enum outcome how =
	    verify_register(a->db, &v, show_fault, a->out, a->why);

	if (how == DONE)
		how = verify_originals(a->db, span_of(a->root), &v, show_fault,
		    a->out, a->why);
	buf_printf(a->out, "%lld %lld", v.events, v.faults);
	return how;
}

static enum outcome
verify_history(struct act *a)
{
	char head[HISTORY_HASH_BYTES] = "";
	long long n = -1;
	enum outcome how = history_verify(a->db, &n, head, a->why);

	buf_printf(a->out, "%lld %s", n, head);
	return how;
}

static bool
show_folder(struct span folder, time_t last, long long n, void *context)
{
	(void)last;
	buf_printf(context, "%.*s %lld;", SPAN_ARG(folder), n);
	return true;
}

static enum outcome
keep(struct act *a)
{
	enum outcome how = gauge_file_check(a->db, a->why);

	if (how == DONE)
		how = retention_over(a->db, day_of(2040, 1, 1), show_over,
		    a->out, a->why);
	return how == DONE
		   ? backup_folders(a->db, 0, show_folder, a->out, a->why)
		   : how;
}

static const struct numbering numbering = { { "complaints", 10 },
	{ "INBOX", 5 }, 7 };

static struct ledger_row
uid(long long n)
{
	return (struct ledger_row){ .mailbox = numbering.mailbox,
		.folder = numbering.folder,
		.uidvalidity = 7,
		.uid = n,
		.size = 10,
		.state = n == 3 ? LEDGER_FETCHED : LEDGER_SEEN,
		.item_id = n == 3 ? SPAN("m98") : SPAN("") };
}

static enum outcome
compare(struct act *a)
{
	struct held_item *items =
	    ARENA_ARRAY(a->mem, BALANCE_PAGE, struct held_item);
	struct ledger_row *rows =
	    ARENA_ARRAY(a->mem, BALANCE_PAGE, struct ledger_row);
	struct open_row *open =
	    ARENA_ARRAY(a->mem, BALANCE_PAGE, struct open_row);
	struct printed_letter *letters =
	    ARENA_ARRAY(a->mem, BALANCE_PAGE, struct printed_letter);
	size_t n[4] = { 0 };
	const struct ledger_row twin = uid(9);
	long long now = 0, others = 0;
	bool has = false;
	enum outcome how =
	    balance_items(a->db, SPAN(""), a->mem, items, &n[0], a->why);

	if (how == DONE)
		how = balance_item(a->db, SPAN("m1"), a->mem, items, a->why);
	if (how == DONE)
		how = balance_count(a->db, &numbering, &now, &others, a->why);
	if (how == DONE)
		how = balance_rows(a->db, &numbering, 0, a->mem, rows, &n[1],
		    a->why);
	if (how == DONE)
		how = balance_open_rows(a->db, 0, a->mem, open, &n[2], a->why);
	if (how == DONE)
		how = balance_has_twin(a->db, &twin, &has, a->why);
	if (how == DONE)
		how = balance_letters(a->db, 0, a->mem, letters, &n[3], a->why);
	buf_printf(a->out, "%zu %zu %zu %zu %lld %d", n[0], n[1], n[2], n[3],
	    now, has);
	return how;
}

static enum outcome
put_right(struct act *a)
{
	const struct ledger_row row = uid(number(a, 1));

	switch (number(a, 0)) {
	case 0:
		return balance_set_place(a->db, SPAN("m1"),
		    SPAN("kept/2026/11/m1"), a->why);
	case 1:
		return balance_add_row(a->db, &row, a->why);
	case 2:
		return balance_put_back(a->db, &row, SPAN("m98 was put back"),
		    a->why);
	default:
		return balance_tell(a->db, SPAN("A letter was made again"),
		    a->why);
	}
}

static enum outcome
settle(struct act *a)
{
	const struct settling s = { .mailbox = numbering.mailbox,
		.uid = 1,
		.who = SPAN("jbell"),
		.reason = SPAN("it was empty"),
		.at = fault.now };

	return ledger_settle(a->db, &s, a->why);
}

static const struct operation operations[] = {
	{ "Ada complains", DB_INTAKE, arrive_complaint, JUST_DONE,
	    { "m1", "ada" } },
	{ "Ben writes a letter", DB_INTAKE, arrive_letter, JUST_DONE,
	    { "p2", "ben" } },
	{ "Cy asks", DB_INTAKE, arrive_request, JUST_DONE, { "m3", "cy" } },
	{ "one unread", DB_INTAKE, arrive_unread, JUST_DONE, { "m4", "dee" } },
	{ "a holiday", DB_STAFF, proclaim, JUST_DONE, { "" } },
	{ "all cases", DB_STAFF, list, WHOLE, { "newest", NULL } },
	{ "all complaints", DB_STAFF, list, WHOLE, { "newest", "complaint" } },
	{ "what is due", DB_STAFF, list, WHOLE, { "due", NULL } },
	{ "what waits", DB_STAFF, list, WHOLE, { "queue", NULL } },
	{ "words", DB_STAFF, find_words, WHOLE, { "complain ward", NULL } },
	{ "stems", DB_STAFF, find_words, WHOLE, { "compl*", NULL } },
	{ "the best", DB_STAFF, find_words, WHOLE, { "ward", "best" } },
	{ "letters and events", DB_STAFF, other_lists, WHOLE, { "" } },
	{ "a case", DB_STAFF, one_case, WHOLE, { "1" } },
	{ "none", DB_STAFF, one_case, REFUSES, { "99" } },
	{ "all of it", DB_STAFF, details, WHOLE, { "" } },
	{ "its codes", DB_STAFF, codes, WHOLE, { "" } },
	{ "its papers", DB_STAFF, dossier, WHOLE, { "1" } },
	{ "no papers", DB_STAFF, dossier, REFUSES, { "99" } },
	{ "an item's way", DB_STAFF, travel, WHOLE, { "" } },
	{ "by its ID", DB_STAFF, travel_named, WHOLE, { "m1" } },
	{ "by its case", DB_STAFF, travel_named, WHOLE, { "CS" } },
	{ "by its Message-ID", DB_STAFF, travel_named, WHOLE,
	    { "<m1@mail.example>" } },
	{ "without brackets", DB_STAFF, travel_named, WHOLE,
	    { "m1@mail.example" } },
	{ "by no name", DB_STAFF, travel_named, REFUSES, { "nothing" } },
	{ "annual", DB_STAFF, figures, WHOLE, { "annual" } },
	{ "ko41a", DB_STAFF, figures, WHOLE, { "ko41a" } },
	{ "performance", DB_STAFF, figures, WHOLE, { "performance" } },
	{ "foi", DB_STAFF, figures, WHOLE, { "foi" } },
	{ "themes", DB_STAFF, figures, WHOLE, { "themes" } },
	{ "board", DB_STAFF, figures, WHOLE, { "board" } },
	{ "equality", DB_STAFF, figures, WHOLE, { "equality" } },
	{ "cqc", DB_STAFF, figures, WHOLE, { "cqc" } },
	{ "health", DB_STAFF, health, WHOLE, { "" } },
	{ "alerts", DB_STAFF, alerts, WHOLE, { "" } },
	{ "holidays", DB_STAFF, holidays, WHOLE, { "" } },
	{ "the history", DB_STAFF, verify_history, WHOLE, { "" } },
	{ "gauges", DB_MONITOR, gauges, WHOLE, { "" } },
	{ "is it whole?", DB_KEEPER, verify, WHOLE, { "" } },
	{ "what is over", DB_KEEPER, keep, WHOLE, { "" } },
	{ "a place", DB_RECONCILE, put_right, WHOLE, { "0", "0" } },
	{ "a row", DB_RECONCILE, put_right, WHOLE, { "1", "1" } },
	{ "put back", DB_RECONCILE, put_right, WHOLE, { "2", "3" } },
	{ "told", DB_RECONCILE, put_right, WHOLE, { "3", "0" } },
	{ "does it agree?", DB_RECONCILE, compare, WHOLE, { "" } },
	{ "settled", DB_STAFF, settle, WHOLE, { "" } },
	{ "not twice", DB_STAFF, settle, REFUSES, { "" } },
};

int
main(void)
{
	return sweep_all(operations, sizeof operations / sizeof *operations);
}
