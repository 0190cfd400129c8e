/* json.c - what is written is JSON, whatever the text was */
#include "base/json.h"
#include "edge.h"
#include "tap.h"

static void
nests(void)
{
	autobuf out = BUF(1000);
	struct json j = { .out = &out };

	json_open(&j, "", '{');
	json_text(&j, "text", SPAN("a"));
	json_number(&j, "number", -12);
	json_open(&j, "list", '[');
	json_text(&j, "", SPAN("x"));
	json_number(&j, "", 1);
	json_open(&j, "", '{');
	json_close(&j, '}');
	json_open(&j, "", '[');
	json_close(&j, ']');
	json_close(&j, ']');
	json_flag(&j, "yes", true);
	json_flag(&j, "no", false);
	json_nothing(&j, "null");
	json_text_or_null(&j, "some", SPAN("s"));
	json_text_or_null(&j, "none", SPAN(""));
	json_text(&j, "empty", SPAN(""));
	json_close(&j, '}');
	is_text(buf_text(&out),
	    "{\"text\":\"a\",\"number\":-12,\"list\":[\"x\",1,{},[]],"
	    "\"yes\":true,\"no\":false,\"null\":null,\"some\":\"s\","
	    "\"none\":null,\"empty\":\"\"}",
	    "commas and brackets are in their places");
}

static void
escapes(void)
{
	static const struct {
		const char *text, *json;
	} rows[] = {
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
		{ "line\nnext\ttab\rret",
		    "\"line\\nnext\\u0009tab\\u000dret\"" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"" },
		{ "caf\xc3\xa9 \xf0\x9f\x98\x80",
		    "\"caf\xc3\xa9 \xf0\x9f\x98\x80\"" },
		{ "\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\"" },
		{ "bad\xff", "\"bad\xef\xbf\xbd\"" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autobuf out = BUF(200);
		struct json j = { .out = &out };

		json_text(&j, "", edge_of(rows[i].text));
		is_text(buf_text(&out), rows[i].json, "row %zu is escaped", i);
	}
}

static void
counts(void)
{
	static const struct {
		long long thousandths;
		const char *json;
	} rows[] = {
		{ 0, "0.000" },
		{ 930, "0.930" },
		{ 1000, "1.000" },
		{ 12345, "12.345" },
		{ -1, "-0.001" },
		{ -2500, "-2.500" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autobuf out = BUF(200);
		struct json j = { .out = &out };

		json_thousandths(&j, "", rows[i].thousandths);
		is_text(buf_text(&out), rows[i].json, "%lld thousandths",
		    rows[i].thousandths);
	}
}

int
main(void)
{
	nests();
	escapes();
	counts();
	return done();
}
