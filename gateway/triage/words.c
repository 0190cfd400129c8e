/*
 * words.c - which words the author wrote now
 *
 * Every line of a part is given a kind; runs of lines of one kind become
 * spans.  One pass down the lines, one scan for disclaimers.
 */
#include "triage/words.h"

#include "triage/address.h"
#include "triage/lines.h"
#include "triage/ours.h"
#include "triage/page.h"
#include "triage/signature.h"

#define MAX_SIGNATURE_LINES 12  /* after a closing */
#define MAX_DISCLAIMER_LINES 12 /* above a cue; between two paragraphs */
#define MIN_TEMPLATE_LINES 2
#define MAX_TEMPLATE_LINES 100
#define MAX_GAP_LINES 10 /* between a separator and its block */

/* --- disclaimers ----------------------------------------------------------- */

/*
 * The first line of the disclaimer with a cue in line i.  Its paragraph's
 * first, unless that also begins the text, when the author's words may stand
 * before it without a blank line.
 */
static size_t
disclaimer_start(const struct page *p, size_t i)
{
	size_t start = i, above;

	while (start > 0 && i - start < MAX_DISCLAIMER_LINES &&
	       !page_is_blank(p, start - 1) &&
	       !line_is_rule(page_words(p, start - 1)))
		start--;
	for (above = start; above > 0 && page_is_blank(p, above - 1);)
		above--;
	if (i - start >= MAX_DISCLAIMER_LINES || above == 0)
		start = i;
	while (start > 0 && line_is_rule(page_words(p, start - 1)))
		start--;
	return start;
}

/* The disclaimer with a cue in line i; *end is that of the one before. */
static void
mark_disclaimer(struct page *p, size_t i, size_t *end)
{
	size_t start;

	if (i < *end)
		return;
	start = disclaimer_start(p, i);
	if (*end > 0 && start - *end <= MAX_DISCLAIMER_LINES)
		start = *end;
	for (*end = i + 1; *end < p->n && !page_is_blank(p, *end);)
		++*end;
	page_set_kind(p, start, *end, LINE_DISCLAIMER);
}

/* Paragraphs of our own letters, without a mark of quoting. */
struct templates {
	size_t lines[MAX_TEMPLATE_LINES];
	size_t n;
};

/* Takes line i, if a paragraph begins there with the word at offset. */
static void
note_template(const struct page *p, size_t i, size_t offset,
    struct templates *t)
{
	struct span words = line_bare(
	    line_unquote(page_line(p, i), line_quote_depth(page_line(p, i))));

	if (p->has_quotes && t->n < MAX_TEMPLATE_LINES &&
	    words.at == p->text.at + offset &&
	    (i == 0 || page_is_blank(p, i - 1)))
		t->lines[t->n++] = i;
}

/* One alone may be the author's quotation. */
static void
mark_templates(struct page *p, const struct templates *t)
{
	for (size_t n = 0; t->n >= MIN_TEMPLATE_LINES && n < t->n; n++) {
		size_t end = t->lines[n] + 1;

		while (end < p->n && !page_is_blank(p, end))
			end++;
		page_set_kind(p, t->lines[n], end, LINE_QUOTED);
	}
}

/* Finds what the lexicon knows of furniture: disclaimers, our own letters. */
static void
mark_furniture(struct page *p, const struct phrase_book *book,
    struct arena *mem)
{
	struct folded folded = text_fold(p->text, NULL, 0, mem);
	struct phrase_scan scan = PHRASE_SCAN(book, &folded);
	struct templates templates = { .n = 0 };
	struct phrase_hit hit;
	size_t end = 0;

	while (phrases_next(&scan, &hit)) {
		size_t at;

		if (hit.lexeme->kind != LEXEME_CUE)
			continue;
		at = folded_source(&folded, hit.start);
		if (hit.lexeme->name == CUE_DISCLAIMER)
			mark_disclaimer(p, page_line_at(p, at), &end);
		else if (hit.lexeme->name == CUE_TEMPLATE)
			note_template(p, page_line_at(p, at), at, &templates);
	}
	mark_templates(p, &templates);
}

