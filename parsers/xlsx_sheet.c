/* xlsx_sheet.c - the cells of one sheet, a line for a row */
#include "markup.h"
#include "prose.h"
#include "xlsx.h"

#include "base/ceilings.h"

#include <stdlib.h>
#include <string.h>

/* Empty cells between two that have text are tabs, up to this many. */
#define MAX_GAP 64
/* Columns are named A to XFD (ECMA-376 part 1, 18.3.1.4). */
#define MAX_COLUMN 16384

struct sheet {
	const struct xlsx_book *book;
	struct prose prose;
	struct buf value; /* own: what the open cell holds */
	long long column; /* of the open cell, from 1 */
	long long last;   /* column that has text, 0 for none in the row */
	bool is_value;    /* in what a cell holds */
	enum {
		CELL_NUMBER,
		CELL_SHARED,
		CELL_TEXT,
		CELL_BOOLEAN
	} kind;
	enum sheet_format format;
};

/* The column of "C12"; 0 where it names none. */
static long long
column_of(struct span cell)
{
	long long column = 0;

	for (size_t i = 0; i < cell.len && column <= MAX_COLUMN; i++) {
		char c = cell.at[i];

		if (c < 'A' || c > 'Z')
			break;
		column = column * 26 + (c - 'A' + 1);
	}
	return column <= MAX_COLUMN ? column : 0;
}

static void
cell_begin(struct sheet *s, const struct markup_element *element)
{
	struct span type = markup_attribute(element, "t");
	long long column = column_of(markup_attribute(element, "r"));

	buf_clear(&s->value);
	s->column = column > 0 ? column : s->column + 1;
	s->format =
	    xlsx_format(&s->book->formats, markup_attribute(element, "s"));
	if (type.len == 0 || span_is_equal(type, SPAN("n")))
		s->kind = CELL_NUMBER;
	else if (span_is_equal(type, SPAN("s")))
		s->kind = CELL_SHARED;
	else
		s->kind =
		    span_is_equal(type, SPAN("b")) ? CELL_BOOLEAN : CELL_TEXT;
}

static void
number_add(struct sheet *s, struct buf *text, struct span value)
{
	char *end;
	double number = strtod(buf_text(&s->value), &end);

	if (end == s->value.at + s->value.len && s->value.len > 0)
		sheet_number_add(text, number, s->format,
		    s->book->counts_from_1904);
	else
		buf_add(text, value);
}

static void
cell_end(struct sheet *s)
{
	struct span value = span_trim(buf_span(&s->value));
	autobuf text = BUF(MAX_TEXT_BYTES);
	long long gap = s->last == 0 ? s->column - 1 : s->column - s->last - 1;

	if (s->kind == CELL_SHARED)
		buf_add(&text, xlsx_string(&s->book->strings, value));
	else if (s->kind == CELL_BOOLEAN)
		buf_add_text(&text,
		    span_is_equal(value, SPAN("1")) ? "TRUE" : "FALSE");
	else if (s->kind == CELL_NUMBER && value.len > 0)
		number_add(s, &text, value);
	else
		buf_add(&text, value);
	if (text.len == 0)
		return;
	for (; gap > 0 && gap <= MAX_GAP; gap--)
		prose_add(&s->prose, SPAN("\t"));
	prose_add(&s->prose, buf_span(&text));
	prose_owe(&s->prose, '\t');
	s->last = s->column;
}

static bool
on_start(void *data, const struct markup_element *element)
{
	struct sheet *s = data;
	const char *name = element->name;

	if (strcmp(name, "row") == 0)
		s->column = s->last = 0;
	else if (strcmp(name, "c") == 0)
		cell_begin(s, element);
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		s->is_value = true;
	else if (strcmp(name, "rPh") == 0 || strcmp(name, "headerFooter") == 0)
		return false;
	return true;
}

static void
on_end(void *data, const char *name)
{
	struct sheet *s = data;

	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		s->is_value = false;
	else if (strcmp(name, "c") == 0)
		cell_end(s);
	else if (strcmp(name, "row") == 0)
		prose_owe(&s->prose, '\n');
}

static void
on_text(void *data, struct span text)
{
	struct sheet *s = data;

	if (s->is_value)
		buf_add(&s->value, text);
}

void
xlsx_sheet_report(const struct xlsx_book *book, struct archive *a,
    struct span name, zip_int64_t index)
{
	static const struct markup_reader reader = { on_start, on_end,
		on_text };
	struct sheet s = { .book = book, .value = BUF(MAX_TEXT_BYTES) };

	prose_open(&s.prose);
	prose_add(&s.prose, name);
	prose_owe(&s.prose, '\n');
	(void)markup_read(a, (zip_uint64_t)index, &reader, &s);
	if (!prose_report(&s.prose, a->report))
		(void)archive_give_up(a, TOO_LARGE, "has too much text");
	prose_release(&s.prose);
	buf_release(&s.value);
}
