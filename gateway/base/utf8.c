/* utf8.c - checks and cleans text */
#include "base/utf8.h"

#include <stdint.h>

#define REPLACEMENT 0xfffdu
#define LINE_END 0x2028u
#define PARAGRAPH_END 0x2029u

size_t
utf8_next(struct span s, unsigned *point)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char c = (unsigned char)s.at[0];
	size_t n = c < 0x80   ? 1
		   : c < 0xc2 ? 0
		   : c < 0xe0 ? 2
		   : c < 0xf0 ? 3
		   : c < 0xf5 ? 4
			      : 0;
	unsigned p = n == 1 ? c : c & (0x7fu >> n);

	*point = REPLACEMENT;
	if (n == 0 || n > s.len)
		return 1;
	for (size_t i = 1; i < n; i++) {
		unsigned char next = (unsigned char)s.at[i];

		if ((next & 0xc0) != 0x80)
			return 1;
		p = p << 6 | (next & 0x3f);
	}
	if (p < least[n] || p > 0x10ffff || (p >= 0xd800 && p <= 0xdfff))
		return 1;
	*point = p;
	return n;
}

bool
utf8_is_valid(struct span s)
{
	unsigned point;

	while (s.len > 0) {
		size_t n = utf8_next(s, &point);

		if (point == REPLACEMENT && n == 1)
			return false;
		s = span_from(s, n);
	}
	return true;
}

void
utf8_add(struct buf *b, unsigned p)
{
	if (p > 0x10ffff || (p >= 0xd800 && p <= 0xdfff))
		p = REPLACEMENT;
	if (p < 0x80) {
		buf_add_char(b, (char)p);
		return;
	}
	if (p < 0x800) {
		buf_add_char(b, (char)(0xc0 | p >> 6));
	} else if (p < 0x10000) {
		buf_add_char(b, (char)(0xe0 | p >> 12));
		buf_add_char(b, (char)(0x80 | (p >> 6 & 0x3f)));
	} else {
		buf_add_char(b, (char)(0xf0 | p >> 18));
		buf_add_char(b, (char)(0x80 | (p >> 12 & 0x3f)));
		buf_add_char(b, (char)(0x80 | (p >> 6 & 0x3f)));
	}
	buf_add_char(b, (char)(0x80 | (p & 0x3f)));
}

static bool
is_override(unsigned p)
{
	return (p >= 0x202a && p <= 0x202e) || (p >= 0x2066 && p <= 0x2069);
}

/* The character to keep for p; 0 to drop it. */
static unsigned
clean_point(unsigned p, bool one_line)
{
	if (is_override(p))
		return 0;
	if (p == '\n' || p == '\t' || p == LINE_END || p == PARAGRAPH_END)
		return one_line ? ' ' : p;
	if (p < 0x20 || (p >= 0x7f && p < 0xa0))
		return ' ';
	return p;
}

static struct span
clean(struct span s, bool one_line, struct arena *mem)
{
	autobuf out = BUF(SIZE_MAX / 4);

	while (s.len > 0) {
		unsigned p;
		size_t n = utf8_next(s, &p);
		bool crlf = p == '\r' && s.len > 1 && s.at[1] == '\n';

		if (p == '\r')
			p = '\n';
		p = clean_point(p, one_line);
		if (p != 0)
			utf8_add(&out, p);
		s = span_from(s, crlf ? 2 : n);
	}
	return arena_copy(mem, buf_span(&out));
}

struct span
utf8_clean(struct span s, struct arena *mem)
{
	return clean(s, false, mem);
}

struct span
utf8_clean_line(struct span s, struct arena *mem)
{
	return clean(s, true, mem);
}
