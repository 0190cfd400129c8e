/* span.c - looks at borrowed bytes */
#include "base/span.h"

#include <string.h>

static char
lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct span
span_of(const char *text)
{
	return text == NULL ? SPAN("") : (struct span){ text, strlen(text) };
}

bool
span_is_equal(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || !memcmp(a.at, b.at, a.len));
}

bool
span_is_same_word(struct span a, struct span b)
{
	return a.len == b.len && span_starts_with(a, b);
}

bool
span_starts_with(struct span s, struct span head)
{
	if (s.len < head.len)
		return false;
	for (size_t i = 0; i < head.len; i++)
		if (lower(s.at[i]) != lower(head.at[i]))
			return false;
	return true;
}

bool
span_ends_with(struct span s, struct span tail)
{
	return s.len >= tail.len &&
	       span_starts_with(span_from(s, s.len - tail.len), tail);
}

size_t
span_find(struct span s, struct span needle, size_t from)
{
	if (needle.len == 0)
		return SPAN_NOT_FOUND;
	for (size_t i = from; i < s.len; i++)
		if (span_starts_with(span_from(s, i), needle))
			return i;
	return SPAN_NOT_FOUND;
}

struct span
span_trim(struct span s)
{
	while (s.len > 0 && is_space(s.at[0]))
		s = span_from(s, 1);
	while (s.len > 0 && is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

struct span
span_from(struct span s, size_t from)
{
	if (from >= s.len) /* the empty span may have no pointer at all */
		return (struct span){ s.len > 0 ? s.at + s.len : s.at, 0 };
	return (struct span){ s.at + from, s.len - from };
}

struct span
span_head(struct span s, size_t len)
{
	return (struct span){ s.at, len < s.len ? len : s.len };
}

struct span
span_cut_line(struct span *rest)
{
	struct span line = span_cut_at(rest, '\n');

	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

struct span
span_cut_at(struct span *rest, char mark)
{
	struct span all = *rest;
	const char *end = all.len ? memchr(all.at, mark, all.len) : NULL;

	if (end == NULL) {
		*rest = span_from(all, all.len);
		return all;
	}
	*rest = span_from(all, (size_t)(end - all.at) + 1);
	return (struct span){ all.at, (size_t)(end - all.at) };
}

bool
span_to_number(struct span s, long long min, long long max, long long *value)
{
	bool negative = s.len > 1 && s.at[0] == '-';
	long long n = 0;

	if (negative)
		s = span_from(s, 1);
	if (s.len == 0 || s.len > 18)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		n = n * 10 + (s.at[i] - '0');
	}
	if (negative)
		n = -n;
	if (n < min || n > max)
		return false;
	*value = n;
	return true;
}
