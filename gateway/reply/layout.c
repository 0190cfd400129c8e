/* layout.c - breaks texts into lines and pages, and tags them */
#include "reply/layout.h"
#include "base/buf.h"

#include <string.h>

/* Liberation Sans has the measures of Arial, the NHS's own for letters. */
#define FAMILY "Liberation Sans, Arial, sans-serif"
#define LINE_SPACING 1.12
/* Texts of up to so many lines are not broken over two pages. */
#define WHOLE_LINES 4
#define MAX_FLOW_BYTES (256 << 10)
#define MAX_ATTRIBUTE_BYTES 1000
#define POINTS_PER_INCH 72
#define UNDERLINE .08 /* of the letters' size: its place and thickness */

static double
points(int pango_units)
{
	return (double)pango_units / PANGO_SCALE;
}

/* Letters as they are: see pieces_draw. */
static void
attributes_set(PangoLayout *layout)
{
	PangoAttrList *list = pango_attr_list_new();

	pango_attr_list_insert(list,
	    pango_attr_font_features_new("liga=0, clig=0, dlig=0"));
	pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_attributes(layout, list);
	pango_attr_list_unref(list);
}

static PangoLayout *
layout_new(struct sheet *s, const struct place *place, struct span text)
{
	PangoLayout *layout = pango_layout_new(s->context);
	PangoFontDescription *font = pango_font_description_new();

	pango_font_description_set_family(font, FAMILY);
	pango_font_description_set_size(font, (int)(place->size * PANGO_SCALE));
	if (place->is_bold)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(layout, (float)place->spacing);
	pango_layout_set_width(layout, (int)(place->width * PANGO_SCALE));
	attributes_set(layout);
	if (place->is_to_right)
		pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
	pango_layout_set_text(layout, text.at, (int)text.len);
	pango_font_description_free(font);
	return layout;
}

static double
layout_height(PangoLayout *layout)
{
	int height;

	pango_layout_get_size(layout, NULL, &height);
	return points(height);
}

void
sheet_begin(struct sheet *s, cairo_surface_t *surface)
{
	s->surface = surface;
	s->cr = cairo_create(surface);
	s->context = pango_cairo_create_context(s->cr);
	pango_cairo_context_set_resolution(s->context, POINTS_PER_INCH);
	s->page = 1;
	s->y = TOP;
	s->n_headings = 0;
	s->outline = CAIRO_PDF_OUTLINE_ROOT;
	s->has_open_run = false;
	cairo_tag_begin(s->cr, "Document", NULL);
}

cairo_status_t
sheet_end(struct sheet *s)
{
	cairo_status_t status;

	sheet_page_end(s);
	cairo_tag_end(s->cr, "Document");
	s->pages = s->page - 1;
	g_object_unref(s->context);
	cairo_destroy(s->cr);
	cairo_surface_finish(s->surface);
	status = cairo_surface_status(s->surface);
	cairo_surface_destroy(s->surface);
	return status;
}

double
sheet_place_height(struct sheet *s, const struct place *place, struct span text)
{
	PangoLayout *layout = layout_new(s, place, text);
	double height = layout_height(layout);

	g_object_unref(layout);
	return height;
}

/* --- pieces of lines ----------------------------------------------------------- */

static PangoGlyph
blank_of(const PangoGlyphItem *piece)
{
	PangoGlyphString *glyphs = pango_glyph_string_new();
	PangoGlyph blank;

	pango_shape(" ", 1, &piece->item->analysis, glyphs);
	blank = glyphs->glyphs[0].glyph;
	pango_glyph_string_free(glyphs);
	return blank;
}

/*
 * Draws glyphs by themselves.  Told of the text behind them, Cairo writes it
 * beside each ligature and each blank at a line's end, as marks within marks
 * that readers stumble over.  Without ligatures, and with that blank drawn,
 * the glyphs alone say it all.
 */
static void
piece_draw(cairo_t *cr, const PangoGlyphItem *piece, double x, double y)
{
	PangoGlyphString *glyphs = pango_glyph_string_copy(piece->glyphs);
	PangoFont *font = piece->item->analysis.font;

	for (int i = 0; i < glyphs->num_glyphs; i++)
		if (glyphs->glyphs[i].glyph == PANGO_GLYPH_EMPTY)
			glyphs->glyphs[i].glyph = blank_of(piece);
	cairo_move_to(cr, x, y);
	pango_cairo_show_glyph_string(cr, font, glyphs);
	pango_glyph_string_free(glyphs);
}

static double
piece_width(const PangoGlyphItem *piece)
{
	return points(pango_glyph_string_get_width(piece->glyphs));
}

