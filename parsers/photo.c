/*
 * photo.c - a sheet of paper is cut out of a photograph
 *
 * Looks on a small copy for the biggest bright thing, takes its four extreme
 * corners, and believes in it only where it fills them and its edges are
 * sharp.  Without that last test a shaded scan was cropped and lost its text.
 */
#include "photo.h"

#include "page.h"

#include <math.h>

/* Long side of the small copy, in pixels. */
#define SMALL_SIDE 400.0f
/* ... and of the sample that it is made from: less would show noise. */
#define SAMPLED_SIDE 1000
/* Least and most of the picture that a sheet may fill. */
#define LEAST_SHARE 0.2
#define MOST_SHARE 0.97
/* How far a sheet's area may be off that of its four corners. */
#define FILL_TOLERANCE 0.15
/* An edge is sharp where the grey drops by this within a few pixels. */
#define EDGE_DROP 40
#define EDGE_REACH 7
/* Of the places tried along an edge, those that must be sharp. */
#define SHARP_SHARE 0.7
/* What is clipped off each side after squaring: the edge's own shadow. */
#define CLIP 0.006

struct point {
	double x, y;
};

/* Corners clockwise from the top left. */
struct sheet {
	struct point corner[4];
};

/* The thing in mask with the most pixels; NULL for none.  *at its place. */
static PIX *
find_biggest(PIX *mask, struct point *at, int *area)
{
	PIXA *things = NULL;
	BOXA *boxes = pixConnComp(mask, &things, 8);
	l_int32 n = boxaGetCount(boxes), x = 0, y = 0, pixels, best = -1;
	PIX *biggest = NULL;

	*area = 0;
	for (l_int32 i = 0; i < n; i++) {
		autopix *thing = pixaGetPix(things, i, L_CLONE);

		pixCountPixels(thing, &pixels, NULL);
		if (pixels > *area) {
			*area = pixels;
			best = i;
		}
	}
	if (best >= 0) {
		boxaGetBoxGeometry(boxes, best, &x, &y, NULL, NULL);
		biggest = pixaGetPix(things, best, L_CLONE);
	}
	*at = (struct point){ x, y };
	boxaDestroy(&boxes);
	pixaDestroy(&things);
	return biggest;
}

/* The pixels of thing that are furthest out towards the four corners. */
static struct sheet
find_corners(PIX *thing, struct point at)
{
	static const int out[4][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 },
		{ -1, 1 } };
	double reach[4] = { -1e9, -1e9, -1e9, -1e9 };
	struct sheet sheet = { 0 };
	l_uint32 set = 0;

	for (int y = 0; y < pixGetHeight(thing); y++) {
		for (int x = 0; x < pixGetWidth(thing); x++) {
			pixGetPixel(thing, x, y, &set);
			for (int i = 0; set && i < 4; i++) {
				double far = out[i][0] * x + out[i][1] * y;

				if (far <= reach[i])
					continue;
				reach[i] = far;
				sheet.corner[i] =
				    (struct point){ at.x + x, at.y + y };
			}
		}
	}
	return sheet;
}

static double
sheet_area(const struct sheet *s)
{
	double twice = 0;

	for (int i = 0; i < 4; i++) {
		const struct point *a = &s->corner[i];
		const struct point *b = &s->corner[(i + 1) % 4];

		twice += a->x * b->y - b->x * a->y;
	}
	return fabs(twice) / 2;
}

/* The grey at a place, -1 outside. */
static int
grey_at(PIX *grey, double x, double y)
{
	l_uint32 value = 0;

	if (pixGetPixel(grey, (l_int32)x, (l_int32)y, &value) != 0)
		return -1;
	return (int)value;
}

/* Does the grey drop from inside to outside along the edge from a to b? */
static bool
is_sharp(PIX *grey, struct point a, struct point b, struct point middle)
{
	int tried = 0, sharp = 0;

	for (int k = 2; k <= 18; k++) {
		double x = a.x + (b.x - a.x) * k / 20;
		double y = a.y + (b.y - a.y) * k / 20;
		double away = hypot(x - middle.x, y - middle.y) + 1e-9;
		double dx = EDGE_REACH * (x - middle.x) / away;
		double dy = EDGE_REACH * (y - middle.y) / away;
		int outside = grey_at(grey, x + dx, y + dy);

		/* Cut off by the picture's own edge: no evidence. */
		if (x + dx < 0 || y + dy < 0 || outside < 0)
			continue;
		tried++;
		sharp += grey_at(grey, x - dx, y - dy) - outside > EDGE_DROP;
	}
	return sharp >= SHARP_SHARE * tried;
}

