/*
 * guard.c - leaves out of a message what is known to hurt its parser
 *
 * Measured on GMime 3.2.13: groups within groups in a field of 120 KB overflow
 * its stack; it takes 34 times the memory of a folded field, and 2 KB for each
 * tiny part; it loses a text that follows a header without an empty line.
 */
#include "guard.h"
#include "charset.h"
#include "encoded.h"
#include "parameter.h"

#include "base/ceilings.h"

#include <stdint.h>
#include <string.h>

/* Lines that may be boundaries: GMime takes 2 KB of memory for a tiny part. */
#define MAX_BOUNDARY_LINES 20000
/* Boundaries of multiparts in multiparts; deeper ones are not read anyway. */
#define MAX_BOUNDARIES 32
/* Lines before the first field. */
#define MAX_JUNK_LINES 20
/* A name of a field is not longer. */
#define MAX_FIELD_NAME 128

/* --- lines of a header ---------------------------------------------------- */

/* Takes one field with its folded lines off *rest; empty at the end. */
static struct span
field_cut(struct span *rest)
{
	struct span start = *rest;

	do
		(void)span_cut_line(rest);
	while (rest->len > 0 && (rest->at[0] == ' ' || rest->at[0] == '\t'));
	return span_head(start, start.len - rest->len);
}

/* Its length without line ends. */
static size_t
field_length(struct span field)
{
	size_t n = 0;

	while (field.len > 0)
		n += span_cut_line(&field).len;
	return n;
}

static bool
is_blank_line(struct span rest)
{
	return rest.len == 0 || rest.at[0] == '\n' ||
	       span_starts_with(rest, SPAN("\r\n"));
}

/*
 * The name of the field that the bytes begin with: printable characters up to
 * a colon, blanks before it allowed (RFC 5322, 4.5); "" for none.
 */
static struct span
field_name(struct span bytes)
{
	size_t len = 0, n = 0;

	while (n < bytes.len && n < MAX_FIELD_NAME && bytes.at[n] > ' ' &&
	       bytes.at[n] != ':' && bytes.at[n] < 0x7f)
		n++;
	len = n;
	while (n < bytes.len && (bytes.at[n] == ' ' || bytes.at[n] == '\t'))
		n++;
	return span_head(bytes, n < bytes.len && bytes.at[n] == ':' ? len : 0);
}

/* Does it begin with a field that mail has, and a letter hardly? */
static bool
is_mail_field(struct span bytes)
{
	static const char *const names[] = { "from", "to", "cc", "bcc",
		"subject", "date", "message-id", "mime-version", "received",
		"return-path", "reply-to", "sender", "in-reply-to",
		"references", "delivered-to", "authentication-results",
		"auto-submitted", "precedence", "importance", "user-agent",
		"dkim-signature" };
	static const char *const heads[] = { "content-", "x-", "arc-", "list-",
		"thread-", "received-" };
	struct span name = field_name(bytes);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (span_is_same_word(name, span_of(names[i])))
			return true;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (span_starts_with(name, span_of(heads[i])))
			return true;
	return false;
}

/*
 * Where a header ends: at an empty line, at a boundary, or at a line that is
 * no field and after which no field of mail comes soon: there somebody forgot
 * the empty line.
 */
static size_t
header_end(struct span bytes)
{
	size_t strange = SPAN_NOT_FOUND;
	struct span rest = bytes;
	int lines = 0;

	while (!is_blank_line(rest) && lines < MAX_JUNK_LINES &&
	       !span_starts_with(rest, SPAN("--"))) {
		size_t at = bytes.len - rest.len;
		struct span line = span_cut_line(&rest);

		lines += strange != SPAN_NOT_FOUND;
		if (line.at[0] == ' ' || line.at[0] == '\t')
			continue;
		if (strange == SPAN_NOT_FOUND && field_name(line).len == 0)
			strange = at;
		else if (strange != SPAN_NOT_FOUND && is_mail_field(line)) {
			strange = SPAN_NOT_FOUND;
			lines = 0;
		}
	}
	return strange == SPAN_NOT_FOUND ? bytes.len - rest.len : strange;
}

