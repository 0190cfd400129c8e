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
	"it is here.))(())"

/* The lines that are ours, as "x" and "." for the others. */
static void
check(const char *text, const char *want, const char *what)
{
	autoarena mem = { NULL };
	struct page page = { .text = span_of(text), .has_quotes = true };
	char got[40] = "";

	page_split(&page, &mem);
	ours_mark(&page, ours_index(SPAN(TEXTS), &mem), &mem);
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

	policy.own_texts = SPAN(TEXTS);
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
}

int
main(void)
{
	test_lines();
	test_item();
	test_index();
	return done();
}
