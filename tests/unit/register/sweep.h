/*
 * sweep.h - what an operation leaves when SQLite fails at any of its calls
 *
 * A test of faults_*.c is linked with --wrap (Makefile, FAULT_CALLS), so that
 * the register's calls of SQLite come here first.  An operation is done on two
 * registers that are the same: on one undisturbed, on the other with its first
 * call failing, then its second, until it goes through.  Each time but the
 * last it must fail, say why, and have changed nothing; at last both registers
 * and all that was shown are the same again.
 */
#ifndef SWEEP_H
#define SWEEP_H

#include "register/db.h"
#include "register/reference.h"
#include "register/statement.h"
#include "sample.h"
#include "tap.h"

#include <sys/random.h>

/* --- faults ---------------------------------------------------------------- */

#define MAX_PREPARED 400

static struct {
	bool is_armed;
	bool is_of_disk;     /* calls of SQLite go through */
	long long at, calls; /* the call that fails, 0 for none; those so far */
	int answer;          /* what it says */
	bool is_hit;
	const char *where; /* the statement that failed */
	/* Statements that failed to be prepared; each does once. */
	const char *prepared[MAX_PREPARED];
	size_t n_prepared;
	size_t spared;        /* 0, or but for each so-manieth */
	unsigned char random; /* "random" bytes begin with it */
	time_t now;
} fault;

int __real_sqlite3_step(sqlite3_stmt *at);
int __wrap_sqlite3_step(sqlite3_stmt *at);
int __real_sqlite3_exec(sqlite3 *db, const char *sql,
    int (*row)(void *, int, char **, char **), void *context, char **message);
int __wrap_sqlite3_exec(sqlite3 *db, const char *sql,
    int (*row)(void *, int, char **, char **), void *context, char **message);
int __real_sqlite3_prepare_v3(sqlite3 *db, const char *sql, int len,
    unsigned flags, sqlite3_stmt **at, const char **rest);
int __wrap_sqlite3_prepare_v3(sqlite3 *db, const char *sql, int len,
    unsigned flags, sqlite3_stmt **at, const char **rest);
int __real_sqlite3_open_v2(const char *path, sqlite3 **db, int flags,
    const char *vfs);
int __wrap_sqlite3_open_v2(const char *path, sqlite3 **db, int flags,
    const char *vfs);
int __real_sqlite3_create_function(sqlite3 *db, const char *name, int n,
    int flags, void *context,
    void (*run)(sqlite3_context *, int, sqlite3_value **),
    void (*step)(sqlite3_context *, int, sqlite3_value **),
    void (*final)(sqlite3_context *));
int __wrap_sqlite3_create_function(sqlite3 *db, const char *name, int n,
    int flags, void *context,
    void (*run)(sqlite3_context *, int, sqlite3_value **),
    void (*step)(sqlite3_context *, int, sqlite3_value **),
    void (*final)(sqlite3_context *));
const char *__real_sqlite3_errmsg(sqlite3 *db);
const char *__wrap_sqlite3_errmsg(sqlite3 *db);
ssize_t __wrap_getrandom(void *bytes, size_t len, unsigned flags);
time_t __wrap_clock_now(void);

/* Is it this call's turn to fail? */
static inline bool
fault_falls(const char *where)
{
	if (!fault.is_armed || fault.is_hit || ++fault.calls != fault.at)
		return false;
	fault.is_hit = true;
	fault.where = where;
	return true;
}

static inline bool
sqlite_falls(const char *where)
{
	return !fault.is_of_disk && fault_falls(where);
}

/* A transaction that cannot be undone ends the process: see test_undo. */
int
__wrap_sqlite3_step(sqlite3_stmt *at)
{
	sqlite3 *db = sqlite3_db_handle(at);

	if (strncmp(sqlite3_sql(at), "ROLLBACK", 8) == 0 ||
	    !sqlite_falls(sqlite3_sql(at)))
		return __real_sqlite3_step(at);
	/* As SQLite does where the disk is full. */
	if (fault.answer == SQLITE_FULL && !sqlite3_get_autocommit(db))
		__real_sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return fault.answer;
}

