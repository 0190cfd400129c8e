/*
 * workday.c - days, working days and the days the law counts
 *
 * A day is a number, so that adding days needs no calendar; dates are only
 * made of it and split from it (the proleptic Gregorian calendar).
 */
#include "triage/workday.h"

struct holiday {
	int date; /* yyyymmdd */
	bool in_england;
	const char *name;
};
#include "holidays.h"

#define SECONDS_A_DAY 86400
#define DAYS_400_YEARS 146097
#define DAYS_TO_1970 719468 /* from 0000-03-01 */

static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday",
	"Thursday", "Friday", "Saturday", "Sunday" };
static const char *const months[] = { "January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December" };

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/*
 * Years here begin in March, so that the leap day is a year's last; eras are
 * the 400 years after which the calendar repeats.
 */
day
day_of(int year, int month, int day_of_month)
{
	int y, era, day_of_year;

	if (year < 1 || year > 9999 || month < 1 || month > 12 ||
	    day_of_month < 1 || day_of_month > month_days(year, month))
		return NO_DATE;
	y = month > 2 ? year : year - 1;
	era = y / 400;
	y -= era * 400;
	day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day_of_month - 1;
	return era * DAYS_400_YEARS + y * 365 + y / 4 - y / 100 + day_of_year -
	       DAYS_TO_1970;
}

void
day_split(day d, int *year, int *month, int *day_of_month)
{
	int days = d + DAYS_TO_1970, era, y, day_of_year, m;

	era = (days >= 0 ? days : days - DAYS_400_YEARS + 1) / DAYS_400_YEARS;
	days -= era * DAYS_400_YEARS;
	y = (days - days / 1460 + days / 36524 - days / 146096) / 365;
	day_of_year = days - (365 * y + y / 4 - y / 100);
	m = (5 * day_of_year + 2) / 153;
	*day_of_month = day_of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2);
}

day
day_parse(struct span text)
{
	long long year, month, day_of_month;

	if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-' ||
	    !span_to_number(span_head(text, 4), 1, 9999, &year) ||
	    !span_to_number(span_head(span_from(text, 5), 2), 1, 12, &month) ||
	    !span_to_number(span_from(text, 8), 1, 31, &day_of_month))
		return NO_DATE;
	return day_of((int)year, (int)month, (int)day_of_month);
}

struct span
day_text(day d, struct arena *mem)
{
	int year, month, day_of_month;

	if (d == NO_DATE)
		return SPAN("");
	day_split(d, &year, &month, &day_of_month);
	return arena_printf(mem, "%04d-%02d-%02d", year, month, day_of_month);
}

/* 0 for Monday. */
static int
weekday(day d)
{
	int w = (d + 3) % 7; /* 1970-01-01 was a Thursday */

	return w < 0 ? w + 7 : w;
}

struct span
day_words(day d, struct arena *mem)
{
	int year, month, day_of_month;

	if (d == NO_DATE)
		return SPAN("");
	day_split(d, &year, &month, &day_of_month);
	return arena_printf(mem, "%s %d %s %d", weekdays[weekday(d)],
	    day_of_month, months[month - 1], year);
}

/* The instant, in UTC, of 01:00 on the month's last Sunday. */
static time_t
summer_time_turns(int year, int month)
{
	day last = day_of(year, month, month_days(year, month));

	last -= (weekday(last) + 1) % 7;
	return (time_t)last * SECONDS_A_DAY + 3600;
}

static day
day_in_utc(time_t at)
{
	time_t days = at / SECONDS_A_DAY;

	return (day)(at % SECONDS_A_DAY < 0 ? days - 1 : days);
}

static bool
is_summer_time(time_t at)
{
	int year, month, day_of_month;

	day_split(day_in_utc(at), &year, &month, &day_of_month);
	return at >= summer_time_turns(year, 3) &&
	       at < summer_time_turns(year, 10);
}

day
day_in_london(time_t at)
{
	return day_in_utc(is_summer_time(at) ? at + 3600 : at);
}

time_t
next_hour_in_london(time_t after, int hour)
{
	day d = day_in_london(after);
	time_t at;

	do {
		at = (time_t)d * SECONDS_A_DAY + hour * 3600;
		if (is_summer_time(at - 3600))
			at -= 3600;
		d++;
	} while (at <= after);
	return at;
}

static bool
is_proclaimed(struct calendar calendar, day d)
{
	for (size_t i = 0; i < calendar.n_proclaimed; i++)
		if (calendar.proclaimed[i].at == d &&
		    (calendar.is_uk || calendar.proclaimed[i].in_england))
			return true;
	return false;
}

static bool
is_holiday(struct calendar calendar, day d)
{
	int year, month, day_of_month, date;
	size_t low = 0, high = sizeof holidays / sizeof *holidays;

	day_split(d, &year, &month, &day_of_month);
	date = year * 10000 + month * 100 + day_of_month;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (holidays[mid].date == date)
			return calendar.is_uk || holidays[mid].in_england;
		if (holidays[mid].date < date)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

bool
day_is_working(struct calendar calendar, day d)
{
	return weekday(d) < 5 && !is_holiday(calendar, d) &&
	       !is_proclaimed(calendar, d);
}

day
calendar_start(void)
{
	return day_of(HOLIDAYS_FIRST_YEAR, 1, 1);
}

bool
calendar_holiday(size_t n, struct proclaimed *holiday, const char **name)
{
	int date;

	if (n >= sizeof holidays / sizeof *holidays)
		return false;
	date = holidays[n].date;
	*holiday = (struct proclaimed){ day_of(date / 10000, date / 100 % 100,
					    date % 100),
		holidays[n].in_england };
	*name = holidays[n].name;
	return true;
}

day
calendar_end(void)
{
	return day_of(HOLIDAYS_LAST_YEAR, 12, 31);
}

/* Walks n working days in steps of +1 or -1, inside the covered years. */
static enum outcome
walk(struct calendar calendar, day d, long long n, int step, day *there,
    struct error *why)
{
	day first = calendar_start(), last = calendar_end();

	for (;;) {
		if (d < first || d > last)
			return fail(why, REFUSED,
			    "calendar: working days: bank holidays are known "
			    "from %d to %d only",
			    HOLIDAYS_FIRST_YEAR, HOLIDAYS_LAST_YEAR);
		if (n == 0)
			break;
		d += step;
		if (day_is_working(calendar, d))
			n--;
	}
	*there = d;
	return DONE;
}

enum outcome
workday_add(struct calendar calendar, day d, long long n, day *due,
    struct error *why)
{
	return walk(calendar, d, n, 1, due, why);
}

enum outcome
workday_back(struct calendar calendar, day d, long long n, day *before,
    struct error *why)
{
	return walk(calendar, d, n, -1, before, why);
}

/* The same day n months later; where there is none, that month's last. */
static day
months_later(day d, int n, bool *exists)
{
	int year, month, day_of_month, last;

	day_split(d, &year, &month, &day_of_month);
	month += n - 1;
	year += month / 12;
	month = month % 12 + 1;
	last = month_days(year, month);
	*exists = day_of_month <= last;
	return day_of(year, month, *exists ? day_of_month : last);
}

day
months_last_day(day d, int n)
{
	bool exists;
	day same = months_later(d, n, &exists);

	return exists && same != NO_DATE ? same - 1 : same;
}

day
months_day(struct calendar calendar, day d, int n)
{
	bool exists;
	day due = months_later(d, n, &exists);

	while (due <= calendar_end() && !day_is_working(calendar, due))
		due++;
	return due <= calendar_end() ? due : NO_DATE;
}
