/*
 * reference.h - the name of a case: CS26-001234-K
 *
 * The last two digits of the year of receipt, a number counted within that
 * year, and a check character.  It says nothing of the person or the matter.
 */
#ifndef REGISTER_REFERENCE_H
#define REGISTER_REFERENCE_H

#include "base/arena.h"

#define MAX_REFERENCE_NUMBER 999999

/* year is the full one, 2026; number is from 1 to MAX_REFERENCE_NUMBER. */
struct span reference_make(int year, long long number, struct arena *mem);

/*
 * Whether text is a reference as reference_make writes it.  The check
 * character is the sum of the eight digits, weighted 8 down to 1, modulo 23,
 * as one of the 23 letters that are not I, O or S (which are read as 1, 0 and
 * 5).  Because 23 is prime and the weights differ, one wrong digit, or any two
 * digits that changed places, is always noticed.
 */
bool reference_is_valid(struct span text);

#endif