/* --- before the header ---------------------------------------------------- */

/* A message in UTF-16, as editors save it, in UTF-8. */
static struct span
charset_mend(struct span bytes, struct arena *mem)
{
	autobuf text = BUF(MAX_UNPACKED_BYTES);

	if (!span_is_equal(span_head(bytes, 2), SPAN("\xff\xfe")) &&
	    !span_is_equal(span_head(bytes, 2), SPAN("\xfe\xff")))
		return bytes;
	charset_decode(charset_choose(bytes, SPAN("")), bytes, &text);
	return arena_copy(mem, buf_span(&text));
}

/* A message whose lines end in CR alone, as a copy in which they end in LF. */
static struct span
line_ends_mend(struct span bytes, struct arena *mem)
{
	struct span head = span_head(bytes, MAX_HEADER_BLOCK_BYTES);
	char *copy;

	if (head.len == 0 || memchr(head.at, '\n', head.len) != NULL ||
	    memchr(head.at, '\r', head.len) == NULL)
		return bytes;
	copy = arena_alloc(mem, bytes.len);
	for (size_t i = 0; i < bytes.len; i++)
		copy[i] = (char)(bytes.at[i] == '\r' ? '\n' : bytes.at[i]);
	return (struct span){ copy, bytes.len };
}

/* Takes off lines that are no field, where at least two of mail follow. */
static struct span
junk_cut(struct span bytes)
{
	struct span rest = bytes, first = bytes;
	int n = 0, lines = 0;

	if (field_name(bytes).len > 0)
		return bytes;
	for (; !is_blank_line(rest) && n < 2 && lines < 2 * MAX_JUNK_LINES;
	     lines++) {
		if (is_mail_field(rest) && n++ == 0)
			first = rest;
		if (n == 0 && lines == MAX_JUNK_LINES)
			break;
		(void)span_cut_line(&rest);
	}
	return n < 2 ? bytes : first;
}

/* Takes off what stands before the first field: a mark, mbox's From line. */
static struct span
prologue_cut(struct span bytes)
{
	if (span_starts_with(bytes, SPAN("\xef\xbb\xbf")))
		bytes = span_from(bytes, 3);
	while (bytes.len > 0 && (bytes.at[0] == '\n' || bytes.at[0] == '\r'))
		bytes = span_from(bytes, 1);
	if (span_starts_with(bytes, SPAN("From ")) &&
	    field_name(bytes).len == 0)
		(void)span_cut_line(&bytes);
	else if (span_starts_with(bytes, SPAN(">From ")))
		(void)span_cut_line(&bytes);
	return junk_cut(bytes);
}

/* --- the header ----------------------------------------------------------- */

/* The field without NUL, and without "mailto:" where addresses stand. */
static void
field_clean(struct span field, struct buf *out)
{
	static const char mailto[] = "<mailto:";
	bool has_nul = memchr(field.at, '\0', field.len) != NULL;

	for (size_t i = 0; i < field.len; i++) {
		bool is_mailto =
		    field.at[i] == '<' &&
		    span_starts_with(span_from(field, i), span_of(mailto));

		if (!has_nul || field.at[i] != '\0')
			buf_add_char(out, field.at[i]);
		if (is_mailto)
			i += sizeof mailto - 2;
	}
}

static void
field_keep(struct span field, struct buf *kept)
{
	static const char *const with_addresses[] = { "from", "to", "cc",
		"reply-to", "sender" };
	struct span name = field_name(field);
	bool has_addresses = false;
	autobuf clean = BUF(field.len + 1);

	for (size_t i = 0; i < sizeof with_addresses / sizeof *with_addresses;
	     i++)
		has_addresses |=
		    span_is_same_word(name, span_of(with_addresses[i]));
	if (memchr(field.at, '\0', field.len) != NULL ||
	    (has_addresses &&
		span_find(field, SPAN("<mailto:"), 0) != SPAN_NOT_FOUND)) {
		field_clean(field, &clean);
		field = buf_span(&clean);
	}
	encoded_mend(field, kept);
}

/* The message as it is kept: what was changed, and what still is as it was. */
struct keeping {
	struct guarded *g;
	struct span pending; /* from here on nothing is kept yet */
};

