/* clarifying.c - a request for information rests until it is clear */
#include "matter.h"
#include "register/holidays.h"
#include "register/pausing.h"

/* A request of Sunday 22 November 2026, due on Monday 21 December. */
static void
request_open(struct matter *m)
{
	struct item *item;

	matter_open(m);
	item = sample_complaint("m", &m->mem);
	item->verdict.category = FOI;
	item->owed.response_due = day_of(2026, 12, 21);
	matter_add(m, item);
	m->change.at = noon_of(2026, 12, 10);
}

static enum outcome
set(struct matter *m, const char *field, const char *value)
{
	return casework_change(m->db,
	    &(struct wanted_change){ .change = m->change,
		.field = case_field_find(span_of(field)),
		.value = span_of(value),
		.agreed_on = NO_DATE,
		.policy = &m->policy },
	    &m->why);
}

static void
is_refused(struct matter *m, const char *field, const char *value,
    const char *words)
{
	ok(set(m, field, value) == REFUSED && matter_says(m, words),
	    "%s %s: %s", field, value, m->why.text);
}

static void
test_rests(void)
{
	struct matter m;
	struct case_row row;

	request_open(&m);
	is_refused(&m, "clarified_on", "2026-12-01", "say first when");
	ok(set(&m, "clarify_requested_on", "2026-11-30") == DONE, "asked");
	row = matter_row(&m, m.change.reference);
	is_span(row.paused_on, "2026-11-30", "the clock stops");
	is_span(row.response_due, "2026-12-21", "the day stays to be seen");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: clock stopped. The requester was asked on Monday 30 "
	    "November 2026 what is wanted; the days begin anew with the answer",
	    "history");
	ok(pausing_end(m.db, &m.change, &m.why) == REFUSED &&
		matter_says(&m, "clarified_on"),
	    "nothing else lets it go on: %s", m.why.text);
	is_refused(&m, "clarified_on", "2026-11-29", "asked later");
	ok(set(&m, "clarify_requested_on", "2026-12-01") == DONE,
	    "it was another day");
	is_span(matter_row(&m, m.change.reference).paused_on, "2026-12-01",
	    "since then");
	/* 20 working days of the UK from Wednesday 2 December: Christmas, New
	 * Year and 2 January, kept on Monday the 4th in Scotland. */
	ok(set(&m, "clarified_on", "2026-12-02") == DONE, "answered");
	row = matter_row(&m, m.change.reference);
	is_span(row.paused_on, "", "the clock runs");
	is_span(row.response_due, "2027-01-05", "from the answer");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: clock restarted. The requester answered on Wednesday 2 "
	    "December 2026; the reply is due by Tuesday 5 January 2027",
	    "history");
	is_refused(&m, "clarified_on", "", "set another day");
	is_refused(&m, "clarify_requested_on", "", "counted from the answer");
	ok(set(&m, "clarified_on", "2026-12-03") == DONE, "it was a day later");
	is_span(matter_row(&m, m.change.reference).response_due, "2027-01-06",
	    "and so is the reply");
	is_refused(&m, "clarify_requested_on", "2026-12-02", "answered before");
	ok(set(&m, "clarify_requested_on", "2026-12-08") == DONE,
	    "asked once more");
	is_text(matter_field(&m, "clarified_on"), "", "and not answered yet");
	ok(set(&m, "clarify_requested_on", "") == DONE, "taken back");
	is_span(matter_row(&m, m.change.reference).paused_on, "", "it goes on");
	matter_close(&m);
}

static void
test_refused(void)
{
	struct matter m;

	matter_open(&m);
	is_refused(&m, "clarify_requested_on", "2026-11-23",
	    "a complaint's days go on");
	matter_close(&m);
	request_open(&m);
	m.change.at = noon_of(2026, 12, 22);
	is_refused(&m, "clarify_requested_on", "2026-12-22",
	    "does not stop the clock");
	ok(set(&m, "clarify_requested_on", "2026-12-21") == DONE,
	    "asked on the last day");
	ok(set(&m, "clarified_on", "2026-12-22") == DONE, "answered");
	ok(set(&m, "response_sent_on", "2026-12-22") == DONE, "and replied to");
	is_refused(&m, "clarify_requested_on", "2026-12-22", "was answered");
	matter_close(&m);
	request_open(&m);
	m.change.reason = SPAN("by letter");
	ok(pausing_begin(m.db, &m.change, SPAN("court"), &m.why) == DONE,
	    "paused for another reason");
	is_refused(&m, "clarify_requested_on", "2026-12-01", "is paused since");
	matter_close(&m);
}

/* A court's pause ends by itself, whatever was asked before. */
static void
test_paused(void)
{
	static const struct {
		const char *asked, *answered;
	} before[] = {
		{ NULL, NULL },
		{ "2026-11-30", "2026-12-02" },
	};

	for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
		struct matter m;

		request_open(&m);
		if (before[i].asked != NULL)
			ok(set(&m, "clarify_requested_on", before[i].asked) ==
				    DONE &&
				set(&m, "clarified_on", before[i].answered) ==
				    DONE,
			    "asked and answered");
		m.change.reason = SPAN("by letter");
		ok(pausing_begin(m.db, &m.change, SPAN("court"), &m.why) ==
			DONE,
		    "paused: %s", m.why.text);
		ok(pausing_end(m.db, &m.change, &m.why) == DONE,
		    "and goes on: %s", m.why.text);
		is_span(matter_row(&m, m.change.reference).paused_on, "",
		    "its days count");
		matter_close(&m);
	}
}

/* A holiday that is proclaimed counts from the answer on. */
static void
test_holiday(void)
{
	struct matter m;
	long long moved = 0;
	struct new_holiday new = { day_of(2026, 11, 27), true, SPAN("Jubilee"),
		SPAN("Ada"), 1795342500 };

	request_open(&m);
	ok(set(&m, "clarify_requested_on", "2026-11-30") == DONE &&
		set(&m, "clarified_on", "2026-12-02") == DONE,
	    "asked and answered");
	ok(holiday_add(m.db, &new, &moved, &m.why) == DONE, "a day before");
	is_span(matter_row(&m, m.change.reference).response_due, "2027-01-05",
	    "moves nothing");
	new.at = day_of(2026, 12, 9);
	ok(holiday_add(m.db, &new, &moved, &m.why) == DONE, "a day behind");
	is_span(matter_row(&m, m.change.reference).response_due, "2027-01-06",
	    "moves the reply");
	matter_close(&m);
}

int
main(void)
{
	test_rests();
	test_refused();
	test_paused();
	test_holiday();
	return done();
}
