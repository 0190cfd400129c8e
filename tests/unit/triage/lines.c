/* lines.c - single lines of a mail: quotes, rules, separators, who wrote what */
#include "triage/lines.h"

#include "edge.h"
#include "tap.h"
#include "triage/signature.h"

#include <stdint.h>

static void
test_quotes(void)
{
	static const struct {
		const char *line;
		size_t depth;
		const char *once, *whole;
	} rows[] = {
		{ "", 0, "", "" },
		{ "a", 0, "a", "a" },
		{ ">", 1, "", "" },
		{ "> a", 1, "a", "a" },
		{ ">a", 1, "a", "a" },
		{ ">  a", 1, " a", " a" },
		{ ">> a", 2, "> a", "a" },
		{ "> > a", 2, "> a", "a" },
		{ " > a", 0, " > a", " > a" },
		{ "a > b", 0, "a > b", "a > b" },
		{ ">>>>>>>>>>>>>>>>>>>>>", 20, ">>>>>>>>>>>>>>>>>>>>", "" },
	};
	autoarena mem = { NULL };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span line = edge_of(rows[i].line);

		is_number(line_quote_depth(line), rows[i].depth, "\"%s\"",
		    rows[i].line);
		is_span(line_unquote(line, 1), rows[i].once, "without one");
		is_span(line_unquote(line, SIZE_MAX), rows[i].whole,
		    "without all");
	}
	is_span(text_unquote(SPAN("> a\n>\n>> b\nc"), 1, &mem), "a\n\n> b\nc",
	    "a text");
	is_span(text_unquote(SPAN("> a\n"), 0, &mem), "> a\n", "as it is");
	is_span(text_unquote(SPAN("> a\n"), 1, &mem), "a", "to its end");
}

