/* base64.c - bytes as text and back, by the vectors of RFC 4648 section 10 */
#include "base/base64.h"
#include "tap.h"

static void
test_vectors(void)
{
	static const struct {
		const char *bytes, *text;
	} cases[] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
		{ "\xfb\xff\xbf", "+/+/" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autobuf text = BUF(100);
		autobuf bytes = BUF(100);

		base64_add(&text, span_of(cases[i].bytes));
		is_text(buf_text(&text), cases[i].text, "to text %zu", i);
		ok(base64_read(&bytes, span_of(cases[i].text)), "read %zu", i);
		is_text(buf_text(&bytes), cases[i].bytes, "and back %zu", i);
	}
}

static void
test_reading(void)
{
	static const struct {
		const char *text, *bytes; /* NULL: refused */
	} cases[] = {
		{ "-_-_", "\xfb\xff\xbf" }, /* section 5 */
		{ "Zm8", "fo" },
		{ "Zg", "f" },
		{ "Zg=", "f" },
		{ "Z", NULL },
		{ "Zm9vZ", NULL },
		{ "Zm 9v", NULL },
		{ "Zm9v\n", NULL },
		{ "=Zm9v", NULL },
		{ "Zm9v===", NULL },
		{ "Zm9.", NULL },
		/* beside each of the ranges of the alphabet */
		{ "AZaz09-_", "\x01\x96\xb3\xd3\xdf\xbf" },
		{ "Zm9@", NULL },
		{ "Zm9[", NULL },
		{ "Zm9`", NULL },
		{ "Zm9{", NULL },
		{ "Zm9:", NULL },
		{ "Zm9*", NULL },
		{ "Zm9,", NULL },
		{ "Zm9\xe9", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autobuf bytes = BUF(100);
		bool is_read = base64_read(&bytes, span_of(cases[i].text));

		is_number(is_read, cases[i].bytes != NULL, "text %zu: %s", i,
		    cases[i].text);
		if (cases[i].bytes != NULL)
			is_text(buf_text(&bytes), cases[i].bytes, "its bytes");
	}
}

int
main(void)
{
	test_vectors();
	test_reading();
	return done();
}
