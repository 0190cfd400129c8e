/* forward.c - messages passed on: how mail programs write them */
#include "triage/forward.h"

#include "triage/header_block.h"
#include "triage/lines.h"
#include "triage/mail_words.h"

#include "house.h"

#define WORDS "I was left on a trolley all night."

struct row {
	const char *subject, *body;
	const char *address; /* of the sender; NULL where nothing is found */
	const char *name, *text, *what;
};

static void
check_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		autoarena mem = { NULL };
		struct item item =
		    a_message(&mem, rows[i].subject, rows[i].body);

		triage_here(&item, &mem);
		is_number(item.forward.found, rows[i].address != NULL, "%s",
		    rows[i].what);
		if (!item.forward.found || !rows[i].address)
			continue;
		is_span(item.forward.from.address, rows[i].address,
		    "its sender");
		is_span(item.forward.from.name, rows[i].name, "by name");
		is_span(item.forward.text, rows[i].text, "its text");
	}
}

static void
test_programs(void)
{
	static const struct row rows[] = {
		{ "x",
		    "> Begin forwarded message:\n>\n> From: Jo Bell "
		    "<jo@example.org>\n> Subject: S\n> Date: 3 May 2026\n"
		    "> To: a@example.net,\n>  b@example.net\n>\n> " WORDS "\n",
		    "jo@example.org", "Jo Bell", WORDS, "quoted whole" },
		{ "x",
		    "Note.\n\nBegin forwarded message:\n\n> From: Jo Bell "
		    "<jo@example.org>\n> Date: 3 May 2026\n> To: x\n>\n> " WORDS
		    "\n>\n> From: Deeper <deep@example.net>\n"
		    "> Date: 2 May 2026\n> To: Jo\n>\n> Deeper words.\n",
		    "jo@example.org", "Jo Bell",
		    WORDS "\n\nFrom: Deeper <deep@example.net>\n"
			  "Date: 2 May 2026\nTo: Jo\n\nDeeper words.",
		    "only what is passed on quoted" },
		{ "x",
		    "-------- Weitergeleitete Nachricht --------\nBetreff: \tS"
		    "\nDatum: \t3. Mai 2026\nVon: \tJo Bell <jo@example.org>\n"
		    "An: \ta@example.net\n\n" WORDS,
		    "jo@example.org", "Jo Bell", WORDS, "German" },
		{ "x",
		    "D\u00e9but du message transf\u00e9r\u00e9\u00a0:\n\n"
		    "De\u00a0: Jo Bell <jo@example.org>\n"
		    "Objet\u00a0: S\n\u00c0\u00a0: a@example.net\n\n" WORDS,
		    "jo@example.org", "Jo Bell", WORDS, "French" },
		{ "x",
		    "Od: Jo Bell <jo@example.org>\nWys\u0142ano: 3 maja 2026\n"
		    "Do: a@example.net\nTemat: S\n\n" WORDS,
		    "jo@example.org", "Jo Bell", WORDS, "Polish, no marker" },
		{ "x",
		    "\u9001\u4fe1\u5143\uff1aJo Bell <jo@example.org>\n"
		    "\u65e5\u4ed8\uff1a2026\n\u4ef6\u540d\uff1aS\n\n" WORDS,
		    "jo@example.org", "Jo Bell", WORDS, "with wide colons" },
		{ "x",
		    "  ----- Forwarded Message ----- From: Jo Bell "
		    "<jo@example.org>To: \"A\" <a@example.net>Sent: 3 May "
		    "2026, 09:26 GMT+1Subject: S\n " WORDS,
		    "jo@example.org", "Jo Bell", WORDS, "run together" },
		{ "FW: S",
		    "Note.\n\n\ufeffOn 28/10/2026 12:46, \"Jo Bell\" "
		    "<jo@example.org> wrote:\n\n    " WORDS "\n",
		    "jo@example.org", "Jo Bell", WORDS, "as one answers" },
		{ "Fwd: S",
		    "Note.\n\n> On 3 May 2026, at 10:00, Jo Bell <\n"
		    "> jo@example.org> wrote:\n>\n> " WORDS "\n",
		    "jo@example.org", "Jo Bell", WORDS, "so, quoted" },
		{ "x",
		    "----- Forwarded by Al/Northmoor on 3 May -----\n\nFrom:\t"
		    "Jo Bell <jo@\nexample.org>\nTo:\tx\nDate:\t3 "
		    "May\n\n" WORDS,
		    "jo@example.org", "Jo Bell", WORDS,
		    "with the forwarder's name" },
		{ "WG: S",
		    "Jo Bell <jo@example.org> kirjoitti 28.10.2026 12.46:\n\n"
		    "> " WORDS "\n",
		    "jo@example.org", "Jo Bell", WORDS, "so, name first" },
		{ "x",
		    "________________________________\nFrom: Bell, Jo "
		    "<jo@example.org>\nSent: 3 May 2026\nTo: A, B "
		    "<a@example.net>, c@example.net\nSubject: S\n\n" WORDS,
		    "jo@example.org", "Bell, Jo", WORDS, "under a rule" },
		{ "x",
		    "From: Jo Bell <jo@example.org>\n\nDate: 3 May 2026\n\n"
		    "To: a@example.net\n\nSubject: S\n\n" WORDS,
		    "jo@example.org", "Jo Bell", WORDS, "with blank lines" },
		{ "x",
		    "---------- Forwarded message ---------\nFrom: Jo Bell "
		    "<jo@example.org>\nDate: 3 May 2026\nSubject: S\nTo: A "
		    "<a@example.net>, Long\nName <b@example.net>\nCc: c\n\n"
		    "" WORDS,
		    "jo@example.org", "Jo Bell", WORDS, "wrapped anywhere" },
		{ "x", "---------- Forwarded message ---------\n" WORDS, "", "",
		    WORDS, "without its header" },
		{ "Re: Fwd: S",
		    "---------- Forwarded message ---------\nFrom: Jo Bell "
		    "<jo@example.org>\nSubject: S\n\n" WORDS,
		    "jo@example.org", "Jo Bell", WORDS, "marked in a reply" },
	};

	check_rows(rows, sizeof rows / sizeof *rows);
}

