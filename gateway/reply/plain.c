/* plain.c - writes a text's tree as plain text */
#include "reply/plain.h"
#include "base/utf8.h"

#define INSET "    "

/* Where the next word goes. */
struct column {
	struct buf *out;
	size_t at, indent;
	bool is_first; /* of its line, so that no blank comes before it */
};

static size_t
characters_count(struct span s)
{
	size_t n = 0;
	unsigned point;

	for (; s.len > 0; n++)
		s = span_from(s, utf8_next(s, &point));
	return n;
}

static void
line_break(struct column *c)
{
	buf_printf(c->out, "\n%*s", (int)c->indent, "");
	c->at = c->indent;
	c->is_first = true;
}

static void
word_add(struct column *c, struct span word)
{
	size_t width = characters_count(word);

	if (word.len == 0)
		return;
	if (!c->is_first && c->at + 1 + width > PLAIN_TEXT_COLUMNS)
		line_break(c);
	if (!c->is_first) {
		buf_add_char(c->out, ' ');
		c->at++;
	}
	buf_add(c->out, word);
	c->at += width;
	c->is_first = false;
}

/* Adds a line's words, whose runs were put together. */
static void
text_add(struct column *c, struct span text)
{
	for (bool is_first = true; text.len > 0; is_first = false) {
		struct span line = span_cut_line(&text);

		if (!is_first)
			line_break(c);
		while (line.len > 0)
			word_add(c, span_cut_at(&line, ' '));
	}
}

/* Is the link what its words say already? */
static bool
is_bare(const struct run *run)
{
	return span_ends_with(run->link, run->words);
}

/* Puts the runs together: "words (link)". */
static void
runs_join(const struct words *words, struct buf *out)
{
	for (size_t i = 0; i < words->n; i++) {
		const struct run *run = &words->runs[i];

		buf_add(out, run->words);
		if (run->link.len > 0 && !is_bare(run))
			buf_printf(out, " (%.*s)",
			    SPAN_ARG(
				span_starts_with(run->link, SPAN("mailto:"))
				    ? span_from(run->link, 7)
				    : run->link));
	}
}

/* Adds words, those after the first line set in as far as the mark is wide. */
static void
words_add(const struct words *words, const char *mark, struct buf *out)
{
	autobuf text = BUF(out->ceiling);
	struct column c = { out, span_of(mark).len, span_of(mark).len, true };

	runs_join(words, &text);
	buf_add_text(out, mark);
	text_add(&c, buf_span(&text));
	buf_add_char(out, '\n');
}

static void
line_across(size_t n, struct buf *out)
{
	while (n-- > 0)
		buf_add_char(out, '-');
	buf_add_char(out, '\n');
}

static void
heading_add(const struct words *words, struct buf *out)
{
	size_t start = out->len, n;

	words_add(words, "", out);
	n = characters_count(span_from(buf_span(out), start)) - 1;
	line_across(n < PLAIN_TEXT_COLUMNS ? n : PLAIN_TEXT_COLUMNS, out);
}

static void
node_add(const struct node *node, struct arena *mem, struct buf *out)
{
	switch (node->kind) {
	case BLOCK_HEADING:
		heading_add(&node->words[0], out);
		break;
	case BLOCK_PARAGRAPH:
		words_add(&node->words[0], "", out);
		break;
	case BLOCK_ITEM:
		for (size_t i = 0; i < node->n; i++)
			words_add(&node->words[i], "* ", out);
		break;
	case BLOCK_STEP:
		for (size_t i = 0; i < node->n; i++)
			words_add(&node->words[i],
			    arena_printf(mem, "%zu. ", i + 1).at, out);
		break;
	case BLOCK_INSET:
		words_add(&node->words[0], INSET, out);
		break;
	case BLOCK_RULE:
		line_across(PLAIN_TEXT_COLUMNS, out);
		break;
	}
}

void
wording_to_text(const struct wording *wording, struct buf *out)
{
	autoarena mem = { 0 };
	struct tree tree;

	tree_make(wording->blocks, wording->n_blocks, &mem, &tree);
	for (size_t i = 0; i < tree.n; i++) {
		if (i > 0)
			buf_add_char(out, '\n');
		node_add(&tree.nodes[i], &mem, out);
	}
}
