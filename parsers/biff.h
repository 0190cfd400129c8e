/*
 * biff.h - the records of an Excel workbook of 1997 to 2003 (MS-XLS 2.1.4)
 *
 * A record is a type, a length and so many bytes; what is longer goes on in
 * records that are called Continue.
 */
#ifndef PARSERS_BIFF_H
#define PARSERS_BIFF_H

#include "base/buf.h"

struct biff {
	struct span rest; /* the records that follow */
	struct span left; /* of the record: what was not yet taken */
	unsigned type;
};

/* Takes the next record, Continues left out; false where there is none. */
bool biff_next(struct biff *b);

/* The next number of the record, goes on in Continues; 0 beyond its end. */
unsigned biff_u8(struct biff *b);
unsigned biff_u16(struct biff *b);
unsigned biff_u32(struct biff *b);
double biff_double(struct biff *b);

/* Is nothing left, in Continues neither? */
bool biff_is_over(struct biff *b);

/* Adds the next n characters; where a Continue begins, it says how wide. */
void biff_characters(struct biff *b, size_t n, bool is_wide, struct buf *text);

/* The same for a string that says how it is kept (MS-XLS 2.5.293). */
void biff_string(struct biff *b, size_t n, struct buf *text);

#endif
