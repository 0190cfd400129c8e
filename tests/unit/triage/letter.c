/* letter.c - who wrote a letter: name, address and number, each invented */
#include "triage/letter.h"

#include "base/buf.h"
#include "house.h"

#define WORDS "Dear Sir\n\nI waited nine hours in A&E.\n\n"

/* What stands above "Dear". */
static void
test_addresses(void)
{
	static const struct {
		const char *what, *text, *want;
	} rows[] = {
		{ "two lines", "12 Elm Road\nLS99 1AB\n",
		    "12 Elm Road\nLS99 1AB" },
		{ "seven lines", "A\nB\nC\nD\nE\nF\nLS99 1AB\n",
		    "A\nB\nC\nD\nE\nF\nLS99 1AB" },
		{ "eight are too many", "A\nB\nC\nD\nE\nF\nG\nLS99 1AB\n", "" },
		{ "a line of sixty bytes",
		    "123456789 123456789 123456789 123456789 123456789 "
		    "1234567890\nLS99 1AB\n",
		    "123456789 123456789 123456789 123456789 123456789 "
		    "1234567890\nLS99 1AB" },
		{ "a line of sixty-one",
		    "123456789 123456789 123456789 123456789 123456789 "
		    "12345678901\nLS99 1AB\n",
		    "" },
		{ "what runs on behind a line too long",
		    "123456789 123456789 123456789 123456789 123456789 "
		    "12345678901\nLS99 1AB\n12 Elm Road\nLS99 2CD\n",
		    "" },
		{ "a postcode alone", "LS99 1AB\n", "" },
		{ "a line with a house's number and two commas",
		    "12 Elm Road, Moortown, LS99 1AB\n",
		    "12 Elm Road, Moortown, LS99 1AB" },
		{ "with a name before the number",
		    "Jo Bell, 12 Elm Road, LS99 1AB\n",
		    "Jo Bell, 12 Elm Road, LS99 1AB" },
		{ "with one comma", "12 Elm Road, Moortown LS99 1AB\n", "" },
		{ "with one comma, and one behind it",
		    "12 Elm Road, LS99 1AB, 01632 960123\n", "" },
		{ "without a number", "Jo Bell, Elm House, LS99 1AB\n", "" },
		{ "a sentence", "seen there, 12 Elm Road, LS99 1AB\n", "" },
		{ "a place where somebody was",
		    "Jo Bell at Elm, 12 Elm Road, LS99 1AB\n", "" },
		{ "a comma behind each line", "12 Elm Road,\nLS99 1AB,\n",
		    "12 Elm Road,\nLS99 1AB" },
		{ "a number behind the postcode",
		    "12 Elm Road\nMoortown, LS99 1AB, 01632 960123\n",
		    "12 Elm Road\nMoortown, LS99 1AB" },
		{ "a hospital is whom it was sent to",
		    "Moor Hospital\n1 High Street\nLS99 1AB\n", "" },
		{ "a trust's name at the very beginning",
		    "Trust House\n1 High Street\nLS99 1AB\n", "" },
		{ "a firm of solicitors", "1 High Street\nBell LLP\nLS99 1AB\n",
		    "" },
		{ "two of them", "1 A Row\nLS99 1AB\n\n2 B Row\nLS99 2CD\n",
		    "" },
		{ "two without a blank line",
		    "1 A Row\nLS99 1AB\n2 B Row\nLS99 2CD\n", "" },
		{ "a blank line in it", "12 Elm Road\n\nLS99 1AB\n", "" },
		{ "a closing above it", "12 Elm Road\nThanks\nLS99 1AB\n", "" },
		{ "no postcode", "12 Elm Road\nMoortown\n", "" },
		{ "the name above it", "Jo Bell\n12 Elm Road\nLS99 1AB\n",
		    "12 Elm Road\nLS99 1AB" },
		{ "with initials", "Mrs J. A. Bell\n12 Elm Road\nLS99 1AB\n",
		    "12 Elm Road\nLS99 1AB" },
		{ "and a title behind it",
		    "Jo Bell (Mrs)\n12 Elm Road\nLS99 1AB\n",
		    "12 Elm Road\nLS99 1AB" },
		{ "somebody else's name", "Al Reed\n12 Elm Road\nLS99 1AB\n",
		    "Al Reed\n12 Elm Road\nLS99 1AB" },
		{ "half a name", "Bell\n12 Elm Road\nLS99 1AB\n",
		    "Bell\n12 Elm Road\nLS99 1AB" },
		{ "of two lines none is a name", "Jo Bell\nLS99 1AB\n",
		    "Jo Bell\nLS99 1AB" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct span text = arena_printf(&mem,
		    "%s\n" WORDS "Yours sincerely\nJo Bell\n", rows[i].text);
		struct letter_writer w = letter_read(edge_copy(text), &mem);

		is_span(w.postal_address, rows[i].want, "%s", rows[i].what);
		is_span(w.name, "Jo Bell", "and the name");
	}
}

/* An address counts in the first forty lines of a letter. */
static void
test_top(void)
{
	for (int above = 38; above <= 39; above++) {
		autoarena mem = { NULL };
		autobuf text = BUF(1000);
		struct letter_writer w;

		for (int i = 0; i < above; i++)
			buf_add_char(&text, '\n');
		buf_add(&text, SPAN("12 Elm Road\nLS99 1AB\n"));
		w = letter_read(buf_span(&text), &mem);
		is_span(w.postal_address,
		    above == 38 ? "12 Elm Road\nLS99 1AB" : "",
		    "below %d lines", above);
	}
}

/* How a letter ends, and whose it is. */
static void
test_names(void)
{
	static const struct {
		const char *what, *end, *want;
	} rows[] = {
		{ "as taught", "Yours faithfully\nJo Bell\n", "Jo Bell" },
		{ "in words of one's own", "Yours in despair\nJo Bell\n",
		    "Jo Bell" },
		{ "to everybody", "Kind regards to you all\nJo Bell\n",
		    "Jo Bell" },
		{ "shorter", "Regards to you all\nJo Bell\n", "Jo Bell" },
		{ "warmer", "Best wishes to the staff\nJo Bell\n", "Jo Bell" },
		{ "in earnest", "Sincerely disappointed\nJo Bell\n",
		    "Jo Bell" },
		{ "thirty-nine bytes",
		    "Yours in 123456789 123456789 123456789 \nX Y\n"
		    "Regards 123456789 123456789 12345678901\nJo Bell\n",
		    "Jo Bell" },
		{ "forty are a sentence",
		    "Regards\nAl Reed\n"
		    "Regards 123456789 123456789 123456789012\nJo Bell\n",
		    "Al Reed" },
		{ "below room for a signature",
		    "Yours sincerely\n\n\n\n\n\nJo Bell\n", "Jo Bell" },
		{ "below too much of it",
		    "Yours sincerely\n\n\n\n\n\n\nJo Bell\n", "" },
		{ "the last closing",
		    "Thanks\nAl Reed\n\nYours sincerely\nJo Bell\n",
		    "Jo Bell" },
		{ "even with nothing behind it",
		    "Thanks\nAl Reed\n\nYours sincerely\n", "" },
		{ "the first line behind it counts",
		    "Yours sincerely\nJo Bell\nAl Reed\n", "Jo Bell" },
		{ "and no further one",
		    "Yours sincerely\n12 Elm Road\nAl Reed\n", "" },
		{ "with a title", "Yours sincerely\nMrs J. Bell (widow)\n",
		    "Mrs J Bell" },
		{ "a title alone", "Yours sincerely\n(Mrs)\n", "" },
		{ "one word", "Yours sincerely\nJo\n", "" },
		{ "a small letter", "Yours sincerely\njo bell\n", "" },
		{ "an organisation", "Yours sincerely\nThe Moor Trust\n", "" },
		{ "love", "Love from Jo Bell\n", "Jo Bell" },
		{ "more love", "Lots of love from Jo Bell\n", "Jo Bell" },
		{ "with love", "With love from Jo Bell\n", "Jo Bell" },
		{ "wishes", "Best wishes from Jo Bell\n", "Jo Bell" },
		{ "love, and words below",
		    "Love from Jo Bell\nPS: Al Reed knows\n", "Jo Bell" },
		{ "from, in the last line", "From Jo Bell\n", "Jo Bell" },
		{ "from, further up", "From Al Reed\nI heard nothing.\n", "" },
		{ "from, and not a name", "From the start\n", "" },
		{ "love behind another closing",
		    "Thanks\nLove from Jo Bell\nAl Reed\n", "Jo Bell" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct span text = arena_printf(&mem, WORDS "%s", rows[i].end);

		is_span(letter_read(edge_copy(text), &mem).name, rows[i].want,
		    "%s", rows[i].what);
	}
}

/* The writer's telephone number. */
static void
test_phones(void)
{
	static const struct {
		const char *what, *line, *want;
	} rows[] = {
		{ "alone", "01632 960123", "01632 960123" },
		{ "ten digits", "0163 296012", "0163 296012" },
		{ "nine are too few", "0163 29601", "" },
		{ "of thirteen", "+44 (0) 1632 960123", "+44 (0) 1632 960123" },
		{ "fourteen are too many", "+44 01632 9601234", "" },
		{ "of twenty bytes", "0 16 32 96 01 - 2-3 ",
		    "0 16 32 96 01 - 2-3" },
		{ "of twenty-one", "0 1 6 3 2 9 6 0 1 2 3", "" },
		{ "with dashes", "01632-960-123", "01632-960-123" },
		{ "that does not begin with 0", "1632 9601234", "" },
		{ "behind Tel", "Tel: 01632 960123.", "01632 960123" },
		{ "behind Phone", "Phone 01632 960123", "01632 960123" },
		{ "behind Mobile", "Mobile: +44 7700 900123",
		    "+44 7700 900123" },
		{ "behind Mob", "mob 07700 900123", "07700 900123" },
		{ "Tel and no number", "Tel: none", "" },
		{ "behind what asks to be rung",
		    "Please ring me on 01632 960123 at night.",
		    "01632 960123" },
		{ "behind whose it is", "My number is 01632 960123",
		    "01632 960123" },
		{ "a number that is said before",
		    "I rang 01632 960999, so call me on 01632 960123.",
		    "01632 960123" },
		{ "that was rung", "I rang 01632 960123.", "" },
		{ "behind a postcode", "Moortown, LS99 1AB, 01632 960123",
		    "01632 960123" },
		{ "behind a comma, but no postcode", "Moortown, 01632 960123",
		    "" },
		{ "with words behind it", "LS99 1AB, 01632 960123 at night",
		    "" },
		{ "the first of two", "01632 960123\n01632 960456",
		    "01632 960123" },
		{ "a figure that is none", "I waited 9 hours", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct span text =
		    arena_printf(&mem, "Hello\n\n%s\n\nbye\n", rows[i].line);

		is_span(letter_read(edge_copy(text), &mem).phone, rows[i].want,
		    "%s", rows[i].what);
	}
}

/* A mail has its signature in the last twenty lines, below "Dear" too. */
static void
test_mail(void)
{
	static const struct {
		const char *what, *text, *sender, *address;
	} rows[] = {
		{ "below its words",
		    "Dear Sir\n\nI waited.\n\nJo Bell\n12 Elm Road\n"
		    "LS99 1AB\n",
		    "Jo Bell", "12 Elm Road\nLS99 1AB" },
		{ "directly below the greeting",
		    "Dear Sir\n12 Elm Road\nLS99 1AB\n", "Jo Bell",
		    "12 Elm Road\nLS99 1AB" },
		{ "below a closing", "Thanks\n12 Elm Road\nLS99 1AB\n", "",
		    "12 Elm Road\nLS99 1AB" },
		{ "of somebody else's name",
		    "Hello\n\nAl Reed\n12 Elm Road\nLS99 1AB\n", "Jo Bell",
		    "Al Reed\n12 Elm Road\nLS99 1AB" },
		{ "of whom the mail does not name",
		    "Hello\n\nAl Reed\n12 Elm Road\nLS99 1AB\n", "",
		    "Al Reed\n12 Elm Road\nLS99 1AB" },
		{ "signed by another than who sent it",
		    "Hello\n\nThanks\nAl Reed\n\nAl Reed\n12 Elm Road\n"
		    "LS99 1AB\n",
		    "Jo Bell", "12 Elm Road\nLS99 1AB" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct letter_writer w = letter_read_end(edge_of(rows[i].text),
		    edge_of(rows[i].sender), &mem);

		is_span(w.postal_address, rows[i].address, "%s", rows[i].what);
		w = letter_read_end(edge_start(span_of(rows[i].text)),
		    edge_start(span_of(rows[i].sender)), &mem);
		is_span(w.postal_address, rows[i].address,
		    "with nothing before it");
	}
}

static void
test_end(void)
{
	for (int below = 19; below <= 20; below++) {
		autoarena mem = { NULL };
		autobuf text = BUF(1000);
		struct letter_writer w;

		buf_add(&text, SPAN("I waited.\nTel: 01632 960123"));
		for (int i = 0; i < below; i++)
			buf_add(&text, SPAN("\nword"));
		buf_add(&text, SPAN("\n\n"));
		w = letter_read_end(edge_start(buf_span(&text)), SPAN("Jo"),
		    &mem);
		is_span(w.phone, below == 19 ? "01632 960123" : "",
		    "with %d lines below it", below);
	}
}

int
main(void)
{
	test_addresses();
	test_top();
	test_names();
	test_phones();
	test_mail();
	test_end();
	return done();
}
