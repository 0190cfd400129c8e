/*
 * due.h - for tests of clocks: days, by their text
 */
#ifndef TESTS_TRIAGE_DUE_H
#define TESTS_TRIAGE_DUE_H

#include "tap.h"

#include "item.h"
#include "triage/workday.h"

/* Is it the day of that text, as "2026-11-22"; "" is none? */
static inline void
is_day(day got, const char *want, const char *what)
{
	autoarena mem = { NULL };

	is_span(day_text(got, &mem), want, "%s", what);
}

/* Are these the days by which the item is to be answered? */
static inline void
is_owed(const struct item *item, const char *ack, const char *response,
    const char *holding)
{
	is_day(item->owed.ack_due, ack, "acknowledgement due");
	is_day(item->owed.response_due, response, "response due");
	is_day(item->owed.holding_due, holding, "holding letter due");
}

#endif
