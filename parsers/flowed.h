/*
 * flowed.h - paragraphs of a text whose lines were broken only to be sent
 */
#ifndef PARSERS_FLOWED_H
#define PARSERS_FLOWED_H

#include "base/buf.h"
#include "base/span.h"

#include <stdbool.h>

/*
 * Appends the text with its paragraphs whole (RFC 3676, 4): a line that ends
 * in a blank goes on in the next one of the same depth of quotation; that
 * blank is dropped where deletes_blank (DelSp=yes).  A blank that was put in
 * front of a line is taken off; the mark of a signature ("-- ") stays alone.
 */
void flowed_join(struct span text, bool deletes_blank, struct buf *out);

#endif
