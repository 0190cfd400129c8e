/*
 * print.c - composes a letter on sheets
 *
 * A letter is drawn twice: once on paper that is thrown away, to count its
 * pages, then for good.
 */
#include "reply/print.h"
#include "base/utf8.h"
#include "reply/fields.h"
#include "reply/layout.h"
#include "reply/tagging.h"
#include "triage/workday.h"

#include <string.h>

/* See print.h */
#define WINDOW_TOP (57 * MM)
#define WINDOW_HEIGHT (24 * MM)
#define WINDOW_WIDTH (100 * MM - LEFT)
#define WINDOW_LINES 8
#define ADDRESS_SIZE 11
#define LEAST_ADDRESS_SIZE 7
#define HEAD_LEFT (117 * MM)
#define HEAD_TOP (16 * MM)
#define BODY_TOP (95 * MM)
/* Where the sheet is folded in three. */
#define FOLD (99 * MM)
#define FOLD_LEFT (4 * MM)
#define FOLD_WIDTH (4 * MM)
#define ZERO_WIDTH_SPACE "\xe2\x80\x8b"
#define HAIR .4
#define BAR 2.0
/* A heading takes at least the first lines below it along. */
#define KEEP_LINES 4.5
/* Room to sign in, and what stands below and above it. */
#define SIGNATURE_GAP (14 * MM)
#define CLOSING_LINES 6
#define MAX_PDF_BYTES (8 << 20)

/* NHS identity guidelines: letters of 12 points and no smaller.  Large print
 * begins at 16 points; the text of the letter has 18. */
static const struct measures ordinary = { 12, 12.5, 14, 15, 10, 7, 2, 14 };
static const struct measures large = { 18, 19, 21, 20, 16, 11, 4, 22 };

/* What is printed on every letter. */
static const struct stock {
	const char *language, *date, *reference, *telephone, *page, *of,
	    *enclosed;
} stocks[] = {
	{ "en", "Date", "Our reference", "Telephone", "Page", "of",
	    "Enclosed" },
	{ "cy", "Dyddiad", "Ein cyfeirnod", "Ffôn", "Tudalen", "o",
	    "Amgaeedig" },
};

/* A letter while it is drawn. */
struct drawing {
	struct sheet sheet;
	const struct letter *letter;
	const struct organisation_options *organisation;
	struct span address;
	const struct stock *stock;
	struct arena *mem;
};

static const struct stock *
stock_find(const char *language)
{
	for (size_t i = 0; i < sizeof stocks / sizeof *stocks; i++)
		if (strcmp(stocks[i].language, language) == 0)
			return &stocks[i];
	return &stocks[0];
}

static struct style
text_style(const struct drawing *d)
{
	return (struct style){ .tag = "P", .size = d->sheet.measures->text };
}

static struct style
heading_style(const struct drawing *d, const char *tag)
{
	const struct measures *m = d->sheet.measures;

	return (struct style){ .tag = tag,
		.size = strcmp(tag, "H1") == 0 ? m->first_heading : m->heading,
		.is_bold = true,
		.keep = KEEP_LINES * m->text };
}

static void
plain_flow(struct drawing *d, const struct style *style, struct span text)
{
	struct words words;

	words_make(text, d->mem, &words);
	sheet_flow(&d->sheet, style, &words);
}

static void
list_draw(struct drawing *d, const struct node *node)
{
	struct sheet *s = &d->sheet;
	struct style style = text_style(d);

	style.tag = "LBody";
	style.indent = s->measures->item_indent;
	cairo_tag_begin(s->cr, "L", NULL);
	for (size_t i = 0; i < node->n; i++) {
		style.mark = node->kind == BLOCK_ITEM
				 ? SPAN("•")
				 : arena_printf(d->mem, "%zu.", i + 1);
		cairo_tag_begin(s->cr, "LI", NULL);
		sheet_flow(s, &style, &node->words[i]);
		cairo_tag_end(s->cr, "LI");
		s->y += s->measures->item_gap;
	}
	cairo_tag_end(s->cr, "L");
	s->y += s->measures->paragraph_gap - s->measures->item_gap;
}

