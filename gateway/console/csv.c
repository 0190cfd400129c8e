/* csv.c - writes comma-separated values that no sheet computes */
#include "console/csv.h"

/* What begins a formula, somewhere. */
static bool
is_formula(struct span text)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r",
		"\n", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
		"\xef\xbc\xa0" };

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (span_starts_with(text, span_of(starts[i])))
			return true;
	return false;
}

static bool
needs_quotes(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '"' || text.at[i] == ',' ||
		    text.at[i] == '\r' || text.at[i] == '\n')
			return true;
	return false;
}

void
csv_text(struct buf *out, struct span text, bool is_first)
{
	bool is_quoted = needs_quotes(text);

	if (!is_first)
		buf_add_char(out, ',');
	if (is_quoted)
		buf_add_char(out, '"');
	if (is_formula(text))
		buf_add_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, text.at[i]);
	}
	if (is_quoted)
		buf_add_char(out, '"');
}

void
csv_number(struct buf *out, long long n, bool is_first)
{
	buf_printf(out, "%s%lld", is_first ? "" : ",", n);
}

void
csv_end(struct buf *out)
{
	buf_add_text(out, "\r\n");
}

void
csv_row(struct buf *out, const struct span *cells, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_text(out, cells[i], i == 0);
	csv_end(out);
}
