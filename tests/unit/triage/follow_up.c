/* follow_up.c - which case a message answers, as far as it says */
#include "triage/follow_up.h"

#include "base/buf.h"
#include "house.h"

#define ID(ref) "<ack." ref ".0123456789abcdef@northmoor.example>"
#define A "CS26-000012-C"
#define A_ID ID("cs26-000012-c")
#define B_ID ID("cs26-000013-x")

static void
test_rows(void)
{
	static const struct {
		const char *subject, *in_reply_to, *references, *want;
		bool is_ambiguous;
	} rows[] = {
		{ "Re: Your complaint " A, "", "", A, false },
		{ "Re: x", A_ID, "", A, false },
		{ "Re: x", "<other@example.org>", A_ID " <b@c.example>", A,
		    false },
		{ "Re: " A, A_ID, A_ID, A, false },
		{ "Re: " A " and " A, "", "", A, false },
		{ "Re: " A " and CS26-000013-X", "", "", "", true },
		{ "Re: " A, B_ID, "", "", true },
		{ "Re: x", A_ID " " B_ID, "", "", true },
		{ "Re: x", A_ID, B_ID, A, false },
		{ "Re: x", "", A_ID " " B_ID, "", true },
		{ "Re: x", "", "", "", false },
		{ "xCS26-000012-C", "", "", "", false },
		{ A "D", "", "", "", false },
		{ "XY26-000012-C", "", "", "", false },
		{ "CS26-000012-[", "", "", "", false },
		{ "CS26-000012-{", "", "", "", false },
		{ "CS26-000012-@", "", "", "", false },
		{ "CS26-00001:-C", "", "", "", false },
		{ "CS26-00001/-C", "", "", "", false },
		{ "CS26-999999-Z", "", "", "CS26-999999-Z", false },
		{ "cs00-000000-a", "", "", "CS00-000000-A", false },
		{ A ".pdf", "", "", "", false },
		{ A ".", "", "", A, false },
		{ A ". x", "", "", A, false },
		{ "CS26-000012-", "", "", "", false },
		{ "CS26-00012-C", "", "", "", false },
		{ "re: cs26-000012-c", "", "", A, false },
		{ "Re: x", "<ack.cs26-000012-c.0123456789abcde@n.example>", "",
		    "", false },
		{ "Re: x", "<ack.cs26-000012-c.0123456789abcdeg@n.example>", "",
		    "", false },
		{ "Re: x", "<ack.cs26-000012-c.0123456789abcdef0@n.example>",
		    "", "", false },
		{ "Re: x", "<ack.cs26-000012.0123456789abcdef@n.example>", "",
		    "", false },
		{ "Re: x", "<ack.cs26-000012-c.0123456789abcdef", "", "",
		    false },
		{ "Re: x", "<x.ack.cs26-000012-c.0123456789abcdef@n.example>",
		    "", "", false },
		{ "Re: x", "<ack.", "", "", false },
		{ "Re: x", "<ack.cs26-000012-c>", "", "", false },
		{ "Re: x", "<ack.cs26-000012-c.0123456789a>", "", "", false },
		{ "Re: x", "<ack.cs26-000012-c.0123456789abcdef>", "", "",
		    false },
		{ "Re: x", "<ack.cs26-000012-c.0123456789abcdef@>", "", A,
		    false },
		/* An alert of ours, and no such. */
		{ "x", "<alert.cs26-000012-c.0123456789abcdef.2@n.example>", "",
		    A, false },
		{ "x", "<alert.cs26-000012-c.0123456789abcdef@n.example>", "",
		    "", false },
		{ "x", "<ack.cs26-000012-c.0123456789abcdef.2@n.example>", "",
		    "", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, rows[i].subject,
		    "You wrote to me about my letter.");
		struct follow_up f;

		item.message->subject = edge_of(rows[i].subject);
		item.message->in_reply_to = edge_of(rows[i].in_reply_to);
		item.message->references = edge_of(rows[i].references);
		f = follow_up_find(&item, &mem);
		is_span(f.reference, rows[i].want, "%s, %s, %s",
		    rows[i].subject, rows[i].in_reply_to, rows[i].references);
		is_number(f.is_ambiguous, rows[i].is_ambiguous, "for sure");
	}
}