static void
inset_draw(struct drawing *d, const struct node *node)
{
	struct sheet *s = &d->sheet;
	struct style style = text_style(d);
	double top;
	int page;

	style.indent = s->measures->item_indent;
	sheet_room(s, KEEP_LINES * style.size);
	top = s->y;
	page = s->page;
	sheet_flow(s, &style, &node->words[0]);
	if (s->page == page)
		sheet_line(s, LEFT, top, BAR, s->y - top);
	s->y += s->measures->paragraph_gap;
}

static void
rule_draw(struct drawing *d)
{
	struct sheet *s = &d->sheet;

	sheet_room(s, 4 * s->measures->paragraph_gap);
	s->y += s->measures->paragraph_gap;
	sheet_line(s, LEFT, s->y, RIGHT - LEFT, HAIR);
	s->y += 2 * s->measures->paragraph_gap;
}

static double
closing_height(const struct drawing *d)
{
	return SIGNATURE_GAP + CLOSING_LINES * 1.3 * d->sheet.measures->text;
}

/* Who signs never stands alone on a page, nor do words that announce others. */
static double
keep_below(const struct drawing *d, const struct words *words, bool is_last)
{
	struct span end =
	    words->n > 0 ? words->runs[words->n - 1].words : SPAN("");

	if (is_last)
		return closing_height(d);
	return span_ends_with(end, SPAN(":"))
		   ? KEEP_LINES * d->sheet.measures->text
		   : 0;
}

static void
node_draw(struct drawing *d, const struct node *node, const char *heading_tag,
    bool is_last)
{
	struct sheet *s = &d->sheet;
	struct style text = text_style(d);
	struct style heading = heading_style(d, heading_tag);

	switch (node->kind) {
	case BLOCK_HEADING:
		s->y += s->measures->paragraph_gap / 2;
		sheet_heading(s, &heading, node->words[0].runs[0].words);
		s->y += s->measures->paragraph_gap / 2;
		break;
	case BLOCK_PARAGRAPH:
		text.keep = keep_below(d, &node->words[0], is_last);
		sheet_flow(s, &text, &node->words[0]);
		s->y += s->measures->paragraph_gap;
		break;
	case BLOCK_ITEM:
	case BLOCK_STEP:
		list_draw(d, node);
		break;
	case BLOCK_INSET:
		inset_draw(d, node);
		break;
	case BLOCK_RULE:
		rule_draw(d);
		break;
	}
}

static void
wording_draw(struct drawing *d, const struct wording *w,
    const char *heading_tag, bool is_signed)
{
	struct tree tree;

	tree_make(w->blocks, w->n_blocks, d->mem, &tree);
	for (size_t i = 0; i < tree.n; i++)
		node_draw(d, &tree.nodes[i], heading_tag,
		    is_signed && i + 1 == tree.n);
}

/* --- the first page ------------------------------------------------------------- */

/* Adds "label: value" on a line of its own, or nothing for no value. */
static void
detail_add(struct buf *to, const char *label, struct span value)
{
	if (value.len > 0)
		buf_printf(to, "%s%s%s%.*s", to->len > 0 ? "\n" : "", label,
		    label[0] != '\0' ? ": " : "", SPAN_ARG(value));
}

/*
 * A line that is too long may end behind the @; it is read aloud with a blank
 * there.
 */
static void
email_add(struct drawing *d, const struct place *place, struct buf *to,
    struct span address)
{
	bool fits = sheet_place_height(&d->sheet, place, address) <=
		    sheet_place_height(&d->sheet, place, SPAN("x"));
	struct span rest = address, user = span_cut_at(&rest, '@');

	if (fits || rest.len == 0)
		detail_add(to, "", address);
	else
		detail_add(to, "",
		    arena_printf(d->mem, "%.*s@%s%.*s", SPAN_ARG(user),
			ZERO_WIDTH_SPACE, SPAN_ARG(rest)));
}

/* Each line by itself, so that none runs into the next when read aloud. */
static void
lines_place(struct drawing *d, struct place *place, struct span lines)
{
	while (lines.len > 0) {
		struct span line = span_cut_line(&lines);

		sheet_place(&d->sheet, "P", place, line);
		place->y +=
		    place->spacing * sheet_place_height(&d->sheet, place, line);
	}
}

