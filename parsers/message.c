/*
 * message.c - takes an e-mail apart: headers, addresses, and every leaf part
 *
 * GMime does the parsing, behind the guards of guard.c.  A message within the
 * message is a leaf like any other: its bytes go through a process of their
 * own.  Nothing received is ever written out again by GMime, and no boundary
 * is asked of it: both can loop without end.
 */
#include "guard.h"
#include "parser.h"
#include "report.h"

#include "base/arena.h"

#include <gmime/gmime.h>
#include <string.h>

/* Multiparts within multiparts; paths stay below 64 bytes. */
#define MAX_NESTING 16

struct leaf {
	GMimePart *part;
	struct span path;
	struct span type;
	const char *disposition;
	bool is_alternative;
};

struct outline {
	struct arena *mem;
	struct leaf *leaves; /* of MAX_PARTS */
	size_t n;
	bool is_cut; /* over a ceiling: some parts are not in it */
	bool is_encrypted;
};

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

/* Groups come flat; their depth is bounded by the length of a field. */
static void
addresses_report(InternetAddressList *list, const char *field,
    struct report *report)
{
	int n = list == NULL ? 0 : internet_address_list_length(list);

	for (int i = 0; i < n; i++) {
		InternetAddress *a = internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_GROUP(a))
			addresses_report(internet_address_group_get_members(
					     INTERNET_ADDRESS_GROUP(a)),
			    field, report);
		else
			report_address(report, field,
			    span_of(internet_address_get_name(a)),
			    span_of(internet_address_mailbox_get_addr(
				INTERNET_ADDRESS_MAILBOX(a))));
	}
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
	GDateTime *date = g_mime_message_get_date(message);
	char *text;

	headers_report(GMIME_OBJECT(message), report);
	if (body != NULL)
		headers_report(body, report);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		addresses_report(
		    g_mime_message_get_addresses(message, fields[i].type),
		    fields[i].field, report);
	/* A year of four digits, as RFC 3339 wants. */
	if (date == NULL || g_date_time_get_year(date) < 1000)
		return;
	text = g_date_time_format(date, "%Y-%m-%dT%H:%M:%S%:z");
	if (text != NULL)
		report_date(report, span_of(text));
}

/* --- the parts ------------------------------------------------------------ */

static GByteArray *
part_decode(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *bytes;

	if (content != NULL)
		(void)g_mime_data_wrapper_write_to_stream(content, stream);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	g_object_unref(stream);
	return bytes;
}

static struct span
span_of_array(const GByteArray *bytes)
{
	return (struct span){ (const char *)bytes->data, bytes->len };
}

static struct span
type_of(GMimeObject *object, struct arena *mem)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);
	char *text =
	    type == NULL ? NULL : g_mime_content_type_get_mime_type(type);
	char *lower = g_ascii_strdown(text == NULL ? "text/plain" : text, -1);
	struct span copy = arena_copy(mem, span_of(lower));

	g_free(text);
	g_free(lower);
	return copy;
}

/* Text that the sender meant to be read in place, or something that hangs on. */
static const char *
disposition_of(GMimePart *part, struct span type)
{
	const char *declared =
	    g_mime_object_get_disposition(GMIME_OBJECT(part));
	bool is_attached =
	    declared != NULL && g_ascii_strcasecmp(declared, "attachment") == 0;
	bool is_shown = declared != NULL ||
			g_mime_object_get_content_id(GMIME_OBJECT(part));

	if (is_attached)
		return "attachment";
	if ((span_is_equal(type, SPAN("text/plain")) ||
		span_is_equal(type, SPAN("text/html"))) &&
	    g_mime_part_get_filename(part) == NULL)
		return "body";
	if (is_shown && span_starts_with(type, SPAN("image/")))
		return "inline";
	return "attachment";
}

static void
leaf_add(struct outline *o, GMimePart *part, struct span path)
{
	struct leaf *leaf = &o->leaves[o->n];

	if (o->n == MAX_PARTS) {
		o->is_cut = true;
		return;
	}
	o->n++;
	leaf->part = part;
	leaf->path = path;
	leaf->type = type_of(GMIME_OBJECT(part), o->mem);
	leaf->disposition = disposition_of(part, leaf->type);
}

/* Is it a body of the type with something in it? */
static bool
leaf_has_text(const struct leaf *leaf, struct span type)
{
	GByteArray *bytes;
	bool has_text;

	if (strcmp(leaf->disposition, "body") != 0 ||
	    !span_is_equal(leaf->type, type))
		return false;
	bytes = part_decode(leaf->part);
	has_text = span_trim(span_of_array(bytes)).len > 0;
	g_byte_array_unref(bytes);
	return has_text;
}

/* Of the leaves from..end, is one a body of that type with text? */
static bool
range_has_text(const struct outline *o, size_t from, size_t end,
    struct span type)
{
	for (size_t i = from; i < end; i++)
		if (leaf_has_text(&o->leaves[i], type))
			return true;
	return false;
}

/*
 * Of the versions of one text (RFC 2046, 5.1.4), keeps the first in plain
 * text, else the last in HTML, and marks the other ones.  Files that hang on
 * one version only are no versions.  starts has n + 1 places.
 */