/* Where in a text a case is named, and what is shown for it. */
static void
test_texts(void)
{
	static const struct {
		const char *subject, *text, *want, *token, *what;
	} rows[] = {
		{ "Re: x", "About " A " of May.", A, "", "the author's words" },
		{ "Re: x", "About " A "/7QF3XM.", A, "7QF3XM", "a token" },
		{ "Re: x", "About " A " / 7qf3xm.", A, "7qf3xm",
		    "with blanks, small" },
		{ "Re: x", "About " A "/7QF3XMA.", A, "", "too long for one" },
		{ "Re: x", "About " A "/7QF3X.", A, "", "too short" },
		{ "Re: x", "About " A "  /  7QF3XM", A, "7QF3XM",
		    "with two blanks" },
		{ "Re: x", "About " A "   /7QF3XM", A, "",
		    "with three, which part them" },
		{ "Re: x", "About " A "/", A, "",
		    "a stroke with nothing behind" },
		{ "Re: x", "About " A "/ ", A, "", "but a blank" },
		{ "Re: x", "About " A " ", A, "", "a blank without a stroke" },
		{ "Re: " A, "Hello there.\n\n> Reference: " A "/7QF3XM", A,
		    "7QF3XM", "the token may be in what is quoted" },
		{ "Re: x", "Hello there.\n\n> Reference: " A "/7QF3XM", A,
		    "7QF3XM", "and the reference too" },
		{ "Re: x", "Hello there.\n\n> Reference: " A, "", "",
		    "but not it alone" },
		{ "Re: " A, "Hello there.\n\n> Reference: CS26-000013-X/7QF3XM",
		    A, "", "what is quoted does not make it two" },
		{ "Re: x", "About " A " and CS26-000013-X.", "", "",
		    "two in the text" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item =
		    a_message(&mem, rows[i].subject, rows[i].text);
		const struct verdict *v = &item.verdict;

		triage_here(&item, &mem);
		is_span(v->reference, rows[i].want, "%s", rows[i].what);
		is_span(v->n_named > 0 ? v->named[0].token : SPAN(""),
		    rows[i].token, "%s: its token", rows[i].what);
	}
}

static void
test_many(void)
{
	autoarena mem = { NULL };
	autobuf text = BUF(4096);
	struct item item;

	for (int i = 0; i <= MAX_NAMED_CASES; i++)
		buf_printf(&text, "CS26-00000%d-X is one. ", i);
	item = a_message(&mem, "x", buf_text(&text));
	triage_here(&item, &mem);
	is_number(item.verdict.n_named, MAX_NAMED_CASES, "no more are kept");
	is_span(item.verdict.named[0].reference, "CS26-000000-X", "the first");
}

/* Staff say which case a call was about, whatever else their note names. */
static void
test_note(void)
{
	autoarena mem = { NULL };
	struct item item =
	    a_message(&mem, "Telephone call", "She spoke of CS26-000013-X.");
	struct note note = { .by = SPAN("jbell"), .reference = SPAN(A) };

	item.note = &note;
	triage_here(&item, &mem);
	is_span(item.verdict.reference, A, "the case of the note");
	is_number(item.verdict.disposition, FOLLOW_UP, "that it goes with");
	is_number(item.owed.acknowledge, ACK_NO, "and is not acknowledged");
	note.reference = SPAN("");
	triage_here(&item, &mem);
	is_span(item.verdict.reference, "CS26-000013-X", "else what it names");
}

static void
test_triage(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Re: x",
	    "I want to make a complaint about your answer to my letter.");

	item.message->in_reply_to = SPAN(A_ID);
	triage_here(&item, &mem);
	is_number(item.verdict.disposition, FOLLOW_UP, "an answer");
	is_span(item.verdict.reference, A, "to that case");
	is_number(item.owed.acknowledge, ACK_HOLD, "that a person answers");
	item.message->in_reply_to = SPAN(A_ID " " B_ID);
	triage_here(&item, &mem);
	is_number(item.verdict.disposition, NEW_CASE, "two cases: a new one");
	ok(holds(item.verdict.review_reason, "more than one case"), "is asked");
}

/* Nobody writes an out-of-office message to our acknowledgement by hand. */
static void
test_out_of_office(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Automatic reply: x",
	    "I am away from the office until Monday and read this then.");

	item.message->in_reply_to = SPAN(A_ID);
	triage_here(&item, &mem);
	is_number(item.verdict.disposition, MACHINE, "no case of its own");
	is_span(item.verdict.reference, A, "the case it answers");
	ok(!item.verdict.needs_review, "nobody need look");
	is_number(item.owed.acknowledge, ACK_NO, "not acknowledged");
	item.parts[0].text =
	    SPAN("I want to make a complaint about the ward and its doctor.");
	triage_here(&item, &mem);
	is_number(item.verdict.disposition, FOLLOW_UP,
	    "but what reads like a complaint is not left to a machine");
}

static void
test_bounce(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Undeliverable: x",
	    "<jo@example.org>: 550 5.1.1 no such user\n\n"
	    "--- Below this line is a copy of the message.\n\n"
	    "Message-ID: " A_ID "\n");

	item.message->from.address = SPAN("mailer-daemon@mx.example");
	triage_here(&item, &mem);
	is_number(item.verdict.disposition, MACHINE, "a bounce");
	is_span(item.verdict.reference, A, "of our acknowledgement");
	item.message->from.address = SPAN("jo@example.org");
	item.message->subject = SPAN("Look");
	triage_here(&item, &mem);
	is_span(item.verdict.reference, "", "quoted by a person: none");
}

int
main(void)
{
	test_rows();
	test_texts();
	test_many();
	test_note();
	test_triage();
	test_out_of_office();
	test_bounce();
	return done();
}
