/*
 * upright.h - a page is framed, levelled and turned upside up
 */
#ifndef PARSERS_UPRIGHT_H
#define PARSERS_UPRIGHT_H

#include "page.h"

/*
 * Cuts the page down to its ink and a margin around it, since the recognition
 * takes time for each pixel.  A page without ink stays as it is.
 */
void page_frame(struct page *page);

/*
 * Turns a page that lies on its side by a quarter, and levels one whose lines
 * slope by up to 8 degrees; it may be upside down after that.
 */
void page_level(struct page *page);

/* Levels a page, as page_level, that does not lie on its side. */
void page_level_lines(struct page *page);

/* A page of text is surer than this that it is upside up. */
#define SURE_UP 10

/*
 * Turns a page of letters that reach down more often than up, as those of
 * upside-down pages do.  It knows nothing of capitals, which reach neither
 * way.
 */
void page_turn_up(struct page *page);

/* Turns the page upside down. */
void page_turn_round(struct page *page);

#endif
