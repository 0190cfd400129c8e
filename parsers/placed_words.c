/* placed_words.c - the words of a page and where they stand */
#include "placed_words.h"

#include "ocr_lines.h"
#include "report.h"

#include <math.h>
#include <string.h>
#include <tesseract/capi.h>

void
words_release(struct words *w)
{
	arena_release(&w->mem);
	*w = (struct words){ 0 };
}

/* At most PLACED_TEXT_BYTES of the text, between characters. */
static struct span
fitting(struct span text)
{
	size_t len = PLACED_TEXT_BYTES;

	if (text.len <= len)
		return text;
	while (len > 0 && ((unsigned char)text.at[len] & 0xc0) == 0x80)
		len--;
	return span_head(text, len);
}

/* The text in mem, with no-break spaces for blanks. */
static struct span
without_blanks(struct span text, struct arena *mem)
{
	autobuf b = BUF(2 * PLACED_TEXT_BYTES);

	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] <= ' ')
			buf_add_text(&b, "\302\240");
		else
			buf_add_char(&b, text.at[i]);
	return arena_copy(mem, fitting(buf_span(&b)));
}

void
words_add(struct words *w, const struct placed_word *word)
{
	struct span text = span_trim(word->text);

	if (text.len == 0 || w->n == MAX_WORDS_OF_PAGE)
		return;
	if (w->n == w->room) {
		size_t room = w->room == 0 ? 256 : w->room * 2;
		struct placed_word *list =
		    ARENA_ARRAY(&w->mem, room, struct placed_word);

		if (w->n > 0)
			memcpy(list, w->list, w->n * sizeof *list);
		w->list = list;
		w->room = room;
	}
	w->list[w->n] = *word;
	w->list[w->n++].text = without_blanks(fitting(text), &w->mem);
}

void
words_box(struct placed_word *word, double left, double top, double right,
    double bottom)
{
	const double x[4] = { left, right, right, left };
	const double y[4] = { top, top, bottom, bottom };

	for (int i = 0; i < 4; i++) {
		word->x[i] = llround(x[i] * 10);
		word->y[i] = llround(y[i] * 10);
	}
}

static void
add_word_at(struct words *w, const TessResultIterator *at,
    struct placed_word *word)
{
	char *text = TessResultIteratorGetUTF8Text(at, RIL_WORD);
	float sure = TessResultIteratorConfidence(at, RIL_WORD);
	int left, top, right, bottom;

	if (text == NULL)
		return;
	if (TessPageIteratorBoundingBox(
		TessResultIteratorGetPageIteratorConst(at), RIL_WORD, &left,
		&top, &right, &bottom)) {
		words_box(word, left, top, right, bottom);
		word->text = span_of(text);
		word->is_recognised = true;
		word->confidence = (long long)(fmaxf(fminf(sure, 100), 0) * 10);
		words_add(w, word);
	}
	TessDeleteText(text);
}

void
words_recognised(struct words *w, struct TessBaseAPI *engine)
{
	TessResultIterator *at = TessBaseAPIGetIterator(engine);
	struct placed_word word = { .block = -1, .paragraph = -1, .line = -1 };

	if (at == NULL)
		return;
	do {
		const TessPageIterator *place =
		    TessResultIteratorGetPageIteratorConst(at);

		word.block += TessPageIteratorIsAtBeginningOf(place, RIL_BLOCK);
		word.paragraph +=
		    TessPageIteratorIsAtBeginningOf(place, RIL_PARA);
		word.line +=
		    TessPageIteratorIsAtBeginningOf(place, RIL_TEXTLINE);
		add_word_at(w, at, &word);
	} while (TessResultIteratorNext(at, RIL_WORD));
	TessResultIteratorDelete(at);
}

void
words_text(const struct words *w, struct buf *text)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct placed_word *word = &w->list[i];

		if (i > 0 && word->paragraph != word[-1].paragraph)
			buf_add_text(text, "\n\n");
		else if (i > 0)
			buf_add_char(text,
			    word->line != word[-1].line ? '\n' : ' ');
		buf_add(text, word->text);
	}
}

struct area {
	int left, top, right, bottom;
};

static struct area
area_of(const struct placed_word *w)
{
	return (struct area){ (int)w->x[0] / 10, (int)w->y[0] / 10,
		(int)w->x[2] / 10, (int)w->y[2] / 10 };
}

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

static int
larger(int a, int b)
{
	return a > b ? a : b;
}

static long
shared(struct area a, struct area b)
{
	long across = smaller(a.right, b.right) - larger(a.left, b.left);
	long down = smaller(a.bottom, b.bottom) - larger(a.top, b.top);

	return across > 0 && down > 0 ? across * down : 0;
}

