/*
 * print.c - sets letters with Pango and draws them with Cairo
 *
 * A letter is drawn twice: once on paper that is thrown away, to count its
 * pages, then for good.
 */
#include "reply/print.h"
#include "base/utf8.h"
#include "triage/workday.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

/* Millimetres in points. */
#define MM (72 / 25.4)
#define PAGE_WIDTH (210 * MM)
#define PAGE_HEIGHT (297 * MM)
#define LEFT (22 * MM)
#define RIGHT (190 * MM)
#define TOP (22 * MM)
#define BOTTOM (275 * MM)
/*
 * A sheet folded in three may shift in a DL envelope (BS 4264: the window is
 * 90 by 35 mm, 20 mm from the left, 18 mm from the bottom): what lies between
 * 57 and 81 mm from the sheet's top always shows.
 */
#define WINDOW_TOP (55 * MM)
#define WINDOW_WIDTH (78 * MM)
#define WINDOW_LINES 7
#define HEAD_LEFT (117 * MM)
#define HEAD_TOP (16 * MM)
#define FOOT (280 * MM)
#define BODY_TOP (95 * MM)
/* NHS identity guidelines: Arial, 12 point and no smaller for letters;
 * Liberation Sans has Arial's measures. */
#define BODY_FONT "Liberation Sans, Arial, sans-serif 12"
#define BOLD_FONT "Liberation Sans, Arial, sans-serif Bold 12"
#define NAME_FONT "Liberation Sans, Arial, sans-serif Bold 15"
#define SMALL_FONT "Liberation Sans, Arial, sans-serif 10"
#define ADDRESS_FONT "Liberation Sans, Arial, sans-serif 11"
#define PARAGRAPH_GAP 7.0
#define HEADING_GAP 3.0
#define ITEM_GAP 2.0
#define ITEM_INDENT (5 * MM)
/* Texts of up to so many lines are not broken over two pages. */
#define WHOLE_LINES 4
/* A heading takes at least the first lines below it along. */
#define KEEP_BELOW (25 * MM)
#define LINE_SPACING 1.12
#define SIGNATURE_GAP (14 * MM)
#define CLOSING_HEIGHT (SIGNATURE_GAP + 20 * MM)

struct sheet {
	cairo_t *cr;
	PangoContext *context;
	const struct letter *letter;
	double y;
	int page, pages; /* pages is 0 while they are counted */
};

struct style {
	const char *tag, *font;
	double keep; /* room wanted below, so that it is not left alone */
	bool is_item;
};

static const struct style heading = { "H1", BOLD_FONT, KEEP_BELOW, false };
static const struct style subheading = { "H2", BOLD_FONT, KEEP_BELOW, false };
static const struct style paragraph = { "P", BODY_FONT, 0, false };
/* Who signs never stands alone on a page. */
static const struct style last = { "P", BODY_FONT, CLOSING_HEIGHT, false };
static const struct style item = { "LBody", BODY_FONT, 0, true };

static PangoLayout *
layout_new(struct sheet *s, const char *font, struct span text, double width)
{
	PangoLayout *layout = pango_layout_new(s->context);
	PangoFontDescription *description =
	    pango_font_description_from_string(font);

	pango_layout_set_font_description(layout, description);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(layout, (float)LINE_SPACING);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_text(layout, text.at, (int)text.len);
	pango_font_description_free(description);
	return layout;
}

static double
layout_height(PangoLayout *layout)
{
	int height;

	pango_layout_get_size(layout, NULL, &height);
	return (double)height / PANGO_SCALE;
}

/* Draws a whole text at a fixed place; returns the place below it. */
static double
text_place(struct sheet *s, const char *font, struct span text, double x,
    double y)
{
	double width = x < HEAD_LEFT ? WINDOW_WIDTH : RIGHT - HEAD_LEFT;
	PangoLayout *layout = layout_new(s, font, text, width);
	double height = layout_height(layout);

	cairo_tag_begin(s->cr, "P", NULL);
	cairo_move_to(s->cr, x, y);
	pango_cairo_show_layout(s->cr, layout);
	cairo_tag_end(s->cr, "P");
	g_object_unref(layout);
	return y + height;
}

