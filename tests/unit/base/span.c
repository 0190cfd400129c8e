/* span.c - looks at borrowed bytes: every function, at its edges */
#include "base/span.h"
#include "edge.h"
#include "tap.h"

#include <limits.h>

static void
compares(void)
{
	static const struct {
		const char *a, *b;
		bool equal, same, starts, ends;
	} rows[] = {
		{ "", "", true, true, true, true },
		{ "a", "", false, false, true, true },
		{ "", "a", false, false, false, false },
		{ "abc", "abc", true, true, true, true },
		{ "ABC", "abc", false, true, true, true },
		{ "abcd", "ABC", false, false, true, false },
		{ "xabc", "ABC", false, false, false, true },
		{ "abd", "abc", false, false, false, false },
		{ "[", "{", false, false, false, false },
		{ "@", "`", false, false, false, false },
		{ "\xc3\x89", "\xc3\xa9", false, false, false, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span a = edge_of(rows[i].a), b = edge_of(rows[i].b);

		ok(span_is_equal(a, b) == rows[i].equal, "\"%s\" equals \"%s\"",
		    rows[i].a, rows[i].b);
		ok(span_is_same_word(a, b) == rows[i].same,
		    "\"%s\" is the word \"%s\"", rows[i].a, rows[i].b);
		ok(span_starts_with(a, b) == rows[i].starts,
		    "\"%s\" starts with \"%s\"", rows[i].a, rows[i].b);
		ok(span_ends_with(a, b) == rows[i].ends,
		    "\"%s\" ends with \"%s\"", rows[i].a, rows[i].b);
	}
	ok(span_is_equal(SPAN("a\0b"), SPAN("a\0b")), "NUL is a byte");
	ok(!span_is_equal(SPAN("a\0b"), SPAN("a\0c")), "and what follows too");
	ok(span_is_equal(span_of(NULL), SPAN("")), "no string is empty");
}

static void
finds(void)
{
	static const struct {
		const char *s, *needle;
		size_t from, at;
	} rows[] = {
		{ "hay needle", "needle", 0, 4 },
		{ "hay NeeDle", "nEEdLE", 0, 4 },
		{ "aXbX", "x", 0, 1 },
		{ "aXbX", "x", 1, 1 },
		{ "aXbX", "x", 2, 3 },
		{ "aXbX", "x", 4, SPAN_NOT_FOUND },
		{ "aXbX", "x", 99, SPAN_NOT_FOUND },
		{ "aab", "ab", 0, 1 },
		{ "ab", "abc", 0, SPAN_NOT_FOUND },
		{ "ab", "", 0, SPAN_NOT_FOUND },
		{ "", "a", 0, SPAN_NOT_FOUND },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(span_find(edge_of(rows[i].s), edge_of(rows[i].needle),
			      rows[i].from),
		    rows[i].at, "\"%s\" in \"%s\" from %zu", rows[i].needle,
		    rows[i].s, rows[i].from);
}

static void
cuts(void)
{
	struct span rest = edge_of("one\r\n\ntwo\rb\nlast");
	struct span words = edge_of("a,,b");

	is_span(span_trim(edge_of(" \t\r\n\v\fa b\n ")), "a b",
	    "white space goes");
	is_span(span_trim(edge_of(" \t ")), "", "white space alone is nothing");
	is_span(span_trim(edge_start(SPAN(" \t "))), "", "nor read before it");
	is_span(span_trim(edge_of("")), "", "nothing is nothing");
	is_span(span_from(SPAN("abc"), 1), "bc", "from 1");
	is_span(span_from(SPAN("abc"), 3), "", "from the end");
	is_span(span_from(SPAN("abc"), 4), "", "from beyond the end");
	is_span(span_head(SPAN("abc"), 2), "ab", "head of 2");
	is_span(span_head(SPAN("abc"), 3), "abc", "head of all");
	is_span(span_head(SPAN("abc"), 4), "abc", "head of more");

	is_span(span_cut_line(&rest), "one", "a line ended by CR LF");
	is_span(span_cut_line(&rest), "", "an empty line");
	is_span(span_cut_line(&rest), "two\rb", "CR alone ends no line");
	is_span(span_cut_line(&rest), "last", "a line without an end");
	is_number(rest.len, 0, "nothing is left");

	is_span(span_cut_at(&words, ','), "a", "up to the mark");
	is_span(span_cut_at(&words, ','), "", "nothing between two marks");
	is_span(span_cut_at(&words, ','), "b", "what has no mark behind it");
	is_number(words.len, 0, "nothing is left");
	is_span(span_cut_at(&words, ','), "", "nothing gives nothing");
}

static void
numbers(void)
{
	static const struct {
		const char *text;
		long long min, max, value;
		bool good;
	} rows[] = {
		{ "0", 0, 9, 0, true },
		{ "9", 0, 9, 9, true },
		{ "10", 0, 9, 0, false },
		{ "007", 0, 9, 7, true },
		{ "-3", -3, 9, -3, true },
		{ "-4", -3, 9, 0, false },
		{ "-0", 0, 0, 0, true },
		{ "", 0, 9, 0, false },
		{ "-", -9, 9, 0, false },
		{ "--1", -9, 9, 0, false },
		{ "+1", 0, 9, 0, false },
		{ "1 ", 0, 9, 0, false },
		{ "1x", 0, 9, 0, false },
		{ "0x1", 0, 9, 0, false },
		{ "999999999999999999", 0, LLONG_MAX, 999999999999999999LL,
		    true },
		{ "1000000000000000000", 0, LLONG_MAX, 0, false },
		{ "99999999999999999999", 0, LLONG_MAX, 0, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		long long value = 77;

		ok(span_to_number(edge_of(rows[i].text), rows[i].min,
		       rows[i].max, &value) == rows[i].good,
		    "\"%s\" is%s a number from %lld to %lld", rows[i].text,
		    rows[i].good ? "" : " not", rows[i].min, rows[i].max);
		is_number(value, rows[i].good ? rows[i].value : 77,
		    "\"%s\" has its value", rows[i].text);
	}
}

int
main(void)
{
	compares();
	finds();
	cuts();
	numbers();
	return done();
}
