/* attribution.c - "On 3 May 2026, Jo Bell <jo@example.org> wrote:" */
#include "triage/lines.h"

#include "base/utf8.h"
#include "triage/address.h"
#include "triage/mail_words.h"

#define MAX_ATTRIBUTION_LINES 3 /* it may be wrapped */
#define MAX_ATTRIBUTION_BYTES 400
#define MAX_NAME_WORDS 6
#define MIN_NAME_BYTES 2 /* "I wrote on 3 May:" is no attribution */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
has_digit(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (is_digit(s.at[i]))
			return true;
	return false;
}

static bool
ends_in_colon(struct span line)
{
	line = line_bare(line);
	return span_ends_with(line, SPAN(":")) ||
	       span_ends_with(line, SPAN("\uff1a"));
}

/* Does it begin as one that is wrapped: "On ...", or with a figure? */
static bool
begins_as_one(struct span s)
{
	size_t n = mail_word_begins(s, MAIL_INTRO);

	return (n > 0 && n < s.len && s.at[n] == ' ') ||
	       (s.len > 0 && is_digit(s.at[0]));
}

/*
 * How many lines there are to the colon; 0 where it does not come.  Only what
 * begins as an attribution is looked for in the lines after the first.
 */
static size_t
lines_to_colon(struct span text, size_t depth, struct span *all,
    struct arena *mem)
{
	struct span rest = text;

	for (size_t n = 1; n <= MAX_ATTRIBUTION_LINES && rest.len > 0; n++) {
		struct span line = line_unquote(span_cut_line(&rest), depth);
		size_t len = (size_t)(line.at - text.at) + line.len;

		if (len > MAX_ATTRIBUTION_BYTES || line_is_blank(line))
			return 0;
		if (ends_in_colon(line)) {
			*all = line_bare(utf8_clean_line(
			    text_unquote(span_head(text, len), depth, mem),
			    mem));
			return n;
		}
		if (n == 1 && !begins_as_one(line_bare(line)))
			return 0;
	}
	return 0;
}

/* Where the brackets around the address begin and end; false for none. */
static bool
find_brackets(struct span s, size_t *start, size_t *end)
{
	size_t at = span_find(s, SPAN("@"), 0);

	if (at == SPAN_NOT_FOUND)
		return false;
	for (*start = at; *start > 0 && !strchr("<([ ", s.at[*start - 1]);)
		--*start;
	while (*start > 1 && s.at[*start - 1] == ' ')
		--*start; /* a line may have ended here */
	if (*start == 0 || !strchr("<([", s.at[*start - 1]))
		return false;
	while (*start > 0 && strchr("<([", s.at[*start - 1]))
		--*start;
	for (*end = at; *end < s.len && s.at[*end] != '>' &&
			s.at[*end] != ')' && s.at[*end] != ']' &&
			s.at[*end] != ' ';)
		++*end;
	if (*end == s.len || s.at[*end] == ' ')
		return false;
	while (*end < s.len && strchr(">)]", s.at[*end]))
		++*end;
	return true;
}

/* The last quoted words of s, or an empty span. */
static struct span
quoted_words(struct span s)
{
	static const struct {
		const char *open, *close;
	} quotes[] = { { "\"", "\"" }, { "\u201c", "\u201d" },
		{ "\u201e", "\u201d" }, { "\u201e", "\u201c" },
		{ "\u00ab", "\u00bb" }, { "'", "'" } };

	s = line_bare(s);
	for (size_t q = 0; q < sizeof quotes / sizeof *quotes; q++) {
		struct span open = span_of(quotes[q].open);
		struct span close = span_of(quotes[q].close);

		if (s.len <= close.len || !span_ends_with(s, close))
			continue;
		s.len -= close.len;
		for (size_t i = s.len; i > 0; i--)
			if (span_starts_with(span_from(s, i - 1), open))
				return span_from(s, i - 1 + open.len);
		s.len += close.len;
	}
	return SPAN("");
}

/* The words at the end of s that can be of a name. */
static struct span
last_words(struct span s)
{
	struct span name = { s.at + s.len, 0 };

	for (int n = 0; n < MAX_NAME_WORDS; n++) {
		struct span word = line_bare(s);
		size_t start = word.len;

		while (start > 0 && word.at[start - 1] != ' ')
			start--;
		word = span_from(word, start);
		if (word.len == 0 || has_digit(word) ||
		    mail_word_is(word, MAIL_FILLER) ||
		    (name.len > 0 && word.at[word.len - 1] == ',') ||
		    (n == 0 && word.at[word.len - 1] == ':'))
			break;
		name = (struct span){ word.at,
			(size_t)(name.at + name.len - word.at) };
		s.len = (size_t)(word.at - s.at);
	}
	return line_bare(name);
}

static bool
ends_in_one_of(struct span s, const char *marks)
{
	return s.len > 0 && strchr(marks, s.at[s.len - 1]);
}

/* The name that stands at the end of s, in front of an address or a verb. */
static struct span
name_at_end(struct span s)
{
	struct span name = quoted_words(s);

	s = line_bare(s);
	while (name.len == 0 && ends_in_one_of(s, ",("))
		s = line_bare(span_head(s, s.len - 1));
	return name.len > 0 ? line_bare(name) : last_words(s);
}

/* Takes the verb off: what stands in front of it, what behind. */
static bool
cut_verb(struct span all, struct span *before, struct span *behind)
{
	size_t len, at = mail_word_find(all, MAIL_WROTE, &len);

	if (at == SPAN_NOT_FOUND)
		return false;
	*before = line_bare(span_head(all, at));
	*behind = line_bare(span_from(all, at + len));
	return true;
}

