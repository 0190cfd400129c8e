/* sheet_number.c - dates out of day counts */
#include "sheet_number.h"

#include <math.h>

/* Days from 1899-12-30, from which Excel seems to count, to 1970-01-01. */
#define DAYS_TO_1970 25569
#define DAYS_FROM_1900_TO_1904 1462
#define LAST_DAY 2958465 /* 9999-12-31 */

enum sheet_format
sheet_format_built_in(long long id)
{
	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 ||
	    (id >= 50 && id <= 58))
		return SHEET_DATE;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) ||
	    (id >= 45 && id <= 47))
		return SHEET_TIME;
	if (id == 22)
		return SHEET_DATE_TIME;
	return id == 9 || id == 10 ? SHEET_PERCENT : SHEET_PLAIN;
}

/* Takes what is shown as it stands off *code; false where nothing is. */
static bool
literal_take(struct span *code)
{
	char c = code->at[0];

	if (c == '\\' || c == '_' || c == '*') {
		*code = span_from(*code, 2);
	} else if (c == '"') {
		*code = span_from(*code, 1);
		(void)span_cut_at(code, '"');
	} else if (c == '[' && !span_starts_with(*code, SPAN("[h")) &&
		   !span_starts_with(*code, SPAN("[m")) &&
		   !span_starts_with(*code, SPAN("[s"))) {
		(void)span_cut_at(code, ']');
	} else if (span_starts_with(*code, SPAN("General"))) {
		*code = span_from(*code, 7);
	} else {
		return false;
	}
	return true;
}

enum sheet_format
sheet_format_of(struct span code)
{
	bool has_date = false, has_time = false, has_month = false;

	while (code.len > 0 && code.at[0] != ';') {
		char c = (char)(code.at[0] | 0x20);

		if (literal_take(&code))
			continue;
		if (code.at[0] == '%')
			return SHEET_PERCENT;
		has_date |= c == 'd' || c == 'y';
		has_time |= c == 'h' || c == 's';
		has_month |= c == 'm';
		code = span_from(code, 1);
	}
	if (has_time)
		return has_date ? SHEET_DATE_TIME : SHEET_TIME;
	return has_date || has_month ? SHEET_DATE : SHEET_PLAIN;
}

/* Adds the day, counted from 1970-01-01 (days_from_civil turned round). */
static void
day_add(struct buf *text, long long day)
{
	long long z = day + 719468, era = z / 146097, of_era = z % 146097;
	long long year_of_era =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	long long of_year =
	    of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	long long m = (5 * of_year + 2) / 153;
	long long month = m < 10 ? m + 3 : m - 9;

	buf_printf(text, "%04lld-%02lld-%02lld",
	    year_of_era + era * 400 + (month <= 2), month,
	    of_year - (153 * m + 2) / 5 + 1);
}

static void
time_add(struct buf *text, long long second)
{
	buf_printf(text, "%02lld:%02lld", second / 3600, second / 60 % 60);
	if (second % 60 != 0)
		buf_printf(text, ":%02lld", second % 60);
}

void
sheet_number_add(struct buf *text, double number, enum sheet_format format,
    bool counts_from_1904)
{
	double days = number + (counts_from_1904 ? DAYS_FROM_1900_TO_1904 : 0);
	long long seconds, day;

	if (format == SHEET_PERCENT) {
		buf_printf(text, "%.12g%%", number * 100);
		return;
	}
	if (format == SHEET_PLAIN || !isfinite(number) || days < 0 ||
	    days >= LAST_DAY + 1) {
		buf_printf(text, "%.15g", number);
		return;
	}
	seconds = llround(days * 86400);
	day = seconds / 86400;
	/* It counts a 29 February 1900, which never was. */
	if (format != SHEET_TIME)
		day_add(text, day - DAYS_TO_1970 + (day < 60));
	if (format == SHEET_DATE_TIME)
		buf_add_char(text, ' ');
	if (format != SHEET_DATE)
		time_add(text,
		    format == SHEET_TIME ? seconds : seconds % 86400);
}
