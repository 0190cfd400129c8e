/*
 * message.c - takes an e-mail apart: headers, addresses, and every leaf part
 *
 * GMime does the parsing, behind the guards of guard.c; the parts are those of
 * outline.c.
 */
#include "message.h"
#include "encoded.h"
#include "guard.h"
#include "outline.h"
#include "parser.h"
#include "report.h"
#include "sealed.h"

#include "base/arena.h"

#include <gmime/gmime.h>
#include <string.h>

/* Bytes a boundary may have, with the hyphens (RFC 2046, 5.1.1: 70). */
#define MAX_BOUNDARY 200

static enum outcome
message_preload(const char *languages, struct error *why)
{
	static const char *const types[] = { "rfc822", "rfc2822", "global",
		"news" };

	(void)languages;
	(void)why;
	g_mime_init();
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		g_mime_object_register_type("message", types[i],
		    GMIME_TYPE_PART);
	return DONE;
}

/* --- the header ----------------------------------------------------------- */

static void
headers_report(GMimeObject *object, struct report *report)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	int n = g_mime_header_list_get_count(list);

	for (int i = 0; i < n; i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(list, i);

		report_header(report, span_of(g_mime_header_get_name(h)),
		    span_trim(span_of(g_mime_header_get_value(h))));
	}
}

/*
 * One mailbox.  "From: Whoever" is a name: what has neither an @ nor angle
 * brackets about it is no address that anybody could be reached at.
 */
static void
mailbox_report(InternetAddress *mailbox, const char *field, bool has_brackets,
    struct report *report)
{
	struct span name = span_of(internet_address_get_name(mailbox));
	struct span address = span_of(internet_address_mailbox_get_addr(
	    INTERNET_ADDRESS_MAILBOX(mailbox)));
	autobuf decoded = BUF(MAX_HEADER_BLOCK_BYTES);

	if (name.len == 0 && !has_brackets &&
	    span_find(address, SPAN("@"), 0) == SPAN_NOT_FOUND) {
		encoded_decode(address, &decoded);
		name = buf_span(&decoded);
		address = SPAN("");
	}
	report_address(report, field, name, address);
}

/* Groups come flat; their depth is bounded by the length of a field. */
static void
addresses_report(InternetAddressList *list, const char *field,
    bool has_brackets, struct report *report)
{
	int n = list == NULL ? 0 : internet_address_list_length(list);

	for (int i = 0; i < n; i++) {
		InternetAddress *a = internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_GROUP(a))
			addresses_report(internet_address_group_get_members(
					     INTERNET_ADDRESS_GROUP(a)),
			    field, has_brackets, report);
		else
			mailbox_report(a, field, has_brackets, report);
	}
}

/* Some programs write the date as RFC 3339 does.  The caller's to give back. */
static GDateTime *
date_of(GMimeMessage *message)
{
	GDateTime *date = g_mime_message_get_date(message);
	const char *field =
	    g_mime_object_get_header(GMIME_OBJECT(message), "Date");
	GTimeZone *zone;

	if (date != NULL)
		return g_date_time_ref(date);
	if (field == NULL)
		return NULL;
	zone = g_time_zone_new_utc();
	date = g_date_time_new_from_iso8601(field, zone);
	g_time_zone_unref(zone);
	return date;
}

