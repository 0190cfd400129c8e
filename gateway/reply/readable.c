/* readable.c - sets a text on sheets */
#include "reply/readable.h"
#include "base/utf8.h"
#include "reply/layout.h"
#include "reply/tagging.h"

#define MAX_PDF_BYTES (256u << 20)
#define MAX_PARAGRAPH_BYTES 8000
#define KEEP_LINES 4.5

static const struct measures measures = { 11, 12, 15, 14, 9, 6, 2, 14 };

static void
paragraph_draw(struct sheet *s, struct span text, double size)
{
	struct run run = { text, SPAN("") };
	const struct style style = { .tag = "P", .size = size };

	if (span_trim(text).len == 0) {
		s->y += measures.paragraph_gap;
		return;
	}
	sheet_flow(s, &style, &(struct words){ &run, 1 });
}

/* Takes a line off *rest; of one that is too long, its first words. */
static struct span
line_cut(struct span *rest)
{
	struct span before = *rest, line = span_cut_line(rest);
	size_t len = MAX_PARAGRAPH_BYTES;

	if (line.len <= len)
		return line;
	/* Never inside of a character. */
	while (((unsigned char)line.at[len] & 0xc0) == 0x80)
		len--;
	*rest = span_from(before, len);
	return span_head(line, len);
}

static void
lines_draw(struct sheet *s, struct span text, double size)
{
	while (text.len > 0)
		paragraph_draw(s, line_cut(&text), size);
}

static void
readable_draw(struct sheet *s, const struct readable *r, struct arena *mem)
{
	const struct style heading = { .tag = "H1",
		.size = measures.first_heading,
		.is_bold = true,
		.keep = KEEP_LINES * measures.text };
	struct span text = utf8_clean(r->text, mem);

	sheet_heading(s, &heading, utf8_clean_line(r->title, mem));
	s->y += measures.paragraph_gap;
	lines_draw(s, utf8_clean(r->about, mem), measures.small);
	s->y += 2 * measures.paragraph_gap;
	lines_draw(s, span_head(text, MAX_READABLE_BYTES), measures.text);
	if (text.len > MAX_READABLE_BYTES)
		paragraph_draw(s,
		    SPAN("The text goes on: see the original, or the text "
			 "file beside this one."),
		    measures.text);
}

static cairo_status_t
on_write(void *context, const unsigned char *bytes, unsigned len)
{
	if (context != NULL)
		buf_add(context, (struct span){ (const char *)bytes, len });
	return CAIRO_STATUS_SUCCESS;
}

enum outcome
readable_print(const struct readable *readable, struct buf *pdf,
    struct error *why)
{
	autobuf drawn = BUF(MAX_PDF_BYTES);
	struct sheet s = { .measures = &measures,
		.page_word = SPAN("Page"),
		.of_word = SPAN("of") };
	cairo_status_t status = CAIRO_STATUS_SUCCESS;

	/* Once to count the pages, once for good. */
	for (int pass = 0; pass < 2 && status == CAIRO_STATUS_SUCCESS; pass++) {
		autoarena mem = { 0 };
		cairo_surface_t *paper =
		    cairo_pdf_surface_create_for_stream(on_write,
			pass == 0 ? NULL : &drawn, PAGE_WIDTH, PAGE_HEIGHT);

		s.foot_left = utf8_clean_line(readable->foot, &mem);
		cairo_pdf_surface_set_metadata(paper, CAIRO_PDF_METADATA_TITLE,
		    arena_text(&mem, utf8_clean_line(readable->title, &mem)));
		sheet_begin(&s, paper);
		readable_draw(&s, readable, &mem);
		status = sheet_end(&s);
	}
	if (status != CAIRO_STATUS_SUCCESS || drawn.overflowed)
		return fail(why, LATER, "readable copy: %s",
		    drawn.overflowed ? "too large"
				     : cairo_status_to_string(status));
	return tagging_finish(buf_span(&drawn), "en", pdf, why);
}
