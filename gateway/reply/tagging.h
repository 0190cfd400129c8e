/*
 * tagging.h - finishes what Cairo 1.16 leaves out of a tagged PDF
 *
 * The language of the text, its title in the window's bar, the order of the
 * tab key, words for each link, and the mark that what has no tag - feet,
 * lines - is no part of the text (ISO 32000-1 sections 14.8.2.2, 14.9.2;
 * ISO 14289-1 sections 7.1 to 7.3, 7.18).
 */
#ifndef REPLY_TAGGING_H
#define REPLY_TAGGING_H

#include "base/buf.h"

/*
 * Adds the finished file to out.  The same file gives the same bytes.
 * LATER where qpdf fails.
 */
enum outcome tagging_finish(struct span pdf, const char *language,
    struct buf *out, struct error *why) must_check;

#endif