static void
header_report(GMimeMessage *message, struct report *report)
{
	static const struct {
		GMimeAddressType type;
		const char *field;
	} fields[] = { { GMIME_ADDRESS_TYPE_FROM, "From" },
		{ GMIME_ADDRESS_TYPE_SENDER, "Sender" },
		{ GMIME_ADDRESS_TYPE_REPLY_TO, "Reply-To" },
		{ GMIME_ADDRESS_TYPE_TO, "To" },
		{ GMIME_ADDRESS_TYPE_CC, "Cc" } };
	GMimeObject *body = g_mime_message_get_mime_part(message);
	GDateTime *date = date_of(message);
	char *text;

	headers_report(GMIME_OBJECT(message), report);
	if (body != NULL)
		headers_report(body, report);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct span raw = span_of(g_mime_object_get_header(
		    GMIME_OBJECT(message), fields[i].field));

		addresses_report(
		    g_mime_message_get_addresses(message, fields[i].type),
		    fields[i].field,
		    span_find(raw, SPAN("<"), 0) != SPAN_NOT_FOUND, report);
	}
	/* A year of four digits, as RFC 3339 wants. */
	text = date == NULL || g_date_time_get_year(date) < 1000
		   ? NULL
		   : g_date_time_format(date, "%Y-%m-%dT%H:%M:%S%:z");
	if (text != NULL)
		report_date(report, span_of(text));
	g_free(text);
	g_clear_pointer(&date, g_date_time_unref);
}

/* --- all of it ------------------------------------------------------------ */

