/*
 * statement.h - runs the statements of queries.sql; for register/ alone
 *
 * Values are bound in the order in which their names first stand in the
 * statement; a wrong number of them is an assertion.  They are borrowed until
 * the statement has run.
 */
#ifndef REGISTER_STATEMENT_H
#define REGISTER_STATEMENT_H

#include "item.h"
#include "queries.h"
#include "register/db.h"

#include <sqlite3.h>

#define ROLE(role) (1u << (role))

#define QUERY_ENUM(name, word, roles, scan, sql) Q_##name,
enum query {
	QUERIES(QUERY_ENUM) QUERY_COUNT
};
#undef QUERY_ENUM

struct query_text {
	const char *name;
	unsigned roles;   /* who prepares it: bits of ROLE() */
	const char *scan; /* why it may scan; "" where it may not */
	const char *sql;
};
extern const struct query_text query_texts[QUERY_COUNT];

struct db {
	sqlite3 *sqlite; /* own */
	enum db_role role;
	sqlite3_stmt *statements[QUERY_COUNT]; /* own; NULL: not its role's */
};

/* What a statement is given. */
struct value {
	enum {
		VALUE_NULL,
		VALUE_TEXT,
		VALUE_NUMBER
	} type;
	struct span text;
	long long number;
};

struct value value_text(struct span text);
struct value value_word(const char *word);
struct value value_number(long long number);
/* NULL where the text is empty. */
struct value value_optional(struct span text);
/* "2026-11-22", or NULL for NO_DATE; the text lives in mem. */
struct value value_day(day d, struct arena *mem);

#define VALUES(...)                                                            \
	(const struct value[]){ __VA_ARGS__ },                                 \
	    sizeof((const struct value[]){ __VA_ARGS__ }) /                    \
		sizeof(struct value)

/*
 * Prepares a statement, where that is not done yet.  db_open does so for all
 * of a role's, but staff's and the owner's when they are first run.
 */
enum outcome statement_prepare(struct db *db, enum query query,
    struct error *why) must_check;

/*
 * Runs a statement to its end: statement_run(db, Q_X, why, VALUES(...)).
 * REFUSED where a constraint forbids it; LATER where the register is busy,
 * the disk full or failing; BROKEN for all else.
 */
enum outcome statement_run(struct db *db, enum query query, struct error *why,
    const struct value *values, size_t n) must_check;

/* As statement_run, with the first column of its first row, 0 without one. */
enum outcome statement_number(struct db *db, enum query query,
    long long *number, struct error *why, const struct value *values,
    size_t n) must_check;

/* Rows the last statement_run changed. */
int statement_changes(const struct db *db);

/*
 * Rows of a statement: start once, then
 *	while (rows_take(&rows, &how, why))
 * which ends where *how, the outcome so far, is not DONE; or rows_first for
 * its first row, where rows.has_row.  Text is valid until the next call;
 * autorows ends them with their scope.
 */
struct rows {
	struct db *db;
	sqlite3_stmt *at;
	enum query query;
	bool has_row;
};
#define autorows __attribute__((cleanup(rows_close))) struct rows
void rows_close(struct rows *rows);
enum outcome rows_start(struct rows *rows, struct db *db, enum query query,
    struct error *why, const struct value *values, size_t n) must_check;
enum outcome rows_next(struct rows *rows, struct error *why) must_check;
bool rows_take(struct rows *rows, enum outcome *how,
    struct error *why) must_check;
enum outcome rows_first(struct rows *rows, struct db *db, enum query query,
    struct error *why, const struct value *values, size_t n) must_check;
struct span rows_text(const struct rows *rows, int column);
long long rows_number(const struct rows *rows, int column);

/*
 * A transaction that writes: begin, the work, then end with the work's
 * outcome.  DONE is committed; anything else is rolled back and handed on.
 */
enum outcome transaction_begin(struct db *db, struct error *why) must_check;
enum outcome transaction_end(struct db *db, enum outcome how,
    struct error *why) must_check;

/* What SQLite's answer means for us, told in why. */
enum outcome statement_fail(sqlite3 *sqlite, const char *action, int answer,
    struct error *why) must_check;

#endif