/* --- quotes, header blocks, signatures ------------------------------------- */

/* The first line behind i that is less quoted than what is read here. */
static size_t
end_of_level(const struct page *p, size_t i)
{
	while (i < p->n && (line_quote_depth(page_line(p, i)) >= p->depth ||
			       page_is_blank(p, i)))
		i++;
	return i;
}

/* Marks all that is quoted from line i on; the line after it. */
static size_t
mark_rest_quoted(struct page *p, size_t i, size_t introduction)
{
	size_t next = page_skip_blanks(p, i + introduction, p->n);

	p->has_history = true;
	if (introduction == 0 || next >= p->n || !page_is_quoted(p, next))
		next = end_of_level(p, i);
	page_set_kind(p, i, next, LINE_QUOTED);
	return next;
}

/* The message passed on begins behind lines i to end. */
static size_t
begin_forward(struct page *p, size_t i, size_t end,
    const struct header_block *block)
{
	size_t next = page_skip_blanks(p, end, MAX_GAP_LINES);

	page_set_kind(p, i, end, LINE_HEADER);
	if (next < p->n && p->depth == 0)
		p->depth = line_quote_depth(page_line(p, next));
	p->in_signature = false;
	*p->passed_on = (struct passed_on){ .found = true,
		.part = p->part,
		.start = p->lines[i].start,
		.end = p->lines[end].start,
		.depth = p->depth,
		.from = sender_read(block->from, p->mem),
		.block = *block };
	return end;
}

/*
 * A colleague passed on what now is passed on again: the block found before is
 * a colleague's, and this one is not.
 */
static bool
is_of_staff(const struct page *p, const struct header_block *block)
{
	struct mailbox_address from = sender_read(block->from, p->mem);

	return address_is_within(p->passed_on->from.address, p->internal) &&
	       from.address.len > 0 &&
	       !address_is_within(from.address, p->internal);
}

/* Is the block that of a message which this one passes on? */
static bool
is_passed_on(struct page *p, const struct separator *separator,
    const struct header_block *block)
{
	struct mailbox_address from;

	if (!p->may_forward || (p->passed_on->found && !is_of_staff(p, block)))
		return false;
	if (separator->kind == SEPARATOR_FORWARD)
		return true;
	if (p->is_reply)
		return false;
	/* Answers quote us; who passes our mail on says so. */
	from = sender_read(block->from, p->mem);
	return p->is_forward || !address_is_listed(from.address, p->ours);
}

/* The block behind a separator, or that begins with line first; its end. */
static bool
find_block(struct page *p, size_t i, const struct separator *separator,
    struct header_block *block, size_t *end)
{
	size_t first = i, depth = p->depth;

	if (separator->rest.len > 0) {
		*end = i + 1;
		return header_line_read(separator->rest, block);
	}
	if (separator->kind != SEPARATOR_NONE || line_is_rule(page_words(p, i)))
		first = page_skip_blanks(p, i + 1, MAX_GAP_LINES);
	if (first >= p->n)
		return false;
	if (separator->kind != SEPARATOR_NONE && depth == 0)
		depth = line_quote_depth(page_line(p, first));
	if (!header_block_read(span_from(p->text, p->lines[first].start), depth,
		separator->kind != SEPARATOR_NONE, block, p->mem))
		return false;
	*end = first + block->n_lines;
	return true;
}

/*
 * A header block at line i, with or without the separator above it.  The
 * line after it, or i where there is none.
 */
static size_t
mark_block(struct page *p, size_t i)
{
	struct separator separator = line_separator(page_words(p, i));
	struct header_block block = { .n_lines = 0 };
	size_t end;

	if (!find_block(p, i, &separator, &block, &end)) {
		if (!p->has_quotes || !separator.is_ruled ||
		    separator.kind == SEPARATOR_NONE)
			return i;
		if (!is_passed_on(p, &separator, &block) ||
		    separator.kind == SEPARATOR_ORIGINAL)
			return mark_rest_quoted(p, i, 0);
		return begin_forward(p, i, i + 1, &block);
	}
	if (!p->has_quotes) {
		page_set_kind(p, i, end, LINE_HEADER);
		return end;
	}
	if (!is_passed_on(p, &separator, &block))
		return mark_rest_quoted(p, i, 0);
	return begin_forward(p, i, end, &block);
}

