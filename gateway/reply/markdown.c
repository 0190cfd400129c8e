/* markdown.c - reads the marks of lines, and the links in them */
#include "reply/markdown.h"

#define MAX_LINK_BYTES 300

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter_or_digit(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes of "12. " at the line's beginning; 0 where it is no step. */
static size_t
step_mark(struct span line)
{
	size_t n = 0;

	while (n < line.len && n < 3 && is_digit(line.at[n]))
		n++;
	return n > 0 && span_starts_with(span_from(line, n), SPAN(". ")) ? n + 2
									 : 0;
}

static bool
is_rule(struct span line)
{
	size_t n = 0;

	while (n < line.len && (line.at[n] == '-' || line.at[n] == '*'))
		n++;
	return n >= 3 && n == line.len;
}

enum block_kind
block_mark_cut(struct span *line)
{
	static const struct {
		const char *mark;
		enum block_kind kind;
	} marks[] = {
		{ "# ", BLOCK_HEADING },
		{ "* ", BLOCK_ITEM },
		{ "- ", BLOCK_ITEM },
		{ "^ ", BLOCK_INSET },
	};
	size_t n = step_mark(*line);

	if (is_rule(*line))
		return BLOCK_RULE;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (span_starts_with(*line, span_of(marks[i].mark))) {
			*line = span_from(*line, 2);
			return marks[i].kind;
		}
	*line = span_from(*line, n);
	return n > 0 ? BLOCK_STEP : BLOCK_PARAGRAPH;
}

bool
block_joins(enum block_kind kind, enum block_kind before)
{
	return kind == before &&
	       (kind == BLOCK_PARAGRAPH || kind == BLOCK_INSET);
}

/*
 * Whether a byte may stand in a link: what RFC 3986 allows, but quotes and
 * brackets, which end links in the places that links are written to.
 */
static bool
is_of_link(char c)
{
	return is_letter_or_digit(c) ||
	       (c != '\0' && strchr("-._~:/?#@!$&*+,;=%", c) != NULL);
}

static size_t
link_length(struct span s)
{
	size_t n = 0;

	while (n < s.len && is_of_link(s.at[n]))
		n++;
	/* The full stop is the sentence's. */
	while (n > 0 && strchr(".,;:!?", s.at[n - 1]) != NULL)
		n--;
	return n;
}

/* Bytes of an address such as a.b@c.example; 0 where there is none. */
static size_t
address_length(struct span s)
{
	size_t n = 0, at;
	bool has_dot = false;

	while (n < s.len &&
	       (is_letter_or_digit(s.at[n]) || strchr("._+-", s.at[n]) != NULL))
		n++;
	at = n;
	if (at == 0 || at == s.len || s.at[at] != '@')
		return 0;
	for (n++; n < s.len && (is_letter_or_digit(s.at[n]) || s.at[n] == '-' ||
				   s.at[n] == '.');
	     n++)
		has_dot |= s.at[n] == '.' && n > at + 1;
	while (n > at && !is_letter_or_digit(s.at[n - 1]))
		n--;
	return has_dot && n > at + 1 ? n : 0;
}

/* Where links may lead: "https://x", "http://x", "mailto:x@y". */
static bool
link_is_safe(struct span link)
{
	bool has_scheme = span_starts_with(link, SPAN("https://")) ||
			  span_starts_with(link, SPAN("http://")) ||
			  span_starts_with(link, SPAN("mailto:"));

	return has_scheme && link.len > 8 && link.len <= MAX_LINK_BYTES &&
	       link_length(link) == link.len;
}

/* A link at the very beginning of s: its run and its bytes, 0 for none. */
static size_t
bare_link(struct span s, struct arena *mem, struct run *run)
{
	const char *before = "";
	size_t n = 0;

	if (span_starts_with(s, SPAN("https://")) ||
	    span_starts_with(s, SPAN("http://"))) {
		n = link_length(s);
	} else if (span_starts_with(s, SPAN("www."))) {
		n = link_length(s);
		before = "https://";
	} else {
		n = address_length(s);
		before = "mailto:";
	}
	run->words = span_head(s, n);
	run->link = arena_printf(mem, "%s%.*s", before, SPAN_ARG(run->words));
	return link_is_safe(run->link) ? n : 0;
}

/* "[words](link)" at the beginning of s. */
static size_t
named_link(struct span s, struct run *run)
{
	size_t middle, end;

	if (s.at[0] != '[')
		return 0;
	middle = span_find(s, SPAN("]("), 0);
	end =
	    middle == SPAN_NOT_FOUND ? middle : span_find(s, SPAN(")"), middle);
	if (end == SPAN_NOT_FOUND)
		return 0;
	run->words = span_from(span_head(s, middle), 1);
	run->link = span_from(span_head(s, end), middle + 2);
	return run->words.len > 0 && link_is_safe(run->link) ? end + 1 : 0;
}

/* Links begin where words do. */
static bool
is_beginning(struct span text, size_t at)
{
	return at == 0 || strchr(" \n(", text.at[at - 1]) != NULL;
}

void
words_make(struct span text, struct arena *mem, struct words *words)
{
	size_t room = 1, plain = 0;

	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\0' && strchr("[@.:", text.at[i]) != NULL)
			room += 2;
	words->runs = ARENA_ARRAY(mem, room, struct run);
	words->n = 0;
	for (size_t i = 0; i < text.len;) {
		struct span rest = span_from(text, i);
		struct run run;
		size_t n = named_link(rest, &run);

		if (n == 0 && is_beginning(text, i))
			n = bare_link(rest, mem, &run);
		if (n == 0) {
			i++;
			continue;
		}
		if (i > plain)
			words->runs[words->n++] =
			    (struct run){ span_from(span_head(text, i), plain),
				    SPAN("") };
		words->runs[words->n++] = run;
		plain = i += n;
	}
	if (plain < text.len)
		words->runs[words->n++] =
		    (struct run){ span_from(text, plain), SPAN("") };
}

static bool
is_of_list(enum block_kind kind)
{
	return kind == BLOCK_ITEM || kind == BLOCK_STEP;
}

void
tree_make(const struct block *blocks, size_t n, struct arena *mem,
    struct tree *tree)
{
	struct words *words = ARENA_ARRAY(mem, n, struct words);

	tree->nodes = ARENA_ARRAY(mem, n, struct node);
	tree->n = 0;
	for (size_t i = 0; i < n; i++) {
		struct node *last =
		    tree->n > 0 ? &tree->nodes[tree->n - 1] : NULL;

		if (last == NULL || last->kind != blocks[i].kind ||
		    !is_of_list(blocks[i].kind)) {
			last = &tree->nodes[tree->n++];
			*last = (struct node){ blocks[i].kind, words, 0 };
		}
		if (blocks[i].kind == BLOCK_RULE)
			continue;
		words_make(blocks[i].text, mem, words++);
		last->n++;
	}
}
