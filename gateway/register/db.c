/* db.c - opens the register, brings it up to date, prepares statements */
#include "register/db.h"
#include "register/rights.h"
#include "register/statement.h"
#include "schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "PRMR": as the first migration sets it. */
#define REGISTER_APPLICATION_ID 1347571026
#define BUSY_MS 5000

#define QUERY_TEXT(name, word, roles, scan, sql) { word, roles, scan, sql },
const struct query_text query_texts[QUERY_COUNT] = { QUERIES(QUERY_TEXT) };
#undef QUERY_TEXT

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	for (size_t i = 0; i < QUERY_COUNT; i++)
		sqlite3_finalize(db->statements[i]);
	sqlite3_close(db->sqlite);
	free(db);
}

void
db_close_at(struct db **db)
{
	db_close(*db);
	*db = NULL;
}

static enum outcome
prepare(struct db *db, enum query query, struct error *why)
{
	int answer;

	if (db->statements[query] != NULL)
		return DONE;
	answer = sqlite3_prepare_v3(db->sqlite, query_texts[query].sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &db->statements[query], NULL);
	return answer == SQLITE_OK ? DONE
				   : statement_fail(db->sqlite,
					 query_texts[query].name, answer, why);
}

static enum outcome
prepare_all(struct db *db, struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0; i < QUERY_COUNT && how == DONE; i++)
		if ((query_texts[i].roles & ROLE(db->role)) != 0)
			how = prepare(db, (enum query)i, why);
	return how;
}

/* Runs the steps of schema.sql from migration `first` to `last`. */
static enum outcome
run_steps(struct db *db, int first, int last, struct error *why)
{
	size_t n = sizeof schema_steps / sizeof *schema_steps;

	for (size_t i = 0; i < n; i++) {
		const struct schema_step *step = &schema_steps[i];
		int answer = SQLITE_OK;

		if (step->migration >= first && step->migration <= last)
			answer = sqlite3_exec(db->sqlite, step->sql, NULL, NULL,
			    NULL);
		if (answer != SQLITE_OK)
			return statement_fail(db->sqlite, "schema", answer,
			    why);
	}
	return DONE;
}

/* Opens the file as it stands; nothing is written to it yet. */
static enum outcome
connect_file(const char *path, enum db_role role, struct db *db,
    struct error *why)
{
	static const struct {
		int option, on;
	} settings[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	};
	int answer =
	    sqlite3_open_v2(path, &db->sqlite, SQLITE_OPEN_READWRITE, NULL);

	db->role = role;
	if (answer == SQLITE_CANTOPEN && access(path, R_OK | W_OK) < 0)
		return fail(why, BROKEN, "register: %s: open: %s", path,
		    strerror(errno));
	if (answer != SQLITE_OK)
		return statement_fail(db->sqlite, "open", answer, why);
	sqlite3_extended_result_codes(db->sqlite, 1);
	sqlite3_busy_timeout(db->sqlite, BUSY_MS);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		if (sqlite3_db_config(db->sqlite, settings[i].option,
			settings[i].on, NULL) != SQLITE_OK)
			return fail(why, BROKEN,
			    "register: this SQLite lacks setting %d",
			    settings[i].option);
	return run_steps(db, 0, 0, why);
}

/* One number that the file's header holds. */
static enum outcome
header_number(struct db *db, enum query query, long long *number,
    struct error *why)
{
	enum outcome how = prepare(db, query, why);

	return how == DONE ? statement_number(db, query, number, why, NULL, 0)
			   : how;
}

/*
 * The file's version, 0 for an empty one.  BROKEN where it is not a register
 * or of a newer Postroom.
 */
static enum outcome
read_version(struct db *db, long long *version, struct error *why)
{
	long long application = 0;
	enum outcome how =
	    header_number(db, Q_APPLICATION_ID, &application, why);

	if (how == DONE)
		how = header_number(db, Q_USER_VERSION, version, why);
	if (how != DONE)
		return how;
	if (application != REGISTER_APPLICATION_ID &&
	    (application != 0 || *version != 0))
		return fail(why, BROKEN,
		    "register: the file belongs to another program");
	if (*version > SCHEMA_VERSION)
		return fail(why, BROKEN,
		    "register: version %lld is of a newer Postroom (this one "
		    "knows %d)",
		    *version, SCHEMA_VERSION);
	return DONE;
}

enum outcome
db_open(const char *path, enum db_role role, struct db **db, struct error *why)
{
	autodb opened = calloc(1, sizeof *opened);
	long long version = 0;
	enum outcome how;

	if (opened == NULL)
		die("register: out of memory");
	how = connect_file(path, role, opened, why);
	if (how == DONE)
		rights_install(opened->sqlite, &opened->role);
	if (how == DONE)
		how = read_version(opened, &version, why);
	if (how == DONE && version == 0)
		return fail(why, LATER, "register: %s: is not made yet", path);
	if (how == DONE && version < SCHEMA_VERSION)
		return fail(why, BROKEN,
		    "register: %s: version %lld is older than this program's "
		    "%d: start postroom run, which brings it up to date",
		    path, version, SCHEMA_VERSION);
	if (how == DONE)
		how = prepare_all(opened, why);
	if (how == DONE) {
		*db = opened;
		opened = NULL;
	}
	return how;
}

/* Another process may have migrated since: looks again, then does it. */
static enum outcome
migrate_in_transaction(struct db *db, struct error *why)
{
	long long version = 0;
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = read_version(db, &version, why);
	if (how == DONE)
		how = run_steps(db, (int)version + 1, SCHEMA_VERSION, why);
	return transaction_end(db, how, why);
}

/* An empty file is ours to fill; one with tables and no name is not. */
static enum outcome
check_empty(struct db *db, struct error *why)
{
	long long n = 0;
	enum outcome how =
	    statement_number(db, Q_TABLE_COUNT, &n, why, NULL, 0);

	return how == DONE && n > 0
		   ? fail(why, BROKEN,
			 "register: the file belongs to another program")
		   : how;
}

/* Creates the file, for us alone, where there is none. */
static enum outcome
create_file(const char *path, struct error *why)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail(why, errno == ENOSPC ? LATER : BROKEN,
		    "register: %s: create: %s", path, strerror(errno));
	close(fd);
	return DONE;
}

enum outcome
db_migrate(const char *path, struct error *why)
{
	autodb db = calloc(1, sizeof *db);
	long long version = 0;
	enum outcome how;

	if (db == NULL)
		die("register: out of memory");
	how = create_file(path, why);
	if (how == DONE)
		how = connect_file(path, DB_OWNER, db, why);
	if (how == DONE)
		how = read_version(db, &version, why);
	if (how == DONE)
		how = prepare_all(db, why);
	if (how == DONE && version == 0)
		how = check_empty(db, why);
	if (how == DONE)
		how = statement_run(db, Q_WRITE_AHEAD, why, NULL, 0);
	if (how == DONE && version < SCHEMA_VERSION)
		how = migrate_in_transaction(db, why);
	return how;
}
