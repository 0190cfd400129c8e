/* threading.c - the identifiers of acknowledgements */
#include "register/threading.h"
#include "tap.h"

static void
test_answers(void)
{
	static const struct {
		const char *message_id, *in_reply_to, *references;
		const char *want_reply, *want_references, *what;
	} cases[] = {
		{ "<a@x.example>", "", "", "<a@x.example>", "<a@x.example>",
		    "a first message" },
		{ "<c@x.example>", "<b@x.example>",
		    "<a@x.example>\t<b@x.example>", "<c@x.example>",
		    "<a@x.example> <b@x.example> <c@x.example>",
		    "References come before the Message-ID" },
		{ "<c@x.example>", "", "<a@x.example><b@x.example>",
		    "<c@x.example>",
		    "<a@x.example> <b@x.example> <c@x.example>",
		    "identifiers may touch" },
		{ "<c@x.example>", "<b@x.example>", "", "<c@x.example>",
		    "<b@x.example> <c@x.example>",
		    "In-Reply-To stands in for missing References" },
		{ "<c@x.example>", "<a@x.example> <b@x.example>", "",
		    "<c@x.example>", "<c@x.example>",
		    "but not where it names two" },
		{ "<c@x.example>", "your mail of <b@x.example>", "",
		    "<c@x.example>", "<c@x.example>", "nor where it is prose" },
		{ "<c@x.example>", "", "<a@x.example> rest", "<c@x.example>",
		    "<c@x.example>",
		    "References with other words are dropped" },
		{ "", "<b@x.example>", "<a@x.example>", "", "",
		    "no Message-ID, no thread" },
		{ "c@x.example", "", "", "", "", "no angle brackets" },
		{ "<c@x.example", "", "", "", "", "nor one at its end" },
		{ "<c<d@x.example>", "", "", "", "", "one inside" },
		{ "<c@d@x.example>", "", "", "<c@d@x.example>",
		    "<c@d@x.example>", "two at signs" },
		{ "<c\177@x.example>", "", "", "", "", "no letter inside" },
		{ "<c>", "", "", "", "", "no at sign" },
		{ "<cd>x", "", "", "", "", "nor behind its end" },
		{ "<cde>", "", "", "", "", "no at sign in five bytes" },
		{ "<@x.example>", "", "", "", "", "nothing before the at" },
		{ "<c@>", "", "", "", "", "nothing behind the at" },
		{ "<a b@x.example>", "", "", "", "", "a blank inside" },
		{ "<a\r\nBcc: b@x.example>", "", "", "", "",
		    "a line break inside" },
		{ "<a\xc3\xa9@x.example>", "", "", "", "", "not ASCII" },
		{ "<a@x.example> <b@x.example>", "", "", "", "", "two" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		const struct message m = {
			.message_id = span_of(cases[i].message_id),
			.in_reply_to = span_of(cases[i].in_reply_to),
			.references = span_of(cases[i].references),
		};
		struct span reply, references;

		thread_answer(&m, &mem, &reply, &references);
		is_span(reply, cases[i].want_reply, "%s: In-Reply-To",
		    cases[i].what);
		is_span(references, cases[i].want_references, "%s: References",
		    cases[i].what);
	}
}

/* An identifier of len bytes. */
static struct span
long_id(size_t len, struct arena *mem)
{
	return arena_printf(mem, "<%0*d@x>", (int)len - 4, 0);
}

static void
test_limits(void)
{
	autoarena mem = { 0 };
	struct message m = { .message_id =
				 long_id(MAX_MESSAGE_ID_BYTES, &mem) };
	struct span reply, references, many = SPAN("");

	thread_answer(&m, &mem, &reply, &references);
	is_number(reply.len, MAX_MESSAGE_ID_BYTES, "the longest identifier");
	m.message_id = long_id(MAX_MESSAGE_ID_BYTES + 1, &mem);
	thread_answer(&m, &mem, &reply, &references);
	is_number(reply.len, 0, "one byte more is none");

	for (int i = 0; i < 10; i++)
		many = arena_printf(&mem, "%.*s%s%.*s", SPAN_ARG(many),
		    i > 0 ? " " : "", SPAN_ARG(long_id(180, &mem)));
	m.references = many; /* 10 * 180 + 9 = 1809 bytes */
	m.message_id = long_id(MAX_REFERENCES_BYTES - 1809 - 1, &mem);
	thread_answer(&m, &mem, &reply, &references);
	is_number(references.len, MAX_REFERENCES_BYTES,
	    "the longest References");
	m.message_id = long_id(MAX_REFERENCES_BYTES - 1809, &mem);
	thread_answer(&m, &mem, &reply, &references);
	is_number(references.len, m.message_id.len,
	    "one byte more leaves the Message-ID alone");
	m.references = arena_printf(&mem, "%.*s %.*s", SPAN_ARG(many),
	    SPAN_ARG(long_id(MAX_REFERENCES_BYTES - 1809, &mem)));
	m.message_id = SPAN("<c@x.example>");
	thread_answer(&m, &mem, &reply, &references);
	is_span(references, "<c@x.example>",
	    "References that are too long by themselves are dropped");
}

static void
test_own_identifiers(void)
{
	static const char *const bad[] = { "", "a b.example", "x@y.example",
		"x.example>", "x\r\n.example" };
	autoarena mem = { 0 };
	struct span first = SPAN(""), second = SPAN("");
	struct span reference = SPAN("CS26-001234-K");
	struct error why;

	ok(message_id_make(reference, SPAN("nhs.example"), &mem, &first,
	       &why) == DONE,
	    "a Message-ID is made");
	ok(span_starts_with(first, SPAN("<ack.cs26-001234-k.")) &&
		first.at[1] == 'a' && first.at[5] == 'c',
	    "of the reference in small letters");
	ok(span_ends_with(first, SPAN("@nhs.example>")), "and the domain");
	is_number(first.len,
	    strlen("<ack.cs26-001234-k.") + 16 + strlen("@nhs.example>"),
	    "with 16 digits between");
	ok(message_id_make(reference, SPAN("nhs.example"), &mem, &second,
	       &why) == DONE &&
		!span_is_equal(first, second),
	    "another time another one");
	ok(message_id_make(SPAN("[2026]"), SPAN("nhs.example"), &mem, &first,
	       &why) == DONE &&
		span_starts_with(first, SPAN("<ack.[2026].")),
	    "capitals alone are made small");
	for (int too_long = 0; too_long < 2; too_long++)
		ok(message_id_make(reference,
		       arena_printf(&mem, "%0*d",
			   MAX_MESSAGE_ID_BYTES - 37 + too_long, 0),
		       &mem, &first, &why) == (too_long ? BROKEN : DONE),
		    "the longest domain, and a byte more: %d", too_long);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(message_id_make(reference, span_of(bad[i]), &mem, &first,
		       &why) == BROKEN,
		    "domain %zu is none", i);
}

int
main(void)
{
	test_answers();
	test_limits();
	test_own_identifiers();
	return done();
}
