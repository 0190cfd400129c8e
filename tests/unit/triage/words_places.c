/* words_places.c - where the author's words end, and where they go on */
#include "triage/words.h"

#include "base/buf.h"
#include "house.h"

#define CUE "This message may contain confidential information."
#define TEMPLATE "Complaining will not affect your care or treatment."
#define TEMPLATE_2 "Nobody watches for emergencies here."
#define BLOCK(from)                                                            \
	"From: " from "\nSent: 3 November 2026 10:00\nTo: Ward 9\n"            \
	"Subject: My stay\n"

/* What is left of a message's body. */
static void
check(const char *subject, struct span body, const char *own, const char *what)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, subject, "");

	item.parts[0].text = body;
	triage_here(&item, &mem);
	is_span(item.message->new_text, own, "%s", what);
}

/* So many lines of that text. */
static struct span
lines_of(const char *line, int n, struct arena *mem)
{
	autobuf all = BUF(4000);

	for (int i = 0; i < n; i++)
		buf_printf(&all, "%s\n", line);
	return arena_copy(mem, buf_span(&all));
}

static void
test_rows(void)
{
	static const struct {
		const char *what, *subject, *body, *own;
	} rows[] = {
		{ "an attribution with nothing below", "Re: x",
		    "Mine.\n\nOn 3 May 2026, Jo <jo@example.org> wrote:\n",
		    "Mine." },
		{ "one that is not sure, with nothing below", "Re: x",
		    "On 3 May 2026, Jo wrote:\n", "On 3 May 2026, Jo wrote:" },
		{ "a separator with nothing below", "Re: x",
		    "Mine.\n\n-----Original Message-----\n", "Mine." },
		{ "a separator without a header block", "Re: x",
		    "Mine.\n\n-----Original Message-----\nOld words.\n",
		    "Mine." },
		{ "one with quotes below, and more below these", "Re: x",
		    "Mine.\n\n-----Original Message-----\n> Old words.\n\n"
		    "As old.\n",
		    "Mine." },
		{ "the same under a subject that passes on", "FW: x",
		    "Mine.\n\n-----Original Message-----\nOld words.\n",
		    "Mine." },
		{ "a rule as long as no separator is", "x",
		    "Mine.\n-------------------------------------------------"
		    "----------------------------------------------------------"
		    "-"
		    "------------------------\nMine too.\n",
		    "Mine.\n-------------------------------------------------"
		    "----------------------------------------------------------"
		    "-"
		    "------------------------\nMine too." },
		{ "a rule above a header block", "Re: x",
		    "Mine.\n\n_________\n\n" BLOCK(
			"Al <al@example.net>") "\nOld words.\n",
		    "Mine." },
		{ "a closing above an attribution", "Re: x",
		    "Mine.\n\nKind regards\nOn 3 May 2026, Jo "
		    "<jo@example.org> wrote:\nOld words.\n",
		    "Mine." },
		{ "a closing above a separator", "Re: x",
		    "Mine.\n\nKind regards\n-----Original Message-----\n"
		    "Old words.\n",
		    "Mine." },
		{ "a closing above a header block", "Re: x",
		    "Mine.\n\nKind regards\n" BLOCK(
			"Al <al@example.net>") "\nOld words that go on and "
					       "on.\n",
		    "Mine." },
		{ "a closing above a disclaimer", "x",
		    "Mine.\n\nKind regards\nJo\n\n" CUE
		    "\n\nPS: nobody rang me.\n",
		    "Mine.\n\n\nPS: nobody rang me." },
		{ "a closing above a rule", "x",
		    "Mine.\n\nKind regards\nJo\n***\nMine too.\n",
		    "Mine.\n\n***\nMine too." },
		{ "our own letter's two paragraphs, which begin the mail", "x",
		    TEMPLATE "\n\n" TEMPLATE_2 "\n\nI do not agree.\n",
		    "I do not agree." },
		{ "one of them in the midst of a sentence", "x",
		    "You say: " TEMPLATE "\n\n" TEMPLATE_2 "\n",
		    "You say: " TEMPLATE "\n\n" TEMPLATE_2 },
		{ "one of them behind words of one's own", "x",
		    "I do not agree.\n" TEMPLATE "\n\n" TEMPLATE_2 "\n",
		    "I do not agree.\n" TEMPLATE "\n\n" TEMPLATE_2 },
		{ "a quoted one and another", "x",
		    "Mine.\n\n> " TEMPLATE "\n\n> " TEMPLATE_2 "\n", "Mine." },
		{ "a disclaimer with a rule above it", "x",
		    "Mine.\n\n***\n===\n" CUE "\n", "Mine." },
		{ "a disclaimer below words of one's own", "x",
		    "Mine.\n" CUE "\nits end\n\nMine too.\n",
		    "Mine.\n\nMine too." },
		{ "the same below a blank line", "x",
		    "\nMine.\n" CUE "\nits end\n\nMine too.\n",
		    "Mine.\n\nMine too." },
		{ "below three of them", "x",
		    "\n\n\nMine.\n" CUE "\nits end\n\nMine too.\n",
		    "Mine.\n\nMine too." },
		{ "a signature that goes on", "x",
		    "Mine.\n-- \nJo Bell\n\n12 Elm Road\n", "Mine." },
		{ "two dashes and more are no signature", "x",
		    "Mine.\n-- Jo\nMine too.\n", "Mine.\n-- Jo\nMine too." },
		{ "marks of quoting between the lines", "Re: x",
		    "> old\n\nMine.\n\n> older\n\nMine too.\n",
		    "Mine.\n\n\nMine too." },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(rows[i].subject, edge_of(rows[i].body), rows[i].own,
		    rows[i].what);
}

/* A disclaimer is its cue's paragraph: up to eleven lines above the cue. */
static void
test_disclaimer_lines(void)
{
	for (int n = 11; n <= 12; n++) {
		autoarena mem = { NULL };
		struct span above = lines_of("word", n, &mem);
		struct span kept = span_trim(
		    arena_printf(&mem, "Mine.\n\n%.*s", SPAN_ARG(above)));

		check("x",
		    arena_printf(&mem, "Mine.\n\n%.*s" CUE "\n",
			SPAN_ARG(above)),
		    n == 11 ? "Mine."
			    : arena_printf(&mem, "%.*s", SPAN_ARG(kept)).at,
		    "lines above the cue");
	}
}

/* What stands between two disclaimers, twelve lines at most, is one. */
static void
test_disclaimer_gap(void)
{
	for (int n = 10; n <= 11; n++) {
		autoarena mem = { NULL };
		struct span between = lines_of("word", n, &mem);
		struct span kept = span_trim(
		    arena_printf(&mem, "Mine.\n\n\n%.*s", SPAN_ARG(between)));

		check("x",
		    arena_printf(&mem, "Mine.\n\n" CUE "\n\n%.*s\n" CUE "\n",
			SPAN_ARG(between)),
		    n == 10 ? "Mine."
			    : arena_printf(&mem, "%.*s", SPAN_ARG(kept)).at,
		    "lines between two");
	}
}

/* A signature has twelve lines at most. */
static void
test_signature_lines(void)
{
	for (int n = 12; n <= 13; n++) {
		autoarena mem = { NULL };
		struct span below = lines_of("word", n, &mem);

		check("x",
		    arena_printf(&mem, "Mine.\n\nKind regards\n%.*s",
			SPAN_ARG(below)),
		    n == 12 ? "Mine." : "Mine.\n\nword",
		    "lines below a closing");
	}
}

/* A message that staff pass on: whose it is, and what triage reads. */
static void
test_passed_on(void)
{
	static const struct {
		const char *what, *subject, *body, *from, *text;
	} rows[] = {
		{ "a block with nothing below", "FW: x",
		    "Log.\n\n" BLOCK("Jo <jo@example.org>"), "jo@example.org",
		    "" },
		{ "a colleague's, which passes on another", "FW: x",
		    "Log.\n\n" BLOCK(
			"Al <al@northmoor.example>") "\nSee "
						     "below."
						     "\n\n" BLOCK(
							 "Jo "
							 "<jo@"
							 "example."
							 "org>") "\nI "
								 "waited.\n",
		    "jo@example.org", "I waited." },
		{ "somebody else's, which encloses another", "FW: x",
		    "Log.\n\n" BLOCK("Jo <jo@example.org>") "\nI "
							    "waited.\n\n" BLOCK(
								"Al "
								"<al@example."
								"net>") "\nOld "
									"words."
									"\n",
		    "jo@example.org", "I waited." },
		{ "a colleague's, which encloses another colleague's", "FW: x",
		    "Log.\n\n" BLOCK("Al <al@northmoor.example>") "\nSee "
								  "below."
								  "\n\n" BLOCK(
								      "Pat "
								      "<pat@"
								      "northmoo"
								      "r."
								      "example"
								      ">") "\nI"
									   " wa"
									   "ite"
									   "d."
									   "\n",
		    "al@northmoor.example", "See below." },
		{ "a colleague's, which encloses nobody's", "FW: x",
		    "Log.\n\n" BLOCK(
			"Al <al@northmoor.example>") "\nSee "
						     "below."
						     "\n\n" BLOCK(
							 "Jo Bell") "\nI "
								    "waited.\n",
		    "al@northmoor.example", "See below." },
		{ "behind an attribution", "Fwd: x",
		    "Log.\n\nOn 3 May 2026, Jo <jo@example.org> wrote:\n\n"
		    "I waited.\n\nOn 2 May 2026, Al <al@example.net> wrote:"
		    "\n\nOld words.\n",
		    "jo@example.org", "I waited." },
		{ "behind an attribution with marks", "Fwd: x",
		    "Log.\n\n> On 3 May 2026, Jo <jo@example.org> wrote:\n>\n"
		    "> I waited.\n\nThanks for this.\n",
		    "jo@example.org", "I waited." },
		{ "a separator with nothing below", "FW: x",
		    "Log.\n\n---- Forwarded message ----\n", "", "" },
		{ "behind a separator alone", "FW: x",
		    "Log.\n\n---- Forwarded message ----\nI waited.\n", "",
		    "I waited." },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item =
		    a_message(&mem, rows[i].subject, rows[i].body);

		item.message->from.address = SPAN("pat@northmoor.example");
		triage_here(&item, &mem);
		ok(item.forward.found, "%s", rows[i].what);
		is_span(item.forward.from.address, rows[i].from, "whose");
		is_span(item.text, rows[i].text, "its words");
	}
}

/* Of several texts of a message one passes something on. */
static void
test_parts(void)
{
	static const char first[] =
	    "Log.\n\n" BLOCK("Jo <jo@example.org>") "\nI waited.\n";
	static const char second[] =
	    "More.\n\n" BLOCK("Al <al@example.net>") "\nI did not.\n";
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "FW: x", first);
	struct part parts[2] = { item.parts[0], item.parts[0] };

	parts[1].text = edge_of(second);
	parts[1].path = SPAN("2");
	item.parts = parts;
	item.n_parts = 2;
	item.message->from.address = SPAN("pat@northmoor.example");
	triage_here(&item, &mem);
	is_span(item.forward.from.address, "jo@example.org", "the first");
	ok(!holds(item.text, "I did not"), "the second is history");
	parts[0].text = SPAN("Log.\n");
	triage_here(&item, &mem);
	is_span(item.forward.from.address, "al@example.net",
	    "the second, where the first passes nothing on");
	ok(holds(item.text, "I did not"), "and is read");
	parts[1].is_alternative = true;
	triage_here(&item, &mem);
	ok(!item.forward.found, "but no other form of the first");
}

/* A letter that is attached has no quotes, whatever is in it. */
static void
test_documents(void)
{
	autoarena mem = { NULL };
	struct item item = a_letter(&mem,
	    "Dear Sir\n\n" TEMPLATE "\n\n" TEMPLATE_2 "\n-- \nOn 3 May 2026, "
	    "Jo <jo@example.org> wrote:\n> all this\n*****\n");

	triage_here(&item, &mem);
	ok(holds(item.text, "will not affect"), "our own words");
	ok(holds(item.text, "On 3 May 2026"), "an attribution");
	ok(holds(item.text, "all this"), "and lines with marks stay");
	ok(holds(item.text, "*****"), "and so does a rule at the end");
}

int
main(void)
{
	test_rows();
	test_disclaimer_lines();
	test_disclaimer_gap();
	test_signature_lines();
	test_passed_on();
	test_parts();
	test_documents();
	return done();
}
