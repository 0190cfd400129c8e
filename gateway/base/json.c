/* json.c - writes JSON values one after the other */
#include "base/json.h"
#include "base/utf8.h"

static void
value_begin(struct json *j, const char *key)
{
	if (j->needs_comma)
		buf_add_char(j->out, ',');
	j->needs_comma = true;
	if (key[0] != '\0')
		buf_printf(j->out, "\"%s\":", key);
}

void
json_open(struct json *j, const char *key, char bracket)
{
	value_begin(j, key);
	buf_add_char(j->out, bracket);
	j->needs_comma = false;
}

void
json_close(struct json *j, char bracket)
{
	buf_add_char(j->out, bracket);
	j->needs_comma = true;
}

void
json_text(struct json *j, const char *key, struct span text)
{
	value_begin(j, key);
	buf_add_char(j->out, '"');
	while (text.len > 0) {
		unsigned p;
		size_t n = utf8_next(text, &p);

		if (p == '"' || p == '\\')
			buf_printf(j->out, "\\%c", (int)p);
		else if (p == '\n')
			buf_add_text(j->out, "\\n");
		else if (p < 0x20 || p == 0x7f || p == 0x2028 || p == 0x2029)
			buf_printf(j->out, "\\u%04x", p);
		else
			utf8_add(j->out, p);
		text = span_from(text, n);
	}
	buf_add_char(j->out, '"');
}

void
json_number(struct json *j, const char *key, long long n)
{
	value_begin(j, key);
	buf_printf(j->out, "%lld", n);
}

void
json_thousandths(struct json *j, const char *key, long long n)
{
	value_begin(j, key);
	buf_printf(j->out, "%s%lld.%03lld", n < 0 ? "-" : "",
	    (n < 0 ? -n : n) / 1000, (n < 0 ? -n : n) % 1000);
}

void
json_flag(struct json *j, const char *key, bool yes)
{
	value_begin(j, key);
	buf_add_text(j->out, yes ? "true" : "false");
}

void
json_nothing(struct json *j, const char *key)
{
	value_begin(j, key);
	buf_add_text(j->out, "null");
}

void
json_text_or_null(struct json *j, const char *key, struct span text)
{
	if (text.len > 0)
		json_text(j, key, text);
	else
		json_nothing(j, key);
}
