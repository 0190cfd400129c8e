/* lines.c - what a line of a mail's text is */
#include "triage/lines.h"

#include "base/buf.h"
#include "triage/address.h"
#include "triage/mail_words.h"

#define MAX_DEPTH_OF_QUOTES 20
#define MAX_SEPARATOR_BYTES 120
#define MAX_PREFIX_BYTES 24
#define MAX_PREFIXES 8

/* Bytes at the start of s that show nothing. */
static size_t
invisible_head(struct span s)
{
	static const char *const marks[] = { "\u00a0", "\u00ad", "\u200b",
		"\u200c", "\u200d", "\u200e", "\u200f", "\u202f", "\u2060",
		"\u3000", "\ufeff" };

	if (s.len == 0)
		return 0;
	if (s.at[0] == ' ' || (s.at[0] >= '\t' && s.at[0] <= '\r'))
		return 1;
	if ((unsigned char)s.at[0] < 0x80)
		return 0;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (span_starts_with(s, span_of(marks[i])))
			return strlen(marks[i]);
	return 0;
}

struct span
line_bare(struct span line)
{
	size_t n;

	while ((n = invisible_head(line)) > 0)
		line = span_from(line, n);
	while (line.len > 0) {
		n = 1;
		while (n < 3 && n < line.len &&
		       ((unsigned char)line.at[line.len - n] & 0xc0) == 0x80)
			n++;
		if (invisible_head(span_from(line, line.len - n)) != n)
			break;
		line.len -= n;
	}
	return line;
}

bool
line_is_blank(struct span line)
{
	return line_bare(line).len == 0;
}

size_t
line_quote_depth(struct span line)
{
	size_t depth = 0;

	for (; depth < MAX_DEPTH_OF_QUOTES; depth++) {
		while (span_starts_with(line, SPAN(" ")) && depth > 0)
			line = span_from(line, 1);
		if (!span_starts_with(line, SPAN(">")))
			break;
		line = span_from(line, 1);
	}
	return depth;
}

struct span
line_unquote(struct span line, size_t depth)
{
	for (size_t i = 0; i < depth && span_starts_with(line, SPAN(">"));
	     i++) {
		line = span_from(line, 1);
		if (span_starts_with(line, SPAN(" ")))
			line = span_from(line, 1);
	}
	return line;
}

struct span
text_unquote(struct span text, size_t depth, struct arena *mem)
{
	char *out;
	size_t len = 0;

	if (depth == 0)
		return text;
	out = arena_alloc(mem, text.len + 1);
	while (text.len > 0) {
		bool has_end = memchr(text.at, '\n', text.len) != NULL;
		struct span line = line_unquote(span_cut_line(&text), depth);

		if (line.len > 0)
			memcpy(out + len, line.at, line.len);
		len += line.len;
		if (has_end)
			out[len++] = '\n';
	}
	return span_trim((struct span){ out, len });
}

/* Is the byte one of the marks? */
static bool
is_one_of(char c, struct span marks)
{
	return memchr(marks.at, c, marks.len) != NULL;
}

bool
line_is_rule(struct span line)
{
	line = line_bare(line);
	for (size_t i = 0; i < line.len; i++)
		if (!is_one_of(line.at[i], SPAN("*-_=#~")))
			return false;
	return line.len >= 3;
}

/* --- separators ------------------------------------------------------------ */

/* Bytes of the rule that s begins with: two marks at least, or a long dash. */
static size_t
rule_head(struct span s)
{
	size_t n = 0;

	for (;;) {
		if (span_starts_with(span_from(s, n), SPAN("\u2014")) ||
		    span_starts_with(span_from(s, n), SPAN("\u2013")))
			n += strlen("\u2014");
		else if (n < s.len && is_one_of(s.at[n], SPAN("-_=*+")))
			n++;
		else
			return n < 2 ? 0 : n;
	}
}

/* s is bare. */
static struct span
strip_rule(struct span s)
{
	return line_bare(span_from(s, rule_head(s)));
}

/*
 * "Forwarded message", "Forwarded message from jo@example.org", "Forwarded by
 * Jo Bell/Northmoor".
 */
