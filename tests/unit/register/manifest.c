/* manifest.c - the list of a backup is read as it was written, or not at all */
#include "register/manifest.h"
#include "tap.h"

#include <stdlib.h>

#define DIGITS                                                                 \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
test_round(void)
{
	autobuf text = BUF(65536);
	const struct manifest head = { 1795342502, 11, 7, DIGITS };
	struct manifest back = { 0 };
	struct manifest_row row = { 0 };
	struct span rest;
	struct error why = { "" };

	manifest_begin(&text, &head);
	manifest_add(&text, &(struct manifest_row){ MANIFEST_REGISTER,
				SPAN(DIGITS), 4096, SPAN("register.db") });
	manifest_add(&text, &(struct manifest_row){ MANIFEST_ABSENT, SPAN(""),
				0, SPAN("kept/2026/11/m1") });
	manifest_end(&text);
	rest = buf_span(&text);
	ok(manifest_read(rest, &back, &why) == DONE, "it is read: %s",
	    why.text);
	ok(back.taken == head.taken && back.schema == 11 && back.events == 7 &&
		strcmp(back.head, DIGITS) == 0,
	    "its head");
	ok(manifest_next(&rest, &row) && row.kind == MANIFEST_REGISTER &&
		row.size == 4096,
	    "its first row");
	is_span(row.place, "register.db", "with its place");
	ok(manifest_next(&rest, &row) && row.kind == MANIFEST_ABSENT,
	    "an absent one needs no digest");
	ok(!manifest_next(&rest, &row), "and no more");
}

static void
test_damaged(void)
{
	autobuf text = BUF(65536);
	const struct manifest head = { 1, 1, 0, "" };
	struct manifest back;
	struct error why = { "" };
	size_t wrong = 0;

	manifest_begin(&text, &head);
	manifest_add(&text, &(struct manifest_row){ MANIFEST_FILE, SPAN(DIGITS),
				1, SPAN("print/a.pdf") });
	manifest_end(&text);
	ok(manifest_read(buf_span(&text), &back, &why) == DONE,
	    "without a history: %s", why.text);
	for (size_t i = 0; i < text.len; i++) {
		text.at[i] ^= 1;
		wrong += manifest_read(buf_span(&text), &back, &why) == DONE;
		text.at[i] ^= 1;
		wrong += manifest_read(span_head(buf_span(&text), i), &back,
			     &why) == DONE;
	}
	is_number(wrong, 0, "no changed byte and no cut is overlooked");
}

static void
test_places(void)
{
	static const struct {
		const char *place;
		bool is_good;
	} cases[] = {
		{ "register.db", true },
		{ "kept/2026/11/m20261122T101502Z-0123456789abcdef", true },
		{ "refused/m1.why", true },
		{ "", false },
		{ "/etc/passwd", false },
		{ "kept/../../x", false },
		{ "kept//x", false },
		{ "kept/.x", false },
		{ "kept/", false },
		{ "kept/a b", false },
		{ "kept/a\nb", false },
	};
	autoarena mem = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_number(manifest_is_place(span_of(cases[i].place)),
		    cases[i].is_good, "place %zu", i);
	is_span(manifest_original(
		    SPAN("refused/m20261122T101502Z-0123456789abcdef"), &mem),
	    "originals/2026/11/m20261122T101502Z-0123456789abcdef",
	    "an original is found by its ID alone");
	is_span(manifest_original(SPAN("m202611"), &mem),
	    "originals/other/m202611", "an ID without a month has a place");
	is_span(manifest_original(SPAN("m2026112"), &mem),
	    "originals/2026/11/m2026112", "one with a month has its own");
}

/* Whole by its digest, and yet none of ours. */
static void
test_foreign(void)
{
#define TOP "postroom backup 1\n"
#define HEAD TOP "taken 1\nschema 2\nhistory 0 -\n"
	static const struct {
		const char *text;
		bool is_good;
		const char *what;
	} cases[] = {
		{ HEAD, true, "without a row" },
		{ HEAD "file " DIGITS " 0 a\n", true, "with one" },
		{ HEAD "absent - 0 a\n", true, "an absent one, never known" },
		{ HEAD "absent " DIGITS " 0 a\n", true, "an absent one" },
		{ HEAD "file " DIGITS " 0 A/z-_9.Z0\n", true, "all letters" },
		{ "", false, "nothing" },
		{ "postroom backup 2\ntaken 1\nschema 2\nhistory 0 -\n", false,
		    "a later form" },
		{ TOP, false, "its name alone" },
		{ TOP "schema 2\ntaken 1\nhistory 0 -\n", false,
		    "in another order" },
		{ TOP "taken x\nschema 2\nhistory 0 -\n", false,
		    "a time in letters" },
		{ TOP "taken 253402300800\nschema 2\nhistory 0 -\n", false,
		    "a time in the year 10000" },
		{ TOP "taken 1\nschema -1\nhistory 0 -\n", false,
		    "a version below 0" },
		{ TOP "taken 1\nschema 2\nhistory\n", false,
		    "a history without a number" },
		{ TOP "taken 1\nschema 2\n", false, "no history" },
		{ HEAD "folder " DIGITS " 0 a\n", false, "another kind" },
		{ HEAD "file - 0 a\n", false, "a file without a digest" },
		{ HEAD "absent x 0 a\n", false, "an absent one's digest" },
		{ HEAD "file 0" DIGITS " 0 a\n", false, "65 digits" },
		{ HEAD "file G" DIGITS " 0 a\n", false, "a letter beyond f" },
		{ HEAD "file /" DIGITS " 0 a\n", false, "a sign before 0" },
		{ HEAD "file :" DIGITS " 0 a\n", false, "a sign behind 9" },
		{ HEAD "file g" DIGITS " 0 a\n", false, "a letter behind f" },
		{ HEAD "file " DIGITS " -1 a\n", false, "a size below 0" },
		{ HEAD "file " DIGITS " 0 ../a\n", false, "a place outside" },
		{ HEAD "file " DIGITS " 0 a@b\n", false, "a sign before A" },
		{ HEAD "file " DIGITS " 0 a[b\n", false, "a sign behind Z" },
		{ HEAD "file " DIGITS " 0 a{b\n", false, "a sign behind z" },
		{ HEAD "\n", false, "an empty line" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autobuf text = BUF(4096);
		struct manifest back = { .taken = 7 };
		struct error why = { "" };
		enum outcome how;

		buf_add(&text, span_of(cases[i].text));
		manifest_end(&text);
		how = manifest_read(buf_span(&text), &back, &why);
		ok(how == (cases[i].is_good ? DONE : REFUSED) &&
			(back.taken == 1) == cases[i].is_good,
		    "%s: %s", cases[i].what, why.text);
	}
}

int
main(void)
{
	test_round();
	test_foreign();
	test_damaged();
	test_places();
	return done();
}
