/*
 * durable.c - a process that is killed, and a disk that is full, lose nothing
 * that was said to be done
 */
#include "keeping.h"
#include "schema.h"
#include "tap.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* --- killed at any statement of a migration ----------------------------------- */

static int kill_at; /* the statement that is not survived; 0 for none */

static int
on_statement(unsigned kind, void *context, void *statement, void *text)
{
	(void)kind;
	(void)context;
	(void)statement;
	(void)text;
	if (kill_at > 0 && --kill_at == 0)
		raise(SIGKILL);
	return 0;
}

static int
on_connection(sqlite3 *sqlite, const char **message, const void *api)
{
	(void)message;
	(void)api;
	return sqlite3_trace_v2(sqlite, SQLITE_TRACE_STMT, on_statement, NULL);
}

/* Runs work in a process that may die; whether it ended by itself. */
static bool
survives(bool (*work)(struct keeping *k), struct keeping *k)
{
	pid_t pid;
	int status;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		die("test: fork");
	if (pid == 0)
		_exit(work(k) ? 0 : 1);
	if (waitpid(pid, &status, 0) != pid)
		die("test: wait");
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool
migrate(struct keeping *k)
{
	struct error why;

	return db_migrate(k->sample.path, &why) == DONE;
}

/* A register of the first version with one item in it. */
static void
make_version_one(struct keeping *k)
{
	sqlite3 *sqlite = NULL;

	unlink(k->sample.path);
	unlink(keeping_path(k, "register.db-wal"));
	unlink(keeping_path(k, "register.db-shm"));
	if (sqlite3_open(k->sample.path, &sqlite) != SQLITE_OK)
		die("test: no register");
	for (size_t i = 0; i < sizeof schema_steps / sizeof *schema_steps; i++)
		if (schema_steps[i].migration == 1 &&
		    sqlite3_exec(sqlite, schema_steps[i].sql, NULL, NULL,
			NULL) != SQLITE_OK)
			die("test: %s", sqlite3_errmsg(sqlite));
	if (sqlite3_exec(sqlite,
		"PRAGMA journal_mode = WAL;"
		"INSERT INTO item VALUES ('m1', 'email', 'message', '',"
		" 'sha-1', 10, 1, 2, NULL, 'message/rfc822', 'read', '', "
		"'<m1>',"
		" '', 't', '', '', '', '', '', 'public', '', 'none', 'case', "
		"'')",
		NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s", sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

/* The version and the items of a register, where it is whole; else -1. */
static long long
version_of(struct keeping *k, const char *name, long long *items)
{
	autodb db = NULL;
	struct verified v = { 0 };
	struct error why;
	sqlite3_stmt *at = NULL;
	long long version = -1;

	if (db_open_copy(keeping_path(k, name), &db, &version, &why) != DONE ||
	    verify_register(db, &v, keeping_tell, k, &why) != DONE ||
	    v.faults > 0 ||
	    sqlite3_prepare_v2(db->sqlite, "SELECT COUNT (*) FROM item", -1,
		&at, NULL) != SQLITE_OK)
		return -1;
	if (sqlite3_step(at) == SQLITE_ROW)
		*items = sqlite3_column_int64(at, 0);
	sqlite3_finalize(at);
	return version;
}

static void
test_migration_killed(struct keeping *k)
{
	const char *copy =
	    arena_printf(&k->mem, "register.db.before-%d", SCHEMA_VERSION).at;
	int killed = 0, wrong = 0, step = 1;
	bool is_over = false;
	long long items = 0;

	/* Every statement at first, then every ninth. */
	for (; !is_over && step < 2000; step += step < 20 ? 1 : 9) {
		make_version_one(k);
		kill_at = step;
		is_over = survives(migrate, k);
		kill_at = 0;
		killed += !is_over;
		if (!is_over &&
		    (version_of(k, "register.db", &items) != 1 || items != 1))
			wrong++;
	}
	ok(is_over && killed > 30, "killed at %d of its statements", killed);
	is_number(wrong, 0, "it leaves the old version as it was");
	ok(version_of(k, "register.db", &items) == SCHEMA_VERSION && items == 1,
	    "at last it is migrated");
	ok(version_of(k, copy, &items) == 1 && items == 1,
	    "and the copy is of the old version");
	ok(migrate(k) && version_of(k, copy, &items) == 1,
	    "which is not touched again");
}

/* --- killed, and no room, between commits ---------------------------------------- */

static int told[2]; /* the pipe on which work says what is done */

/* Registers items until it dies, and says which are in. */
static bool
register_many(struct keeping *k)
{
	autodb db = sample_db(&k->sample, DB_INTAKE);

	for (int i = 0; i < 100000; i++) {
		autoarena mem = { 0 };
		struct span id = arena_printf(&mem, "m%06d", i);
		struct item *item = sample_complaint(id.at, &mem);
		struct registration r;
		struct error why;

		if (items_register(db, item, SPAN("nhs.example"), &mem, &r,
			&why) != DONE)
			return false;
		if (write(told[1], "+", 1) != 1)
			return false;
	}
	return true;
}

/* What was said to be in is in, with all that belongs to it. */
static void
check_items(struct keeping *k, long long least, const char *what)
{
	static const char *const wrong[] = {
		"SELECT COUNT (*) FROM item i WHERE (SELECT COUNT (*) FROM part"
		" WHERE item_id = i.id) <> 2",
		"SELECT COUNT (*) FROM item i WHERE NOT EXISTS (SELECT 1 FROM"
		" item_case WHERE item_id = i.id)",
		"SELECT COUNT (*) FROM cases c WHERE NOT EXISTS (SELECT 1 FROM"
		" outbox WHERE case_id = c.id)",
		"SELECT COUNT (*) FROM cases c WHERE NOT EXISTS (SELECT 1 FROM"
		" event WHERE reference = c.reference)",
	};
	long long items = 0, version;
	struct error why;
	autodb db = NULL;

	version = version_of(k, "register.db", &items);
	ok(version == SCHEMA_VERSION, "%s: the register is whole %s", what,
	    k->told);
	ok(items >= least, "%s: %lld items of %lld that were told", what, items,
	    least);
	if (db_open_copy(k->sample.path, &db, &version, &why) != DONE)
		die("test: %s", why.text);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		sqlite3_stmt *at = NULL;

		if (sqlite3_prepare_v2(db->sqlite, wrong[i], -1, &at, NULL) !=
			SQLITE_OK ||
		    sqlite3_step(at) != SQLITE_ROW)
			die("test: %s", sqlite3_errmsg(db->sqlite));
		is_number(sqlite3_column_int64(at, 0), 0,
		    "%s: none is half in (%zu)", what, i);
		sqlite3_finalize(at);
	}
}

static long long
told_read(void)
{
	char bytes[4096];
	long long n = 0;
	ssize_t got;

	close(told[1]);
	while ((got = read(told[0], bytes, sizeof bytes)) > 0)
		n += got;
	close(told[0]);
	return n;
}

static void
register_fresh(struct keeping *k)
{
	unlink(k->sample.path);
	unlink(keeping_path(k, "register.db-wal"));
	unlink(keeping_path(k, "register.db-shm"));
	if (!migrate(k) || pipe(told) < 0)
		die("test: no register");
}

static void
test_killed(struct keeping *k)
{
	for (int round = 0; round < 4; round++) {
		char byte;
		pid_t pid;

		register_fresh(k);
		fflush(stdout);
		pid = fork();
		if (pid == 0)
			_exit(register_many(k) ? 0 : 1);
		/* The moment differs from round to round. */
		if (read(told[0], &byte, 1) != 1)
			die("test: nothing was registered");
		usleep(30000 + 17000 * (unsigned)round);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		check_items(k, 1 + told_read(), "killed");
	}
}

/* As register_many on a disk that ends a little further on. */
static bool
register_in_little_room(struct keeping *k)
{
	struct rlimit most;
	struct stat st;

	if (stat(k->sample.path, &st) < 0)
		return false;
	most.rlim_cur = most.rlim_max = (rlim_t)st.st_size + 400000;
	signal(SIGXFSZ, SIG_IGN);
	return setrlimit(RLIMIT_FSIZE, &most) == 0 && register_many(k);
}

static void
test_full(struct keeping *k)
{
	long long n;

	register_fresh(k);
	ok(!survives(register_in_little_room, k),
	    "it cannot go on where there is no room");
	n = told_read();
	ok(n > 0, "%lld items went in before", n);
	check_items(k, n, "full");
	keeping_item(k, "m20261122T101502Z-0123456789abcdef", "more");
	check_items(k, n + 1, "room again");
}

int
main(void)
{
	struct keeping k;

	keeping_open(&k);
	sqlite3_auto_extension((void (*)(void))(size_t)on_connection);
	test_migration_killed(&k);
	sqlite3_reset_auto_extension();
	test_killed(&k);
	test_full(&k);
	arena_release(&k.mem);
	return done();
}
