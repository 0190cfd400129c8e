/*
 * copy_picture.c - scanned and photographed pages become a PDF
 *
 * A page is as large as its picture on paper, turned upright and level.  The
 * picture itself is not changed for it: the page is told how to show it.
 */
#include "copy.h"
#include "copy_words.h"
#include "exif.h"
#include "image.h"
#include "page.h"
#include "report.h"

#include "base/buf.h"

#include <math.h>
#include <stdlib.h>

#define POINTS_PER_INCH 72.0
/* Kept without loss up to so many times the bytes that the file has ... */
#define LOSSLESS_TIMES 2
/* ... and else as a JPEG of this quality. */
#define JPEG_QUALITY 90
/* Tags of a TIFF (TIFF 6.0, section 8). */
#define TIFF_STRIP 273
#define TIFF_STRIP_BYTES 279

/* A picture packed for a PDF. */
struct packed {
	l_uint8 *own; /* free() */
	struct span bytes;
	const char *filter;
	const char *colours; /* DeviceGray or DeviceRGB */
	int bits;
	int width, height;
	int orientation; /* in which it is to be shown: exif.h */
};

/* --- packing -------------------------------------------------------------- */

/* Is it a JPEG that a PDF can hold as it is? */
static bool
pack_jpeg(struct span file, struct packed *p)
{
	l_int32 width, height, samples, ycck, cmyk;

	if (file.len < 3 ||
	    !span_is_equal(span_head(file, 3), SPAN("\xff\xd8\xff")) ||
	    readHeaderMemJpeg((const l_uint8 *)file.at, file.len, &width,
		&height, &samples, &ycck, &cmyk) != 0 ||
	    (samples != 1 && samples != 3))
		return false;
	*p = (struct packed){ .bytes = file,
		.filter = "/DCTDecode",
		.colours = samples == 1 ? "/DeviceGray" : "/DeviceRGB",
		.bits = 8,
		.width = width,
		.height = height,
		.orientation = exif_orientation(file) };
	return true;
}

static unsigned long
number_at(const l_uint8 *at, int bytes)
{
	unsigned long n = 0;

	while (bytes-- > 0)
		n = n << 8 | at[bytes];
	return n;
}

/* The only strip of a TIFF that was just made, little endian. */
static struct span
find_strip(const l_uint8 *tiff, size_t len)
{
	size_t at = len >= 8 ? number_at(tiff + 4, 4) : len, from = 0, n = 0;
	size_t entries = at + 2 <= len ? number_at(tiff + at, 2) : 0;

	for (at += 2; entries-- > 0 && at + 12 <= len; at += 12) {
		if (number_at(tiff + at, 2) == TIFF_STRIP)
			from = number_at(tiff + at + 8, 4);
		if (number_at(tiff + at, 2) == TIFF_STRIP_BYTES)
			n = number_at(tiff + at + 8,
			    number_at(tiff + at + 2, 2) == 3 ? 2 : 4);
	}
	if (from > len || n > len - from)
		return SPAN("");
	return (struct span){ (const char *)tiff + from, n };
}

/* Black and white, as a fax has it (ITU-T T.6). */
static bool
pack_group4(PIX *pix, struct packed *p)
{
	l_uint8 *tiff = NULL;
	size_t len = 0;

	if (pixWriteMemTiff(&tiff, &len, pix, IFF_TIFF_G4) != 0)
		return false;
	p->own = tiff;
	p->bytes = find_strip(tiff, len);
	p->filter = "/CCITTFaxDecode";
	p->colours = "/DeviceGray";
	p->bits = 1;
	return p->bytes.len > 0;
}

/* All samples, 8 bits each, without padding: 1 or 3 to a pixel. */
static l_uint8 *
samples_of(PIX *pix, int samples)
{
	size_t width = (size_t)pixGetWidth(pix);
	size_t height = (size_t)pixGetHeight(pix);
	l_uint8 *all = malloc(width * height * (size_t)samples), *to = all;

	for (size_t y = 0; all != NULL && y < height; y++) {
		const l_uint32 *line =
		    pixGetData(pix) + y * (size_t)pixGetWpl(pix);

		for (size_t x = 0; x < width; x++) {
			if (samples == 1) {
				*to++ = GET_DATA_BYTE(line, x);
				continue;
			}
			*to++ = (l_uint8)(line[x] >> L_RED_SHIFT);
			*to++ = (l_uint8)(line[x] >> L_GREEN_SHIFT);
			*to++ = (l_uint8)(line[x] >> L_BLUE_SHIFT);
		}
	}
	return all;
}

