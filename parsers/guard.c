/*
 * guard.c - leaves out of a message what is known to hurt its parser
 *
 * Measured on GMime 3.2.13: groups within groups in a field of 120 KB overflow
 * its stack; it takes 34 times the memory of a folded field, and 2 KB for each
 * tiny part.
 */
#include "guard.h"

#include "base/buf.h"
#include "base/ceilings.h"

#include <stdint.h>
#include <string.h>

/* Lines that may be boundaries: GMime takes 2 KB of memory for a tiny part. */
#define MAX_BOUNDARY_LINES 20000

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

/* Does it begin with a field: printable characters up to a colon? */
static bool
has_field(struct span bytes)
{
	for (size_t i = 0; i < bytes.len && i < 128; i++) {
		if (bytes.at[i] == ':')
			return i > 0;
		if (bytes.at[i] <= ' ' || bytes.at[i] == 0x7f)
			return false;
	}
	return false;
}

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

/* Takes off what stands before the first field: a mark, mbox's From line. */
static struct span
prologue_cut(struct span bytes)
{
	if (span_starts_with(bytes, SPAN("\xef\xbb\xbf")))
		bytes = span_from(bytes, 3);
	while (bytes.len > 0 && (bytes.at[0] == '\n' || bytes.at[0] == '\r'))
		bytes = span_from(bytes, 1);
	if (span_starts_with(bytes, SPAN("From ")) ||
	    span_starts_with(bytes, SPAN(">From ")))
		(void)span_cut_line(&bytes);
	return bytes;
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

void
guard_message(struct span bytes, struct arena *mem, struct guarded *g)
{
	struct span rest = prologue_cut(line_ends_mend(bytes, mem));
	struct span whole = rest;

	*g = (struct guarded){ .kept = BUF(SIZE_MAX / 4) };
	g->has_header = has_field(rest);
	while (!is_blank_line(rest)) {
		struct span field = field_cut(&rest);

		if (field_length(field) > MAX_HEADER_FIELD_BYTES ||
		    g->kept.len + field.len > MAX_HEADER_BLOCK_BYTES)
			g->fields_dropped = true;
		else
			buf_add(&g->kept, field);
	}
	g->body = body_bound(rest);
	g->body_cut = g->body.len < rest.len;
	g->bytes =
	    span_head(whole, (size_t)(g->body.at - whole.at) + g->body.len);
	if (g->fields_dropped) {
		buf_add(&g->kept, g->body);
		g->bytes = buf_span(&g->kept);
	}
}
