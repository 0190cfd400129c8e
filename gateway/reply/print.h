/*
 * print.h - a letter on paper: A4, PDF, for a DL window envelope
 *
 * Folded in three the sheet may shift by 11 mm up and down and by 10 mm
 * sideways in a DL envelope of 220 by 110 mm.  With the window of BS 4264 (90
 * by 35 mm; 20 mm from the left, 18 mm from the bottom) and with that of DIN
 * 680 (90 by 45 mm; 20 and 15 mm) what lies 57 to 81 mm from the sheet's top
 * and 20 to 100 mm from its left always shows, and nothing beyond 46 to 92 mm
 * and 110 mm ever does.  The address stands in the first, alone in the
 * second, in letters of 11 points, smaller only where it would not fit.
 */
#ifndef REPLY_PRINT_H
#define REPLY_PRINT_H

#include "reply/letter.h"

/* The most pages a letter may have. */
#define MAX_LETTER_PAGES 20

/*
 * Sets the letter to the postal address (lines parted by LF, or none) and
 * adds the PDF to the buffer: the same letter gives the same bytes.  Letters
 * of 12 points, of 18 and more in large print; each form on a page of its
 * own.  The file is tagged, has language, title and outline, and its feet are
 * marked as no part of the text (tagging.h).  REFUSED for more than
 * MAX_LETTER_PAGES pages, LATER where Cairo fails.
 */
enum outcome letter_print(const struct letter *letter,
    const struct organisation_options *organisation, struct span postal_address,
    struct buf *pdf, struct error *why) must_check;

#endif
