/* header_block.c - headers that stand in a text */
#include "triage/header_block.h"

#include "edge.h"
#include "tap.h"

#define FROM "From: Jo Bell <jo@example.org>\n"

static void
test_blocks(void)
{
	static const struct {
		const char *what, *text;
		size_t depth;
		bool after_separator;
		const char *from, *to, *cc, *subject, *date;
		size_t n_lines;
	} rows[] = {
		{ "two others are enough",
		    FROM "To: al@example.net\nSubject: x\n", 0, false,
		    "Jo Bell <jo@example.org>", "al@example.net", "", "x", "",
		    3 },
		{ "one is not", FROM "To: al@example.net\n\nx", 0, false, "",
		    "", "", "", "", 0 },
		{ "but behind a separator", FROM "To: al@example.net\n\nx", 0,
		    true, "Jo Bell <jo@example.org>", "al@example.net", "", "",
		    "", 2 },
		{ "where From need not be first",
		    "Subject: x\nDate: 3 May 2026\n" FROM "\nhello", 0, true,
		    "Jo Bell <jo@example.org>", "", "", "x", "3 May 2026", 3 },
		{ "as it must elsewhere", "Subject: x\nDate: 3 May\n" FROM, 0,
		    false, "", "", "", "", "", 0 },
		{ "wrapped after a comma",
		    FROM "To: al@example.net,\nsam@example.net\nSubject: x\n",
		    0, false, "Jo Bell <jo@example.org>",
		    "al@example.net, sam@example.net", "", "x", "", 4 },
		{ "wrapped with white space",
		    FROM "Subject: a long\n  one\nDate: 3 May\n", 0, false,
		    "Jo Bell <jo@example.org>", "", "", "a long one", "3 May",
		    4 },
		{ "quoted",
		    "> From: jo@example.org\n> Date: 3 May\n> Cc: "
		    "al@example.net\n>\n> hello\n",
		    1, false, "jo@example.org", "", "al@example.net", "",
		    "3 May", 3 },
		{ "with blank lines between",
		    FROM "\nDate: 3 May\n\nSubject: x\n", 0, false,
		    "Jo Bell <jo@example.org>", "", "", "x", "3 May", 5 },
		{ "in German",
		    "Von: jo@example.org\nGesendet: Montag, 4. Mai\nAn: "
		    "al@example.net\nBetreff: x\n",
		    0, false, "jo@example.org", "al@example.net", "", "x",
		    "Montag, 4. Mai", 4 },
		{ "in stars",
		    "*From:* jo@example.org\n**Date**: ** 3 May\n*To*: x\n", 0,
		    false, "jo@example.org", "x", "", "", "3 May", 3 },
		{ "nothing but stars", "**:\n*: x\n", 0, true, "", "", "", "",
		    "", 0 },
		{ "the same field again begins another message",
		    FROM "To: al@example.net\nDate: 3 May\nTo: sam@example.net"
			 "\n",
		    0, false, "Jo Bell <jo@example.org>", "al@example.net", "",
		    "", "3 May", 3 },
		{ "but those that say nothing may come twice",
		    FROM "Importance: high\nImportance: low\nTo: x\nDate: y\n",
		    0, false, "Jo Bell <jo@example.org>", "x", "", "", "y", 5 },
		{ "a value in the line below",
		    FROM "To:\nal@example.net\nSubject: x\n", 0, false,
		    "Jo Bell <jo@example.org>", "al@example.net", "", "x", "",
		    4 },
		{ "an address that was cut",
		    FROM "To: al@\nexample.net\nSubject: x\n", 0, false,
		    "Jo Bell <jo@example.org>", "al@example.net", "", "x", "",
		    4 },
		{ "a list that goes on in the text",
		    FROM "Subject: x\nTo: al@example.net;\nsam@example.net\n"
			 "Hello\n",
		    0, false, "Jo Bell <jo@example.org>",
		    "al@example.net; sam@example.net", "", "x", "", 4 },
		{ "a subject that ends in a comma",
		    FROM "To: x\nSubject: a, b,\nHello\n", 0, false,
		    "Jo Bell <jo@example.org>", "x", "", "a, b,", "", 3 },
		{ "a last value in two lines",
		    FROM "To: x\nSubject: a\n\tb\nHello\n", 0, false,
		    "Jo Bell <jo@example.org>", "x", "", "a b", "", 4 },
		{ "an empty last value",
		    FROM "To: x\nDate: y\nSubject:\n Hello\n", 0, false,
		    "Jo Bell <jo@example.org>", "x", "", "", "y", 4 },
		{ "words between that no field follows",
		    FROM "To: x\nDate: y\nHello\nSubject is this\n", 0, false,
		    "Jo Bell <jo@example.org>", "x", "", "", "y", 3 },
		{ "the text's own field is not the block's",
		    FROM "To: x\nCc: c\nDate: y\n\nSubject: z\n", 0, false,
		    "Jo Bell <jo@example.org>", "x", "c", "", "y", 4 },
		{ "nothing below it", FROM "To: x\nDate: y", 0, false,
		    "Jo Bell <jo@example.org>", "x", "", "", "y", 3 },
		{ "blank lines with words between",
		    FROM "\nwords\nTo: x\nDate: y\n", 0, false, "", "", "", "",
		    "", 0 },
		{ "words", "From the start: I was left.\nTo my surprise\n", 0,
		    false, "", "", "", "", "", 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct header_block b = { .n_lines = 0 };
		bool found = header_block_read(edge_of(rows[i].text),
		    rows[i].depth, rows[i].after_separator, &b, &mem);

		is_number(found, rows[i].n_lines > 0, "%s", rows[i].what);
		if (!found)
			continue;
		is_number(b.n_lines, rows[i].n_lines, "so many lines");
		is_span(b.from, rows[i].from, "from");
		is_span(b.to, rows[i].to, "to");
		is_span(b.cc, rows[i].cc, "cc");
		is_span(b.subject, rows[i].subject, "subject");
		is_span(b.date, rows[i].date, "date");
	}
}

/* A line of 4096 bytes belongs to a block; a longer one ends it. */
static void
test_longest(void)
{
	for (int len = 4096; len <= 4097; len++) {
		autoarena mem = { NULL };
		struct header_block b = { .n_lines = 0 };
		struct span text = arena_printf(&mem,
		    FROM "To: x\nDate: y\nSubject: %0*d\n", len - 9, 0);

		ok(header_block_read(text, 0, false, &b, &mem), "a block");
		is_number(b.subject.len, len == 4096 ? 4087 : 0,
		    "with a subject, or without");
		text = arena_printf(&mem, "From: aTo: bSubject: %0*d", len - 21,
		    0);
		is_number(text.len, len, "a line of %d bytes", len);
		is_number(header_line_read(text, &b), len == 4096,
		    "is read, or too long");
	}
}

/* A block of forty lines, and no more. */
static void
test_most(void)
{
	autoarena mem = { NULL };
	struct header_block b = { .n_lines = 0 };
	struct span text = SPAN(FROM "To: x\nDate: y\n");

	for (int i = 0; i < 40; i++)
		text = arena_printf(&mem, "%.*sImportance: %d\n",
		    SPAN_ARG(text), i);
	ok(header_block_read(text, 0, false, &b, &mem), "a long block");
	is_number(b.n_lines, 40, "has forty lines");
}

/* How far below a value that was wrapped the next field is looked for. */
static void
test_wrapped(void)
{
	for (int lines = 8; lines <= 9; lines++) {
		autoarena mem = { NULL };
		struct header_block b = { .n_lines = 0 };
		struct span text = SPAN(FROM "To: x\nCc: a\n");

		for (int i = 0; i < lines; i++)
			text = arena_printf(&mem, "%.*sb\n", SPAN_ARG(text));
		text = arena_printf(&mem, "%.*sSubject: z\n", SPAN_ARG(text));
		ok(header_block_read(text, 0, false, &b, &mem), "a block");
		is_span(b.subject, lines == 8 ? "z" : "",
		    "a subject %d lines below", lines);
	}
}

static void
test_lines(void)
{
	static const struct {
		const char *line, *from, *to, *subject, *date;
	} rows[] = {
		{ "From: Jo Bell <jo@example.org>To: al@example.netSent: 3 May "
		  "2026Subject: my stay",
		    "Jo Bell <jo@example.org>", "al@example.net", "my stay",
		    "3 May 2026" },
		{ "From: jo@example.orgDate: 3 MaySubject: my a to z",
		    "jo@example.org", "", "my a to z", "3 May" },
		{ "From: Jo Bell <jo@example.org>To al@example.netDate: 3 May",
		    "Jo Bell <jo@example.org>", "al@example.net", "", "3 May" },
		{ "From: jo@example.orgDate: 3 MaySubject my stay",
		    "jo@example.org", "", "my stay", "3 May" },
		{ "From: jo@example.orgDate: 3 May", NULL, NULL, NULL, NULL },
		{ "From: jo@example.org Date: 3 May Subject: x", NULL, NULL,
		    NULL, NULL },
		{ "To: jo@example.org Date: 3 May Subject: x", NULL, NULL, NULL,
		    NULL },
		{ "", NULL, NULL, NULL, NULL },
		{ "From\uff1ajo@example.orgTo\uff1ax@example.netDate \uff1a3 "
		  "May",
		    "jo@example.org", "x@example.net", "", "3 May" },
		{ "From me: jo@example.orgTo: xDate: y", NULL, NULL, NULL,
		    NULL },
		{ "From: jo@example.orgTo xDate: 3 MaySubject: z",
		    "jo@example.orgTo x", "", "z", "3 May" },
		{ "From: <jo@example.org>To: <x@example.net>Subjects: a", NULL,
		    NULL, NULL, NULL },
		{ "From: aDate: bTo: cDate: d", "a", "cDate: d", "", "b" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct header_block b = { .n_lines = 0 };
		bool found = header_line_read(edge_of(rows[i].line), &b);

		is_number(found, rows[i].from != NULL, "%s", rows[i].line);
		is_number(
		    header_line_read(edge_start(span_of(rows[i].line)), &b),
		    found, "the same with nothing before it");
		if (!found)
			continue;
		is_number(b.n_lines, 1, "one line");
		is_span(b.from, rows[i].from, "from");
		is_span(b.to, rows[i].to, "to");
		is_span(b.subject, rows[i].subject, "subject");
		is_span(b.date, rows[i].date, "date");
	}
}

static void
test_senders(void)
{
	static const struct {
		const char *from, *name, *address;
	} rows[] = {
		{ "Jo Bell <jo@example.org>", "Jo Bell", "jo@example.org" },
		{ "jo@example.org <jo@example.org>", "", "jo@example.org" },
		{ "jo@example.org <JO@example.org>", "", "jo@example.org" },
		{ "jo@example.org <al@example.net>", "", "" },
		{ "Jo <jo@example.org>, Al <al@example.net>", "Jo", "" },
		{ "Jo <jo@example.org> on behalf of Al <al@example.net>", "Jo",
		    "jo@example.org" },
		{ "Jo Bell", "Jo Bell", "" },
		{ "Al <al@example.net> on behalf of Jo <jo@example.org>", "Al",
		    "al@example.net" },
		{ "<jo@example.org>[jo@example.org](jo@example.org)", "",
		    "jo@example.org" },
		{ "jo@example.org 'jo@example.org'; \"jo@example.org\"", "",
		    "jo@example.org" },
		{ "jo@example.org,al@example.net", "", "" },
		{ "@", "", "@" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct mailbox_address m =
		    sender_read(edge_of(rows[i].from), &mem);

		is_span(m.name, rows[i].name, "%s", rows[i].from);
		is_span(m.address, rows[i].address, "their address");
	}
}

/* Of a sender longer than 1000 bytes the address is not believed. */
static void
test_long_senders(void)
{
	for (int len = 1000; len <= 1001; len++) {
		autoarena mem = { NULL };
		struct span from =
		    arena_printf(&mem, "<jo@example.org>%*s", len - 16, "");

		is_span(sender_read(from, &mem).address,
		    len == 1000 ? "jo@example.org" : "", "%d bytes", len);
	}
}

int
main(void)
{
	test_blocks();
	test_longest();
	test_most();
	test_wrapped();
	test_lines();
	test_senders();
	test_long_senders();
	return done();
}
