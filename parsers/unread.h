/*
 * unread.h - ink that the recognition of a page left out is looked at again
 */
#ifndef PARSERS_UNREAD_H
#define PARSERS_UNREAD_H

#include "recognise.h"

/*
 * Looks at the places of letters, which hold the ink of no word, by
 * themselves: up to three, each levelled by its own slope.  What is read there
 * for sure is appended to s as blocks of text, and its ink taken away from
 * letters; where it says what s has there, only not for sure, it makes that sure.
 */
void unread_look(struct sighting *s, const struct page *page, PIX *letters);

#endif
