/* template.c - fills the texts of a policy pack in */
#include "reply/template.h"
#include "base/utf8.h"

#define MAX_WORDING_BYTES (64 << 10)

struct filler {
	struct span rest;
	const char *file;
	int line;
	const struct field *fields;
	size_t n_fields;
	struct arena *mem;
	struct wording wording;
};

static const struct field *
field_find(const struct filler *f, struct span name)
{
	for (size_t i = 0; i < f->n_fields; i++)
		if (span_is_equal(name, span_of(f->fields[i].name)))
			return &f->fields[i];
	return NULL;
}

/* Adds what stands between (( and )): "name" or "name??words". */
static enum outcome
placeholder_add(struct filler *f, struct span inside, struct buf *out,
    struct error *why)
{
	size_t mark = span_find(inside, SPAN("??"), 0);
	struct span name = span_trim(
	    mark == SPAN_NOT_FOUND ? inside : span_head(inside, mark));
	const struct field *field = field_find(f, name);

	if (field == NULL)
		return fail(why, BROKEN, "%s:%d: ((%.*s)): unknown field",
		    f->file, f->line, SPAN_ARG(name));
	if (mark == SPAN_NOT_FOUND)
		buf_add(out, utf8_clean_line(field->value, f->mem));
	else if (field->value.len > 0 &&
		 !span_is_equal(field->value, SPAN("no")))
		buf_add(out, span_from(inside, mark + 2));
	return DONE;
}

static bool
holds_bracket(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] == '(' || s.at[i] == ')')
			return true;
	return false;
}

/* Fills one line in; *filled lives in mem and has no blanks at its ends. */
static enum outcome
line_fill(struct filler *f, struct span line, struct span *filled,
    struct error *why)
{
	autobuf out = BUF(MAX_WORDING_BYTES);
	size_t open;

	while ((open = span_find(line, SPAN("(("), 0)) != SPAN_NOT_FOUND) {
		size_t end = span_find(line, SPAN("))"), open);
		struct span inside;
		enum outcome how;

		if (end == SPAN_NOT_FOUND)
			return fail(why, BROKEN, "%s:%d: (( without ))",
			    f->file, f->line);
		inside = span_from(span_head(line, end), open + 2);
		if (holds_bracket(inside))
			return fail(why, BROKEN,
			    "%s:%d: a bracket between (( and ))", f->file,
			    f->line);
		buf_add(&out, span_head(line, open));
		how = placeholder_add(f, inside, &out, why);
		if (how != DONE)
			return how;
		line = span_from(line, end + 2);
	}
	buf_add(&out, line);
	if (out.overflowed)
		return fail(why, BROKEN, "%s:%d: line is too long", f->file,
		    f->line);
	*filled = span_trim(arena_copy(f->mem, buf_span(&out)));
	return DONE;
}

static struct span
next_line(struct filler *f)
{
	f->line++;
	return span_trim(span_cut_line(&f->rest));
}

/* Reads "Subject: ..." and "Closing: ..." up to the first empty line. */
static enum outcome
front_read(struct filler *f, struct error *why)
{
	struct wording *w = &f->wording;
	struct span line;

	while (f->rest.len > 0 && (line = next_line(f)).len > 0) {
		struct span value = line;
		struct span key = span_cut_at(&value, ':');
		struct span *to = NULL;
		enum outcome how;

		if (span_is_equal(key, SPAN("Subject")))
			to = &w->subject;
		if (span_is_equal(key, SPAN("Closing")))
			to = &w->closing;
		if (to == NULL || to->len > 0)
			return fail(why, BROKEN,
			    "%s:%d: Subject: and Closing: come first, once "
			    "each, then an empty line",
			    f->file, f->line);
		how = line_fill(f, value, to, why);
		if (how != DONE)
			return how;
	}
	if (w->subject.len == 0 || w->closing.len == 0)
		return fail(why, BROKEN, "%s:%d: %s: is missing", f->file,
		    f->line, w->subject.len == 0 ? "Subject" : "Closing");
	return DONE;
}

