/*
 * outline.c - finds the leaves of a message and says what each is for
 *
 * A message within the message is a leaf like any other: its bytes go through
 * a process of their own.  Nothing received is ever written out again by
 * GMime, and no boundary is asked of it: both can loop without end.
 */
#include "outline.h"
#include "parameter.h"
#include "parser.h"
#include "report.h"

#include "base/utf8.h"

#include <string.h>

/* --- one leaf ------------------------------------------------------------- */

/* The last field of that name as it stands in the message; "" for none. */
static struct span
field_of(GMimeObject *object, const char *name)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	struct span value = SPAN("");
	int n = g_mime_header_list_get_count(list);

	for (int i = 0; i < n; i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(list, i);

		if (span_is_same_word(span_of(g_mime_header_get_name(h)),
			span_of(name)))
			value = span_of(g_mime_header_get_raw_value(h));
	}
	return value;
}

enum transfer
outline_transfer(GMimeObject *object)
{
	return transfer_named(field_of(object, "Content-Transfer-Encoding"));
}

/*
 * Is it a letter that is only said to be base64?  That has no blanks between
 * words.
 */
static bool
is_prose(struct span bytes)
{
	size_t blanks = 0;

	for (size_t i = 0; i < bytes.len; i++)
		blanks += bytes.at[i] == ' ';
	return blanks > bytes.len / 20;
}

/*
 * The part's bytes, decoded, in mem; *is_sound where its encoding was.  GMime
 * may not decode: it does not say what was broken, and how it mends that.
 */
static struct span
part_decode(GMimePart *part, bool is_text, struct arena *mem, bool *is_sound)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *raw =
	    content == NULL ? NULL : g_mime_data_wrapper_get_stream(content);
	autobuf decoded = BUF(MAX_UNPACKED_BYTES);
	enum transfer transfer = outline_transfer(GMIME_OBJECT(part));
	struct span encoded;
	GMimeStream *copy;
	GByteArray *bytes;

	*is_sound = true;
	if (raw == NULL)
		return SPAN("");
	copy = g_mime_stream_mem_new();
	(void)g_mime_stream_reset(raw);
	(void)g_mime_stream_write_to_stream(raw, copy);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(copy));
	encoded = (struct span){ (const char *)bytes->data, bytes->len };
	if (is_text && transfer == TRANSFER_BASE64)
		transfer = TRANSFER_BASE64_TEXT;
	*is_sound = transfer_decode(transfer, encoded, &decoded);
	if (transfer == TRANSFER_BASE64_TEXT && !*is_sound &&
	    is_prose(encoded)) {
		*is_sound = true;
		buf_clear(&decoded);
		buf_add(&decoded, encoded);
	}
	g_object_unref(copy);
	return arena_copy(mem, buf_span(&decoded));
}

/* Its label: of Content-Disposition, else of Content-Type; "" for none. */
static struct span
name_of(GMimePart *part, struct arena *mem)
{
	struct span name =
	    parameter_find(field_of(GMIME_OBJECT(part), "Content-Disposition"),
		"filename", mem);

	if (name.len == 0)
		name = parameter_find(
		    field_of(GMIME_OBJECT(part), "Content-Type"), "name", mem);
	/* Where even a semicolon is missing, GMime may guess it. */
	return name.len > 0 ? name : span_of(g_mime_part_get_filename(part));
}

static struct span
type_of(GMimeObject *object, struct arena *mem)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);
	g_autofree char *text =
	    type == NULL ? NULL : g_mime_content_type_get_mime_type(type);
	g_autofree char *lower =
	    g_ascii_strdown(text == NULL ? "text/plain" : text, -1);

	return arena_copy(mem, span_of(lower));
}

/* Has it characters that no text has?  Then its decoding went wrong. */
static bool
has_controls(struct span bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];

		if (c < 8 || (c > 13 && c < ' ' && c != 0x1b))
			return true;
	}
	return false;
}

/*
 * Is it the message itself in another wrapping?  Outlook's winmail.dat
 * (MS-OXTNEF, whose signature is 0x223E9F78) or S/MIME (RFC 8551, 3.2).
 */
