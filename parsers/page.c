/*
 * page.c - one picture of a page is made fit to be recognised
 *
 * Doubts: everything, the sizes and resolutions that a file declares too.
 * Fails by leaving out a step: a page half cleaned is better than none.
 *
 * The figures are from measurements on 105 damaged pages of known text.
 */
#include "page.h"

#include "photo.h"
#include "report.h"
#include "rules.h"
#include "upright.h"

#include <math.h>

/* On even ground, what is darker than this is ink. */
#define INK_BELOW 180
/*
 * Letters are made so high, in pixels.  Given their greys Tesseract reads no
 * better above 20, and takes a quarter more time for 30; but those that come
 * smaller gain from some more.
 */
#define SHRUNK_HEIGHT 20
#define GROWN_HEIGHT 26
/* From one to the other nothing is gained by scaling. */
#define LEAST_HEIGHT 19
#define MOST_HEIGHT 25
#define MAX_SHRINKING 0.2
#define MAX_GROWING 4.0
/* Fewer components than this are too few to judge the letters by. */
#define ENOUGH_GLYPHS 20
/* Tallest component that counts as a letter. */
#define MAX_GLYPH 4096
/* More specks than this, and to a letter, make a page a noisy one. */
#define MANY_SPECKS 200
#define SPECKS_TO_A_GLYPH 0.35
/* Aspect of a fax's pixels: 204x98 is the worst there is (ITU-T T.4). */
#define MAX_PIXEL_ASPECT 2.5
/* The ground is evened out in tiles of so many pixels. */
#define TILE_WIDTH 10
#define TILE_HEIGHT 16
/* A screen of light letters is mostly dark; a printed page never is. */
#define DARK_SCREEN_SHARE 0.75f

void
page_replace(PIX **pix, PIX *next)
{
	if (next == NULL)
		return;
	pixDestroy(pix);
	*pix = next;
}

PIX *
page_ink(PIX *grey)
{
	if (pixGetDepth(grey) == 1)
		return pixClone(grey);
	return pixThresholdToBinary(grey, INK_BELOW);
}

/* pix with 8 bits of grey. */
static PIX *
to_grey(PIX *pix)
{
	autopix *opaque = pixRemoveAlpha(pix);

	return opaque == NULL ? NULL : pixConvertTo8(opaque, 0);
}

/* Scales both ways; NULL where the result would be more than a page may be. */
static PIX *
scale(PIX *pix, double across, double down)
{
	double pixels = across * down * pixGetWidth(pix) * pixGetHeight(pix);
	autopix *grey = NULL;

	if (pixels > (double)MAX_PAGE_PIXELS)
		return NULL;
	grey = to_grey(pix);
	return grey == NULL
		   ? NULL
		   : pixScale(grey, (l_float32)across, (l_float32)down);
}

/* The factor by which a picture may be scaled, a little less than that. */
static double
room_to_grow(PIX *pix)
{
	double pixels = (double)pixGetWidth(pix) * pixGetHeight(pix);

	return 0.999 * sqrt((double)MAX_PAGE_PIXELS / pixels);
}

/* More pixels than a page of small print needs only cost time. */
static void
shrink_huge(PIX **pix)
{
	double factor = room_to_grow(*pix);

	if (factor < 1)
		page_replace(pix, scale(*pix, factor, factor));
}

/*
 * Makes the oblong pixels of a fax square, by growing the coarse way, and rounds
 * the steps that its letters have then: of 1,000 characters 5 are wrong so, and
 * 9 without (15 pages of 98 lines to the inch).
 */
static void
square_pixels(PIX **pix)
{
	double across = pixGetXRes(*pix), down = pixGetYRes(*pix);
	double finer = fmax(across, down), coarser = fmin(across, down);

	if (across <= 0 || down <= 0)
		return;
	if (finer < 1.2 * coarser || finer > MAX_PIXEL_ASPECT * coarser)
		return;
	page_replace(pix, scale(*pix, finer / across, finer / down));
	for (int i = 0; i < 2; i++)
		page_replace(pix, pixBlockconv(*pix, 1, 1));
}