int
__wrap_sqlite3_exec(sqlite3 *db, const char *sql,
    int (*row)(void *, int, char **, char **), void *context, char **message)
{
	return sqlite_falls(sql)
		   ? fault.answer
		   : __real_sqlite3_exec(db, sql, row, context, message);
}

int
__wrap_sqlite3_open_v2(const char *path, sqlite3 **db, int flags,
    const char *vfs)
{
	int answer = __real_sqlite3_open_v2(path, db, flags, vfs);

	return sqlite_falls("open") ? fault.answer : answer;
}

int
__wrap_sqlite3_create_function(sqlite3 *db, const char *name, int n, int flags,
    void *context, void (*run)(sqlite3_context *, int, sqlite3_value **),
    void (*step)(sqlite3_context *, int, sqlite3_value **),
    void (*final)(sqlite3_context *))
{
	return sqlite_falls(name) ? fault.answer
				  : __real_sqlite3_create_function(db, name, n,
					flags, context, run, step, final);
}

int
__wrap_sqlite3_prepare_v3(sqlite3 *db, const char *sql, int len, unsigned flags,
    sqlite3_stmt **at, const char **rest)
{
	bool is_known =
	    !fault.is_armed || fault.is_hit || strncmp(sql, "ROLLBACK", 8) == 0;

	for (size_t i = 0; i < fault.n_prepared && !is_known; i++)
		is_known = fault.prepared[i] == sql;
	if (is_known)
		return __real_sqlite3_prepare_v3(db, sql, len, flags, at, rest);
	if (fault.n_prepared == MAX_PREPARED)
		die("test: too many statements");
	fault.prepared[fault.n_prepared++] = sql;
	if (fault.spared > 0 && fault.n_prepared % fault.spared != 0)
		return __real_sqlite3_prepare_v3(db, sql, len, flags, at, rest);
	fault.is_hit = true;
	fault.where = sql;
	return fault.answer;
}

const char *
__wrap_sqlite3_errmsg(sqlite3 *db)
{
	return fault.is_armed && fault.is_hit ? sqlite3_errstr(fault.answer)
					      : __real_sqlite3_errmsg(db);
}

/* Both registers make the same Message-IDs, tokens and times. */
ssize_t
__wrap_getrandom(void *bytes, size_t len, unsigned flags)
{
	(void)flags;
	if (fault.is_of_disk && fault_falls("getrandom"))
		return -1;
	for (size_t i = 0; i < len; i++)
		((unsigned char *)bytes)[i] = (unsigned char)(fault.random + i);
	return (ssize_t)len;
}

time_t
__wrap_clock_now(void)
{
	return fault.now;
}

/* --- operations ------------------------------------------------------------ */

/* An operation at work: what it does and shows is the same each time. */
struct act {
	struct db *db;
	const char *root, *path; /* the folder, and the register in it */
	struct arena *mem;
	struct buf *out;         /* what it shows */
	const char *const *with; /* the operation's own words */
	struct error *why;
};
typedef enum outcome act_run(struct act *act);

struct operation {
	const char *what;
	enum db_role role;
	act_run *run;
	enum {
		WHOLE,    /* all of it or nothing */
		IN_STEPS, /* each step by itself, all of them at last */
		REFUSES,  /* it is refused, but not for a fault */
		JUST_DONE /* not swept: it makes ready for the next */
	} manner;
	const char *with[4];
};

/* A function that shows a row of that type, which it names row. */
#define SHOW(name, type, ...)                                                  \
	static bool name(const struct type *row, void *context)                \
	{                                                                      \
		buf_printf(context, __VA_ARGS__);                              \
		return true;                                                   \
	}

#define ROLES (DB_MONITOR + 1)
struct stage {
	struct sample place;
	struct db *db[ROLES]; /* own; opened when first needed */
	sqlite3 *watch;       /* own; sees whether anything is committed */
	sqlite3_stmt *version;
};

struct sweep {
	struct stage live, twin;
	struct buf shown;   /* of the twin's last */
	long long n_faults; /* in all */
	int n_done;         /* operations */
};