static void
alternatives_mark(struct outline *o, const size_t *starts, size_t n)
{
	size_t best = n;

	for (size_t i = 0; i < n && best == n; i++)
		if (range_has_text(o, starts[i], starts[i + 1],
			SPAN("text/plain")))
			best = i;
	for (size_t i = n; i > 0 && best == n; i--)
		if (range_has_text(o, starts[i - 1], starts[i],
			SPAN("text/html")))
			best = i - 1;
	for (size_t i = 0; i < n; i++)
		for (size_t at = starts[i]; at < starts[i + 1]; at++) {
			struct leaf *leaf = &o->leaves[at];

			if (i != best &&
			    span_starts_with(leaf->type, SPAN("text/")) &&
			    g_mime_part_get_filename(leaf->part) == NULL)
				leaf->is_alternative = true;
		}
}

/*
 * Adds the leaves of an object to the outline.  Paths are those of IMAP
 * sections (RFC 3501, 6.4.5): a message of one part has part 1.
 */
static void
outline_add(struct outline *o, GMimeObject *object, struct span path, int depth)
{
	GMimeMultipart *parts;
	size_t *starts;
	int n;

	if (GMIME_IS_PART(object)) {
		leaf_add(o, GMIME_PART(object),
		    path.len == 0 ? SPAN("1") : path);
		return;
	}
	if (!GMIME_IS_MULTIPART(object))
		return;
	if (depth == MAX_NESTING) {
		o->is_cut = true;
		return;
	}
	if (GMIME_IS_MULTIPART_ENCRYPTED(object))
		o->is_encrypted = true;
	parts = GMIME_MULTIPART(object);
	n = g_mime_multipart_get_count(parts);
	starts = ARENA_ARRAY(o->mem, (size_t)n + 1, size_t);
	for (int i = 0; i < n && !o->is_cut; i++) {
		struct span step = arena_printf(o->mem, "%.*s%s%d",
		    SPAN_ARG(path), path.len == 0 ? "" : ".", i + 1);

		starts[i] = o->n;
		if (i < MAX_PARTS)
			outline_add(o, g_mime_multipart_get_part(parts, i),
			    step, depth + 1);
		else
			o->is_cut = true;
		starts[i + 1] = o->n;
	}
	if (span_is_equal(type_of(object, o->mem),
		SPAN("multipart/alternative")) &&
	    !o->is_cut)
		alternatives_mark(o, starts, (size_t)n);
}

/* True where the part held any bytes. */
static bool
leaf_report(const struct leaf *leaf, struct report *report)
{
	GMimeObject *object = GMIME_OBJECT(leaf->part);
	GByteArray *bytes = part_decode(leaf->part);
	const struct report_part part = {
		.path = leaf->path,
		.name = span_of(g_mime_part_get_filename(leaf->part)),
		.type = leaf->type,
		.charset = span_of(g_mime_object_get_content_type_parameter(
		    object, "charset")),
		.disposition = leaf->disposition,
		.is_alternative = leaf->is_alternative,
	};
	bool has_bytes = bytes->len > 0;

	report_part(report, &part);
	report_data(report, span_of_array(bytes));
	g_byte_array_unref(bytes);
	return has_bytes;
}

static enum reading
parts_report(const struct outline *o, struct report *report)
{
	bool has_bytes = false;

	for (size_t i = 0; i < o->n; i++)
		has_bytes |= leaf_report(&o->leaves[i], report);
	if (o->is_cut) {
		report_note(report,
		    "it has more than %d parts, or parts in "
		    "parts deeper than %d; the rest was not "
		    "read",
		    MAX_PARTS, MAX_NESTING);
		return TOO_LARGE;
	}
	if (o->is_encrypted) {
		report_note(report, "the message is encrypted");
		return ENCRYPTED;
	}
	return has_bytes ? READ : EMPTY;
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

	g_mime_parser_options_set_fallback_charsets(options, charsets);
	g_mime_parser_set_persist_stream(parser, TRUE);
	return g_mime_parser_construct_message(parser, options);
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

static enum reading
message_report(GMimeMessage *message, const struct guarded *guarded,
    struct report *report, struct arena *mem)
{
	struct outline outline = {
		.mem = mem,
		.leaves = ARENA_ARRAY(mem, MAX_PARTS, struct leaf),
	};

	header_report(message, report);
	if (guarded->body_dropped) {
		report_note(report, "it has too many parts to be read");
		return TOO_LARGE;
	}
	outline_add(&outline, g_mime_message_get_mime_part(message), SPAN(""),
	    0);
	if (outline.n == 0 && !outline.is_cut &&
	    span_trim(guarded->body).len > 0)
		return text_report(guarded->body, report);
	return parts_report(&outline, report);
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
	if (!guarded.has_header || !guarded.fields_dropped)
		return reading;
	report_note(report, "lines of its header that are too long were left "
			    "out");
	return TOO_LARGE;
}

const struct parser message_parser = {
	.name = "message",
	.types = "message/rfc822",
	.preload = message_preload,
	.read = message_read,
};
