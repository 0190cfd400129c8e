/*
 * recognise.h - the words on a page that was made fit for it
 */
#ifndef PARSERS_RECOGNISE_H
#define PARSERS_RECOGNISE_H

#include "base/buf.h"
#include "page.h"
#include "placed_words.h"

#include <tesseract/capi.h>

/* What was recognised of one page. */
struct sighting {
	struct buf text;     /* own; lines, blank ones between blocks */
	struct words placed; /* own; by their places on the page */
	int mean;            /* of the words' confidence, 0 to 100 */
	int words;           /* of a confidence of 30 and more */
	double coverage;     /* share of letter-like ink that is in words */
	bool is_cut;         /* took too long: part of the page is missing */
};

/*
 * Recognises the page within about so many milliseconds; sighting_release
 * gives the result back.
 *
 * A page whose letters do not tell which way up it is, as capitals, has some
 * of its lines tried both ways first, and is turned round where that is
 * better.  Ink like letters that no word covers is looked at by itself, up to
 * three places: a stamp across the page has lines and a slope of its own.
 */
struct sighting recognise(struct page *page, int ms);
void sighting_release(struct sighting *s);

/* Is it a word of the languages loaded? */
bool recognise_knows(struct span word);

/*
 * For unread.c: what the engine says of the picture in that mode; text, placed,
 * mean and is_cut alone are set.
 */
struct sighting recognise_picture(PIX *picture, TessPageSegMode mode, int ms);

#endif
