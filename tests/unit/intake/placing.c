/* placing.c - pages and words of reports are taken, put together, doubted */
#include "intake/placing.h"
#include "tap.h"

#include <stdio.h>

static enum outcome
take_page(struct part *part, const char *field, struct arena *mem)
{
	return placing_take(part, WIRE_PLACED_PAGE, span_of(field), mem, NULL);
}

static enum outcome
take_word(struct part *part, const char *text, struct arena *mem)
{
	char field[200];

	snprintf(field, sizeof field, "7 0 0 1 900 0 0 10 0 10 10 0 10 %s",
	    text);
	return placing_take(part, WIRE_PLACED_WORD, span_of(field), mem, NULL);
}

static void
test_order(void)
{
	autoarena mem = { 0 };
	struct part part = { 0 }, page = { 0 };

	is_number(take_word(&part, "x", &mem), REFUSED,
	    "a word before any page is refused");
	is_number(take_page(&part, "3 100 100 72 72 0 0 1000", &mem), DONE,
	    "a page is taken");
	is_number(take_word(&part, "typed", &mem), DONE, "and its word");
	is_number(take_page(&page, "1 100 100 72 72 0 1 800", &mem), DONE,
	    "another process tells of a page before that");
	is_number(take_word(&page, "scanned", &mem), DONE, "... with a word");
	placing_join(&part, &page, &mem);
	page = (struct part){ 0 };
	is_number(take_page(&page, "3 100 100 72 72 0 1 700", &mem), DONE,
	    "and again of the first");
	is_number(take_word(&page, "stamp", &mem), DONE, "... with a word");
	placing_join(&part, &page, &mem);
	placing_finish(&part, &mem);
	is_number(part.n_placed, 2, "that makes two pages");
	is_number(part.placed[0].number, 1, "... in order");
	is_number(part.placed[1].n_words, 2,
	    "the one told twice has all words");
	is_span(part.placed[1].words[0].text, "typed", "... text first");
	is_span(part.placed[1].words[1].text, "stamp", "... then the rest");
	is_number(part.placed[1].words[1].block, 15,
	    "... in blocks of its own");
	is_number(part.placed[1].confidence, 700,
	    "... and is as sure as the least sure of it");
	ok(part.placed[1].is_recognised, "... and partly recognised");
}

static void
test_ceilings(void)
{
	autoarena mem = { 0 };
	struct part part = { 0 };
	enum outcome how = DONE;

	for (int i = 0; i < MAX_PAGES && how == DONE; i++)
		how = take_page(&part, "1 100 100 72 72 0 0 0", &mem);
	is_number(how, DONE, "%d pages are taken", MAX_PAGES);
	is_number(take_page(&part, "1 100 100 72 72 0 0 0", &mem), REFUSED,
	    "one more is not");
	for (int i = 0; i < 20000 && how == DONE; i++)
		how = take_word(&part, "x", &mem);
	is_number(how, DONE, "20000 words are taken");
	is_number(take_word(&part, "x", &mem), REFUSED, "one more is not");
}

static void
test_cleaning(void)
{
	autoarena mem = { 0 };
	struct part part = { 0 };

	is_number(take_page(&part, "1 100 100 72 72 0 0 0", &mem), DONE,
	    "a page");
	is_number(take_word(&part, "a\033[31m\xffz", &mem), DONE,
	    "a word with controls and broken bytes");
	is_span(part.placed[0].words[0].text, "a [31m\357\277\275z",
	    "is cleaned");
	is_number(take_page(&part, "1 100 100 72 72 0 0 x", &mem), REFUSED,
	    "what is no page is refused");
}

int
main(void)
{
	test_order();
	test_ceilings();
	test_cleaning();
	return done();
}
