/*
 * readable.h - a text as a PDF that anybody can open and print
 *
 * A heading, a few lines that say what it is, then the text paragraph by
 * paragraph, on sheets of A4 with their number at the foot; tagged.
 */
#ifndef REPLY_READABLE_H
#define REPLY_READABLE_H

#include "base/buf.h"
#include "base/outcome.h"

struct readable {
	struct span title; /* one line */
	struct span about; /* lines */
	struct span text;
	struct span foot; /* one line, at each page's foot */
};

/*
 * Adds the PDF to the buffer; the text need not be clean.  What is over
 * MAX_READABLE_BYTES is left out, and a last line says so.  LATER where Cairo
 * fails.
 */
#define MAX_READABLE_BYTES (2u << 20)
enum outcome readable_print(const struct readable *readable, struct buf *pdf,
    struct error *why) must_check;

#endif