/* "On ... wrote:" in line i: the line after what it introduces, or i. */
static size_t
mark_attribution(struct page *p, size_t i)
{
	struct attribution a = attribution_read(
	    span_from(p->text, p->lines[i].start), p->depth, p->mem);
	size_t next;

	if (a.n_lines == 0)
		a = attribution_between_marks(page_line(p, i), p->mem);

	if (a.n_lines == 0)
		return i;
	next = page_skip_blanks(p, i + a.n_lines, p->n);
	if (!a.is_sure && (next >= p->n || !page_is_quoted(p, next)))
		return i;
	if (p->is_forward && p->may_forward && !p->passed_on->found) {
		struct header_block block = { .date = a.date };

		next = begin_forward(p, i, i + a.n_lines, &block);
		p->passed_on->from = a.from;
		return next;
	}
	return mark_rest_quoted(p, i, a.n_lines);
}

/*
 * A quoted line.  The first run of them may be a message passed on; the rest
 * of the run is then the author's.
 */
static size_t
mark_quote(struct page *p, size_t i)
{
	size_t first = page_skip_blanks(p, i, MAX_GAP_LINES), end;

	if (p->may_forward && !p->has_history && !p->is_reply &&
	    !p->passed_on->found && first < p->n) {
		p->depth = line_quote_depth(page_line(p, first));
		end = mark_block(p, first);
		if (end == first && p->is_forward)
			end = mark_attribution(p, first);
		if (p->passed_on->found) {
			page_set_kind(p, i, first, LINE_HEADER);
			return end;
		}
		p->depth = 0;
	}
	for (end = i; end < p->n && page_is_quoted(p, end);)
		end++;
	page_set_kind(p, i, end, LINE_QUOTED);
	p->has_history = true;
	return end;
}

/* The line after the signature that the closing in line i begins. */
static size_t
mark_closing(struct page *p, size_t i)
{
	size_t end = i + 1;

	for (size_t n = 0; end < p->n && n < MAX_SIGNATURE_LINES; end++) {
		struct span line = page_words(p, end);
		struct header_block block;
		struct separator separator = line_separator(line);

		if (p->lines[end].kind != LINE_OWN ||
		    signature_is_sentence(line) || page_is_quoted(p, end) ||
		    line_is_rule(line) || separator.kind != SEPARATOR_NONE ||
		    attribution_read(line, 0, p->mem).n_lines > 0 ||
		    header_block_read(span_from(p->text, p->lines[end].start),
			p->depth, false, &block, p->mem))
			break;
		n += !page_is_blank(p, end);
	}
	page_set_kind(p, i, end, LINE_SIGNATURE);
	return end;
}

/* Gives line i its kind; the next line to look at. */
static size_t
mark_line(struct page *p, size_t i)
{
	struct span line;
	size_t next;

	if (p->lines[i].kind != LINE_OWN)
		return i + 1;
	if (page_is_quoted(p, i) &&
	    attribution_between_marks(page_line(p, i), p->mem).n_lines == 0)
		return mark_quote(p, i);
	if (page_is_blank(p, i))
		return i + 1;
	if (p->has_quotes && (next = mark_attribution(p, i)) > i)
		return next;
	if ((next = mark_block(p, i)) > i)
		return next;
	line = page_words(p, i);
	if (p->in_signature || signature_is_device(line)) {
		p->lines[i].kind = LINE_SIGNATURE;
		return i + 1;
	}
	if (p->has_quotes && span_is_equal(span_trim(line), SPAN("--"))) {
		p->in_signature = true;
		p->lines[i].kind = LINE_SIGNATURE;
		return i + 1;
	}
	return signature_is_closing(line) ? mark_closing(p, i) : i + 1;
}

bool
words_is_mail_text(const struct item *item, const struct part *part)
{
	return item->kind == KIND_MESSAGE && part->disposition == PART_BODY;
}

