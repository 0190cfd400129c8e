/*
 * pdf_words.h - the words of a PDF page's text layer, where they stand
 */
#ifndef PARSERS_PDF_WORDS_H
#define PARSERS_PDF_WORDS_H

#include "base/placed.h"

#include <poppler.h>

struct report;

/* The page, with that number, as a picture of the resolution would show it. */
struct placed_page pdf_page_placed(PopplerPage *page, int number,
    long long dpi);

/* Reports the page and the words of its text layer. */
void pdf_report_words(struct report *report, PopplerPage *page, int number);

#endif
