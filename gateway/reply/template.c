/* template.c - fills the texts of a policy pack in */
#include "reply/template.h"
#include "base/utf8.h"

#define MAX_WORDING_BYTES (64 << 10)
#define MAX_PASSAGES 40

struct filler {
	const struct template *template;
	struct span rest;
	const char *file;
	int line;
	bool is_passage;
	bool joins; /* the line before belongs to the same block */
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

/* Where the value of a front line goes; NULL for no such line. */
static struct span *
front_find(struct filler *f, struct span key)
{
	struct wording *w = &f->wording;
	const struct {
		const char *key;
		bool is_of_form;
		struct span *to;
	} lines[] = {
		{ "Subject", false, &w->subject },
		{ "Closing", false, &w->closing },
		{ "Signatory", false, &w->signatory },
		{ "Encloses", false, &w->encloses },
		{ "Title", true, &w->subject },
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (span_is_equal(key, span_of(lines[i].key)) &&
		    lines[i].is_of_form == f->template->is_form &&
		    lines[i].to->len == 0)
			return lines[i].to;
	return NULL;
}

static enum outcome
front_check(const struct filler *f, struct error *why)
{
	const struct wording *w = &f->wording;

	if (w->subject.len == 0)
		return fail(why, BROKEN, "%s:%d: %s: is missing", f->file,
		    f->line, f->template->is_form ? "Title" : "Subject");
	if (w->closing.len == 0 && !f->template->is_form)
		return fail(why, BROKEN, "%s:%d: Closing: is missing", f->file,
		    f->line);
	return DONE;
}

/* Reads "Subject: ..." and its like up to the first empty line. */
static enum outcome
front_read(struct filler *f, struct error *why)
{
	struct span line;

	while (f->rest.len > 0 && (line = next_line(f)).len > 0) {
		struct span value = line;
		struct span key = span_cut_at(&value, ':');
		struct span *to = front_find(f, key);
		enum outcome how;

		if (to == NULL)
			return fail(why, BROKEN,
			    f->template->is_form
				? "%s:%d: Title: comes first, once, then an "
				  "empty line"
				: "%s:%d: Subject: and Closing: come first, "
				  "once each, then an empty line",
			    f->file, f->line);
		how = line_fill(f, value, to, why);
		if (how != DONE)
			return how;
	}
	return front_check(f, why);
}

static void
block_add(struct filler *f, enum block_kind kind, struct span text, bool joins)
{
	struct wording *w = &f->wording;
	struct block *last =
	    w->n_blocks > 0 ? &w->blocks[w->n_blocks - 1] : NULL;

	if (joins && last != NULL && block_joins(kind, last->kind))
		last->text = arena_printf(f->mem, "%.*s\n%.*s",
		    SPAN_ARG(last->text), SPAN_ARG(text));
	else
		w->blocks[w->n_blocks++] = (struct block){ kind, text };
}

/* The name in "((passage:NAME))"; "" where the line is none. */
static struct span
passage_name(struct span line)
{
	const struct span head = SPAN("((passage:"), tail = SPAN("))");

	if (!span_starts_with(line, head) || !span_ends_with(line, tail))
		return SPAN("");
	return span_trim(
	    span_from(span_head(line, line.len - tail.len), head.len));
}

static size_t
lines_count(struct span text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.len; i++)
		n += text.at[i] == '\n';
	return n;
}

/* Makes room for as many blocks more as the text has lines. */
static void
blocks_reserve(struct filler *f, struct span text)
{
	struct wording *w = &f->wording;
	struct block *blocks = ARENA_ARRAY(f->mem,
	    w->n_blocks + lines_count(text) + lines_count(f->rest),
	    struct block);

	if (w->n_blocks > 0)
		memcpy(blocks, w->blocks, w->n_blocks * sizeof *blocks);
	w->blocks = blocks;
}

static enum outcome lines_read(struct filler *f, struct error *why) must_check;

/* Reads a passage in the text's place; its own lines are counted anew. */
static enum outcome
passage_read(struct filler *f, struct span name, struct error *why)
{
	struct wording *w = &f->wording;
	struct filler outer = *f;
	size_t n_before = w->n_blocks;
	enum outcome how;

	if (f->is_passage || f->template->open == NULL)
		return fail(why, BROKEN, "%s:%d: no passage can stand here",
		    f->file, f->line);
	if (w->n_said == MAX_PASSAGES)
		return fail(why, BROKEN, "%s:%d: more than %d passages",
		    f->file, f->line, MAX_PASSAGES);
	how = f->template->open(f->template->context, name, f->mem, &f->rest,
	    &f->file, why);
	if (how != DONE)
		return fail(why, how, "%s:%d: ((passage:%.*s)): %s", outer.file,
		    outer.line, SPAN_ARG(name), why->text);
	f->line = 0;
	f->is_passage = true;
	f->joins = false;
	if (!utf8_is_valid(f->rest))
		return fail(why, BROKEN, "%s:1: is not UTF-8", f->file);
	blocks_reserve(f, outer.rest);
	how = lines_read(f, why);
	w->said[w->n_said++] = (struct said){ name, w->n_blocks - n_before };
	f->rest = outer.rest;
	f->file = outer.file;
	f->line = outer.line;
	f->is_passage = false;
	f->joins = false;
	return how;
}

static enum outcome
lines_read(struct filler *f, struct error *why)
{
	while (f->rest.len > 0) {
		struct span line = next_line(f), filled;
		struct span passage = passage_name(line);
		enum block_kind kind = block_mark_cut(&line);
		enum outcome how;

		if (passage.len > 0) {
			how = passage_read(f, passage, why);
			if (how != DONE)
				return how;
			continue;
		}
		how = line_fill(f, line, &filled, why);
		if (how != DONE)
			return how;
		if (filled.len > 0)
			block_add(f, kind, filled, f->joins);
		f->joins = line.len > 0 && (f->joins || filled.len > 0);
	}
	return DONE;
}

static enum outcome
body_read(struct filler *f, struct error *why)
{
	enum outcome how = lines_read(f, why);

	if (how == DONE && f->wording.n_blocks == 0)
		return fail(why, BROKEN, "%s:%d: there is no text", f->file,
		    f->line);
	return how;
}

enum outcome
template_fill(const struct template *template, const struct field *fields,
    size_t n, struct arena *mem, struct wording *wording, struct error *why)
{
	struct filler f = {
		.template = template,
		.rest = template->text,
		.file = template->file,
		.fields = fields,
		.n_fields = n,
		.mem = mem,
	};
	enum outcome how;

	if (!utf8_is_valid(template->text))
		return fail(why, BROKEN, "%s:1: is not UTF-8", f.file);
	f.wording.said = ARENA_ARRAY(mem, MAX_PASSAGES, struct said);
	blocks_reserve(&f, SPAN(""));
	how = front_read(&f, why);
	if (how == DONE)
		how = body_read(&f, why);
	if (how == DONE)
		*wording = f.wording;
	return how;
}