static void
page_end(struct sheet *s)
{
	autobuf foot = BUF(400);

	buf_printf(&foot, "%.*s   page %d of %d",
	    SPAN_ARG(s->letter->reference), s->page, s->pages);
	text_place(s, SMALL_FONT, buf_span(&foot), HEAD_LEFT, FOOT);
	cairo_show_page(s->cr);
	s->page++;
	s->y = TOP;
}

/* Starts a page where less than height is left on this one. */
static void
room_make(struct sheet *s, double height)
{
	if (s->y + height > BOTTOM)
		page_end(s);
}

static void
mark_draw(struct sheet *s)
{
	PangoLayout *layout = layout_new(s, BODY_FONT, SPAN("•"), ITEM_INDENT);

	cairo_tag_begin(s->cr, "Lbl", NULL);
	cairo_move_to(s->cr, LEFT, s->y);
	pango_cairo_show_layout(s->cr, layout);
	cairo_tag_end(s->cr, "Lbl");
	g_object_unref(layout);
}

/*
 * Draws one line of the layout and goes on below it.  No line stands alone at
 * the foot or the head of a page: wanted is the room for those that belong to
 * it.
 */
static void
line_draw(struct sheet *s, PangoLayoutIter *at, double x, double wanted)
{
	int top, bottom;

	room_make(s, wanted);
	pango_layout_iter_get_line_yrange(at, &top, &bottom);
	cairo_move_to(s->cr, x,
	    s->y + (double)(pango_layout_iter_get_baseline(at) - top) /
		       PANGO_SCALE);
	pango_cairo_show_layout_line(s->cr,
	    pango_layout_iter_get_line_readonly(at));
	/* Pango leaves the spacing out of the range */
	s->y += LINE_SPACING * (double)(bottom - top) / PANGO_SCALE;
}

/* Lays a text down line by line, over as many pages as it takes. */
static void
text_flow(struct sheet *s, const struct style *style, struct span text)
{
	double indent = style->is_item ? ITEM_INDENT : 0;
	PangoLayout *layout =
	    layout_new(s, style->font, text, RIGHT - LEFT - indent);
	PangoLayoutIter *at = pango_layout_get_iter(layout);
	int n = pango_layout_get_line_count(layout);
	double height = layout_height(layout) / n;

	room_make(s, (n <= WHOLE_LINES ? n : 2) * height + style->keep);
	if (style->is_item)
		mark_draw(s);
	cairo_tag_begin(s->cr, style->tag, NULL);
	for (int left = n; left > 0; left--) {
		bool is_last_pair = left == 2 && n > WHOLE_LINES;

		line_draw(s, at, LEFT + indent,
		    is_last_pair ? 2 * height : height);
		pango_layout_iter_next_line(at);
	}
	cairo_tag_end(s->cr, style->tag);
	pango_layout_iter_free(at);
	g_object_unref(layout);
}

static void
list_draw(struct sheet *s, const struct block *blocks, size_t n)
{
	cairo_tag_begin(s->cr, "L", NULL);
	for (size_t i = 0; i < n; i++) {
		cairo_tag_begin(s->cr, "LI", NULL);
		text_flow(s, &item, blocks[i].text);
		cairo_tag_end(s->cr, "LI");
		s->y += ITEM_GAP;
	}
	cairo_tag_end(s->cr, "L");
	s->y += PARAGRAPH_GAP - ITEM_GAP;
}

static void
blocks_draw(struct sheet *s, const struct wording *w)
{
	for (size_t i = 0; i < w->n_blocks; i++) {
		const struct block *b = &w->blocks[i];
		size_t n = 0;

		while (i + n < w->n_blocks && b[n].kind == BLOCK_ITEM)
			n++;
		if (n > 0) {
			list_draw(s, b, n);
			i += n - 1;
		} else if (b->kind == BLOCK_HEADING) {
			s->y += HEADING_GAP;
			text_flow(s, &subheading, b->text);
			s->y += HEADING_GAP;
		} else {
			text_flow(s, i + 1 < w->n_blocks ? &paragraph : &last,
			    b->text);
			s->y += PARAGRAPH_GAP;
		}
	}
}

/* Adds "label: value" on a line of its own, or nothing for no value. */
static void
detail_add(struct buf *to, const char *label, struct span value)
{
	if (value.len > 0)
		buf_printf(to, "%s%s%.*s", to->len > 0 ? "\n" : "", label,
		    SPAN_ARG(value));
}

