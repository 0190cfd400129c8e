/* forward_parts.c - which of the parts is passed on, and what is its note */
#include "triage/forward.h"

#include "triage/words.h"

#include "house.h"

#define INTERNAL SPAN("northmoor.example")

/*
 * Parts by path: "2@jo@example.org" is a message attached that jo sent, "2.1"
 * the body of what encloses it.
 */
static struct item
a_tree(struct arena *mem, const char *const paths[])
{
	struct item item = a_message(mem, "For you", "");

	item.parts = ARENA_ARRAY(mem, 8, struct part);
	item.n_parts = 0;
	for (; paths[item.n_parts] != NULL; item.n_parts++) {
		struct part *part = &item.parts[item.n_parts];
		struct span from = edge_of(paths[item.n_parts]);

		part->path = span_cut_at(&from, '@');
		part->disposition = PART_BODY;
		part->text = part->path;
		if (paths[item.n_parts][part->path.len] == '\0')
			continue;
		part->disposition = PART_ATTACHMENT;
		part->message = arena_alloc(mem, sizeof *part->message);
		part->message->from.address = from;
	}
	return item;
}

static void
test_enclosing(void)
{
	static const char *const paths[] = { "1", "2@jo@example.org", "2.1",
		"2.2@al@example.net", "2.2.1", "21", "3", NULL };
	static const size_t want[] = { 7, 7, 1, 1, 3, 7, 7 };
	autoarena mem = { NULL };
	struct item item = a_tree(&mem, paths);

	for (size_t i = 0; i < item.n_parts; i++)
		is_number(forward_enclosing(&item, i), want[i],
		    "what encloses %s", paths[i]);
}

