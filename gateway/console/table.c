/* table.c - lines columns up, cuts them to a terminal's width */
#include "console/table.h"
#include "base/utf8.h"
#include "console/width.h"

#include <assert.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define GAP 2
#define MIN_CUT_WIDTH 6
#define WHOLE_WIDTH 15 /* a day, a reference, a state */
#define ELLIPSIS "\xe2\x80\xa6"

struct table_row {
	struct span *cells;
	bool is_urgent;
	struct table_row *next;
};

struct print {
	bool is_terminal;
	struct buf *out;
};

struct table
table_make(const char *const *titles, size_t n_columns, struct arena *mem)
{
	assert(n_columns > 0 && n_columns <= MAX_COLUMNS);
	return (struct table){ .mem = mem,
		.titles = titles,
		.n_columns = n_columns };
}

void
table_add(struct table *table, const struct span *cells, bool is_urgent)
{
	struct table_row *row = arena_alloc(table->mem, sizeof *row);

	row->cells = ARENA_ARRAY(table->mem, table->n_columns, struct span);
	row->is_urgent = is_urgent;
	for (size_t i = 0; i < table->n_columns; i++)
		row->cells[i] = utf8_clean_line(cells[i], table->mem);
	if (table->last != NULL)
		table->last->next = row;
	else
		table->first = row;
	table->last = row;
	table->n_rows++;
}

/* The mark that begins s; 0 for none. */
static unsigned
mark_at(struct span s)
{
	unsigned point = 0;

	if (s.len > 0)
		utf8_next(s, &point);
	return point == TABLE_MARK_ON || point == TABLE_MARK_OFF ? point : 0;
}

/* Marks take no room on a terminal, elsewhere that of a bracket. */
static size_t
cell_width(struct span cell, bool is_terminal)
{
	size_t width = width_of(cell), marks = 0;

	for (size_t i = 0; is_terminal && i < cell.len; i++)
		marks += mark_at(span_from(cell, i)) != 0;
	return width - marks;
}

static void
measure(const struct table *table, bool is_terminal, size_t *widths)
{
	for (size_t i = 0; i < table->n_columns; i++)
		widths[i] = width_of(span_of(table->titles[i]));
	for (const struct table_row *r = table->first; r != NULL; r = r->next)
		for (size_t i = 0; i < table->n_columns; i++) {
			size_t width = cell_width(r->cells[i], is_terminal);

			if (width > widths[i])
				widths[i] = width;
		}
}

/* Columns of the screen that a row takes; a column that is 0 is left out. */
static size_t
row_width(const struct table *table, const size_t *widths)
{
	size_t total = 0;

	for (size_t i = 0; i < table->n_columns; i++)
		if (widths[i] > 0)
			total += widths[i] + (total > 0 ? GAP : 0);
	return total;
}

/* Takes from the widest column but the first, one by one, down to least. */
static bool
cut(const struct table *table, size_t *widths, size_t width, size_t least)
{
	size_t total = row_width(table, widths);

	for (; total > width; total--) {
		size_t widest = 1;

		for (size_t i = 2; i < table->n_columns; i++)
			if (widths[i] > widths[widest])
				widest = i;
		if (table->n_columns < 2 || widths[widest] <= least)
			return false;
		widths[widest]--;
	}
	return true;
}

static void
leave_out(const struct table *table, const char *title, size_t *widths)
{
	for (size_t i = 1; i < table->n_columns; i++)
		if (span_is_equal(span_of(table->titles[i]), span_of(title)))
			widths[i] = 0;
}

static void
fit(const struct table *table, size_t *widths, size_t width)
{
	const char *const *next = table->optional;
	size_t whole[MAX_COLUMNS];

	for (size_t i = 0; i < table->n_columns; i++)
		whole[i] = widths[i];
	while (!cut(table, widths, width, WHOLE_WIDTH)) {
		if (next == NULL || *next == NULL) {
			cut(table, widths, width, MIN_CUT_WIDTH);
			break;
		}
		/* What is left out makes room for the others. */
		leave_out(table, *next++, whole);
		for (size_t i = 0; i < table->n_columns; i++)
			widths[i] = whole[i];
	}
}

/* As much of the cell as width columns take, marks as bold or brackets. */
static void
print_head(struct span cell, size_t width, bool is_terminal, struct buf *out)
{
	size_t used = 0;
	unsigned point, mark, last = TABLE_MARK_OFF;

	while (cell.len > 0) {
		size_t n = utf8_next(cell, &point);
		struct span one = span_head(cell, n);

		mark = mark_at(cell);
		if (mark == 0 && (used += width_of(one)) > width)
			break;
		if (mark == 0)
			buf_add(out, one);
		else if (is_terminal)
			buf_add_text(out,
			    mark == TABLE_MARK_ON ? "\033[1m" : "\033[22m");
		else
			buf_add_char(out, mark == TABLE_MARK_ON ? '[' : ']');
		last = mark != 0 ? mark : last;
		cell = span_from(cell, n);
	}
	if (is_terminal && last == TABLE_MARK_ON)
		buf_add_text(out, "\033[22m");
}

/* The cell in its column; the last one is not padded. */
static void
print_cell(struct span cell, size_t width, const struct print *print,
    bool is_last)
{
	size_t len = cell_width(cell, print->is_terminal);

	print_head(cell, len > width ? width - 1 : width, print->is_terminal,
	    print->out);
	if (len > width)
		buf_add_text(print->out, ELLIPSIS);
	if (len > width)
		len = width;
	while (!is_last && len++ < width + GAP)
		buf_add_char(print->out, ' ');
}

static void
print_row(const struct table *table, const struct span *cells,
    const size_t *widths, const char *colour, const struct print *print)
{
	size_t last = table->n_columns;

	/* No blanks at the end of a line. */
	while (last > 1 && (cells[last - 1].len == 0 || widths[last - 1] == 0))
		last--;
	buf_add_text(print->out, colour);
	for (size_t i = 0; i < last; i++)
		if (widths[i] > 0)
			print_cell(cells[i], widths[i], print, i + 1 == last);
	if (colour[0] != '\0')
		buf_add_text(print->out, "\033[0m");
	buf_add_char(print->out, '\n');
}

void
table_print(const struct table *table, size_t width, struct buf *out)
{
	const struct print print = { .is_terminal = width > 0, .out = out };
	size_t widths[MAX_COLUMNS];
	struct span titles[MAX_COLUMNS];
	struct width locale = width_start();

	measure(table, width > 0, widths);
	if (width > 0)
		fit(table, widths, width);
	for (size_t i = 0; i < table->n_columns; i++)
		titles[i] = span_of(table->titles[i]);
	print_row(table, titles, widths, width > 0 ? "\033[1m" : "", &print);
	for (const struct table_row *r = table->first; r != NULL; r = r->next)
		print_row(table, r->cells, widths,
		    width > 0 && r->is_urgent ? "\033[31m" : "", &print);
	width_end(&locale);
}

size_t
terminal_width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}
