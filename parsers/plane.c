/* plane.c - keeps the map from a cleaned page back to the picture */
#include "plane.h"

#include <math.h>

/* What is done to a new place, before all that was done so far. */
static void
plane_then(struct plane *p, const double step[3][3])
{
	struct plane sum = { 0 };

	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			for (int k = 0; k < 3; k++)
				sum.m[i][j] += p->m[i][k] * step[k][j];
	*p = sum;
}

struct plane_point
plane_back(const struct plane *p, double x, double y)
{
	double w = p->m[2][0] * x + p->m[2][1] * y + p->m[2][2];

	/* The horizon of a photograph: no word lies there. */
	if (fabs(w) < 1e-9)
		w = 1e-9;
	return (struct plane_point){
		(p->m[0][0] * x + p->m[0][1] * y + p->m[0][2]) / w,
		(p->m[1][0] * x + p->m[1][1] * y + p->m[1][2]) / w,
	};
}

void
plane_scaled(struct plane *p, double across, double down)
{
	const double step[3][3] = { { 1 / across, 0, 0 }, { 0, 1 / down, 0 },
		{ 0, 0, 1 } };

	plane_then(p, step);
}

void
plane_turned(struct plane *p, int quarters, double width, double height)
{
	const double steps[4][3][3] = {
		{ { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
		{ { 0, 1, 0 }, { -1, 0, height }, { 0, 0, 1 } },
		{ { -1, 0, width }, { 0, -1, height }, { 0, 0, 1 } },
		{ { 0, -1, width }, { 1, 0, 0 }, { 0, 0, 1 } },
	};

	plane_then(p, steps[quarters]);
}

void
plane_levelled(struct plane *p, double radians, double width, double height)
{
	double c = cos(radians), s = sin(radians);
	double x = width / 2, y = height / 2;
	const double step[3][3] = { { c, s, x - c * x - s * y },
		{ -s, c, y + s * x - c * y }, { 0, 0, 1 } };

	plane_then(p, step);
}

void
plane_warped(struct plane *p, const float c[8], double left, double top)
{
	const double warp[3][3] = { { c[0], c[1], c[2] }, { c[3], c[4], c[5] },
		{ c[6], c[7], 1 } };

	plane_then(p, warp);
	plane_clipped(p, left, top);
}

void
plane_clipped(struct plane *p, double left, double top)
{
	const double clip[3][3] = { { 1, 0, left }, { 0, 1, top },
		{ 0, 0, 1 } };

	plane_then(p, clip);
}

long long
plane_angle(const struct plane *p, double width, double height)
{
	struct plane_point a = plane_back(p, width * 0.4, height / 2);
	struct plane_point b = plane_back(p, width * 0.6, height / 2);
	double degrees = atan2(b.y - a.y, b.x - a.x) * 180 / M_PI;

	return (llround(degrees * 1000) + 360000) % 360000;
}
