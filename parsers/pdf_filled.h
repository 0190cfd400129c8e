/*
 * pdf_filled.h - what was filled in and written onto a page of a PDF
 *
 * Poppler's text of a page has neither the values of its form's fields nor the
 * remarks on it: a complaint form that was filled in would look empty.
 */
#ifndef PARSERS_PDF_FILLED_H
#define PARSERS_PDF_FILLED_H

#include "base/buf.h"

#include <poppler.h>

/* "label: value" for each field of the page's form that has a value. */
void pdf_add_fields(struct buf *b, PopplerPage *page);

/* The text of each remark that was written onto the page. */
void pdf_add_remarks(struct buf *b, PopplerPage *page);

#endif
