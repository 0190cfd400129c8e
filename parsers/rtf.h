/*
 * rtf.h - the text that a Rich Text file shows
 */
#ifndef PARSERS_RTF_H
#define PARSERS_RTF_H

#include "base/buf.h"
#include "base/span.h"

#include <stdbool.h>

/*
 * Appends the text as UTF-8 (RTF 1.9.1): paragraphs as lines, cells parted by
 * tabs, headers, footers and notes in their place.  False where the bytes are
 * no RTF.
 */
bool rtf_to_text(struct span rtf, struct buf *text);

/*
 * Appends the HTML that the RTF was made from (MS-OXRTFEX 2.1), in UTF-8.
 * False where it was not made from HTML.
 */
bool rtf_to_html(struct span rtf, struct buf *html);

#endif
