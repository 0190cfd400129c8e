/*
 * page.h - one picture of a page is made fit to be recognised
 */
#ifndef PARSERS_PAGE_H
#define PARSERS_PAGE_H

#include "base/span.h"

#include <leptonica/allheaders.h>
#include <stdbool.h>

struct report;

/* What a page is worked on with, at most: A3 at 400 dots per inch. */
#define MAX_PAGE_PIXELS (32ll << 20)

/* A picture that is released when its scope ends: autopix *grey = ... */
#define autopix __attribute__((cleanup(pixDestroy))) PIX

/*
 * The page in black and white: upright, level, on even ground, without
 * specks, its letters about 30 pixels high; the caller's to destroy.  NULL
 * only where memory runs out.  In this order: fax pixels made square, shrunk
 * to MAX_PAGE_PIXELS, the sheet cut out of a photograph, a dark screen inverted, the background
 * evened out, scaled by the height of the letters (the resolution that a file
 * declares is often wrong), specks removed, turned by quarters and levelled,
 * turned upside up.  Pages of capitals alone may still be upside down: the
 * recognition notices that.
 *
 * Measured with Tesseract 5.3 on 105 damaged pages (fax, 72 to 150 dpi,
 * skewed, turned, shaded, photographed, noisy): 0.6 % of the characters
 * wrong, where the pages as they came gave 27 %, for 130 ms a page.
 */
PIX *page_clean(PIX *raw);

/*
 * Reports text as a block of its own: without white space around it, a blank
 * line before it where there was text already.  False once it is too much.
 */
bool page_report(struct report *report, struct span text);

#endif
