/*
 * event_date.h - when what somebody writes about happened
 *
 * A complaint is made in time within twelve months of the day on which the
 * matter occurred or came to notice, whichever is later (Complaints
 * Regulations 2009, reg 12): so the latest day that a letter names counts.
 * Read are "12 March 2024", "March 2024", "12/03/2024", "in 2024", "two years
 * ago" and "yesterday".  Not read are dates of birth, of letters ("your letter
 * of"), those that stand alone on a line, and days to come.
 */
#ifndef TRIAGE_EVENT_DATE_H
#define TRIAGE_EVENT_DATE_H

#include "triage/phrases.h"

#define LATE_MONTHS 12

struct event_date {
	day at; /* the last day it may mean; NO_DATE where none is named */
	size_t part, start, end; /* where it stands in the part's text */
};

/*
 * Looks for a later day than *event in a part's own words and takes it;
 * received_at is when the item was received.
 */
void event_date_find(const struct folded *folded, size_t part,
    time_t received_at, struct arena *mem, struct event_date *event);

/* Was it over twelve calendar months before receipt? */
bool event_date_is_late(const struct event_date *event, time_t received_at);

#endif
