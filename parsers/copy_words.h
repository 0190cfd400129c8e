/*
 * copy_words.h - the words of a page as text of a PDF that is not seen
 */
#ifndef PARSERS_COPY_WORDS_H
#define PARSERS_COPY_WORDS_H

#include "base/buf.h"
#include "base/placed.h"

#include <qpdf/qpdf-c.h>

/* (x, y) goes to (a x + c y + e, b x + d y + f), as in PDF (8.3.4). */
struct matrix {
	double a, b, c, d, e, f;
};

/* What does first, then what does second. */
struct matrix matrix_then(struct matrix first, struct matrix second);

/* Turns counterclockwise about the origin, by thousandths of a degree. */
struct matrix matrix_turn(long long angle);

/* Appends the matrix as the six numbers of a PDF. */
void matrix_add(struct buf *b, struct matrix m);

/* The name of the font in the resources of a page. */
#define COPY_FONT "PostroomWords"

/*
 * Appends what a content stream needs to have the page's words where they
 * stand, invisible (text rendering mode 3), in reading order, a blank between
 * two words of a line.  to leads from pixels of the page's picture to where
 * it lies in the PDF.  Words stand along their line, as high as the line.
 */
void copy_words_write(struct buf *b, const struct placed_page *page,
    struct matrix to);

/* The font as a new object of the PDF. */
qpdf_oh copy_words_font(qpdf_data pdf);

#endif
