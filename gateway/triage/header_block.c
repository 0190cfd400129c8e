/* header_block.c - the header lines that mail programs write into text */
#include "triage/header_block.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "triage/address.h"
#include "triage/lines.h"
#include "triage/mail_words.h"

#define MAX_BLOCK_LINES 40
#define MAX_LINE_BYTES 4096
#define MAX_VALUE_BYTES 65536
#define MAX_LABEL_BYTES 48
#define MAX_SENDER_BYTES 1000
#define MAX_LOOK_AHEAD 8 /* lines of a value that was wrapped */

#define NO_LABEL MAIL_WORD_KINDS

struct reading {
	struct span values[MAIL_LABELS];
	bool has[MAIL_LABELS];
	struct span rest;
	size_t depth;
};

/* The label that stands alone in text. */
static enum mail_word_kind
label_of(struct span text)
{
	for (enum mail_word_kind k = MAIL_FROM; k < MAIL_LABELS; k++)
		if (mail_word_is(text, k))
			return k;
	return NO_LABEL;
}

static struct span
without_stars(struct span s)
{
	s = line_bare(s);
	while (span_starts_with(s, SPAN("*")))
		s = line_bare(span_from(s, 1));
	while (span_ends_with(s, SPAN("*")))
		s = line_bare(span_head(s, s.len - 1));
	return s;
}

/* Where the colon stands, which may be a wide one; its length. */
static size_t
find_colon(struct span s, size_t *len)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == ':') {
			*len = 1;
			return i;
		}
		if (span_starts_with(span_from(s, i), SPAN("\uff1a"))) {
			*len = strlen("\uff1a");
			return i;
		}
	}
	return SPAN_NOT_FOUND;
}

/* Which header line it is; *value is what stands behind the colon. */
static enum mail_word_kind
read_label(struct span line, struct span *value)
{
	size_t len, colon;
	enum mail_word_kind label;

	line = line_bare(line);
	colon = find_colon(span_head(line, MAX_LABEL_BYTES), &len);
	if (colon == SPAN_NOT_FOUND)
		return NO_LABEL;
	label = label_of(without_stars(span_head(line, colon)));
	if (label != NO_LABEL) {
		*value = line_bare(span_from(line, colon + len));
		while (span_starts_with(*value, SPAN("*")))
			*value = line_bare(span_from(*value, 1));
	}
	return label;
}

static struct span
next_line(struct reading *r)
{
	return line_unquote(span_cut_line(&r->rest), r->depth);
}

/* Has a From, and that many of the others that say something? */
static bool
is_enough(const struct reading *r, int others)
{
	return r->has[MAIL_FROM] && r->has[MAIL_TO] + r->has[MAIL_CC] +
					    r->has[MAIL_DATE] +
					    r->has[MAIL_SUBJECT] >=
					others;
}

/* Does a header line that was not yet seen follow, within so many lines? */
static bool
label_follows(const struct reading *r, int within)
{
	struct reading ahead = *r;
	struct span value;

	for (int i = 0; i < within && ahead.rest.len > 0; i++) {
		struct span line = next_line(&ahead);
		enum mail_word_kind label = read_label(line, &value);

		if (label != NO_LABEL)
			return label == MAIL_OTHER || !r->has[label];
		if (line_is_blank(line))
			return false;
	}
	return false;
}

/* Does the line carry on the value before it? */
static bool
is_continuation(const struct reading *r, struct span line, struct span value,
    enum mail_word_kind last)
{
	if (last == NO_LABEL || line_is_blank(line))
		return false;
	if (label_follows(r, MAX_LOOK_AHEAD))
		return true;
	if (value.len == 0)
		return false;
	if (last != MAIL_SUBJECT && strchr(";,", value.at[value.len - 1]))
		return true;
	return line.at[0] == ' ' || line.at[0] == '\t';
}

static struct span
joined(struct span value, struct span line, struct arena *mem)
{
	autobuf all = BUF(MAX_VALUE_BYTES);

	buf_add(&all, value);
	if (value.len > 0 && value.at[value.len - 1] != '@')
		buf_add_char(&all, ' ');
	buf_add(&all, line_bare(line));
	return arena_copy(mem, buf_span(&all));
}

