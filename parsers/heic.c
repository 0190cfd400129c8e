/*
 * heic.c - reads the photograph of a letter as phones take it (HEIF)
 *
 * libheif turns the picture as the file says; only its brightness is asked
 * for.  No threads: the cage allows none.
 */
#include "image.h"
#include "ocr.h"
#include "parser.h"
#include "report.h"

#include <libheif/heif.h>

/* Narrower or lower than this it is no page. */
#define LEAST_SIDE 24

/* The brightness of the picture, or NULL; asks for no colour conversion. */
static PIX *
decode(const struct heif_image_handle *handle)
{
	struct heif_image *image = NULL;
	const unsigned char *plane;
	int stride, width, height;
	PIX *picture = NULL;

	/* Monochrome fails in 1.15: "Unsupported color conversion". */
	if (heif_decode_image(handle, &image, heif_colorspace_YCbCr,
		heif_chroma_420, NULL)
		.code != heif_error_Ok)
		return NULL;
	plane = heif_image_get_plane_readonly(image, heif_channel_Y, &stride);
	width = heif_image_get_width(image, heif_channel_Y);
	height = heif_image_get_height(image, heif_channel_Y);
	if (plane != NULL && width > 0 && height > 0 &&
	    width <= MAX_PIXELS / height)
		picture = pixCreate(width, height, 8);
	for (int y = 0; picture != NULL && y < height; y++) {
		l_uint32 *line = pixGetData(picture) + y * pixGetWpl(picture);

		for (int x = 0; x < width; x++)
			SET_DATA_BYTE(line, x,
			    plane[(ptrdiff_t)y * stride + x]);
	}
	heif_image_release(image);
	return picture;
}

/* The picture with its colours, or NULL. */
static PIX *
decode_colours(const struct heif_image_handle *handle)
{
	struct heif_image *image = NULL;
	const unsigned char *plane;
	int stride, width, height;
	PIX *picture = NULL;

	if (heif_decode_image(handle, &image, heif_colorspace_RGB,
		heif_chroma_interleaved_RGB, NULL)
		.code != heif_error_Ok)
		return NULL;
	plane = heif_image_get_plane_readonly(image, heif_channel_interleaved,
	    &stride);
	width = heif_image_get_width(image, heif_channel_interleaved);
	height = heif_image_get_height(image, heif_channel_interleaved);
	if (plane != NULL && width > 0 && height > 0 &&
	    width <= MAX_PIXELS / height)
		picture = pixCreate(width, height, 32);
	for (int y = 0; picture != NULL && y < height; y++) {
		l_uint32 *line = pixGetData(picture) + y * pixGetWpl(picture);
		const unsigned char *from = plane + (ptrdiff_t)y * stride;

		for (int x = 0; x < width; x++, from += 3)
			composeRGBPixel(from[0], from[1], from[2], &line[x]);
	}
	heif_image_release(image);
	return picture;
}

static enum reading
read_picture(struct report *report, const struct heif_image_handle *handle)
{
	long long width = heif_image_handle_get_width(handle);
	long long height = heif_image_handle_get_height(handle);
	enum reading how;
	struct ocr ocr;
	PIX *picture;

	if (width < LEAST_SIDE || height < LEAST_SIDE)
		return EMPTY;
	if (width > MAX_PIXELS / height) {
		report_note(report,
		    "page 1 is too large to be read: %lld x %lld pixels", width,
		    height);
		return TOO_LARGE;
	}
	picture = decode(handle);
	if (picture == NULL) {
		report_note(report, "page 1 is damaged");
		return UNREADABLE;
	}
	ocr_begin(&ocr, report);
	how = ocr_page(&ocr, picture, 1);
	report_pages(report, 1);
	ocr_end(&ocr);
	pixDestroy(&picture);
	return how;
}

/* Opens the picture that the file holds; its handle is NULL for none. */
static struct heif_context *
open_picture(struct span bytes, struct heif_image_handle **handle)
{
	struct heif_context *context = heif_context_alloc();

	*handle = NULL;
	heif_context_set_max_decoding_threads(context, 0);
	if (heif_context_read_from_memory_without_copy(context, bytes.at,
		bytes.len, NULL)
		    .code != heif_error_Ok ||
	    heif_context_get_primary_image_handle(context, handle).code !=
		heif_error_Ok)
		*handle = NULL;
	return context;
}

PIX *
heic_page(struct span bytes)
{
	struct heif_image_handle *handle;
	struct heif_context *context = open_picture(bytes, &handle);
	PIX *picture = NULL;

	if (handle != NULL) {
		long long width = heif_image_handle_get_width(handle);
		long long height = heif_image_handle_get_height(handle);

		if (width > 0 && height > 0 && width <= MAX_PIXELS / height)
			picture = decode_colours(handle);
		heif_image_handle_release(handle);
	}
	heif_context_free(context);
	return picture;
}

static enum reading
heic_read(const struct document *document, struct report *report)
{
	struct heif_image_handle *handle;
	struct heif_context *context = open_picture(document->bytes, &handle);
	enum reading how = UNREADABLE;

	if (handle != NULL)
		how = read_picture(report, handle);
	else
		report_note(report, "the picture is damaged");
	if (handle != NULL)
		heif_image_handle_release(handle);
	heif_context_free(context);
	return how;
}

const struct parser heic_parser = {
	.name = "heic",
	.types = "image/heic image/heif",
	.preload = ocr_preload,
	.read = heic_read,
};
