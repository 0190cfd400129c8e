/* page.c - a part's text, line by line */
#include "triage/page.h"

#include "edge.h"
#include "tap.h"

/* A page whose lines have those kinds: "o" own, "q" quoted, "s" signature. */
static struct page
a_page(const char *text, const char *kinds, struct arena *mem)
{
	struct page p = { .text = edge_of(text), .has_quotes = true };

	page_split(&p, mem);
	p.lines = edge_array(p.lines, p.n + 1);
	is_number((long long)p.n, (long long)strlen(kinds), "so many lines");
	for (size_t i = 0; i < p.n; i++)
		p.lines[i].kind = kinds[i] == 'q'   ? LINE_QUOTED
				  : kinds[i] == 's' ? LINE_SIGNATURE
						    : LINE_OWN;
	return p;
}

static struct span
kinds_of(const struct page *p, struct arena *mem)
{
	char *kinds = arena_alloc(mem, p->n + 1);

	for (size_t i = 0; i < p->n; i++)
		kinds[i] = p->lines[i].kind == LINE_QUOTED      ? 'q'
			   : p->lines[i].kind == LINE_SIGNATURE ? 's'
								: 'o';
	return span_of(kinds);
}

static void
test_lines(void)
{
	autoarena mem = { NULL };
	struct page p =
	    a_page("One\n\n> Two\n>> Three\n>\nFour", "oooooo", &mem);

	is_span(page_line(&p, 0), "One\n", "a line has its end");
	is_span(page_line(&p, 5), "Four", "but for the last");
	is_span(page_words(&p, 3), ">> Three\n", "quotes belong to it");
	ok(page_is_blank(&p, 1) && page_is_blank(&p, 4) &&
		!page_is_blank(&p, 2),
	    "a mark of quoting is nothing");
	ok(page_is_quoted(&p, 2) && !page_is_quoted(&p, 0), "quoted or not");
	p.depth = 1;
	ok(page_is_quoted(&p, 3) && !page_is_quoted(&p, 2),
	    "deeper than what is read");
	is_span(page_words(&p, 3), "> Three\n", "without its own quotes");
	p.has_quotes = false;
	ok(!page_is_quoted(&p, 3) && !page_is_blank(&p, 4),
	    "a document has no quotes");
	p = a_page("", "", &mem);
	ok(!page_has_own(&p), "nothing is nobody's");
}

static void
test_places(void)
{
	static const size_t lines[] = { 0, 0, 1, 2, 2, 2, 3, 3 };
	autoarena mem = { NULL };
	struct page p = a_page("a\n\nbc\n\n", "oooo", &mem);

	for (size_t i = 0; i < 7; i++)
		is_number((long long)page_line_at(&p, i), (long long)lines[i],
		    "the line of byte %zu", i);
	p = a_page("a\n\n\nb\n\n\n", "oooooo", &mem);
	is_number((long long)page_skip_blanks(&p, 0, 9), 0, "no blank line");
	is_number((long long)page_skip_blanks(&p, 1, 9), 3, "behind two");
	is_number((long long)page_skip_blanks(&p, 1, 2), 3, "of two at most");
	is_number((long long)page_skip_blanks(&p, 1, 1), 2, "of one at most");
	is_number((long long)page_skip_blanks(&p, 4, 9), 6, "to the end");
}

static void
test_join(void)
{
	static const struct {
		const char *text, *kinds, *want, *what;
	} rows[] = {
		{ "a\n\nb\n", "qoq", "qqq", "between two quotes" },
		{ "a\n\n\nb\n", "qooq", "qqqq", "two of them" },
		{ "a\n\nb\n", "qos", "qos", "between others" },
		{ "a\nx\nb\n", "qoq", "qoq", "no blank line" },
		{ "a\n\nx\nb\n", "qooq", "qooq", "one, and words" },
		{ "a\n\n\n", "qoo", "qoo", "at the end" },
		{ "\na\n", "oq", "oq", "at the beginning" },
		{ "a\n\nb\n\nc\n", "qoqos", "qqqos", "one after the other" },
		{ "a\n\nb\n", "ooo", "ooo", "between own ones" },
		{ "a\n\nb\n\nc\n", "soqoq", "soqqq", "the second time" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct page p = a_page(rows[i].text, rows[i].kinds, &mem);

		page_join_over_blanks(&p);
		is_span(kinds_of(&p, &mem), rows[i].want, "a blank line %s",
		    rows[i].what);
	}
}

static void
test_spans(void)
{
	static const struct {
		const char *kinds, *want; /* "KIND START-END " of each */
	} rows[] = {
		{ "oooo", "" },
		{ "qqqq", "0:0-8 " },
		{ "oqqo", "0:2-6 " },
		{ "qoqs", "0:0-2 0:4-6 1:6-8 " },
		{ "osso", "1:2-6 " },
		{ "qsqs", "0:0-2 1:2-4 0:4-6 1:6-8 " },
		{ "oooq", "0:6-8 " },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		autobuf got = BUF(200);
		struct page p = a_page("a\nb\nc\nd\n", rows[i].kinds, &mem);
		size_t n = 0;
		struct marked_span *spans = page_spans(&p, 7, &n, &mem);
		bool is_part = true;

		for (size_t s = 0; s < n; s++) {
			buf_printf(&got, "%d:%zu-%zu ", (int)spans[s].kind,
			    spans[s].start, spans[s].end);
			is_part = is_part && spans[s].part == 7;
		}
		is_span(buf_span(&got), rows[i].want, "spans of %s",
		    rows[i].kinds);
		ok(is_part, "are of that part");
	}
}

/* However many lines there are, nothing else lies where they do. */
static void
test_many_lines(void)
{
	static char text[20000];
	autoarena mem = { NULL };
	struct page p = { .text = { text, sizeof text } };
	bool are_whole = true;

	memset(text, '\n', sizeof text);
	page_split(&p, &mem);
	memset(arena_alloc(&mem, sizeof text), 'x', sizeof text);
	is_number(p.n, sizeof text, "a line for each end of one");
	for (size_t i = 0; i <= p.n; i++)
		are_whole = are_whole && p.lines[i].start == i;
	ok(are_whole, "each where it was");
}

/* What is forgotten is the author's again, but never what is ours. */
static void
test_forget(void)
{
	autoarena mem = { NULL };
	struct page p = a_page("a\nb\n\nd\n", "qqos", &mem);

	ok(!page_has_own(&p), "a blank line is no word");
	p.lines[1].is_ours = true;
	page_forget(&p, LINE_QUOTED);
	is_span(kinds_of(&p, &mem), "oqos", "quotes are forgotten");
	ok(page_has_own(&p), "so there are own words");
	page_set_kind(&p, 1, 3, LINE_SIGNATURE);
	is_span(kinds_of(&p, &mem), "osss", "lines are given a kind");
	page_forget(&p, LINE_SIGNATURE);
	is_span(kinds_of(&p, &mem), "osoo", "and lose it, but ours");
}

int
main(void)
{
	test_lines();
	test_places();
	test_join();
	test_spans();
	test_many_lines();
	test_forget();
	return done();
}
