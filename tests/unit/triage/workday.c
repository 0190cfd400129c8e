/* workday.c - days, working days, the days the law counts */
#include "triage/workday.h"

#include "due.h"
#include "edge.h"
#include "tap.h"

static day
date(const char *text)
{
	return day_parse(edge_of(text));
}

/* The days of months that there are, and one more. */
static void
test_dates(void)
{
	static const char *const last[] = { "2026-01-31", "2026-02-28",
		"2028-02-29", "2000-02-29", "2026-03-31", "2026-04-30",
		"2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31",
		"2026-09-30", "2026-10-31", "2026-11-30", "2026-12-31" };
	static const char *const none[] = { "2026-01-32", "2026-02-29",
		"2028-02-30", "2100-02-29", "2026-03-32", "2026-04-31",
		"2026-05-32", "2026-06-31", "2026-07-32", "2026-08-32",
		"2026-09-31", "2026-10-32", "2026-11-31", "2026-12-32",
		"2026-00-01", "2026-13-01", "2026-01-00", "2026-1-01", "" };

	for (size_t i = 0; i < sizeof last / sizeof *last; i++)
		is_day(date(last[i]), last[i], "a last day");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		is_number(date(none[i]), NO_DATE, "no day: %s", none[i]);
}

/* Received; England + 3, 2, 10, 30; United Kingdom + 20. */
static const char *const due_days[][6] = {
	{ "2026-11-22", "2026-11-25", "2026-11-24", "2026-12-04", "2027-01-06",
	    "2026-12-21" },
	{ "2026-12-18", "2026-12-23", "2026-12-22", "2027-01-06", "2027-02-03",
	    "2027-01-21" },
	{ "2026-12-24", "2026-12-31", "2026-12-30", "2027-01-12", "2027-02-09",
	    "2027-01-27" },
	{ "2026-12-25", "2026-12-31", "2026-12-30", "2027-01-12", "2027-02-09",
	    "2027-01-27" },
	{ "2026-12-31", "2027-01-06", "2027-01-05", "2027-01-15", "2027-02-12",
	    "2027-02-01" },
	{ "2026-03-02", "2026-03-05", "2026-03-04", "2026-03-16", "2026-04-15",
	    "2026-03-31" },
	{ "2026-04-02", "2026-04-09", "2026-04-08", "2026-04-20", "2026-05-19",
	    "2026-05-05" },
	{ "2026-06-12", "2026-06-17", "2026-06-16", "2026-06-26", "2026-07-24",
	    "2026-07-14" },
	{ "2026-07-10", "2026-07-15", "2026-07-14", "2026-07-24", "2026-08-21",
	    "2026-08-11" },
	{ "2027-03-25", "2027-04-01", "2027-03-31", "2027-04-12", "2027-05-11",
	    "2027-04-26" },
	{ "2027-12-24", "2027-12-31", "2027-12-30", "2028-01-12", "2028-02-09",
	    "2028-01-27" },
	{ "2028-01-01", "2028-01-06", "2028-01-05", "2028-01-17", "2028-02-14",
	    "2028-02-01" },
};

static void
test_due_days(void)
{
	static const int days[] = { 0, 3, 2, 10, 30, 20 };

	for (size_t i = 0; i < sizeof due_days / sizeof *due_days; i++)
		for (int c = 1; c < 6; c++) {
			day due = NO_DATE;

			ok(workday_add(c == 5 ? CALENDAR_UK : CALENDAR_ENGLAND,
			       date(due_days[i][0]), days[c], &due,
			       NULL) == DONE,
			    "%s + %d", due_days[i][0], days[c]);
			is_day(due, due_days[i][c], "falls on the right day");
		}
}

