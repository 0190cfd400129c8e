/*
 * style.h - does a style attribute of HTML hide what it is about?
 */
#ifndef PARSERS_STYLE_H
#define PARSERS_STYLE_H

#include "base/span.h"

#include <stdbool.h>

/*
 * True where the style shows nothing: display none, visibility hidden, letters
 * or a box of no size, nothing but transparency, mso-hide, or white letters on
 * white.  White letters alone are taken to be on white while *has_ground is
 * false; a style that colours its ground otherwise sets it.
 */
bool style_hides(struct span style, bool *has_ground);

#endif
