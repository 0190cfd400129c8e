/* ours.c - our own letters in what others send us */
#include "triage/ours.h"

#include "house.h"

#define TEXTS                                                                  \
	"Subject: We have it: reference ((reference))\n\n((greeting))\n\n"     \
	"Thank you for your note. It came on ((received_on)), and we are\n"    \
	"glad that you told us what happened on that day.\n\n# What comes "    \
	"next\n\nSomebody from our office will write to you by the end of "    \
	"the week and\nask you how we can put it right.(())"                   \
	"((by_email??This first answer comes by itself, so that you know "     \
	"it is here.))(())\n\n"                                                \
	"We can't say when the doctor's answer comes, but it won't be "        \
	"long before somebody rings you.\n"

/* The lines that are ours, as "x" and "." for the others. */
static void
check(const char *text, const char *want, const char *what)
{
	autoarena mem = { NULL };
	struct page page = { .text = edge_of(text), .has_quotes = true };
	char got[40] = "";

	page_split(&page, &mem);
	page.lines = edge_array(page.lines, page.n + 1);
	ours_mark(&page, ours_index(edge_of(TEXTS), &mem), &mem);
	for (size_t i = 0; i < page.n && i < sizeof got - 1; i++)
		got[i] = page.lines[i].is_ours ? 'x' : '.';
	is_span(span_of(got), want, "%s", what);
}

static void
test_lines(void)
{
	check("I do not agree.\n\nSomebody from our office will write to you\n"
	      "by the end of the week and ask you how we can put it right.\n",
	    "..xx", "wrapped otherwise");
	check("> SOMEBODY from *our office* will write to you by the\n"
	      "> end of the week\n",
	    "xx", "with marks and other letters");
	check("It came on 3 May, and we are glad that you told us what\n"
	      "happened on that day.\n",
	    "xx", "behind a field");
	check("glad that you told us what happened on that day.\n\n"
	      "What comes next\n\n"
	      "Somebody from our office will write to you by the end\n",
	    "xxxxx", "a heading between");
	check("glad that you told us what happened on that day.\n\n"
	      "No, I was not\n\n"
	      "Somebody from our office will write to you by the end\n",
	    "x...x", "an answer between");
	check("glad that you told us what happened on that day.\n"
	      "* Telephone: 01632 960100\n  every day\n\n"
	      "Somebody from our office will write to you by the end\n",
	    "xxxxx", "a list between");
	check("glad that you told us what happened on that day.\n"
	      "* Telephone: 01632 960100\n",
	    "x.", "a list below");
	check("What comes next\n", ".", "a heading alone");
	check("This first answer comes by itself, so that you know\n", "x",
	    "the words of a condition");
	check("Somebody from our office will write to you by the\n", "x",
	    "ten words");
	check("Somebody from our office will write to you by\n", ".",
	    "nine words");
	check("You wrote that \"somebody from our office will write to you "
	      "by the end of\nthe week\", but since then nobody has done so "
	      "and I am still waiting at home.\n",
	    "x.", "a quotation is no more than itself");
	check("ask you how we can put it right. This first answer comes by\n",
	    ".", "two texts are not one");
	check("x is glad that you told us what happened on that day.\n", "x",
	    "a word more");
	check(
	    "> We can\u2019t say when the doctor\u2019s answer comes, but it\n"
	    "won\u2019t be long before somebody rings you.\n",
	    "xx", "apostrophes of another kind");
	check("We cant say when the doctors answer comes, but it wont be\n",
	    "x", "without apostrophes");
	check("'We can't say when the 'doctor's' answer comes, but it\n", "x",
	    "in quotes");
	check("We can say when the doctor answers, but it will be long\n"
	      "before somebody rings you.\n",
	    "..", "other words");
	check("glad that you told us what happened on that day.\n"
	      "- Telephone: 01632 960100\n\u2022 every day\n\n"
	      "Somebody from our office will write to you by the end\n",
	    "xxxxx", "points of other kinds");
	check("glad that you told us what happened on that day.\n"
	      "1\n\nSomebody from our office will write to you by the end\n",
	    "x..x", "what is no point");
	check("glad that you told us what happened on that day.\n"
	      "* 1\n* 2\n* 3\n* 4\n* 5\n* 6\n* 7\n* 8\n* 9\n* 10\n* 11\n* 12\n"
	      "Somebody from our office will write to you by the end\n",
	    "xxxxxxxxxxxxxx", "twelve points between");
	check("glad that you told us what happened on that day.\n"
	      "* 1\n* 2\n* 3\n* 4\n* 5\n* 6\n* 7\n* 8\n* 9\n* 10\n* 11\n* 12\n"
	      "* 13\nSomebody from our office will write to you by the end\n",
	    "x.............x", "thirteen are too many");
	check("x x x x x x x x x\nwill write to you by the end of the week "
	      "and y y y y y y y y y y y\n",
	    "..", "as many words of ours as others");
	check("x x x x x x x x x\nwill write to you by the end of the week "
	      "and y y y y y y y y y\n",
	    ".x", "one more of ours");
	check("We can't say when the doctor's answer comes, but it\n"
	      "\n"
	      "What comes next\n"
	      "\n"
	      "glad that you told us what happened on that day.\n",
	    "xxxxx", "a heading of another place");
	check("We can't say when the doctor's answer comes, but it\n"
	      "\n"
	      "# WHAT COMES NEXT:\n"
	      "\n"
	      "glad that you told us what happened on that day.\n",
	    "xxxxx", "in capitals");
	check("We can't say when the doctor's answer comes, but it\n"
	      "\n"
	      "What came next\n"
	      "\n"
	      "glad that you told us what happened on that day.\n",
	    "x...x", "another heading");
	check("We can't say when the doctor's answer comes, but it\n"
	      "\n"
	      "next comes What\n"
	      "\n"
	      "glad that you told us what happened on that day.\n",
	    "x...x", "its words in disorder");
	check("We can't say when the doctor's answer comes, but it\n"
	      "\n"
	      "next\n"
	      "\n"
	      "glad that you told us what happened on that day.\n",
	    "x...x", "a part of one");
	check("> We can't say when the doctor's answer comes, but it\n"
	      "> * ring us\n"
	      "> glad that you told us what happened on that day.\n",
	    "xxx", "a quoted list");
	check("SOMEBODY FROM OUR OFFICE WILL WRITE TO YOU AZ THE\n", ".",
	    "nine words in capitals");
	check("SOMEBODY FROM OUR OFFICE WILL WRITE TO YOU BY THE\n", "x",
	    "ten in capitals");
	check("", "", "nothing");
	check("\n\n", "..", "blank lines");
}

