/* table.c - lines columns up, cuts them to a terminal's width */
#include "console/table.h"
#include "base/utf8.h"

#include <assert.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define GAP 2
#define MIN_CUT_WIDTH 6
#define ELLIPSIS "\xe2\x80\xa6"

struct table_row {
	struct span *cells;
	bool is_urgent;
	struct table_row *next;
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

/* Characters in s. */
static size_t
text_width(struct span s)
{
	size_t n = 0;
	unsigned point;

	for (; s.len > 0; n++)
		s = span_from(s, utf8_next(s, &point));
	return n;
}

static void
measure(const struct table *table, size_t *widths)
{
	for (size_t i = 0; i < table->n_columns; i++)
		widths[i] = text_width(span_of(table->titles[i]));
	for (const struct table_row *r = table->first; r != NULL; r = r->next)
		for (size_t i = 0; i < table->n_columns; i++) {
			size_t width = text_width(r->cells[i]);

			if (width > widths[i])
				widths[i] = width;
		}
}

/* Takes from the widest column, one by one, until the row fits. */
static void
fit(const struct table *table, size_t *widths, size_t width)
{
	size_t total = GAP * (table->n_columns - 1);

	for (size_t i = 0; i < table->n_columns; i++)
		total += widths[i];
	for (; total > width; total--) {
		size_t widest = 0;

		for (size_t i = 1; i < table->n_columns; i++)
			if (widths[i] > widths[widest])
				widest = i;
		if (widths[widest] <= MIN_CUT_WIDTH)
			break;
		widths[widest]--;
	}
}

/* The cell in its column; the last one is not padded. */
static void
print_cell(struct span cell, size_t width, bool is_last, struct buf *out)
{
	size_t len = text_width(cell);
	unsigned point;

	if (len > width) {
		for (size_t i = 0; i + 1 < width; i++) {
			size_t n = utf8_next(cell, &point);

			buf_add(out, span_head(cell, n));
			cell = span_from(cell, n);
		}
		buf_add_text(out, ELLIPSIS);
		len = width;
	} else {
		buf_add(out, cell);
	}
	while (!is_last && len++ < width + GAP)
		buf_add_char(out, ' ');
}

static void
print_row(const struct table *table, const struct span *cells,
    const size_t *widths, const char *colour, struct buf *out)
{
	size_t last = table->n_columns;

	/* No blanks at the end of a line. */
	while (last > 1 && cells[last - 1].len == 0)
		last--;
	buf_add_text(out, colour);
	for (size_t i = 0; i < last; i++)
		print_cell(cells[i], widths[i], i + 1 == last, out);
	if (colour[0] != '\0')
		buf_add_text(out, "\033[0m");
	buf_add_char(out, '\n');
}

void
table_print(const struct table *table, size_t width, struct buf *out)
{
	size_t widths[MAX_COLUMNS];
	struct span titles[MAX_COLUMNS];

	measure(table, widths);
	if (width > 0)
		fit(table, widths, width);
	for (size_t i = 0; i < table->n_columns; i++)
		titles[i] = span_of(table->titles[i]);
	print_row(table, titles, widths, width > 0 ? "\033[1m" : "", out);
	for (const struct table_row *r = table->first; r != NULL; r = r->next)
		print_row(table, r->cells, widths,
		    width > 0 && r->is_urgent ? "\033[31m" : "", out);
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