static inline void
stage_open(struct stage *s)
{
	struct error why;

	sample_open(&s->place);
	if (db_migrate(s->place.path, &why) != DONE)
		die("test: %s", why.text);
	if (sqlite3_open(s->place.path, &s->watch) != SQLITE_OK ||
	    sqlite3_prepare_v2(s->watch, "PRAGMA data_version", -1, &s->version,
		NULL) != SQLITE_OK)
		die("test: no register");
}

static inline void
stage_close(struct stage *s)
{
	for (int i = 0; i < ROLES; i++)
		db_close(s->db[i]);
	sqlite3_finalize(s->version);
	sqlite3_close(s->watch);
	sample_close(&s->place);
}

static inline void
sweep_open(struct sweep *s)
{
	memset(s, 0, sizeof *s);
	fault.random = 0;
	fault.now = 1795342600;
	stage_open(&s->live);
	fault.random = 0;
	stage_open(&s->twin);
	s->shown = BUF(1 << 22);
}

static inline void
sweep_close(struct sweep *s)
{
	stage_close(&s->live);
	stage_close(&s->twin);
	buf_release(&s->shown);
}

/* Differs from call to call where another connection has committed. */
static inline long long
stage_version(struct stage *s)
{
	long long version;

	if (__real_sqlite3_step(s->version) != SQLITE_ROW)
		die("test: no version");
	version = sqlite3_column_int64(s->version, 0);
	sqlite3_reset(s->version);
	return version;
}

/* Staff prepare what they ask when they ask it: each operation anew. */
static inline void
stage_ready(struct stage *s, enum db_role role)
{
	struct error why;

	if (role == DB_STAFF) {
		db_close(s->db[role]);
		s->db[role] = NULL;
	}
	if (s->db[role] == NULL &&
	    db_open(s->place.path, role, &s->db[role], &why) != DONE)
		die("test: %s", why.text);
}

/* A digest of all rows of a table. */
static inline unsigned long long
table_digest(sqlite3 *db, const char *table)
{
	autoarena mem = { 0 };
	unsigned long long digest = 14695981039346656037ull;
	sqlite3_stmt *at = NULL;

	if (sqlite3_prepare_v2(db,
		arena_printf(&mem, "SELECT * FROM \"%s\"", table).at, -1, &at,
		NULL) != SQLITE_OK)
		die("test: %s: %s", table, sqlite3_errmsg(db));
	while (__real_sqlite3_step(at) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(at); i++) {
			const unsigned char *text = sqlite3_column_text(at, i);
			int len = sqlite3_column_bytes(at, i);

			for (int c = 0; c < len; c++)
				digest = (digest ^ text[c]) * 1099511628211ull;
			digest = (digest ^ 0x1f) * 1099511628211ull;
		}
	sqlite3_finalize(at);
	return digest;
}

/* The first table that differs; "" where none does. */
static inline const char *
first_difference(struct sweep *s, char name[64])
{
	sqlite3_stmt *at = NULL;

	name[0] = '\0';
	if (sqlite3_prepare_v2(s->twin.watch,
		"SELECT name FROM sqlite_schema WHERE type = 'table' "
		"AND sql NOT LIKE 'CREATE VIRTUAL%'",
		-1, &at, NULL) != SQLITE_OK)
		die("test: no tables");
	while (name[0] == '\0' && __real_sqlite3_step(at) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(at, 0);

		if (table_digest(s->twin.watch, table) !=
		    table_digest(s->live.watch, table))
			snprintf(name, 64, "%s", table);
	}
	sqlite3_finalize(at);
	return name;
}

/* Does a statement of the connection still run, or a transaction? */
static inline bool
is_idle(struct db *db)
{
	bool is = db == NULL || sqlite3_get_autocommit(db->sqlite);

	for (size_t i = 0; db != NULL && i < QUERY_COUNT; i++)
		if (db->statements[i] != NULL &&
		    sqlite3_stmt_busy(db->statements[i]))
			is = false;
	return is;
}

static inline enum outcome
act_once(struct sweep *s, struct stage *stage, const struct operation *o,
    struct buf *out, struct error *why)
{
	autoarena mem = { 0 };
	struct act act = { .db = stage->db[o->role],
		.root = stage->place.folder,
		.path = stage->place.path,
		.mem = &mem,
		.out = out,
		.with = o->with,
		.why = why };

