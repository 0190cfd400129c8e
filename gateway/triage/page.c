/* page.c - a part's text, line by line */
#include "triage/page.h"

#include "triage/lines.h"

#define EVERY_QUOTE SIZE_MAX

struct span
page_line(const struct page *p, size_t i)
{
	return (struct span){ p->text.at + p->lines[i].start,
		p->lines[i + 1].start - p->lines[i].start };
}

/* The line without the quotes that the message passed on is in. */
struct span
page_words(const struct page *p, size_t i)
{
	return line_unquote(page_line(p, i), p->depth);
}

bool
page_is_blank(const struct page *p, size_t i)
{
	struct span line = page_line(p, i);

	return line_is_blank(
	    p->has_quotes ? line_unquote(line, EVERY_QUOTE) : line);
}

/* Is the line quoted deeper than the message that is read here? */
bool
page_is_quoted(const struct page *p, size_t i)
{
	return p->has_quotes && line_quote_depth(page_line(p, i)) > p->depth;
}

/* The first line at or after i that is not blank; at most so many behind. */
size_t
page_skip_blanks(const struct page *p, size_t i, size_t most)
{
	for (; most > 0 && i < p->n && page_is_blank(p, i); most--)
		i++;
	return i;
}

void
page_split(struct page *p, struct arena *mem)
{
	size_t n = 0, at = 0;

	for (size_t i = 0; i < p->text.len; i++)
		n += p->text.at[i] == '\n';
	p->lines = ARENA_ARRAY(mem, n + 2, struct line);
	while (at < p->text.len) {
		const char *end =
		    memchr(p->text.at + at, '\n', p->text.len - at);

		p->lines[p->n++].start = (uint32_t)at;
		at = end ? (size_t)(end - p->text.at) + 1 : p->text.len;
	}
	p->lines[p->n].start = (uint32_t)p->text.len;
}

void
page_set_kind(struct page *p, size_t from, size_t to, int kind)
{
	for (size_t i = from; i < to; i++)
		p->lines[i].kind = (uint8_t)kind;
}

size_t
page_line_at(const struct page *p, size_t offset)
{
	size_t low = 0, high = p->n;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (p->lines[mid].start <= offset)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* A blank line between two of one kind is of that kind. */
void
page_join_over_blanks(struct page *p)
{
	for (size_t i = 1; i < p->n; i++) {
		size_t start = i;

		if (p->lines[i].kind != LINE_OWN || !page_is_blank(p, i))
			continue;
		while (i < p->n && p->lines[i].kind == LINE_OWN &&
		       page_is_blank(p, i))
			i++;
		if (i < p->n && p->lines[start - 1].kind == p->lines[i].kind)
			page_set_kind(p, start, i, p->lines[i].kind);
	}
}

/* The page's spans; *n how many. */
struct marked_span *
page_spans(const struct page *p, size_t part, size_t *n, struct arena *mem)
{
	struct marked_span *spans;
	size_t count = 0;

	for (size_t i = 0; i < p->n; i++)
		count += p->lines[i].kind != LINE_OWN &&
			 (i == 0 || p->lines[i - 1].kind != p->lines[i].kind);
	spans = ARENA_ARRAY(mem, count, struct marked_span);
	*n = 0;
	for (size_t i = 0, end; i < p->n; i = end) {
		for (end = i + 1;
		     end < p->n && p->lines[end].kind == p->lines[i].kind;)
			end++;
		if (p->lines[i].kind == LINE_OWN)
			continue;
		spans[(*n)++] = (struct marked_span){ (enum span_kind)(
							  p->lines[i].kind - 1),
			part, p->lines[i].start, p->lines[end].start };
	}
	return spans;
}

/* Is any own line of it more than white space? */
bool
page_has_own(const struct page *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->lines[i].kind == LINE_OWN && !page_is_blank(p, i))
			return true;
	return false;
}

void
page_forget(struct page *p, int kind)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->lines[i].kind == kind && !p->lines[i].is_ours)
			p->lines[i].kind = LINE_OWN;
}
