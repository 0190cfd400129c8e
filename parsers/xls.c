/*
 * xls.c - reads an Excel workbook of 1997 to 2003 (MS-XLS)
 *
 * What every sheet shows, in cells and text boxes, with its name above.
 * Pictures and what older versions wrote are not read.
 *
 * Doubts: every number, and where sheets are said to begin.
 */
#include "biff.h"
#include "ole_file.h"
#include "parser.h"
#include "prose.h"
#include "report.h"
#include "sheet_number.h"

#include "base/ceilings.h"

#include <stdint.h>
#include <string.h>

enum record {
	RECORD_FORMULA = 0x06,
	RECORD_EOF = 0x0a,
	RECORD_DATE_MODE = 0x22,
	RECORD_FILE_PASS = 0x2f,
	RECORD_SHEET = 0x85,
	RECORD_NUMBERS = 0xbd,
	RECORD_STRINGS = 0xfc,
	RECORD_SHARED = 0xfd,
	RECORD_XF = 0xe0,
	RECORD_TEXT_BOX = 0x1b6,
	RECORD_NUMBER = 0x203,
	RECORD_LABEL = 0x204,
	RECORD_BOOLEAN = 0x205,
	RECORD_RESULT = 0x207,
	RECORD_RK = 0x27e,
	RECORD_FORMAT = 0x41e,
	RECORD_BOF = 0x809
};

#define VERSION_8 0x600 /* Excel 97 to 2003 */
/* Excel has a list of 255; more is no workbook of anyone. */
#define MAX_SHEETS 1000
#define MAX_FORMATS 1000
/* Empty cells between two that have text are tabs, up to this many. */
#define MAX_GAP 64

/* The result of a formula where it is no number (MS-XLS 2.5.133). */
#define IS_NO_NUMBER 0xffff
#define RESULT_BOOLEAN 1

struct custom {
	unsigned id;
	enum sheet_format format;
};

struct xls {
	struct ole_file ole;
	struct span stream;
	struct report *report;
	struct buf strings; /* own: one behind the other */
	struct buf ends;    /* own: size_t, where each ends */
	struct buf customs; /* own: struct custom */
	struct buf cells;   /* own: a byte each, enum sheet_format */
	struct buf boxes;   /* own: what stands in text boxes of the sheet */
	bool counts_from_1904;
	bool is_locked;
	bool is_too_much;
	int sheets;
	int hidden;

	/* The sheet. */
	struct prose prose;
	unsigned row, column;                 /* of the cell read last */
	bool has_cell;                        /* there was one in the row */
	unsigned formula_row, formula_column; /* whose text follows */
};

/* --- what sheets share ---------------------------------------------------- */

static void
strings_read(struct xls *x, struct biff *b)
{
	(void)biff_u32(b); /* how often they are used */
	for (unsigned n = biff_u32(b); n > 0 && !biff_is_over(b); n--) {
		biff_string(b, biff_u16(b), &x->strings);
		buf_add(&x->ends, (struct span){ (const char *)&x->strings.len,
				      sizeof x->strings.len });
	}
	x->is_too_much |= x->strings.overflowed || x->ends.overflowed;
}

static size_t
end_of(const struct xls *x, size_t i)
{
	size_t end;

	memcpy(&end, x->ends.at + i * sizeof end, sizeof end);
	return end;
}

static struct span
string_of(const struct xls *x, size_t i)
{
	size_t from;

	if (i >= x->ends.len / sizeof(size_t))
		return SPAN("");
	from = i == 0 ? 0 : end_of(x, i - 1);
	return span_head(span_from(buf_span(&x->strings), from),
	    end_of(x, i) - from);
}

static void
format_add(struct xls *x, struct biff *b)
{
	struct custom custom = { .id = biff_u16(b) };
	autobuf code = BUF(1024);

	biff_string(b, biff_u16(b), &code);
	custom.format = sheet_format_of(buf_span(&code));
	buf_add(&x->customs,
	    (struct span){ (const char *)&custom, sizeof custom });
}

/* What a format of cells makes of numbers. */
static void
xf_add(struct xls *x, struct biff *b)
{
	const struct custom *customs = (const void *)x->customs.at;
	size_t n = x->customs.len / sizeof *customs, i = 0;
	unsigned id;

	(void)biff_u16(b); /* its font */
	id = biff_u16(b);
	while (i < n && customs[i].id != id)
		i++;
	buf_add_char(&x->cells,
	    (char)(i < n ? customs[i].format : sheet_format_built_in(id)));
}

static enum sheet_format
format_of(const struct xls *x, unsigned xf)
{
	return xf < x->cells.len ? (enum sheet_format)x->cells.at[xf]
				 : SHEET_PLAIN;
}

