/* unread.c - ink that the recognition of a page left out is looked at again */
#include "unread.h"

#include "base/ceilings.h"
#include "upright.h"

/* In pixels, of letters 20 high: what lies closer belongs together. */
#define GAP_ACROSS 60
#define GAP_DOWN 40
/* Places are looked for at a quarter of the size. */
#define QUARTER 4
/* Smaller ones are a letter or two, larger ones no stamp. */
#define LEAST_WIDTH 80
#define LEAST_HEIGHT 12
#define MOST_HEIGHT 500
/* Fewer letters are a smudge, more a page of handwriting. */
#define LEAST_LETTERS 5
#define MOST_LETTERS 120
#define MOST_PLACES 3
/* Below this it was guessed. */
#define SURE 70
#define MAX_PLACE_MS 2000

/* One place on the page. */
struct place {
	BOX *box;  /* own */
	PIX *mask; /* own: what of the box belongs to it */
};

/* The place by itself, on white and level; its ink is NULL for none. */
static struct page
cut_out(const struct page *page, const struct place *place)
{
	struct page patch = { .back = PLANE_SAME };
	autopix *others = pixInvert(NULL, place->mask);
	l_int32 x, y;

	patch.grey = pixClipRectangle(page->grey, place->box, NULL);
	if (patch.grey == NULL || others == NULL)
		return patch;
	if (pixGetDepth(patch.grey) == 1)
		page_replace(&patch.grey, pixConvertTo8(patch.grey, 0));
	pixSetMasked(patch.grey, others, 255);
	patch.ink = page_ink(patch.grey);
	if (patch.ink == NULL)
		return patch;
	boxGetGeometry(place->box, &x, &y, NULL, NULL);
	plane_clipped(&patch.back, x, y);
	page_frame(&patch);
	page_level_lines(&patch);
	return patch;
}

static void
append(struct sighting *s, struct sighting *more, const struct plane *back)
{
	buf_add_char(&s->text, '\n');
	buf_add(&s->text, span_trim(buf_span(&more->text)));
	buf_add_char(&s->text, '\n');
	words_place(&more->placed, back, 0, 0);
	for (size_t i = 0; i < more->placed.n; i++)
		words_add(&s->placed, &more->placed.list[i]);
}

/* Adds the letters and digits alone: guesses err in marks and quotes. */
static void
letters_add(struct buf *letters, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9'))
			buf_add_char(letters, c);
	}
}

static bool
stands_in(const struct placed_word *w, BOX *box)
{
	l_int32 contains = 0;

	return boxContainsPt(box, (l_float32)(w->x[0] + w->x[2]) / 20,
		   (l_float32)(w->y[0] + w->y[2]) / 20, &contains) == 0 &&
	       contains != 0;
}

/*
 * Does the text say what was guessed at there?  Then it is right, and no guess
 * any more.
 */
static bool
confirm(struct sighting *s, const struct sighting *more, BOX *box)
{
	autobuf guessed = BUF(MAX_TEXT_BYTES), read = BUF(MAX_TEXT_BYTES);

	letters_add(&read, buf_span(&more->text));
	for (size_t i = 0; i < s->placed.n; i++)
		if (stands_in(&s->placed.list[i], box))
			letters_add(&guessed, s->placed.list[i].text);
	if (read.len == 0 ||
	    !span_is_equal(buf_span(&guessed), buf_span(&read)))
		return false;
	for (size_t i = 0; i < s->placed.n; i++) {
		struct placed_word *w = &s->placed.list[i];

		if (stands_in(w, box) && w->confidence < more->mean * 10)
			w->confidence = more->mean * 10;
	}
	return true;
}

/* Reads the place; true where it holds words for sure. */
static bool
read_place(struct sighting *s, const struct page *page,
    const struct place *place)
{
	struct page patch = cut_out(page, place);
	struct sighting more = { 0 };
	bool is_sure = false;

	if (patch.ink != NULL) {
		more = recognise_picture(patch.grey, PSM_SINGLE_BLOCK,
		    MAX_PLACE_MS);
		is_sure = more.mean >= SURE && !more.is_cut &&
			  span_trim(buf_span(&more.text)).len >= LEAST_LETTERS;
	}
	if (is_sure && !confirm(s, &more, place->box))
		append(s, &more, &patch.back);
	sighting_release(&more);
	page_release(&patch);
	return is_sure;
}

static bool
is_place(PIX *letters, BOX *box)
{
	autopix *part = pixClipRectangle(letters, box, NULL);
	l_int32 n = 0, width, height;

	boxGetGeometry(box, NULL, NULL, &width, &height);
	return part != NULL && width >= LEAST_WIDTH && height >= LEAST_HEIGHT &&
	       height <= MOST_HEIGHT && pixCountConnComp(part, 8, &n) == 0 &&
	       n >= LEAST_LETTERS && n <= MOST_LETTERS;
}

void
unread_look(struct sighting *s, const struct page *page, PIX *letters)
{
	autopix *small = pixReduceRankBinaryCascade(letters, 1, 1, 0, 0);
	autopix *joined = small == NULL
			      ? NULL
			      : pixCloseSafeBrick(NULL, small,
				    GAP_ACROSS / QUARTER, GAP_DOWN / QUARTER);
	PIXA *masks = NULL;
	BOXA *boxes = NULL;

	if (joined == NULL)
		return;
	/* With the soft edges of the letters. */
	pixDilateBrick(joined, joined, 3, 3);
	page_replace(&joined, pixExpandReplicate(joined, QUARTER));
	boxes = pixConnComp(joined, &masks, 8);
	for (l_int32 i = 0, tried = 0;
	     i < boxaGetCount(boxes) && tried < MOST_PLACES; i++) {
		struct place place = { boxaGetBox(boxes, i, L_CLONE),
			pixaGetPix(masks, i, L_CLONE) };

		if (is_place(letters, place.box)) {
			tried++;
			if (read_place(s, page, &place))
				pixClearInRect(letters, place.box);
		}
		boxDestroy(&place.box);
		pixDestroy(&place.mask);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&masks);
}