/* Greys or colours: without loss where that takes at most so many bytes. */
static bool
pack_samples(PIX *pix, size_t most, struct packed *p)
{
	int samples = pixGetDepth(pix) == 8 ? 1 : 3;
	size_t all = (size_t)pixGetWidth(pix) * (size_t)pixGetHeight(pix) *
		     (size_t)samples;
	l_uint8 *plain = samples_of(pix, samples);

	p->colours = samples == 1 ? "/DeviceGray" : "/DeviceRGB";
	p->bits = 8;
	p->filter = "/FlateDecode";
	p->own = plain == NULL ? NULL : zlibCompress(plain, all, &p->bytes.len);
	free(plain);
	if (p->own != NULL && p->bytes.len > most) {
		free(p->own);
		p->own = NULL;
		p->filter = "/DCTDecode";
		if (pixWriteMemJpeg(&p->own, &p->bytes.len, pix, JPEG_QUALITY,
			0) != 0)
			return false;
	}
	p->bytes.at = (const char *)p->own;
	return p->own != NULL;
}

/* The picture with 1, 8 or 32 bits to a pixel, on white. */
static PIX *
simplified(PIX *raw)
{
	autopix *plain = pixRemoveColormap(raw, REMOVE_CMAP_BASED_ON_SRC);
	autopix *opaque = plain == NULL ? NULL : pixRemoveAlpha(plain);

	if (opaque == NULL)
		return NULL;
	if (pixGetDepth(opaque) == 1 || pixGetDepth(opaque) == 32)
		return pixClone(opaque);
	return pixConvertTo8(opaque, 0);
}

static bool
pack(PIX *raw, size_t most, struct packed *p)
{
	autopix *pix = simplified(raw);

	if (pix == NULL)
		return false;
	*p = (struct packed){ .width = pixGetWidth(pix),
		.height = pixGetHeight(pix),
		.orientation = 1 };
	return pixGetDepth(pix) == 1 ? pack_group4(pix, p)
				     : pack_samples(pix, most, p);
}

/* --- pages ---------------------------------------------------------------- */

/* How a page shows its picture. */
struct view {
	double width, height;  /* of the page, in points */
	struct matrix pixels;  /* from the picture's pixels to the page */
	struct matrix picture; /* from the unit square, where PDF has it */
};

/* Upright, level, and large enough for the turned picture. */
static struct view
view_of(const struct placed_page *placed)
{
	double across = POINTS_PER_INCH / (double)placed->dpi_across;
	double down = POINTS_PER_INCH / (double)placed->dpi_down;
	double width = (double)placed->width * across;
	double height = (double)placed->height * down;
	long long slope = copy_slope(placed);
	struct matrix turn =
	    matrix_turn(llabs(slope) < LEVEL_ENOUGH ? placed->angle - slope
						    : placed->angle);
	/* The corners' reach, from the one at the origin. */
	double x[] = { width * turn.a, height * turn.c };
	double y[] = { width * turn.b, height * turn.d };
	struct view v;

	turn.e = -fmin(x[0], 0) - fmin(x[1], 0);
	turn.f = -fmin(y[0], 0) - fmin(y[1], 0);
	v.width = fabs(x[0]) + fabs(x[1]);
	v.height = fabs(y[0]) + fabs(y[1]);
	v.pixels = matrix_then(
	    (struct matrix){ across, 0, 0, -down, 0, height }, turn);
	v.picture =
	    matrix_then((struct matrix){ width, 0, 0, height, 0, 0 }, turn);
	return v;
}

/* What an orientation does to the unit square; see exif_upright. */
static const struct matrix orientations[] = {
	[1] = { 1, 0, 0, 1, 0, 0 },
	[2] = { -1, 0, 0, 1, 1, 0 },
	[3] = { -1, 0, 0, -1, 1, 1 },
	[4] = { 1, 0, 0, -1, 0, 1 },
	[5] = { 0, -1, -1, 0, 1, 1 },
	[6] = { 0, -1, 1, 0, 0, 1 },
	[7] = { 0, 1, 1, 0, 0, 0 },
	[8] = { 0, 1, -1, 0, 1, 0 },
};