static void
test_item(void)
{
	static const char letter[] =
	    "Somebody from our office will write to you by the end of the "
	    "week and\nask you how we can put it right.\n";
	autoarena mem = { NULL };
	struct policy policy = a_policy();
	struct triage_house house = a_house(&policy);
	struct item item = a_message(&mem, "Re: x",
	    arena_printf(&mem, "Nobody has rung me.\n\n%s", letter).at);

	house.ours = ours_index(SPAN(TEXTS), &mem);
	triage(&item, &house, &mem);
	is_span(item.message->new_text, "Nobody has rung me.",
	    "without a mark of quoting");
	is_number(item.spans[0].kind, SPAN_QUOTED, "it is quoted");
	item = a_message(&mem, "Re: x", letter);
	triage(&item, &house, &mem);
	is_span(item.text, "", "ours alone never counts");
	item = a_letter(&mem, letter);
	triage(&item, &house, &mem);
	is_span(item.text, "", "nor on paper");
	ok(item.verdict.needs_review, "a person looks");
}

static void
test_index(void)
{
	autoarena mem = { NULL };
	struct page page = { .text = SPAN("a b c d e f g h i j k l") };

	page_split(&page, &mem);
	ours_mark(&page, ours_index(SPAN(""), &mem), &mem);
	ok(!page.lines[0].is_ours, "without texts nothing is ours");
	ours_mark(&page, ours_index(SPAN("((a b c d e f g h i"), &mem), &mem);
	ok(!page.lines[0].is_ours, "an open field is harmless");
	ours_mark(&page, ours_index(SPAN("a b c d e f g h i j k l"), &mem),
	    &mem);
	ok(page.lines[0].is_ours, "the shortest words");
	ours_mark(&page,
	    ours_index(SPAN("a b c d e ((x)) f g h i j k l"), &mem), &mem);
	ok(!page.lines[0].is_ours, "a field parts what stands around it");
	ours_mark(&page,
	    ours_index(SPAN("((a??a b c d e f g h i j k l))"), &mem), &mem);
	ok(page.lines[0].is_ours, "what stands behind a condition is ours");
	page = (struct page){ .text = SPAN("a b c d e f g h i j") };
	page_split(&page, &mem);
	ours_mark(&page, ours_index(SPAN("((??a b c d e f g h i j"), &mem),
	    &mem);
	ok(page.lines[0].is_ours, "a condition of nothing is one");
	ours_mark(&page, ours_index(SPAN("((a b c d e f g h i j"), &mem), &mem);
	ok(page.lines[0].is_ours, "nor is any word of it lost");
	ours_mark(&page, ours_index(SPAN("((x))a b c d e f g h i j"), &mem),
	    &mem);
	ok(page.lines[0].is_ours, "and what follows a field at once");
	page = (struct page){ .text = SPAN("a b c d e f g h i j k l") };
	page_split(&page, &mem);
	ours_mark(&page,
	    ours_index(SPAN("((a)) b c d e f g?? h i j k l"), &mem), &mem);
	ok(page.lines[0].is_ours, "a condition further on is none of it");
}

/* A field has two hundred bytes at most. */
static void
test_longest_field(void)
{
	for (int len = 200; len <= 201; len++) {
		autoarena mem = { NULL };
		struct page page = { .text = SPAN("a b c d e f g h i j") };
		struct span texts = arena_printf(&mem,
		    "((a b c d e f g h i j%*s))", len - 23, "");

		is_number(texts.len, len, "a text of %d bytes", len);
		page_split(&page, &mem);
		ours_mark(&page, ours_index(texts, &mem), &mem);
		is_number(page.lines[0].is_ours, len == 201,
		    "is a field, or words");
	}
}

int
main(void)
{
	test_lines();
	test_item();
	test_index();
	test_longest_field();
	return done();
}
