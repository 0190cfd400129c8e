/* header_block.c - headers that stand in a text */
#include "triage/header_block.h"

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
		{ "words", "From the start: I was left.\nTo my surprise\n", 0,
		    false, "", "", "", "", "", 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct header_block b = { .n_lines = 0 };
		bool found = header_block_read(span_of(rows[i].text),
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
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct header_block b = { .n_lines = 0 };
		bool found = header_line_read(span_of(rows[i].line), &b);

		is_number(found, rows[i].from != NULL, "%s", rows[i].line);
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
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct mailbox_address m =
		    sender_read(span_of(rows[i].from), &mem);

		is_span(m.name, rows[i].name, "%s", rows[i].from);
		is_span(m.address, rows[i].address, "their address");
	}
}

int
main(void)
{
	test_blocks();
	test_lines();
	test_senders();
	return done();
}
