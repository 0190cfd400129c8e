/* transfer.c - base64, quoted-printable and uuencode, sound or broken */
#include "transfer.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* --- base64 --------------------------------------------------------------- */

#define PADDING 64
#define SPACE 65
#define STRAY 66

/* The six bits a character stands for, or one of the above. */
static unsigned
sextet_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0') + 52;
	if (c == '+')
		return 62;
	if (c == '/')
		return 63;
	if (c == '=')
		return PADDING;
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' ? SPACE : STRAY;
}

/* Does nothing but base64 and white space follow, from the next line on? */
static bool
is_base64_again(struct span rest)
{
	size_t n = 0;

	(void)span_cut_line(&rest);
	for (size_t i = 0; i < rest.len; i++) {
		unsigned sextet = sextet_of(rest.at[i]);

		if (sextet == STRAY || rest.at[i] == ' ')
			return false;
		n += sextet < PADDING;
	}
	return n > 0;
}

struct base64 {
	struct buf *out;
	uint32_t bits;
	unsigned n; /* sextets in bits */
};

/* Ends a group: 2, 3 or 4 sextets are 1, 2 or 3 bytes. */
static void
group_end(struct base64 *b)
{
	uint32_t bits = b->n == 0 ? 0 : b->bits << (6 * (4 - b->n));
	const char bytes[] = { (char)(bits >> 16), (char)(bits >> 8),
		(char)bits };

	if (b->n > 1)
		buf_add(b->out, (struct span){ bytes, b->n - 1 });
	b->bits = 0;
	b->n = 0;
}

static bool
base64_decode(struct span bytes, bool is_text, struct buf *out)
{
	struct base64 b = { .out = out };
	bool is_sound = true, goes_on = false;

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned sextet = sextet_of(bytes.at[i]);

		if (sextet == STRAY)
			is_sound = false;
		if (sextet == PADDING && b.n > 0) {
			group_end(&b);
			if (!goes_on)
				goes_on =
				    is_base64_again(span_from(bytes, i + 1));
			if (!goes_on)
				return is_sound;
		}
		if (sextet >= PADDING)
			continue;
		b.bits = b.bits << 6 | sextet;
		if (++b.n == 4)
			group_end(&b);
	}
	if (is_text)
		group_end(&b);
	return is_sound;
}

/* --- quoted-printable ----------------------------------------------------- */

static int
hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The length of a soft line break behind "=": blanks and a line end; or 0. */
static size_t
soft_break(struct span rest)
{
	size_t n = 0;

	while (n < rest.len && (rest.at[n] == ' ' || rest.at[n] == '\t'))
		n++;
	if (n == rest.len)
		return n;
	if (rest.at[n] == '\r' && n + 1 < rest.len && rest.at[n + 1] == '\n')
		return n + 2;
	return rest.at[n] == '\n' ? n + 1 : 0;
}

static bool
quoted_decode(struct span bytes, struct buf *out)
{
	bool is_sound = true;

	while (bytes.len > 0) {
		size_t before = bytes.len;
		struct span plain = span_cut_at(&bytes, '=');
		bool has_mark = plain.len < before;
		int high = bytes.len > 0 ? hex_of(bytes.at[0]) : -1;
		int low = bytes.len > 1 ? hex_of(bytes.at[1]) : -1;
		size_t n;

		buf_add(out, plain);
		if (!has_mark)
			break;
		if (high >= 0 && low >= 0) {
			buf_add_char(out, (char)(high << 4 | low));
			bytes = span_from(bytes, 2);
			continue;
		}
		n = soft_break(bytes);
		if (n == 0 && bytes.len > 0) {
			buf_add_char(out, '=');
			is_sound = false;
		}
		bytes = span_from(bytes, n);
	}
	return is_sound;
}

/* --- uuencode ------------------------------------------------------------- */

/* Lines hold 45 bytes each by custom, 63 at most by their first character. */
#define UU_BITS(c) (((unsigned)(c) - ' ') & 63)

static bool
is_uu_character(char c)
{
	return c >= ' ' && c <= '`';
}

/* Bytes the line says it holds, as characters that encode them. */
static size_t
uu_length(struct span line)
{
	return (UU_BITS(line.at[0]) + 2) / 3 * 4;
}

/*
 * Can it be a line of data?  Blanks at its end may have been stripped, and a
 * check character may follow.
 */
static bool
is_uu_line(struct span line)
{
	if (line.len == 0 || !is_uu_character(line.at[0]) ||
	    UU_BITS(line.at[0]) == 0 || line.len > uu_length(line) + 3)
		return false;
	for (size_t i = 1; i < line.len; i++)
		if (!is_uu_character(line.at[i]))
			return false;
	return true;
}

