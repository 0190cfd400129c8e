/*
 * biff.c - records and strings of an Excel workbook
 *
 * Doubts: every length.  Each byte is looked at once.
 */
#include "biff.h"
#include "ole_file.h"

#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

#define CONTINUE 0x3c

/* How a string is kept. */
#define IS_WIDE 0x01
#define HAS_ADDITION 0x04 /* how it is pronounced */
#define HAS_RUNS 0x08     /* of letters that look different */
#define RUN_BYTES 4

/* Takes the record at the front of the rest; false where it is cut short. */
static bool
record_take(struct biff *b)
{
	size_t len = ole_u16(b->rest, 2);

	if (b->rest.len < 4 || b->rest.len - 4 < len)
		return false;
	b->left = span_head(span_from(b->rest, 4), len);
	b->rest = span_from(b->rest, 4 + len);
	return true;
}

bool
biff_next(struct biff *b)
{
	do {
		b->type = ole_u16(b->rest, 0);
		if (!record_take(b))
			return false;
	} while (b->type == CONTINUE);
	return true;
}

/* Are there bytes, in this record or in a Continue?  *is_new: in the next. */
static bool
has_more(struct biff *b, bool *is_new)
{
	while (b->left.len == 0) {
		if (ole_u16(b->rest, 0) != CONTINUE || !record_take(b))
			return false;
		*is_new = true;
	}
	return true;
}

bool
biff_is_over(struct biff *b)
{
	bool is_new;

	return !has_more(b, &is_new);
}

unsigned
biff_u8(struct biff *b)
{
	unsigned char byte;

	if (biff_is_over(b))
		return 0;
	byte = (unsigned char)b->left.at[0];
	b->left = span_from(b->left, 1);
	return byte;
}

unsigned
biff_u16(struct biff *b)
{
	unsigned low = biff_u8(b);

	return low | biff_u8(b) << 8;
}

unsigned
biff_u32(struct biff *b)
{
	unsigned low = biff_u16(b);

	return low | biff_u16(b) << 16;
}

double
biff_double(struct biff *b)
{
	uint64_t low = biff_u32(b);
	uint64_t bits = low | (uint64_t)biff_u32(b) << 32;
	double number;

	memcpy(&number, &bits, sizeof number);
	return number;
}

void
biff_characters(struct biff *b, size_t n, bool is_wide, struct buf *text)
{
	unsigned high = 0;

	for (; n > 0 && !text->overflowed; n--) {
		bool is_new = false;
		unsigned unit;

		if (!has_more(b, &is_new))
			return;
		if (is_new)
			is_wide = (biff_u8(b) & IS_WIDE) != 0;
		unit = is_wide ? biff_u16(b) : biff_u8(b);
		if (unit >= 0xd800 && unit < 0xdc00) {
			high = unit;
			continue;
		}
		if (unit >= 0xdc00 && unit < 0xe000 && high != 0)
			unit =
			    0x10000 + ((high - 0xd800) << 10) + unit - 0xdc00;
		high = 0;
		utf8_add(text, unit);
	}
}

/* Leaves out bytes, whichever records they are in. */
static void
skip(struct biff *b, size_t n)
{
	while (n > 0 && !biff_is_over(b)) {
		size_t here = n < b->left.len ? n : b->left.len;

		b->left = span_from(b->left, here);
		n -= here;
	}
}

void
biff_string(struct biff *b, size_t n, struct buf *text)
{
	unsigned how = biff_u8(b);
	size_t runs = (how & HAS_RUNS) != 0 ? biff_u16(b) : 0;
	size_t addition = (how & HAS_ADDITION) != 0 ? biff_u32(b) : 0;

	biff_characters(b, n, (how & IS_WIDE) != 0, text);
	skip(b, runs * RUN_BYTES);
	skip(b, addition);
}
