/*
 * rules.h - ruled lines are removed from a page, and its letters kept
 */
#ifndef PARSERS_RULES_H
#define PARSERS_RULES_H

#include "page.h"

/*
 * Whitens the lines of forms, boxes and ruled paper on a level page: what is
 * straight, at least six letters long and thinner than a third of one, and the
 * sides of the small boxes between such lines.  Where a letter's stroke
 * crosses a line, it stays.  Of letters that stand on lines the recognition
 * made nothing at all: it took them and their lines for a picture.
 */
void rules_remove(struct page *page);

#endif
