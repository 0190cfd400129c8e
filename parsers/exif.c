/* exif.c - which way up a photograph says that it is */
#include "exif.h"

#include "page.h"

#define APP1 0xe1
#define START_OF_SCAN 0xda
#define ORIENTATION 0x0112
#define SHORT 3
/* Fields of a directory; cameras write a dozen. */
#define MAX_FIELDS 200

/* A number of bytes at an offset; 0 beyond the end. */
static unsigned
number_at(struct span s, size_t at, size_t bytes, bool is_little)
{
	unsigned n = 0;

	if (at > s.len || bytes > s.len - at)
		return 0;
	for (size_t i = 0; i < bytes; i++)
		n = n << 8 |
		    (unsigned char)s.at[at + (is_little ? bytes - 1 - i : i)];
	return n;
}

/* The orientation in the first directory of a TIFF (TIFF 6.0, section 2). */
static int
tiff_orientation(struct span tiff)
{
	bool is_little = span_starts_with(tiff, SPAN("II"));
	size_t at = number_at(tiff, 4, 4, is_little);
	unsigned fields = number_at(tiff, at, 2, is_little), value;

	if (fields > MAX_FIELDS)
		return 1;
	for (at += 2; fields-- > 0; at += 12) {
		if (number_at(tiff, at, 2, is_little) != ORIENTATION ||
		    number_at(tiff, at + 2, 2, is_little) != SHORT)
			continue;
		value = number_at(tiff, at + 8, 2, is_little);
		return value >= 1 && value <= 8 ? (int)value : 1;
	}
	return 1;
}

int
exif_orientation(struct span jpeg)
{
	static const char head[] = "Exif\0";
	size_t at = 2;

	if (number_at(jpeg, 0, 2, false) != 0xffd8)
		return 1;
	while (number_at(jpeg, at, 1, false) == 0xff) {
		unsigned marker = number_at(jpeg, at + 1, 1, false);
		size_t len = number_at(jpeg, at + 2, 2, false);
		struct span part =
		    span_head(span_from(jpeg, at + 4), len < 2 ? 0 : len - 2);

		if (marker == START_OF_SCAN || len < 2)
			break;
		if (marker == APP1 &&
		    span_is_equal(span_head(part, sizeof head),
			(struct span){ head, sizeof head }))
			return tiff_orientation(span_from(part, sizeof head));
		at += 2 + len;
	}
	return 1;
}

PIX *
exif_upright(PIX *stored, int orientation)
{
	autopix *turned = NULL;

	switch (orientation) {
	case 2:
		return pixFlipLR(NULL, stored);
	case 3:
		return pixRotate180(NULL, stored);
	case 4:
		return pixFlipTB(NULL, stored);
	case 5:
		turned = pixRotate90(stored, 1);
		return turned == NULL ? NULL : pixFlipLR(NULL, turned);
	case 6:
		return pixRotate90(stored, 1);
	case 7:
		turned = pixRotate90(stored, 1);
		return turned == NULL ? NULL : pixFlipTB(NULL, turned);
	case 8:
		return pixRotate90(stored, -1);
	default:
		return pixClone(stored);
	}
}