	buf_clear(out);
	why->text[0] = '\0';
	fault.random = (unsigned char)(7 * s->n_done);
	sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, s->n_done + 1, NULL);
	fault.now = 1795342600 + s->n_done;
	return o->run(&act);
}

/* What is wrong with how a fault was taken; NULL for nothing. */
static inline const char *
fault_taken_badly(struct sweep *s, const struct operation *o, enum outcome how,
    const struct error *why, long long version)
{
	if (how == DONE)
		return "it was not noticed";
	if (how != LATER)
		return "it is not LATER";
	if (strncmp(why->text, "register: ", 10) != 0 ||
	    strstr(why->text, sqlite3_errstr(fault.answer)) == NULL)
		return "its cause is not told";
	if (!is_idle(s->live.db[o->role]))
		return "something is left open";
	if (o->manner != IN_STEPS && stage_version(&s->live) != version)
		return "something was changed";
	return NULL;
}

/* One try; true where a fault fell and was taken well. */
static inline bool
try_fault(struct sweep *s, const struct operation *o, struct buf *out,
    enum outcome *how, const char **bad)
{
	long long version = stage_version(&s->live);
	struct error why;

	fault.calls = 0;
	fault.is_hit = false;
	fault.is_armed = true;
	*how = act_once(s, &s->live, o, out, &why);
	fault.is_armed = false;
	if (!fault.is_hit) {
		*bad = NULL;
		return false;
	}
	s->n_faults++;
	*bad = fault_taken_badly(s, o, *how, &why, version);
	if (*bad != NULL)
		printf("# %s, at call %lld (answer %d) of: %.70s\n# %s: %s\n",
		    *bad, fault.calls, fault.answer, fault.where,
		    outcome_name(*how), why.text);
	return *bad == NULL;
}

/* Each statement fails when it is prepared, then at each of its steps. */
static inline enum outcome
try_faults(struct sweep *s, const struct operation *o, struct buf *out,
    const char **bad)
{
	static const int answers[] = { SQLITE_IOERR_READ, SQLITE_FULL,
		SQLITE_NOMEM };
	size_t kind = 0;
	enum outcome how = DONE;

	fault.n_prepared = 0;
	fault.at = 1;
	fault.answer = answers[kind];
	while (try_fault(s, o, out, &how, bad)) {
		if (fault.calls < fault.at)
			continue; /* while it was prepared */
		kind = (kind + 1) % 3;
		fault.at += kind == 0;
		fault.answer = answers[kind];
	}
	return how;
}

/* Does it on both registers. */
static inline void
sweep_one(struct sweep *s, const struct operation *o)
{
	autobuf out = BUF(s->shown.ceiling);
	const char *bad = NULL;
	long long before = s->n_faults;
	struct error why = { "" };
	char table[64];
	enum outcome wanted, how;

	stage_ready(&s->twin, o->role);
	stage_ready(&s->live, o->role);
	wanted = act_once(s, &s->twin, o, &s->shown, &why);
	if (wanted != (o->manner == REFUSES ? REFUSED : DONE))
		die("test: %s: %s: %s", o->what, outcome_name(wanted),
		    why.text);
	how = o->manner == JUST_DONE ? act_once(s, &s->live, o, &out, &why)
				     : try_faults(s, o, &out, &bad);
	ok(bad == NULL && how == wanted &&
		span_is_equal(buf_span(&out), buf_span(&s->shown)) &&
		first_difference(s, table)[0] == '\0',
	    "%s: %lld faults%s%s", o->what, s->n_faults - before,
	    bad != NULL ? ": " : "", bad != NULL ? bad : "");
	if (bad == NULL && how == wanted &&
	    !span_is_equal(buf_span(&out), buf_span(&s->shown)))
		printf("# it shows: %.300s\n# undisturbed: %.300s\n",
		    buf_text(&out), buf_text(&s->shown));
	if (table[0] != '\0')
		printf("# table %s differs\n", table);
	s->n_done++;
}

/* All of a test: what its main returns. */
static inline int
sweep_all(const struct operation *o, size_t n)
{
	struct sweep s;

	sweep_open(&s);
	for (size_t i = 0; i < n; i++)
		sweep_one(&s, &o[i]);
	sweep_close(&s);
	return done();
}

#endif
