/* statement.c - binds values, steps through rows, ends transactions */
#include "register/statement.h"
#include "base/io.h"
#include "triage/workday.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

struct value
value_text(struct span text)
{
	return (struct value){ .type = VALUE_TEXT, .text = text };
}

struct value
value_word(const char *word)
{
	return value_text(span_of(word));
}

struct value
value_number(long long number)
{
	return (struct value){ .type = VALUE_NUMBER, .number = number };
}

struct value
value_optional(struct span text)
{
	return text.len > 0 ? value_text(text) : (struct value){ 0 };
}

struct value
value_day(day d, struct arena *mem)
{
	return value_optional(day_text(d, mem));
}

/*
 * SQLite takes a disk that cannot be read for a damaged file, and says so.
 * What the system said of the file last is asked for: 0 for nothing.
 */
static int
disk_error(sqlite3 *sqlite)
{
	static const int of_file[] = { SQLITE_FCNTL_FILE_POINTER,
		SQLITE_FCNTL_JOURNAL_POINTER };

	for (size_t i = 0; i < sizeof of_file / sizeof *of_file; i++) {
		sqlite3_file *file = NULL;
		int error = 0;

		if (sqlite3_file_control(sqlite, "main", of_file[i], &file) ==
			SQLITE_OK &&
		    file != NULL && file->pMethods != NULL &&
		    file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO,
			&error) == SQLITE_OK &&
		    error != 0)
			return error;
	}
	return 0;
}

enum outcome
statement_fail(sqlite3 *sqlite, const char *action, int answer,
    struct error *why)
{
	enum outcome how = BROKEN;
	int error = (answer & 0xff) == SQLITE_CORRUPT ? disk_error(sqlite) : 0;

	if (error != 0)
		return fail(why, io_outcome(error), "register: %s: %s", action,
		    strerror(error));
	/*
	 * The disk was full when a file beside the register was to be opened,
	 * or that file is gone, which only a role's start makes again.
	 */
	if ((answer & 0xff) == SQLITE_READONLY)
		return fail(why, LATER,
		    "register: %s: it could be opened for reading alone: look "
		    "at the disk, and at who owns the register and its -wal "
		    "and -shm files",
		    action);
	switch (answer & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_NOMEM:
	case SQLITE_CANTOPEN:
		how = LATER;
		break;
	case SQLITE_CONSTRAINT:
		how = REFUSED;
		break;
	default:
		break;
	}
	return fail(why, how, "register: %s: %s", action,
	    sqlite3_errmsg(sqlite));
}

static void
value_bind(sqlite3_stmt *at, int place, const struct value *v)
{
	int answer = SQLITE_OK;

	if (v->type == VALUE_NUMBER)
		answer = sqlite3_bind_int64(at, place, v->number);
	else if (v->type == VALUE_TEXT)
		answer = sqlite3_bind_text64(at, place,
		    v->text.len > 0 ? v->text.at : "", v->text.len,
		    SQLITE_STATIC, SQLITE_UTF8);
	assert(answer == SQLITE_OK);
}

enum outcome
rows_start(struct rows *rows, struct db *db, enum query query,
    struct error *why, const struct value *values, size_t n)
{
	sqlite3_stmt *at;
	enum outcome how = DONE;

	if (db->statements[query] == NULL &&
	    (query_texts[query].roles & ROLE(db->role)) != 0)
		how = statement_prepare(db, query, why);
	if (how != DONE)
		return how;
	at = db->statements[query];
	if (at == NULL)
		return fail(why, BROKEN, "register: %s: not this role's",
		    query_texts[query].name);
	assert(!sqlite3_stmt_busy(at));
	assert((size_t)sqlite3_bind_parameter_count(at) == n);
	for (size_t i = 0; i < n; i++)
		value_bind(at, (int)i + 1, &values[i]);
	*rows = (struct rows){ .db = db, .at = at, .query = query };
	return DONE;
}

enum outcome
rows_next(struct rows *rows, struct error *why)
{
	int answer = sqlite3_step(rows->at);

	rows->has_row = answer == SQLITE_ROW;
	return rows->has_row || answer == SQLITE_DONE
		   ? DONE
		   : statement_fail(rows->db->sqlite,
			 query_texts[rows->query].name, answer, why);
}

bool
rows_take(struct rows *rows, enum outcome *how, struct error *why)
{
	if (*how == DONE)
		*how = rows_next(rows, why);
	return *how == DONE && rows->has_row;
}

enum outcome
rows_first(struct rows *rows, struct db *db, enum query query,
    struct error *why, const struct value *values, size_t n)
{
	enum outcome how = rows_start(rows, db, query, why, values, n);

	return how == DONE ? rows_next(rows, why) : how;
}

void
rows_close(struct rows *rows)
{
	if (rows->at == NULL)
		return;
	sqlite3_reset(rows->at);
	/* The values were borrowed. */
	sqlite3_clear_bindings(rows->at);
	rows->at = NULL;
}

struct span
rows_text(const struct rows *rows, int column)
{
	const unsigned char *at;
	int len;

	if (sqlite3_column_type(rows->at, column) == SQLITE_NULL)
		return SPAN("");
	at = sqlite3_column_text(rows->at, column);
	if (at == NULL)
		die("register: out of memory");
	len = sqlite3_column_bytes(rows->at, column);
	return len > 0 ? (struct span){ (const char *)at, (size_t)len }
		       : SPAN("");
}

long long
rows_number(const struct rows *rows, int column)
{
	return sqlite3_column_int64(rows->at, column);
}

enum outcome
statement_number(struct db *db, enum query query, long long *number,
    struct error *why, const struct value *values, size_t n)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, query, why, values, n);

	if (how == DONE)
		*number = rows.has_row ? rows_number(&rows, 0) : 0;
	return how;
}

enum outcome
statement_run(struct db *db, enum query query, struct error *why,
    const struct value *values, size_t n)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, query, why, values, n);

	while (rows_take(&rows, &how, why))
		continue;
	return how;
}

int
statement_changes(const struct db *db)
{
	return sqlite3_changes(db->sqlite);
}

enum outcome
transaction_begin(struct db *db, struct error *why)
{
	return statement_run(db, Q_BEGIN, why, NULL, 0);
}

enum outcome
transaction_end(struct db *db, enum outcome how, struct error *why)
{
	if (how == DONE)
		how = statement_run(db, Q_COMMIT, why, NULL, 0);
	/* A full disk or a failing one may have rolled back by itself. */
	if (how != DONE && !sqlite3_get_autocommit(db->sqlite) &&
	    statement_run(db, Q_ROLLBACK, NULL, NULL, 0) != DONE)
		die("register: a transaction could not be undone");
	return how;
}