static void
layout_draw(cairo_t *cr, PangoLayout *layout, double x, double y)
{
	PangoLayoutIter *at = pango_layout_get_iter(layout);

	do {
		PangoLayoutLine *line = pango_layout_iter_get_line_readonly(at);
		PangoRectangle box;
		double left;

		pango_layout_iter_get_line_extents(at, NULL, &box);
		left = x + points(box.x);
		for (GSList *l = line->runs; l != NULL; l = l->next) {
			piece_draw(cr, l->data, left,
			    y + points(pango_layout_iter_get_baseline(at)));
			left += piece_width(l->data);
		}
	} while (pango_layout_iter_next_line(at));
	pango_layout_iter_free(at);
}

void
sheet_place(struct sheet *s, const char *tag, const struct place *place,
    struct span text)
{
	PangoLayout *layout = layout_new(s, place, text);

	if (tag != NULL)
		cairo_tag_begin(s->cr, tag, NULL);
	layout_draw(s->cr, layout, place->x, place->y);
	if (tag != NULL)
		cairo_tag_end(s->cr, tag);
	g_object_unref(layout);
}

void
sheet_page_end(struct sheet *s)
{
	autobuf number = BUF(100);
	struct place place = { LEFT, FOOT, (RIGHT - LEFT) / 2,
		s->measures->small, false, 1, false };

	sheet_place(s, NULL, &place, s->foot_left);
	buf_printf(&number, "%.*s %d %.*s %d", SPAN_ARG(s->page_word), s->page,
	    SPAN_ARG(s->of_word), s->pages);
	place.x = LEFT + place.width;
	place.is_to_right = true;
	sheet_place(s, NULL, &place, buf_span(&number));
	cairo_show_page(s->cr);
	s->page++;
	s->y = TOP;
}

void
sheet_line(struct sheet *s, double x, double y, double width, double height)
{
	cairo_save(s->cr);
	cairo_set_source_rgb(s->cr, .4, .4, .4);
	cairo_rectangle(s->cr, x, y, width, height);
	cairo_fill(s->cr);
	cairo_restore(s->cr);
}

void
sheet_room(struct sheet *s, double height)
{
	if (s->y + height > BOTTOM)
		sheet_page_end(s);
}

/* --- runs -------------------------------------------------------------------- */

/* The text of all runs, one after the other. */
static void
runs_join(const struct words *words, struct buf *text)
{
	for (size_t i = 0; i < words->n; i++)
		buf_add(text, words->runs[i].words);
}

/* The run that holds the byte at the offset of the joined text. */
static const struct run *
run_at(const struct words *words, size_t offset)
{
	size_t end = 0;

	for (size_t i = 0; i < words->n; i++) {
		end += words->runs[i].words.len;
		if (offset < end)
			return &words->runs[i];
	}
	return &words->runs[words->n - 1];
}

/* So that Pango makes pieces of their own of links. */
static void
links_mark(PangoLayout *layout, const struct words *words)
{
	PangoAttrList *list =
	    pango_attr_list_copy(pango_layout_get_attributes(layout));
	size_t at = 0;

	for (size_t i = 0; i < words->n; i++) {
		struct span text = words->runs[i].words;

		if (words->runs[i].link.len > 0) {
			PangoAttribute *a =
			    pango_attr_underline_new(PANGO_UNDERLINE_SINGLE);

			a->start_index = (guint)at;
			a->end_index = (guint)(at + text.len);
			pango_attr_list_insert(list, a);
		}
		at += text.len;
	}
	pango_layout_set_attributes(layout, list);
	pango_attr_list_unref(list);
}

static const char *
run_tag(const struct run *run)
{
	return run->link.len > 0 ? "Link" : "Span";
}

static void
run_open(struct sheet *s, const struct run *run)
{
	autobuf attribute = BUF(MAX_ATTRIBUTE_BYTES);

	/* markdown.h lets no quote into a link */
	if (run->link.len > 0)
		buf_printf(&attribute, "uri='%.*s'", SPAN_ARG(run->link));
	cairo_tag_begin(s->cr, run_tag(run),
	    attribute.len > 0 ? buf_text(&attribute) : NULL);
	s->has_open_run = true;
}

static void
run_shut(struct sheet *s, const struct run *run)
{
	if (s->has_open_run)
		cairo_tag_end(s->cr, run_tag(run));
	s->has_open_run = false;
}

/* --- lines ------------------------------------------------------------------- */

/* A text on its way down the pages. */
struct flow {
	struct sheet *s;
	const struct words *words;
	const struct style *style;
	const struct run *run; /* the last one that was drawn of */
};