/* Did an earlier part of the same message pass one on? */
static bool
has_passed_on(const struct item *item, const struct passed_on *blocks,
    size_t part)
{
	size_t of = forward_enclosing(item, part);

	for (size_t i = 0; i < part; i++)
		if (blocks[i].found && forward_enclosing(item, i) == of)
			return true;
	return false;
}

/* What is known of a part's text before its lines are looked at. */
static struct page
open_page(const struct item *item, size_t part, struct passed_on *blocks,
    struct arena *mem)
{
	const struct part *it = &item->parts[part];
	size_t of = forward_enclosing(item, part);
	const struct message *m =
	    of == item->n_parts ? item->message : item->parts[of].message;
	struct page p = { .text = it->text,
		.part = part,
		.passed_on = &blocks[part],
		.mem = mem };

	p.has_quotes = words_is_mail_text(item, it);
	p.may_forward = p.has_quotes && !it->is_alternative &&
			!has_passed_on(item, blocks, part);
	p.is_reply = m && subject_is_reply(m->subject);
	p.is_forward = m && subject_is_forward(m->subject);
	return p;
}

/* Behind the last line as deep in quotes as the message passed on. */
static size_t
end_of_forward(const struct page *p)
{
	size_t end = p->n;

	while (p->depth > 0 && end > 0 &&
	       line_quote_depth(page_line(p, end - 1)) < p->depth)
		end--;
	return p->lines[end].start;
}

/* What all parts are looked at with. */
struct marker {
	const struct item *item;
	const struct triage_house *house;
	const struct phrase_book *book;
	struct passed_on *blocks;
	struct arena *mem;
};

static struct page
mark_part(const struct marker *m, size_t part)
{
	struct page p = open_page(m->item, part, m->blocks, m->mem);

	p.ours = m->house->addresses;
	p.internal = m->house->internal_domains;
	page_split(&p, m->mem);
	if (m->house->ours)
		ours_mark(&p, m->house->ours, m->mem);
	mark_furniture(&p, m->book, m->mem);
	for (size_t i = 0; i < p.n;)
		i = mark_line(&p, i);
	page_join_over_blanks(&p);
	p.passed_on->stop = end_of_forward(&p);
	return p;
}

/* Has no part a word of its author's? */
static bool
is_empty(const struct item *item, const struct page *pages)
{
	for (size_t i = 0; i < item->n_parts; i++)
		if (!item->parts[i].is_alternative && page_has_own(&pages[i]))
			return false;
	return true;
}

static void
forget(struct page *pages, size_t n, int kind)
{
	for (size_t i = 0; i < n; i++)
		page_forget(&pages[i], kind);
}

/* Sets item->spans to those of the pages. */
static void
join_spans(struct item *item, const struct page *pages, struct arena *mem)
{
	struct marked_span **spans =
	    ARENA_ARRAY(mem, item->n_parts, struct marked_span *);
	size_t *n = ARENA_ARRAY(mem, item->n_parts, size_t), all = 0;

	for (size_t i = 0; i < item->n_parts; i++) {
		spans[i] = page_spans(&pages[i], i, &n[i], mem);
		all += n[i];
	}
	item->spans = ARENA_ARRAY(mem, all, struct marked_span);
	item->n_spans = 0;
	for (size_t i = 0; i < item->n_parts; i++)
		for (size_t s = 0; s < n[i]; s++)
			item->spans[item->n_spans++] = spans[i][s];
}

struct passed_on *
words_mark(struct item *item, const struct triage_house *house,
    const struct phrase_book *book, struct arena *mem)
{
	struct passed_on *blocks =
	    ARENA_ARRAY(mem, item->n_parts, struct passed_on);
	struct page *pages = ARENA_ARRAY(mem, item->n_parts, struct page);
	const struct marker marker = { item, house, book, blocks, mem };

	for (size_t i = 0; i < item->n_parts; i++)
		pages[i] = mark_part(&marker, i);
	if (is_empty(item, pages))
		forget(pages, item->n_parts, LINE_QUOTED);
	if (is_empty(item, pages))
		forget(pages, item->n_parts, LINE_SIGNATURE);
	join_spans(item, pages, mem);
	return blocks;
}
