/*
 * table.h - rows and columns for people
 *
 * Columns are as wide as their widest cell, by the columns of the screen that
 * its characters take.  On a terminal they are made to fit: wide columns are
 * cut, with an ellipsis; then those that matter least are left out; then all
 * but the first are cut.  Cells come from outside: what could steer a terminal is
 * cleaned away.
 */
#ifndef CONSOLE_TABLE_H
#define CONSOLE_TABLE_H

#include "base/arena.h"
#include "base/buf.h"

#define MAX_COLUMNS 12

/*
 * Characters for private use around what stands out in a cell: bold on a
 * terminal, in [ ] elsewhere.  From outside they could do no more.
 */
#define TABLE_MARK_ON 0xe000u
#define TABLE_MARK_OFF 0xe001u

struct table_row; /* cells in the table's arena */

struct table {
	struct arena *mem;
	const char *const *titles;
	size_t n_columns;
	/* Titles of those that may be left out, first to go first, then NULL;
	 * or NULL. */
	const char *const *optional;
	struct table_row *first, *last;
	size_t n_rows;
};

/* A table of the titles, at most MAX_COLUMNS. */
struct table table_make(const char *const *titles, size_t n_columns,
    struct arena *mem);

/*
 * Adds a row of as many cells as there are columns, copied.  is_urgent rows
 * stand out on a terminal.
 */
void table_add(struct table *table, const struct span *cells, bool is_urgent);

/*
 * Appends the titles and the rows to out, each ended by a line end.  width is
 * that of the terminal, where colour is used too; 0 for anything else.
 */
void table_print(const struct table *table, size_t width, struct buf *out);

/* The width of standard output where it is a terminal; 0 where it is not. */
size_t terminal_width(void);

#endif
