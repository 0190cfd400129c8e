/* markdown.c - tests of marks, links, and the tree they make */
#include "reply/markdown.h"
#include "base/buf.h"
#include "tap.h"

static void
test_marks(void)
{
	static const struct {
		const char *line;
		enum block_kind kind;
		const char *rest;
	} cases[] = {
		{ "# A heading", BLOCK_HEADING, "A heading" },
		{ "#hash", BLOCK_PARAGRAPH, "#hash" },
		{ "* item", BLOCK_ITEM, "item" },
		{ "- item", BLOCK_ITEM, "item" },
		{ "-item", BLOCK_PARAGRAPH, "-item" },
		{ "1. step", BLOCK_STEP, "step" },
		{ "999. step", BLOCK_STEP, "step" },
		{ "1999. was a year", BLOCK_PARAGRAPH, "1999. was a year" },
		{ "1.step", BLOCK_PARAGRAPH, "1.step" },
		{ "20 November", BLOCK_PARAGRAPH, "20 November" },
		{ "^ words", BLOCK_INSET, "words" },
		{ "---", BLOCK_RULE, "---" },
		{ "***", BLOCK_RULE, "***" },
		{ "--", BLOCK_PARAGRAPH, "--" },
		{ "--- a", BLOCK_PARAGRAPH, "--- a" },
		{ "", BLOCK_PARAGRAPH, "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct span line = span_of(cases[i].line);

		is_number(block_mark_cut(&line), cases[i].kind, "\"%s\"",
		    cases[i].line);
		is_span(line, cases[i].rest, "and its words");
	}
}

/* "words|link;" for each run. */
static void
links_check(const char *text, const char *want)
{
	autoarena mem = { 0 };
	autobuf got = BUF(10000);
	struct words words;

	words_make(span_of(text), &mem, &words);
	for (size_t i = 0; i < words.n; i++)
		buf_printf(&got, "%.*s|%.*s;", SPAN_ARG(words.runs[i].words),
		    SPAN_ARG(words.runs[i].link));
	is_text(buf_text(&got), want, "%s", text);
}

static void
test_links(void)
{
	static const char *const cases[][2] = {
		{ "plain", "plain|;" },
		{ "", "" },
		{ "see https://a.example/b?c=d&e.",
		    "see |;https://a.example/b?c=d&e|"
		    "https://a.example/b?c=d&e;.|;" },
		{ "http://a.example", "http://a.example|http://a.example;" },
		{ "0345, www.a.example, x",
		    "0345, |;www.a.example|https://www.a.example;, x|;" },
		{ "(www.a.example)",
		    "(|;www.a.example|https://www.a.example;)|;" },
		{ "awww.a.example", "awww.a.example|;" },
		{ "jo.bell@a.example.", "jo.bell@a.example|"
					"mailto:jo.bell@a.example;.|;" },
		{ "a@b", "a@b|;" },
		{ "@a.example", "@a.example|;" },
		{ "a@.example", "a@.example|;" },
		{ "[our page](https://a.example/x) now",
		    "our page|https://a.example/x; now|;" },
		{ "[ring](tel:123)", "[ring](tel:123)|;" },
		{ "[x](javascript:alert)", "[x](javascript:alert)|;" },
		{ "[x](https://a.example/'onclick)",
		    "[x](|;https://a.example/|https://a.example/;'onclick)|;" },
		{ "[](https://a.example)", "[](|;https://a.example|"
					   "https://a.example;)|;" },
		{ "[x](https://", "[x](https://|;" },
		{ "[ ] tick", "[ ] tick|;" },
		{ "https://", "https://|;" },
		{ "https://a.example/\"x", "https://a.example/|"
					   "https://a.example/;\"x|;" },
		{ "a\nwww.a.example\nb",
		    "a\n|;www.a.example|https://www.a.example;\nb|;" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		links_check(cases[i][0], cases[i][1]);
}

/* Whatever is in a text, nothing of it is lost and no link is unsafe. */
static void
test_any_text(void)
{
	static const char *const pieces[] = { "[", "]", "(", ")", "](",
		"https://", "http://", "www.", "@", ".", "a", " ", "\n", "'",
		"\"", "<", "mailto:", "javascript:", "\\", "\xc3\xa9" };
	unsigned seed = 7;
	size_t unsafe = 0, lost = 0;

	for (int i = 0; i < 20000; i++) {
		autoarena mem = { 0 };
		autobuf text = BUF(400), all = BUF(400);
		struct words words;

		for (unsigned n = 1 + (unsigned)i % 12; n > 0; n--) {
			seed = seed * 1103515245 + 12345;
			buf_add_text(&text,
			    pieces[(seed >> 16) %
				   (sizeof pieces / sizeof *pieces)]);
		}
		words_make(buf_span(&text), &mem, &words);
		for (size_t r = 0; r < words.n; r++) {
			struct span link = words.runs[r].link;

			buf_add(&all, words.runs[r].words);
			for (size_t c = 0; c < link.len; c++)
				unsafe +=
				    strchr("'\"<>\\ \n()", link.at[c]) != NULL;
			if (link.len > 0)
				unsafe +=
				    !span_starts_with(link, SPAN("https://")) &&
				    !span_starts_with(link, SPAN("http://")) &&
				    !span_starts_with(link, SPAN("mailto:"));
		}
		lost += span_find(buf_span(&text), SPAN("]("), 0) ==
			    SPAN_NOT_FOUND &&
			!span_is_equal(buf_span(&text), buf_span(&all));
	}
	is_number(unsafe, 0, "no link is unsafe");
	is_number(lost, 0, "no word is lost");
}

static void
test_tree(void)
{
	const struct block blocks[] = {
		{ BLOCK_HEADING, SPAN("h") },
		{ BLOCK_ITEM, SPAN("a") },
		{ BLOCK_ITEM, SPAN("b") },
		{ BLOCK_STEP, SPAN("c") },
		{ BLOCK_RULE, SPAN("---") },
		{ BLOCK_RULE, SPAN("---") },
		{ BLOCK_PARAGRAPH, SPAN("d") },
		{ BLOCK_PARAGRAPH, SPAN("e") },
		{ BLOCK_INSET, SPAN("f") },
		{ BLOCK_ITEM, SPAN("g") },
	};
	static const struct {
		enum block_kind kind;
		size_t n;
	} want[] = {
		{ BLOCK_HEADING, 1 },
		{ BLOCK_ITEM, 2 },
		{ BLOCK_STEP, 1 },
		{ BLOCK_RULE, 0 },
		{ BLOCK_RULE, 0 },
		{ BLOCK_PARAGRAPH, 1 },
		{ BLOCK_PARAGRAPH, 1 },
		{ BLOCK_INSET, 1 },
		{ BLOCK_ITEM, 1 },
	};
	autoarena mem = { 0 };
	struct tree tree;

	tree_make(blocks, sizeof blocks / sizeof *blocks, &mem, &tree);
	is_number(tree.n, sizeof want / sizeof *want, "nodes");
	for (size_t i = 0; i < tree.n && i < sizeof want / sizeof *want; i++) {
		is_number(tree.nodes[i].kind, want[i].kind, "node %zu", i + 1);
		is_number(tree.nodes[i].n, want[i].n, "and its words");
	}
	is_span(tree.nodes[1].words[1].runs[0].words, "b", "the second item");
	is_span(tree.nodes[8].words[0].runs[0].words, "g", "the last item");
	tree_make(blocks, 0, &mem, &tree);
	is_number(tree.n, 0, "nothing is no tree");
}

int
main(void)
{
	test_marks();
	test_links();
	test_any_text();
	test_tree();
	return done();
}
