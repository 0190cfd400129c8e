/*
 * zip.c - unpacks a zip: every file in it becomes a part
 *
 * A name is a label, whatever path it holds; nothing is written anywhere.
 */
#include "archive.h"
#include "report.h"

#include "base/buf.h"

/* Files that a Mac adds to every zip, which hold nothing of its user's. */
static bool
is_chaff(struct span name)
{
	return span_starts_with(name, SPAN("__MACOSX/")) ||
	       span_ends_with(name, SPAN(".DS_Store")) ||
	       span_ends_with(name, SPAN("/"));
}

static enum reading
zip_read(const struct document *document, struct report *report)
{
	struct archive a;
	zip_int64_t n;

	if (!archive_open(&a, "archive", document->bytes, report))
		return a.graver;
	n = zip_get_num_entries(a.zip, 0);
	for (zip_int64_t i = 0; i < n && a.graver == READ; i++) {
		struct span name =
		    span_of(zip_get_name(a.zip, (zip_uint64_t)i, 0));

		if (!is_chaff(name))
			archive_report(&a, (zip_uint64_t)i, name, "attachment");
	}
	archive_close(&a);
	if (a.graver != READ)
		return a.graver;
	return a.parts > 0 ? READ : EMPTY;
}

const struct parser zip_parser = {
	.name = "zip",
	.types = "application/zip",
	.read = zip_read,
};
