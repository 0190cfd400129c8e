/*
 * pdf_layer.c - is the text layer of a PDF's page what the page says?
 *
 * Doubts: layers, since programs that make PDFs put into them what they like:
 * other letters than are seen, nothing, or words of their own.
 */
#include "pdf_layer.h"

#include "base/span.h"
#include "base/utf8.h"
#include "pdf_drawing.h"

#include <math.h>

/* Fewer characters than this are a stamp or page number on a scan. */
#define FEW_CHARACTERS 50
/* From this share on, pictures are the page rather than part of it. */
#define MOST_OF_PAGE 0.5
/* A smaller picture is a logo. */
#define LOGO_SHARE 0.25
/* A layer with more characters of no meaning than one in this is no text. */
#define MEANINGLESS_ONE_IN 5
/* The height of a page is looked at in so many bands; a page of text has
 * letters in more of them than this. */
#define BANDS 20
#define FEW_BANDS 5
/* Words are judged where they have at least so many letters together. */
#define ENOUGH_LETTERS 60
/* English has two vowels in five letters; one in this is another alphabet
 * for it. */
#define FEW_VOWELS 4
/* No language has more consonants in a row, or longer words. */
#define MOST_CONSONANTS 6
#define LONGEST_WORD 40
/* The resolution at which a page's ink is looked for, and its darkness. */
#define GLANCE_DPI 50.0
#define DARK_BELOW 160
/* Points around a character that its strokes may reach into. */
#define STROKE_MARGIN 3.0
/* Dark pixels beside the layer for each one within it. */
#define INK_BESIDE 2

/* --- Could it be text? ---------------------------------------------------- */

/* Has no meaning: unknown, for private use, or a control character. */
static bool
is_meaningless(unsigned point)
{
	return point < 0x20 || point == 0xfffd ||
	       (point >= 0xe000 && point <= 0xf8ff);
}

/* How many characters the layer has; 0 where it is not text at all. */
static long long
count_characters(struct span layer)
{
	long long meaningless = 0, all = 0;
	unsigned point;

	while (layer.len > 0) {
		layer = span_from(layer, utf8_next(layer, &point));
		if (point == ' ' || point == '\n' || point == 0xa0)
			continue;
		all++;
		meaningless += is_meaningless(point);
	}
	return meaningless * MEANINGLESS_ONE_IN > all ? 0 : all;
}

/* What lets a word be spoken: vowels, and the letters of other scripts. */
static bool
is_vowel(unsigned point)
{
	return point >= 0x80 ||
	       (point < 0x80 && point > 0 &&
		   memchr("aeiouyAEIOUY", (int)point, 12) != NULL);
}

static bool
is_letter(unsigned point)
{
	return point >= 0x80 || (point >= 'A' && point <= 'Z') ||
	       (point >= 'a' && point <= 'z');
}

/* The words of a text, by what they are like. */
struct words_like {
	long long all, single;      /* how many; of one character */
	long long spoken, unspoken; /* letters of words that can be, or not */
	long long vowels;           /* among both */
};

