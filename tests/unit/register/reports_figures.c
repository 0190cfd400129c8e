/* reports_figures.c - what figures of speed and of requests count */
#include "matter.h"
#include "register/reports.h"

#include <sqlite3.h>

#define MAX_SHOWN 4096

/* A case of a register, and what became of it. */
struct history {
	const char *cases;  /* of its row */
	const char *outbox; /* of its acknowledgement's; "" leaves it */
	const char *fields; /* NAME=VALUE;NAME=VALUE */
	const char *item;   /* of its item's row; "" leaves it */
};

static void
run_sql(struct matter *m, const char *words)
{
	sqlite3 *sqlite = NULL;

	if (sqlite3_open(m->sample.path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite, words, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s: %s", words, sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

static void
set(struct matter *m, size_t id, const char *table, const char *what)
{
	if (what[0] != '\0')
		run_sql(m,
		    arena_printf(&m->mem, "UPDATE %s SET %s WHERE %s = %s%zu%s",
			table, what,
			strcmp(table, "outbox") == 0 ? "case_id" : "id",
			strcmp(table, "item") == 0
			    ? "(SELECT item_id FROM item_case "
			      "WHERE case_id = "
			    : "",
			id, strcmp(table, "item") == 0 ? ")" : "")
			.at);
}

/* A register of these cases; the first is the one that is there. */
static void
cases_open(struct matter *m, const struct history *h, size_t n)
{
	matter_open(m);
	for (size_t i = 0; i < n; i++) {
		struct span fields = span_of(h[i].fields);

		if (i > 0)
			matter_add(m, sample_complaint("m", &m->mem));
		set(m, i + 1, "cases", h[i].cases);
		set(m, i + 1, "outbox", h[i].outbox);
		set(m, i + 1, "item", h[i].item);
		while (fields.len > 0) {
			struct span value = span_cut_at(&fields, ';');
			struct span field = span_cut_at(&value, '=');

			run_sql(m,
			    arena_printf(&m->mem,
				"INSERT INTO case_field (case_id, field, "
				"value, at, who, is_current) VALUES (%zu, "
				"'%.*s', '%.*s', 1, 'x', 1)",
				i + 1, SPAN_ARG(field), SPAN_ARG(value))
				.at);
		}
	}
}

/* "label: figures; ..." of a table; rows of nothing but 0 are left out. */
static const char *
figures(struct matter *m, const struct report_asked *asked, const char *table)
{
	static char shown[MAX_SHOWN];
	struct report report = { 0 };
	size_t len = 0;

	if (report_run(m->db, asked, &m->mem, &report, &m->why) != DONE)
		die("test: %s", m->why.text);
	shown[0] = '\0';
	for (struct report_table *t = report.first; t != NULL; t = t->next) {
		if (strcmp(t->name, table) != 0)
			continue;
		for (struct report_row *r = t->first; r != NULL; r = r->next) {
			bool has = false;

			for (size_t i = 0; i < t->n_columns; i++)
				has = has || r->figures[i].n != 0;
			if (!has)
				continue;
			len += (size_t)snprintf(shown + len, MAX_SHOWN - len,
			    "%.*s:", SPAN_ARG(r->label));
			for (size_t i = 0; i < t->n_columns; i++)
				len += (size_t)snprintf(shown + len,
				    MAX_SHOWN - len, " %lld", r->figures[i].n);
			len += (size_t)snprintf(shown + len, MAX_SHOWN - len,
			    "; ");
		}
	}
	return shown;
}

static struct report_asked
asked_of(const struct matter *m, const char *kind)
{
	return (struct report_asked){ .kind = span_of(kind),
		.from = day_of(2026, 4, 1),
		.until = day_of(2027, 3, 31),
		.today = day_of(2026, 12, 31),
		.policy = &m->policy,
		.most = 3 };
}

/* Received on Monday 23 November, to be acknowledged by the 26th. */
#define OWED "received_on = '2026-11-23', ack_due = '2026-11-26'"
#define IN_TIME "1795520400"  /* 24 November, 11:00 */
#define TOO_LATE "1795779600" /* 27 November, 11:00 */
#define SAME_DAY "registered_at = 1795428000"

static void
test_acknowledged(void)
{
	static const struct history cases[] = {
		{ OWED, "state = 'sent', finished_at = " IN_TIME, "",
		    SAME_DAY },
		{ OWED, "state = 'posted', finished_at = " IN_TIME, "",
		    SAME_DAY },
		{ OWED, "state = 'sent', finished_at = " TOO_LATE, "",
		    SAME_DAY },
		{ OWED, "state = 'sent', finished_at = " TOO_LATE, "",
		    "registered_at = " TOO_LATE },
		{ OWED, "state = 'held'", "", SAME_DAY },
		{ OWED,
		    "state = 'sent', released_at = 1, finished_at = " TOO_LATE,
		    "", SAME_DAY },
		{ OWED, "state = 'failed'", "", SAME_DAY },
		{ OWED, "state = 'sent', attempts = 2, finished_at = " TOO_LATE,
		    "", SAME_DAY },
		{ OWED, "state = 'telephoned', finished_at = " TOO_LATE, "",
		    SAME_DAY },
		{ OWED,
		    "state = 'posted', channel = 'letter', "
		    "finished_at = " TOO_LATE,
		    "", SAME_DAY },
		{ OWED,
		    "state = 'sent', bounced_at = 1, finished_at = " IN_TIME,
		    "", SAME_DAY },
		/* told by telephone, on the last day and after it */
		{ OWED, "state = 'failed'", "acknowledged_on=2026-11-26",
		    SAME_DAY },
		{ OWED, "state = 'due'", "acknowledged_on=2026-11-27",
		    SAME_DAY },
		/* its day is not over */
		{ "received_on = '2026-12-29', ack_due = '2026-12-31'",
		    "state = 'due'", "", SAME_DAY },
		/* nothing is owed */
		{ "received_on = '2026-11-23', ack_due = NULL", "", "",
		    SAME_DAY },
		/* a concern counts for itself alone */
		{ OWED ", category = 'concern'",
		    "state = 'sent', finished_at = " IN_TIME, "", SAME_DAY },
	};
	struct matter m;
	struct report_asked asked;

	cases_open(&m, cases, sizeof cases / sizeof *cases);
	asked = asked_of(&m, "performance");
	is_text(figures(&m, &asked, "acknowledged"),
	    "complaint: 14 3 10 1 231 40; concern: 1 1 0 0 1000 10; ",
	    "owed, in time, late, waiting, the share, the median");
	is_text(figures(&m, &asked, "late_because"),
	    "held_for_a_decision: 2; registered_late: 1; came_back: 1; "
	    "could_not_be_sent: 2; by_post: 1; by_telephone: 1; other: 2; ",
	    "and why");
	is_text(figures(&m, &asked, "acknowledged_by_month"),
	    "2026-11: 13 3 10 231; 2026-12: 1 0 0 0; ", "by month");
	asked.today = day_of(2026, 3, 1);
	is_text(figures(&m, &asked, "acknowledged_by_month"), "",
	    "no month of a period to come");
	run_sql(&m, "DELETE FROM outbox WHERE case_id = 3");
	asked.today = day_of(2026, 12, 31);
	is_text(figures(&m, &asked, "late_because"),
	    "held_for_a_decision: 2; registered_late: 1; came_back: 1; "
	    "could_not_be_sent: 2; by_post: 1; by_telephone: 1; "
	    "none_could_be_sent: 1; other: 1; ",
	    "none that could be sent");
	matter_close(&m);
}

static void
test_answered(void)
{
	static const struct history cases[] = {
		{ "received_on = '2026-06-01', response_due = '2026-12-01'", "",
		    "response_sent_on=2026-08-31;complexity=straightforward",
		    "" },
		{ "received_on = '2026-06-01', response_due = '2026-12-01'", "",
		    "response_sent_on=2026-12-02;complexity=complex", "" },
		/* a later day was agreed on */
		{ "received_on = '2026-06-01', response_due = '2026-12-01'", "",
		    "response_sent_on=2026-12-02;agreed_due=2026-12-10", "" },
		{ "received_on = '2026-06-01', response_due = NULL", "",
		    "response_sent_on=2026-06-11", "" },
		/* open: by age */
		{ "received_on = '2026-12-20', response_due = '2027-06-20'", "",
		    "", "" },
		{ "received_on = '2026-11-01', response_due = '2026-12-30'", "",
		    "", "" },
		{ "received_on = '2026-07-15', response_due = NULL", "", "",
		    "" },
		{ "received_on = '2026-06-01', response_due = '2026-12-01'", "",
		    "", "" },
	};
	struct matter m;
	struct report_asked asked;

	cases_open(&m, cases, sizeof cases / sizeof *cases);
	asked = asked_of(&m, "performance");
	is_text(figures(&m, &asked, "answered"),
	    "all: 4 3 1 750 500 500 1375; "
	    "straightforward: 1 1 0 1000 1000 1000 910; "
	    "complex: 1 0 1 0 0 0 1840; ",
	    "answered: in the time agreed on, late, their shares");
	is_text(figures(&m, &asked, "open"),
	    "up_to_1_month: 1 0; 1_to_3_months: 1 1; 3_to_6_months: 1 0; "
	    "over_6_months: 5 1; ",
	    "open by age, and how many are overdue");
	matter_close(&m);
}

/* 30 November is no working day: it is a holiday in Scotland. */
#define REQUEST "category = 'foi', received_on = '2026-11-02', "
static void
test_requests(void)
{
	static const struct history cases[] = {
		{ REQUEST "response_due = '2026-11-30'", "",
		    "response_sent_on=2026-11-30;outcome=answered;law=foia",
		    "" },
		{ REQUEST "response_due = '2026-11-30'", "",
		    "response_sent_on=2026-12-01;outcome=partly_answered;"
		    "exemptions=s40(2), s43  s40(2);law=foia",
		    "" },
		{ REQUEST "response_due = '2026-11-30'", "",
		    "response_sent_on=2026-12-01;extended_until=2026-12-01",
		    "" },
		{ REQUEST "response_due = '2026-11-30'", "",
		    "response_sent_on=2026-12-03;extended_until=2026-12-01",
		    "" },
		{ REQUEST "response_due = NULL", "",
		    "response_sent_on=2026-12-01;law=eir", "" },
		{ REQUEST "response_due = '2026-11-30', state = 'closed', "
			  "closed_on = '2026-11-10'",
		    "", "outcome=withdrawn", "" },
		{ REQUEST "response_due = '2026-11-30'", "", "", "" },
		{ REQUEST "response_due = '2026-12-31'", "", "", "" },
		{ REQUEST "response_due = '2026-11-30'", "",
		    "extended_until=2026-12-31", "" },
		{ REQUEST "response_due = '2026-11-30'", "",
		    "extended_until=2026-12-30", "" },
		{ REQUEST "response_due = NULL", "", "", "" },
	};
	struct matter m;
	struct report_asked asked;

	cases_open(&m, cases, sizeof cases / sizeof *cases);
	asked = asked_of(&m, "foi");
	is_text(figures(&m, &asked, "requests"),
	    "received: 11; in_20_working_days: 2; in_extended_time: 1; "
	    "late: 2; in_20_working_days_share: 400; "
	    "ended_without_answer: 1; open: 5; open_overdue: 2; "
	    "median_working_days: 200; ",
	    "requests for information");
	is_text(figures(&m, &asked, "outcome"),
	    "answered: 1; partly_answered: 1; withdrawn: 1; ",
	    "what came of them");
	is_text(figures(&m, &asked, "exemption"), "s40(2): 2; s43: 1; ",
	    "what was withheld");
	is_text(figures(&m, &asked, "law"),
	    "foia: 2; not_recorded: 8; eir: 1; ", "by which law");
	matter_close(&m);
}

/* More words than a table takes: the rest are one. */
static void
test_many_words(void)
{
	struct matter m;
	struct report_asked asked;
	const struct history one = { REQUEST "response_due = NULL", "", "",
		"" };
	struct span words = SPAN("");
	const char *shown;

	cases_open(&m, &one, 1);
	for (int i = 0; i < 70; i++)
		words = arena_printf(&m.mem, "%.*s s%d", SPAN_ARG(words), i);
	run_sql(&m,
	    arena_printf(&m.mem,
		"INSERT INTO case_field (case_id, field, value, at, who, "
		"is_current) VALUES (1, 'exemptions', '%.*s', 1, 'x', 1)",
		SPAN_ARG(words))
		.at);
	asked = asked_of(&m, "foi");
	shown = figures(&m, &asked, "exemption");
	ok(strstr(shown, "s62: 1; other: 7; ") != NULL, "%s", shown);
	matter_close(&m);
}

/* What an inspector is shown: of many closed complaints, some from all along. */
static void
test_pick(void)
{
#define CLOSED(on)                                                             \
	"received_on = '2026-11-02', state = 'closed', closed_on = '" on "'"
	static const struct history cases[] = {
		{ CLOSED("2026-11-03"), "",
		    "response_sent_on=2026-11-03;outcome=upheld", "" },
		{ CLOSED("2026-11-04"), "", "", "" },
		{ CLOSED("2026-11-05"), "", "outcome=not_upheld", "" },
		{ CLOSED("2026-11-06"), "", "", "" },
		{ CLOSED("2026-11-07"), "", "", "" },
		{ CLOSED("2026-11-08"), "", "outcome=withdrawn", "" },
		{ "received_on = '2026-11-02'", "", "", "" },
		{ "category = 'foi', " CLOSED("2026-11-03"), "", "", "" },
	};
#undef CLOSED
	struct matter m;
	struct report_asked asked;
	struct report report = { 0 };
	autobuf shown = BUF(4096);

	cases_open(&m, cases, sizeof cases / sizeof *cases);
	asked = asked_of(&m, "cqc");
	if (report_run(m.db, &asked, &m.mem, &report, &m.why) != DONE)
		die("test: %s", m.why.text);
	for (struct report_table *t = report.first; t != NULL; t = t->next)
		for (struct report_row *r = t->first;
		     r != NULL && strcmp(t->name, "cases") == 0; r = r->next) {
			buf_printf(&shown, "%.*s:", SPAN_ARG(r->label));
			for (size_t i = 0; i < t->n_columns; i++)
				buf_printf(&shown, " %.*s",
				    SPAN_ARG(r->figures[i].text));
			buf_add_text(&shown, "; ");
		}
	is_text(buf_text(&shown),
	    "CS26-000001-P: 2026-11-02 2026-11-03 2026-11-03 upheld  4; "
	    "CS26-000003-R: 2026-11-02  2026-11-05 not_upheld  5; "
	    "CS26-000005-U: 2026-11-02  2026-11-07   5; ",
	    "three of six, as they lie in time");
	matter_close(&m);
}

int
main(void)
{
	test_acknowledged();
	test_answered();
	test_requests();
	test_many_words();
	test_pick();
	return done();
}
