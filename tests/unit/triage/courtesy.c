/* courtesy.c - greetings and thanks that say nothing of the matter */
#include "triage/courtesy.h"

#include "base/buf.h"
#include "house.h"

static void
test_lines(void)
{
	static const struct {
		const char *line;
		bool is_greeting, is_farewell;
	} rows[] = {
		{ "Dear Sir", true, false },
		{ "Dear Sir/Madam,", true, false },
		{ "Dear Complaints Team", true, false },
		{ "> Dear Mrs O'Brien-Example,", true, false },
		{ "Hi", true, false },
		{ "Good morning!", true, false },
		{ "To whom it may concern:", true, false },
		{ "FAO the Chief Executive", true, false },
		{ "Dear me, what a day it was on the ward when we came in",
		    false, false },
		{ "Hi I want to complain", false, false },
		{ "Dear Sir, how are you?", false, false },
		{ "Dearly loved by all", false, false },
		{ "Hidden costs", false, false },
		{ "Many thanks in advance", false, true },
		{ "Many thanks in advance, kind regards", false, true },
		{ "Thank you in anticipation.", false, true },
		{ "Thanks", false, true },
		{ "Thank you so much", false, true },
		{ "Thank you for your time and patience.", false, true },
		{ "Thanks for taking the time to read this", false, true },
		{ "Thank you, in advance", false, true },
		{ "Kind regards", false, true },
		{ "Have a lovely weekend", false, true },
		{ "Thank you for the care you gave my mother", false, false },
		{ "Thank you to all the nurses", false, false },
		{ "Thanks to your mistake I lost my job", false, false },
		{ "Thanks. Nobody rang me, which is poor.", false, false },
		{ "I look forward to your reply", false, false },
		{ "Again nobody came, as before", false, false },
		{ "Thanksgiving", false, false },
		{ "", false, false },
		{ "...", false, false },
		{ "Dear a b c d e f g", true, false },
		{ "Dear a b c d e f g h", false, false },
		{ "Dear 123456789 123456789 123456789 123456789 123456789 "
		  "12345",
		    true, false },
		{ "Dear 123456789 123456789 123456789 123456789 123456789 "
		  "123456",
		    false, false },
		{ "Have a good 23456789 123456789 123456789 123456789 "
		  "123456789 123456789 123456789 123456789 123456789 "
		  "123456789 123456789",
		    false, true },
		{ "Have a good 23456789 123456789 123456789 123456789 "
		  "123456789 123456789 123456789 123456789 123456789 "
		  "123456789 1234567891",
		    false, false },
		{ "Thanks again A. Bell", false, true },
		{ "Thanks again Z. Bell", false, true },
		{ "Thanks again z. Bell", false, false },
		{ "Thanks again A! Bell", false, true },
		{ "Thanks again [. Bell", false, false },
		{ "Thanks again @? Bell", false, false },
		{ "Thanks again !", false, true },
		{ "Thanks, ; in advance", false, true },
		{ "Thanks. ", false, true },
		{ "*_ Dear Jo _*", true, false },
		{ "* Thanks -", false, true },
		{ "*Dear Jo*", true, false },
		{ "_Thanks_", false, true },
		{ "(Dear Jo)", false, false },
		{ "Thank you", false, true },
		{ "Thank yous", false, false },
		{ "!", false, false },
		{ "*", false, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span line = edge_of(rows[i].line);

		is_number(courtesy_is_greeting(line), rows[i].is_greeting,
		    "greeting: %s", rows[i].line);
		is_number(courtesy_is_farewell(line), rows[i].is_farewell,
		    "farewell: %s", rows[i].line);
		line = edge_start(line);
		is_number(courtesy_is_greeting(line), rows[i].is_greeting,
		    "a greeting with nothing before it");
		is_number(courtesy_is_farewell(line), rows[i].is_farewell,
		    "a farewell with nothing before it");
	}
}

static void
test_gaps(void)
{
	static const struct {
		const char *text, *left, *what;
		struct marked_span gap;
	} rows[] = {
		{ "Dear Sir,\n\nWords.\n\nMany thanks in advance\n",
		    "\nWords.\n\n", "both ends", { .end = 0 } },
		{ "Words.\nThanks\nMore words.\n",
		    "Words.\nThanks\nMore words.\n", "not in between",
		    { .end = 0 } },
		{ "XXXX\nHi\nWords.\nThank you.\n", "Words.\n", "behind a gap",
		    { .start = 0, .end = 5 } },
		{ "Hi\nWords.\nThank you.\nXXXX\n", "Words.\n", "before one",
		    { .start = 21, .end = 26 } },
		{ "Words.", "Words.", "none", { .end = 0 } },
		{ "Hi\n\n> Dear Jo\n>\nWords.", "\n>\nWords.", "two greetings",
		    { .end = 0 } },
		{ "Hi\nHello\nDear Jo\nWords.", "Dear Jo\nWords.",
		    "no third one", { .end = 0 } },
		{ "Words.\nThanks\nThanks\n\nThanks\nThanks\n", "Words.\n\n",
		    "four farewells", { .end = 0 } },
		{ "Words.\nThanks\nThanks\nThanks\nThanks\nThanks",
		    "Words.\nThanks\n", "no fifth one", { .end = 0 } },
		{ "Hi", "", "a greeting alone", { .end = 0 } },
		{ "Thanks", "", "a farewell alone", { .end = 0 } },
		{ "Hi\nXXXX\nHello\nWords.\n", "Words.\n",
		    "on both sides of a gap", { .start = 3, .end = 8 } },
		{ "Words.\nThanks\nXXXX\nRegards\n", "Words.\n",
		    "and at the end", { .start = 14, .end = 19 } },
		{ "Words.\nThanks\nXXXX\nMore.\nThanks\n",
		    "Words.\nThanks\nMore.\n", "of the last words alone",
		    { .start = 14, .end = 19 } },
		{ "", "", "nothing", { .end = 0 } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct span text = edge_of(rows[i].text);
		size_t n = rows[i].gap.end > 0, at = 0;
		const struct marked_span *gaps =
		    courtesy_gaps(text, &rows[i].gap, &n, &mem);
		autobuf left = BUF(200);

		for (size_t g = 0; g <= n; g++) {
			size_t end = g < n ? gaps[g].start : text.len;

			ok(end >= at, "gap %zu is in order", g);
			buf_add(&left, span_from(span_head(text, end), at));
			at = g < n ? gaps[g].end : at;
		}
		is_span(buf_span(&left), rows[i].left, "%s", rows[i].what);
	}
}

#define NHSMAIL                                                                \
	"\n*****************************************************************"  \
	"***\n\nThis message may contain confidential information. If you "    \
	"are not the\nintended recipient please inform the sender that you "   \
	"have received the\nmessage in error before deleting it.\n\nThank "    \
	"you "                                                                 \
	"for your co-operation.\n\nNHSmail is the secure email, "              \
	"collaboration "                                                       \
	"and directory service. The contents\nmay have to be disclosed under " \
	"the Freedom of Information Act 2000.\n"

/* The category of a letter in a frame is that of the letter. */
static void
check_frame(const char *letter, const char *above, const char *below)
{
	autoarena mem = { NULL };
	struct item bare = a_message(&mem, "Ward 4", letter);
	struct item framed = a_message(&mem, "Ward 4",
	    arena_printf(&mem, "%s%s%s", above, letter, below).at);

	triage_here(&bare, &mem);
	triage_here(&framed, &mem);
	is_number(framed.verdict.category, bare.verdict.category, "%s%.20s%s",
	    above, letter, below);
	is_number(framed.verdict.confidence, bare.verdict.confidence,
	    "as sure as without");
}

/* What mail is framed with must not change what it is. */
static void
test_furniture(void)
{
	static const char *const letters[] = {
		"I wish to complain about the nurse on Ward 4, who was rude "
		"to my father\nand left him without water for a night.",
		"My appointment was cancelled four times and nobody told me. "
		"That is\nunacceptable, and I want an explanation.",
		"I am worried about my neighbour, who has not been visited by "
		"the district\nnurse for three weeks.",
		"It would be better if the car park had more places for "
		"wheelchairs.",
		"Under the Freedom of Information Act 2000 please send me the "
		"number of\nfalls on your wards in each of the last five "
		"years.",
		"The staff on Ward 4 were wonderful, kind and caring. Thank "
		"you all for\nlooking after my mother so well.",
	};
	static const char *const above[] = { "", "Dear Sir or Madam,\n\n",
		"Good morning\n\n" };
	static const char *const below[] = { "",
		"\n\nMany thanks in advance, kind regards\nJo Bell\n",
		"\n\nThank you for your time and help.\n\nKind regards\n\nJo "
		"Bell\n\nSent from my iPhone\n",
		"\n\nThanks\nJo\n" NHSMAIL,
		"\n\nYours faithfully,\nJo Bell\n\nOn 3 Nov 2026, at 10:00, "
		"Complaints <complaints@northmoor.example> wrote:\n> We are "
		"sorry that you have had cause to complain.\n> Thank you for "
		"the kind words.\n" };

	for (size_t l = 0; l < sizeof letters / sizeof *letters; l++)
		for (size_t a = 0; a < sizeof above / sizeof *above; a++)
			for (size_t b = 0; b < sizeof below / sizeof *below;
			     b++)
				check_frame(letters[l], above[a], below[b]);
}

int
main(void)
{
	test_lines();
	test_gaps();
	test_furniture();
	return done();
}