/* Returns where it ends. */
static double
letterhead_draw(struct drawing *d)
{
	const struct organisation_options *o = d->organisation;
	const struct measures *m = d->sheet.measures;
	struct place place = { HEAD_LEFT, HEAD_TOP, RIGHT - HEAD_LEFT, m->name,
		true, 1, false };
	autobuf lines = BUF(4000);
	struct span rest = o->contact_address, line;

	sheet_place(&d->sheet, "P", &place, o->name);
	place.y +=
	    sheet_place_height(&d->sheet, &place, o->name) + m->paragraph_gap;
	place.size = m->small;
	place.is_bold = false;
	place.spacing = 1.1;
	detail_add(&lines, "", o->contact_name);
	while (conf_list_next(&rest, &line))
		if (!span_is_equal(line, o->contact_name))
			detail_add(&lines, "", line);
	detail_add(&lines, d->stock->telephone, o->contact_phone);
	detail_add(&lines, "", o->contact_hours);
	email_add(d, &place, &lines, o->contact_email);
	lines_place(d, &place, buf_span(&lines));
	return place.y;
}

/* What always shows in the window, however the sheet lies. */
static void
address_draw(struct drawing *d)
{
	struct place place = { LEFT, WINDOW_TOP, WINDOW_WIDTH, ADDRESS_SIZE,
		false, 1, false };
	struct span rest = utf8_clean(d->address, d->mem);
	autobuf lines = BUF(2000);

	for (int n = 0; rest.len > 0 && n < WINDOW_LINES; n++)
		detail_add(&lines, "", span_trim(span_cut_line(&rest)));
	if (lines.len == 0)
		return;
	while (place.size > LEAST_ADDRESS_SIZE &&
	       sheet_place_height(&d->sheet, &place, buf_span(&lines)) >
		   WINDOW_HEIGHT)
		place.size -= .5;
	lines_place(d, &place, buf_span(&lines));
}

static void
date_draw(struct drawing *d)
{
	const struct letter *l = d->letter;
	struct style style = text_style(d);
	struct span date = strcmp(l->language, "cy") == 0
			       ? day_in_welsh(l->written, d->mem)
			       : day_words(l->written, d->mem);

	plain_flow(d, &style,
	    arena_printf(d->mem, "%s: %.*s", d->stock->date, SPAN_ARG(date)));
	plain_flow(d, &style,
	    arena_printf(d->mem, "%s: %.*s", d->stock->reference,
		SPAN_ARG(l->full_reference)));
	d->sheet.y += 2 * d->sheet.measures->paragraph_gap;
}

static void
opening_draw(struct drawing *d)
{
	struct style heading = heading_style(d, "H1");
	double head_end = letterhead_draw(d) + 2 * heading.size;

	address_draw(d);
	sheet_line(&d->sheet, FOLD_LEFT, FOLD, FOLD_WIDTH, HAIR);
	sheet_line(&d->sheet, FOLD_LEFT, 2 * FOLD, FOLD_WIDTH, HAIR);
	d->sheet.y = head_end > BODY_TOP ? head_end : BODY_TOP;
	date_draw(d);
	sheet_heading(&d->sheet, &heading, d->letter->wording.subject);
	d->sheet.y += d->sheet.measures->paragraph_gap;
}

/* --- the end ------------------------------------------------------------------- */

static void
enclosures_draw(struct drawing *d)
{
	const struct letter *l = d->letter;
	struct style style = text_style(d);
	struct node list = { .kind = BLOCK_ITEM,
		.words = ARENA_ARRAY(d->mem, MAX_FORMS, struct words),
		.n = l->n_forms };

	if (l->n_forms == 0)
		return;
	for (size_t i = 0; i < l->n_forms; i++)
		words_make(l->forms[i].subject, d->mem, &list.words[i]);
	d->sheet.y += d->sheet.measures->paragraph_gap;
	style.keep = 2 * style.size;
	plain_flow(d, &style, arena_printf(d->mem, "%s:", d->stock->enclosed));
	d->sheet.y += d->sheet.measures->item_gap;
	list_draw(d, &list);
}

