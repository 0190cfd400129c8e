/* holidays.c - holidays proclaimed since, and the clocks that they move */
#include "register/holidays.h"

#include "register/cases.h"
#include "register/statement.h"
#include "sample.h"
#include "tap.h"

#define MONDAY day_of(2026, 11, 23)

static struct span got_ack, got_response, got_detail;
static long long n_events;

static bool
keep_dates(const struct case_row *row, void *context)
{
	got_ack = arena_copy(context, row->ack_due);
	got_response = arena_copy(context, row->response_due);
	return true;
}

static bool
keep_event(const struct case_event_row *row, void *context)
{
	if (span_is_equal(row->what, SPAN("due days moved"))) {
		n_events++;
		got_detail = arena_copy(context, row->detail);
	}
	return true;
}

static void
look(struct db *db, struct span reference, struct arena *mem)
{
	struct error why;

	n_events = 0;
	if (cases_find(db, reference, keep_dates, mem, &why) != DONE ||
	    cases_events(db, reference, 0, keep_event, mem, &why) != DONE)
		die("test: %s", why.text);
}

/* Received on Sunday 22 November 2026. */
static void
fill(const struct sample *s, struct span *complaint, struct span *foi,
    struct arena *mem)
{
	autodb db = sample_db(s, DB_INTAKE);
	struct item *request = sample_complaint("m2", mem);

	*complaint = sample_register(db, sample_complaint("m1", mem), mem);
	request->verdict.category = FOI;
	request->owed.ack_due = day_of(2026, 11, 24);
	request->owed.response_due = day_of(2026, 12, 21);
	*foi = sample_register(db, request, mem);
}

static void
test_move(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct span complaint, foi;
	struct error why;
	long long moved = 0;
	struct new_holiday new = { MONDAY, true, SPAN("Jubilee"), SPAN("Ada"),
		1795342500 };

	sample_open(&s);
	fill(&s, &complaint, &foi, &mem);
	autodb db = sample_db(&s, DB_STAFF);
	is_number(holiday_add(db, &new, &moved, &why), DONE, "a holiday");
	is_number(moved, 2, "moves both cases");
	look(db, complaint, &mem);
	is_span(got_ack, "2026-11-26", "the acknowledgement by a day");
	is_span(got_response, "2027-05-21", "six months are six months");
	is_number(n_events, 1, "its history says so");
	is_span(got_detail,
	    "acknowledgement 2026-11-25 to 2026-11-26; 2026-11-23 is a holiday",
	    "from when to when");
	look(db, foi, &mem);
	is_span(got_ack, "2026-11-25", "the request's too");
	is_span(got_response, "2026-12-22", "and its reply");
	is_number(holiday_add(db, &new, &moved, &why), REFUSED,
	    "the same day again");
	/* Only Scotland's: FOI alone counts it. */
	new.at = day_of(2026, 12, 2);
	new.in_england = false;
	is_number(holiday_add(db, &new, &moved, &why), DONE, "elsewhere");
	is_number(moved, 1, "moves the request alone");
	look(db, foi, &mem);
	is_span(got_ack, "2026-11-25", "not its acknowledgement");
	is_span(got_response, "2026-12-23", "but its reply");
	/* It becomes one of England as well. */
	new.in_england = true;
	is_number(holiday_add(db, &new, &moved, &why), DONE, "here as well");
	is_number(moved, 0, "which moves nothing more");
	sample_close(&s);
}