static void
test_six_months(void)
{
	static const char *const rows[][2] = { { "2026-01-15", "2026-07-14" },
		{ "2026-08-31", "2027-02-28" }, { "2026-12-01", "2027-05-31" },
		{ "2028-02-29", "2028-08-28" } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_day(months_last_day(date(rows[i][0]), 6), rows[i][1],
		    rows[i][0]);
	is_day(months_last_day(date("2026-01-15"), 12), "2027-01-14",
	    "twelve months");
	is_day(months_last_day(date("2026-01-31"), 2), "2026-03-30",
	    "the last day of months that have it");
	is_day(months_last_day(date("9999-06-15"), 6), "9999-12-14",
	    "to the last year");
	is_number(months_last_day(date("9999-07-15"), 6), NO_DATE,
	    "and not beyond it");
}

/* The month of UK GDPR art 12(3), which ends on a working day. */
static void
test_month(void)
{
	static const char *const rows[][3] = {
		{ "2026-11-16", "2026-12-16", "the same day" },
		{ "2026-11-21", "2026-12-21", "a Monday" },
		{ "2026-11-19", "2026-12-21", "for a Saturday its Monday" },
		{ "2026-11-25", "2026-12-29", "behind Christmas" },
		{ "2026-01-31", "2026-03-02", "the last day, a Saturday" },
		{ "2027-01-29", "2027-03-01", "the last day, a Sunday" },
		{ "2026-12-31", "2027-02-01", "across the year" },
		{ "2028-11-29", "2028-12-29", "the table's last working day" },
		{ "2028-11-30", "", "a day beyond the table" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_day(months_day(CALENDAR_ENGLAND, date(rows[i][0]), 1),
		    rows[i][1], rows[i][2]);
	is_day(months_day(CALENDAR_ENGLAND, date("2026-10-30"), 1),
	    "2026-11-30", "no holiday of England");
	is_day(months_day(CALENDAR_UK, date("2026-10-30"), 1), "2026-12-01",
	    "but one of Scotland");
}

/* Days that were proclaimed when the table was made already. */
static void
test_proclaimed(void)
{
	static const struct proclaimed days[] = { { 20776, false },
		{ 20777, false }, { 20777, true } };
	struct calendar england = { false, days, 3 }, uk = { true, days, 3 };
	day due = 0;

	ok(day_is_working(england, 20776), "one of Scotland, in England");
	ok(!day_is_working(uk, 20776), "and in the UK");
	ok(!day_is_working(england, 20777), "one of both, in England");
	ok(!day_is_working(uk, 20777), "and in the UK");
	ok(day_is_working(uk, 20775), "the day before it");
	ok(day_is_working((struct calendar){ true, days, 1 }, 20777),
	    "what is not told of does not count");
	ok(workday_add(england, 20775, 2, &due, NULL) == DONE &&
		due == date("2026-11-23"),
	    "due days pass over it");
}

/* What is told of the table to those who show it. */
static void
test_table(void)
{
	struct proclaimed holiday = { 0 };
	const char *name = "";
	size_t n = 0;
	day before = calendar_start() - 1;
	int bad = 0;

	ok(calendar_holiday(0, &holiday, &name), "there is a first one");
	is_day(holiday.at, "2019-01-01", "New Year of the first year");
	ok(holiday.in_england, "is one of England");
	is_span(span_of(name), "New Year's Day", "by name");
	ok(calendar_holiday(1, &holiday, &name) && !holiday.in_england,
	    "the day after is Scotland's alone");
	is_day(holiday.at, "2019-01-02", "and its date is told");
	for (; calendar_holiday(n, &holiday, &name); n++) {
		bad += holiday.at <= before || name[0] == '\0' ||
		       day_is_working(CALENDAR_UK, holiday.at) ||
		       day_is_working(CALENDAR_ENGLAND, holiday.at) ==
			   holiday.in_england;
		before = holiday.at;
	}
	is_number(bad, 0, "they are in order, named and free");
	is_day(holiday.at, "2028-12-26", "the last is the last year's");
	ok(!calendar_holiday(n, &holiday, &name), "there is none behind it");
	is_day(calendar_start(), "2019-01-01", "the table begins with 2019");
}

static void
test_london(void)
{
	static const struct {
		time_t at;
		const char *day, *what;
	} rows[] = {
		{ 1783726200, "2026-07-11", "summer, 23:30 UTC" },
		{ 1783724399, "2026-07-10", "summer, a second before 23:00" },
		{ 1783724400, "2026-07-11", "summer, 23:00 UTC" },
		{ 1795390200, "2026-11-22", "winter, 23:30 UTC" },
		{ 1774742399, "2026-03-28", "the eve of summer time" },
		{ 1774828799, "2026-03-30", "the evening it began" },
		{ 1774745999, "2026-03-29", "a second before it begins" },
		{ 1792969200, "2026-10-25", "an hour before it ends" },
		{ 1793059199, "2026-10-26", "winter again: 23:59:59 UTC" },
		{ 0, "1970-01-01", "the first second" },
		{ -1, "1969-12-31", "the second before" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_day(day_in_london(rows[i].at), rows[i].day, rows[i].what);
}

static void
test_refusal(void)
{
	struct error why = { "" };
	day due = 7;

	ok(workday_add(CALENDAR_ENGLAND, date("2028-12-28"), 1, &due, NULL) ==
		DONE,
	    "the last working day of the table is reached");
	is_day(due, "2028-12-29", "and is it");
	due = 7;
	ok(workday_add(CALENDAR_ENGLAND, date("2028-12-29"), 1, &due, &why) ==
		REFUSED,
	    "a day beyond the table is refused");
	is_number(due, 7, "and nothing is put out");
	ok(why.text[0] != '\0', "and it says why: %s", why.text);
	ok(workday_add(CALENDAR_UK, date("2028-12-10"), 20, &due, NULL) ==
		REFUSED,
	    "twenty working days into 2029 are refused");
	ok(workday_back(CALENDAR_UK, date("2019-01-03"), 2, &due, NULL) ==
		REFUSED,
	    "so are days before it");
	is_day(calendar_end(), "2028-12-31", "the table ends with 2028");
	ok(workday_add(CALENDAR_UK, date("2028-12-31"), 0, &due, NULL) == DONE,
	    "whose last day is known");
	is_day(due, "2028-12-31", "and none later than itself");
	ok(workday_add(CALENDAR_ENGLAND, date("2019-01-01"), 1, &due, NULL) ==
		DONE,
	    "as is its first");
	is_day(due, "2019-01-02", "with the day after");
}

static void
test_parse(void)
{
	static const char *const bad[] = { "", "2026-11-2", "2026-11-222",
		"2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
		"2026/11/22", "+026-11-22", "2026-1 -22", "2026-11/22",
		"2026-11-+2", "0000-01-01" };
	autoarena mem = { NULL };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_number(date(bad[i]), NO_DATE, "\"%s\" is no date", bad[i]);
	is_number(date("1970-01-01"), 0, "days count from 1970");
	is_day(date("2028-02-29"), "2028-02-29", "a leap day");
	is_span(day_words(date("2026-11-22"), &mem), "Sunday 22 November 2026",
	    "in words");
	is_span(day_text(NO_DATE, &mem), "", "no date is no text");
}

/* Never a free day; later days are later; n and then m is n + m. */
static void
test_properties(struct calendar calendar, const char *name)
{
	day first = date("2019-01-10"), last = date("2028-10-01"), before = 0;
	int bad = 0, earlier = 0, sums = 0, backs = 0;

	for (day d = first; d < last; d++) {
		day a = 0, b = 0, c = 0, back = 0;

		if (workday_add(calendar, d, 3, &a, NULL) != DONE ||
		    workday_add(calendar, a, 20, &b, NULL) != DONE ||
		    workday_add(calendar, d, 23, &c, NULL) != DONE ||
		    workday_back(calendar, a, 3, &back, NULL) != DONE)
			bad++;
		bad += !day_is_working(calendar, a) ||
		       !day_is_working(calendar, b);
		earlier += a < before;
		before = a;
		sums += b != c;
		backs += back > d || (day_is_working(calendar, d) && back != d);
	}
	is_number(bad, 0, "%s: no due day is free", name);
	is_number(earlier, 0, "%s: later receipt is never due earlier", name);
	is_number(sums, 0, "%s: sums add up", name);
	is_number(backs, 0, "%s: the way back leads back", name);
}

static void
test_split(void)
{
	int bad = 0, y, m, d;

	for (day n = day_of(1600, 1, 1); n < day_of(2400, 12, 31); n++) {
		day_split(n, &y, &m, &d);
		bad += day_of(y, m, d) != n;
	}
	is_number(bad, 0, "800 years of days make dates and back");
}

static void
test_ends_of_time(void)
{
	autoarena mem = { NULL };
	int y, m, d;

	for (int month = 0; month <= 13; month++)
		is_number(day_of(2026, month, 32), NO_DATE,
		    "month %d has no day 32", month);
	is_number(day_of(2026, 0, 1), NO_DATE, "there is no month 0");
	is_number(day_of(2026, 13, 1), NO_DATE, "nor 13");
	is_number(day_of(0, 12, 31), NO_DATE, "there is no year 0");
	is_number(day_of(1, 1, 1), -719162, "but a year 1");
	is_number(day_of(9999, 12, 31), 2932896, "and a year 9999");
	is_number(day_of(10000, 1, 1), NO_DATE, "beyond which nothing is");
	day_split(-719469, &y, &m, &d);
	ok(y == 0 && m == 2 && d == 29, "eras go on before the first");
	day_split(-719468 - 146097, &y, &m, &d);
	ok(y == -400 && m == 3 && d == 1, "to the first day of one");
	is_span(day_words(NO_DATE, NULL), "", "no date has no words");
	is_span(day_words(day_of(1969, 12, 25), &mem),
	    "Thursday 25 December 1969", "weekdays before 1970");
}

/* 00:00 UTC of the day, and some hours. */
static time_t
at(const char *text, int hours)
{
	return (time_t)date(text) * 86400 + hours * 3600;
}

static void
test_next_hour(void)
{
	static const struct {
		const char *after;
		int after_hours, hour;
		const char *want;
		int want_hours;
		const char *what;
	} cases[] = {
		{ "2026-01-10", 2, 3, "2026-01-10", 3, "later this night" },
		{ "2026-01-10", 3, 3, "2026-01-11", 3, "now is not after now" },
		{ "2026-01-10", 4, 3, "2026-01-11", 3, "the next night" },
		{ "2026-07-10", 1, 3, "2026-07-10", 2, "in summer" },
		{ "2026-07-10", 2, 3, "2026-07-11", 2, "in summer, now" },
		{ "2026-07-10", 2, 0, "2026-07-10", 23, "midnight in summer" },
		{ "2026-07-10", 23, 0, "2026-07-11", 23, "the day after" },
		{ "2026-12-31", 5, 3, "2027-01-01", 3, "across the year" },
		{ "2026-03-28", 4, 3, "2026-03-29", 2, "summer begins" },
		{ "2026-03-28", 4, 2, "2026-03-29", 1, "at once" },
		{ "2026-03-28", 4, 1, "2026-03-29", 1, "no hour 1" },
		{ "2026-03-29", 1, 1, "2026-03-30", 0, "nor again" },
		{ "2026-10-24", 4, 3, "2026-10-25", 3, "summer ends" },
		{ "2026-10-24", 4, 1, "2026-10-25", 0, "hour 1 twice" },
		{ "2026-10-25", 0, 1, "2026-10-26", 1, "but one run" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_number(next_hour_in_london(
			      at(cases[i].after, cases[i].after_hours),
			      cases[i].hour),
		    at(cases[i].want, cases[i].want_hours), "hour %d: %s",
		    cases[i].hour, cases[i].what);
}

int
main(void)
{
	test_dates();
	test_due_days();
	test_six_months();
	test_month();
	test_proclaimed();
	test_table();
	test_london();
	test_next_hour();
	test_refusal();
	test_parse();
	test_properties(CALENDAR_ENGLAND, "England");
	test_properties(CALENDAR_UK, "United Kingdom");
	test_split();
	test_ends_of_time();
	return done();
}
