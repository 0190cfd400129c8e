/*
 * image.c - reads the scan or photograph of a letter
 *
 * Doubts: the size that a file declares, which is looked at before any pixel
 * is decoded: a PNG of 400 KB may claim 60,000 x 60,000.
 */
#include "image.h"

#include "exif.h"
#include "ocr.h"
#include "page.h"
#include "parser.h"
#include "report.h"

/* Narrower or lower than this it is a rule, a bullet or a tracking pixel. */
#define LEAST_SIDE 24

struct size {
	long long width, height;
};

static unsigned
byte_at(struct span bytes, size_t i)
{
	return i < bytes.len ? (unsigned char)bytes.at[i] : 0;
}

static long long
little_endian(struct span bytes, size_t from, size_t len)
{
	long long value = 0;

	for (size_t i = len; i-- > 0;)
		value = value << 8 | byte_at(bytes, from + i);
	return value;
}

/*
 * Leptonica decodes a BMP to learn its size; this is its header's word for it
 * (BITMAPINFOHEADER: two signed numbers, a negative height is top-down).
 */
static struct size
bmp_size(struct span bytes)
{
	long long height = little_endian(bytes, 22, 4);

	if (height > INT32_MAX)
		height = (1ll << 32) - height;
	return (struct size){ little_endian(bytes, 18, 4), height };
}

/* The offset behind a run of length-prefixed blocks that an empty one ends. */
static size_t
skip_blocks(struct span bytes, size_t at)
{
	while (byte_at(bytes, at) != 0)
		at += byte_at(bytes, at) + 1;
	return at + 1;
}

/* Bytes of the colour table that flags announce. */
static size_t
gif_colours(unsigned flags)
{
	return flags & 0x80 ? 3u << ((flags & 7) + 1) : 0;
}

/*
 * A GIF is decoded whole, all its frames, to learn its size: so this adds up
 * the frames as one high picture (GIF89a, sections 18 to 26).
 */
static struct size
gif_size(struct span bytes)
{
	struct size all = { 0, 0 };
	size_t at = 13 + gif_colours(byte_at(bytes, 10));

	while (at < bytes.len) {
		if (byte_at(bytes, at) == 0x21) {
			at = skip_blocks(bytes, at + 2);
			continue;
		}
		if (byte_at(bytes, at) != 0x2c)
			break;
		if (little_endian(bytes, at + 5, 2) > all.width)
			all.width = little_endian(bytes, at + 5, 2);
		all.height += little_endian(bytes, at + 7, 2);
		at += 10 + gif_colours(byte_at(bytes, at + 9));
		at = skip_blocks(bytes, at + 1);
	}
	return all;
}

/* What Leptonica makes of the first bytes. */
static l_int32
find_format(struct span bytes)
{
	l_int32 format = IFF_UNKNOWN;

	/* It looks at no more than 12 bytes, without asking for a length. */
	if (bytes.len < 12 ||
	    findFileFormatBuffer((const l_uint8 *)bytes.at, &format) != 0)
		return IFF_UNKNOWN;
	return format;
}

/* The size of the page, by headers alone; false where there is no such page. */
static bool
find_size(struct span bytes, l_int32 format, int page, struct size *size)
{
	const l_uint8 *at = (const l_uint8 *)bytes.at;
	l_int32 width = 0, height = 0;

	if (format == IFF_BMP || format == IFF_GIF) {
		*size = format == IFF_BMP ? bmp_size(bytes) : gif_size(bytes);
		return page == 0 && size->width > 0 && size->height > 0;
	}
	if (L_FORMAT_IS_TIFF(format)) {
		if (readHeaderMemTiff(at, bytes.len, page, &width, &height,
			NULL, NULL, NULL, NULL, NULL) != 0)
			return false;
	} else if (page > 0 || pixReadHeaderMem(at, bytes.len, NULL, &width,
				   &height, NULL, NULL, NULL) != 0) {
		return false;
	}
	*size = (struct size){ width, height };
	return width > 0 && height > 0;
}

