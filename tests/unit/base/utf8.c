/* utf8.c - well-formed text: the table of RFC 3629 section 4, and cleaning */
#include "base/utf8.h"
#include "edge.h"
#include "tap.h"

/* The first character of the bytes: its length and value. */
static void
reads_characters(void)
{
	static const struct {
		const char *bytes;
		size_t len;
		size_t n;
		unsigned point;
	} rows[] = {
		{ "\0", 1, 1, 0 },
		{ "a", 1, 1, 'a' },
		{ "\x7f", 1, 1, 0x7f },
		{ "\xc2\x80", 2, 2, 0x80 },
		{ "\xc3\xa9", 2, 2, 0xe9 },
		{ "\xdf\xbf", 2, 2, 0x7ff },
		{ "\xe0\xa0\x80", 3, 3, 0x800 },
		{ "\xed\x9f\xbf", 3, 3, 0xd7ff },
		{ "\xee\x80\x80", 3, 3, 0xe000 },
		{ "\xef\xbf\xbd", 3, 3, 0xfffd },
		{ "\xef\xbf\xbf", 3, 3, 0xffff },
		{ "\xf0\x90\x80\x80", 4, 4, 0x10000 },
		{ "\xf0\x9f\x98\x80z", 5, 4, 0x1f600 },
		{ "\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff },
		/* a byte that only follows; never a byte */
		{ "\x80", 1, 1, 0xfffd },
		{ "\xbf", 1, 1, 0xfffd },
		{ "\xc0\x80", 2, 1, 0xfffd },
		{ "\xc1\xbf", 2, 1, 0xfffd },
		{ "\xf5\x80\x80\x80", 4, 1, 0xfffd },
		{ "\xff", 1, 1, 0xfffd },
		/* overlong */
		{ "\xe0\x9f\xbf", 3, 1, 0xfffd },
		{ "\xf0\x8f\xbf\xbf", 4, 1, 0xfffd },
		/* surrogates; beyond the last character */
		{ "\xed\xa0\x80", 3, 1, 0xfffd },
		{ "\xed\xbf\xbf", 3, 1, 0xfffd },
		{ "\xf4\x90\x80\x80", 4, 1, 0xfffd },
		/* cut short; interrupted at each place */
		{ "\xc3", 1, 1, 0xfffd },
		{ "\xe2\x82", 2, 1, 0xfffd },
		{ "\xf0\x9f\x98", 3, 1, 0xfffd },
		{ "\xc3(", 2, 1, 0xfffd },
		{ "\xe2(\xac", 3, 1, 0xfffd },
		{ "\xe2\x82(", 3, 1, 0xfffd },
		{ "\xf0\x9f\x98(", 4, 1, 0xfffd },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span s =
		    edge_copy((struct span){ rows[i].bytes, rows[i].len });
		unsigned point = 0;

		is_number(utf8_next(s, &point), rows[i].n, "row %zu: length",
		    i);
		is_number(point, rows[i].point, "row %zu: U+%04X", i,
		    rows[i].point);
	}
}

/* Each character of the planes' edges survives writing and reading. */
static void
writes_characters(void)
{
	static const struct {
		unsigned point, want;
	} rows[] = {
		{ 0, 0 },
		{ 0x7f, 0x7f },
		{ 0x80, 0x80 },
		{ 0x7ff, 0x7ff },
		{ 0x800, 0x800 },
		{ 0xd7ff, 0xd7ff },
		{ 0xd800, 0xfffd },
		{ 0xdfff, 0xfffd },
		{ 0xe000, 0xe000 },
		{ 0xffff, 0xffff },
		{ 0x10000, 0x10000 },
		{ 0x10ffff, 0x10ffff },
		{ 0x110000, 0xfffd },
		{ 0xffffffff, 0xfffd },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autobuf b = BUF(8);
		unsigned point = 1;

		utf8_add(&b, rows[i].point);
		ok(utf8_is_valid(buf_span(&b)), "U+%04X is well formed",
		    rows[i].point);
		is_number(utf8_next(buf_span(&b), &point), b.len,
		    "U+%04X is one character", rows[i].point);
		is_number(point, rows[i].want, "U+%04X reads as U+%04X",
		    rows[i].point, rows[i].want);
	}
}

static void
judges(void)
{
	ok(utf8_is_valid(SPAN("")), "nothing is well formed");
	ok(utf8_is_valid(SPAN("caf\xc3\xa9 \xe2\x82\xac 5 \xef\xbf\xbd")),
	    "text with U+FFFD is well formed");
	ok(!utf8_is_valid(SPAN("caf\xe9")), "Latin-1 is not");
	ok(!utf8_is_valid(SPAN("ab\xed\xa0\x80")), "a surrogate is not");
}

static void
cleans(void)
{
	static const struct {
		const char *text, *clean, *line;
	} rows[] = {
		{ "", "", "" },
		{ "plain", "plain", "plain" },
		{ "a\r\nb\rc\nd", "a\nb\nc\nd", "a b c d" },
		{ "a\n\rb", "a\n\nb", "a  b" },
		{ "end\r", "end\n", "end " },
		{ "a\tb", "a\tb", "a b" },
		{ "bell\a esc\x1b[31m del\x7f", "bell  esc [31m del ",
		    "bell  esc [31m del " },
		{ "c1\xc2\x85x\xc2\x9f", "c1 x ", "c1 x " },
		{ "nbsp\xc2\xa0kept", "nbsp\xc2\xa0kept", "nbsp\xc2\xa0kept" },
		{ "caf\xe9", "caf\xef\xbf\xbd", "caf\xef\xbf\xbd" },
		{ "\xe2\x80\xa9"
		  "exe.\xe2\x80\xaexcod",
		    "\xe2\x80\xa9"
		    "exe.xcod",
		    " exe.xcod" },
		{ "\xe2\x81\xa6in\xe2\x81\xa9 \xe2\x80\xaaout\xe2\x80\xac",
		    "in out", "in out" },
		{ "a\xe2\x80\xa8z", "a\xe2\x80\xa8z", "a z" },
	};
	autoarena mem = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span text = edge_of(rows[i].text);
		struct span once = utf8_clean(text, &mem);
		struct span line = utf8_clean_line(text, &mem);

		is_span(once, rows[i].clean, "row %zu: clean", i);
		is_span(line, rows[i].line, "row %zu: on one line", i);
		ok(utf8_is_valid(once) && utf8_is_valid(line),
		    "row %zu: well formed", i);
		ok(span_is_equal(utf8_clean(once, &mem), once) &&
			span_is_equal(utf8_clean_line(line, &mem), line),
		    "row %zu: cleaning again changes nothing", i);
	}
	is_span(utf8_clean(SPAN("a\0b"), &mem), "a b", "NUL becomes a space");
}

int
main(void)
{
	reads_characters();
	writes_characters();
	judges();
	cleans();
	return done();
}
