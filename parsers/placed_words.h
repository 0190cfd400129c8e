/*
 * placed_words.h - the words of a page and where they stand
 */
#ifndef PARSERS_PLACED_WORDS_H
#define PARSERS_PLACED_WORDS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/placed.h"
#include "plane.h"

#include <leptonica/allheaders.h>

struct report;

/* More than any page holds; the rest of its words is left out. */
#define MAX_WORDS_OF_PAGE 20000

/* Begin with { 0 }. */
struct words {
	struct arena mem;
	struct placed_word *list; /* in mem */
	size_t n, room;
};

void words_release(struct words *w);

/*
 * Appends a word to those before it.  Blanks in its text become U+00A0; a
 * text that is too long is cut; a word without text is left out.
 */
void words_add(struct words *w, const struct placed_word *word);

/* Gives the word an upright box, in pixels. */
void words_box(struct placed_word *word, double left, double top, double right,
    double bottom);

struct TessBaseAPI;
/*
 * Appends what the engine has just recognised, in its reading order, by its
 * places on the page that it was given.
 */
void words_recognised(struct words *w, struct TessBaseAPI *engine);

/*
 * Appends what was recognised as text: lines, blank ones between paragraphs.
 * Tesseract's own text is the same, but looks for each line's order anew with
 * each of its words.
 */
void words_text(const struct words *w, struct buf *text);

/*
 * Fits the boxes to the ink of the page they are on: Tesseract guesses at
 * those of short words, and may miss half a letter.  A piece of ink belongs to
 * the word it shares most with; no box grows by more than its height.
 */
void words_fit(struct words *w, PIX *ink);

/*
 * Moves each word from its place on the cleaned page to that on the picture,
 * which itself lies so far in from the left and from the top.
 */
void words_place(struct words *w, const struct plane *back, double left,
    double top);

/*
 * Makes lone bars letters, or leaves them out, as ocr_lines does in the text:
 * a line that begins and ends with one is a row of a table.
 */
void words_mend(struct words *w);

/* Reports the page, then its words, cut to the page's edges. */
void words_report(struct report *report, const struct words *w,
    struct placed_page *page);

#endif