static void
uu_line_decode(struct span line, struct buf *out)
{
	unsigned left = UU_BITS(line.at[0]);
	unsigned group[4];

	for (size_t at = 1; left > 0; at += 4) {
		unsigned n = left < 3 ? left : 3;
		char bytes[3];

		for (size_t i = 0; i < 4; i++)
			group[i] =
			    at + i < line.len ? UU_BITS(line.at[at + i]) : 0;
		bytes[0] = (char)(group[0] << 2 | group[1] >> 4);
		bytes[1] = (char)(group[1] << 4 | group[2] >> 2);
		bytes[2] = (char)(group[2] << 6 | group[3]);
		buf_add(out, (struct span){ bytes, n });
		left -= n;
	}
}

/* The name in a line "begin 644 name"; false where it is none. */
static bool
is_uu_begin(struct span line, struct span *name)
{
	size_t digits = 0;

	if (line.len < 11 || memcmp(line.at, "begin ", 6) != 0)
		return false;
	line = span_from(line, 6);
	while (digits < line.len && line.at[digits] >= '0' &&
	       line.at[digits] <= '7')
		digits++;
	if (digits < 3 || digits > 4 || digits + 1 >= line.len ||
	    line.at[digits] != ' ')
		return false;
	*name = span_trim(span_from(line, digits));
	return name->len > 0;
}

static bool
is_uu_end(struct span line)
{
	return span_is_equal(span_trim(line), SPAN("end"));
}

static bool
uu_decode(struct span bytes, struct buf *out)
{
	struct span rest = bytes, name;
	bool is_sound = false;

	while (rest.len > 0 && !is_sound)
		is_sound = is_uu_begin(span_cut_line(&rest), &name);
	if (!is_sound)
		rest = bytes;
	while (rest.len > 0) {
		struct span line = span_cut_line(&rest);

		if (is_uu_end(line))
			break;
		if (is_uu_line(line))
			uu_line_decode(line, out);
		else
			is_sound &= line.len < 2; /* a line of length 0 */
	}
	return is_sound;
}

/* Takes the lines of data and the end off *rest; false where they are bad. */
static bool
uu_body_cut(struct span *rest, struct span *lines)
{
	struct span start = *rest;
	size_t n = 0;

	while (rest->len > 0) {
		struct span before = *rest;
		struct span line = span_cut_line(rest);

		if (is_uu_end(line)) {
			*lines = span_head(start, start.len - before.len);
			return n > 0;
		}
		n += is_uu_line(line);
		if (!is_uu_line(line) && span_trim(line).len > 0 &&
		    !span_is_equal(span_trim(line), SPAN("`")))
			return false;
	}
	return false;
}

bool
uu_find(struct span text, size_t from, struct uu_block *block)
{
	struct span rest = span_from(text, from), name;

	while (rest.len > 0) {
		size_t start = text.len - rest.len;
		struct span behind;

		/* Cheap for the many texts that have none. */
		if (rest.at[0] != 'b' ||
		    !is_uu_begin(span_cut_line(&rest), &name)) {
			if (start == text.len - rest.len)
				(void)span_cut_line(&rest);
			continue;
		}
		behind = rest;
		if (uu_body_cut(&rest, &block->lines)) {
			block->start = start;
			block->end = text.len - rest.len;
			block->name = name;
			return true;
		}
		/* A line that is no data may begin the next block. */
		rest = behind;
	}
	return false;
}

enum transfer
transfer_named(struct span name)
{
	static const struct {
		const char *name;
		enum transfer transfer;
	} names[] = { { "base64", TRANSFER_BASE64 },
		{ "quotedprintable", TRANSFER_QUOTED },
		{ "xuuencode", TRANSFER_UUENCODE },
		{ "uuencode", TRANSFER_UUENCODE },
		{ "xuue", TRANSFER_UUENCODE } };
	autobuf plain = BUF(32);

	for (size_t i = 0; i < name.len; i++)
		if (isalnum((unsigned char)name.at[i]))
			buf_add_char(&plain, name.at[i]);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (span_starts_with(buf_span(&plain), span_of(names[i].name)))
			return names[i].transfer;
	return TRANSFER_NONE;
}

bool
transfer_decode(enum transfer transfer, struct span bytes, struct buf *out)
{
	switch (transfer) {
	case TRANSFER_BASE64:
	case TRANSFER_BASE64_TEXT:
		return base64_decode(bytes, transfer == TRANSFER_BASE64_TEXT,
		    out);
	case TRANSFER_QUOTED:
		return quoted_decode(bytes, out);
	case TRANSFER_UUENCODE:
		return uu_decode(bytes, out);
	case TRANSFER_NONE:
		break;
	}
	buf_add(out, bytes);
	return true;
}
