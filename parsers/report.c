/*
 * report.c - what a reader has found, cut to the ceilings of the wire
 *
 * A field that is too long is cut between two characters; only an address is
 * left out instead, since a part of one is somebody else's.
 */
#include "report.h"

#include "base/buf.h"
#include "base/ceilings.h"
#include "base/placed.h"
#include "base/utf8.h"
#include "base/wire.h"

#include <stdarg.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#define NAME_BYTES 1024    /* of a label, or of a person */
#define ADDRESS_BYTES 1024 /* an address may have 254 (RFC 5321, 4.5.3.1) */

/* Ends the process where nobody listens any more. */
static void
must(enum outcome how)
{
	if (how != DONE)
		_exit(EX_IOERR);
}

/* At most len bytes of s, not ending within a character. */
static struct span
cut(struct span s, size_t len)
{
	if (s.len <= len)
		return s;
	while (len > 0 && ((unsigned char)s.at[len] & 0xc0) == 0x80)
		len--;
	return span_head(s, len);
}

static void
put(struct report *r, enum wire_tag tag, struct span bytes, size_t most)
{
	must(wire_put(r->fd, tag, cut(bytes, most), NULL));
}

void
report_type(struct report *r, struct span type)
{
	put(r, WIRE_TYPE, type, 256);
}

void
report_note(struct report *r, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	put(r, WIRE_NOTE, span_of(text), sizeof text);
}

bool
report_text(struct report *r, struct span text)
{
	size_t room = (size_t)(MAX_TEXT_BYTES - r->text_bytes);
	struct span fits = cut(text, room);

	must(wire_put_long(r->fd, WIRE_TEXT, fits, NULL));
	r->text_bytes += (long long)fits.len;
	return fits.len == text.len;
}

void
report_pages(struct report *r, long long pages)
{
	must(wire_put_number(r->fd, WIRE_PAGES, pages, NULL));
}

void
report_page(struct report *r, long long page)
{
	must(wire_put_number(r->fd, WIRE_PAGE, page, NULL));
}

void
report_owed(struct report *r, long long page)
{
	must(wire_put_number(r->fd, WIRE_OWED, page, NULL));
}

void
report_placed_page(struct report *r, const struct placed_page *page)
{
	autobuf field = BUF(PLACED_PAGE_BYTES);

	placed_page_write(page, &field);
	put(r, WIRE_PLACED_PAGE, buf_span(&field), PLACED_PAGE_BYTES);
}

void
report_placed_word(struct report *r, const struct placed_word *word)
{
	autobuf field = BUF(PLACED_WORD_BYTES);

	placed_word_write(word, &field);
	put(r, WIRE_PLACED_WORD, buf_span(&field), PLACED_WORD_BYTES);
}

void
report_copy(struct report *r, struct span bytes)
{
	must(wire_put_long(r->fd, WIRE_COPY, bytes, NULL));
}

void
report_ocr(struct report *r, long long confidence)
{
	put(r, WIRE_OCR, SPAN("1"), 1);
	must(wire_put_number(r->fd, WIRE_CONFIDENCE, confidence, NULL));
}

void
report_header(struct report *r, struct span name, struct span value)
{
	autobuf field = BUF(65536);

	buf_add(&field, cut(name, NAME_BYTES));
	buf_add_char(&field, '\0');
	buf_add(&field, cut(value, field.ceiling - field.len));
	put(r, WIRE_HEADER, buf_span(&field), field.ceiling);
}

void
report_address(struct report *r, const char *field, struct span name,
    struct span address)
{
	autobuf mailbox = BUF(4096);

	buf_add_text(&mailbox, field);
	buf_add_char(&mailbox, '\0');
	buf_add(&mailbox, cut(name, NAME_BYTES));
	buf_add_char(&mailbox, '\0');
	if (address.len <= ADDRESS_BYTES)
		buf_add(&mailbox, address);
	put(r, WIRE_ADDRESS, buf_span(&mailbox), mailbox.ceiling);
}

void
report_date(struct report *r, struct span date)
{
	put(r, WIRE_DATE, date, 32);
}

/* The last step of a path, whatever system wrote it. */
static struct span
label_of(struct span name)
{
	size_t from = 0;

	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] == '/' || name.at[i] == '\\')
			from = i + 1;
	return span_from(name, from);
}

void
report_part(struct report *r, const struct report_part *part)
{
	struct span name = label_of(part->name);

	put(r, WIRE_PART, part->path, 64);
	if (name.len > 0)
		put(r, WIRE_PART_NAME, name, NAME_BYTES);
	if (part->type.len > 0)
		put(r, WIRE_PART_TYPE, part->type, 256);
	if (part->charset.len > 0)
		put(r, WIRE_PART_CHARSET, part->charset, 64);
	put(r, WIRE_PART_DISPOSITION, span_of(part->disposition), 16);
	if (part->is_alternative)
		put(r, WIRE_PART_ALTERNATIVE, SPAN("1"), 1);
}

void
report_data(struct report *r, struct span bytes)
{
	must(wire_put_long(r->fd, WIRE_PART_DATA, bytes, NULL));
}

void
report_end(struct report *r, const char *outcome)
{
	put(r, WIRE_OUTCOME, span_of(outcome), 16);
	put(r, WIRE_END, SPAN(""), 0);
}
