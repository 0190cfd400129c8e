/* note.c - notes of what was said, written and read back */
#include "intake/note.h"
#include "tap.h"
#include "triage/workday.h"

#include <string.h>

/* As the header of a message gives it: decoded, name by name. */
static struct message
headers_of(const char *names_and_values[][2], size_t n, struct arena *mem)
{
	struct message m = { .n_headers = n,
		.headers = ARENA_ARRAY(mem, n, struct header) };

	for (size_t i = 0; i < n; i++)
		m.headers[i] = (struct header){ span_of(names_and_values[i][0]),
			span_of(names_and_values[i][1]) };
	return m;
}

static void
test_written(void)
{
	struct note note = { .by = SPAN("jbell"),
		.reference = SPAN("CS26-000012-C"),
		.caller = { SPAN("Ren\303\251e Example\nBcc: x"),
		    SPAN("renee@example.org") },
		.postal_address = SPAN("1 Mill Lane,\nNorthmoor") };
	autobuf out = BUF(65536);

	note_write(&note, SPAN("  She waited\r\nfor hours.  "),
	    day_of(2026, 11, 20), 1795342500, &out);
	is_text(buf_text(&out),
	    "Date: Sun, 22 Nov 2026 10:15:00 +0000\n"
	    "MIME-Version: 1.0\n"
	    "Subject: Telephone call of Friday 20 November 2026\n"
	    "Postroom-Note: telephone\n"
	    "Postroom-Noted-By: jbell\n"
	    "Postroom-Case: CS26-000012-C\n"
	    "Postroom-Name: =?utf-8?B?UmVuw6llIEV4YW1wbGUgQmNjOiB4?=\n"
	    "Postroom-Email: renee@example.org\n"
	    "Postroom-Address: 1 Mill Lane, Northmoor\n"
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\n"
	    "\n"
	    "She waited\nfor hours.\n",
	    "each on a line of its own");
	buf_clear(&out);
	note.is_in_person = true;
	note.caller.name = SPAN("=?utf-8?B?QQ==?=");
	note_write(&note, SPAN("x"), day_of(2026, 11, 20), 0, &out);
	ok(strstr(buf_text(&out), "Subject: Conversation of ") != NULL &&
		strstr(buf_text(&out), "\nPostroom-Note: in_person\n") != NULL,
	    "in person");
	ok(strstr(buf_text(&out), "=?utf-8?B?PT91dGYtOD9CP1FRPT0/PQ==?=") !=
		NULL,
	    "what looks encoded is encoded");
}

/* A long name is cut between characters, each word short enough. */
static void
test_long(void)
{
	autobuf name = BUF(1000), out = BUF(65536);
	struct note note = { .by = SPAN("jbell") };
	struct span rest;
	size_t longest = 0;

	for (int i = 0; i < 100; i++)
		buf_add_text(&name, "\303\251");
	note.caller.name = buf_span(&name);
	note_write(&note, SPAN("x"), day_of(2026, 11, 20), 0, &out);
	rest = buf_span(&out);
	while (rest.len > 0) {
		struct span line = span_cut_line(&rest);

		longest = line.len > longest ? line.len : longest;
	}
	ok(longest <= 86, "no line is over 86 bytes: %zu", longest);
	ok(strstr(buf_text(&out), "?=\n =?utf-8?B?w6nDqc") != NULL,
	    "words begin with whole characters");
}

static void
test_read(void)
{
	const char *fields[][2] = { { "Subject", "x" },
		{ "Postroom-Note", "in_person" },
		{ "Postroom-Noted-By", "jbell" }, { "Postroom-Name", "Ada" },
		{ "Postroom-Address", "1 Mill Lane, , Northmoor ," },
		{ "Postroom-Phone", "01632 960001" },
		{ "Postroom-Case", "CS26-000012-C" } };
	autoarena mem = { 0 };
	struct message m = headers_of(fields, 7, &mem);
	struct note *note = note_read(&m, &mem);

	ok(note != NULL && note->is_in_person, "in person");
	is_span(note->by, "jbell", "by whom");
	is_span(note->caller.name, "Ada", "who");
	is_span(note->caller.address, "", "without e-mail");
	is_span(note->postal_address, "1 Mill Lane\nNorthmoor", "where");
	is_span(note->phone, "01632 960001", "number");
	is_span(note->reference, "CS26-000012-C", "of which case");
	m.n_headers = 1;
	ok(note_read(&m, &mem) == NULL, "no note");
	ok(note_read(NULL, &mem) == NULL, "nor what is no message");
}

int
main(void)
{
	test_written();
	test_long();
	test_read();
	return done();
}