static bool
has_sharp_edges(PIX *grey, const struct sheet *s)
{
	struct point middle = { 0 };

	for (int i = 0; i < 4; i++) {
		middle.x += s->corner[i].x / 4;
		middle.y += s->corner[i].y / 4;
	}
	for (int i = 0; i < 4; i++)
		if (!is_sharp(grey, s->corner[i], s->corner[(i + 1) % 4],
			middle))
			return false;
	return true;
}

/* Looks for the sheet in a small blurred copy. */
static bool
find_sheet(PIX *small, struct sheet *sheet)
{
	l_int32 threshold = 0, area = 0;
	autopix *bright = NULL, *thing = NULL;
	double whole = (double)pixGetWidth(small) * pixGetHeight(small), quad;
	struct point at;

	if (pixSplitDistributionFgBg(small, 0.3f, 1, &threshold, NULL, NULL,
		NULL) != 0)
		return false;
	bright = pixThresholdToBinary(small, threshold);
	if (bright == NULL)
		return false;
	pixInvert(bright, bright);
	pixCloseBrick(bright, bright, 9, 9);
	thing = find_biggest(bright, &at, &area);
	if (thing == NULL || area < LEAST_SHARE * whole)
		return false;
	*sheet = find_corners(thing, at);
	quad = sheet_area(sheet);
	if (quad > MOST_SHARE * whole ||
	    fabs(area / (quad + 1) - 1) > FILL_TOLERANCE)
		return false;
	return has_sharp_edges(small, sheet);
}

static double
side(struct point a, struct point b)
{
	return hypot(b.x - a.x, b.y - a.y);
}

static PTA *
to_pta(const struct point points[4])
{
	PTA *pta = ptaCreate(4);

	for (int i = 0; i < 4; i++)
		ptaAddPt(pta, (l_float32)points[i].x, (l_float32)points[i].y);
	return pta;
}

/* The sheet, whose corners are given in grey, made a rectangle. */
static PIX *
square_up(PIX *grey, const struct sheet *s, struct plane *back)
{
	const struct point *c = s->corner;
	int width = (int)fmax(side(c[0], c[1]), side(c[3], c[2]));
	int height = (int)fmax(side(c[0], c[3]), side(c[1], c[2]));
	struct point want[4] = { { 0, 0 }, { width, 0 }, { width, height },
		{ 0, height } };
	int more_across = width - pixGetWidth(grey);
	int more_down = height - pixGetHeight(grey);
	PTA *from = to_pta(c), *to = to_pta(want);
	BOX *inner = boxCreate((l_int32)(width * CLIP),
	    (l_int32)(height * CLIP), (l_int32)(width * (1 - 2 * CLIP)),
	    (l_int32)(height * (1 - 2 * CLIP)));
	/* The result is as large as its source, which may be too small. */
	autopix *canvas =
	    pixAddBorderGeneral(grey, 0, more_across > 0 ? more_across : 0, 0,
		more_down > 0 ? more_down : 0, 255);
	autopix *squared =
	    canvas == NULL ? NULL : pixProjectivePtaGray(canvas, to, from, 255);
	PIX *result =
	    squared == NULL ? NULL : pixClipRectangle(squared, inner, NULL);
	l_float32 *way = NULL;

	if (result != NULL && getProjectiveXformCoeffs(to, from, &way) == 0)
		plane_warped(back, way, (l_int32)(width * CLIP),
		    (l_int32)(height * CLIP));
	LEPT_FREE(way);

	ptaDestroy(&from);
	ptaDestroy(&to);
	boxDestroy(&inner);
	return result;
}

PIX *
photo_straighten(PIX *grey, struct plane *back)
{
	int longest = pixGetWidth(grey) > pixGetHeight(grey)
			  ? pixGetWidth(grey)
			  : pixGetHeight(grey);
	l_float32 factor = SMALL_SIDE / (l_float32)longest;
	int step = 1 + longest / SAMPLED_SIDE;
	autopix *sample = NULL, *scaled = NULL, *small = NULL;
	struct sheet sheet;

	if (factor >= 1)
		return NULL;
	sample = pixScaleByIntSampling(grey, step);
	scaled = sample == NULL ? NULL
				: pixScale(sample, factor * (float)step,
				      factor * (float)step);
	small = scaled == NULL ? NULL : pixBlockconv(scaled, 2, 2);
	if (small == NULL || !find_sheet(small, &sheet))
		return NULL;
	for (int i = 0; i < 4; i++) {
		sheet.corner[i].x = (sheet.corner[i].x + 0.5) / factor;
		sheet.corner[i].y = (sheet.corner[i].y + 0.5) / factor;
	}
	return square_up(grey, &sheet, back);
}
