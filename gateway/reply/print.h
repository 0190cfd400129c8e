/*
 * print.h - a letter on paper: A4, PDF, for a DL window envelope
 *
 * Set with Pango, drawn with Cairo, tagged so that a screen reader finds
 * headings, lists and paragraphs in order.
 */
#ifndef REPLY_PRINT_H
#define REPLY_PRINT_H

#include "reply/letter.h"

/* The most pages a letter may have. */
#define MAX_LETTER_PAGES 20

/*
 * Sets the letter to the postal address (lines parted by LF, or none) and
 * adds the PDF to the buffer: the same letter gives the same bytes.  REFUSED
 * for more than MAX_LETTER_PAGES pages, LATER where Cairo fails.
 */
enum outcome letter_print(const struct letter *letter,
    const struct organisation_options *organisation, struct span postal_address,
    struct buf *pdf, struct error *why) must_check;

#endif
