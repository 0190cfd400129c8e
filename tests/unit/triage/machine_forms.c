/* machine_forms.c - words of machines: where in a text they count */
#include "triage/machine_forms.h"

#include "edge.h"
#include "tap.h"

/* What stands before a recipient that failed: "rcpt to:". */
static void
test_labels(void)
{
	static const struct {
		const char *text;
		bool is;
	} rows[] = {
		{ "rcpt to:", true },
		{ "RCPT To:", true },
		{ "rcpt\r\n\t to:", true },
		{ "rcptto:", false },
		{ "> rcpt to:", true },
		{ "xrcpt to:", false },
		{ "zrcpt to:", false },
		{ "Arcpt to:", false },
		{ "Zrcpt to:", false },
		{ "0rcpt to:", false },
		{ "9rcpt to:", false },
		{ "/rcpt to:", true },
		{ "[rcpt to:", true },
		{ "`rcpt to:", true },
		{ "{rcpt to:", true },
		{ "rcpt to: ", false },
		{ "rcpt to", false },
		{ "x\"emailaddress\":", true },
		{ "x\"emailaddress\"", false },
		{ "x\"emailaddress\":\"", false },
		{ "", false },
		{ " ", false },
		/* in the last bytes alone */
		{ "rcpt                                                      "
		  "   to:",
		    true },
		{ "rcpt                                                      "
		  "    to:",
		    false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(form_is_label(edge_of(rows[i].text)), rows[i].is,
		    "\"%s\"", rows[i].text);
}

/* Words that a text holds, begins with or is. */
static void
test_texts(void)
{
	static const struct {
		enum form_place place;
		enum machine machine;
		const char *text;
		bool is;
	} rows[] = {
		{ FORM_SUBJECT, MACHINE_NOTICE, "Case 12 has been", true },
		{ FORM_SUBJECT, MACHINE_NOTICE, "case 12  has been x", true },
		{ FORM_SUBJECT, MACHINE_NOTICE, "case 09\nhas\tbeen", true },
		{ FORM_SUBJECT, MACHINE_NOTICE, "case has been", false },
		{ FORM_SUBJECT, MACHINE_NOTICE, "case  has been", false },
		{ FORM_SUBJECT, MACHINE_NOTICE, "case x has been", false },
		{ FORM_SUBJECT, MACHINE_NOTICE, "case / has been", false },
		{ FORM_SUBJECT, MACHINE_NOTICE, "case : has been", false },
		{ FORM_SUBJECT, MACHINE_NOTICE, "a case 12 has been", false },
		{ FORM_SUBJECT, MACHINE_NOTICE, "case 12 has bee", false },
		{ FORM_SUBJECT, MACHINE_NOTICE, "case 12", false },
		{ FORM_SUBJECT, MACHINE_LIST, "case 12 has been", false },
		{ FORM_BODY, MACHINE_NOTICE, "case 12 has been", false },
		{ FORM_END, MACHINE_BOUNCE, "the first 3 lines of it", true },
		{ FORM_END, MACHINE_BOUNCE, "the xfirst 3 lines of", false },
		{ FORM_END, MACHINE_BOUNCE, "first, first 3 lines of", true },
		{ FORM_END, MACHINE_BOUNCE, "first 3 lines o", false },
		{ FORM_END, MACHINE_BOUNCE, "f", false },
		{ FORM_END, MACHINE_BOUNCE, "", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(form_fits(rows[i].place, rows[i].machine,
			      edge_of(rows[i].text)),
		    rows[i].is, "\"%s\"", rows[i].text);
}

static void
test_status(void)
{
	is_span(form_status(edge_of("It was in the queue too long")), "4.7",
	    "too long on its way");
	is_span(form_status(edge_of("It was in the queue too lon")), "",
	    "nothing that is known");
}

/* Fields by their names, unless they say no. */
static void
test_headers(void)
{
	static const struct {
		const char *name, *value;
		bool is;
	} rows[] = {
		{ "X-Autoreply", "yes", true },
		{ "x-autoreply", "", true },
		{ "X-Autoreply", " No", false },
		{ "X-Autoreply", "no; owner=x", false },
		{ "X-Autoreply", "none", false },
		{ "X-Autoreply", "FALSE", false },
		{ "X-Autoreply", "never", false },
		{ "X-Autoreply", "0", false },
		{ "X-Autoreply", "00", true },
		{ "X-Autoreply", "not now", true },
		{ "X-Autoreply", "nobody", true },
		{ "X-Autoreplying", "yes", false },
		{ "Precedence", "auto_reply", true },
		{ "Precedence", " Auto_Reply, too", true },
		{ "Precedence", "my auto_reply", false },
		{ "Precedence", "auto_repl", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct header header = { edge_of(rows[i].name),
			edge_of(rows[i].value) };
		struct message m = { .headers = edge_array(&header, 1),
			.n_headers = 1 };

		is_number(
		    form_is_in_header(FORM_HEADER, MACHINE_AUTO_REPLY, &m),
		    rows[i].is, "%s: %s", rows[i].name, rows[i].value);
		ok(!form_is_in_header(FORM_HEADER, MACHINE_LIST, &m),
		    "it is no list's");
		ok(!form_is_in_header(FORM_HINT, MACHINE_LIST, &m),
		    "nor does it hint at one");
	}
}

int
main(void)
{
	test_labels();
	test_texts();
	test_status();
	test_headers();
	return done();
}
