/* symbols.c - tables of what symbol fonts show */
#include "symbols.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>

/* Wingdings and Wingdings 2 have nothing else that a form would use. */
static const struct symbol {
	unsigned char code;
	unsigned short point;
} wingdings[] = { { 0x28, 0x260e }, { 0x2a, 0x2709 }, { 0x4a, 0x263a },
	{ 0x4c, 0x2639 }, { 0x6c, 0x25cf }, { 0x6e, 0x25a0 }, { 0x6f, 0x2610 },
	{ 0x71, 0x2610 }, { 0x72, 0x2610 }, { 0x75, 0x25c6 }, { 0x76, 0x2756 },
	{ 0x78, 0x2612 }, { 0x9f, 0x2022 }, { 0xa7, 0x25aa }, { 0xa8, 0x2610 },
	{ 0xd8, 0x27a2 }, { 0xdf, 0x2190 }, { 0xe0, 0x2192 }, { 0xe8, 0x2192 },
	{ 0xfb, 0x2717 }, { 0xfc, 0x2713 }, { 0xfd, 0x2612 },
	{ 0xfe, 0x2611 } };
static const struct symbol wingdings_2[] = { { 0x4f, 0x2717 }, { 0x50, 0x2713 },
	{ 0x51, 0x2612 }, { 0x52, 0x2611 }, { 0x53, 0x2612 }, { 0x54, 0x2612 },
	{ 0xa3, 0x2610 } };
static const struct symbol signs[] = { { 0xa3, 0x2264 }, { 0xa5, 0x221e },
	{ 0xab, 0x2194 }, { 0xac, 0x2190 }, { 0xad, 0x2191 }, { 0xae, 0x2192 },
	{ 0xaf, 0x2193 }, { 0xb0, 0xb0 }, { 0xb1, 0xb1 }, { 0xb3, 0x2265 },
	{ 0xb4, 0xd7 }, { 0xb7, 0x2022 }, { 0xb8, 0xf7 }, { 0xb9, 0x2260 },
	{ 0xbb, 0x2248 }, { 0xbc, 0x2026 }, { 0xd2, 0xae }, { 0xd3, 0xa9 },
	{ 0xd4, 0x2122 }, { 0xe2, 0xae }, { 0xe3, 0xa9 }, { 0xe4, 0x2122 } };

/* The letters of Symbol from A and from a on; 0 for no letter of Greek. */
static const unsigned short greek[2][26] = {
	{ 0x391, 0x392, 0x3a7, 0x394, 0x395, 0x3a6, 0x393, 0x397, 0x399, 0x3d1,
	    0x39a, 0x39b, 0x39c, 0x39d, 0x39f, 0x3a0, 0x398, 0x3a1, 0x3a3,
	    0x3a4, 0x3a5, 0x3c2, 0x3a9, 0x39e, 0x3a8, 0x396 },
	{ 0x3b1, 0x3b2, 0x3c7, 0x3b4, 0x3b5, 0x3c6, 0x3b3, 0x3b7, 0x3b9, 0x3d5,
	    0x3ba, 0x3bb, 0x3bc, 0x3bd, 0x3bf, 0x3c0, 0x3b8, 0x3c1, 0x3c3,
	    0x3c4, 0x3c5, 0x3d6, 0x3c9, 0x3be, 0x3c8, 0x3b6 }
};

static unsigned
point_in(const struct symbol *table, size_t n, unsigned code)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].code == code)
			return table[i].point;
	return 0;
}
#define POINT_IN(table, code)                                                  \
	point_in((table), sizeof(table) / sizeof *(table), (code))

unsigned
symbol_point(struct span font, unsigned code)
{
	code &= 0xff; /* U+F000 to U+F0FF stand for them */
	if (span_is_same_word(font, SPAN("Wingdings 2")))
		return POINT_IN(wingdings_2, code);
	if (span_starts_with(font, SPAN("Wingdings")))
		return POINT_IN(wingdings, code);
	if (!span_is_same_word(font, SPAN("Symbol")))
		return 0;
	if (code >= 'A' && code <= 'Z')
		return greek[0][code - 'A'];
	if (code >= 'a' && code <= 'z')
		return greek[1][code - 'a'];
	if (code >= ' ' && code < 0x7f)
		return code;
	return POINT_IN(signs, code);
}

static unsigned
hex_of(struct span digits)
{
	unsigned value = 0;

	for (size_t i = 0; i < digits.len && i < 4; i++) {
		char c = digits.at[i];
		unsigned digit = c >= '0' && c <= '9'
				     ? (unsigned)(c - '0')
				     : (unsigned)((c | 0x20) - 'a' + 10) & 15;

		value = value << 4 | digit;
	}
	return value;
}

struct span
symbol_of(struct span font, struct span code, char *character)
{
	unsigned point = symbol_point(font, hex_of(code));
	autobuf text = BUF(4);

	if (point == 0)
		return SPAN("");
	utf8_add(&text, point);
	memcpy(character, text.at, text.len);
	return (struct span){ character, text.len };
}