static qpdf_oh
add_picture(qpdf_data pdf, const struct packed *p)
{
	qpdf_oh picture = copy_stream(pdf, p->bytes, p->filter);
	qpdf_oh fields = qpdf_oh_get_dict(pdf, picture);

	qpdf_oh_replace_key(pdf, fields, "/Type",
	    qpdf_oh_new_name(pdf, "/XObject"));
	qpdf_oh_replace_key(pdf, fields, "/Subtype",
	    qpdf_oh_new_name(pdf, "/Image"));
	qpdf_oh_replace_key(pdf, fields, "/Width",
	    qpdf_oh_new_integer(pdf, p->width));
	qpdf_oh_replace_key(pdf, fields, "/Height",
	    qpdf_oh_new_integer(pdf, p->height));
	qpdf_oh_replace_key(pdf, fields, "/ColorSpace",
	    qpdf_oh_new_name(pdf, p->colours));
	qpdf_oh_replace_key(pdf, fields, "/BitsPerComponent",
	    qpdf_oh_new_integer(pdf, p->bits));
	if (p->bits == 1) {
		autobuf how = BUF(100);

		buf_printf(&how, "<< /K -1 /Columns %d /Rows %d >>", p->width,
		    p->height);
		qpdf_oh_replace_key(pdf, fields, "/DecodeParms",
		    qpdf_oh_parse(pdf, buf_text(&how)));
	}
	return picture;
}

static void
add_page(qpdf_data pdf, const struct placed_page *placed,
    const struct packed *packed, qpdf_oh font)
{
	struct view view = view_of(placed);
	autobuf content = BUF(MAX_UNPACKED_BYTES), head = BUF(500);
	qpdf_oh page, resources, pictures, fonts;

	buf_printf(&head, "<< /Type /Page /MediaBox [0 0 %.4f %.4f] >>",
	    view.width, view.height);
	page =
	    qpdf_make_indirect_object(pdf, qpdf_oh_parse(pdf, buf_text(&head)));
	buf_add_text(&content, "q\n");
	matrix_add(&content,
	    matrix_then(orientations[packed->orientation], view.picture));
	buf_add_text(&content, "cm /Picture Do\nQ\n");
	copy_words_write(&content, placed, view.pixels);
	pictures = qpdf_oh_new_dictionary(pdf);
	qpdf_oh_replace_key(pdf, pictures, "/Picture",
	    add_picture(pdf, packed));
	fonts = qpdf_oh_new_dictionary(pdf);
	qpdf_oh_replace_key(pdf, fonts, "/" COPY_FONT, font);
	resources = qpdf_oh_new_dictionary(pdf);
	qpdf_oh_replace_key(pdf, resources, "/XObject", pictures);
	qpdf_oh_replace_key(pdf, resources, "/Font", fonts);
	qpdf_oh_replace_key(pdf, page, "/Resources", resources);
	qpdf_oh_replace_key(pdf, page, "/Contents",
	    copy_stream(pdf, buf_span(&content), ""));
	qpdf_add_page(pdf, pdf, page, QPDF_FALSE);
}

/* Adds a page; false where its picture cannot be had. */
static bool
copy_add_page(const struct copy *copy, qpdf_data pdf, qpdf_oh font,
    const struct placed_page *placed)
{
	struct packed packed = { 0 };
	autopix *raw = NULL;
	bool is_packed;

	is_packed = pack_jpeg(copy->document, &packed);
	if (!is_packed) {
		raw = copy->is_heif
			  ? heic_page(copy->document)
			  : image_page(copy->document, (int)placed->number - 1);
		is_packed =
		    raw != NULL &&
		    pack(raw,
			copy->document.len * LOSSLESS_TIMES / copy->n_pages,
			&packed);
	}
	if (is_packed)
		add_page(pdf, placed, &packed, font);
	free(packed.own);
	return is_packed;
}

enum reading
copy_of_picture(const struct copy *copy)
{
	qpdf_data pdf = copy_begin();
	enum reading how = UNREADABLE;
	int pages = 0;
	qpdf_oh font;

	if (qpdf_empty_pdf(pdf) < QPDF_ERRORS) {
		font = copy_words_font(pdf);
		for (size_t i = 0; i < copy->n_pages; i++)
			pages +=
			    copy_add_page(copy, pdf, font, &copy->pages[i]);
		if (pages > 0)
			how = copy_end(copy, pdf);
	}
	copy_close(pdf);
	return how;
}
