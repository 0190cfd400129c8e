/* db.c - opens the register, brings it up to date, prepares statements */
#include "register/db.h"
#include "base/buf.h"
#include "base/io.h"
#include "register/rights.h"
#include "register/search.h"
#include "register/statement.h"
#include "schema.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

/* "PRMR": as the first migration sets it. */
#define REGISTER_APPLICATION_ID 1347571026
#define BUSY_MS 5000
#define SECRET_BYTES 32

#define QUERY_TEXT(name, word, roles, scan, sql) { word, roles, scan, sql },
const struct query_text query_texts[QUERY_COUNT] = { QUERIES(QUERY_TEXT) };
#undef QUERY_TEXT

int
db_schema_version(void)
{
	return SCHEMA_VERSION;
}

static struct db *
db_new(void)
{
	struct db *db = calloc(1, sizeof *db);

	if (db == NULL)
		die("register: out of memory");
	return db;
}

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

enum outcome
statement_prepare(struct db *db, enum query query, struct error *why)
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

/*
 * Staff run one command of many and wait for it: what it does not ask is not
 * prepared.  What ends a transaction must be at hand when it is needed.
 */
static bool
is_prepared_at_once(enum db_role role, enum query query)
{
	return role != DB_STAFF || query == Q_BEGIN || query == Q_COMMIT ||
	       query == Q_ROLLBACK;
}

static enum outcome
prepare_all(struct db *db, struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0; i < QUERY_COUNT && how == DONE; i++)
		if ((query_texts[i].roles & ROLE(db->role)) != 0 &&
		    is_prepared_at_once(db->role, (enum query)i))
			how = statement_prepare(db, (enum query)i, why);
	return how;
}

/* The statements named, for a file that does not take all of a role's. */
static enum outcome
prepare_some(struct db *db, const enum query *some, size_t n, struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0; i < n && how == DONE; i++)
		how = statement_prepare(db, some[i], why);
	return how;
}