/* The word that shares most with the piece; w->n for none. */
static size_t
owner_of(const struct words *w, struct area piece)
{
	size_t owner = w->n;
	long most = 0;

	for (size_t i = 0; i < w->n; i++) {
		long area = shared(area_of(&w->list[i]), piece);

		if (area > most) {
			most = area;
			owner = i;
		}
	}
	return owner;
}

/* The area, empty at first, with the piece; not further out than the word. */
static void
area_add(struct area *a, struct area piece, struct area word)
{
	int room = word.bottom - word.top;

	piece.left = larger(piece.left, word.left - room);
	piece.top = larger(piece.top, word.top - room);
	piece.right = smaller(piece.right, word.right + room);
	piece.bottom = smaller(piece.bottom, word.bottom + room);
	if (a->right == 0) {
		*a = piece;
		return;
	}
	a->left = smaller(a->left, piece.left);
	a->top = smaller(a->top, piece.top);
	a->right = larger(a->right, piece.right);
	a->bottom = larger(a->bottom, piece.bottom);
}

/* Is it as high as letters of the word may be, rather than a line or more? */
static bool
is_letter(struct area piece, struct area word)
{
	return 2 * (piece.bottom - piece.top) <= 3 * (word.bottom - word.top);
}

void
words_fit(struct words *w, PIX *ink)
{
	BOXA *pieces = pixConnCompBB(ink, 8);
	struct area *fitted = ARENA_ARRAY(&w->mem, w->n + 1, struct area);
	l_int32 n = boxaGetCount(pieces), x, y, width, height;

	for (l_int32 i = 0; i < n; i++) {
		struct area piece;
		size_t owner;

		boxaGetBoxGeometry(pieces, i, &x, &y, &width, &height);
		piece = (struct area){ x, y, x + width, y + height };
		owner = owner_of(w, piece);
		if (owner < w->n && is_letter(piece, area_of(&w->list[owner])))
			area_add(&fitted[owner], piece,
			    area_of(&w->list[owner]));
	}
	for (size_t i = 0; i < w->n; i++)
		if (fitted[i].right > fitted[i].left &&
		    fitted[i].bottom > fitted[i].top)
			words_box(&w->list[i], fitted[i].left, fitted[i].top,
			    fitted[i].right, fitted[i].bottom);
	boxaDestroy(&pieces);
}

void
words_place(struct words *w, const struct plane *back, double left, double top)
{
	for (size_t i = 0; i < w->n; i++) {
		struct placed_word *word = &w->list[i];

		for (int k = 0; k < 4; k++) {
			struct plane_point p = plane_back(back,
			    (double)word->x[k] / 10, (double)word->y[k] / 10);

			word->x[k] = llround((p.x + left) * 10);
			word->y[k] = llround((p.y + top) * 10);
		}
	}
}

/* How many words stand in the same line from the first on. */
static size_t
line_length(const struct words *w, size_t first)
{
	size_t n = 1;

	while (
	    first + n < w->n && w->list[first + n].line == w->list[first].line)
		n++;
	return n;
}

static bool
is_bar(const struct placed_word *word)
{
	return span_is_equal(word->text, SPAN("|"));
}

void
words_mend(struct words *w)
{
	size_t kept = 0, length;

	for (size_t from = 0; from < w->n; from += length) {
		const struct placed_word *line = &w->list[from];
		struct span before = SPAN("");
		bool is_row;

		length = line_length(w, from);
		is_row =
		    length > 1 && is_bar(line) && is_bar(line + length - 1);
		for (size_t i = 0; i < length; i++) {
			struct placed_word word = line[i];

			if (is_bar(&word) && !is_row &&
			    ocr_bar_is_letter(before,
				i + 1 < length ? line[i + 1].text : SPAN("")))
				word.text = SPAN("I");
			if (is_bar(&word))
				continue;
			before = word.text;
			w->list[kept++] = word;
		}
	}
	w->n = kept;
}

static long long
within(long long n, long long max)
{
	return n < 0 ? 0 : n > max ? max : n;
}

void
words_report(struct report *report, const struct words *w,
    struct placed_page *page)
{
	report_placed_page(report, page);
	for (size_t i = 0; i < w->n; i++) {
		struct placed_word word = w->list[i];

		for (int k = 0; k < 4; k++) {
			word.x[k] = within(word.x[k], page->width * 10);
			word.y[k] = within(word.y[k], page->height * 10);
		}
		report_placed_word(report, &word);
	}
}