static bool
is_wrapping(const struct leaf *leaf)
{
	static const char *const types[] = { "application/ms-tnef",
		"application/vnd.ms-tnef", "application/pkcs7-mime",
		"application/x-pkcs7-mime" };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (span_is_equal(leaf->type, span_of(types[i])))
			return true;
	return span_is_same_word(leaf->name, SPAN("winmail.dat")) ||
	       span_is_same_word(leaf->name, SPAN("smime.p7m"));
}

static bool
is_text(struct span type)
{
	return span_is_equal(type, SPAN("text/plain")) ||
	       span_is_equal(type, SPAN("text/html"));
}

/* Text of another kind, which few mail programs send letters in. */
static bool
is_odd_text(struct span type, bool is_only)
{
	static const char *const types[] = { "text/enriched", "text/richtext",
		"text/rtf", "text/markdown", "application/rtf",
		"application/xhtml+xml" };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (span_is_equal(type, span_of(types[i])))
			return true;
	return is_only && span_starts_with(type, SPAN("text/")) &&
	       !is_text(type);
}

static bool
is_marked_attached(const struct leaf *leaf)
{
	return span_is_same_word(
	    span_of(g_mime_object_get_disposition(GMIME_OBJECT(leaf->part))),
	    SPAN("attachment"));
}

/* Text that the sender meant to be read in place, or something that hangs on. */
static const char *
disposition_of(const struct leaf *leaf, bool is_sound)
{
	GMimeObject *object = GMIME_OBJECT(leaf->part);
	const char *declared = g_mime_object_get_disposition(object);
	struct span word = span_of(declared);
	bool is_only = span_is_equal(leaf->path, SPAN("1"));

	if (leaf->is_wrapping)
		return "body";
	if (is_marked_attached(leaf))
		return "attachment";
	/* The first part is the letter, though some give it a name. */
	if (is_text(leaf->type) && (leaf->name.len == 0 || is_only ||
				       span_ends_with(leaf->path, SPAN(".1"))))
		return is_sound || !has_controls(leaf->bytes) ? "body"
							      : "attachment";
	if (span_starts_with(leaf->type, SPAN("image/")) &&
	    (declared != NULL || g_mime_object_get_content_id(object) != NULL))
		return "inline";
	if (span_starts_with(leaf->type, SPAN("message/")) &&
	    (is_only || span_is_same_word(word, SPAN("inline"))))
		return "inline";
	return "attachment";
}

static void
leaf_add(struct outline *o, GMimePart *part, struct span path)
{
	struct leaf *leaf = &o->leaves[o->n];
	struct span type = type_of(GMIME_OBJECT(part), o->mem);
	bool is_sound;

	if (o->n == MAX_PARTS) {
		o->is_cut = true;
		return;
	}
	o->n++;
	*leaf = (struct leaf){
		.part = part,
		.path = path,
		.type = type,
		.name = name_of(part, o->mem),
		.bytes = part_decode(part,
		    span_starts_with(type, SPAN("text/")), o->mem, &is_sound),
	};
	leaf->is_wrapping = is_wrapping(leaf);
	leaf->disposition = disposition_of(leaf, is_sound);
}

/* --- all of them ---------------------------------------------------------- */

/* Of the leaves from..end, is one a body of that type with text? */
static bool
range_has_text(const struct outline *o, size_t from, size_t end,
    struct span type)
{
	for (size_t i = from; i < end; i++) {
		const struct leaf *leaf = &o->leaves[i];

		if (strcmp(leaf->disposition, "body") == 0 &&
		    span_is_equal(leaf->type, type) &&
		    span_trim(leaf->bytes).len > 0)
			return true;
	}
	return false;
}

bool
outline_has_text(const struct outline *o, struct span type)
{
	return range_has_text(o, 0, o->n, type);
}

