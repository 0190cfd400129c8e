/* mail.c - builds the message with GMime; it never parses one */
#include "reply/mail.h"
#include "reply/html.h"
#include "triage/address.h"

#include <gmime/gmime.h>

#define MAX_MAIL_BYTES (1 << 20)

/*
 * Whether a Message-ID, with its angle brackets, may stand in a header: in
 * printable ASCII, without blanks or further brackets, with an @.
 */
static bool
message_id_is_safe(struct span s)
{
	if (s.len < 5 || s.len > MAX_MESSAGE_ID_BYTES || s.at[0] != '<' ||
	    s.at[s.len - 1] != '>')
		return false;
	for (size_t i = 1; i + 1 < s.len; i++)
		if (s.at[i] <= ' ' || s.at[i] > '~' || s.at[i] == '<' ||
		    s.at[i] == '>')
			return false;
	return span_find(s, SPAN("@"), 0) != SPAN_NOT_FOUND;
}

/* The next Message-ID of the list that is safe; false at the end. */
static bool
message_id_next(struct span *rest, struct span *id)
{
	while (rest->len > 0) {
		size_t open = span_find(*rest, SPAN("<"), 0);
		size_t end;

		if (open == SPAN_NOT_FOUND)
			return false;
		end = span_find(*rest, SPAN(">"), open);
		if (end == SPAN_NOT_FOUND)
			return false;
		*id = span_from(span_head(*rest, end + 1), open);
		*rest = span_from(*rest, end + 1);
		if (message_id_is_safe(*id))
			return true;
	}
	return false;
}

/*
 * The safe Message-IDs of the list, each on a line of its own, so that no
 * line reaches the 998 octets of RFC 5322 section 2.1.1.
 */
static struct span
message_ids_fold(struct span list, struct arena *mem)
{
	struct span ids[MAX_REFERENCES], id;
	autobuf folded = BUF(MAX_REFERENCES * (MAX_MESSAGE_ID_BYTES + 3));
	size_t n = 0;

	while (message_id_next(&list, &id)) {
		if (n == MAX_REFERENCES) {
			memmove(ids + 1, ids + 2, (n - 2) * sizeof *ids);
			n--;
		}
		ids[n++] = id;
	}
	for (size_t i = 0; i < n; i++)
		buf_printf(&folded, "%s%.*s", i > 0 ? "\r\n " : "",
		    SPAN_ARG(ids[i]));
	return arena_copy(mem, buf_span(&folded));
}

static struct span
first_message_id(struct span list)
{
	struct span id;

	return message_id_next(&list, &id) ? id : SPAN("");
}

/* A part of text, as quoted-printable: no line is longer than 76 octets. */
static GMimeObject *
part_make(const char *subtype, const struct buf *text)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, buf_text(text));
	g_mime_part_set_content_encoding(GMIME_PART(part),
	    GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	return GMIME_OBJECT(part);
}

/*
 * The letter twice, the better form last (RFC 2046 section 5.1.4).  What
 * parts them is no quoted-printable, and the same each time that the message
 * is made.
 */
static GMimeObject *
body_make(const struct letter *letter, const struct buf *text,
    const struct buf *page, struct arena *mem)
{
	GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");
	GMimeObject *plain = part_make("plain", text);
	GMimeObject *html = part_make("html", page);

	g_mime_multipart_set_boundary(both,
	    arena_printf(mem, "=_%.*s", SPAN_ARG(letter->reference)).at);
	g_mime_multipart_add(both, plain);
	g_mime_multipart_add(both, html);
	g_object_unref(plain);
	g_object_unref(html);
	return GMIME_OBJECT(both);
}

/* Left to itself GMime looks for the smallest charset that fits the name. */
static void
from_set(GMimeMessage *message, const char *name, const char *address)
{
	InternetAddress *from = internet_address_mailbox_new(name, address);

	internet_address_set_charset(from, "utf-8");
	internet_address_list_add(g_mime_message_get_from(message), from);
	g_object_unref(from);
}