/* --- cells ---------------------------------------------------------------- */

static void
cell_add(struct xls *x, unsigned row, unsigned column, struct span text)
{
	unsigned gap;

	if (text.len == 0)
		return;
	if (x->has_cell && row != x->row) {
		prose_owe(&x->prose, '\n');
		x->has_cell = false;
	}
	gap = !x->has_cell             ? column
	      : column > x->column + 1 ? column - x->column - 1
				       : 0;
	for (; gap > 0 && gap <= MAX_GAP; gap--)
		prose_add(&x->prose, SPAN("\t"));
	prose_add(&x->prose, text);
	prose_owe(&x->prose, '\t');
	x->row = row;
	x->column = column;
	x->has_cell = true;
}

static void
number_add(struct xls *x, unsigned row, unsigned column, unsigned xf,
    double number)
{
	autobuf text = BUF(64);

	sheet_number_add(&text, number, format_of(x, xf), x->counts_from_1904);
	cell_add(x, row, column, buf_span(&text));
}

/* A number in four bytes (MS-XLS 2.5.217). */
static double
rk_of(unsigned rk)
{
	uint64_t bits = (uint64_t)(rk & ~3U) << 32;
	double number;

	if ((rk & 2) != 0)
		number = (double)((int32_t)rk >> 2);
	else
		memcpy(&number, &bits, sizeof number);
	return (rk & 1) != 0 ? number / 100 : number;
}

static void
boolean_add(struct xls *x, unsigned row, unsigned column, unsigned value)
{
	cell_add(x, row, column, value != 0 ? SPAN("TRUE") : SPAN("FALSE"));
}

static void
formula_read(struct xls *x, struct biff *b, unsigned row, unsigned column)
{
	unsigned xf = biff_u16(b);
	struct biff result = *b;
	double number = biff_double(b);
	unsigned kind = biff_u8(&result);

	(void)biff_u8(&result);
	if (ole_u16(result.left, 4) != IS_NO_NUMBER)
		number_add(x, row, column, xf, number);
	else if (kind == RESULT_BOOLEAN)
		boolean_add(x, row, column, biff_u8(&result));
	/* A text follows in a record of its own. */
	x->formula_row = row;
	x->formula_column = column;
}

/* A string that is the whole of a cell. */
static void
text_add(struct xls *x, struct biff *b, unsigned row, unsigned column)
{
	autobuf text = BUF(MAX_TEXT_BYTES);

	biff_string(b, biff_u16(b), &text);
	cell_add(x, row, column, buf_span(&text));
}

static void
numbers_read(struct xls *x, struct biff *b, unsigned row, unsigned column)
{
	/* The last two bytes name the last column. */
	for (; b->left.len >= 6; column++) {
		unsigned xf = biff_u16(b);

		number_add(x, row, column, xf, rk_of(biff_u32(b)));
	}
}

/* What stands in a box or a remark, behind the cells (MS-XLS 2.4.329). */
static void
box_read(struct xls *x, struct biff *b)
{
	size_t n = ole_u16(b->left, 10);

	/* The text is in the Continues. */
	b->left = SPAN("");
	if (n == 0)
		return;
	biff_characters(b, n, false, &x->boxes);
	buf_add_char(&x->boxes, '\n');
}

static void
cell_read(struct xls *x, struct biff *b)
{
	enum record type = (enum record)b->type;
	unsigned row = biff_u16(b), column = biff_u16(b), xf;

	if (type == RECORD_FORMULA) {
		formula_read(x, b, row, column);
		return;
	}
	if (type == RECORD_NUMBERS) {
		numbers_read(x, b, row, column);
		return;
	}
	xf = biff_u16(b);
	if (type == RECORD_SHARED)
		cell_add(x, row, column, string_of(x, biff_u32(b)));
	else if (type == RECORD_LABEL)
		text_add(x, b, row, column);
	else if (type == RECORD_NUMBER)
		number_add(x, row, column, xf, biff_double(b));
	else if (type == RECORD_RK)
		number_add(x, row, column, xf, rk_of(biff_u32(b)));
	else if (ole_u16(b->left, 0) >> 8 == 0) /* else it is an error */
		boolean_add(x, row, column, biff_u8(b));
}

/* --- sheets --------------------------------------------------------------- */

/* Reads the cells from there to the end of the sheet, charts in it too. */
static void
cells_read(struct xls *x, size_t from)
{
	struct biff b = { .rest = span_from(x->stream, from) };
	int depth = 0;

	while (biff_next(&b) && !x->prose.body.text.overflowed) {
		enum record type = (enum record)b.type;

		if (type == RECORD_BOF)
			depth++;
		else if (type == RECORD_EOF && --depth <= 0)
			return;
		else if (type == RECORD_RESULT)
			text_add(x, &b, x->formula_row, x->formula_column);
		else if (type == RECORD_TEXT_BOX)
			box_read(x, &b);
		else if (type == RECORD_SHARED || type == RECORD_LABEL ||
			 type == RECORD_NUMBER || type == RECORD_RK ||
			 type == RECORD_NUMBERS || type == RECORD_BOOLEAN ||
			 type == RECORD_FORMULA)
			cell_read(x, &b);
	}
}