/* Which message is chosen: the path of its part, or of its block's. */
static void
test_choose(void)
{
	static const struct {
		const char *what, *subject, *type, *paths[6];
		int block; /* the part with a block in its text; -1 */
		const char *want;
	} rows[] = {
		{ "an attached one", "x", "multipart/mixed",
		    { "1", "2@jo@example.org", "2.1" }, -1, "2" },
		{ "the first of two", "x", "multipart/mixed",
		    { "1", "2@jo@example.org", "3@al@example.net" }, -1, "2" },
		{ "what a colleague's encloses", "x", "multipart/mixed",
		    { "1", "2@pat@northmoor.example", "2.1",
			"2.2@jo@example.org" },
		    -1, "2.2" },
		{ "a colleague's that encloses none", "x", "multipart/mixed",
		    { "1", "2@pat@northmoor.example", "3@jo@example.org" }, -1,
		    "2" },
		{ "not what somebody else's encloses", "x", "multipart/mixed",
		    { "1", "2@jo@example.org", "2.1@al@example.net" }, -1,
		    "2" },
		{ "not of an answer", "Re: x", "multipart/mixed",
		    { "1", "2@jo@example.org" }, -1, "" },
		{ "not of a report", "x", "multipart/report; a=b",
		    { "1", "2@jo@example.org" }, -1, "" },
		{ "a block in the text", "x", "text/plain", { "1" }, 0, "1" },
		{ "even of an answer", "Re: x", "text/plain",
		    { "1", "2@jo@example.org" }, 0, "1" },
		{ "an attached one before a block", "x", "text/plain",
		    { "1", "2@jo@example.org", "2.1" }, 0, "2" },
		{ "and before a block in its own text", "x", "text/plain",
		    { "1", "2@jo@example.org", "2.1" }, 2, "2" },
		{ "a block in a colleague's", "x", "text/plain",
		    { "1", "2@pat@northmoor.example", "2.1" }, 2, "2.1" },
		{ "not one beside a colleague's", "x", "text/plain",
		    { "1", "2@pat@northmoor.example", "2.1" }, 0, "2" },
		{ "nothing", "x", "text/plain", { "1", "2" }, -1, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_tree(&mem, rows[i].paths);
		struct passed_on blocks[6] = { { .found = false } }, chosen;

		item.message->subject = edge_of(rows[i].subject);
		add_header(&item, &mem, "Content-Type", rows[i].type);
		if (rows[i].block >= 0)
			blocks[rows[i].block] =
			    (struct passed_on){ .found = true,
				    .part = (size_t)rows[i].block };
		chosen = forward_choose(&item, blocks, INTERNAL);
		is_number(chosen.found, rows[i].want[0] != '\0', "%s",
		    rows[i].what);
		if (chosen.found)
			is_span(item.parts[chosen.part].path, rows[i].want,
			    "its part");
		ok(chosen.message == NULL || rows[i].want[0] == '\0' ||
			chosen.message == item.parts[chosen.part].message,
		    "the message itself");
	}
	{
		autoarena mem = { NULL };
		struct item letter = a_letter(&mem, "x");
		struct passed_on none = { .found = true };

		ok(!forward_choose(&letter, &none, INTERNAL).found,
		    "a letter passes nothing on");
	}
}

/* What the note and the text of an attached message are made of. */
static void
test_fill(void)
{
	static const char *const paths[] = { "1", "2", "3@jo@example.org",
		"3.1", "3.2", "3.3@al@example.net", "3.3.1", NULL };
	autoarena mem = { NULL };
	struct item item = a_tree(&mem, paths);
	struct passed_on on = { .found = true,
		.part = 2,
		.message = item.parts[2].message };
	struct mailbox_address to[2] = { { SPAN(""), SPAN("al@a.example") } };
	struct mailbox_address cc[3] = { { SPAN(""), SPAN("sam@a.example") } };

	on.message->subject = SPAN("My stay");
	on.message->date = SPAN("2026-11-20T09:12:00+00:00");
	on.message->to = to;
	on.message->n_to = 2;
	on.message->cc = cc;
	on.message->n_cc = 3;
	forward_fill(&item, &on, &mem);
	ok(item.forward.found, "it is found");
	ok(item.forward.message == on.message, "the message itself");
	is_span(item.forward.from.address, "jo@example.org", "its sender");
	is_span(item.forward.subject, "My stay", "its subject");
	is_span(item.forward.date, "2026-11-20T09:12:00+00:00", "its date");
	is_span(item.forward.to[0].address, "al@a.example", "to whom");
	is_number(item.forward.n_to, 2, "and how many");
	is_span(item.forward.cc[0].address, "sam@a.example", "copied to");
	is_number(item.forward.n_cc, 3, "and how many");
	is_span(item.forward.note, "1\n\n2", "the bodies beside it");
	is_span(item.forward.text, "3.1\n\n3.2", "its own bodies");
	item.parts[1].is_alternative = true;
	item.parts[3].disposition = PART_ATTACHMENT;
	forward_fill(&item, &on, &mem);
	is_span(item.forward.note, "1", "no alternative");
	is_span(item.forward.text, "3.2", "no document");
	on = (struct passed_on){ .found = false };
	forward_fill(&item, &on, &mem);
	ok(!item.forward.found, "nothing was passed on");
	is_span(item.forward.text, "", "and has no text");
}

/* Which parts are the forwarder's, and from where on they are not. */
static void
test_notes(void)
{
	static const char *const paths[] = { "1", "2", "3", "4@jo@example.org",
		"4.1", "4.2", "4.3", NULL };
	static const struct {
		const char *what;
		size_t part;
		bool is_attached;
		const char *notes; /* of the parts 1 to 4.3, but for 4 */
		size_t own;        /* of that part */
	} rows[] = {
		{ "an attached message", 3, true, "yyynnn", 0 },
		{ "a block in the second text", 1, false, "ynnnnn", 7 },
		{ "a block in the text of the attached one", 5, false, "yyyynn",
		    7 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_tree(&mem, paths);
		struct passed_on on = { .found = true,
			.part = rows[i].part,
			.end = 7,
			.message = rows[i].is_attached ? item.parts[3].message
						       : NULL };
		size_t n = 0, own;

		for (size_t part = 0; part < item.n_parts; part++) {
			if (item.parts[part].message)
				continue;
			is_number(forward_is_note(&item, &on, part, &own),
			    rows[i].notes[n++] == 'y', "%s: %s", rows[i].what,
			    paths[part]);
			is_number(own, part == rows[i].part ? rows[i].own : 0,
			    "its own begin there");
		}
		ok(!forward_is_note(&item, &on, 3, &own),
		    "a document is no note");
		on.found = false;
		ok(!forward_is_note(&item, &on, 0, &own),
		    "nor is anything where nothing is passed on");
	}
}

static void
test_mixed(void)
{
	static const struct {
		const char *what, *paths[6];
		bool want;
	} rows[] = {
		{ "one", { "1", "2@jo@example.org" }, false },
		{ "two of one person",
		    { "1", "2@jo@example.org", "3@JO@example.org" }, false },
		{ "two of two", { "1", "2@jo@example.org", "3@al@example.net" },
		    true },
		{ "one of a colleague",
		    { "1", "2@pat@northmoor.example", "3@al@example.net" },
		    false },
		{ "one within the other",
		    { "1", "2@jo@example.org", "2.1@al@example.net" }, false },
		{ "one of nobody", { "2@", "3@al@example.net" }, false },
		{ "none", { "1" }, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_tree(&mem, rows[i].paths);

		is_number(forward_is_mixed(&item, INTERNAL), rows[i].want, "%s",
		    rows[i].what);
	}
}

int
main(void)
{
	test_enclosing();
	test_choose();
	test_fill();
	test_notes();
	test_mixed();
	return done();
}
