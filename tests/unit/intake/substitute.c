/* substitute.c - what is, and what is not, the notice of Exchange */
#include "intake/substitute.h"
#include "tap.h"

#include <string.h>

#define FROM "From: Microsoft Exchange Server 2010\r\n"
#define SUBJECT                                                                \
	"Subject: Retrieval using the IMAP4 protocol failed for the "          \
	"following\r\n message: 21\r\n"
#define TEXT "\r\nThe server couldn't retrieve the following message:\r\n"

static const struct {
	const char *name, *message;
	bool want;
} cases[] = {
	{ "as Exchange 2010 writes it",
	    "MIME-Version: 1.0\r\n" FROM "To: complaints\r\n" SUBJECT TEXT,
	    true },
	{ "on one line, quoted, in another order",
	    "Subject: Retrieval using the IMAP4 protocol failed for the "
	    "following message: 752\r\n"
	    "From: \"Microsoft Exchange Server\" <x@example.org>\r\n" TEXT,
	    true },
	{ "with bare line ends",
	    "From: Microsoft Exchange Server\n"
	    "Subject: Retrieval using the IMAP4 protocol failed for the "
	    "following message:\n\t21\n\nx",
	    true },
	{ "a person forwards one",
	    "From: Jo Public <jo@example.org>\r\n"
	    "Subject: FW: Retrieval using the IMAP4 protocol failed for the "
	    "following message: 21\r\n" TEXT,
	    false },
	{ "a person uses its subject",
	    "From: Jo Public <jo@example.org>\r\n" SUBJECT TEXT, false },
	{ "another mail of the server", FROM "Subject: Undeliverable\r\n" TEXT,
	    false },
	{ "its words stand in the text",
	    FROM "Subject: Help\r\n\r\n" SUBJECT TEXT, false },
	{ "there is no number",
	    FROM "Subject: Retrieval using the IMAP4 protocol failed for the "
		 "following message: yours\r\n" TEXT,
	    false },
	{ "there is more than a number",
	    FROM "Subject: Retrieval using the IMAP4 protocol failed for the "
		 "following message: 21st\r\n" TEXT,
	    false },
	{ "nothing", "", false },
	{ "a line end", "\r\n", false },
};

static bool
is_substitute(const char *message, size_t piece)
{
	struct opening opening = { .len = 0 };
	struct span rest = span_of(message);

	while (rest.len > 0) {
		opening_add(&opening, span_head(rest, piece));
		rest = span_from(rest, piece);
	}
	return opening_is_substitute(&opening);
}

int
main(void)
{
	static char long_one[OPENING_BYTES + 512];
	static const char notice[] = FROM SUBJECT;
	size_t room = OPENING_BYTES - (sizeof notice - 1);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ok(is_substitute(cases[i].message, 4096) == cases[i].want, "%s",
		    cases[i].name);
		ok(is_substitute(cases[i].message, 1) == cases[i].want,
		    "%s, byte by byte", cases[i].name);
	}
	for (size_t more = 0; more < 3; more += 2) {
		memset(long_one, 'x', sizeof long_one);
		memcpy(long_one, "X: ", 3);
		memcpy(long_one + room + more - 2, "\r\n", 2);
		memcpy(long_one + room + more, notice, sizeof notice);
		ok(is_substitute(long_one, 100) == true,
		    "%zu bytes of it are out of sight", more);
	}
	memset(long_one, 'x', sizeof long_one);
	memcpy(long_one, "X: ", 3);
	memcpy(long_one + OPENING_BYTES - 2, "\r\n", 2);
	memcpy(long_one + OPENING_BYTES, notice, sizeof notice);
	ok(!is_substitute(long_one, 100), "all of it is");
	return done();
}
