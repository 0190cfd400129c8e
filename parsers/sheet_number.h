/*
 * sheet_number.h - numbers of a spreadsheet as its reader sees them
 *
 * A sheet keeps a date as the days since 1900 and shows it by the format of
 * its cell (ECMA-376 part 1, 18.8.30; MS-XLS 2.4.126).
 */
#ifndef PARSERS_SHEET_NUMBER_H
#define PARSERS_SHEET_NUMBER_H

#include "base/buf.h"

#include <stdbool.h>

/* What a format makes of a number. */
enum sheet_format {
	SHEET_PLAIN,
	SHEET_DATE,
	SHEET_TIME,
	SHEET_DATE_TIME,
	SHEET_PERCENT
};

/* By the number of a format that every program knows (18.8.30, numFmtId). */
enum sheet_format sheet_format_built_in(long long id);

/* By its code: "dd/mm/yyyy", "[$-809]d mmm yyyy h:mm;@", "0.0%". */
enum sheet_format sheet_format_of(struct span code);

/*
 * Adds the number: a date as 2026-11-12, a time as 14:30 or 14:30:05, a plain
 * number with at most 15 digits that count, as Excel does.  A date outside
 * the years 1900 to 9999 is a plain number.
 */
void sheet_number_add(struct buf *text, double number, enum sheet_format format,
    bool counts_from_1904);

#endif
