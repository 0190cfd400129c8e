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

#include <math.h>

/* On even ground, what is darker than this is ink. */
#define INK_BELOW 180
/* The height of letters that Tesseract reads best, in pixels. */
#define GLYPH_HEIGHT 30
/* Scaling by less than this gains nothing. */
#define WORTH_SHRINKING 0.7
#define WORTH_GROWING 1.35
#define MAX_SHRINKING 0.4
#define MAX_GROWING 4.0
/* Fewer components than this are too few to judge the letters by. */
#define ENOUGH_GLYPHS 20
/* Tallest component that counts as a letter. */
#define MAX_GLYPH 4096
/* More specks than this, and to a letter, make a page a noisy one. */
#define MANY_SPECKS 200
#define SPECKS_TO_A_GLYPH 0.35
/* Skew is looked for this far to each side; a wider sweep costs the same. */
#define MAX_SKEW_DEGREES 8
/* How much clearer lines must stand than lie before a page is turned. */
#define STANDING_LINES 1.2
/* Aspect of a fax's pixels: 204x98 is the worst there is (ITU-T T.4). */
#define MAX_PIXEL_ASPECT 2.5
/* A screen of light letters is mostly dark; a printed page never is. */
#define DARK_SCREEN_SHARE 0.75f

struct page {
	PIX *grey; /* own; black and white where it came so */
	PIX *ink;  /* own; 1 bit: what is ink in grey */
};

/* Puts next in the place of *pix; keeps *pix where a step came to nothing. */
static void
replace(PIX **pix, PIX *next)
{
	if (next == NULL)
		return;
	pixDestroy(pix);
	*pix = next;
}

static PIX *
find_ink(PIX *grey)
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
		replace(pix, scale(*pix, factor, factor));
}

/* Makes the oblong pixels of a fax square, by growing the coarse way. */
static void
square_pixels(PIX **pix)
{
	double across = pixGetXRes(*pix), down = pixGetYRes(*pix);
	double finer = fmax(across, down), coarser = fmin(across, down);

	if (across <= 0 || down <= 0)
		return;
	if (finer < 1.2 * coarser || finer > MAX_PIXEL_ASPECT * coarser)
		return;
	replace(pix, scale(*pix, finer / across, finer / down));
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
	autopix *dark = find_dark(*pix);
	l_float32 share = 0;

	if (dark != NULL && pixForegroundFraction(dark, &share) == 0 &&
	    share > DARK_SCREEN_SHARE)
		replace(pix, pixInvert(NULL, *pix));
}

/*
 * Evens out the ground, then stretches the greys so that paper is white and
 * ink black.  The ground is set to 250: at the 200 that is usual, patches
 * whitened later would have edges like ink.
 */
static void
even_ground(PIX **grey)
{
	l_int32 threshold, ink, paper;

	replace(grey,
	    pixBackgroundNorm(*grey, NULL, NULL, 10, 15, 60, 40, 250, 2, 1));
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
	autopix *ink = find_ink(*grey);
	int height = ink == NULL ? 0 : glyph_height(ink);
	double factor;

	if (height == 0)
		return;
	factor = fmin((double)GLYPH_HEIGHT / height, MAX_GROWING);
	factor = fmax(fmin(factor, room_to_grow(*grey)), MAX_SHRINKING);
	if (factor < WORTH_SHRINKING || factor > WORTH_GROWING)
		replace(grey, scale(*grey, factor, factor));
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
		replace(grey, pixSubtract(NULL, *grey, mask));
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
		replace(&page->grey, pixMedianFilter(page->grey, 3, 3));
		replace(&page->ink, find_ink(page->grey));
	}
	kept = pixSelectBySize(page->ink, least, least, 8, L_SELECT_IF_EITHER,
	    L_SELECT_IF_GTE, NULL);
	if (kept == NULL)
		return;
	specks = pixSubtract(NULL, page->ink, kept);
	if (specks != NULL)
		whiten(&page->grey, specks);
	replace(&page->ink, pixClone(kept));
}

/* How far the lines slope, how sure that is and how clear the lines are. */
struct slope {
	l_float32 degrees, confidence, score;
};

static struct slope
find_slope(PIX *ink)
{
	struct slope s = { 0 };

	if (pixFindSkewSweepAndSearchScore(ink, &s.degrees, &s.confidence,
		&s.score, 2, 1, 0, MAX_SKEW_DEGREES, 1.0f, 0.02f) != 0)
		return (struct slope){ 0 };
	return s;
}

/* Turns a page that lies on its side, and levels one that slopes. */
static void
level(struct page *page)
{
	autopix *small = pixGetWidth(page->ink) > 1500
			     ? pixReduceRankBinary2(page->ink, 2, NULL)
			     : pixClone(page->ink);
	autopix *turned = small == NULL ? NULL : pixRotate90(small, 1);
	struct slope slope, standing;

	if (turned == NULL)
		return;
	slope = find_slope(small);
	standing = find_slope(turned);
	if (standing.score > slope.score * STANDING_LINES) {
		replace(&page->grey, pixRotate90(page->grey, 1));
		replace(&page->ink, pixRotate90(page->ink, 1));
		slope = standing;
	}
	if (fabsf(slope.degrees) <= 0.15f || slope.confidence <= 2.0f)
		return;
	if (pixGetDepth(page->grey) == 1)
		replace(&page->grey, pixConvertTo8(page->grey, 0));
	replace(&page->grey,
	    pixRotateAMGray(page->grey,
		slope.degrees * (l_float32)M_PI / 180.0f, 255));
	replace(&page->ink, find_ink(page->grey));
}

/* Turns a page that is upside down: more letters reach up than down. */
static void
turn_up(struct page *page)
{
	autopix *small = pixGetWidth(page->ink) > 3000
			     ? pixReduceRankBinary2(page->ink, 2, NULL)
			     : pixClone(page->ink);
	l_float32 up = 0;

	if (small == NULL || pixUpDownDetect(small, &up, 20, 0, 0) != 0)
		return;
	if (up < -1.0f)
		replace(&page->ink, pixRotate180(NULL, page->ink));
}

PIX *
page_clean(PIX *raw)
{
	struct page page = { 0 };

	if (pixGetDepth(raw) == 1 && pixGetColormap(raw) == NULL)
		page.grey = pixCopy(NULL, raw);
	else
		page.grey = to_grey(raw);
	if (page.grey == NULL)
		return NULL;
	square_pixels(&page.grey);
	shrink_huge(&page.grey);
	if (pixGetDepth(page.grey) == 8)
		replace(&page.grey, photo_straighten(page.grey));
	invert_screen(&page.grey);
	if (pixGetDepth(page.grey) == 8)
		even_ground(&page.grey);
	scale_glyphs(&page.grey);
	page.ink = find_ink(page.grey);
	if (page.ink != NULL) {
		remove_specks(&page);
		level(&page);
		turn_up(&page);
	}
	pixDestroy(&page.grey);
	return page.ink;
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
