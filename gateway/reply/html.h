/*
 * html.h - a letter as a page of HTML, for a mail program to show
 *
 * Made for everybody to read (WCAG 2.2): language, title, one first heading,
 * landmarks, lists that are lists; letters of 18 px (large print: 24 px =
 * 18 pt), contrast of 7:1 and more in the light and in the dark; one column
 * that narrows to 320 px without sideways scrolling.  It fetches nothing, has
 * no script, no picture and no table.  Styles stand in the elements where
 * mail programs drop the <style> of a page.
 */
#ifndef REPLY_HTML_H
#define REPLY_HTML_H

#include "reply/letter.h"

/*
 * Adds the page: what letter_to_text says, below the organisation's name and
 * the subject.  Every text is escaped.
 */
void letter_to_html(const struct letter *letter, struct buf *out);

#endif