/* The statements that an empty file takes. */
static enum outcome
prepare_first(struct db *db, struct error *why)
{
	static const enum query first[] = { Q_TABLE_COUNT, Q_WRITE_AHEAD,
		Q_BEGIN, Q_COMMIT, Q_ROLLBACK };

	return prepare_some(db, first, sizeof first / sizeof *first, why);
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

/*
 * The files beside the register stay when the last user leaves: a confined
 * role may write them, but could not make them again.
 */
static int
keep_companions(struct db *db)
{
	int on = 1;

	return sqlite3_file_control(db->sqlite, "main",
	    SQLITE_FCNTL_PERSIST_WAL, &on);
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
	enum outcome how;

	db->role = role;
	if (answer == SQLITE_CANTOPEN && access(path, R_OK | W_OK) < 0)
		return fail(why, io_outcome(errno), "register: %s: open: %s",
		    path, strerror(errno));
	if (answer != SQLITE_OK)
		return statement_fail(db->sqlite, "open", answer, why);
	sqlite3_extended_result_codes(db->sqlite, 1);
	sqlite3_busy_timeout(db->sqlite, BUSY_MS);
	if (keep_companions(db) != SQLITE_OK)
		return fail(why, BROKEN,
		    "register: this SQLite cannot keep its files");
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		if (sqlite3_db_config(db->sqlite, settings[i].option,
			settings[i].on, NULL) != SQLITE_OK)
			return fail(why, BROKEN,
			    "register: this SQLite lacks setting %d",
			    settings[i].option);
	how = search_install(db, why);
	return how == DONE ? run_steps(db, 0, 0, why) : how;
}

/* One number that the file's header holds. */
static enum outcome
header_number(struct db *db, enum query query, long long *number,
    struct error *why)
{
	enum outcome how = statement_prepare(db, query, why);

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
	autodb opened = db_new();
	long long version = 0;
	enum outcome how;

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

/* The key of the tokens that prove who was given a reference: token.h. */
static enum outcome
add_secret(struct db *db, struct error *why)
{
	unsigned char random[SECRET_BYTES];
	autobuf digits = BUF(2 * SECRET_BYTES + 1);
	enum outcome how = statement_prepare(db, Q_SECRET_ADD, why);

	if (how != DONE)
		return how;
	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		return fail(why, LATER, "register: random: %s",
		    strerror(errno));
	for (size_t i = 0; i < sizeof random; i++)
		buf_printf(&digits, "%02x", random[i]);
	return statement_run(db, Q_SECRET_ADD, why,
	    VALUES(value_word("token"), value_text(buf_span(&digits))));
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
	if (how == DONE)
		how = add_secret(db, why);
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

/* --- copies ------------------------------------------------------------------ */

enum outcome
db_open_copy(const char *path, struct db **db, long long *version,
    struct error *why)
{
	/* None of them has changed since version 1. */
	static const enum query some[] = { Q_BEGIN_READING, Q_COMMIT,
		Q_ROLLBACK, Q_INTEGRITY_CHECK, Q_REFERENCE_CHECK,
		Q_EVENTS_BEYOND, Q_EVENT_COUNT };
	autodb opened = db_new();
	enum outcome how;

	how = connect_file(path, DB_OWNER, opened, why);
	if (how == DONE)
		how = read_version(opened, version, why);
	if (how == DONE && *version == 0)
		return fail(why, BROKEN, "register: %s: it is empty", path);
	if (how == DONE)
		how =
		    prepare_some(opened, some, sizeof some / sizeof *some, why);
	if (how == DONE) {
		*db = opened;
		opened = NULL;
	}
	return how;
}

/* The copy is whole, as SQLite sees it; its version. */
static enum outcome
check_copy(const char *path, long long *version, struct error *why)
{
	autodb db = NULL;
	autorows rows = { 0 };
	enum outcome how = db_open_copy(path, &db, version, why);

	if (how == DONE)
		how = rows_first(&rows, db, Q_INTEGRITY_CHECK, why, NULL, 0);
	if (how == DONE &&
	    (!rows.has_row || !span_is_equal(rows_text(&rows, 0), SPAN("ok"))))
		how = fail(why, BROKEN, "register: the copy is damaged: %.*s",
		    SPAN_ARG(rows_text(&rows, 0)));
	rows_close(&rows);
	return how;
}

/* As db_copy; where version is not 0 the copy must be of it. */
static enum outcome
copy_file(const char *path, const char *into, long long version,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span tmp = arena_printf(&mem, "%s.new", into);
	autodb db = db_new();
	long long found = 0;
	autofd fd = -1;
	enum outcome how;

	unlink(tmp.at);
	how = connect_file(path, DB_OWNER, db, why);
	if (how == DONE)
		how = statement_prepare(db, Q_COPY_INTO, why);
	if (how == DONE)
		how = statement_run(db, Q_COPY_INTO, why,
		    VALUES(value_text(tmp)));
	if (how == DONE)
		how = check_copy(tmp.at, &found, why);
	if (how == DONE && version != 0 && found != version)
		how = fail(why, LATER, "register: it was migrated meanwhile");
	if (how == DONE && (fd = open(tmp.at, O_RDONLY | O_CLOEXEC)) < 0)
		how = fail(why, LATER, "%s: %s", tmp.at, strerror(errno));
	if (how == DONE)
		how = io_publish(fd, tmp.at, into, why);
	if (how != DONE)
		unlink(tmp.at);
	return how;
}

enum outcome
db_copy(const char *path, const char *into, struct error *why)
{
	return copy_file(path, into, 0, why);
}

/* --- migration --------------------------------------------------------------- */

/* Creates the file, for us alone, where there is none. */
static enum outcome
create_file(const char *path, struct error *why)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail(why, io_outcome(errno), "register: %s: create: %s",
		    path, strerror(errno));
	close(fd);
	return DONE;
}

/* One process at a time, by a lock on the register's folder. */
static enum outcome
folder_lock(const char *path, int *lock, struct error *why)
{
	char folder[PATH_MAX];
	char *slash;

	snprintf(folder, sizeof folder, "%s", path);
	slash = strrchr(folder, '/');
	if (slash == NULL)
		snprintf(folder, sizeof folder, ".");
	else
		slash[slash == folder] = '\0';
	*lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*lock < 0 || flock(*lock, LOCK_EX) < 0)
		return fail(why, LATER, "register: %s: lock: %s", folder,
		    strerror(errno));
	return DONE;
}

/*
 * Brings a register that holds something up to date, once there is a copy of
 * it as it was.  The version is read again behind the lock: whoever waited
 * for it must not take the migrated one for the old.
 */
static enum outcome
migrate_with_copy(const char *path, struct db *db, struct error *why)
{
	autoarena mem = { 0 };
	long long version = 0;
	autofd lock = -1;
	enum outcome how = folder_lock(path, &lock, why);

	if (how == DONE)
		how = read_version(db, &version, why);
	if (how != DONE || version == SCHEMA_VERSION)
		return how;
	how = copy_file(path,
	    arena_printf(&mem, "%s.before-%d", path, SCHEMA_VERSION).at,
	    version, why);
	return how == DONE ? migrate_in_transaction(db, why) : how;
}

enum outcome
db_migrate(const char *path, struct error *why)
{
	autodb db = db_new();
	long long version = 0;
	enum outcome how;

	how = create_file(path, why);
	if (how == DONE)
		how = connect_file(path, DB_OWNER, db, why);
	if (how == DONE)
		how = read_version(db, &version, why);
	if (how == DONE)
		how = prepare_first(db, why);
	if (how == DONE && version == 0)
		how = check_empty(db, why);
	if (how == DONE)
		how = statement_run(db, Q_WRITE_AHEAD, why, NULL, 0);
	if (how == DONE && version < SCHEMA_VERSION)
		how = version == 0 ? migrate_in_transaction(db, why)
				   : migrate_with_copy(path, db, why);
	return how;
}
