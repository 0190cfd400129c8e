/* pdf_drawing.c - pages of a PDF as pictures */
#include "pdf_drawing.h"

#include <cairo.h>
#include <math.h>

/* Points to an inch, PDF's own unit. */
#define PDF_DPI 72.0
/* Cairo makes no larger pictures. */
#define MAX_DRAWN_SIDE 32000.0

/* The drawing in grey. */
static PIX *
to_pix(cairo_surface_t *drawn)
{
	int width = cairo_image_surface_get_width(drawn);
	int height = cairo_image_surface_get_height(drawn);
	int stride = cairo_image_surface_get_stride(drawn);
	const unsigned char *bytes = cairo_image_surface_get_data(drawn);
	PIX *pix = pixCreateNoInit(width, height, 8);

	if (pix == NULL)
		return NULL;
	for (int y = 0; y < height; y++) {
		const unsigned char *from = bytes + (ptrdiff_t)y * stride;
		l_uint32 *to = pixGetData(pix) + (ptrdiff_t)y * pixGetWpl(pix);

		/* Blue, green, red, as the eye weighs them (BT.601). */
		for (int x = 0; x < width; x++, from += 4) {
			int grey = from[0] * 29 + from[1] * 150 + from[2] * 77;

			SET_DATA_BYTE(to, x, (l_uint8)(grey >> 8));
		}
	}
	return pix;
}

PIX *
pdf_draw(PopplerPage *page, const PopplerRectangle *area, double dpi)
{
	PopplerRectangle all = { 0, 0, 0, 0 };
	double width, height, scale = dpi / PDF_DPI;
	cairo_surface_t *surface;
	cairo_t *cairo;
	PIX *pix = NULL;

	poppler_page_get_size(page, &all.x2, &all.y2);
	if (area == NULL)
		area = &all;
	width = area->x2 - area->x1;
	height = area->y2 - area->y1;
	if (!(width > 0) || !(height > 0))
		return NULL;
	scale = fmin(scale, sqrt((double)MAX_PAGE_PIXELS / (width * height)));
	scale = fmin(scale, MAX_DRAWN_SIDE / fmax(width, height));
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    (int)fmax(width * scale, 1), (int)fmax(height * scale, 1));
	cairo = cairo_create(surface);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, scale, scale);
	cairo_translate(cairo, -area->x1, -area->y1);
	poppler_page_render(page, cairo);
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
		pix = to_pix(surface);
	cairo_surface_destroy(surface);
	if (pix != NULL)
		pixSetResolution(pix, (l_int32)lround(scale * PDF_DPI),
		    (l_int32)lround(scale * PDF_DPI));
	return pix;
}
