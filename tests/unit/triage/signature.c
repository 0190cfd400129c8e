/* signature.c - lines that close a message */
#include "triage/signature.h"

#include "edge.h"
#include "tap.h"

static void
test_closing(void)
{
	static const struct {
		const char *line;
		bool want;
	} rows[] = {
		{ "Kind regards", true },
		{ "kind regards,", true },
		{ "  *Kind regards!*  ", true },
		{ "Kind regards, Jo Bell", true },
		{ "Kind regards, Jo Ann Bell", true },
		{ "Kind regards, Jo Ann Mary Bell", false },
		{ "Kind regards, Abe", true },
		{ "Kind regards, Zoe", true },
		{ "Kind regards, jo", false },
		{ "Kind regards, [Jo]", false },
		{ "Kind regards, @Jo", false },
		{ "Kind regards,  , Jo", false },
		{ "Kind regards, yours sincerely", true },
		{ "Kind regards,cheers", true },
		{ "Kind, regards", false },
		{ "Nobody, Jo", false },
		{ "I send her my kind regards", false },
		{ "Kind regards, "
		  "Jooooooooooooooooooooooooooooooooooooooooooooo",
		    true }, /* 60 bytes */
		{ "Kind regards, "
		  "Joooooooooooooooooooooooooooooooooooooooooooooo",
		    false }, /* 61 */
		{ "*_,.!", false },
		{ "", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(signature_is_closing(edge_of(rows[i].line)),
		    rows[i].want, "closes: \"%s\"", rows[i].line);
}

static void
test_device(void)
{
	static const struct {
		const char *line;
		bool want;
	} rows[] = {
		{ "Sent from my iPhone", true },
		{ "*sent from my iPhone*", true },
		{ "[Sent from my tablet]", true },
		{ "Get Outlook for iOS<https://aka.example/a-long-address-that-"
		  "goes-on-and-on-for-more-than-eighty-bytes>",
		    true },
		{ "I sent it from my iPhone", false },
		{ "Sent from my telephone while I was waiting on the wards for "
		  "the doctors on call.", /* 80 bytes */
		    true },
		{ "Sent from my telephone while I was waiting on the wards for "
		  "the doctors on calls.", /* 81: somebody's words */
		    false },
		{ "", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(signature_is_device(edge_of(rows[i].line)),
		    rows[i].want, "of a device: \"%s\"", rows[i].line);
}

static void
test_sentence(void)
{
	static const struct {
		const char *line;
		bool want;
	} rows[] = {
		{ "Jo Bell", false },
		{ "Jo Ann Bell.", false },
		{ "12 Elm Road, Moortown LS99 1AB", false },
		{ "We had no news.", true },
		{ "Why was it late?", true },
		{ "It was so late!", true },
		{ "We had no news", false },
		{ "ps ring me", true },
		{ "PS ring me", true },
		{ "PS: ring me", true },
		{ "P.S. ring me", true },
		{ "PSQ team", false },
		{ "p", false },
		{ "Northmoor, The Old School House, Church Lane, Upper "
		  "Moortown",
		    false }, /* 60 bytes */
		{ "Northmoor, The Old School House, Church Lanes, Upper "
		  "Moortown",
		    true }, /* 61 */
		{ "", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(signature_is_sentence(edge_of(rows[i].line)),
		    rows[i].want, "somebody's words: \"%s\"", rows[i].line);
}

int
main(void)
{
	test_closing();
	test_device();
	test_sentence();
	return done();
}