static enum separator_kind
separator_word(struct span words)
{
	size_t n;

	if (words.len == 0)
		return SEPARATOR_NONE;
	n = mail_word_begins(words, MAIL_FORWARD);
	if (mail_word_is(words, MAIL_ORIGINAL))
		return SEPARATOR_ORIGINAL;
	if (mail_word_is(words, MAIL_FORWARD) ||
	    (n > 0 && words.at[n] == ' ' &&
		(span_find(words, SPAN("@"), n) != SPAN_NOT_FOUND ||
		    span_find(words, SPAN("/"), n) != SPAN_NOT_FOUND)))
		return SEPARATOR_FORWARD;
	return SEPARATOR_NONE;
}

static struct separator
ruled_separator(struct span line)
{
	struct span inner = strip_rule(line), rest = SPAN("");
	struct separator s = { SEPARATOR_NONE, true, SPAN("") };
	size_t most =
	    inner.len < MAX_SEPARATOR_BYTES ? inner.len : MAX_SEPARATOR_BYTES;

	for (size_t i = 1; i < most; i++)
		if (rule_head(span_from(inner, i)) > 0) {
			rest = strip_rule(span_from(inner, i));
			inner = line_bare(span_head(inner, i));
			break;
		}
	s.kind = separator_word(inner);
	if (s.kind == SEPARATOR_NONE)
		return s;
	/* Some write it in two languages. */
	for (size_t i = 1; i < rest.len && i < MAX_SEPARATOR_BYTES; i++)
		if (rule_head(span_from(rest, i)) > 0 &&
		    separator_word(line_bare(span_head(rest, i))) !=
			SEPARATOR_NONE)
			rest = strip_rule(span_from(rest, i));
	s.rest = rest;
	return s;
}

struct separator
line_separator(struct span line)
{
	struct separator s = { SEPARATOR_NONE, false, SPAN("") };

	line = line_bare(line);
	if (rule_head(line) > 0 && line.len > 4)
		s = ruled_separator(line);
	if (s.kind != SEPARATOR_NONE || line.len > MAX_SEPARATOR_BYTES)
		return s;
	s.is_ruled = false;
	while (span_starts_with(line, SPAN("*")))
		line = span_from(line, 1);
	while (span_ends_with(line, SPAN("*")))
		line.len--;
	if (span_ends_with(line, SPAN(":"))) {
		line.len--;
		s.kind = separator_word(line_bare(line));
	}
	return s;
}

/* --- subjects -------------------------------------------------------------- */

/* Behind the tags that mail systems put in front: "[EXTERNAL] ". */
static struct span
behind_tags(struct span subject)
{
	subject = line_bare(subject);
	while (span_starts_with(subject, SPAN("["))) {
		size_t end = span_find(subject, SPAN("]"), 0);

		if (end == SPAN_NOT_FOUND)
			break;
		subject = line_bare(span_from(subject, end + 1));
	}
	return subject;
}

/* The length of a prefix of that kind with its colon; 0 for none. */
static size_t
prefix_len(struct span subject, enum mail_word_kind kind)
{
	size_t colon =
	    span_find(span_head(subject, MAX_PREFIX_BYTES), SPAN(":"), 0);
	struct span prefix;

	if (colon == SPAN_NOT_FOUND)
		return 0;
	prefix = line_bare(span_head(subject, colon));
	/* "Re[2]:", "RE(3):" */
	for (size_t i = 1; i < prefix.len; i++)
		if (prefix.at[i] == '[' || prefix.at[i] == '(')
			prefix = line_bare(span_head(prefix, i));
	return mail_word_is(prefix, kind) ? colon + 1 : 0;
}

bool
subject_is_reply(struct span subject)
{
	return prefix_len(behind_tags(subject), MAIL_REPLY) > 0;
}

bool
subject_is_forward(struct span subject)
{
	subject = behind_tags(subject);
	return prefix_len(subject, MAIL_PASS) > 0 ||
	       prefix_len(subject, MAIL_EITHER) > 0;
}

struct span
subject_passed_on(struct span subject)
{
	for (int i = 0; i < MAX_PREFIXES; i++) {
		struct span bare = behind_tags(subject);
		size_t n = prefix_len(bare, MAIL_PASS);

		if (n == 0)
			n = prefix_len(bare, MAIL_EITHER);
		if (n == 0)
			break;
		subject = line_bare(span_from(bare, n));
	}
	return subject;
}
