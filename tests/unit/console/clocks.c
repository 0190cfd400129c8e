/* clocks.c - the six months, and what is told of them */
#include "console/clocks.h"
#include "tap.h"
#include "triage/workday.h"

static struct case_row
a_complaint(void)
{
	return (struct case_row){ .category = SPAN("complaint"),
		.state = SPAN("acknowledged"),
		.received_on = SPAN("2026-11-22"),
		.response_due = SPAN("2027-05-21") };
}

static void
test_months(void)
{
	autoarena mem = { 0 };
	struct case_row row = a_complaint();
	struct six_months months;

	ok(clocks_six_months(&row, &months), "a complaint has six months");
	is_span(day_text(months.alarms[0], &mem), "2027-03-21", "four");
	is_span(day_text(months.alarms[1], &mem), "2027-04-21", "five");
	is_span(day_text(months.alarms[2], &mem), "2027-05-06",
	    "five and a half");
	is_span(day_text(months.end, &mem), "2027-05-21", "six");
	row.response_due = SPAN("2027-01-29");
	ok(clocks_six_months(&row, &months), "also where less was agreed");
	row.response_due = SPAN("2027-05-22");
	ok(!clocks_six_months(&row, &months), "not where more was");
	row = a_complaint();
	row.state = SPAN("closed");
	ok(!clocks_six_months(&row, &months), "nor closed");
	row = a_complaint();
	row.category = SPAN("comment");
	ok(!clocks_six_months(&row, &months), "nor a comment");
	row.category = SPAN("");
	ok(!clocks_six_months(&row, &months), "nor what is no case");
	row.needs_review = true;
	ok(clocks_six_months(&row, &months), "but what may be a complaint");
}

static void
test_note(void)
{
	static const struct {
		int month, day_of_month;
		const char *note;
	} cases[] = {
		{ 3, 20, "" },
		{ 3, 21, "4 months have passed; six end on 2027-05-21" },
		{ 4, 20, "4 months have passed; six end on 2027-05-21" },
		{ 4, 21, "5 months have passed; six end on 2027-05-21" },
		{ 5, 6, "5\302\275 months have passed; six end on 2027-05-21" },
		{ 5, 21,
		    "5\302\275 months have passed; six end on 2027-05-21" },
		{ 5, 22,
		    "six months are over: write why, and when the response "
		    "comes" },
	};
	autoarena mem = { 0 };
	struct case_row row = a_complaint();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_span(clocks_note(&row,
			    day_of(2027, cases[i].month, cases[i].day_of_month),
			    &mem),
		    cases[i].note, "2027-%02d-%02d", cases[i].month,
		    cases[i].day_of_month);
	row.paused_on = SPAN("2026-12-01");
	is_span(clocks_note(&row, day_of(2026, 12, 2), &mem),
	    "paused since 2026-12-01", "paused");
	is_span(clocks_note(&row, day_of(2027, 3, 21), &mem),
	    "paused since 2026-12-01; 4 months have passed; six end on "
	    "2027-05-21",
	    "the law's months go on");
}

int
main(void)
{
	test_months();
	test_note();
	return done();
}
