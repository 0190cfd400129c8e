/* zip_type.c - inflates the one entry that tells, and little of it */
#include "zip_type.h"

#include "base/buf.h"

#include <stdbool.h>
#include <zip.h>

/* Of an entry that says what the file is; the longest seen had 30 KB. */
#define MOST_BYTES (256 << 10)

#define OFFICE "application/vnd.openxmlformats-officedocument."
#define ODF "application/vnd.oasis.opendocument."

struct kind {
	const char *mark;
	const char *type;
};

/* Main parts by their content types, then by their usual names. */
static const struct kind content_types[] = {
	{ "wordprocessingml.document.main+",
	    OFFICE "wordprocessingml.document" },
	{ "wordprocessingml.template.main+",
	    OFFICE "wordprocessingml.document" },
	{ "ms-word.document.macroEnabled.main+",
	    OFFICE "wordprocessingml.document" },
	{ "ms-word.template.macroEnabledTemplate.main+",
	    OFFICE "wordprocessingml.document" },
	{ "spreadsheetml.sheet.main+", OFFICE "spreadsheetml.sheet" },
	{ "spreadsheetml.template.main+", OFFICE "spreadsheetml.sheet" },
	{ "ms-excel.sheet.macroEnabled.main+", OFFICE "spreadsheetml.sheet" },
	{ "ms-excel.template.macroEnabled.main+",
	    OFFICE "spreadsheetml.sheet" },
	{ "presentationml.presentation.main+",
	    OFFICE "presentationml.presentation" },
	{ "presentationml.slideshow.main+",
	    OFFICE "presentationml.presentation" },
	{ "presentationml.template.main+",
	    OFFICE "presentationml.presentation" },
	{ "ms-powerpoint.presentation.macroEnabled.main+",
	    OFFICE "presentationml.presentation" },
	{ "ms-powerpoint.slideshow.macroEnabled.main+",
	    OFFICE "presentationml.presentation" },
	/* A workbook in binary records: another format. */
	{ "ms-excel.sheet.binary.macroEnabled.main",
	    "application/vnd.ms-excel.sheet.binary.macroenabled.12" },
};
static const struct kind names[] = {
	{ "word/document.xml", OFFICE "wordprocessingml.document" },
	{ "xl/workbook.xml", OFFICE "spreadsheetml.sheet" },
	{ "ppt/presentation.xml", OFFICE "presentationml.presentation" },
};
static const struct kind opendocuments[] = {
	{ ODF "text", ODF "text" },
	{ ODF "spreadsheet", ODF "spreadsheet" },
	{ ODF "presentation", ODF "presentation" },
	{ ODF "graphics", ODF "graphics" },
};

/* Adds the front of an entry, where there is one. */
static void
front_add(zip_t *zip, const char *name, struct buf *front)
{
	zip_int64_t index = zip_name_locate(zip, name, ZIP_FL_NOCASE);
	zip_file_t *file = NULL;
	char piece[4096];
	zip_int64_t n;

	if (index >= 0)
		file = zip_fopen_index(zip, (zip_uint64_t)index, 0);
	if (file == NULL)
		return;
	while (!front->overflowed &&
	       (n = zip_fread(file, piece, sizeof piece)) > 0)
		buf_add(front, (struct span){ piece, (size_t)n });
	zip_fclose(file);
}

static struct span
type_of_contents(struct span contents)
{
	for (size_t i = 0; i < sizeof content_types / sizeof *content_types;
	     i++)
		if (span_find(contents, span_of(content_types[i].mark), 0) !=
		    SPAN_NOT_FOUND)
			return span_of(content_types[i].type);
	return SPAN("");
}

static bool
has_entry(zip_t *zip, const char *name)
{
	return zip_name_locate(zip, name, ZIP_FL_NOCASE) >= 0;
}

static struct span
type_of_names(zip_t *zip, struct span found)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (has_entry(zip, names[i].mark))
			return span_of(names[i].type);
	if (has_entry(zip, "content.xml") &&
	    has_entry(zip, "META-INF/manifest.xml"))
		return SPAN(ODF "text");
	return found;
}

static struct span
type_of(zip_t *zip, struct span found)
{
	autobuf mimetype = BUF(256), contents = BUF(MOST_BYTES);
	struct span type;

	front_add(zip, "mimetype", &mimetype);
	for (size_t i = 0; i < sizeof opendocuments / sizeof *opendocuments;
	     i++)
		if (span_starts_with(buf_span(&mimetype),
			span_of(opendocuments[i].mark)))
			return span_of(opendocuments[i].type);
	front_add(zip, "[Content_Types].xml", &contents);
	type = type_of_contents(buf_span(&contents));
	return type.len > 0 ? type : type_of_names(zip, found);
}

struct span
zip_type(struct span bytes, struct span found)
{
	zip_source_t *source =
	    zip_source_buffer_create(bytes.at, bytes.len, 0, NULL);
	zip_t *zip = source == NULL
			 ? NULL
			 : zip_open_from_source(source, ZIP_RDONLY, NULL);

	if (zip == NULL) {
		zip_source_free(source);
		return found;
	}
	found = type_of(zip, found);
	zip_discard(zip);
	return found;
}