/*
 * Takes a header off *rest, as it came; keeps it mended, and with the empty
 * line it lacks.
 */
static struct span
header_keep(struct keeping *k, struct span *rest)
{
	struct span header = span_head(*rest, header_end(*rest));
	struct span block = header;
	autobuf mended = BUF(SIZE_MAX / 4);
	size_t kept = 0;

	while (block.len > 0) {
		struct span field = field_cut(&block);

		if (field_length(field) > MAX_HEADER_FIELD_BYTES ||
		    kept + field.len > MAX_HEADER_BLOCK_BYTES) {
			k->g->fields_dropped = true;
			continue;
		}
		kept += field.len;
		field_keep(field, &mended);
	}
	*rest = span_from(*rest, header.len);
	if (!is_blank_line(*rest))
		buf_add_char(&mended, '\n');
	if (span_is_equal(buf_span(&mended), header))
		return header;
	buf_add(&k->g->kept,
	    span_head(k->pending, (size_t)(header.at - k->pending.at)));
	buf_add(&k->g->kept, buf_span(&mended));
	k->pending = *rest;
	return header;
}

/* --- the body ------------------------------------------------------------- */

/* The body up to where it has had too many lines that may be boundaries. */
static struct span
body_bound(struct span body)
{
	struct span rest = body;
	size_t n = 0;

	while (rest.len > 0) {
		size_t at = body.len - rest.len;

		n += span_starts_with(span_cut_line(&rest), SPAN("--"));
		if (n > MAX_BOUNDARY_LINES)
			return span_head(body, at);
	}
	return body;
}

struct boundaries {
	struct span names[MAX_BOUNDARIES];
	size_t n;
};

/* Adds the boundary that a header names. */
static void
boundary_add(struct boundaries *known, struct span header, struct arena *mem)
{
	while (header.len > 0 && known->n < MAX_BOUNDARIES) {
		struct span field = field_cut(&header);
		struct span name = SPAN("");

		if (span_is_same_word(field_name(field), SPAN("content-type")))
			name = parameter_find(field, "boundary", mem);
		if (name.len > 0)
			known->names[known->n++] = name;
	}
}

static bool
is_boundary(const struct boundaries *known, struct span line)
{
	if (!span_starts_with(line, SPAN("--")))
		return false;
	line = span_trim(span_from(line, 2));
	for (size_t i = 0; i < known->n; i++)
		if (span_is_equal(line, known->names[i]))
			return true;
	return false;
}

/*
 * Mends the headers of the parts as that of the message.  A message within is
 * left as it is: it has boundaries of its own.
 */
static void
parts_keep(struct keeping *k, struct span header, struct span rest,
    struct arena *mem)
{
	struct boundaries known = { .n = 0 };

	boundary_add(&known, header, mem);
	while (rest.len > 0 && known.n > 0) {
		if (is_boundary(&known, span_cut_line(&rest)))
			boundary_add(&known, header_keep(k, &rest), mem);
	}
}

/* --- all of it ------------------------------------------------------------ */

void
guard_message(struct span bytes, struct arena *mem, struct guarded *g)
{
	struct span whole =
	    prologue_cut(line_ends_mend(charset_mend(bytes, mem), mem));
	struct keeping k = { .g = g };
	struct span rest, body, header;
	size_t header_len;

	*g = (struct guarded){ .kept = BUF(SIZE_MAX / 4) };
	g->has_header = field_name(whole).len > 0;
	body = body_bound(span_from(whole, header_end(whole)));
	g->body_cut = body.at + body.len < whole.at + whole.len;
	whole = span_head(whole, (size_t)(body.at - whole.at) + body.len);
	k.pending = rest = whole;
	header = header_keep(&k, &rest);
	header_len = k.pending.at != whole.at ? g->kept.len : header.len;
	parts_keep(&k, header, rest, mem);
	g->bytes = whole;
	if (k.pending.at != whole.at) {
		buf_add(&g->kept, k.pending);
		g->bytes = buf_span(&g->kept);
	}
	g->body = span_from(g->bytes, header_len);
}
