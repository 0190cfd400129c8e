/*
 * blip.c - looks for records of pictures wherever they are
 *
 * A record stands at no place that could be known without reading all that
 * the file draws; its head is sure enough: a type, a length that fits, and
 * the first bytes of a picture where they must be.
 */
#include "blip.h"
#include "ole_file.h"

#include "base/buf.h"
#include "base/ceilings.h"

#define HEAD_BYTES 8
/* One identifier and a tag; there may be two identifiers. */
#define PREFACE_BYTES 17
#define IDENTIFIER_BYTES 16

/* The picture that the record at the front of rest holds; "" for none. */
static struct span
picture_of(struct span rest)
{
	static const struct span marks[] = { { "\xff\xd8\xff", 3 },
		{ "\x89PNG\r\n", 6 }, { "II*", 4 }, { "MM\0*", 4 } };
	unsigned type = ole_u16(rest, 2);
	size_t len = ole_u32(rest, 4);

	/* OfficeArtBlipJPEG, PNG, TIFF, and JPEG again */
	if (type != 0xf01d && type != 0xf01e && type != 0xf029 &&
	    type != 0xf02a)
		return SPAN("");
	rest = span_from(rest, HEAD_BYTES);
	if (len > rest.len || len < PREFACE_BYTES + IDENTIFIER_BYTES)
		return SPAN("");
	rest = span_head(rest, len);
	for (size_t skip = PREFACE_BYTES;
	     skip <= PREFACE_BYTES + IDENTIFIER_BYTES; skip += IDENTIFIER_BYTES)
		for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
			if (span_is_equal(
				span_head(span_from(rest, skip), marks[i].len),
				marks[i]))
				return span_from(rest, skip);
	return SPAN("");
}

bool
blip_report(struct report *report, struct span stream, long long *parts)
{
	while (stream.len > HEAD_BYTES) {
		struct span picture = picture_of(stream);
		autobuf path = BUF(32);
		struct report_part part = { .disposition = "inline" };

		if (picture.len == 0) {
			stream = span_from(stream, 1);
			continue;
		}
		if (*parts >= MAX_PARTS)
			return false;
		buf_printf(&path, "%lld", ++*parts);
		part.path = buf_span(&path);
		report_part(report, &part);
		report_data(report, picture);
		stream = span_from(stream,
		    (size_t)(picture.at - stream.at) + picture.len);
	}
	return true;
}
