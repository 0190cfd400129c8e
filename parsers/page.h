/*
 * page.h - one picture of a page is made fit to be recognised
 */
#ifndef PARSERS_PAGE_H
#define PARSERS_PAGE_H

#include "base/span.h"
#include "plane.h"

#include <leptonica/allheaders.h>
#include <stdbool.h>

struct report;

/* What a page is worked on with, at most: A3 at 400 dots per inch. */
#define MAX_PAGE_PIXELS (32ll << 20)

/* A picture that is released when its scope ends: autopix *grey = ... */
#define autopix __attribute__((cleanup(pixDestroy))) PIX

/* A page on its way to being recognised.  Begin with { 0 }. */
struct page {
	PIX *grey;         /* own; 8 bit, or 1 where it came so */
	PIX *ink;          /* own; 1 bit: what is ink in grey */
	double share;      /* of the picture that is ink */
	float up;          /* how sure it is that it is upside up; 0: not */
	struct plane back; /* from a place on it to the raw picture */
};

/*
 * Makes the page from a picture: upright, level, on even ground, without
 * specks, ruled lines and blank edges, its letters 19 to 26 pixels high.
 * page_release gives it back; where memory ran out its ink is NULL.
 *
 * In this order: fax pixels made square, shrunk to MAX_PAGE_PIXELS, the sheet
 * cut out of a photograph, a dark screen inverted, the background evened out,
 * scaled by the height of the letters (the resolution that a file declares is
 * often wrong), specks removed, framed, turned by quarters and levelled, ruled
 * lines removed (rules.h), turned upside up.  Pages of capitals alone may still
 * be upside down: the recognition notices that.
 */
void page_clean(PIX *raw, struct page *page);
void page_release(struct page *page);

/* For the steps: what is dark enough in grey to be ink; NULL without memory. */
PIX *page_ink(PIX *grey);

/* Puts next in the place of *pix; keeps *pix where a step came to nothing. */
void page_replace(PIX **pix, PIX *next);

/*
 * Reports text as a block of its own: without white space around it, a blank
 * line before it where there was text already.  False once it is too much.
 */
bool page_report(struct report *report, struct span text);

#endif