static void
test_replies(void)
{
	static const struct row rows[] = {
		{ "Re: S",
		    "No.\n\nOn 3 May 2026, Jo <jo@example.org> wrote:\n> x\n",
		    NULL, "", "", "an answer" },
		{ "S",
		    "No.\n\nOn 3 May 2026 at 9:00 Jo <jo@example.org> wrote:\n"
		    "> ---------- Forwarded message ---------\n> From: Al "
		    "<al@example.org>\n> Date: 3 May\n> To: x\n>\n> x\n",
		    NULL, "", "", "a forward that is only answered" },
		{ "AW: S",
		    "No.\n\nVon: Jo <jo@example.org>\nGesendet: 3. Mai 2026\n"
		    "An: x\nBetreff: S\n\nx\n",
		    NULL, "", "", "another language's answer" },
		{ "[EXTERNAL] Re[2]: S",
		    "No.\n\nFrom: Jo <jo@example.org>\nSent: 3 May 2026\nTo: x"
		    "\nSubject: S\n\nx\n",
		    NULL, "", "", "an answer with a tag and a number" },
		{ "S",
		    "> as you said\nNo.\n\n> From: Jo <jo@example.org>\n"
		    "> Sent: 3 May 2026\n> To: x\n>\n> x\n",
		    NULL, "", "", "a block in a second quotation" },
		{ "S", "Forwarded message:\nmy neighbour has it too.\n", NULL,
		    "", "", "words with a colon alone" },
		{ "S",
		    "From: nine until noon I waited.\nTo: this day nobody "
		    "rang.\n",
		    NULL, "", "", "sentences" },
	};

	check_rows(rows, sizeof rows / sizeof *rows);
}