static void
sheet_read(struct xls *x, struct biff *b)
{
	size_t from = biff_u32(b);
	unsigned state = biff_u8(b);
	autobuf name = BUF(1024);

	if (x->sheets++ >= MAX_SHEETS || from == 0)
		return;
	x->hidden += (state & 3) != 0;
	(void)biff_u8(b); /* cells, or a chart */
	biff_string(b, biff_u8(b), &name);
	prose_open(&x->prose);
	prose_add(&x->prose, buf_span(&name));
	prose_owe(&x->prose, '\n');
	x->has_cell = false;
	buf_clear(&x->boxes);
	cells_read(x, from);
	prose_owe(&x->prose, '\n');
	if (x->boxes.len > 0)
		prose_add(&x->prose, buf_span(&x->boxes));
	x->is_too_much |=
	    x->boxes.overflowed || !prose_report(&x->prose, x->report);
	prose_release(&x->prose);
}

/* Reads what comes before the sheets, which says where they are. */
static void
book_read(struct xls *x)
{
	struct biff b = { .rest = x->stream };
	struct biff sheets = b;

	while (biff_next(&b) && b.type != RECORD_EOF) {
		if (b.type == RECORD_FILE_PASS)
			x->is_locked = true;
		else if (b.type == RECORD_DATE_MODE)
			x->counts_from_1904 = biff_u16(&b) != 0;
		else if (b.type == RECORD_FORMAT)
			format_add(x, &b);
		else if (b.type == RECORD_XF)
			xf_add(x, &b);
		else if (b.type == RECORD_STRINGS)
			strings_read(x, &b);
	}
	while (!x->is_locked && !x->is_too_much && biff_next(&sheets) &&
	       sheets.type != RECORD_EOF)
		if (sheets.type == RECORD_SHEET)
			sheet_read(x, &sheets);
}

static enum reading
report_xls(const struct xls *x)
{
	if (x->is_locked) {
		report_note(x->report,
		    "the workbook is protected by a password; ask the sender "
		    "to send it again without");
		return ENCRYPTED;
	}
	if (x->hidden > 0)
		report_note(x->report,
		    "%d of the sheets are hidden; they were read too",
		    x->hidden);
	if (ole_file_has(&x->ole, "_VBA_PROJECT_CUR"))
		report_note(x->report,
		    "the workbook has macros; they were not run");
	if (x->is_too_much || x->ole.is_too_large) {
		report_note(x->report, "the workbook has too much text");
		return TOO_LARGE;
	}
	if (x->ole.is_damaged || x->sheets == 0) {
		report_note(x->report, "the workbook is damaged");
		return UNREADABLE;
	}
	return x->report->text_bytes > 0 ? READ : EMPTY;
}

static enum reading
read_xls(struct xls *x)
{
	struct biff b;

	x->stream = ole_file_stream(&x->ole, "Workbook");
	b = (struct biff){ .rest = x->stream };
	if (x->stream.len == 0 && ole_file_has(&x->ole, "Book")) {
		report_note(x->report, "the workbook is of Excel 95 or older, "
				       "which is not read");
		return UNSUPPORTED;
	}
	if (biff_next(&b) && b.type == RECORD_BOF && biff_u16(&b) == VERSION_8)
		book_read(x);
	return report_xls(x);
}

static enum reading
xls_read(const struct document *document, struct report *report)
{
	struct xls x = { .report = report,
		.strings = BUF(MAX_UNPACKED_BYTES),
		.ends = BUF(MAX_UNPACKED_BYTES),
		.customs = BUF(MAX_FORMATS * sizeof(struct custom)),
		.cells = BUF(65536),
		.boxes = BUF(MAX_TEXT_BYTES) };
	enum reading how;

	if (!ole_file_open(&x.ole, document->bytes)) {
		report_note(report, "the workbook is damaged, or older than "
				    "any that is read");
		return UNREADABLE;
	}
	how = read_xls(&x);
	buf_release(&x.strings);
	buf_release(&x.ends);
	buf_release(&x.customs);
	buf_release(&x.cells);
	buf_release(&x.boxes);
	ole_file_release(&x.ole);
	return how;
}

const struct parser xls_parser = {
	.name = "xls",
	.types = "application/vnd.ms-excel",
	.read = xls_read,
};