static void
run_draw(const struct flow *f, const PangoGlyphItem *piece, double x, double y)
{
	cairo_t *cr = f->s->cr;
	double size = f->style->size;

	cairo_save(cr);
	if (f->run->link.len > 0) {
		cairo_set_source_rgb(cr, 0, .19, .53);
		cairo_rectangle(cr, x, y + size * UNDERLINE, piece_width(piece),
		    size * UNDERLINE);
		cairo_fill(cr);
	}
	piece_draw(cr, piece, x, y);
	cairo_restore(cr);
}

/* Draws one line, its base at y; a link is a link of its own on each line. */
static void
line_draw(struct flow *f, PangoLayoutLine *line, double x, double y)
{
	struct sheet *s = f->s;

	if (f->run != NULL && f->run->link.len > 0)
		run_shut(s, f->run);
	for (GSList *l = line->runs; l != NULL; l = l->next) {
		PangoGlyphItem *piece = l->data;
		const struct run *run =
		    run_at(f->words, (size_t)piece->item->offset);

		if (s->has_open_run && run != f->run)
			run_shut(s, f->run);
		f->run = run;
		if (!s->has_open_run)
			run_open(s, run);
		run_draw(f, piece, x, y);
		x += piece_width(piece);
	}
}

/*
 * Draws the layout's lines, of which there are n.  No line stands alone at
 * the foot or the head of a page.
 */
static void
lines_draw(struct flow *f, PangoLayout *layout, int n, double height)
{
	struct sheet *s = f->s;
	PangoLayoutIter *at = pango_layout_get_iter(layout);

	for (int left = n; left > 0; left--) {
		double wanted =
		    left == 2 && n > WHOLE_LINES ? 2 * height : height;
		int top, bottom;

		if (s->y + wanted > BOTTOM) {
			if (f->run != NULL)
				run_shut(s, f->run);
			sheet_page_end(s);
		}
		pango_layout_iter_get_line_yrange(at, &top, &bottom);
		line_draw(f, pango_layout_iter_get_line_readonly(at),
		    LEFT + f->style->indent,
		    s->y + points(pango_layout_iter_get_baseline(at) - top));
		/* Pango leaves the spacing out of the range */
		s->y += LINE_SPACING * points(bottom - top);
		pango_layout_iter_next_line(at);
	}
	if (f->run != NULL)
		run_shut(s, f->run);
	pango_layout_iter_free(at);
}

static struct place
place_of(const struct style *style)
{
	return (struct place){ .width = RIGHT - LEFT - style->indent,
		.size = style->size,
		.is_bold = style->is_bold,
		.spacing = LINE_SPACING };
}

static void
mark_draw(struct sheet *s, const struct style *style)
{
	struct place place = place_of(style);

	place.x = LEFT;
	place.y = s->y;
	place.width = style->indent;
	sheet_place(s, "Lbl", &place, style->mark);
}

void
sheet_flow(struct sheet *s, const struct style *style,
    const struct words *words)
{
	autobuf text = BUF(MAX_FLOW_BYTES);
	struct flow flow = { s, words, style, NULL };
	struct place place = place_of(style);
	PangoLayout *layout;
	double height;
	int n;

	runs_join(words, &text);
	layout = layout_new(s, &place, buf_span(&text));
	links_mark(layout, words);
	n = pango_layout_get_line_count(layout);
	height = layout_height(layout) / n;
	sheet_room(s, (n <= WHOLE_LINES ? n : 2) * height + style->keep);
	if (style->mark.len > 0)
		mark_draw(s, style);
	cairo_tag_begin(s->cr, style->tag, NULL);
	if (words->n > 0)
		lines_draw(&flow, layout, n, height);
	cairo_tag_end(s->cr, style->tag);
	g_object_unref(layout);
}

void
sheet_heading(struct sheet *s, const struct style *style, struct span text)
{
	struct run run = { text, SPAN("") };
	autobuf name = BUF(MAX_ATTRIBUTE_BYTES), title = BUF(MAX_FLOW_BYTES);
	int entry;

	buf_add(&title, text);
	buf_printf(&name, "name='h%d'", ++s->n_headings);
	/* It must not be left behind on the page before. */
	sheet_room(s, style->keep + 2 * style->size);
	cairo_tag_begin(s->cr, CAIRO_TAG_DEST, buf_text(&name));
	sheet_flow(s, style, &(struct words){ &run, 1 });
	cairo_tag_end(s->cr, CAIRO_TAG_DEST);
	buf_clear(&name);
	buf_printf(&name, "dest='h%d'", s->n_headings);
	entry = cairo_pdf_surface_add_outline(s->surface, s->outline,
	    buf_text(&title), buf_text(&name), 0);
	if (s->n_headings == 1)
		s->outline = entry;
}
