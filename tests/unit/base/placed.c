/* placed.c - fields of words and pages come back as they went, or not at all */
#include "base/placed.h"
#include "tap.h"

static const struct placed_page sheet = { .number = 300,
	.width = 100,
	.height = 50,
	.dpi_across = 204,
	.dpi_down = 98,
	.angle = 359999,
	.is_recognised = true,
	.confidence = 1000 };

static void
test_round(void)
{
	autobuf field = BUF(PLACED_WORD_BYTES);
	struct placed_page page = { 0 };
	struct placed_word word = { 0 };
	const struct placed_word went = { .block = 1,
		.paragraph = 2,
		.line = 3,
		.is_recognised = true,
		.confidence = 960,
		.x = { 0, 1000, 1000, 0 },
		.y = { 0, 0, 500, 500 },
		.text = SPAN("Llŷr’s") };

	placed_page_write(&sheet, &field);
	ok(placed_page_read(buf_span(&field), &page), "a page comes back");
	is_number(page.number, 300, "... with its number");
	is_number(page.dpi_down, 98, "... its resolution");
	is_number(page.angle, 359999, "... its turn");
	ok(page.is_recognised && page.confidence == 1000, "... and the rest");
	buf_clear(&field);
	placed_word_write(&went, &field);
	ok(placed_word_read(buf_span(&field), &sheet, &word),
	    "a word comes back, at the edges of its page");
	is_span(word.text, "Llŷr’s", "... with its text");
	is_number(word.x[2], 1000, "... and its corners");
	is_number(word.line, 3, "... and its line");
	ok(word.is_recognised && word.confidence == 960, "... and the rest");
}

static void
test_pages(void)
{
	static const struct {
		const char *field;
		bool is_good;
	} cases[] = {
		{ "1 1 1 1 1 0 0 0", true },
		{ "300 100000 100000 10000 10000 359999 1 1000", true },
		{ "0 1 1 1 1 0 0 0", false },
		{ "301 1 1 1 1 0 0 0", false },
		{ "1 100001 1 1 1 0 0 0", false },
		{ "1 1 0 1 1 0 0 0", false },
		{ "1 1 1 10001 1 0 0 0", false },
		{ "1 1 1 1 0 0 0 0", false },
		{ "1 1 1 1 1 360000 0 0", false },
		{ "1 1 1 1 1 -1 0 0", false },
		{ "1 1 1 1 1 0 2 0", false },
		{ "1 1 1 1 1 0 0 1001", false },
		{ "1 1 1 1 1 0 0", false },
		{ "1 1 1 1 1 0 0 0 0", false },
		{ "1  1 1 1 0 0 0", false },
		{ "", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct placed_page page;

		ok(placed_page_read(span_of(cases[i].field), &page) ==
			cases[i].is_good,
		    "page \"%s\"", cases[i].field);
	}
}

static void
test_words(void)
{
	static const struct {
		const char *field;
		bool is_good;
	} cases[] = {
		{ "0 0 0 0 0 0 0 0 0 0 0 0 0 x", true },
		{ "0 0 0 1 1000 1000 500 0 0 0 0 0 0 x", true },
		{ "0 0 0 1 1000 1001 500 0 0 0 0 0 0 x", false },
		{ "0 0 0 1 1000 1000 501 0 0 0 0 0 0 x", false },
		{ "0 0 0 1 1000 -1 500 0 0 0 0 0 0 x", false },
		{ "0 0 0 1 1001 0 0 0 0 0 0 0 0 x", false },
		{ "0 0 0 2 1000 0 0 0 0 0 0 0 0 x", false },
		{ "100001 0 0 1 1000 0 0 0 0 0 0 0 0 x", false },
		{ "0 100000 100000 1 1000 0 0 0 0 0 0 0 0 x", true },
		{ "0 100001 0 1 1000 0 0 0 0 0 0 0 0 x", false },
		{ "0 0 100001 1 1000 0 0 0 0 0 0 0 0 x", false },
		{ "0 0 0 1 1000 0 0 0 0 0 0 0 0 ", false },
		{ "0 0 0 1 1000 0 0 0 0 0 0 0 x", false },
		{ "", false },
	};
	autobuf field = BUF(2 * PLACED_WORD_BYTES);
	struct placed_word word;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(placed_word_read(span_of(cases[i].field), &sheet, &word) ==
			cases[i].is_good,
		    "word \"%s\"", cases[i].field);
	buf_add_text(&field, "0 0 0 1 0 0 0 0 0 0 0 0 0 ");
	for (int i = 0; i < PLACED_TEXT_BYTES; i++)
		buf_add_char(&field, 'x');
	ok(placed_word_read(buf_span(&field), &sheet, &word),
	    "a text may have %d bytes", PLACED_TEXT_BYTES);
	buf_add_char(&field, 'x');
	ok(!placed_word_read(buf_span(&field), &sheet, &word), "and no more");
}

int
main(void)
{
	test_round();
	test_pages();
	test_words();
	return done();
}