static void
header_add(GMimeMessage *message, const char *name, struct span value,
    struct arena *mem)
{
	if (value.len > 0)
		g_mime_object_append_header(GMIME_OBJECT(message), name,
		    arena_text(mem, value), "utf-8");
}

/* A header whose folding is ours already. */
static void
header_add_folded(GMimeMessage *message, const char *name, struct span value,
    struct arena *mem)
{
	GMimeHeaderList *list =
	    g_mime_object_get_header_list(GMIME_OBJECT(message));
	int n;

	if (value.len == 0)
		return;
	g_mime_header_list_append(list, name, "", NULL);
	n = g_mime_header_list_get_count(list);
	g_mime_header_set_raw_value(
	    g_mime_header_list_get_header_at(list, n - 1),
	    arena_printf(mem, " %.*s\r\n", SPAN_ARG(value)).at);
}

static void
headers_set(GMimeMessage *message, const struct letter *letter,
    const struct outbox_row *row, struct arena *mem)
{
	struct span id =
	    span_from(span_head(row->message_id, row->message_id.len - 1), 1);

	g_mime_message_set_subject(message,
	    arena_text(mem, letter->wording.subject), "utf-8");
	g_mime_message_set_message_id(message, arena_text(mem, id));
	header_add_folded(message, "In-Reply-To",
	    first_message_id(row->in_reply_to), mem);
	header_add_folded(message, "References",
	    message_ids_fold(row->references, mem), mem);
	header_add(message, "Auto-Submitted", SPAN("auto-replied"), mem);
	/* All but NDR: "All" would keep bounces from us (MS-OXCMAIL). */
	header_add(message, "X-Auto-Response-Suppress",
	    SPAN("DR, RN, NRN, OOF, AutoReply"), mem);
	header_add(message, "Content-Language", span_of(letter->language), mem);
}

/* The message as it goes over the wire. */
static struct span
message_write(GMimeMessage *message, struct arena *mem)
{
	GMimeFormatOptions *format = g_mime_format_options_clone(NULL);
	GByteArray *bytes = g_byte_array_new();
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
	struct span copy;

	g_mime_format_options_set_newline_format(format,
	    GMIME_NEWLINE_FORMAT_DOS);
	g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
	copy = arena_copy(mem,
	    (struct span){ (const char *)bytes->data, bytes->len });
	g_object_unref(stream);
	g_mime_format_options_free(format);
	return copy;
}

enum outcome
mail_make(const struct letter *letter, const struct outbox_row *row,
    struct span from, time_t now, struct arena *mem, struct outgoing *mail,
    struct error *why)
{
	autobuf text = BUF(MAX_MAIL_BYTES / 2), page = BUF(MAX_MAIL_BYTES);
	GMimeMessage *message;
	GMimeObject *body;
	GDateTime *date;

	letter_to_text(letter, &text);
	letter_to_html(letter, &page);
	if (text.overflowed || page.overflowed)
		return fail(why, BROKEN, "mail: %.*s: the text is too long",
		    SPAN_ARG(letter->text_name));
	if (!address_is_fit(from))
		return fail(why, BROKEN,
		    "mail: [smtp] from: not a plain e-mail address");
	if (!message_id_is_safe(row->message_id))
		return fail(why, BROKEN, "mail: case %.*s: bad Message-ID",
		    SPAN_ARG(row->reference));
	if (!address_is_fit(row->to.address))
		return fail(why, REFUSED,
		    "this is not an address that mail can be sent to");
	g_mime_init();
	message = g_mime_message_new(FALSE);
	body = body_make(letter, &text, &page, mem);
	date = g_date_time_new_from_unix_utc(now);
	from_set(message, arena_text(mem, letter->organisation),
	    arena_text(mem, from));
	g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, NULL,
	    arena_text(mem, row->to.address));
	g_mime_message_set_date(message, date);
	headers_set(message, letter, row, mem);
	g_mime_message_set_mime_part(message, body);
	*mail = (struct outgoing){
		.to = arena_copy(mem, row->to.address),
		.message_id = arena_copy(mem, row->message_id),
		.bytes = message_write(message, mem),
	};
	g_date_time_unref(date);
	g_object_unref(body);
	g_object_unref(message);
	return DONE;
}
