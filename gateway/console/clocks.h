/*
 * clocks.h - how far the clocks of a case have run
 */
#ifndef CONSOLE_CLOCKS_H
#define CONSOLE_CLOCKS_H

#include "register/cases.h"

#define SIX_MONTHS_ALARMS 3

/* The law's six months for a complaint, and the days that remind of them. */
struct six_months {
	day alarms[SIX_MONTHS_ALARMS]; /* 4, 5, and 5 and a half months */
	day end;                       /* the last day */
};

/*
 * Those of an open complaint, or of what may be one: the days on which so
 * many months have passed (Complaints Regulations 2009, reg 14(3)).  False
 * for any other, and where longer was agreed.
 */
bool clocks_six_months(const struct case_row *row, struct six_months *months);

/*
 * What staff must know of the clocks today: that they are paused, and since
 * when; how many of the six months have passed; "" where there is nothing.
 */
struct span clocks_note(const struct case_row *row, day today,
    struct arena *mem);

#endif