/* Takes the mark of a heading or an item off the line. */
static enum block_kind
mark_cut(struct span *line)
{
	bool is_heading = span_starts_with(*line, SPAN("# "));

	if (!is_heading && !span_starts_with(*line, SPAN("* ")))
		return BLOCK_PARAGRAPH;
	*line = span_from(*line, 2);
	return is_heading ? BLOCK_HEADING : BLOCK_ITEM;
}

static void
block_add(struct filler *f, enum block_kind kind, struct span text, bool joins)
{
	struct wording *w = &f->wording;
	struct block *last =
	    w->n_blocks > 0 ? &w->blocks[w->n_blocks - 1] : NULL;

	if (joins && last != NULL && kind == BLOCK_PARAGRAPH &&
	    last->kind == BLOCK_PARAGRAPH)
		last->text = arena_printf(f->mem, "%.*s\n%.*s",
		    SPAN_ARG(last->text), SPAN_ARG(text));
	else
		w->blocks[w->n_blocks++] = (struct block){ kind, text };
}

static enum outcome
body_read(struct filler *f, struct error *why)
{
	bool joins = false; /* the line before belongs to the same block */

	while (f->rest.len > 0) {
		struct span line = next_line(f), filled;
		enum block_kind kind = mark_cut(&line);
		enum outcome how = line_fill(f, line, &filled, why);

		if (how != DONE)
			return how;
		if (filled.len > 0)
			block_add(f, kind, filled, joins);
		joins = line.len > 0 && (joins || filled.len > 0);
	}
	if (f->wording.n_blocks == 0)
		return fail(why, BROKEN, "%s:%d: there is no text", f->file,
		    f->line);
	return DONE;
}

static size_t
lines_count(struct span text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.len; i++)
		n += text.at[i] == '\n';
	return n;
}

enum outcome
template_fill(struct span text, const char *file, const struct field *fields,
    size_t n, struct arena *mem, struct wording *wording, struct error *why)
{
	struct filler f = {
		.rest = text,
		.file = file,
		.fields = fields,
		.n_fields = n,
		.mem = mem,
	};
	enum outcome how;

	if (!utf8_is_valid(text))
		return fail(why, BROKEN, "%s:1: is not UTF-8", file);
	f.wording.blocks = ARENA_ARRAY(mem, lines_count(text), struct block);
	how = front_read(&f, why);
	if (how == DONE)
		how = body_read(&f, why);
	if (how == DONE)
		*wording = f.wording;
	return how;
}

static size_t
characters_count(struct span s)
{
	size_t n = 0;
	unsigned point;

	for (; s.len > 0; n++)
		s = span_from(s, utf8_next(s, &point));
	return n;
}

/* Adds a line, wrapped; what follows the first is set in by indent blanks. */
static void
line_add(struct buf *out, struct span line, const char *mark)
{
	size_t indent = span_of(mark).len;
	size_t column = indent;
	bool is_first = true;

	buf_add_text(out, mark);
	while (line.len > 0) {
		struct span word = span_cut_at(&line, ' ');
		size_t width = characters_count(word);

		if (word.len == 0)
			continue;
		if (!is_first && column + 1 + width > PLAIN_TEXT_COLUMNS) {
			buf_printf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!is_first) {
			buf_add_char(out, ' ');
			column++;
		}
		buf_add(out, word);
		column += width;
		is_first = false;
	}
	buf_add_char(out, '\n');
}

void
wording_to_text(const struct wording *wording, struct buf *out)
{
	for (size_t i = 0; i < wording->n_blocks; i++) {
		const struct block *b = &wording->blocks[i];
		struct span rest = b->text;

		if (i > 0 &&
		    (b->kind != BLOCK_ITEM || b[-1].kind != BLOCK_ITEM))
			buf_add_char(out, '\n');
		while (rest.len > 0)
			line_add(out, span_cut_line(&rest),
			    b->kind == BLOCK_ITEM ? "* " : "");
		if (b->kind != BLOCK_HEADING)
			continue;
		for (size_t n = characters_count(b->text); n > 0; n--)
			buf_add_char(out, '-');
		buf_add_char(out, '\n');
	}
}