/*
 * Of the versions of one text, keeps the first in plain text, else the last
 * in HTML, and marks the other ones.  Files that hang on one version only are
 * no versions.  starts has n + 1 places.
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
			    leaf->name.len == 0)
				leaf->is_alternative = true;
		}
}

static void object_add(struct outline *o, GMimeObject *object, struct span path,
    int depth);

static void
multipart_add(struct outline *o, GMimeMultipart *parts, struct span path,
    int depth)
{
	int n = g_mime_multipart_get_count(parts);
	size_t *starts = ARENA_ARRAY(o->mem, (size_t)n + 1, size_t);

	for (int i = 0; i < n && !o->is_cut; i++) {
		struct span step = arena_printf(o->mem, "%.*s%s%d",
		    SPAN_ARG(path), path.len == 0 ? "" : ".", i + 1);

		starts[i] = o->n;
		if (i < MAX_PARTS)
			object_add(o, g_mime_multipart_get_part(parts, i), step,
			    depth + 1);
		else
			o->is_cut = true;
		starts[i + 1] = o->n;
	}
	if (span_is_equal(type_of(GMIME_OBJECT(parts), o->mem),
		SPAN("multipart/alternative")) &&
	    !o->is_cut)
		alternatives_mark(o, starts, (size_t)n);
}

static void
object_add(struct outline *o, GMimeObject *object, struct span path, int depth)
{
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
	multipart_add(o, GMIME_MULTIPART(object), path, depth);
}

/* A letter in nothing but text of another kind has that for its body. */
static void
odd_texts_mark(struct outline *o)
{
	if (outline_has_text(o, SPAN("text/plain")) ||
	    outline_has_text(o, SPAN("text/html")))
		return;
	for (size_t i = 0; i < o->n; i++) {
		struct leaf *leaf = &o->leaves[i];

		if (is_odd_text(leaf->type, o->n == 1) && leaf->name.len == 0 &&
		    !is_marked_attached(leaf))
			leaf->disposition = "body";
	}
}

void
outline_make(struct outline *o, GMimeObject *object, struct arena *mem)
{
	*o = (struct outline){
		.mem = mem,
		.leaves = ARENA_ARRAY(mem, MAX_PARTS, struct leaf),
	};
	object_add(o, object, SPAN(""), 0);
	odd_texts_mark(o);
	/* What Outlook packs into winmail.dat says the text again, in RTF. */
	for (size_t i = 0; i < o->n; i++)
		if (o->leaves[i].is_wrapping &&
		    (outline_has_text(o, SPAN("text/plain")) ||
			outline_has_text(o, SPAN("text/html"))))
			o->leaves[i].is_alternative = true;
}

/* --- their report --------------------------------------------------------- */

/*
 * The declared type, for a body of plain text with what RFC 3676 says of its
 * lines.
 */
static struct span
type_with_flow(const struct outline *o, const struct leaf *leaf)
{
	GMimeObject *object = GMIME_OBJECT(leaf->part);
	struct span format =
	    span_of(g_mime_object_get_content_type_parameter(object, "format"));
	struct span delsp =
	    span_of(g_mime_object_get_content_type_parameter(object, "delsp"));

	if (strcmp(leaf->disposition, "body") != 0 ||
	    !span_is_equal(leaf->type, SPAN("text/plain")) ||
	    !span_is_same_word(span_trim(format), SPAN("flowed")))
		return leaf->type;
	return arena_printf(o->mem, "%.*s; format=flowed%s",
	    SPAN_ARG(leaf->type),
	    span_is_same_word(span_trim(delsp), SPAN("yes")) ? "; delsp=yes"
							     : "");
}

static void
leaf_report(const struct outline *o, const struct leaf *leaf,
    struct report *report)
{
	const struct report_part part = {
		.path = leaf->path,
		.name = leaf->name,
		.type = type_with_flow(o, leaf),
		.charset = span_of(g_mime_object_get_content_type_parameter(
		    GMIME_OBJECT(leaf->part), "charset")),
		.disposition = leaf->disposition,
		.is_alternative = leaf->is_alternative,
	};

	report_part(report, &part);
	report_data(report, leaf->bytes);
}

bool
outline_report(const struct outline *o, struct report *report)
{
	bool has_bytes = false;

	for (size_t i = 0; i < o->n; i++) {
		leaf_report(o, &o->leaves[i], report);
		has_bytes |= o->leaves[i].bytes.len > 0;
	}
	return has_bytes;
}
