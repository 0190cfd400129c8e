/*
 * pdf_drawing.h - pages of a PDF as pictures
 */
#ifndef PARSERS_PDF_DRAWING_H
#define PARSERS_PDF_DRAWING_H

#include "page.h"

#include <poppler.h>

/* Enough for small print. */
#define DRAWN_DPI 300.0

/*
 * Draws an area of the page, in points from its top left corner; NULL for all
 * of it.  It is in grey and of the given resolution, or less where it would
 * have too many pixels.  NULL where it cannot be drawn.
 */
PIX *pdf_draw(PopplerPage *page, const PopplerRectangle *area, double dpi);

#endif
