/* csv.c - cells as RFC 4180 has them, and none that computes */
#include "console/csv.h"
#include "tap.h"

static void
test_cells(void)
{
	static const struct {
		const char *text, *want;
	} table[] = {
		{ "", "" },
		{ "The ward", "The ward" },
		{ "one, two", "\"one, two\"" },
		{ "she said \"no\"", "\"she said \"\"no\"\"\"" },
		{ "two\nlines", "\"two\nlines\"" },
		{ "Zo\xc3\xab", "Zo\xc3\xab" },
		{ "=1+1", "'=1+1" },
		{ "+44 1632 960100", "'+44 1632 960100" },
		{ "-5", "'-5" },
		{ "@SUM(A1)", "'@SUM(A1)" },
		{ "\t=1", "'\t=1" },
		{ "\r=1", "\"'\r=1\"" },
		{ "\n=1", "\"'\n=1\"" },
		{ "=HYPERLINK(\"http://x.example\",\"y\")",
		    "\"'=HYPERLINK(\"\"http://x.example\"\",\"\"y\"\")\"" },
		{ "\xef\xbc\x9d"
		  "1",
		    "'\xef\xbc\x9d"
		    "1" },
		{ "\xef\xbc\x8b"
		  "1",
		    "'\xef\xbc\x8b"
		    "1" },
		{ "\xef\xbc\x8d"
		  "1",
		    "'\xef\xbc\x8d"
		    "1" },
		{ "\xef\xbc\xa0"
		  "1",
		    "'\xef\xbc\xa0"
		    "1" },
		{ "a=1", "a=1" },
		{ "'=1", "'=1" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf out = BUF(1024);

		csv_text(&out, span_of(table[i].text), true);
		is_text(buf_text(&out), table[i].want, "cell %zu", i);
	}
}

int
main(void)
{
	autobuf out = BUF(1024);

	test_cells();
	csv_row(&out, (const struct span[]){ SPAN("a"), SPAN(""), SPAN("-b,") },
	    3);
	csv_number(&out, -7, true);
	csv_number(&out, 8, false);
	csv_end(&out);
	is_text(buf_text(&out), "a,,\"'-b,\"\r\n-7,8\r\n",
	    "records end in CR LF; numbers of ours stay numbers");
	return done();
}