/* A wrong sender is worse than none. */
static void
test_senders(void)
{
	static const struct {
		const char *from, *name, *address;
	} rows[] = {
		{ "Jo Bell <jo@example.org>", "Jo Bell", "jo@example.org" },
		{ "Jo Bell<mailto:jo@example.org> "
		  "<jo@example.org<mailto:jo@example.org>>",
		    "Jo Bell", "jo@example.org" },
		{ "Jo Bell [mailto:jo@example.org]", "Jo Bell",
		    "jo@example.org" },
		{ "Jo Bell (jo@example.org)", "Jo Bell", "jo@example.org" },
		{ "jo@example.org <al@example.net>", "", "" },
		{ "Jo <jo@example.org> on behalf of al@example.net", "Jo",
		    "jo@example.org" },
		{ "Jo <jo@example.org>, Al <al@example.net>", "Jo", "" },
		{ "Jo Bell", "Jo Bell", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct mailbox_address m =
		    sender_read(edge_of(rows[i].from), &mem);

		is_span(m.address, rows[i].address, "\"%s\"", rows[i].from);
		is_span(m.name, rows[i].name, "its name");
	}
}

static void
test_blocks(void)
{
	autoarena mem = { NULL };
	struct header_block b;

	ok(header_block_read(edge_of("From: a\nDate: b\nTo: c;\n  d\n"
				     "Subject: e\n\nText\n"),
	       0, false, &b, &mem),
	    "a block with a wrapped line");
	is_span(b.to, "c; d", "the wrapped value");
	is_number(b.n_lines, 5, "its lines");
	ok(header_block_read(edge_of("*From:* a\n*Sent:* b\n*To:* c\n"), 0,
	       false, &b, &mem),
	    "a block in bold");
	is_span(b.from, "a", "without its stars");
	ok(!header_block_read(edge_of("Subject: a\nFrom: b\nTo: c\n"), 0, false,
	       &b, &mem),
	    "another order needs a separator");
	ok(header_block_read(edge_of("Subject: a\nFrom: b\nTo: c\n"), 0, true,
	       &b, &mem),
	    "and is read behind one");
	ok(!header_block_read(edge_of("From: a\nTo: b\n"), 0, false, &b, &mem),
	    "two lines are too few");
	ok(header_block_read(
	       edge_of("From: a\nDate: b\nTo: c\nFrom: d\nDate: e\n"), 0, false,
	       &b, &mem),
	    "a block above another");
	is_number(b.n_lines, 3, "ends there");
}

static void
test_subjects(void)
{
	ok(subject_is_reply(SPAN("RE: x")), "a reply");
	ok(subject_is_reply(SPAN("Odp: x")), "a Polish one");
	ok(!subject_is_reply(SPAN("Regarding: x")), "a word is none");
	ok(!subject_is_reply(SPAN("FW: RE: x")), "a forwarded reply is none");
	ok(subject_is_forward(SPAN("FW: RE: x")), "but a forward");
	ok(subject_is_forward(SPAN("\u0130LT: x")), "a Turkish one");
	ok(!subject_is_forward(SPAN("Forward planning: x")), "a word is none");
	is_span(subject_passed_on(SPAN("Fwd: TR : Re: x")), "Re: x",
	    "what is passed on");
	is_span(subject_passed_on(SPAN("x: y")), "x: y", "or all of it");
}

static void
test_separators(void)
{
	static const struct {
		const char *line;
		enum separator_kind kind;
	} rows[] = {
		{ "---------- Forwarded message ---------", SEPARATOR_FORWARD },
		{ "-----Original Message-----", SEPARATOR_ORIGINAL },
		{ "Begin forwarded message:", SEPARATOR_FORWARD },
		{ "\u2014\u2014 Mensaje reenviado \u2014\u2014",
		    SEPARATOR_FORWARD },
		{ "--- A --- Forwarded Message ---", SEPARATOR_NONE },
		{ "----- Forwarded message from Jo <jo@example.org> -----",
		    SEPARATOR_FORWARD },
		{ "-- Original Message --", SEPARATOR_ORIGINAL },
		{ "- Original Message -", SEPARATOR_NONE },
		{ "--- Forwarded by Jo Bell/Home on 3 May ---",
		    SEPARATOR_FORWARD },
		{ "--- Forwarded by jo@example.org on 3 May ---",
		    SEPARATOR_FORWARD },
		{ "--- Forwarded by us all ---", SEPARATOR_NONE },
		{ "---------", SEPARATOR_NONE },
		{ "I saw a forwarded message:", SEPARATOR_NONE },
		{ "Forwarded message", SEPARATOR_NONE },
		{ "", SEPARATOR_NONE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(line_separator(edge_of(rows[i].line)).kind,
		    rows[i].kind, "\"%s\"", rows[i].line);
}

/* A body, an attached message, and its body. */
static struct item
with_attached(struct arena *mem, const char *from)
{
	struct item item = a_message(mem, "For you", "Please log.\n");
	struct part *parts = ARENA_ARRAY(mem, 5, struct part);
	struct message *m = arena_alloc(mem, sizeof *m);

	m->from = (struct mailbox_address){ SPAN("Jo"), span_of(from) };
	m->subject = SPAN("My stay");
	m->date = SPAN("2026-11-20T09:12:00+00:00");
	parts[0] = item.parts[0];
	parts[1] = (struct part){ .path = SPAN("2"),
		.disposition = PART_ATTACHMENT,
		.message = m };
	parts[2] = (struct part){ .path = SPAN("2.1"),
		.disposition = PART_BODY,
		.is_nested = true,
		.text = SPAN(WORDS) };
	item.parts = parts;
	item.n_parts = 3;
	item.message->from.address = SPAN("pat@northmoor.example");
	return item;
}

static void
test_attached(void)
{
	autoarena mem = { NULL };
	struct item item = with_attached(&mem, "jo@example.org");
	struct message *other = arena_alloc(&mem, sizeof *other);

	triage_here(&item, &mem);
	is_span(item.origin.author.address, "jo@example.org",
	    "the author of an attached message");
	is_span(item.forward.note, "Please log.", "what staff wrote");
	is_span(item.forward.text, WORDS, "what the author wrote");
	is_span(item.text, WORDS, "which is what triage reads");
	is_number(item.owed.received_on, day_of(2026, 11, 20),
	    "from the day it was first received");

	item = with_attached(&mem, "jo@example.org");
	item.message->subject = SPAN("Re: For you");
	triage_here(&item, &mem);
	ok(!item.forward.found, "not of one that a reply encloses");

	item = with_attached(&mem, "al@northmoor.example");
	item.parts[2].text =
	    SPAN("See below.\n\nFrom: Jo <jo@example.org>\nSent: 19 November "
		 "2026\nTo: Ward 7\nSubject: My stay\n\n" WORDS);
	triage_here(&item, &mem);
	is_span(item.origin.author.address, "jo@example.org",
	    "the author of what an attached message of staff passes on");
	is_span(item.text, WORDS, "whose words are read");

	item = with_attached(&mem, "al@northmoor.example");
	triage_here(&item, &mem);
	is_span(item.origin.author.address, "", "staff are no authors");

	item = with_attached(&mem, "jo@example.org");
	other->from.address = SPAN("al@example.net");
	item.parts[3] = (struct part){ .path = SPAN("3"), .message = other };
	item.n_parts = 4;
	triage_here(&item, &mem);
	is_span(item.origin.author.address, "",
	    "messages of two people have no author");
	is_number(item.owed.acknowledge, ACK_HOLD, "and are held");
}

static void
test_words(void)
{
	size_t len;

	ok(mail_word_is(SPAN("BETREFF"), MAIL_SUBJECT), "in capitals");
	ok(!mail_word_is(SPAN("Betreffs"), MAIL_SUBJECT), "not in part");
	is_number(mail_word_begins(SPAN("De la: x"), MAIL_FROM), 5,
	    "the longest is taken");
	is_number(mail_word_find(SPAN("I wrotes, he wrote"), MAIL_WROTE, &len),
	    13, "a word stands alone");
}

/* Staff also write below what they pass on. */
static void
test_below(void)
{
	static const struct {
		const char *body, *text, *note, *what;
	} rows[] = {
		{ "Please deal with this.\n\n"
		  "> From: Jo Bell <jo@example.org>\n> Sent: 3 November 2026 "
		  "10:00\n> To: Ward 9\n> Subject: My stay\n>\n> It was "
		  "cold, and nobody came.\n\nWe are sorry and will "
		  "complain.\n",
		    "It was cold, and nobody came.",
		    "Please deal with this.\n\nWe are sorry and will complain.",
		    "quoted: what is not is the forwarder's" },
		{ "> From: Jo Bell <jo@example.org>\n> Sent: 3 November 2026 "
		  "10:00\n> To: Ward 9\n> Subject: My stay\n>\n> It was "
		  "cold, and nobody\ncame.\n>\n> Jo Bell\n\nFor you.\n",
		    "It was cold, and nobody\ncame.\n\nJo Bell", "For you.",
		    "a line that lost its mark is not" },
		{ "From: Jo Bell <jo@example.org>\nSent: 3 November 2026 "
		  "10:00\nTo: Ward 9\nSubject: My stay\n\nIt was cold, and "
		  "nobody came.\n\nNo heating at all.\n",
		    "It was cold, and nobody came.\n\nNo heating at all.", "",
		    "where nothing is quoted all is the author's" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "Fwd: x", rows[i].body);

		item.message->from.address = SPAN("ward9@northmoor.example");
		triage_here(&item, &mem);
		is_span(item.forward.text, rows[i].text, "%s", rows[i].what);
		is_span(item.forward.note, rows[i].note, "%s: the note",
		    rows[i].what);
		is_span(item.text, rows[i].text, "%s: what is judged",
		    rows[i].what);
	}
}

/* What staff pass on a second time, and programs of fewer people. */
static void
test_more_programs(void)
{
	static const struct {
		const char *body, *author, *what;
	} rows[] = {
		{ "Please log.\n\nFrom: Sam <sam@northmoor.example>\nSent: 4 "
		  "May 2026 09:00\nTo: Pat\nSubject: FW: My stay\n\nFor "
		  "you.\n\nFrom: Jo Bell <jo@example.org>\nSent: 3 May 2026 "
		  "10:30\nTo: Ward\nSubject: My stay\n\n" WORDS,
		    "jo@example.org", "passed on twice" },
		{ "From: Jo Bell <jo@example.org>\nSent: 4 May 2026 09:00\nTo: "
		  "Pat\nSubject: My stay\n\n" WORDS "\n\nFrom: Eve "
		  "<eve@example.net>\nSent: 3 May 2026 10:30\nTo: "
		  "Jo\nSubject: Hello\n\nHello Jo.",
		    "jo@example.org", "what the author quotes is not" },
		{ "From: Sam <sam@northmoor.example>\nSent: 4 May 2026 "
		  "09:00\nTo: Pat\nSubject: x\n\nFor you.\n\nFrom: "
		  "Jo Bell\nSent: 3 May 2026 10:30\nTo: Ward\nSubject: "
		  "y\n\n" WORDS,
		    "", "nobody without an address" },
		{ "On 3 May 2026 at 10:30 +0100, Jo Bell <jo@example.org>, "
		  "wrote:\n\n" WORDS,
		    "jo@example.org", "a comma before the verb" },
		{ ">>> Jo Bell <jo@example.org> 03/05/2026 10:30 >>>\n" WORDS,
		    "jo@example.org", "between marks" },
		{ ">>> Jo Bell <jo@example.org> wrote >>>\n" WORDS, "",
		    "not without a date" },
		{ "\u05de\u05d0\u05ea: Jo Bell <jo@example.org>\n"
		  "\u05e0\u05e9\u05dc\u05d7: 3 May 2026 10:30\n"
		  "\u05d0\u05dc: Ward\n\u05e0\u05d5\u05e9\u05d0: x\n\n" WORDS,
		    "jo@example.org", "from right to left" },
		{ "\u0e08\u0e32\u0e01: Jo Bell <jo@example.org>\n"
		  "\u0e2a\u0e48\u0e07\u0e40\u0e21\u0e37\u0e48\u0e2d: "
		  "3 May 2026 10:30\n\u0e16\u0e36\u0e07: Ward\n\n" WORDS,
		    "jo@example.org", "in letters of the East" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "Fwd: x", rows[i].body);

		item.message->from.address = SPAN("ward9@northmoor.example");
		triage_here(&item, &mem);
		is_span(item.origin.author.address, rows[i].author, "%s",
		    rows[i].what);
		if (rows[i].author[0] != '\0')
			ok(span_starts_with(item.text, SPAN(WORDS)),
			    "%s: the author's words", rows[i].what);
	}
}

int
main(void)
{
	test_programs();
	test_replies();
	test_senders();
	test_blocks();
	test_subjects();
	test_separators();
	test_attached();
	test_words();
	test_below();
	test_more_programs();
	return done();
}