/* What is darker than the middle between the page's two main greys. */
static PIX *
find_dark(PIX *pix)
{
	l_int32 threshold = 0;

	if (pixGetDepth(pix) == 1)
		return pixClone(pix);
	if (pixSplitDistributionFgBg(pix, 0.1f, 4, &threshold, NULL, NULL,
		NULL) != 0)
		return NULL;
	return pixThresholdToBinary(pix, threshold);
}

/* Inverts the picture of a screen that shows light letters on a dark ground. */
static void
invert_screen(PIX **pix)
{
	autopix *sample = pixScaleByIntSampling(*pix, 4);
	autopix *dark = sample == NULL ? NULL : find_dark(sample);
	l_float32 share = 0;

	if (dark != NULL && pixForegroundFraction(dark, &share) == 0 &&
	    share > DARK_SCREEN_SHARE)
		page_replace(pix, pixInvert(NULL, *pix));
}

/*
 * The ground of each tile of 10 x 16 pixels, inverted and smoothed, as every
 * other pixel shows it.  The ground is to be 250: at the 200 that is usual,
 * patches whitened later would have edges like ink.
 */
static PIX *
map_ground(PIX *grey)
{
	autopix *sample = pixScaleByIntSampling(grey, 2), *map = NULL;

	if (sample == NULL ||
	    pixGetBackgroundGrayMap(sample, NULL, TILE_WIDTH / 2,
		TILE_HEIGHT / 2, 60, 10, &map) != 0)
		return NULL;
	return pixGetInvBackgroundMap(map, 250, 2, 1);
}

/*
 * Evens out the ground, then stretches the greys so that paper is white and
 * ink black.
 */
static void
even_ground(PIX **grey)
{
	autopix *map = map_ground(*grey);
	l_int32 threshold, ink, paper;

	if (map != NULL)
		page_replace(grey, pixApplyInvBackgroundGrayMap(*grey, map,
				       TILE_WIDTH, TILE_HEIGHT));
	if (pixSplitDistributionFgBg(*grey, 0.1f, 4, &threshold, &ink, &paper,
		NULL) != 0 ||
	    paper - ink <= 15)
		return;
	pixGammaTRC(*grey, *grey, 1.0f, ink > 40 ? ink - 20 : ink / 2,
	    paper - 2 < 250 ? paper - 2 : 250);
}

static bool
is_glyph(l_int32 width, l_int32 height, l_int32 page_width)
{
	return height >= 5 && width >= 3 && height < MAX_GLYPH &&
	       height < page_width / 10 && width < page_width / 10 &&
	       width < height * 4 && height < width * 6;
}

/*
 * The median height of what looks like letters, each weighted by its area,
 * since specks are many; 0 where there are too few.
 */
static int
glyph_height(PIX *ink)
{
	BOXA *boxes = pixConnCompBB(ink, 8);
	l_int32 n = boxaGetCount(boxes), x, y, width, height;
	double areas[MAX_GLYPH] = { 0 }, total = 0, below = 0;
	int glyphs = 0, median = 0;

	for (l_int32 i = 0; i < n; i++) {
		boxaGetBoxGeometry(boxes, i, &x, &y, &width, &height);
		if (!is_glyph(width, height, pixGetWidth(ink)))
			continue;
		areas[height] += (double)width * height;
		total += (double)width * height;
		glyphs++;
	}
	boxaDestroy(&boxes);
	if (glyphs < ENOUGH_GLYPHS)
		return 0;
	while (below < total / 2)
		below += areas[median++];
	return median - 1;
}

/* Brings the letters to the height that is read best. */
static void
scale_glyphs(PIX **grey)
{
	autopix *ink = page_ink(*grey);
	int height = ink == NULL ? 0 : glyph_height(ink);
	double factor;

	if (height == 0)
		return;
	if (height >= LEAST_HEIGHT && height <= MOST_HEIGHT)
		return;
	factor = height < LEAST_HEIGHT ? (double)GROWN_HEIGHT / height
				       : (double)SHRUNK_HEIGHT / height;
	factor = fmin(factor, fmin(MAX_GROWING, room_to_grow(*grey)));
	factor = fmax(factor, MAX_SHRINKING);
	page_replace(grey, scale(*grey, factor, factor));
}