static PIX *
decode(struct span bytes, l_int32 format, int page)
{
	const l_uint8 *at = (const l_uint8 *)bytes.at;
	autopix *stored = NULL;

	if (L_FORMAT_IS_TIFF(format))
		return pixReadMemTiff(at, bytes.len, page);
	if (format != IFF_JFIF_JPEG)
		return pixReadMem(at, bytes.len);
	/* Half the time of colours; some colour spaces do not offer it. */
	stored =
	    pixReadMemJpeg(at, bytes.len, 0, 1, NULL, L_JPEG_READ_LUMINANCE);
	if (stored == NULL)
		stored = pixReadMem(at, bytes.len);
	return stored == NULL ? NULL
			      : exif_upright(stored, exif_orientation(bytes));
}

PIX *
image_page(struct span bytes, int page)
{
	l_int32 format = find_format(bytes);
	autopix *stored = NULL;
	struct size size;

	if (format == IFF_UNKNOWN || !find_size(bytes, format, page, &size) ||
	    size.width > MAX_PIXELS / size.height)
		return NULL;
	if (format != IFF_JFIF_JPEG)
		return decode(bytes, format, page);
	/* With its colours, which reading does without. */
	stored = pixReadMem((const l_uint8 *)bytes.at, bytes.len);
	return stored == NULL ? NULL
			      : exif_upright(stored, exif_orientation(bytes));
}

/* Reads one page, whose headers are known to be there. */
static enum reading
read_page(struct ocr *ocr, struct span bytes, l_int32 format, int page,
    struct size size)
{
	autopix *picture = NULL;

	if (size.width > MAX_PIXELS / size.height) {
		report_note(ocr->report,
		    "page %d is too large to be read: %lld x %lld pixels",
		    page + 1, size.width, size.height);
		return TOO_LARGE;
	}
	if (size.width < LEAST_SIDE || size.height < LEAST_SIDE)
		return EMPTY;
	picture = decode(bytes, format, page);
	if (picture == NULL) {
		report_note(ocr->report, "page %d is damaged", page + 1);
		return UNREADABLE;
	}
	return ocr_page(ocr, picture, page + 1);
}

/* Is there such a page, counted from 0? */
static bool
has_page(const struct document *document, l_int32 format, int page)
{
	struct size size;

	return find_size(document->bytes, format, page, &size);
}

/* Leaves each page to an errand of its own, since each takes a while. */
static enum reading
owe_pages(const struct document *document, struct report *report,
    l_int32 format)
{
	int page = document->skip_pages;

	for (; page < MAX_PAGES && has_page(document, format, page); page++)
		report_owed(report, page + 1);
	report_pages(report, page);
	if (page < MAX_PAGES || !has_page(document, format, page))
		return EMPTY;
	report_note(report, "pages after %d were not read", MAX_PAGES);
	return TOO_LARGE;
}

static enum reading
image_read(const struct document *document, struct report *report)
{
	l_int32 format = find_format(document->bytes);
	int page = document->owed_page > 0 ? document->owed_page - 1 : 0;
	enum reading how;
	struct size size;
	struct ocr ocr;

	if (format == IFF_UNKNOWN ||
	    !find_size(document->bytes, format, page, &size)) {
		report_note(report, "the picture is damaged");
		return UNREADABLE;
	}
	if (document->owed_page == 0 && has_page(document, format, 1))
		return owe_pages(document, report, format);
	report_pages(report, 1);
	ocr_begin(&ocr, report);
	how = read_page(&ocr, document->bytes, format, page, size);
	ocr_end(&ocr);
	return how;
}

const struct parser image_parser = {
	.name = "image",
	.types = "image/png image/jpeg image/tiff image/gif image/bmp "
		 "image/x-ms-bmp image/webp image/x-portable-bitmap "
		 "image/x-portable-greymap image/x-portable-pixmap",
	.preload = ocr_preload,
	.read = image_read,
};