static void
closing_draw(struct drawing *d)
{
	const struct letter *l = d->letter;
	struct style style = text_style(d);

	sheet_room(&d->sheet, closing_height(d));
	d->sheet.y += d->sheet.measures->paragraph_gap / 2;
	plain_flow(d, &style, l->wording.closing);
	d->sheet.y += SIGNATURE_GAP;
	plain_flow(d, &style,
	    arena_printf(d->mem, "%.*s\n%.*s", SPAN_ARG(l->signatory),
		SPAN_ARG(l->organisation)));
	enclosures_draw(d);
}

static void
forms_draw(struct drawing *d)
{
	struct style heading = heading_style(d, "H2");

	heading.size = d->sheet.measures->first_heading;
	for (size_t i = 0; i < d->letter->n_forms; i++) {
		sheet_page_end(&d->sheet);
		sheet_heading(&d->sheet, &heading, d->letter->forms[i].subject);
		d->sheet.y += d->sheet.measures->paragraph_gap;
		wording_draw(d, &d->letter->forms[i], "H3", false);
	}
}

static cairo_status_t
on_write(void *context, const unsigned char *bytes, unsigned len)
{
	buf_add(context, (struct span){ (const char *)bytes, len });
	return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
paper_new(const struct letter *letter, struct buf *pdf, struct arena *mem)
{
	cairo_surface_t *paper = cairo_pdf_surface_create_for_stream(on_write,
	    pdf, PAGE_WIDTH, PAGE_HEIGHT);

	cairo_pdf_surface_set_metadata(paper, CAIRO_PDF_METADATA_TITLE,
	    arena_text(mem, letter->wording.subject));
	cairo_pdf_surface_set_metadata(paper, CAIRO_PDF_METADATA_AUTHOR,
	    arena_text(mem, letter->organisation));
	/* Without a date of ours Cairo writes the time of day. */
	cairo_pdf_surface_set_metadata(paper, CAIRO_PDF_METADATA_CREATE_DATE,
	    arena_printf(mem, "%.*sT12:00:00Z",
		SPAN_ARG(day_text(letter->written, mem)))
		.at);
	return paper;
}

/* Draws the whole letter once; its pages are counted in the sheet. */
static cairo_status_t
letter_draw(struct drawing *d, struct buf *pdf)
{
	sheet_begin(&d->sheet, paper_new(d->letter, pdf, d->mem));
	opening_draw(d);
	wording_draw(d, &d->letter->wording, "H2", true);
	closing_draw(d);
	forms_draw(d);
	return sheet_end(&d->sheet);
}

enum outcome
letter_print(const struct letter *letter,
    const struct organisation_options *organisation, struct span postal_address,
    struct buf *pdf, struct error *why)
{
	autoarena mem = { 0 };
	autobuf drawn = BUF(MAX_PDF_BYTES);
	struct drawing d = { .letter = letter,
		.organisation = organisation,
		.address = postal_address,
		.stock = stock_find(letter->language),
		.mem = &mem };
	cairo_status_t status = CAIRO_STATUS_SUCCESS;

	d.sheet.measures = letter->is_large_print ? &large : &ordinary;
	d.sheet.foot_left = letter->reference;
	d.sheet.page_word = span_of(d.stock->page);
	d.sheet.of_word = span_of(d.stock->of);
	/* Once to count the pages, once for good. */
	for (int pass = 0; pass < 2 && status == CAIRO_STATUS_SUCCESS; pass++) {
		buf_clear(&drawn);
		status = letter_draw(&d, &drawn);
		if (d.sheet.pages > MAX_LETTER_PAGES)
			return fail(why, REFUSED,
			    "the letter has more than %d pages",
			    MAX_LETTER_PAGES);
	}
	if (status != CAIRO_STATUS_SUCCESS || drawn.overflowed)
		return fail(why, LATER, "letter: print: %s",
		    drawn.overflowed ? "too large"
				     : cairo_status_to_string(status));
	return tagging_finish(buf_span(&drawn), letter->language, pdf, why);
}
