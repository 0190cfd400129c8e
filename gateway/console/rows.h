/*
 * rows.h - a case as the cells and columns of lists
 */
#ifndef CONSOLE_ROWS_H
#define CONSOLE_ROWS_H

#include "console/listing.h"
#include "register/cases.h"

/*
 * The cells of a case, as --json and --csv print them; room for more behind
 * them.  Text lives in mem, or is the row's.
 */
#define CASE_CELLS 34
#define MAX_CASE_CELLS (CASE_CELLS + 3)
void case_cells(const struct case_row *row, day today, struct arena *mem,
    struct cell cells[MAX_CASE_CELLS]);

/* "undecided", "spam": what stands for a category where there is none. */
struct span case_category(const struct case_row *row);

/* "acknowledgement", "follow-up", "holding letter", "response", or "". */
struct span case_next_name(enum case_clock clock);

/* "3 days", "today", "2 days late"; "" for NO_DATE. */
struct span days_left(day due, day today, struct arena *mem);

/* The same for a case: "paused" where that keeps it from being late. */
struct span case_days_left(const struct case_row *row, day today,
    struct arena *mem);

/*
 * The last day that the law allows for the response: that of the six months,
 * of a request for information the day set; NO_DATE for all else.
 */
day case_legal_due(const struct case_row *row);

/* Late, or with an acknowledgement that only a person can bring on. */
bool case_is_urgent(const struct case_row *row, day today);

/* What a person has to decide, and why, in one line. */
struct span case_decision(const struct case_row *row, struct arena *mem);

#endif
