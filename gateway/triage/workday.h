/*
 * workday.h - days, working days and the days the law counts
 *
 * Date-only arithmetic.  The day of receipt is day 0 (FOI Act 2000
 * s.10(1), Complaints Regulations 2009 reg 13: "after the day").
 * Holidays are gov.uk's own table in holidays.tsv, compiled in, and those
 * that the register was told of since; nothing is computed beyond the last
 * year the table covers.
 */
#ifndef TRIAGE_WORKDAY_H
#define TRIAGE_WORKDAY_H

#include "item.h"

/* Which days are holidays: the table's, and those proclaimed since. */
struct calendar {
	bool is_uk; /* of any part of the UK: FOI Act 2000 s.10(6) */
	const struct proclaimed *proclaimed;
	size_t n_proclaimed;
};

/* England and Wales: complaints. */
#define CALENDAR_ENGLAND ((struct calendar){ .is_uk = false })
#define CALENDAR_UK ((struct calendar){ .is_uk = true })

/* The day of a date that exists in the Gregorian calendar; NO_DATE else. */
day day_of(int year, int month, int day_of_month);

/* The date of a day. */
void day_split(day d, int *year, int *month, int *day_of_month);

/* "2026-11-22" to a day; NO_DATE for anything else. */
day day_parse(struct span text);

/* Writes "2026-11-22"; "" for NO_DATE. */
struct span day_text(day d, struct arena *mem);

/* Writes "Sunday 22 November 2026", as letters do; "" for NO_DATE. */
struct span day_words(day d, struct arena *mem);

/*
 * The day it was in London at that instant: Europe/London, with summer time
 * from the last Sunday of March, 01:00 UTC, to the last Sunday of October,
 * 01:00 UTC (Summer Time Act 1972 as amended 2002).
 */
day day_in_london(time_t at);

/*
 * The first instant after `after` at which it is that hour (0 to 23), on the
 * hour, in London.  In the night that has no hour 1 it is then 2; in the one
 * that has it twice, the first counts.
 */
time_t next_hour_in_london(time_t after, int hour);

/* Whether a day is neither a weekend nor a holiday of that calendar. */
bool day_is_working(struct calendar calendar, day d);

/*
 * The n-th working day after d, which may itself be any day.  REFUSED where
 * that lies beyond the last covered year.  n is 0 or more; 0 gives d.
 */
enum outcome workday_add(struct calendar calendar, day d, long long n, day *due,
    struct error *why) must_check;

/* The n-th working day before d, as workday_add. */
enum outcome workday_back(struct calendar calendar, day d, long long n,
    day *before, struct error *why) must_check;

/*
 * The last day of n months that begin on d, d counted (reg 14(3): "6 months
 * commencing on the day received"): 2026-01-15 and 6 is 2026-07-14.
 */
day months_last_day(day d, int n);

/*
 * The same day n months later, or the last that month has; then the first
 * working day from there (Regulation 1182/71 art 3, as UK GDPR counts).
 * NO_DATE beyond the covered years.
 */
day months_day(struct calendar calendar, day d, int n);

/* The first and the last day the holiday table covers. */
day calendar_start(void);
day calendar_end(void);

/* The table's holiday number n, from 0: false behind the last one. */
bool calendar_holiday(size_t n, struct proclaimed *holiday, const char **name);

#endif
