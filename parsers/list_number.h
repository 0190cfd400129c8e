/*
 * list_number.h - the numbers that stand before the items of a list
 */
#ifndef PARSERS_LIST_NUMBER_H
#define PARSERS_LIST_NUMBER_H

#include "base/buf.h"

/* Levels beyond this are none that a word processor makes (ODF has 10). */
#define LIST_LEVELS 10

enum list_format {
	LIST_NOTHING,
	LIST_BULLET,
	LIST_DECIMAL,
	LIST_DECIMAL_ZERO, /* 01, 02 ... 10 */
	LIST_ORDINAL,      /* 1st, 2nd */
	LIST_LETTER,       /* a ... z, aa, bb */
	LIST_LETTER_UPPER,
	LIST_ROMAN,
	LIST_ROMAN_UPPER
};

/* Adds the number as the format writes it; a bullet is "•". */
void list_number_add(struct buf *text, enum list_format format,
    long long number);

#endif
