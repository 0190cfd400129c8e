/*
 * content.c - hashes a message without the lines of those who carried it
 *
 * Trusts:  nothing.
 * Doubts:  every byte.  In the header block it tells line starts, blanks and
 *          the colon apart, no more; it keeps the start of one line, as long
 *          as the longest name it looks for.
 */
#include "intake/content.h"
#include "base/ceilings.h"
#include "base/digest.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define LONGEST_NAME 64
#define PIECE_BYTES 65536

static const struct {
	const char *name;
	bool is_family; /* every field that begins so */
} trace_fields[] = {
	{ "Return-Path", false },
	{ "Received", false },
	{ "Received-SPF", false },
	{ "Authentication-Results", false },
	{ "ARC-", true },
	{ "Delivered-To", false },
	{ "X-Original-To", false },
	{ "Envelope-To", false },
	{ "Delivery-Date", false },
	{ "X-MS-Exchange-Organization-", true },
	{ "X-MS-Exchange-Forest-", true },
	{ "X-Microsoft-Antispam-Mailbox-Delivery", false },
	{ "X-MS-Exchange-Transport-EndToEndLatency", false },
};

enum where {
	AT_LINE_START,
	IN_NAME,  /* of a field; its start is held back */
	IN_FIELD, /* or any line that is content */
	IN_TRACE,
	IN_BODY
};

struct hashing {
	struct digest *digest; /* own */
	enum where where;
	enum where field;    /* IN_FIELD or IN_TRACE: that of the last line */
	bool has_return;     /* a CR that may belong to a LF */
	size_t header_bytes; /* so far */
	size_t held;
	char name[LONGEST_NAME]; /* a line's start, until its end is seen */
	size_t used;
	char out[4096]; /* content on its way to the digest */
};

static void
out_flush(struct hashing *h)
{
	digest_add(h->digest, (struct span){ h->out, h->used });
	h->used = 0;
}

static void
out_add(struct hashing *h, char c)
{
	if (h->used == sizeof h->out)
		out_flush(h);
	h->out[h->used++] = c;
}

/* What was held back is content. */
static void
name_keep(struct hashing *h)
{
	for (size_t i = 0; i < h->held; i++)
		out_add(h, h->name[i]);
	h->held = 0;
}

static bool
name_is_trace(const struct hashing *h)
{
	struct span name = span_trim((struct span){ h->name, h->held });

	for (size_t i = 0; i < sizeof trace_fields / sizeof *trace_fields;
	     i++) {
		struct span trace = span_of(trace_fields[i].name);

		if (trace_fields[i].is_family ? span_starts_with(name, trace)
					      : span_is_same_word(name, trace))
			return true;
	}
	return false;
}

/* A byte of a line's name: decides about the line once it can. */
static void
name_add(struct hashing *h, char c)
{
	if (c == ':' && name_is_trace(h)) {
		h->held = 0;
		h->where = h->field = IN_TRACE;
		return;
	}
	h->where = IN_NAME;
	if (c != ':' && c != '\n' && h->held < sizeof h->name) {
		h->name[h->held++] = c;
		return;
	}
	name_keep(h);
	out_add(h, c);
	h->field = IN_FIELD;
	h->where = c == '\n' ? AT_LINE_START : IN_FIELD;
}

static void
line_start_add(struct hashing *h, char c)
{
	if (c == '\n') {
		out_add(h, c);
		h->where = IN_BODY;
	} else if (c == ' ' || c == '\t') { /* goes on with the last line */
		if (h->field == IN_FIELD)
			out_add(h, c);
		h->where = h->field;
	} else {
		name_add(h, c);
	}
}

static void
byte_add(struct hashing *h, char c)
{
	if (h->where == IN_BODY) {
		out_add(h, c);
		return;
	}
	if (++h->header_bytes > MAX_HEADER_BLOCK_BYTES) {
		name_keep(h);
		out_add(h, c);
		h->where = IN_BODY;
	} else if (h->where == AT_LINE_START) {
		line_start_add(h, c);
	} else if (h->where == IN_NAME) {
		name_add(h, c);
	} else {
		if (h->where == IN_FIELD)
			out_add(h, c);
		if (c == '\n')
			h->where = AT_LINE_START;
	}
}

/* Hands the bytes on, without each CR that stands before a LF. */
static void
bytes_add(struct hashing *h, struct span bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		if (h->has_return && bytes.at[i] != '\n')
			byte_add(h, '\r');
		h->has_return = bytes.at[i] == '\r';
		if (!h->has_return)
			byte_add(h, bytes.at[i]);
	}
}

/* Does it begin with a field name (RFC 5322 section 2.2) and a colon? */
static bool
is_field(struct span start)
{
	struct span name = span_cut_at(&start, ':');

	if (start.at != name.at + name.len + 1)
		return false;
	while (name.len > 0 &&
	       (name.at[name.len - 1] == ' ' || name.at[name.len - 1] == '\t'))
		name.len--;
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] <= ' ' || name.at[i] > '~')
			return false;
	return name.len > 0;
}

enum outcome
content_hash(int fd, struct arena *mem, struct span *content, struct error *why)
{
	struct hashing h = { .digest = digest_begin(), .field = IN_FIELD };
	char piece[PIECE_BYTES];
	bool is_plain = false; /* no message: as it is */
	struct span digits;
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, piece, sizeof piece, at)) > 0 ||
	       (n < 0 && errno == EINTR)) {
		struct span bytes = { piece, n < 0 ? 0 : (size_t)n };

		if (at == 0 && n > 0)
			is_plain = !is_field(span_head(bytes, LONGEST_NAME));
		if (is_plain)
			digest_add(h.digest, bytes);
		else
			bytes_add(&h, bytes);
		at += (off_t)bytes.len;
	}
	if (h.has_return)
		byte_add(&h, '\r');
	name_keep(&h);
	out_flush(&h);
	digits = digest_end(h.digest, mem);
	if (n < 0)
		return fail(why, LATER, "file: read: %s", strerror(errno));
	*content = digits;
	return DONE;
}
