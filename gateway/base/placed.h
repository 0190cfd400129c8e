/*
 * placed.h - words and the place of each on its page
 *
 * What the reader of a scan says of a page when it is asked for more than its
 * text, as fields of base/wire.h; the same fields go back to it when a copy
 * that can be searched is to be made.
 *
 * Places are on the picture as it came, in tenths of a pixel from its top
 * left corner, down and to the right.
 */
#ifndef BASE_PLACED_H
#define BASE_PLACED_H

#include "base/buf.h"
#include "base/ceilings.h"

#define PLACED_PAGE_BYTES 160  /* of a page's field, at most */
#define PLACED_WORD_BYTES 800  /* of a word's field, at most ... */
#define PLACED_TEXT_BYTES 600  /* ... and of its text */
#define MAX_PLACED_SIDE 100000 /* pixels */

struct placed_word {
	/* Numbers of what it stands in, on its page, from 0; in order. */
	long long block, paragraph, line;
	bool is_recognised;   /* else it was text already */
	long long confidence; /* thousandths */
	/* As it is read: top left, top right, bottom right, bottom left. */
	long long x[4], y[4];
	struct span text; /* no blank in it */
};

struct placed_page {
	long long number; /* from 1 */
	long long width, height;
	long long dpi_across, dpi_down;
	long long angle;    /* that its text is turned by clockwise: thousandths
	                    of a degree, 0 to 359,999 */
	bool is_recognised; /* some of it was, or it is blank */
	long long confidence; /* thousandths */
	struct placed_word *words;
	size_t n_words;
};

/* Appends the page's field, or the word's: numbers and text, by blanks. */
void placed_page_write(const struct placed_page *page, struct buf *out);
void placed_word_write(const struct placed_word *word, struct buf *out);

/*
 * Reads a field: false, with the output untouched, where a number is missing
 * or out of its range; a word's places must be on its page.  The text points
 * into the field.
 */
bool placed_page_read(struct span field, struct placed_page *page);
bool placed_word_read(struct span field, const struct placed_page *page,
    struct placed_word *word);

#endif