/* Are there so many specks that a filter does more good than harm? */
static bool
is_noisy(PIX *ink, int glyph)
{
	BOXA *boxes = pixConnCompBB(ink, 8);
	l_int32 n = boxaGetCount(boxes), x, y, width, height;
	int speck = glyph / 7 < 2 ? 2 : glyph / 7, specks = 0, glyphs = 0;

	for (l_int32 i = 0; i < n; i++) {
		boxaGetBoxGeometry(boxes, i, &x, &y, &width, &height);
		if (width <= speck && height <= speck)
			specks++;
		else if (height >= glyph / 2 && height <= glyph * 2 &&
			 width <= glyph * 2)
			glyphs++;
	}
	boxaDestroy(&boxes);
	return specks > MANY_SPECKS &&
	       specks > SPECKS_TO_A_GLYPH * (glyphs + 1);
}

/* Makes white in grey what mask marks, and what is next to it. */
static void
whiten(PIX **grey, PIX *mask)
{
	autopix *wider = NULL;

	if (pixGetDepth(*grey) == 1) {
		page_replace(grey, pixSubtract(NULL, *grey, mask));
		return;
	}
	wider = pixDilateBrick(NULL, mask, 3, 3);
	if (wider != NULL)
		pixSetMasked(*grey, wider, 255);
}

/*
 * Removes specks from a noisy page.  The size of a speck follows from that of
 * the letters: a fixed size eats the full stops of a fax.
 */
static void
remove_specks(struct page *page)
{
	int glyph = glyph_height(page->ink), least = glyph / 7 + 1;
	autopix *kept = NULL, *specks = NULL;

	if (glyph <= 6 || !is_noisy(page->ink, glyph))
		return;
	if (pixGetDepth(page->grey) == 8) {
		page_replace(&page->grey, pixMedianFilter(page->grey, 3, 3));
		page_replace(&page->ink, page_ink(page->grey));
	}
	kept = pixSelectBySize(page->ink, least, least, 8, L_SELECT_IF_EITHER,
	    L_SELECT_IF_GTE, NULL);
	if (kept == NULL)
		return;
	specks = pixSubtract(NULL, page->ink, kept);
	if (specks != NULL)
		whiten(&page->grey, specks);
	page_replace(&page->ink, pixClone(kept));
}

/* Takes a step that may scale the picture, and notes by how much. */
static void
scale_by(struct page *page, void (*step)(PIX **))
{
	int width = pixGetWidth(page->grey), height = pixGetHeight(page->grey);

	step(&page->grey);
	plane_scaled(&page->back, (double)pixGetWidth(page->grey) / width,
	    (double)pixGetHeight(page->grey) / height);
}

static double
ink_share(PIX *ink)
{
	l_float32 share = 0;

	return pixForegroundFraction(ink, &share) == 0 ? share : 0;
}

void
page_clean(PIX *raw, struct page *page)
{
	*page = (struct page){ .back = PLANE_SAME };
	if (pixGetDepth(raw) == 1 && pixGetColormap(raw) == NULL)
		page->grey = pixCopy(NULL, raw);
	else
		page->grey = to_grey(raw);
	if (page->grey == NULL)
		return;
	scale_by(page, square_pixels);
	scale_by(page, shrink_huge);
	if (pixGetDepth(page->grey) == 8)
		page_replace(&page->grey,
		    photo_straighten(page->grey, &page->back));
	invert_screen(&page->grey);
	if (pixGetDepth(page->grey) == 8)
		even_ground(&page->grey);
	scale_by(page, scale_glyphs);
	page->ink = page_ink(page->grey);
	if (page->ink == NULL)
		return;
	remove_specks(page);
	page->share = ink_share(page->ink);
	page_frame(page);
	page_level(page);
	rules_remove(page);
	page_turn_up(page);
}

void
page_release(struct page *page)
{
	pixDestroy(&page->grey);
	pixDestroy(&page->ink);
}

bool
page_report(struct report *report, struct span text)
{
	text = span_trim(text);
	if (text.len == 0)
		return true;
	if (report->text_bytes > 0 && !report_text(report, SPAN("\n")))
		return false;
	return report_text(report, text) && report_text(report, SPAN("\n"));
}
