/*
 * listing.h - records as a table, as JSON or as CSV
 *
 * A command that lists records makes its cells once: --json and --csv print
 * all of them under the same names, a table shows the columns that matter.
 */
#ifndef CONSOLE_LISTING_H
#define CONSOLE_LISTING_H

#include "base/json.h"
#include "command.h"
#include "console/table.h"

enum cell_type {
	CELL_TEXT,
	CELL_OPTIONAL, /* text; null where it is empty */
	CELL_WORDS,    /* words parted by blanks; an array */
	CELL_FLAG,     /* number is 0 or 1; true or false */
	CELL_NUMBER,
	CELL_NOTHING /* a number that there is none of: null */
};

struct cell {
	const char *key;
	enum cell_type type;
	struct span text;
	long long number;
};

/* The cells into an object that is open. */
void cells_json(const struct cell *cells, size_t n, struct json *json);

enum listing_form {
	LISTING_TABLE,
	LISTING_JSON,
	LISTING_CSV
};

struct listing {
	enum listing_form form;
	struct table table;
	struct buf page; /* own */
	size_t n;        /* records */
};

/*
 * Takes --json and --csv out of the call's arguments.  Standard output gets
 * JSON and CSV as records come.
 */
struct listing listing_make(struct call *call, const char *const *titles,
    size_t n_titles);

/* Names the columns of CSV; called once before the first record. */
void listing_keys(struct listing *listing, const struct cell *cells, size_t n);

/* A record: as many columns as titles for the table, n cells for the rest. */
void listing_add(struct listing *listing, const struct span *columns,
    bool is_urgent, const struct cell *cells, size_t n);

/* The table, by a pager where it is long; "nothing" where it has no record. */
void listing_end(struct listing *listing, const char *nothing);

#endif
