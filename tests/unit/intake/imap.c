/* imap.c - folder names as IMAP writes them */
#include "intake/imap.h"
#include "tap.h"

static const struct {
	const char *folder;
	const char *name; /* NULL: refused */
} cases[] = {
	{ "INBOX", "INBOX" },
	{ "Processed/2026 \"done\"", "Processed/2026 \"done\"" },
	{ "R&D", "R&-D" }, { "&", "&-" },
	/* The examples of RFC 3501 section 5.1.3. */
	{ "~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/\xe6\x97\xa5\xe6\x9c\xac\xe8"
	  "\xaa\x9e",
	    "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
	{ "Entw\xc3\xbcrfe", "Entw&APw-rfe" }, { "\xc3\xa9", "&AOk-" },
	{ "\xc3\xa9\xc3\xa9", "&AOkA6Q-" },
	{ "\xc3\xa9\xc3\xa9\xc3\xa9", "&AOkA6QDp-" },
	{ "\xc3\xa9&\xc3\xa9", "&AOk-&-&AOk-" },
	/* Beyond the first plane: two surrogates (U+1F4EC). */
	{ "\xf0\x9f\x93\xac post", "&2D3c7A- post" },
	{ "\xef\xbf\xbd", "&,,0-" },
	/* Nothing that could end the command's line. */
	{ "In\r\nX LOGOUT", NULL }, { "In\n", NULL }, { "In\x7f", NULL },
	{ "", NULL }, { "\xff", NULL },
	{ "\xed\xa0\x80", NULL }, /* a surrogate is no character */
};

static void
names_test(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autobuf name = BUF(1024);
		struct error why = { "" };
		enum outcome how =
		    imap_folder_name(span_of(cases[i].folder), &name, &why);

		if (cases[i].name == NULL) {
			is_number(how, BROKEN, "case %zu is refused", i);
			ok(why.text[0] != '\0', "case %zu says why", i);
		} else {
			is_number(how, DONE, "case %zu is taken", i);
			is_text(buf_text(&name), cases[i].name, "case %zu", i);
		}
	}
}

static void
ceiling_test(void)
{
	autobuf fits = BUF(5);
	autobuf small = BUF(4);
	struct error why;

	is_number(imap_folder_name(SPAN("INBOX"), &fits, &why), DONE,
	    "a name of the ceiling's length");
	is_number(imap_folder_name(SPAN("INBOX"), &small, &why), BROKEN,
	    "one byte more");
}

int
main(void)
{
	names_test();
	ceiling_test();
	return done();
}
