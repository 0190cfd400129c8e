/* xlsx.c - reads a workbook: its sheets in order, remarks and shapes behind */
#include "xlsx.h"
#include "drawing_text.h"
#include "markup.h"
#include "package.h"
#include "parser.h"
#include "report.h"

#include <string.h>

/* Excel's own files have some dozens. */
#define MAX_SHEETS 1000

struct xlsx {
	struct archive archive;
	struct arena mem;
	struct xlsx_book book;
	const struct relation *relations; /* of the workbook */
	long long sheets;
	long long hidden;
};

static void
sheet_read(struct xlsx *x, struct span name, const struct relation *sheet)
{
	struct archive *a = &x->archive;
	autobuf title = BUF(1024);

	markup_value_add(&title, name);
	xlsx_sheet_report(&x->book, a, buf_span(&title), sheet->index);
	for (const struct relation *r =
		 package_relations(a, &x->mem, sheet->part);
	     r != NULL; r = r->next)
		if (span_is_equal(r->type, SPAN("comments")) ||
		    span_is_equal(r->type, SPAN("drawing")))
			(void)drawing_text_report(a, r->index);
}

static void
sheet_take(struct xlsx *x, const struct markup_element *element)
{
	struct archive *a = &x->archive;
	struct span state = markup_attribute(element, "state");
	const struct relation *sheet =
	    package_relation_of(x->relations, markup_relation(element));

	if (sheet == NULL || sheet->index < 0 || a->graver == TOO_LARGE)
		return;
	if (x->sheets++ == MAX_SHEETS) {
		(void)archive_give_up(a, TOO_LARGE, "has too many sheets");
		return;
	}
	x->hidden += span_is_equal(state, SPAN("hidden")) ||
		     span_is_equal(state, SPAN("veryHidden"));
	sheet_read(x, markup_attribute(element, "name"), sheet);
}

static bool
on_start(void *data, const struct markup_element *element)
{
	struct xlsx *x = data;
	struct span date_1904;

	if (strcmp(element->name, "workbookPr") == 0) {
		date_1904 = markup_attribute(element, "date1904");
		x->book.counts_from_1904 =
		    span_is_equal(date_1904, SPAN("1")) ||
		    span_is_equal(date_1904, SPAN("true"));
	} else if (strcmp(element->name, "sheet") == 0) {
		sheet_take(x, element);
	}
	return true;
}

static void
read_package(struct xlsx *x)
{
	static const struct markup_reader reader = { .on_start = on_start };
	struct archive *a = &x->archive;
	struct relation book = package_main(a, &x->mem, "xl/workbook.xml");

	if (book.index < 0)
		return;
	x->relations = package_relations(a, &x->mem, book.part);
	for (const struct relation *r = x->relations; r != NULL; r = r->next) {
		if (r->index < 0)
			continue;
		if (span_is_equal(r->type, SPAN("sharedStrings")))
			(void)xlsx_strings_read(&x->book.strings, a, r->index);
		else if (span_is_equal(r->type, SPAN("styles")))
			(void)xlsx_formats_read(&x->book.formats, a, r->index);
	}
	(void)markup_read(a, (zip_uint64_t)book.index, &reader, x);
	if (x->hidden > 0)
		report_note(a->report,
		    "%lld of the sheets are hidden; they were read too",
		    x->hidden);
	package_report_files(a, "xl/");
}

static enum reading
xlsx_read(const struct document *document, struct report *report)
{
	struct xlsx x = { .sheets = 0 };

	if (!archive_open(&x.archive, "workbook", document->bytes, report))
		return x.archive.graver;
	xlsx_book_open(&x.book);
	read_package(&x);
	archive_close(&x.archive);
	xlsx_book_release(&x.book);
	arena_release(&x.mem);
	if (x.archive.graver != READ)
		return x.archive.graver;
	return report->text_bytes > 0 || x.archive.parts > 0 ? READ : EMPTY;
}

const struct parser xlsx_parser = {
	.name = "xlsx",
	.types = "application/vnd.openxmlformats-officedocument"
		 ".spreadsheetml.sheet",
	.read = xlsx_read,
};
