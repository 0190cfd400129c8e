/* upright.c - a page is framed, levelled and turned upside up */
#include "upright.h"

#include <math.h>

/* White that is left around the ink, in pixels: a line of text. */
#define MARGIN 40
/* Skew is looked for this far to each side; a wider sweep costs the same. */
#define MAX_SKEW_DEGREES 8
/* Less does not harm the recognition. */
#define LEAST_SKEW_DEGREES 0.15f
/* How much clearer lines must stand than lie before a page is turned. */
#define STANDING_LINES 1.2

/* How far the lines slope, how sure that is and how clear the lines are. */
struct slope {
	l_float32 degrees, confidence, score;
};

/* Half of the ink's size, for those who look at lines only. */
static PIX *
halve(PIX *ink, int widest)
{
	return pixGetWidth(ink) > widest ? pixReduceRankBinary2(ink, 2, NULL)
					 : pixClone(ink);
}

/* Gives pix these edges; parts outside it are white. */
static PIX *
with_edges(PIX *pix, int left, int top, int right, int bottom)
{
	int width = pixGetWidth(pix), height = pixGetHeight(pix);
	PIX *framed =
	    pixCreateNoInit(right - left, bottom - top, pixGetDepth(pix));

	if (framed == NULL)
		return NULL;
	pixSetBlackOrWhite(framed, L_SET_WHITE);
	pixRasterop(framed, left < 0 ? -left : 0, top < 0 ? -top : 0,
	    width < right ? width - (left > 0 ? left : 0) : right,
	    height < bottom ? height - (top > 0 ? top : 0) : bottom, PIX_SRC,
	    pix, left > 0 ? left : 0, top > 0 ? top : 0);
	return framed;
}

static void
set_edges(struct page *page, int left, int top, int right, int bottom)
{
	PIX *grey = with_edges(page->grey, left, top, right, bottom);
	PIX *ink = with_edges(page->ink, left, top, right, bottom);

	if (grey == NULL || ink == NULL) {
		pixDestroy(&grey);
		pixDestroy(&ink);
		return;
	}
	page_replace(&page->grey, grey);
	page_replace(&page->ink, ink);
	plane_clipped(&page->back, left, top);
}

void
page_frame(struct page *page)
{
	autopix *small = pixReduceRankBinaryCascade(page->ink, 2, 1, 1, 0);
	BOX *box = NULL;
	l_int32 x, y, width, height;

	if (small == NULL || pixClipToForeground(small, NULL, &box) != 0 ||
	    box == NULL)
		return;
	boxGetGeometry(box, &x, &y, &width, &height);
	boxDestroy(&box);
	set_edges(page, 8 * x - MARGIN, 8 * y - MARGIN,
	    8 * (x + width) + MARGIN, 8 * (y + height) + MARGIN);
}

static struct slope
find_slope(PIX *ink)
{
	struct slope s = { 0 };

	if (pixFindSkewSweepAndSearchScore(ink, &s.degrees, &s.confidence,
		&s.score, 2, 1, 0, MAX_SKEW_DEGREES, 1.0f, 0.02f) != 0)
		return (struct slope){ 0 };
	return s;
}

static void
turn_quarter(struct page *page)
{
	plane_turned(&page->back, 1, pixGetWidth(page->grey),
	    pixGetHeight(page->grey));
	page_replace(&page->grey, pixRotate90(page->grey, 1));
	page_replace(&page->ink, pixRotate90(page->ink, 1));
}

/* Rotates about the middle, with room for the corners. */
static void
rotate(struct page *page, double radians)
{
	int width = pixGetWidth(page->grey), height = pixGetHeight(page->grey);
	int across = (int)(height * fabs(sin(radians)) / 2);
	int down = (int)(width * fabs(sin(radians)) / 2);

	set_edges(page, -across, -down, width + across, height + down);
	if (pixGetDepth(page->grey) == 1)
		page_replace(&page->grey, pixConvertTo8(page->grey, 0));
	page_replace(&page->grey,
	    pixRotateAMGray(page->grey, (l_float32)radians, 255));
	page_replace(&page->ink, page_ink(page->grey));
	plane_levelled(&page->back, radians, pixGetWidth(page->grey),
	    pixGetHeight(page->grey));
}

static void
level_by(struct page *page, struct slope slope)
{
	if (fabsf(slope.degrees) <= LEAST_SKEW_DEGREES ||
	    slope.confidence <= 2.0f)
		return;
	rotate(page, slope.degrees * M_PI / 180);
	page_frame(page);
}

void
page_level_lines(struct page *page)
{
	level_by(page, find_slope(page->ink));
}

void
page_level(struct page *page)
{
	autopix *small = halve(page->ink, 1000);
	autopix *turned = small == NULL ? NULL : pixRotate90(small, 1);
	struct slope slope, standing;

	if (turned == NULL)
		return;
	slope = find_slope(small);
	standing = find_slope(turned);
	if (standing.score > slope.score * STANDING_LINES) {
		turn_quarter(page);
		slope = standing;
	}
	level_by(page, slope);
}

void
page_turn_round(struct page *page)
{
	plane_turned(&page->back, 2, pixGetWidth(page->ink),
	    pixGetHeight(page->ink));
	page_replace(&page->ink, pixRotate180(NULL, page->ink));
	page_replace(&page->grey, pixRotate180(NULL, page->grey));
}

/* How much more the letters reach up than down; 0 where that is not known. */
static float
find_up(PIX *ink)
{
	l_float32 up = 0;

	return ink != NULL && pixUpDownDetect(ink, &up, 20, 0, 0) == 0 ? up : 0;
}

/* The middle third, where the most text is. */
static PIX *
clip_middle(PIX *ink)
{
	int third = pixGetHeight(ink) / 3;
	BOX *box = boxCreate(0, third, pixGetWidth(ink), third);
	PIX *middle = pixClipRectangle(ink, box, NULL);

	boxDestroy(&box);
	return middle;
}

void
page_turn_up(struct page *page)
{
	autopix *small = halve(page->ink, 3000);
	autopix *middle = small == NULL ? NULL : clip_middle(small);
	float up = find_up(middle);

	if (fabsf(up) < SURE_UP)
		up = find_up(small);
	if (up < 0)
		page_turn_round(page);
	page->up = fabsf(up);
}
