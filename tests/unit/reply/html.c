/* html.c - tests of letters as HTML; browsers look at them in tests/forms */
#include "reply/html.h"
#include "reply/plain.h"
#include "tap.h"

static struct block blocks[] = {
	{ BLOCK_HEADING, { "A & B", 5 } },
	{ BLOCK_PARAGRAPH, { "one\ntwo <b>\"x\"</b>", 18 } },
	{ BLOCK_ITEM, { "www.a.example", 13 } },
	{ BLOCK_STEP, { "[words](https://b.example/?a&b)", 31 } },
	{ BLOCK_INSET, { "jo@a.example", 12 } },
	{ BLOCK_RULE, { "---", 3 } },
};

static struct letter
letter_new(void)
{
	return (struct letter){
		.reference = SPAN("CS26-000017-R"),
		.language = "en",
		.wording = { .subject = SPAN("Reference CS26-000017-R <x>"),
		    .closing = SPAN("Yours"),
		    .blocks = blocks,
		    .n_blocks = sizeof blocks / sizeof *blocks },
		.signatory = SPAN("The Manager"),
		.organisation = SPAN("Trust & Co"),
	};
}

static size_t
count(const struct buf *page, const char *words)
{
	size_t n = 0, at = 0;

	while ((at = span_find(buf_span(page), span_of(words), at)) !=
	       SPAN_NOT_FOUND) {
		n++;
		at++;
	}
	return n;
}

static void
test_page(void)
{
	static const struct {
		const char *words;
		size_t n;
	} cases[] = {
		{ "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">", 1 },
		{ "<title>Reference CS26-000017-R &lt;x&gt;</title>", 1 },
		{ "<div class=\"letter\" lang=\"en\"", 1 },
		{ "font-size:18px", 1 },
		{ "<h1 ", 1 },
		{ "<h2 ", 1 },
		{ ">A &amp; B</h2>", 1 },
		{ ">one<br>\ntwo &lt;b&gt;&quot;x&quot;&lt;/b&gt;</p>", 1 },
		{ "<ul ", 1 },
		{ "<ol ", 1 },
		{ "<li ", 2 },
		{ "<a href=\"https://www.a.example\">www.a.example</a>", 1 },
		{ "<a href=\"https://b.example/?a&amp;b\">words</a>", 1 },
		{ "<a href=\"mailto:jo@a.example\">", 1 },
		{ "<hr ", 1 },
		{ "<main>", 1 },
		{ "</main>", 1 },
		{ "<header>", 1 },
		{ "The Manager<br>\nTrust &amp; Co</p>", 1 },
		{ "<img", 0 },
		{ "<table", 0 },
		{ "<script", 0 },
		{ "url(", 0 },
	};
	autobuf page = BUF(1 << 20);
	struct letter l = letter_new();

	letter_to_html(&l, &page);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_number(count(&page, cases[i].words), cases[i].n, "%s",
		    cases[i].words);
}

static void
test_variants(void)
{
	autobuf page = BUF(1 << 20);
	struct letter l = letter_new();

	l.language = "cy";
	l.is_large_print = true;
	l.forms[0] = l.wording;
	l.n_forms = 1;
	letter_to_html(&l, &page);
	is_number(count(&page, "lang=\"cy\""), 2, "in Welsh");
	is_number(count(&page, "font-size:24px"), 1, "in large print");
	is_number(count(&page, "<h1 "), 1, "one first heading still");
	is_number(count(&page, "<h2 "), 2, "the form has one below it");
	is_number(count(&page, "<h3 "), 1, "and its own below that");
}

/* The same words in the other form of the message. */
static void
test_plain(void)
{
	autobuf text = BUF(10000);
	struct letter l = letter_new();

	wording_to_text(&l.wording, &text);
	is_text(buf_text(&text),
	    "A & B\n-----\n\none\ntwo <b>\"x\"</b>\n\n* www.a.example\n\n"
	    "1. words (https://b.example/?a&b)\n\n    jo@a.example\n\n"
	    "--------------------------------------------------------------"
	    "----------\n",
	    "as plain text");
}

int
main(void)
{
	test_page();
	test_variants();
	test_plain();
	return done();
}
