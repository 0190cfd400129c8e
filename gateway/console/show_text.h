/*
 * show_text.h - the text of a part, with what its author did not write now
 */
#ifndef CONSOLE_SHOW_TEXT_H
#define CONSOLE_SHOW_TEXT_H

#include "base/buf.h"
#include "register/details.h"

/*
 * Appends the text and a line end.  Quoted words, signatures and the like are
 * dimmed on a terminal; elsewhere they stand as they are.
 */
void show_text(const struct detail_part *part, bool is_terminal,
    struct buf *out);

#endif
