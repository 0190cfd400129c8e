/*
 * asked.h - filters as the values of statements; for register/ alone
 */
#ifndef REGISTER_ASKED_H
#define REGISTER_ASKED_H

#include "register/lists.h"
#include "register/statement.h"

#define ASKED_COUNT 15
#define ASKED_UNTIL 11 /* its place among them */

/* Where a list goes on: behind this case. */
struct list_place {
	struct span received_on;
	long long id;
};

/* The values that the part "asked" of queries.sql names, texts in mem. */
void asked_values(const struct wanted *wanted, const struct list_place *place,
    long long most, struct arena *mem, struct value values[ASKED_COUNT]);

/* A place before all cases. */
#define LIST_START ((struct list_place){ SPAN("9999-12-31"), LLONG_MAX })

/* Where the case stands: REFUSED where there is none. */
enum outcome list_place_find(struct db *db, struct span reference,
    struct arena *mem, struct list_place *place, struct error *why) must_check;

/*
 * Starts the shortest statement that gives the ids of the cases wanted, newest
 * receipt first; texts in mem.  REFUSED where `after` is no case.
 */
enum outcome list_start(struct db *db, const struct wanted *wanted,
    struct rows *rows, struct arena *mem, struct error *why) must_check;

/* The columns of case_view, of the row that the statement is at. */
struct case_row case_row_read(const struct rows *rows);

#endif
