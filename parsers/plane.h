/*
 * plane.h - where a place on a cleaned page is on the picture that came
 *
 * A page is scaled, squared up, turned and levelled before it is recognised.
 * Each step leaves word here, so that what was found can be pointed at on the
 * picture itself.  Coordinates are pixels from the top left corner, down and
 * to the right; a pixel's corners are whole numbers.
 */
#ifndef PARSERS_PLANE_H
#define PARSERS_PLANE_H

struct plane_point {
	double x, y;
};

/* A projective map, by homogeneous coordinates: from the page back. */
struct plane {
	double m[3][3];
};

/* The map of a picture that nothing was done to. */
#define PLANE_SAME ((struct plane){ { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } })

/* The place on the picture. */
struct plane_point plane_back(const struct plane *p, double x, double y);

/* The picture was scaled by these factors. */
void plane_scaled(struct plane *p, double across, double down);

/*
 * The picture, of width by height before, was turned by so many quarters
 * clockwise, 0 to 3.
 */
void plane_turned(struct plane *p, int quarters, double width, double height);

/* It was turned clockwise about its middle, and kept its size. */
void plane_levelled(struct plane *p, double radians, double width,
    double height);

/*
 * The place (x, y) of the new picture is ((c0 x + c1 y + c2) / (c6 x + c7 y +
 * 1), (c3 x + c4 y + c5) / ...) of the old one, as Leptonica's
 * getProjectiveXformCoeffs has it; then left and top pixels were clipped off.
 */
void plane_warped(struct plane *p, const float c[8], double left, double top);

/* left and top pixels were clipped off; added, where they are negative. */
void plane_clipped(struct plane *p, double left, double top);

/*
 * By how far text that lies level on the page is turned on the picture:
 * thousandths of a degree clockwise, 0 to 359,999, about the page's middle.
 * Width and height are the page's.
 */
long long plane_angle(const struct plane *p, double width, double height);

#endif
