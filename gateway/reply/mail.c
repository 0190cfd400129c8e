/* mail.c - makes a letter the body of a message, in the writer's thread */
#include "reply/mail.h"
#include "reply/html.h"
#include "triage/address.h"

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
	GMimeObject *plain = message_part("plain", buf_text(text));
	GMimeObject *html = message_part("html", buf_text(page));

	g_mime_multipart_set_boundary(both,
	    arena_printf(mem, "=_%.*s", SPAN_ARG(letter->reference)).at);
	g_mime_multipart_add(both, plain);
	g_mime_multipart_add(both, html);
	g_object_unref(plain);
	g_object_unref(html);
	return GMIME_OBJECT(both);
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

enum outcome
mail_make(const struct letter *letter, const struct outbox_row *row,
    struct span from, time_t now, struct arena *mem, struct outgoing *mail,
    struct error *why)
{
	autobuf text = BUF(MAX_MAIL_BYTES / 2), page = BUF(MAX_MAIL_BYTES);
	struct message_head head = {
		.organisation = letter->organisation,
		.from = from,
		.to = row->to.address,
		.subject = letter->wording.subject,
		.message_id = row->message_id,
		.submitted = "auto-replied",
		.now = now,
	};
	GMimeMessage *message;
	enum outcome how;

	letter_to_text(letter, &text);
	letter_to_html(letter, &page);
	if (text.overflowed || page.overflowed)
		return fail(why, BROKEN, "mail: %.*s: the text is too long",
		    SPAN_ARG(letter->text_name));
	if (!message_id_is_safe(row->message_id))
		return fail(why, BROKEN, "mail: case %.*s: bad Message-ID",
		    SPAN_ARG(row->reference));
	how = message_open(&head, mem, &message, why);
	if (how != DONE)
		return how;
	header_add_folded(message, "In-Reply-To",
	    first_message_id(row->in_reply_to), mem);
	header_add_folded(message, "References",
	    message_ids_fold(row->references, mem), mem);
	message_header_add(message, "Content-Language", letter->language);
	*mail = message_close(message, body_make(letter, &text, &page, mem),
	    &head, mem);
	return DONE;
}
