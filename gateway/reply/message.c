/* message.c - begins, fills and writes a message; it never parses one */
#include "reply/message.h"
#include "triage/address.h"

GMimeObject *
message_part(const char *subtype, const char *text)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, text);
	g_mime_part_set_content_encoding(GMIME_PART(part),
	    GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	return GMIME_OBJECT(part);
}

void
message_header_add(GMimeMessage *message, const char *name, const char *value)
{
	g_mime_object_append_header(GMIME_OBJECT(message), name, value,
	    "utf-8");
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
date_set(GMimeMessage *message, time_t now)
{
	GDateTime *date = g_date_time_new_from_unix_utc(now);

	g_mime_message_set_date(message, date);
	g_date_time_unref(date);
}

enum outcome
message_open(const struct message_head *head, struct arena *mem,
    GMimeMessage **message, struct error *why)
{
	/* GMime puts the angle brackets round it. */
	struct span id =
	    span_from(span_head(head->message_id, head->message_id.len - 1), 1);

	if (!address_is_fit(head->from))
		return fail(why, BROKEN,
		    "mail: [smtp] from: not a plain e-mail address");
	if (!address_is_fit(head->to))
		return fail(why, REFUSED,
		    "this is not an address that mail can be sent to");
	g_mime_init();
	*message = g_mime_message_new(FALSE);
	from_set(*message, arena_text(mem, head->organisation),
	    arena_text(mem, head->from));
	g_mime_message_add_mailbox(*message, GMIME_ADDRESS_TYPE_TO, NULL,
	    arena_text(mem, head->to));
	date_set(*message, head->now);
	g_mime_message_set_subject(*message, arena_text(mem, head->subject),
	    "utf-8");
	g_mime_message_set_message_id(*message, arena_text(mem, id));
	message_header_add(*message, "Auto-Submitted", head->submitted);
	message_header_add(*message, "X-Auto-Response-Suppress",
	    "DR, RN, NRN, OOF, AutoReply");
	return DONE;
}

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

struct outgoing
message_close(GMimeMessage *message, GMimeObject *body,
    const struct message_head *head, struct arena *mem)
{
	struct outgoing mail = {
		.to = arena_copy(mem, head->to),
		.message_id = arena_copy(mem, head->message_id),
	};

	g_mime_message_set_mime_part(message, body);
	mail.bytes = message_write(message, mem);
	g_object_unref(body);
	g_object_unref(message);
	return mail;
}
