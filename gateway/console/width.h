/*
 * width.h - how many columns of a terminal a text takes
 *
 * By the C library's own table, in its UTF-8 locale: an ideograph takes two, a
 * combining mark none.
 */
#ifndef CONSOLE_WIDTH_H
#define CONSOLE_WIDTH_H

#include "base/span.h"

#include <locale.h>

/* The locale for measuring, from width_start to width_end. */
struct width {
	locale_t unicode; /* own; (locale_t)0 where there is none */
	locale_t before;
};
struct width width_start(void);
void width_end(struct width *width);

/* Columns of the text, which is on one line and clean (utf8_clean_line). */
size_t width_of(struct span text);

#endif