static void
test_bare(void)
{
	static const struct {
		const char *line;
		bool is_blank, is_rule;
	} rows[] = {
		{ "", true, false },
		{ " \t\r", true, false },
		{ "\ufeff", true, false },
		{ "a", false, false },
		{ "**", false, false },
		{ "***", false, true },
		{ " ___ ", false, true },
		{ "-=-#~*_", false, true },
		{ "--- a", false, false },
		{ "a---", false, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span line = edge_of(rows[i].line);

		is_number(line_is_blank(line), rows[i].is_blank, "\"%s\" blank",
		    rows[i].line);
		is_number(line_is_rule(line), rows[i].is_rule, "a rule");
		line = edge_start(line);
		is_number(line_is_blank(line), rows[i].is_blank,
		    "with nothing before it");
	}
	is_span(line_bare(SPAN("\ufeff a b \r\n")), "a b", "bare");
}

static void
test_separators(void)
{
	static const struct {
		const char *line;
		enum separator_kind kind;
		bool is_ruled;
		const char *rest;
	} rows[] = {
		{ "---- Forwarded message ----", SEPARATOR_FORWARD, true, "" },
		{ "-- Original Message --", SEPARATOR_ORIGINAL, true, "" },
		{ "- Original Message -", SEPARATOR_NONE, false, "" },
		{ "----- Original Message ----- From: Jo", SEPARATOR_ORIGINAL,
		    true, "From: Jo" },
		{ "*Begin forwarded message:*", SEPARATOR_FORWARD, false, "" },
		{ "Begin forwarded message:", SEPARATOR_FORWARD, false, "" },
		{ "Begin forwarded message", SEPARATOR_NONE, false, "" },
		{ "-----", SEPARATOR_NONE, false, "" },
		{ "---- and so on ----", SEPARATOR_NONE, false, "" },
		{ "\u2014 Original Message \u2014", SEPARATOR_ORIGINAL, true,
		    "" },
		{ "\u2013\u2013 Forwarded message \u2013\u2013 From: Jo",
		    SEPARATOR_FORWARD, true, "From: Jo" },
		{ "== Forwarded message ++", SEPARATOR_FORWARD, true, "" },
		{ "-- Original Message", SEPARATOR_ORIGINAL, true, "" },
		{ "-- Original Message -- Forwarded message -- From: Jo",
		    SEPARATOR_ORIGINAL, true, "From: Jo" },
		{ "-- Original Message -- said he -- From: Jo",
		    SEPARATOR_ORIGINAL, true, "said he -- From: Jo" },
		{ "-- Forwarded message from jo@example.org --",
		    SEPARATOR_FORWARD, true, "" },
		{ "-- Forwarded by Jo Bell/Northmoor --", SEPARATOR_FORWARD,
		    true, "" },
		{ "-- Forwarded by Jo Bell --", SEPARATOR_NONE, false, "" },
		{ "-- Forwarded bys a/b --", SEPARATOR_NONE, false, "" },
		{ "---- ", SEPARATOR_NONE, false, "" },
		{ "-----:", SEPARATOR_NONE, false, "" },
		{ "*Forwarded message:*", SEPARATOR_FORWARD, false, "" },
		{ "*", SEPARATOR_NONE, false, "" },
		{ ":", SEPARATOR_NONE, false, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct separator s = line_separator(edge_of(rows[i].line));

		is_number(s.kind, rows[i].kind, "\"%s\"", rows[i].line);
		if (s.kind == SEPARATOR_NONE)
			continue;
		is_number(s.is_ruled, rows[i].is_ruled, "ruled or not");
		is_span(s.rest, rows[i].rest, "what stands behind it");
	}
}

/* What stands before a subject, in many programs. */
static void
test_subjects(void)
{
	static const struct {
		const char *subject;
		bool is_reply, is_forward;
		const char *passed_on;
	} rows[] = {
		{ "Re: x", true, false, "Re: x" },
		{ "RE[2]: x", true, false, "RE[2]: x" },
		{ "Re (3): x", true, false, "Re (3): x" },
		{ "[EXTERNAL] Re: x", true, false, "[EXTERNAL] Re: x" },
		{ "[a] [b] Fwd: x", false, true, "x" },
		{ "[Re: x", false, false, "[Re: x" },
		{ "Fwd[2]: x", false, true, "x" },
		{ "Fwd: FW: Fwd: x", false, true, "x" },
		{ "WG: x", false, true, "x" },
		{ "Fwd x", false, false, "Fwd x" },
		{ "Fwd about 3 more words: x", false, false,
		    "Fwd about 3 more words: x" },
		{ "Fwd                    : x", false, true, "x" },
		{ "Fwd                     : x", false, false,
		    "Fwd                     : x" },
		{ "Reply: x", false, false, "Reply: x" },
		{ "fw:fw:fw:fw:fw:fw:fw:fw:x", false, true, "x" },
		{ "fw:fw:fw:fw:fw:fw:fw:fw:fw:x", false, true, "fw:x" },
		{ "", false, false, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span subject = edge_of(rows[i].subject);

		is_number(subject_is_reply(subject), rows[i].is_reply,
		    "\"%s\" answers or not", rows[i].subject);
		is_number(subject_is_forward(subject), rows[i].is_forward,
		    "passes on or not");
		is_span(subject_passed_on(subject), rows[i].passed_on,
		    "what it passes on");
	}
}

static void
test_attributions(void)
{
	static const struct {
		const char *text, *name, *address, *date;
		size_t depth, n_lines;
		bool is_sure;
	} rows[] = {
		{ "On 3 May 2026, Jo Bell <jo@example.org> wrote:", "Jo Bell",
		    "jo@example.org", "3 May 2026, Jo Bell", 0, 1, true },
		{ "On 3 May 2026 at 10:14, Jo Bell\n<jo@example.org> wrote:\n",
		    "Jo Bell", "jo@example.org", NULL, 0, 2, true },
		{ "On 3 May 2026, Jo\nBell\n<jo@example.org> wrote:\n", NULL,
		    "jo@example.org", NULL, 0, 3, true },
		{ "On 3 May 2026,\nJo\nBell\n<jo@example.org> wrote:\n", NULL,
		    "", NULL, 0, 0, false },
		{ "> On 3 May 2026, Jo Bell <jo@example.org> wrote:\n",
		    "Jo Bell", "jo@example.org", NULL, 1, 1, true },
		{ "On 3 May 2026, jo@example.org wrote:", "", "jo@example.org",
		    NULL, 0, 1, true },
		{ "On Monday, jo@example.org wrote:", "", "jo@example.org",
		    NULL, 0, 1, false },
		{ "On 3 May 2026, Jo Bell wrote:", "Jo Bell", "", NULL, 0, 1,
		    false },
		{ "Jo Bell <jo@example.org> wrote:", "Jo Bell",
		    "jo@example.org", NULL, 0, 1, false },
		{ "Am 18.11.2026 um 09:41 schrieb Jo Bell:", "Jo Bell", "",
		    NULL, 0, 1, false },
		{ "Le 3 mai 2026, Jo Bell <jo@example.org> a \u00e9crit :",
		    "Jo Bell", "jo@example.org", NULL, 0, 1, true },
		{ "I wrote to Jo Bell <jo@example.org>:", NULL, "", NULL, 0, 0,
		    false },
		{ "On 3 May 2026, Jo Bell <jo@example.org> wrote", NULL, "",
		    NULL, 0, 0, false },
		{ "These are my points:", NULL, "", NULL, 0, 0, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct attribution a = attribution_read(edge_of(rows[i].text),
		    rows[i].depth, &mem);

		is_number(a.n_lines, rows[i].n_lines, "%s", rows[i].text);
		if (a.n_lines == 0)
			continue;
		is_span(a.from.address, rows[i].address, "whose");
		if (rows[i].name != NULL)
			is_span(a.from.name, rows[i].name, "by name");
		is_number(a.is_sure, rows[i].is_sure, "sure or not");
	}
}

static void
test_marks(void)
{
	static const struct {
		const char *line, *address, *date;
		bool is;
	} rows[] = {
		{ ">>> Jo Bell <jo@example.org> 03/05/2026 10:30 >>>",
		    "jo@example.org", "03/05/2026 10:30", true },
		{ ">>> Jo Bell <jo@example.org> yesterday >>>", "", "", false },
		{ ">>> Jo Bell 03/05/2026 10:30 >>>", "", "", false },
		{ ">>> Jo Bell <jo@example.org> 03/05/2026 10:30", "", "",
		    false },
		{ ">> Jo Bell <jo@example.org> 03/05/2026 10:30 >>>", "", "",
		    false },
		{ ">>> >>>", "", "", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct attribution a =
		    attribution_between_marks(edge_of(rows[i].line), &mem);

		is_number(a.n_lines, rows[i].is, "%s", rows[i].line);
		if (a.n_lines == 0)
			continue;
		is_span(a.from.address, rows[i].address, "whose");
		is_span(a.date, rows[i].date, "of when");
		ok(a.is_sure, "for sure");
	}
}

static void
test_signatures(void)
{
	static const struct {
		const char *line;
		bool is_closing, is_device, is_sentence;
	} rows[] = {
		{ "Kind regards", true, false, false },
		{ "  *Kind regards,*", true, false, false },
		{ "Kind regards, Jo Bell", true, false, false },
		{ "Kind regards, Jo A B Bell", false, false, false },
		{ "Kind regards, jo", false, false, false },
		{ "Many thanks, kind regards", true, false, false },
		{ "Yn gywir", true, false, false },
		{ "With kind regards to all who were there", false, false,
		    false },
		{ "Kind regards were sent to them.", false, false, true },
		{ "Sent from my iPhone", false, true, false },
		{ "[Sent from my iPhone]", false, true, false },
		{ "Get Outlook for iOS<https://aka.example/o0ukef>", false,
		    true, false },
		{ "Sent it to you", false, false, false },
		{ "PS I waited", false, false, true },
		{ "P.S. I waited", false, false, true },
		{ "I rang it.", false, false, false },
		{ "I rang it twice.", false, false, true },
		{ "I rang it twice", false, false, false },
		{ "Did you ring it?", false, false, true },
		{ "123456789 123456789 123456789 123456789 123456789 "
		  "123456789 ",
		    false, false, false },
		{ "123456789 123456789 123456789 123456789 123456789 "
		  "1234567890",
		    false, false, false },
		{ "123456789 123456789 123456789 123456789 123456789 "
		  "12345678901",
		    false, false, true },
		{ "", false, false, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span line = edge_of(rows[i].line);

		is_number(signature_is_closing(line), rows[i].is_closing,
		    "\"%s\" closes or not", rows[i].line);
		is_number(signature_is_device(line), rows[i].is_device,
		    "is a device's or not");
		is_number(signature_is_sentence(line), rows[i].is_sentence,
		    "is a sentence or not");
	}
}

int
main(void)
{
	test_quotes();
	test_bare();
	test_separators();
	test_subjects();
	test_attributions();
	test_marks();
	test_signatures();
	return done();
}
