/*
 * glyphless.h - a font whose characters are wide and high, and blank
 */
#ifndef PARSERS_GLYPHLESS_H
#define PARSERS_GLYPHLESS_H

#include <stddef.h>

/* A TrueType font file; every character is GLYPHLESS_WIDTH of an em wide. */
extern const unsigned char glyphless_font[];
extern const size_t glyphless_font_bytes;
#define GLYPHLESS_WIDTH 0.5

#endif
