/*
 * pdf.h - PDF files of our own, opened and written with qpdf
 *
 * Only what this program drew is ever opened here: the files of others are
 * for postroom-extract.
 */
#ifndef REPLY_PDF_H
#define REPLY_PDF_H

#include "base/buf.h"

#include <qpdf/qpdf-c.h>

/* A file that is closed when its scope ends. */
#define autopdf __attribute__((cleanup(pdf_close))) qpdf_data

/*
 * Opens the file; name is for errors.  The bytes must stay until it is closed.
 * LATER where it is no PDF.
 */
enum outcome pdf_open(struct span bytes, const char *name, qpdf_data *pdf,
    struct error *why) must_check;

/* LATER, with what qpdf says of its last error in the file; name goes before. */
enum outcome pdf_fail(qpdf_data pdf, const char *name,
    struct error *why) must_check;

/* A file without pages. */
qpdf_data pdf_new(void);

/*
 * Adds the file to out: the same file gives the same bytes.  LATER where it
 * cannot be written, or something that was done to it had failed.
 */
enum outcome pdf_write(qpdf_data pdf, struct buf *out,
    struct error *why) must_check;

/* A new stream of the file. */
qpdf_oh pdf_stream(qpdf_data pdf, struct span bytes);

void pdf_close(qpdf_data *pdf);

#endif
