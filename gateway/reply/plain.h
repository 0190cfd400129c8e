/*
 * plain.h - a text as text/plain: for mail programs that show nothing else,
 * for Braille lines, and for those who prefer it
 */
#ifndef REPLY_PLAIN_H
#define REPLY_PLAIN_H

#include "reply/template.h"

#define PLAIN_TEXT_COLUMNS 72

/*
 * Adds the blocks: lines of at most PLAIN_TEXT_COLUMNS characters unless a
 * word is longer, an empty line between blocks, none between the items of a
 * list.  Headings are underlined, insets set in, and a link with words of its
 * own is written behind them.
 */
void wording_to_text(const struct wording *wording, struct buf *out);

#endif
