/*
 * ocr.h - the text of scanned pages is recognised, and how sure that is
 */
#ifndef PARSERS_OCR_H
#define PARSERS_OCR_H

#include "base/outcome.h"
#include "base/placed.h"
#include "parser.h"

#include <leptonica/allheaders.h>
#include <stdbool.h>

struct report;

/*
 * Loads the models of languages, such as "eng+cym", for all that is
 * recognised by this process and its children; once is enough, further calls
 * change nothing.  BROKEN where a model is not installed.
 */
enum outcome ocr_preload(const char *languages, struct error *why) must_check;

/* The recognition of one document's pages; the fields are ocr.c's own. */
struct ocr {
	struct report *report;
	long long ends_ms;  /* when its time is over */
	long long pages;    /* recognised so far */
	long long wordless; /* of them: with ink, without words */
	long long unsure;   /* of them: below OCR_SURE */
	long long lowest;   /* confidence of the least sure page */
	long long hardest;  /* that page's number */
	long long by_hand;  /* look handwritten ... */
	long long hand;     /* ... this page first */
	bool is_over;       /* its time, or the room for its text */
	/*
	 * For the caller to set where the pictures are part of a page: the
	 * whole of it, in the same pixels, and how far in the picture lies.
	 */
	struct placed_page whole;
	double left, top;
};

/* From here on a person should look at the page itself. */
#define OCR_SURE 800

void ocr_begin(struct ocr *o, struct report *report);

/*
 * Cleans and recognises the picture of page number and reports its text: READ;
 * EMPTY where no word was found; TOO_LARGE, for this and all further pages,
 * where the document's time is over (noted once) or its text too much.
 *
 * A page's confidence in thousandths is the lower of two figures:
 * - the mean confidence of its words, 0 to 100, times ten;
 * - its coverage, the share of letter-like ink that lies within words found:
 *   up to .85 it gives 0 to 800, from there to 1 it gives 800 to 1000.
 * Tesseract drops whole paragraphs of a sloping page and still says 95: only
 * coverage shows it.  Measured: 105 typed pages, damaged in 21 ways, have 890
 * and more, pages by hand 440 to 640; so a page with words that stays below
 * OCR_SURE by the first figure is noted to look handwritten.  A page with ink but no words has 0, as has
 * one whose recognition took too long; a blank page has no confidence.
 */
enum reading ocr_page(struct ocr *o, PIX *picture, long long number);

/*
 * Reports how sure the document's recognition was, which is how sure the
 * least sure page was, with notes on pages that are hard to read.  Nothing
 * where all pages were blank or none was recognised.
 */
void ocr_end(struct ocr *o);

#endif
