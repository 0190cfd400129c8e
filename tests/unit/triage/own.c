/* own.c - the author's own words, for people and for weighing */
#include "triage/own.h"

#include "house.h"

/* A message of a body and an attached letter. */
static struct item
two_parts(const char *body, const char *letter, struct part parts[2],
    struct arena *mem)
{
	struct item item = a_message(mem, "x", body);

	parts[0] = parts[1] = item.parts[0];
	parts[1].disposition = PART_ATTACHMENT;
	parts[1].text = edge_of(letter);
	item.parts = parts;
	item.n_parts = 2;
	return item;
}

/* However many blank lines a gap has left, as one. */
static struct span
squeezed(struct span text, struct arena *mem)
{
	autobuf out = BUF(1000);

	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\n' ||
		    !span_ends_with(buf_span(&out), SPAN("\n\n")))
			buf_add_char(&out, text.at[i]);
	return arena_copy(mem, buf_span(&out));
}

static void
test_text(void)
{
	static const struct {
		const char *body, *letter, *text, *body_text, *new_text;
		const char *what;
	} rows[] = {
		{ " One. \n", "Two.", "One.\n\nTwo.", "One.", "One.",
		    "parts are parted by a blank line" },
		{ "", "Two.", "Two.", "", "", "of what there is" },
		{ "One.", " \n", "One.", "One.", "One.", "blank ones aside" },
		{ "One.\n\n> Old.\n\nTwo.\n", "", "One.\n\nTwo.",
		    "One.\n\n> Old.\n\nTwo.", "One.\n\nTwo.",
		    "what is quoted is not theirs" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct part parts[2];
		struct item item =
		    two_parts(rows[i].body, rows[i].letter, parts, &mem);

		triage_here(&item, &mem);
		is_span(squeezed(item.text, &mem), rows[i].text, "%s",
		    rows[i].what);
		is_span(item.message->body, rows[i].body_text, "the body");
		is_span(squeezed(item.message->new_text, &mem),
		    rows[i].new_text, "and what is new of it");
	}
}

/* Which parts are the body, and which are read at all. */
static void
test_parts(void)
{
	autoarena mem = { NULL };
	struct part parts[2];
	struct item item = two_parts("One.", "Two.", parts, &mem);

	parts[1].disposition = PART_BODY;
	triage_here(&item, &mem);
	is_span(item.message->body, "One.\n\nTwo.", "a body of two parts");
	parts[1].is_nested = true;
	triage_here(&item, &mem);
	is_span(item.message->body, "One.", "one of a message in it is not");
	is_span(item.text, "One.\n\nTwo.", "but is read");
	parts[1].is_nested = false;
	parts[1].is_alternative = true;
	triage_here(&item, &mem);
	is_span(item.message->body, "One.", "nor what says the same");
	is_span(item.text, "One.", "which is not read twice");
}

static void
test_count(void)
{
	static const struct {
		const char *text;
		size_t words;
	} rows[] = {
		{ "", 0 },
		{ "a", 1 },
		{ "the ward was cold", 4 },
		{ "they didn't say", 3 },
		{ " -- the -- ward -- ", 2 },
		{ "on 3.5", 3 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "The subject", rows[i].text);
		struct passed_on nothing = { .found = false };
		struct own_words own = own_gather(&item, &nothing, false, &mem);

		is_number((long long)own.n_words, (long long)rows[i].words,
		    "words: \"%s\"", rows[i].text);
		is_span(own.subject.text, "the subject", "beside the subject");
		is_number((long long)own.n_parts, 1, "of one part");
	}
}

/* Manners count where there is nothing else. */
static void
test_courtesies(void)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{ "Dear Sir,\n\nThe ward was cold.\n\nMany thanks",
		    "the ward was cold." },
		{ "Many thanks", "many thanks" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].text);
		struct passed_on nothing = { .found = false };
		struct own_words own = own_gather(&item, &nothing, true, &mem);

		is_span(own.parts[0].text, rows[i].words, "the words of \"%s\"",
		    rows[i].text);
		is_span(item.text, rows[i].text, "and all of it for people");
	}
}

int
main(void)
{
	test_text();
	test_parts();
	test_count();
	test_courtesies();
	return done();
}
