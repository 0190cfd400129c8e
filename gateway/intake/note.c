/* note.c - writes notes of what was said, and reads them back */
#include "intake/note.h"
#include "base/base64.h"
#include "base/utf8.h"
#include "triage/address.h"
#include "triage/workday.h"

#define MAX_VALUE_BYTES 1000
#define WORD_BYTES 42 /* of text in an encoded word, RFC 2047 section 2 */

static bool
is_ascii(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] > 126 || s.at[i] < ' ')
			return false;
	return true;
}

/* What could be taken for an encoded word is encoded too. */
static bool
is_plain(struct span s)
{
	return is_ascii(s) && span_find(s, SPAN("=?"), 0) == SPAN_NOT_FOUND;
}

/* As many bytes as one encoded word holds, at the end of a character. */
static size_t
word_length(struct span s)
{
	size_t len = 0;
	unsigned point;

	while (len < s.len) {
		size_t n = utf8_next(span_from(s, len), &point);

		if (len + n > WORD_BYTES)
			break;
		len += n;
	}
	return len;
}

/* A field, where it has a value, on one line as far as text goes. */
static void
add_field(struct buf *out, const char *name, struct span value,
    struct arena *mem)
{
	struct span rest =
	    span_trim(utf8_clean_line(span_head(value, MAX_VALUE_BYTES), mem));
	const char *before = " ";

	if (rest.len == 0)
		return;
	buf_printf(out, "%s:", name);
	if (is_plain(rest)) {
		buf_printf(out, " %.*s\n", SPAN_ARG(rest));
		return;
	}
	while (rest.len > 0) {
		size_t n = word_length(rest);

		buf_printf(out, "%s=?utf-8?B?", before);
		base64_add(out, span_head(rest, n));
		buf_add_text(out, "?=\n");
		before = " ";
		rest = span_from(rest, n);
	}
}

void
note_write(const struct note *note, struct span text, day on, time_t now,
    struct buf *out)
{
	autoarena mem = { 0 };
	char date[64];
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &tm);
	buf_printf(out, "Date: %s\nMIME-Version: 1.0\nSubject: %s %.*s\n", date,
	    note->is_in_person ? "Conversation of" : "Telephone call of",
	    SPAN_ARG(day_words(on, &mem)));
	buf_printf(out, "Postroom-Note: %s\n",
	    note->is_in_person ? "in_person" : "telephone");
	add_field(out, "Postroom-Noted-By", note->by, &mem);
	add_field(out, "Postroom-Case", note->reference, &mem);
	add_field(out, "Postroom-Name", note->caller.name, &mem);
	add_field(out, "Postroom-Email", note->caller.address, &mem);
	add_field(out, "Postroom-Address", note->postal_address, &mem);
	add_field(out, "Postroom-Phone", note->phone, &mem);
	buf_add_text(out, "Content-Type: text/plain; charset=utf-8\n"
			  "Content-Transfer-Encoding: 8bit\n\n");
	buf_add(out, span_trim(utf8_clean(text, &mem)));
	buf_add_char(out, '\n');
}

struct note *
note_read(const struct message *message, struct arena *mem)
{
	struct span how;
	struct note *note;

	if (message == NULL)
		return NULL;
	how = message_header(message, "Postroom-Note");
	if (how.len == 0)
		return NULL;
	note = arena_alloc(mem, sizeof *note);
	*note = (struct note){
		.is_in_person = span_is_equal(how, SPAN("in_person")),
		.by = message_header(message, "Postroom-Noted-By"),
		.reference = message_header(message, "Postroom-Case"),
		.caller = { message_header(message, "Postroom-Name"),
		    message_header(message, "Postroom-Email") },
		.postal_address = postal_lines(
		    message_header(message, "Postroom-Address"), mem),
		.phone = message_header(message, "Postroom-Phone"),
	};
	return note;
}
