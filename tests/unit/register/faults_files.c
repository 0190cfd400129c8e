/*
 * faults_files.c - backups and the register's file, with SQLite or the disk
 * failing at each call
 *
 * A call that fails is told of, or makes no difference to what comes of it.
 */
#include "keeping.h"
#include "register/restore.h"
#include "register/retention.h"
#include "schema.h"
#include "sweep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>

#define FIRST "m20261122T101502Z-0123456789abcdef"
#define SECOND "m20261122T101503Z-0123456789abcdef"
#define QUEUED "m20261122T101504Z-0123456789abcdef"
#define NOON 1795348800 /* 2026-11-22T12:00:00Z */

/* --- the disk ------------------------------------------------------------------ */

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
DIR *__real_opendir(const char *path);
DIR *__wrap_opendir(const char *path);
struct dirent *__real_readdir(DIR *dir);
struct dirent *__wrap_readdir(DIR *dir);
int __real_flock(int fd, int how);
int __wrap_flock(int fd, int how);
int __real_symlink(const char *to, const char *path);
int __wrap_symlink(const char *to, const char *path);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __real_linkat(int from, const char *old, int to, const char *new,
    int flags);
int __wrap_linkat(int from, const char *old, int to, const char *new,
    int flags);
int __wrap_syncfs(int fd);
int __wrap_fsync(int fd);

static bool
disk_fails(const char *where)
{
	if (!fault.is_of_disk || !fault_falls(where))
		return false;
	errno = EIO;
	return true;
}

