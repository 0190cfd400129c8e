/*
 * calendar.c - reads invitations and business cards (RFC 5545, RFC 6350)
 *
 * Shows the properties that people see, one per line, after their names.
 */
#include "charset.h"
#include "parser.h"
#include "report.h"

#include "base/buf.h"

/* Properties that are shown, and how each is called. */
static const struct {
	const char *property;
	const char *shown;
} properties[] = { { "SUMMARY", "" }, { "DESCRIPTION", "" }, { "COMMENT", "" },
	{ "LOCATION", "Where" }, { "DTSTART", "From" }, { "DTEND", "To" },
	{ "DUE", "Due" }, { "ORGANIZER", "Organiser" },
	{ "ATTENDEE", "Attendee" }, { "STATUS", "Status" }, { "FN", "Name" },
	{ "ORG", "Organisation" }, { "TITLE", "Title" }, { "TEL", "Telephone" },
	{ "EMAIL", "E-mail" }, { "ADR", "Address" }, { "BDAY", "Born" },
	{ "NOTE", "" }, { "URL", "Link" } };

/* Takes a line with those that fold on from it (RFC 5545, 3.1). */
static void
line_take(struct span *rest, struct buf *line)
{
	buf_clear(line);
	buf_add(line, span_cut_line(rest));
	while (rest->len > 0 && (rest->at[0] == ' ' || rest->at[0] == '\t')) {
		*rest = span_from(*rest, 1);
		buf_add(line, span_cut_line(rest));
	}
}

/* Where the value begins: at the colon that stands in no quotes. */
static size_t
value_at(struct span line)
{
	bool is_quoted = false;

	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == '"')
			is_quoted = !is_quoted;
		if (line.at[i] == ':' && !is_quoted)
			return i + 1;
	}
	return line.len;
}

/* "\\n" is a line end, ";" parts the lines of an address (3.3.11). */
static void
value_add(struct buf *text, struct span value)
{
	bool is_escaped = false;

	if (span_starts_with(value, SPAN("mailto:")))
		value = span_from(value, 7);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];

		if (is_escaped)
			buf_add_char(text, c == 'n' || c == 'N' ? '\n' : c);
		else if (c == ';')
			buf_add_char(text, ' ');
		else if (c != '\\')
			buf_add_char(text, c);
		is_escaped = !is_escaped && c == '\\';
	}
}

static void
line_add(struct buf *text, struct span line)
{
	size_t at = value_at(line);
	struct span value = span_trim(span_from(line, at));
	struct span name = span_head(line, at == 0 ? 0 : at - 1);

	name = span_cut_at(&name, ';');
	/* "item1.TEL": a group's name may stand in front (RFC 6350, 3.3). */
	if (span_find(name, SPAN("."), 0) != SPAN_NOT_FOUND)
		(void)span_cut_at(&name, '.');
	for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
		if (value.len == 0 ||
		    !span_is_same_word(name, span_of(properties[i].property)))
			continue;
		buf_add_text(text, properties[i].shown);
		if (properties[i].shown[0] != '\0')
			buf_add_text(text, ": ");
		value_add(text, value);
		buf_add_char(text, '\n');
	}
}

static enum reading
calendar_read(const struct document *document, struct report *report)
{
	autobuf decoded = BUF(MAX_TEXT_BYTES), line = BUF(MAX_TEXT_BYTES);
	autobuf text = BUF(MAX_TEXT_BYTES * 2);
	struct span rest;

	charset_decode(charset_choose(document->bytes, document->charset),
	    document->bytes, &decoded);
	rest = buf_span(&decoded);
	while (rest.len > 0) {
		line_take(&rest, &line);
		line_add(&text, buf_span(&line));
	}
	if (text.len == 0)
		return EMPTY;
	return report_text(report, buf_span(&text)) && !decoded.overflowed
		   ? READ
		   : TOO_LARGE;
}

const struct parser calendar_parser = {
	.name = "calendar",
	.types = "text/calendar text/vcard text/x-vcard text/directory",
	.read = calendar_read,
};
