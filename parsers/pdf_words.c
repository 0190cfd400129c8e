/* pdf_words.c - the words of a PDF page's text layer, where they stand */
#include "pdf_words.h"

#include "pdf_drawing.h"
#include "placed_words.h"
#include "report.h"

#include "base/utf8.h"

#include <math.h>

#define PDF_DPI 72.0
/* The text was text: nobody had to guess. */
#define CERTAIN 1000

struct placed_page
pdf_page_placed(PopplerPage *page, int number, long long dpi)
{
	double width, height, scale = (double)dpi / PDF_DPI;

	poppler_page_get_size(page, &width, &height);
	width = fmin(fmax(round(width * scale), 1), MAX_PLACED_SIDE);
	height = fmin(fmax(round(height * scale), 1), MAX_PLACED_SIDE);
	return (struct placed_page){ .number = number,
		.width = (long long)width,
		.height = (long long)height,
		.dpi_across = dpi,
		.dpi_down = dpi,
		.confidence = CERTAIN };
}

/* A word whose characters are being gathered. */
struct gathering {
	struct words *words;
	struct placed_word word; /* its numbers; text when it is added */
	struct span text;        /* so far */
	PopplerRectangle box;    /* of its characters, in points */
	double scale;
};

/* The word has ended: adds it, where there is one. */
static void
gathering_end(struct gathering *g)
{
	const PopplerRectangle *b = &g->box;

	if (g->text.len > 0) {
		g->word.text = g->text;
		words_box(&g->word, b->x1 * g->scale, b->y1 * g->scale,
		    b->x2 * g->scale, b->y2 * g->scale);
		words_add(g->words, &g->word);
	}
	g->text.len = 0;
}

static void
gathering_add(struct gathering *g, struct span character,
    const PopplerRectangle *r)
{
	PopplerRectangle c = { fmin(r->x1, r->x2), fmin(r->y1, r->y2),
		fmax(r->x1, r->x2), fmax(r->y1, r->y2) };

	if (g->text.len == 0) {
		g->text = character;
		g->box = c;
		return;
	}
	g->text.len += character.len;
	g->box.x1 = fmin(g->box.x1, c.x1);
	g->box.y1 = fmin(g->box.y1, c.y1);
	g->box.x2 = fmax(g->box.x2, c.x2);
	g->box.y2 = fmax(g->box.y2, c.y2);
}

/* Takes the layer's words; places has one rectangle to a character. */
static void
take_words(struct gathering *g, struct span layer,
    const PopplerRectangle *places, guint n)
{
	for (guint i = 0; i < n && layer.len > 0; i++) {
		unsigned point;
		size_t len = utf8_next(layer, &point);

		if (point == ' ' || point == '\n' || point == 0xa0) {
			gathering_end(g);
			g->word.line += point == '\n';
		} else {
			gathering_add(g, span_head(layer, len), &places[i]);
		}
		layer = span_from(layer, len);
	}
	gathering_end(g);
}

void
pdf_report_words(struct report *report, PopplerPage *page, int number)
{
	struct placed_page placed =
	    pdf_page_placed(page, number, (long long)DRAWN_DPI);
	g_autofree char *layer = poppler_page_get_text(page);
	g_autofree PopplerRectangle *places = NULL;
	struct words words = { 0 };
	struct gathering g = { .words = &words,
		.word.confidence = CERTAIN,
		.scale = DRAWN_DPI / PDF_DPI };
	guint n = 0;

	if (layer != NULL && poppler_page_get_text_layout(page, &places, &n))
		take_words(&g, span_of(layer), places, n);
	words_report(report, &words, &placed);
	words_release(&words);
}
