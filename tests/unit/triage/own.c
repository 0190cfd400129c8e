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
		{ "1", "2", "1\n\n2", "1", "1", "however short" },
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

/* Each part has marks of its own; one that says the same is passed over. */
static void
test_marks(void)
{
	static const struct marked_span spans[] = {
		{ .part = 0, .start = 0, .end = 1 },
		{ .part = 1, .start = 2, .end = 9 },
		{ .part = 2, .start = 1, .end = 2 },
		{ .part = 4, .start = 3, .end = 4 },
		{ .part = 4, .start = 9, .end = 10 },
	};
	autoarena mem = { NULL };
	struct passed_on nothing = { .found = false };
	struct item item = a_message(&mem, "x", "0123456789");
	struct part parts[5];
	struct own_words own;

	for (size_t i = 0; i < 5; i++)
		parts[i] = item.parts[0];
	parts[1].is_alternative = true;
	item.parts = parts;
	item.n_parts = 5;
	item.n_spans = sizeof spans / sizeof *spans;
	item.spans = edge_array(spans, item.n_spans);
	own = own_gather(&item, &nothing, false, &mem);
	is_span(item.text, "123456789\n\n023456789\n\n0123456789\n\n01245678",
	    "of each part what its marks leave");
	is_number(own.n_words, 6, "as words");
	own_join_body(&item, &mem);
	is_span(item.message->new_text, item.text.at, "which is what is new");
}

/* Where nothing of a body is new, all of it is. */
static void
test_new_text(void)
{
	static const struct {
		size_t start;
		const char *want;
	} rows[] = { { 0, "0123456789" }, { 1, "0" }, { 2, "01" } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", "0123456789");
		struct marked_span span = { .start = rows[i].start, .end = 10 };

		item.n_spans = 1;
		item.spans = edge_array(&span, 1);
		own_join_body(&item, &mem);
		is_span(item.message->new_text, rows[i].want,
		    "quoted from byte %zu on", rows[i].start);
		is_span(item.message->body, "0123456789", "the body is all");
	}
}

/* The quotes of a message passed on are not those of another text. */
static void
test_depth(void)
{
	autoarena mem = { NULL };
	struct part parts[2];
	struct item item = two_parts("> One.", "> Two.", parts, &mem);
	const struct passed_on passed_on = { .found = true, .depth = 1 };

	(void)own_gather(&item, &passed_on, false, &mem);
	is_span(item.text, "One.\n\n> Two.", "quotes go where it is");
}

/*
 * A message passed on, "0123456789", with a note above and words below it that
 * are not its author's: of the marks, those that lie in it leave something out.
 */
static void
test_passed_on(void)
{
	static const struct {
		const char *what, *want;
		struct marked_span spans[2];
	} rows[] = {
		{ "no mark", "0123456789", { { .end = 0 } } },
		{ "one where it begins", "23456789",
		    { { .start = 5, .end = 7 } } },
		{ "one up to its end", "01234567",
		    { { .start = 13, .end = 15 } } },
		{ "two in it", "12356789",
		    { { .start = 5, .end = 6 }, { .start = 9, .end = 10 } } },
		{ "all of it", "", { { .start = 5, .end = 15 } } },
		{ "one in the note", "0123456789",
		    { { .start = 3, .end = 5 } } },
		{ "one below it", "0123456789",
		    { { .start = 15, .end = 17 } } },
		{ "one that begins in the note", "0123456789",
		    { { .start = 4, .end = 6 } } },
		{ "one that ends below it", "0123456789",
		    { { .start = 14, .end = 16 } } },
		{ "one of another part", "0123456789",
		    { { .part = 1, .start = 5, .end = 7 } } },
	};
	const struct passed_on passed_on = { .found = true,
		.end = 5,
		.stop = 15 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", "");

		item.parts[0].text = edge_of("AAAAA0123456789CCCCC");
		while (item.n_spans < 2 && rows[i].spans[item.n_spans].end > 0)
			item.n_spans++;
		item.spans = edge_array(rows[i].spans, item.n_spans);
		(void)own_gather(&item, &passed_on, true, &mem);
		is_span(item.text, rows[i].want, "%s", rows[i].what);
		(void)own_gather(&item, &passed_on, false, &mem);
		ok(span_starts_with(item.text, SPAN("AAA")),
		    "of which nothing is left out where the note is theirs");
	}
}

int
main(void)
{
	test_text();
	test_parts();
	test_count();
	test_courtesies();
	test_marks();
	test_new_text();
	test_depth();
	test_passed_on();
	return done();
}