int
__wrap_open(const char *path, int flags, ...)
{
	va_list more;
	unsigned mode;

	va_start(more, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(more, unsigned) : 0;
	va_end(more);
	return disk_fails("open") ? -1 : __real_open(path, flags, mode);
}

DIR *
__wrap_opendir(const char *path)
{
	return disk_fails("opendir") ? NULL : __real_opendir(path);
}

struct dirent *
__wrap_readdir(DIR *dir)
{
	return disk_fails("readdir") ? NULL : __real_readdir(dir);
}

int
__wrap_flock(int fd, int how)
{
	return disk_fails("flock") ? -1 : __real_flock(fd, how);
}

int
__wrap_symlink(const char *to, const char *path)
{
	return disk_fails("symlink") ? -1 : __real_symlink(to, path);
}

int
__wrap_rename(const char *from, const char *to)
{
	return disk_fails("rename") ? -1 : __real_rename(from, to);
}

int
__wrap_unlink(const char *path)
{
	return disk_fails("unlink") ? -1 : __real_unlink(path);
}

int
__wrap_linkat(int from, const char *old, int to, const char *new, int flags)
{
	return disk_fails("linkat") ? -1
				    : __real_linkat(from, old, to, new, flags);
}

/* Nothing here outlives the test. */
int
__wrap_syncfs(int fd)
{
	(void)fd;
	return disk_fails("syncfs") ? -1 : 0;
}

int
__wrap_fsync(int fd)
{
	(void)fd;
	return disk_fails("fsync") ? -1 : 0;
}

/* --- tries ---------------------------------------------------------------------- */

struct made {
	enum outcome how;
	struct error why;
	struct span shown; /* what came of it, where it is DONE */
};

/* Does it for the n-th time, in a place of its own; no call fails for 0. */
typedef void try_run(struct keeping *k, int n, struct made *made);
/* Is what a fault left behind fit to be left?  NULL where it is. */
typedef const char *left_look(struct keeping *k, int n);

static void
fault_begin(long long at, int answer)
{
	fault.at = at;
	fault.calls = 0;
	fault.answer = answer;
	fault.is_hit = false;
	fault.is_armed = true;
}

/* Of SQLite's calls each eleventh: faults_*.c fail all of them. */
static void
sweep_files(struct keeping *k, const char *what, try_run *run, left_look *left)
{
	struct made plain = { .how = DONE };
	long long at = 1;
	int wrong = 0, n = 0;

	run(k, 0, &plain);
	if (plain.how != DONE)
		die("test: %s: %s", what, plain.why.text);
	fault.n_prepared = 0;
	fault.is_of_disk = true;
	for (;; n++) {
		struct made made = { .how = DONE };
		const char *bad = NULL;

		fault_begin(at, n % 2 == 0 ? SQLITE_IOERR_READ : SQLITE_NOMEM);
		run(k, n + 1, &made);
		fault.is_armed = false;
		if (made.how == DONE && k->told[0] == '\0' &&
		    !span_is_equal(made.shown, plain.shown))
			bad = "nobody is told";
		else if (made.how != DONE && made.why.text[0] == '\0')
			bad = "nobody is told why";
		else
			bad = left != NULL && made.how != DONE ? left(k, n + 1)
							       : NULL;
		if (bad != NULL && wrong++ < 10)
			printf("# %s, at call %lld: %.70s\n# %s: %s: %.300s\n",
			    bad, at, fault.where, outcome_name(made.how),
			    made.why.text, made.shown.at);
		if (!fault.is_hit && !fault.is_of_disk)
			break;
		/* Else it failed to be prepared. */
		if (fault.calls == at)
			at += fault.is_of_disk ? 1 : 11;
		if (!fault.is_hit) {
			fault.is_of_disk = false;
			at = 3;
		}
	}
	ok(wrong == 0 && n > 1, "%s: %d faults", what, n);
}

/* --- backups -------------------------------------------------------------------- */

static const char *
numbered(struct keeping *k, const char *name, int n)
{
	return keeping_path(k, arena_printf(&k->mem, "%s-%d", name, n).at);
}

static void
take(struct keeping *k, int n, struct made *made)
{
	const struct backup_order order = { span_of(k->sample.path),
		span_of(k->spool), span_of(numbered(k, "backups", n)),
		SPAN("ops"), NOON + n };
	struct backup_made b;

	k->told[0] = '\0';
	made->how = backup_take(&order, &b, keeping_tell, k, &made->why);
	/* A letter more or less would be seen by its manifest. */
	made->shown = arena_printf(&k->mem, "%lld %lld %lld %lld %s",
	    b.originals, b.waiting, b.absent, b.verified.faults, k->told);
	fault.is_armed = false;
	if (made->how == DONE) {
		autobuf text = BUF(1 << 20);
		struct error why;
		int n_lines = 0;

		if (io_read_file(arena_printf(&k->mem, "%.*s/%s/manifest",
				     SPAN_ARG(order.folder), b.name)
				     .at,
			&text, &why) != DONE)
			die("test: %s", why.text);
		for (size_t i = 0; i < text.len; i++)
			n_lines += text.at[i] == '\n';
		made->shown = arena_printf(&k->mem, "%.*s, %d lines",
		    SPAN_ARG(made->shown), n_lines);
	}
}

static const char *
backup_is_whole(struct keeping *k, int n)
{
	struct restored back;
	struct span backup;
	struct error why;

	fault.is_armed = false;
	if (restore_find(span_of(numbered(k, "backups", n)), &k->mem, &backup,
		&why) != DONE)
		return NULL;
	return restore_verify(backup, &k->mem, &back, keeping_tell, k, &why) ==
			   DONE &&
		       back.verified.faults == 0
		   ? NULL
		   : "half a backup has a name";
}

static void
look(struct keeping *k, int n, struct made *made)
{
	struct restored back = { .held = 0 };
	struct span backup = SPAN("");

	(void)n;
	k->told[0] = '\0';
	made->how = restore_find(span_of(numbered(k, "backups", 0)), &k->mem,
	    &backup, &made->why);
	if (made->how == DONE)
		made->how = restore_verify(backup, &k->mem, &back, keeping_tell,
		    k, &made->why);
	made->shown = arena_printf(&k->mem, "%lld %lld %s", back.originals,
	    back.waiting, k->told);
	/* Faults that it tells of are told. */
	if (made->how == DONE && back.verified.faults > 0)
		made->how = fail(&made->why, REFUSED, "%s", k->told);
}

static void
lay(struct keeping *k, int n, struct made *made)
{
	struct restored back = { .held = 0 };
	struct restore_order order = { .place =
					   span_of(numbered(k, "place", n)),
		.who = SPAN("ops"),
		.now = NOON + 3600 };

	k->told[0] = '\0';
	made->how = restore_find(span_of(numbered(k, "backups", 0)), &k->mem,
	    &order.backup, &made->why);
	if (made->how == DONE)
		made->how = restore_into(&order, &k->mem, &back, keeping_tell,
		    k, &made->why);
	made->shown =
	    arena_printf(&k->mem, "%lld %lld %lld %lld %s", back.originals,
		back.waiting, back.held, back.verified.originals, k->told);
}

/* A register that has its name is whole: its folder's sync may have failed. */
static const char *
no_half_register(struct keeping *k, int n)
{
	const char *path =
	    arena_printf(&k->mem, "%s/register.db", numbered(k, "place", n)).at;
	autodb db = NULL;
	struct verified v = { 0 };
	struct error why;

	fault.is_armed = false;
	if (access(path, F_OK) != 0)
		return NULL;
	return db_open(path, DB_KEEPER, &db, &why) == DONE &&
		       verify_register(db, &v, keeping_tell, k, &why) == DONE &&
		       v.faults == 0
		   ? NULL
		   : "half a register has its name";
}

/* --- what is destroyed ------------------------------------------------------------ */

static void
destroy_second(struct keeping *k)
{
	autodb db = sample_db(&k->sample, DB_KEEPER);
	const struct destruction d = { .reference =
					   reference_make(2026, 2, &k->mem),
		.who = SPAN("A Manager"),
		.reason = SPAN("reviewed"),
		.at = NOON,
		.today = day_of(2036, 11, 23) };
	struct error why;
	long long n;

	keeping_sql(k, "UPDATE cases SET state = 'closed', "
		       "closed_on = '2026-11-22', retain_until = '2036-11-22' "
		       "WHERE id = 2");
	if (retention_destroy(db, &d, &n, &why) != DONE)
		die("test: %s", why.text);
}

static void
clear(struct keeping *k, int n, struct made *made)
{
	static const char *const gone[] = { "spool/kept/2026/11/" SECOND,
		"spool/kept/2026/11/" SECOND ".why",
		"spool/print/CS26-000002-Q-acknowledgement.pdf" };
	struct db *db = NULL;
	bool is_emptied = false, is_armed = fault.is_armed;
	int left = 0;

	(void)n;
	fault.is_armed = false;
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		if (access(keeping_path(k, gone[i]), F_OK) != 0)
			keeping_write(k, gone[i], "Dear Sir");
	keeping_sql(k, "UPDATE item SET place = 'kept/2026/11/" SECOND
		       "' WHERE id = '" SECOND "'");
	db = sample_db(&k->sample, DB_KEEPER);
	fault.is_armed = is_armed;
	made->how =
	    retention_clear(db, span_of(k->spool), &is_emptied, &made->why);
	fault.is_armed = false;
	db_close(db);
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		left += access(keeping_path(k, gone[i]), F_OK) == 0;
	made->shown = arena_printf(&k->mem, "%d files are left", left);
}

/* --- the register's file ------------------------------------------------------------ */

static void
open_register(struct keeping *k, int n, struct made *made)
{
	autodb db = NULL;

	(void)n;
	made->how = DONE;
	made->shown = SPAN("");
	made->how = db_open(k->sample.path, DB_MAILBOX, &db, &made->why);
	if ((made->how == DONE) != (db != NULL))
		made->shown = SPAN("a register comes of a failure");
}

static void
copy(struct keeping *k, int n, struct made *made)
{
	autodb db = NULL;
	long long version = 0;
	const char *path = numbered(k, "copy", n);

	made->how = db_copy(k->sample.path, path, &made->why);
	if (made->how != DONE && access(path, F_OK) == 0)
		made->shown = SPAN("it has its name");
	if (made->how == DONE)
		made->how = db_open_copy(path, &db, &version, &made->why);
	made->shown =
	    arena_printf(&k->mem, "%lld %.*s", version, SPAN_ARG(made->shown));
}

/* A register of the first version, with nothing in it. */
static void
make_old(const char *path)
{
	sqlite3 *sqlite = NULL;

	if (sqlite3_open(path, &sqlite) != SQLITE_OK)
		die("test: no register");
	for (size_t i = 0; i < sizeof schema_steps / sizeof *schema_steps; i++)
		if (schema_steps[i].migration == 1 &&
		    sqlite3_exec(sqlite, schema_steps[i].sql, NULL, NULL,
			NULL) != SQLITE_OK)
			die("test: %s", sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

/* It is of the first version or of this one, and of this one the next time. */
static void
test_upgrade(struct keeping *k)
{
	int failed = 0, wrong = 0;
	bool is_over = false;

	fault.is_of_disk = true;
	for (long long at = 1; !is_over; at++) {
		const char *path = numbered(k, "old", (int)at);
		struct error why;
		enum outcome how;

		fault.is_armed = false;
		make_old(path);
		fault.n_prepared = 0;
		fault.spared = MAX_PREPARED;
		fault_begin(at, SQLITE_FULL);
		how = db_migrate(path, &why);
		fault.is_armed = false;
		is_over = !fault.is_hit;
		failed += how != DONE;
		wrong += is_over && how != DONE;
		wrong += how != DONE && why.text[0] == '\0';
		wrong += db_migrate(path, &why) != DONE;
	}
	fault.is_of_disk = false;
	fault.spared = 31;
	ok(wrong == 0 && failed > 3, "an old one brought up to date: %d faults",
	    failed);
}

/* A migration that fails at a call leaves what can be migrated. */
static void
test_migration(struct keeping *k)
{
	int failed = 0, wrong = 0;
	bool is_over = false;

	fault.n_prepared = 0;
	for (long long at = 1; !is_over; at += at < 12 ? 1 : 97) {
		const char *path = numbered(k, "new", (int)at);
		struct error why;
		enum outcome how;

		fault_begin(at, SQLITE_FULL);
		how = db_migrate(path, &why);
		fault.is_armed = false;
		is_over = !fault.is_hit;
		failed += how != DONE;
		wrong += is_over != (how == DONE) ||
			 (how != DONE && how != LATER) ||
			 db_migrate(path, &why) != DONE;
	}
	ok(wrong == 0 && failed > 10, "a migration: %d faults", failed);
}

int
main(void)
{
	struct keeping k;

	fault.now = NOON;
	fault.spared = 31; /* faults_*.c prepare all of them */
	keeping_open(&k);
	keeping_item(&k, FIRST, "Dear Sir, I complain");
	keeping_item(&k, SECOND, "Dear Sir, I complain again");
	keeping_write(&k, "spool/print/CS26-000001-P-acknowledgement.pdf",
	    "%PDF");
	keeping_write(&k, "spool/refused/" FIRST ".why", "a reason");
	keeping_write(&k, "spool/working/" QUEUED ".2", "not read yet");
	keeping_write(&k, "models/0123456789ab.model", "weights");
	if (symlink("0123456789ab.model", keeping_path(&k, "models/current")) <
	    0)
		die("test: no link");
	sweep_files(&k, "a backup", take, backup_is_whole);
	sweep_files(&k, "it is looked at", look, NULL);
	sweep_files(&k, "it is laid out", lay, no_half_register);
	sweep_files(&k, "it is opened", open_register, NULL);
	sweep_files(&k, "it is copied", copy, NULL);
	destroy_second(&k);
	sweep_files(&k, "files of what was destroyed", clear, NULL);
	test_migration(&k);
	test_upgrade(&k);
	arena_release(&k.mem);
	return done();
}