/* The date that stands in front of the name: from its first figure on. */
static struct span
date_in(struct span s)
{
	size_t start = mail_word_begins(s, MAIL_INTRO);
	struct span behind;

	if (start < s.len && s.at[start] != ' ')
		start = 0;
	cut_verb(s, &s, &behind);
	s = line_bare(span_from(s, start));
	while (ends_in_one_of(s, ",(<\""))
		s = line_bare(span_head(s, s.len - 1));
	return has_digit(s) ? s : SPAN("");
}

/* Does the verb, or a date and the verb, stand directly behind the address? */
static bool
goes_on_as_one(struct span behind)
{
	size_t len;

	behind = line_bare(behind);
	if (behind.len > 1 && behind.at[0] == ',') {
		behind = line_bare(span_from(behind, 1));
		if (has_digit(behind))
			return is_digit(behind.at[0]);
	}
	return mail_word_find(behind, MAIL_WROTE, &len) == 0;
}

/*
 * With the address in brackets: "Jo <jo@...> wrote", "schrieb Jo <jo@...>",
 * but not "I wrote to Jo <jo@...>"; without a verb a date and Jo <jo@...>.
 */
static bool
read_bracketed(struct span all, size_t start, size_t end, struct attribution *a,
    struct span *name)
{
	struct span before = span_head(all, start), behind, verb_before;
	bool is_dated = has_digit(all);

	behind = line_bare(span_from(all, end));
	if (mail_word_is(behind, MAIL_FILLER) &&
	    !mail_word_is(behind, MAIL_WROTE))
		behind = SPAN("");
	*name = name_at_end(before);
	if (behind.len > 0) {
		a->is_sure = is_dated;
		return goes_on_as_one(behind);
	}
	if (!is_dated || !begins_as_one(all))
		return is_dated && name->len > 0 && name->at > all.at;
	if (!cut_verb(before, &verb_before, &behind))
		return true;
	a->is_sure =
	    behind.len > 0 && !(behind.at[0] >= 'a' && behind.at[0] <= 'z');
	return a->is_sure;
}

/* Without brackets: a name or an address beside the verb. */
static bool
read_bare(struct span all, struct attribution *a, struct span *name,
    struct arena *mem)
{
	struct span before, behind, last;

	if (!begins_as_one(all) || !cut_verb(all, &before, &behind) ||
	    has_digit(behind))
		return false;
	*name = name_at_end(behind.len > 0 ? behind : before);
	last = behind.len > 0 ? behind : before;
	for (size_t i = last.len; i > 0; i--)
		if (last.at[i - 1] == ' ') {
			last = span_from(last, i);
			break;
		}
	if (span_find(last, SPAN("@"), 0) != SPAN_NOT_FOUND) {
		a->from = address_read(last, mem);
		a->is_sure = has_digit(all);
	}
	return true;
}

/* "Jo Bell wrote on 3 May 2026": the date behind the verb. */
static bool
read_dated(struct span all, struct attribution *a, struct span *name,
    struct arena *mem)
{
	struct span before, behind;

	if (begins_as_one(all) || !cut_verb(all, &before, &behind) ||
	    has_digit(before) || before.len < MIN_NAME_BYTES ||
	    !begins_as_one(behind) || !has_digit(behind))
		return false;
	*name = name_at_end(before);
	a->date = utf8_clean_line(date_in(behind), mem);
	return true;
}

struct attribution
attribution_between_marks(struct span line, struct arena *mem)
{
	struct attribution a = { .n_lines = 0 };
	struct span all = line_bare(line), date;
	size_t end;

	if (all.len > MAX_ATTRIBUTION_BYTES || all.len < 8 ||
	    !span_starts_with(all, SPAN(">>> ")) ||
	    !span_ends_with(all, SPAN(" >>>")))
		return a;
	all = line_bare(span_head(span_from(all, 4), all.len - 8));
	end = span_find(all, SPAN(">"), 0);
	date = end == SPAN_NOT_FOUND ? SPAN("") : span_from(all, end + 1);
	if (!has_digit(date))
		return a;
	a.from = address_read(span_head(all, end + 1), mem);
	a.date = utf8_clean_line(line_bare(date), mem);
	a.is_sure = true;
	a.n_lines = a.from.address.len > 0;
	return a;
}

struct attribution
attribution_read(struct span text, size_t depth, struct arena *mem)
{
	struct attribution a = { .n_lines = 0 };
	struct span all, name;
	size_t n = lines_to_colon(text, depth, &all, mem), start, end;

	if (n == 0)
		return a;
	all.len -= span_ends_with(all, SPAN(":")) ? 1 : strlen("\uff1a");
	all = line_bare(all);
	if (find_brackets(all, &start, &end)) {
		if (!read_bracketed(all, start, end, &a, &name))
			return a;
		a.from =
		    address_read(span_from(span_head(all, end), start), mem);
	} else if (!read_bare(all, &a, &name, mem) &&
		   !read_dated(all, &a, &name, mem)) {
		return a;
	}
	a.from.name = utf8_clean_line(name, mem);
	if (span_find(a.from.name, SPAN("@"), 0) != SPAN_NOT_FOUND)
		a.from.name = SPAN("");
	if (name.len > 0 && a.date.len == 0)
		a.date = utf8_clean_line(
		    date_in(span_head(all, (size_t)(name.at - all.at))), mem);
	a.n_lines = n;
	return a;
}
