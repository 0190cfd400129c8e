/* xlsx_book.c - the tables that cells refer to */
#include "markup.h"
#include "xlsx.h"

#include "base/ceilings.h"

#include <string.h>

/* Of all strings; a sheet shows some of them, up to MAX_TEXT_BYTES. */
#define MAX_STRING_BYTES (64 << 20)
#define MAX_STRINGS (4 << 20)
#define MAX_FORMATS 65536

struct xlsx_custom {
	long long id;
	enum sheet_format format;
};

void
xlsx_book_open(struct xlsx_book *book)
{
	*book = (struct xlsx_book){
		.strings.bytes = BUF(MAX_STRING_BYTES),
		.strings.ends = BUF(MAX_STRINGS * sizeof(size_t)),
		.formats.cells = BUF(MAX_FORMATS),
		.formats.customs =
		    BUF(MAX_FORMATS * sizeof(struct xlsx_custom)),
	};
}

void
xlsx_book_release(struct xlsx_book *book)
{
	buf_release(&book->strings.bytes);
	buf_release(&book->strings.ends);
	buf_release(&book->formats.cells);
	buf_release(&book->formats.customs);
}

/* --- strings -------------------------------------------------------------- */

static bool
string_start(void *data, const struct markup_element *element)
{
	(void)data;
	/* How the text above it is pronounced. */
	return strcmp(element->name, "rPh") != 0;
}

static void
string_end(void *data, const char *name)
{
	struct xlsx_strings *s = data;

	if (strcmp(name, "si") == 0)
		buf_add(&s->ends, (struct span){ (const char *)&s->bytes.len,
				      sizeof s->bytes.len });
}

static void
string_text(void *data, struct span text)
{
	struct xlsx_strings *s = data;

	buf_add(&s->bytes, text);
}

bool
xlsx_strings_read(struct xlsx_strings *strings, struct archive *a,
    zip_int64_t index)
{
	static const struct markup_reader reader = { string_start, string_end,
		string_text };

	if (!markup_read(a, (zip_uint64_t)index, &reader, strings))
		return false;
	if (strings->bytes.overflowed || strings->ends.overflowed)
		return archive_give_up(a, TOO_LARGE, "has too much text");
	return true;
}

static size_t
end_of(const struct xlsx_strings *strings, size_t i)
{
	size_t end;

	memcpy(&end, strings->ends.at + i * sizeof end, sizeof end);
	return end;
}

struct span
xlsx_string(const struct xlsx_strings *strings, struct span number)
{
	size_t n = strings->ends.len / sizeof(size_t), from;
	long long i;

	if (n == 0 ||
	    !span_to_number(span_trim(number), 0, (long long)n - 1, &i))
		return SPAN("");
	from = i == 0 ? 0 : end_of(strings, (size_t)i - 1);
	return span_head(span_from(buf_span(&strings->bytes), from),
	    end_of(strings, (size_t)i) - from);
}

/* --- formats -------------------------------------------------------------- */

static enum sheet_format
format_of(const struct xlsx_formats *f, struct span number)
{
	const struct xlsx_custom *customs = (const void *)f->customs.at;
	size_t n = f->customs.len / sizeof *customs;
	long long id = 0;

	(void)span_to_number(number, 0, 1 << 20, &id);
	for (size_t i = 0; i < n; i++)
		if (customs[i].id == id)
			return customs[i].format;
	return sheet_format_built_in(id);
}

static void
custom_add(struct xlsx_formats *f, const struct markup_element *element)
{
	struct xlsx_custom custom = {
		.format =
		    sheet_format_of(markup_attribute(element, "formatCode"))
	};

	/* Those of a program's own begin at 164 (18.8.30). */
	if (span_to_number(markup_attribute(element, "numFmtId"), 0, 1 << 20,
		&custom.id) &&
	    f->customs.len < 1000 * sizeof custom)
		buf_add(&f->customs,
		    (struct span){ (const char *)&custom, sizeof custom });
}

static bool
format_start(void *data, const struct markup_element *element)
{
	struct xlsx_formats *f = data;

	if (strcmp(element->name, "numFmt") == 0)
		custom_add(f, element);
	else if (strcmp(element->name, "cellXfs") == 0)
		f->is_in_cells = true;
	else if (strcmp(element->name, "xf") == 0 && f->is_in_cells)
		buf_add_char(&f->cells,
		    (char)format_of(f, markup_attribute(element, "numFmtId")));
	/* Formats of tables that depend on what is in them. */
	return strcmp(element->name, "dxfs") != 0;
}

static void
format_end(void *data, const char *name)
{
	struct xlsx_formats *f = data;

	if (strcmp(name, "cellXfs") == 0)
		f->is_in_cells = false;
}

bool
xlsx_formats_read(struct xlsx_formats *formats, struct archive *a,
    zip_int64_t index)
{
	static const struct markup_reader reader = { .on_start = format_start,
		.on_end = format_end };

	return markup_read(a, (zip_uint64_t)index, &reader, formats);
}

enum sheet_format
xlsx_format(const struct xlsx_formats *formats, struct span style)
{
	long long i;

	if (!span_to_number(style, 0, (long long)formats->cells.len - 1, &i))
		return SHEET_PLAIN;
	return (enum sheet_format)formats->cells.at[i];
}
