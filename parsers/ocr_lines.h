/*
 * ocr_lines.h - the lines that were recognised, as their writer meant them
 */
#ifndef PARSERS_OCR_LINES_H
#define PARSERS_OCR_LINES_H

#include "base/buf.h"

/*
 * Appends text to b line by line:
 * - a lone "|" becomes "I" where that makes sense, or nothing: it was a ruled
 *   line taken for a letter;
 * - a word broken at a line end is joined: its hyphen goes where knows says
 *   that the whole is a word, or that its parts are not; else ("ninety-first")
 *   it stays.  Blank lines between are left out, and
 *   what follows the word's rest starts a line of its own.
 */
void ocr_lines(struct buf *b, struct span text, bool (*knows)(struct span));

/*
 * A lone "|" is a capital I of a plain face where a word in small letters
 * follows ("| would"), or ends the line before one; else it is a ruled line
 * taken for a letter, and means nothing.
 */
bool ocr_bar_is_letter(struct span before, struct span after);

#endif