static GMimeMessage *
message_parse(struct span bytes)
{
	const char *charsets[] = { "utf-8", "windows-1252", NULL };
	GMimeParserOptions *options = g_mime_parser_options_new();
	GMimeStream *stream =
	    g_mime_stream_mem_new_with_buffer(bytes.at, bytes.len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message;

	g_mime_parser_options_set_fallback_charsets(options, charsets);
	g_mime_parser_set_persist_stream(parser, TRUE);
	message = g_mime_parser_construct_message(parser, options);
	g_object_unref(parser);
	g_object_unref(stream);
	g_mime_parser_options_free(options);
	return message;
}

void
message_header_report(struct span header, struct report *report)
{
	autoarena mem = { 0 };
	autobuf block = BUF(MAX_UNPACKED_BYTES);
	struct guarded guarded;
	GMimeMessage *message;

	buf_add(&block, header);
	buf_add_text(&block, "\n\n");
	guard_message(buf_span(&block), &mem, &guarded);
	message = guarded.has_header ? message_parse(guarded.bytes) : NULL;
	if (message != NULL)
		header_report(message, report);
	g_clear_object(&message);
	buf_release(&guarded.kept);
}

/* What cannot be parted goes on as one text, so that nothing is lost. */
static enum reading
text_report(struct span bytes, struct report *report)
{
	const struct report_part part = {
		.path = SPAN("1"),
		.type = SPAN("text/plain"),
		.disposition = "body",
	};

	report_note(report, "it is not built as e-mail should be and was read "
			    "as plain text");
	report_part(report, &part);
	report_data(report, bytes);
	return span_trim(bytes).len > 0 ? READ : EMPTY;
}

/*
 * Does a part begin at the line "--X"?  Its header shows it, or that X is what
 * the message calls its boundary but for case, blanks and quotes.
 */
static bool
is_boundary_line(struct span line, struct span rest, struct span named)
{
	struct span name = span_trim(span_from(line, 2));

	return name.len > 0 && name.len < MAX_BOUNDARY &&
	       span_starts_with(line, SPAN("--")) &&
	       memchr(line.at, '"', line.len) == NULL &&
	       memchr(line.at, '\\', line.len) == NULL &&
	       (span_starts_with(rest, SPAN("Content-")) ||
		   span_is_same_word(name, named));
}

/*
 * A message of many parts whose header does not say what parts them, as one
 * that says so.  Empty where no line shows it.
 */
static struct span
boundary_mend(struct span body, GMimeObject *object, struct arena *mem)
{
	autobuf mended = BUF(MAX_UNPACKED_BYTES);
	struct span rest = body, line = SPAN("");
	struct span named = span_of(
	    g_mime_object_get_content_type_parameter(object, "boundary"));

	named = span_trim(named);
	if (named.len > 2 && named.at[0] == '\'')
		named = span_head(span_from(named, 1), named.len - 2);
	while (rest.len > 0) {
		line = span_cut_line(&rest);
		if (is_boundary_line(line, rest, named))
			break;
		line.len = 0;
	}
	if (line.len == 0)
		return SPAN("");
	buf_printf(&mended,
	    "Content-Type: multipart/mixed; boundary=\"%.*s\"\n\n",
	    SPAN_ARG(span_trim(span_from(line, 2))));
	buf_add(&mended, body);
	return arena_copy(mem, buf_span(&mended));
}

/*
 * All parts as one block in base64 or quoted-printable, which RFC 2045, 6.4
 * forbids; decoded, in mem.
 */
static struct span
body_decode(struct span body, GMimeObject *object, struct arena *mem)
{
	enum transfer transfer = outline_transfer(object);
	autobuf decoded = BUF(MAX_UNPACKED_BYTES);

	if (transfer != TRANSFER_BASE64 && transfer != TRANSFER_QUOTED)
		return body;
	(void)transfer_decode(transfer, body, &decoded);
	return arena_copy(mem, buf_span(&decoded));
}

/* The parts, of a message whose boundary is missing or packed away too. */
static void
parts_find(GMimeMessage *message, struct span body, struct outline *outline,
    struct arena *mem)
{
	GMimeObject *object = g_mime_message_get_mime_part(message);
	GMimeMessage *again;
	struct span mended;

	outline_make(outline, object, mem);
	if (outline->n > 0 || outline->is_cut || object == NULL)
		return;
	body = body_decode(body, object, mem);
	mended = boundary_mend(body, object, mem);
	again = mended.len > 0 ? message_parse(mended) : NULL;
	if (again == NULL)
		return;
	outline_make(outline, g_mime_message_get_mime_part(again), mem);
	/* The outline's parts are its: it goes when the message does. */
	g_object_set_data_full(G_OBJECT(message), "mended", again,
	    g_object_unref);
}

/* Was it sent in several pieces (RFC 2046, 5.2.2)?  Most never meet again. */
static void
pieces_note(const struct outline *outline, struct report *report)
{
	for (size_t i = 0; i < outline->n; i++)
		if (span_is_equal(outline->leaves[i].type,
			SPAN("message/partial"))) {
			report_note(report,
			    "it is one piece of a message that was sent in "
			    "several; ask the sender to send it again whole");
			return;
		}
}

static enum reading
message_report(GMimeMessage *message, const struct guarded *guarded,
    struct report *report, struct arena *mem)
{
	struct outline outline;
	const char *sealed;
	bool has_bytes;

	header_report(message, report);
	parts_find(message, guarded->body, &outline, mem);
	if (outline.n == 0 && !outline.is_cut &&
	    span_trim(guarded->body).len > 0)
		return text_report(guarded->body, report);
	has_bytes = outline_report(&outline, report);
	pieces_note(&outline, report);
	if (outline.is_cut) {
		report_note(report,
		    "it has more than %d parts, or parts in parts deeper than "
		    "%d; the rest was not read",
		    MAX_PARTS, MAX_NESTING);
		return TOO_LARGE;
	}
	sealed = sealed_why(&outline);
	if (sealed != NULL) {
		report_note(report, "%s", sealed);
		return ENCRYPTED;
	}
	return has_bytes ? READ : EMPTY;
}

static enum reading
message_read(const struct document *document, struct report *report)
{
	autoarena mem = { 0 };
	struct guarded guarded;
	GMimeMessage *message;
	enum reading reading;

	guard_message(document->bytes, &mem, &guarded);
	message = guarded.has_header ? message_parse(guarded.bytes) : NULL;
	reading = message == NULL
		      ? text_report(document->bytes, report)
		      : message_report(message, &guarded, report, &mem);
	g_clear_object(&message);
	buf_release(&guarded.kept);
	if (!guarded.has_header)
		return reading;
	if (guarded.fields_dropped)
		report_note(report, "lines of its header that are too long "
				    "were left out");
	else if (guarded.body_cut && reading != TOO_LARGE)
		report_note(report, "it has too many parts; the rest was not "
				    "read");
	return guarded.fields_dropped || guarded.body_cut ? TOO_LARGE : reading;
}

const struct parser message_parser = {
	.name = "message",
	.types = "message/rfc822",
	.preload = message_preload,
	.read = message_read,
};
