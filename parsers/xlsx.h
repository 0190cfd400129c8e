/*
 * xlsx.h - what the sheets of a workbook share: strings and formats
 */
#ifndef PARSERS_XLSX_H
#define PARSERS_XLSX_H

#include "archive.h"
#include "sheet_number.h"

/* Strings that cells refer to by number (ECMA-376 part 1, 18.4). */
struct xlsx_strings {
	struct buf bytes; /* own: one behind the other */
	struct buf ends;  /* own: size_t, where each ends */
};

/* What the formats of cells make of numbers (18.8.10). */
struct xlsx_formats {
	struct buf cells;   /* own: a byte each, enum sheet_format */
	struct buf customs; /* own: struct xlsx_custom */
	bool is_in_cells;
};

struct xlsx_book {
	struct xlsx_strings strings;
	struct xlsx_formats formats;
	bool counts_from_1904;
};

void xlsx_book_open(struct xlsx_book *book);
void xlsx_book_release(struct xlsx_book *book);

/* Read the entry of the kind; false as markup_read. */
bool xlsx_strings_read(struct xlsx_strings *strings, struct archive *a,
    zip_int64_t index);
bool xlsx_formats_read(struct xlsx_formats *formats, struct archive *a,
    zip_int64_t index);

/* "" for a number that no string has. */
struct span xlsx_string(const struct xlsx_strings *strings, struct span number);

enum sheet_format xlsx_format(const struct xlsx_formats *formats,
    struct span style);

/* Reports the cells of the sheet, under its name. */
void xlsx_sheet_report(const struct xlsx_book *book, struct archive *a,
    struct span name, zip_int64_t index);

#endif