static void
letterhead_draw(struct sheet *s, const struct organisation_options *o)
{
	autobuf lines = BUF(4000);
	struct span rest = o->contact_address, line;
	double y = text_place(s, NAME_FONT, o->name, HEAD_LEFT, HEAD_TOP);

	detail_add(&lines, "", o->contact_name);
	while (conf_list_next(&rest, &line))
		if (!span_is_equal(line, o->contact_name))
			detail_add(&lines, "", line);
	detail_add(&lines, "Telephone: ", o->contact_phone);
	detail_add(&lines, "", o->contact_hours);
	detail_add(&lines, "", o->contact_email);
	text_place(s, SMALL_FONT, buf_span(&lines), HEAD_LEFT,
	    y + PARAGRAPH_GAP);
}

static void
address_draw(struct sheet *s, struct span address, struct arena *mem)
{
	autobuf lines = BUF(2000);
	struct span rest = utf8_clean(address, mem);

	for (int n = 0; rest.len > 0 && n < WINDOW_LINES; n++)
		detail_add(&lines, "", span_trim(span_cut_line(&rest)));
	if (lines.len > 0)
		text_place(s, ADDRESS_FONT, buf_span(&lines), LEFT, WINDOW_TOP);
}

static void
closing_draw(struct sheet *s, const struct letter *l, struct arena *mem)
{
	room_make(s, CLOSING_HEIGHT);
	text_flow(s, &paragraph, l->wording.closing);
	s->y += SIGNATURE_GAP;
	text_flow(s, &paragraph,
	    arena_printf(mem, "%.*s\n%.*s", SPAN_ARG(l->signatory),
		SPAN_ARG(l->organisation)));
}

static void
letter_draw(struct sheet *s, const struct organisation_options *o,
    struct span postal_address, struct arena *mem)
{
	const struct letter *l = s->letter;

	cairo_tag_begin(s->cr, "Document", NULL);
	letterhead_draw(s, o);
	address_draw(s, postal_address, mem);
	s->page = 1;
	s->y = BODY_TOP;
	text_flow(s, &paragraph,
	    arena_printf(mem, "Date: %.*s\nOur reference: %.*s",
		SPAN_ARG(day_words(l->written, mem)), SPAN_ARG(l->reference)));
	s->y += 2 * PARAGRAPH_GAP;
	text_flow(s, &heading, l->wording.subject);
	s->y += PARAGRAPH_GAP;
	blocks_draw(s, &l->wording);
	s->y += HEADING_GAP;
	closing_draw(s, l, mem);
	page_end(s);
	cairo_tag_end(s->cr, "Document");
	s->pages = s->page - 1;
}

static cairo_status_t
on_write(void *context, const unsigned char *bytes, unsigned len)
{
	if (context != NULL)
		buf_add(context, (struct span){ (const char *)bytes, len });
	return CAIRO_STATUS_SUCCESS;
}

/* A PDF file into the buffer; into nothing where it is NULL. */
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

enum outcome
letter_print(const struct letter *letter,
    const struct organisation_options *organisation, struct span postal_address,
    struct buf *pdf, struct error *why)
{
	struct sheet s = { .letter = letter };
	cairo_status_t status = CAIRO_STATUS_SUCCESS;

	/* Once to count the pages, once for good. */
	for (int pass = 0; pass < 2 && status == CAIRO_STATUS_SUCCESS; pass++) {
		autoarena mem = { 0 };
		cairo_surface_t *paper =
		    paper_new(letter, pass == 0 ? NULL : pdf, &mem);

		s.cr = cairo_create(paper);
		s.context = pango_cairo_create_context(s.cr);
		letter_draw(&s, organisation, postal_address, &mem);
		g_object_unref(s.context);
		cairo_destroy(s.cr);
		cairo_surface_finish(paper);
		status = cairo_surface_status(paper);
		cairo_surface_destroy(paper);
		if (s.pages > MAX_LETTER_PAGES)
			return fail(why, REFUSED,
			    "the letter has more than %d pages",
			    MAX_LETTER_PAGES);
	}
	if (status != CAIRO_STATUS_SUCCESS || pdf->overflowed)
		return fail(why, LATER, "letter: print: %s",
		    pdf->overflowed ? "too large"
				    : cairo_status_to_string(status));
	return DONE;
}
