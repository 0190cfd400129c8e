/* reports_hide.c - hides what may point at a person */
#include "register/reports.h"

static struct figure *
at_column(struct report_row *row, size_t column)
{
	return &row->figures[column];
}

static bool
is_small(const struct figure *f)
{
	return f->type == FIGURE_COUNT && f->n > 0 && f->n < SMALL_COUNT;
}

/* The smaller of two counts that are shown and not 0; NULL for neither. */
static struct figure *
smaller(struct figure *a, struct figure *b)
{
	if (b->type != FIGURE_COUNT || b->is_hidden || b->n == 0)
		return a;
	return a == NULL || b->n < a->n ? b : a;
}

/* Hides another count where a row has one hidden alone; true where it did. */
static bool
row_close(const struct report_table *t, struct report_row *row)
{
	struct figure *next = NULL;
	size_t n = 0;

	for (size_t c = 0; c < t->n_columns; c++) {
		n += row->figures[c].is_hidden &&
		     row->figures[c].type == FIGURE_COUNT;
		next = smaller(next, at_column(row, c));
	}
	if (n != 1 || next == NULL)
		return false;
	next->is_hidden = true;
	return true;
}

/* The same of a column. */
static bool
column_close(const struct report_table *t, size_t column)
{
	struct figure *next = NULL;
	size_t n = 0;

	for (struct report_row *r = t->first; r != NULL; r = r->next) {
		n += at_column(r, column)->is_hidden;
		next = smaller(next, at_column(r, column));
	}
	if (n != 1 || next == NULL)
		return false;
	next->is_hidden = true;
	return true;
}

/*
 * What is computed from counts of the row goes with them; where there is one
 * column, from those of the table.
 */
static void
row_finish(const struct report_table *t, struct report_row *row)
{
	bool has_hidden = false;

	for (const struct report_row *r = t->first;
	     r != NULL && t->n_columns == 1; r = r->next)
		has_hidden |= r->figures[0].is_hidden;
	for (size_t c = 0; c < t->n_columns; c++)
		has_hidden |= row->figures[c].is_hidden;
	for (size_t c = 0; c < t->n_columns && has_hidden; c++)
		if (row->figures[c].type == FIGURE_PERCENT ||
		    row->figures[c].type == FIGURE_DAYS ||
		    row->figures[c].type == FIGURE_MONEY)
			row->figures[c].is_hidden = true;
}

void
report_hide(struct report_table *table)
{
	bool goes_on = true;

	for (struct report_row *r = table->first; r != NULL; r = r->next)
		for (size_t c = 0; c < table->n_columns; c++)
			if (is_small(at_column(r, c)))
				r->figures[c].is_hidden = true;
	while (goes_on) {
		goes_on = false;
		for (size_t c = 0; c < table->n_columns; c++)
			goes_on |= column_close(table, c);
		for (struct report_row *r = table->first; r != NULL;
		     r = r->next)
			goes_on |= row_close(table, r);
	}
	for (struct report_row *r = table->first; r != NULL; r = r->next)
		row_finish(table, r);
}
