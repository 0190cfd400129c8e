/*
 * symbols.h - characters of the fonts Symbol and Wingdings as Unicode
 *
 * These fonts put pictures where other fonts have letters.  Only what bears
 * meaning in a letter or a form is known: ticks, boxes, bullets, Greek.
 */
#ifndef PARSERS_SYMBOLS_H
#define PARSERS_SYMBOLS_H

#include "base/span.h"

/*
 * The character that the font shows for the code, up to four hexadecimal
 * digits ("F0FC"), written to character (8 bytes); "" for one not known.
 */
struct span symbol_of(struct span font, struct span code, char *character);

/* The same by number; 0 for one not known. */
unsigned symbol_point(struct span font, unsigned code);

#endif