/* Days that were counted from the receipt move with what is counted. */
static void
test_counted(void)
{
	static const struct {
		const char *sql;
		bool in_england;
		const char *response, *holding;
	} cases[] = {
		/* what may be a request has its days, of all of the UK */
		{ "UPDATE cases SET category = '', response_due = '2026-12-21'",
		    false, "2026-12-22", "" },
		{ "UPDATE cases SET category = '', response_due = '2026-12-18'",
		    false, "2026-12-18", "" },
		{ "UPDATE cases SET category = '', response_due = '2026-12-18'",
		    true, "2026-12-21", "" },
		{ "UPDATE cases SET category = 'concern',"
		  " holding_due = '2026-12-01', response_due = '2026-12-15'",
		    true, "2026-12-16", "2026-12-02" },
		{ "UPDATE cases SET category = 'concern',"
		  " holding_due = '2026-12-01', response_due = '2026-12-15'",
		    false, "2026-12-15", "2026-12-01" },
		{ "UPDATE cases SET category = 'concern',"
		  " ack_due = '2026-11-24', holding_due = '2026-12-01',"
		  " response_due = '2026-12-15'",
		    true, "2026-12-16", "2026-12-02" },
		{ "UPDATE cases SET disposition = 'records_request',"
		  " response_due = '2026-12-22'",
		    true, "2026-12-22", "" },
		{ "UPDATE cases SET category = 'comment', ack_due = NULL,"
		  " response_due = NULL",
		    true, "", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct sample s;
		struct span complaint, foi;
		struct error why = { "" };
		const struct new_holiday new = { .at = day_of(2026, 11, 25),
			.in_england = cases[i].in_england,
			.name = SPAN("A day of thanks"),
			.who = SPAN("jbell"),
			.now = 1795400000 };
		sqlite3 *sqlite = NULL;
		sqlite3_stmt *at = NULL;
		long long moved;

		sample_open(&s);
		fill(&s, &complaint, &foi, &mem);
		if (sqlite3_open(s.path, &sqlite) != SQLITE_OK ||
		    sqlite3_exec(sqlite,
			arena_printf(&mem, "%s WHERE id = 1", cases[i].sql).at,
			NULL, NULL, NULL) != SQLITE_OK)
			die("test: %s", sqlite3_errmsg(sqlite));
		{
			autodb db = sample_db(&s, DB_STAFF);

			is_number(holiday_add(db, &new, &moved, &why), DONE,
			    "a holiday %s", why.text);
		}
		if (sqlite3_prepare_v2(sqlite,
			"SELECT COALESCE (response_due, ''),"
			" COALESCE (holding_due, '') FROM cases WHERE id = 1",
			-1, &at, NULL) != SQLITE_OK ||
		    sqlite3_step(at) != SQLITE_ROW)
			die("test: %s", sqlite3_errmsg(sqlite));
		is_text((const char *)sqlite3_column_text(at, 0),
		    cases[i].response, "days %zu: the response", i);
		is_text((const char *)sqlite3_column_text(at, 1),
		    cases[i].holding, "days %zu: the letter before it", i);
		sqlite3_finalize(at);
		sqlite3_close(sqlite);
		sample_close(&s);
	}
}

static void
test_refused(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct error why;
	long long moved = 7;
	static const char *const days[] = { "2026-12-25", "2026-11-21",
		"2018-12-31", "2029-01-01" };

	sample_open(&s);
	autodb db = sample_db(&s, DB_STAFF);
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		is_number(
		    holiday_add(db,
			&(struct new_holiday){ day_parse(span_of(days[i])),
			    true, SPAN("x"), SPAN("Ada"), 1 },
			&moved, &why),
		    REFUSED, "%s cannot become one", days[i]);
	is_number(moved, 7, "and nothing is said to have moved");
	sample_close(&s);
}

/* What intake counts by from then on. */
static void
test_used(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct error why;
	struct policy policy = { 0 };
	long long moved;
	day due;

	sample_open(&s);
	{
		autodb staff = sample_db(&s, DB_STAFF);

		if (holiday_add(staff,
			&(struct new_holiday){ MONDAY, true, SPAN("x"),
			    SPAN("Ada"), 1 },
			&moved, &why) != DONE)
			die("test: %s", why.text);
	}
	autodb db = sample_db(&s, DB_INTAKE);
	is_number(holidays_read(db, &mem, &policy, &why), DONE, "read");
	is_number(policy.n_proclaimed, 1, "it is there");
	is_number(workday_add((struct calendar){ false, policy.proclaimed,
				  policy.n_proclaimed },
		      MONDAY - 1, 3, &due, &why),
	    DONE, "and counts");
	is_span(day_text(due, &mem), "2026-11-26", "a day more");
	sample_close(&s);
}

int
main(void)
{
	test_move();
	test_counted();
	test_refused();
	test_used();
	return done();
}