static void
count_word(struct words_like *n, struct span word)
{
	long long letters = 0, vowels = 0, others = 0;
	int run = 0, longest = 0;
	unsigned point;

	while (word.len > 0) {
		word = span_from(word, utf8_next(word, &point));
		letters += is_letter(point);
		vowels += is_vowel(point);
		others += !is_letter(point);
		run = is_letter(point) && !is_vowel(point) ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	n->all++;
	n->single += letters + others == 1;
	/* Numbers and dates say nothing; "NHS" and "Mr" are no words. */
	if (letters < 3 || others > letters)
		return;
	n->vowels += vowels;
	if (vowels > 0 && longest <= MOST_CONSONANTS && letters <= LONGEST_WORD)
		n->spoken += letters;
	else
		n->unspoken += letters;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
}

bool
pdf_layer_is_text(const char *text)
{
	struct words_like n = { 0 };
	long long letters;
	struct span rest = span_of(text);

	while ((rest = span_trim(rest)).len > 0) {
		size_t len = 0;

		while (len < rest.len && !is_blank(rest.at[len]))
			len++;
		count_word(&n, span_head(rest, len));
		rest = span_from(rest, len);
	}
	if (n.all >= ENOUGH_LETTERS && n.single * 3 > n.all * 2)
		return false;
	letters = n.spoken + n.unspoken;
	return letters < ENOUGH_LETTERS ||
	       (n.unspoken * 2 < letters && n.vowels * FEW_VOWELS > letters);
}

/* --- What the page shows -------------------------------------------------- */

/* Where characters stand on the page. */
struct places {
	PopplerRectangle *at; /* g_free */
	guint n;
	double width, height; /* of the page */
};

static struct places
places_find(PopplerPage *page)
{
	struct places p = { .n = 0 };

	poppler_page_get_size(page, &p.width, &p.height);
	if (!poppler_page_get_text_layout(page, &p.at, &p.n))
		p.n = 0;
	return p;
}

/* In how many bands across the page characters stand. */
static int
count_bands(const struct places *p)
{
	bool has_text[BANDS] = { false };
	int n = 0;

	for (guint i = 0; i < p->n; i++) {
		double y = (p->at[i].y1 + p->at[i].y2) / 2;
		double band = y * BANDS / fmax(p->height, 1);

		if (band >= 0 && band < BANDS && !has_text[(int)band]) {
			has_text[(int)band] = true;
			n++;
		}
	}
	return n;
}

static long long
count_within(const struct places *p, const PopplerRectangle *area)
{
	long long n = 0;

	for (guint i = 0; i < p->n; i++) {
		double x = (p->at[i].x1 + p->at[i].x2) / 2;
		double y = (p->at[i].y1 + p->at[i].y2) / 2;

		n += x >= area->x1 && x <= area->x2 && y >= area->y1 &&
		     y <= area->y2;
	}
	return n;
}

/* The pictures of a page: what they cover, and the largest. */
struct pictures {
	double share;
	double largest_share;
	PopplerRectangle largest;
};

static struct pictures
pictures_find(PopplerPage *page, const struct places *p)
{
	GList *list = poppler_page_get_image_mapping(page);
	double all = fmax(p->width * p->height, 1);
	struct pictures found = { 0 };

	for (GList *at = list; at != NULL; at = at->next) {
		PopplerRectangle r = ((PopplerImageMapping *)at->data)->area;
		double share;

		r.x1 = fmax(r.x1, 0);
		r.y1 = fmax(r.y1, 0);
		r.x2 = fmin(r.x2, p->width);
		r.y2 = fmin(r.y2, p->height);
		share = fmax(r.x2 - r.x1, 0) * fmax(r.y2 - r.y1, 0) / all;
		found.share += share;
		if (share > found.largest_share) {
			found.largest_share = share;
			found.largest = r;
		}
	}
	poppler_page_free_image_mapping(list);
	return found;
}

static long long
count_ink(PIX *drawn)
{
	autopix *ink = pixThresholdToBinary(drawn, DARK_BELOW);
	l_int32 n = 0;

	if (ink != NULL)
		pixCountPixels(ink, &n, NULL);
	return n;
}

/* Does most of what is dark on the page lie beside its characters? */
static bool
has_ink_beside(PopplerPage *page, const struct places *p)
{
	autopix *drawn = pdf_draw(page, NULL, GLANCE_DPI);
	double scale;
	long long all, beside;

	if (drawn == NULL)
		return false;
	scale = pixGetWidth(drawn) / fmax(p->width, 1);
	all = count_ink(drawn);
	for (guint i = 0; i < p->n; i++) {
		const PopplerRectangle *r = &p->at[i];
		double margin = STROKE_MARGIN * scale;
		BOX *box = boxCreate((l_int32)fmax(r->x1 * scale - margin, 0),
		    (l_int32)fmax(r->y1 * scale - margin, 0),
		    (l_int32)((r->x2 - r->x1) * scale + 2 * margin) + 1,
		    (l_int32)((r->y2 - r->y1) * scale + 2 * margin) + 1);

		pixSetInRect(drawn, box);
		boxDestroy(&box);
	}
	beside = count_ink(drawn);
	return beside > INK_BESIDE * (all - beside + 1);
}

static enum pdf_layer_worth
worth_of(PopplerPage *page, struct pdf_layer *layer, const struct places *p)
{
	long long characters = count_characters(span_of(layer->text));
	struct pictures pictures;

	if (characters == 0 || !pdf_layer_is_text(layer->text))
		return LAYER_WORTHLESS;
	pictures = pictures_find(page, p);
	if (pictures.share >= MOST_OF_PAGE &&
	    (characters < FEW_CHARACTERS || count_bands(p) < FEW_BANDS))
		return LAYER_WORTHLESS;
	if (characters < FEW_CHARACTERS && has_ink_beside(page, p))
		return LAYER_WORTHLESS;
	layer->picture = pictures.largest;
	return pictures.largest_share >= LOGO_SHARE &&
		       count_within(p, &pictures.largest) < FEW_CHARACTERS
		   ? LAYER_BESIDE_PICTURE
		   : LAYER_WHOLE;
}

struct pdf_layer
pdf_layer_judge(PopplerPage *page)
{
	struct pdf_layer layer = { .text = poppler_page_get_text(page) };
	struct places places = places_find(page);

	if (layer.text == NULL)
		layer.text = g_strdup("");
	layer.worth = worth_of(page, &layer, &places);
	g_free(places.at);
	return layer;
}

void
pdf_layer_release(struct pdf_layer *layer)
{
	g_clear_pointer(&layer->text, g_free);
}
