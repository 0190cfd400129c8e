/*
 * copy.h - the copy of a document whose scanned pages can be searched
 *
 * The request (ERRAND_COPY) is what intake/placing.c writes: in decimal the
 * number of bytes of the frames that follow behind a new line (WIRE_PLACED_*
 * of base/wire.h), then the document; its declared type is the one that was
 * found.
 *
 * A PDF keeps all it has; its scanned pages are turned upright and get their
 * words, and one without scanned pages is copied byte for byte.  A picture
 * becomes a PDF of a page each, as large as the paper was, upright and level;
 * its own JPEG is kept as it is, a fax becomes Group 4, other pictures stay
 * without loss unless that takes far more than the file did.
 */
#ifndef PARSERS_COPY_H
#define PARSERS_COPY_H

#include "parser.h"

#include "base/arena.h"
#include "base/placed.h"

#include <qpdf/qpdf-c.h>

struct copy {
	struct report *report;
	struct arena mem;
	struct span document;
	bool is_heif;
	struct placed_page *pages; /* by number; words in mem */
	size_t n_pages;
};

/* Reports the copy: READ; UNREADABLE where none can be made. */
enum reading copy_make(const struct document *request, struct report *report);

/* The page of that number, from 1; NULL for none. */
const struct placed_page *copy_page(const struct copy *copy, long long number);

/* The part of a turn that levels text: -45 to 45 degrees, in thousandths. */
long long copy_slope(const struct placed_page *page);

/* Text that slopes by less, in thousandths of a degree, is left as it is. */
#define LEVEL_ENOUGH 300

/* Copies of a PDF, and of a picture or several in a TIFF. */
enum reading copy_of_pdf(const struct copy *copy);
enum reading copy_of_picture(const struct copy *copy);

/* Begins a PDF that nothing is said of on standard error. */
qpdf_data copy_begin(void);

/* Gives it back; what went wrong is known from what was returned. */
void copy_close(qpdf_data pdf);

/* A new stream of the PDF; filter "" for none: it is packed then. */
qpdf_oh copy_stream(qpdf_data pdf, struct span bytes, const char *filter);

/* Reports the finished PDF. */
enum reading copy_end(const struct copy *copy, qpdf_data pdf);

#endif
