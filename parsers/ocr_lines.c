/* ocr_lines.c - the lines that were recognised, as their writer meant them */
#include "ocr_lines.h"

/* Longer words are none. */
#define MAX_JOINED 80

static bool
is_small_letter(struct span s)
{
	return s.len > 0 && s.at[0] >= 'a' && s.at[0] <= 'z';
}

/* Letters of ASCII, and all others: what is not is punctuation or a figure. */
static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

bool
ocr_bar_is_letter(struct span before, struct span after)
{
	return after.len > 0 ? is_small_letter(after) : is_small_letter(before);
}

static bool
is_bar(struct span word)
{
	return span_is_equal(word, SPAN("|"));
}

static void
add_line(struct buf *b, struct span line)
{
	struct span before = SPAN(""), trimmed = span_trim(line);
	bool is_row = span_starts_with(trimmed, SPAN("| ")) &&
		      span_ends_with(trimmed, SPAN(" |"));

	while (line.len > 0) {
		struct span word = span_cut_at(&line, ' ');

		if (is_bar(word) && !is_row && ocr_bar_is_letter(before, line))
			word = SPAN("I");
		if (word.len == 0 || is_bar(word))
			continue;
		if (before.len > 0)
			buf_add_char(b, ' ');
		buf_add(b, word);
		before = word;
	}
}

/* The letters that s begins with, or ends with. */
static struct span
first_letters(struct span s)
{
	size_t n = 0;

	while (n < s.len && is_letter(s.at[n]))
		n++;
	return span_head(s, n);
}

static struct span
last_letters(struct span s)
{
	size_t n = s.len;

	while (n > 0 && is_letter(s.at[n - 1]))
		n--;
	return span_from(s, n);
}

static bool
keeps_hyphen(struct span head, struct span tail, bool (*knows)(struct span))
{
	autobuf whole = BUF(MAX_JOINED);

	if (head.len + tail.len > MAX_JOINED)
		return false;
	buf_add(&whole, head);
	buf_add(&whole, tail);
	return !knows(buf_span(&whole)) && knows(head) && knows(tail);
}

/* The part of a line of b that a word broken at its end begins with. */
static struct span
broken_word(const struct buf *b, size_t line)
{
	struct span written = span_from(buf_span(b), line);

	if (!span_ends_with(written, SPAN("-")))
		return SPAN("");
	return last_letters(span_head(written, written.len - 1));
}

/* Joins the word that b ends with to the next line's first, if it is one. */
static void
join(struct buf *b, size_t line, struct span *rest, bool (*knows)(struct span))
{
	struct span head = broken_word(b, line), after = *rest, next, word;

	do
		next = span_trim(span_cut_line(&after));
	while (next.len == 0 && after.len > 0);
	if (head.len == 0 || !is_small_letter(next))
		return;
	word = span_cut_at(&next, ' ');
	if (!keeps_hyphen(head, first_letters(word), knows))
		b->len--;
	buf_add(b, word);
	*rest = next.len > 0 ? span_from(*rest, (size_t)(next.at - rest->at))
			     : after;
}

void
ocr_lines(struct buf *b, struct span text, bool (*knows)(struct span))
{
	while (text.len > 0) {
		size_t line = b->len;

		add_line(b, span_cut_line(&text));
		join(b, line, &text, knows);
		buf_add_char(b, '\n');
	}
}
