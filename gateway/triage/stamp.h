/*
 * stamp.h - the day that is stamped on a letter as that of its receipt
 */
#ifndef TRIAGE_STAMP_H
#define TRIAGE_STAMP_H

#include "item.h"

/* A letter is not stamped with a day more than this before it is scanned. */
#define MAX_STAMP_DAYS 366

struct stamp {
	day first;            /* NO_DATE where nothing is stamped */
	bool is_contradicted; /* by another plausible day */
};

/*
 * Finds stamps in text that was recognised: a line with nothing but RECEIVED,
 * REC'D or DATE RECEIVED, in capitals and with one letter misread at most, and
 * a date: in the same line, within the three after it, or in the one before.
 * "Received: 17 November 2026" and "Date received 17/11/26" count too.  Dates
 * are as stamps have them: 17 NOV 2026, NOV 17 2026, 17/11/26 (day first),
 * 2026-11-17, a time beside it aside; O, I, l, S and B among figures are what
 * they look like, and the 4 of a 47th is a 1.
 *
 * Days after received, or long before it, are not plausible and left out.
 */
struct stamp stamp_read(struct span text, day received);

/*
 * The same over all parts of a scanned letter, or of a message by which staff
 * pass a scan on; of nothing else, since a scan that the public attaches has
 * other people's stamps.
 */
struct stamp stamp_of(const struct item *item, day received);

#endif
