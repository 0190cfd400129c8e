/* hocr.c - words and their places as hOCR */
#include "hocr.h"

/* Lines that run within this of level, in thousandths of a degree, are. */
#define LEVEL_ENOUGH 100
#define FULL_TURN 360000

struct bbox {
	long long left, top, right, bottom;
};

/* A run of words: a page's, a block's, a paragraph's or a line's. */
struct run {
	const struct placed_word *words;
	size_t n;
};

static void
add_escaped(struct buf *b, struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		switch (text.at[i]) {
		case '&':
			buf_add_text(b, "&amp;");
			break;
		case '<':
			buf_add_text(b, "&lt;");
			break;
		case '>':
			buf_add_text(b, "&gt;");
			break;
		case '"':
			buf_add_text(b, "&quot;");
			break;
		default:
			buf_add_char(b, text.at[i]);
		}
}

/* Whole pixels around all of the words. */
static struct bbox
bbox_of(struct run run)
{
	struct bbox b = { MAX_PLACED_SIDE, MAX_PLACED_SIDE, 0, 0 };

	for (size_t i = 0; i < run.n; i++)
		for (int k = 0; k < 4; k++) {
			long long x = run.words[i].x[k], y = run.words[i].y[k];

			b.left = x / 10 < b.left ? x / 10 : b.left;
			b.top = y / 10 < b.top ? y / 10 : b.top;
			b.right =
			    (x + 9) / 10 > b.right ? (x + 9) / 10 : b.right;
			b.bottom =
			    (y + 9) / 10 > b.bottom ? (y + 9) / 10 : b.bottom;
		}
	return b;
}

/* An element with its class, number and box, up to where its title ends. */
static void
open_box(struct hocr *h, const char *element, const char *class, size_t number,
    struct run run)
{
	struct bbox b = bbox_of(run);

	buf_printf(h->out,
	    "<%s class=\"%s\" id=\"%s_%d_%zu\" "
	    "title=\"bbox %lld %lld %lld %lld",
	    element, class, class, h->pages, number, b.left, b.top, b.right,
	    b.bottom);
}

/* The first words of rest for which same gives the number of the first. */
static struct run
run_cut(struct run *rest, long long (*same)(const struct placed_word *))
{
	struct run run = { rest->words, 1 };

	while (
	    run.n < rest->n && same(&rest->words[run.n]) == same(rest->words))
		run.n++;
	rest->words += run.n;
	rest->n -= run.n;
	return run;
}

static long long
block_of(const struct placed_word *w)
{
	return w->block;
}

static long long
paragraph_of(const struct placed_word *w)
{
	return w->paragraph;
}

static long long
line_of(const struct placed_word *w)
{
	return w->line;
}

static void
line_write(struct hocr *h, struct run line, const struct placed_page *page,
    const struct placed_word *first)
{
	long long angle = (FULL_TURN - page->angle) % FULL_TURN;

	open_box(h, "span", "ocr_line", (size_t)(line.words - first), line);
	/* Counterclockwise, where the page counts clockwise. */
	if (angle >= LEVEL_ENOUGH && angle <= FULL_TURN - LEVEL_ENOUGH)
		buf_printf(h->out, "; textangle %lld.%03lld", angle / 1000,
		    angle % 1000);
	buf_add_text(h->out, "\">");
	for (size_t i = 0; i < line.n; i++) {
		const struct placed_word *w = &line.words[i];

		buf_add_text(h->out, i == 0 ? "" : " ");
		open_box(h, "span", "ocrx_word", (size_t)(w - first),
		    (struct run){ w, 1 });
		buf_printf(h->out, "; x_wconf %lld\">", w->confidence / 10);
		add_escaped(h->out, w->text);
		buf_add_text(h->out, "</span>");
	}
	buf_add_text(h->out, "</span>\n");
}

static void
block_write(struct hocr *h, struct run block, const struct placed_page *page)
{
	const struct placed_word *first = page->words;

	open_box(h, "div", "ocr_carea", (size_t)(block.words - first), block);
	buf_add_text(h->out, "\">\n");
	while (block.n > 0) {
		struct run paragraph = run_cut(&block, paragraph_of);

		open_box(h, "p", "ocr_par", (size_t)(paragraph.words - first),
		    paragraph);
		buf_add_text(h->out, "\">\n");
		while (paragraph.n > 0)
			line_write(h, run_cut(&paragraph, line_of), page,
			    first);
		buf_add_text(h->out, "</p>\n");
	}
	buf_add_text(h->out, "</div>\n");
}

/* The file and where in it; hOCR has no way to write a quotation mark. */
static void
add_image(struct hocr *h, struct span file, struct span path)
{
	buf_add_text(h->out, "image &quot;");
	for (size_t i = 0; i < file.len; i++)
		add_escaped(h->out, file.at[i] == '"'
					? SPAN("_")
					: (struct span){ file.at + i, 1 });
	if (path.len > 0)
		buf_printf(h->out, "#%.*s", SPAN_ARG(path));
	buf_add_text(h->out, "&quot;");
}

static void
page_write(struct hocr *h, const struct placed_page *page, struct span file,
    struct span path)
{
	struct run rest = { page->words, page->n_words };

	h->pages++;
	buf_printf(h->out,
	    "<div class=\"ocr_page\" id=\"ocr_page_%d\" title=\"", h->pages);
	add_image(h, file, path);
	buf_printf(h->out,
	    "; bbox 0 0 %lld %lld; ppageno %d; scan_res %lld %lld\">\n",
	    page->width, page->height, h->pages - 1, page->dpi_across,
	    page->dpi_down);
	while (rest.n > 0)
		block_write(h, run_cut(&rest, block_of), page);
	buf_add_text(h->out, "</div>\n");
}

void
hocr_begin(struct hocr *h)
{
	buf_add_text(h->out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\""
	    " \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n"
	    "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"en\""
	    " lang=\"en\">\n<head>\n<title>Postroom</title>\n"
	    "<meta http-equiv=\"Content-Type\""
	    " content=\"text/html; charset=utf-8\"/>\n"
	    "<meta name=\"ocr-system\" content=\"postroom " VERSION "\"/>\n"
	    "<meta name=\"ocr-capabilities\" content=\"ocr_page ocr_carea"
	    " ocr_par ocr_line ocrx_word\"/>\n</head>\n<body>\n");
}

void
hocr_item(struct hocr *h, const struct item *item, struct span file)
{
	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *p = &item->parts[i];
		bool is_file = item->kind == KIND_DOCUMENT && i == 0;

		for (size_t k = 0; k < p->n_placed; k++)
			page_write(h, &p->placed[k], file,
			    is_file ? SPAN("") : p->path);
	}
}

void
hocr_end(struct hocr *h)
{
	buf_add_text(h->out, "</body>\n</html>\n");
}
