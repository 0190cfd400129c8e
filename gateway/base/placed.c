/* placed.c - fields of words and of the pages they stand on */
#include "base/placed.h"

#define FULL_TURN 360000
#define MAX_DPI 10000
/* What a word stands in is counted up to this. */
#define MAX_COUNT 100000

void
placed_page_write(const struct placed_page *p, struct buf *out)
{
	buf_printf(out, "%lld %lld %lld %lld %lld %lld %d %lld", p->number,
	    p->width, p->height, p->dpi_across, p->dpi_down, p->angle,
	    p->is_recognised, p->confidence);
}

void
placed_word_write(const struct placed_word *w, struct buf *out)
{
	buf_printf(out, "%lld %lld %lld %d %lld", w->block, w->paragraph,
	    w->line, w->is_recognised, w->confidence);
	for (int i = 0; i < 4; i++)
		buf_printf(out, " %lld %lld", w->x[i], w->y[i]);
	buf_add_char(out, ' ');
	buf_add(out, w->text);
}

/* The next number of the field, which must be between min and max. */
static bool
take(struct span *rest, long long min, long long max, long long *n)
{
	return span_to_number(span_cut_at(rest, ' '), min, max, n);
}

bool
placed_page_read(struct span field, struct placed_page *page)
{
	struct placed_page p = { 0 };
	long long recognised = 0;

	if (!take(&field, 1, MAX_PAGES, &p.number) ||
	    !take(&field, 1, MAX_PLACED_SIDE, &p.width) ||
	    !take(&field, 1, MAX_PLACED_SIDE, &p.height) ||
	    !take(&field, 1, MAX_DPI, &p.dpi_across) ||
	    !take(&field, 1, MAX_DPI, &p.dpi_down) ||
	    !take(&field, 0, FULL_TURN - 1, &p.angle) ||
	    !take(&field, 0, 1, &recognised) ||
	    !take(&field, 0, 1000, &p.confidence) || field.len > 0)
		return false;
	p.is_recognised = recognised == 1;
	*page = p;
	return true;
}

bool
placed_word_read(struct span field, const struct placed_page *page,
    struct placed_word *word)
{
	struct placed_word w = { 0 };
	long long recognised = 0;

	if (!take(&field, 0, MAX_COUNT, &w.block) ||
	    !take(&field, 0, MAX_COUNT, &w.paragraph) ||
	    !take(&field, 0, MAX_COUNT, &w.line) ||
	    !take(&field, 0, 1, &recognised) ||
	    !take(&field, 0, 1000, &w.confidence))
		return false;
	for (int i = 0; i < 4; i++)
		if (!take(&field, 0, page->width * 10, &w.x[i]) ||
		    !take(&field, 0, page->height * 10, &w.y[i]))
			return false;
	if (field.len == 0 || field.len > PLACED_TEXT_BYTES)
		return false;
	w.is_recognised = recognised == 1;
	w.text = field;
	*word = w;
	return true;
}