/* Takes the lines that belong to the block; how many there are. */
static size_t
read_lines(struct reading *r, bool after_separator, struct arena *mem)
{
	enum mail_word_kind last = NO_LABEL;
	size_t taken = 0, n = 0;

	while (n < MAX_BLOCK_LINES && r->rest.len > 0) {
		struct span line = next_line(r), value = SPAN("");
		enum mail_word_kind label = read_label(line, &value);

		n++;
		if (line.len > MAX_LINE_BYTES)
			break;
		if (last == NO_LABEL && label != MAIL_FROM &&
		    !(after_separator && label != NO_LABEL))
			break;
		if (label == NO_LABEL) {
			if (line_is_blank(line) && !is_enough(r, 3) &&
			    label_follows(r, 1))
				continue;
			if (!is_continuation(r, line, r->values[last], last))
				break;
			r->values[last] = joined(r->values[last], line, mem);
		} else if (r->has[label] && label != MAIL_OTHER) {
			break;
		} else {
			r->values[label] = value;
			r->has[label] = true;
			last = label;
		}
		taken = n;
	}
	return taken;
}

static void
fill(struct header_block *block, const struct reading *r, size_t n_lines)
{
	*block = (struct header_block){ r->values[MAIL_FROM],
		r->values[MAIL_TO], r->values[MAIL_CC], r->values[MAIL_SUBJECT],
		r->values[MAIL_DATE], n_lines };
}

bool
header_block_read(struct span text, size_t depth, bool after_separator,
    struct header_block *block, struct arena *mem)
{
	struct reading r = { .rest = text, .depth = depth };
	size_t n = read_lines(&r, after_separator, mem);

	if (!is_enough(&r, after_separator ? 1 : 2))
		return false;
	fill(block, &r, n);
	return true;
}

/* --- run together ---------------------------------------------------------- */

/* Does a label with a colon behind it begin s?  Its length with both. */
static size_t
label_begins(struct span s, enum mail_word_kind label)
{
	size_t n = mail_word_begins(s, label), before, colon;
	struct span rest;

	if (n == 0)
		return 0;
	rest = span_from(s, n);
	before = rest.len - line_bare(rest).len;
	rest = span_head(rest, 8);
	colon = find_colon(rest, &before);
	if (colon == SPAN_NOT_FOUND ||
	    line_bare(span_head(rest, colon)).len > 0)
		return 0;
	return n + colon + before;
}

/* A label at the start of s that was not seen yet; its length. */
static size_t
next_label(const struct reading *r, struct span s, bool behind_address,
    enum mail_word_kind *label)
{
	for (enum mail_word_kind k = MAIL_FROM; k < MAIL_LABELS; k++) {
		size_t n;

		if (r->has[k])
			continue;
		n = label_begins(s, k);
		/* One program forgets a colon here and there. */
		if (n == 0 && (behind_address ||
				  (k == MAIL_SUBJECT && r->has[MAIL_DATE]))) {
			n = mail_word_begins(s, k);
			if (n < 2 || n >= s.len || s.at[n] != ' ')
				n = 0;
		}
		if (n > 0) {
			*label = k;
			return n;
		}
	}
	return 0;
}

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

bool
header_line_read(struct span line, struct header_block *block)
{
	struct reading r = { .depth = 0 };
	enum mail_word_kind label = NO_LABEL, next;
	size_t start = 0, n;

	line = line_bare(line);
	if (line.len > MAX_LINE_BYTES || label_begins(line, MAIL_FROM) == 0)
		return false;
	for (size_t at = 0; at < line.len; at++) {
		if (at > 0 && (line.at[at - 1] == ' ' || is_small(line.at[at])))
			continue;
		n = next_label(&r, span_from(line, at),
		    at > 0 && line.at[at - 1] == '>', &next);
		if (n == 0)
			continue;
		if (label != NO_LABEL)
			r.values[label] = line_bare(
			    (struct span){ line.at + start, at - start });
		label = next;
		r.has[label] = true;
		start = at + n;
		at = start - 1;
	}
	r.values[label] = line_bare(span_from(line, start));
	if (!is_enough(&r, 2))
		return false;
	fill(block, &r, 1);
	return true;
}

/* --- the sender ------------------------------------------------------------ */

struct mailbox_address
sender_read(struct span from, struct arena *mem)
{
	struct mailbox_address sender =
	    address_read(span_head(from, MAX_SENDER_BYTES), mem);
	size_t behalf = span_find(from, SPAN(" on behalf of "), 0);
	struct span rest =
	    behalf == SPAN_NOT_FOUND ? from : span_head(from, behalf);

	if (from.len > MAX_SENDER_BYTES)
		sender.address = SPAN("");
	while (sender.address.len > 0 &&
	       span_find(rest, SPAN("@"), 0) != SPAN_NOT_FOUND) {
		size_t at = span_find(rest, SPAN("@"), 0);
		struct mailbox_address other = address_read(rest, mem);

		if (!span_is_same_word(other.address, sender.address))
			sender.address = SPAN("");
		while (at < rest.len && !strchr("<>[]() \"';,", rest.at[at]))
			at++;
		rest = span_from(rest, at);
	}
	return sender;
}
