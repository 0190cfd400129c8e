/*
 * confine_faults.c - kernels that lack something, and calls that fail
 *
 * An older kernel is this one with the newer half of its Landlock hidden.
 * What is there and fails must never pass for a confined process.
 */
#include "faulty.h"
#include "tap.h"

#include "base/confine.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- the calls ------------------------------------------------------------ */

FAULTY_OPEN
FAULTY(int, -1, fstat, (int fd, struct stat *st), (fd, st))
FAULTY(int, -1, setrlimit, (__rlimit_resource_t which, const struct rlimit *l),
    (which, l))

static struct faulty faulty_prctl, faulty_create, faulty_add, faulty_restrict,
    faulty_filter;
static int newest_abi = 100; /* of Landlock that is shown; 0: none */
static bool has_seccomp = true, has_loader = true;

int
prctl(int what, ...)
{
	static int (*real)(int, ...);
	unsigned long a[4];
	va_list ap;

	if (real == NULL)
		faulty_find("prctl", &real);
	va_start(ap, what);
	for (int i = 0; i < 4; i++)
		a[i] = va_arg(ap, unsigned long);
	va_end(ap);
	return faulty_strikes(&faulty_prctl)
		   ? -1
		   : real(what, a[0], a[1], a[2], a[3]);
}

unsigned long
getauxval(unsigned long what)
{
	static unsigned long (*real)(unsigned long);

	if (real == NULL)
		faulty_find("getauxval", &real);
	return what == AT_PHNUM && !has_loader ? 0 : real(what);
}

/* Landlock as an older kernel has it; the answer, or 1 to ask this one. */
static long
old_kernel(long what, const long *a)
{
	bool is_version = what == SYS_landlock_create_ruleset && a[0] == 0;
	bool is_filter = what == SYS_seccomp && a[0] == SECCOMP_SET_MODE_FILTER;

	if ((is_version && newest_abi == 0) ||
	    (what == SYS_seccomp && !has_seccomp)) {
		errno = ENOSYS;
		return -1;
	}
	if ((what == SYS_landlock_create_ruleset && !is_version &&
		faulty_strikes(&faulty_create)) ||
	    (what == SYS_landlock_add_rule && faulty_strikes(&faulty_add)) ||
	    (what == SYS_landlock_restrict_self &&
		faulty_strikes(&faulty_restrict)) ||
	    (is_filter && faulty_strikes(&faulty_filter)))
		return -1;
	return 1;
}

long
syscall(long what, ...)
{
	static long (*real)(long, ...);
	long a[6], got;
	va_list ap;

	if (real == NULL)
		faulty_find("syscall", &real);
	va_start(ap, what);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	got = old_kernel(what, a);
	if (got < 0)
		return got;
	got = real(what, a[0], a[1], a[2], a[3], a[4], a[5]);
	return what == SYS_landlock_create_ruleset && a[0] == 0 &&
		       got > newest_abi
		   ? newest_abi
		   : got;
}

static int
kernel_abi(void)
{
	return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
}

/* --- a process that confines itself ---------------------------------------- */

/* What became of it; from the child by a pipe. */
struct became {
	enum outcome how;
	char missing[32];
	char why[MAX_ERROR_BYTES];
	int opening; /* errno of opening a file that was not granted; 0 */
	int moving;  /* errno of a rename from folder to folder; 0 */
	int running; /* status of the program that was granted */
};

static char top[] = "/tmp/postroom-faults-XXXXXX";

static int
tried_to_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC, 0);

	return fd < 0 ? errno : close(fd);
}

static int
tried_to_run(void)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(1);
	}
	waitpid(pid, &status, 0);
	return status;
}

enum keeps {
	KEEPS_NOTHING,
	KEEPS_A_FOLDER,
	KEEPS_A_PROGRAM
};

static void
role_try(enum confine_role role, enum keeps keeps, struct became *b)
{
	const struct confine_path paths[] = { [KEEPS_A_FOLDER] = { top,
						  CONFINE_WRITE },
		[KEEPS_A_PROGRAM] = { "/bin/true", CONFINE_RUN } };
	char from[sizeof top + 8], to[sizeof top + 8];
	const char *missing = "?";
	struct error why = { "" };

	b->how = confine_enter(role, &paths[keeps], keeps != KEEPS_NOTHING,
	    &missing, &why);
	snprintf(b->missing, sizeof b->missing, "%s", missing);
	snprintf(b->why, sizeof b->why, "%s", why.text);
	if (b->how != DONE)
		return;
	snprintf(from, sizeof from, "%s/a/f", top);
	snprintf(to, sizeof to, "%s/b/f", top);
	b->opening = tried_to_open("/etc/passwd");
	b->moving = rename(from, to) == 0 && rename(to, from) == 0 ? 0 : errno;
	b->running = tried_to_run();
}

static struct became
confined(enum confine_role role, enum keeps keeps)
{
	struct became b = { .how = BROKEN, .why = "it did not say" };
	int ends[2];
	pid_t pid;

	fflush(stdout);
	if (pipe(ends) < 0)
		return b;
	pid = fork();
	if (pid == 0) {
		struct became mine = { .how = BROKEN };

		role_try(role, keeps, &mine);
		_exit(write(ends[1], &mine, sizeof mine) != sizeof mine);
	}
	close(ends[1]);
	if (read(ends[0], &b, sizeof b) != sizeof b)
		b.how = BROKEN;
	close(ends[0]);
	waitpid(pid, NULL, 0);
	return b;
}

/* --- the cases ------------------------------------------------------------- */

/* Every Landlock up to this kernel's: what it has confines, the rest is named. */
static void
older_kernels(int here)
{
	for (int abi = 0; abi <= here; abi++) {
		struct became b;

		newest_abi = abi;
		b = confined(CONFINE_INTAKE, KEEPS_NOTHING);
		is_number(b.how, DONE, "Landlock %d: a role: %s", abi, b.why);
		is_text(b.missing, abi == 0 ? "Landlock" : "",
		    "Landlock %d: what is missing", abi);
		is_number(b.opening, abi == 0 ? 0 : EACCES,
		    "Landlock %d: a file not granted", abi);

		b = confined(CONFINE_INTAKE, KEEPS_A_FOLDER);
		is_text(b.missing, abi < 2 ? "Landlock" : "",
		    "Landlock %d: one that moves files", abi);
		is_number(b.moving, 0, "Landlock %d: can move them", abi);

		b = confined(CONFINE_MAILBOX, KEEPS_A_PROGRAM);
		is_text(b.missing, abi == 0 ? "Landlock" : "",
		    "Landlock %d: one that runs a command", abi);
		is_number(b.running, 0, "Landlock %d: can run it", abi);

		b = confined(CONFINE_SUPERVISOR, KEEPS_NOTHING);
		is_text(b.missing, "", "Landlock %d: the supervisor", abi);
	}
	newest_abi = 100;
}

static void
without_seccomp(bool has_landlock)
{
	struct became b;

	has_seccomp = false;
	b = confined(CONFINE_INTAKE, KEEPS_NOTHING);
	is_number(b.how, DONE, "without seccomp: %s", b.why);
	is_text(b.missing, has_landlock ? "seccomp" : "Landlock, seccomp",
	    "it is named");
	is_number(b.opening, has_landlock ? EACCES : 0,
	    "what is there confines");
	newest_abi = 0;
	b = confined(CONFINE_INTAKE, KEEPS_NOTHING);
	is_number(b.how, DONE, "nor Landlock: %s", b.why);
	is_text(b.missing, "Landlock, seccomp", "both are named");
	has_seccomp = true;
	newest_abi = 100;
}

/* A program that is its own loader may be run by nobody but as granted. */
static void
without_a_loader(void)
{
	struct became b;

	has_loader = false;
	b = confined(CONFINE_MAILBOX, KEEPS_A_PROGRAM);
	is_number(b.how, DONE, "a program without a loader: %s", b.why);
	ok(b.running != 0, "no other is granted");
	has_loader = true;
}

enum needs {
	NEEDS_LANDLOCK = 1,
	NEEDS_SECCOMP = 2
};

static const struct broken {
	const char *what;
	struct faulty *call;
	struct faulty how;
	enum outcome want;
	const char *said;
	int needs;
} breaks[] = {
	{ "no rule set", &faulty_create, { EINVAL, 0, 1 }, BROKEN,
	    "confine: landlock: Invalid argument", NEEDS_LANDLOCK },
	{ "no memory for it", &faulty_create, { ENOMEM, 0, 1 }, LATER,
	    "confine: landlock: Cannot allocate memory", NEEDS_LANDLOCK },
	{ "a rule of every role", &faulty_add, { EINVAL, 0, 1 }, BROKEN,
	    "confine: landlock: /usr: Invalid argument", NEEDS_LANDLOCK },
	{ "no memory for a rule", &faulty_add, { ENOMEM, 0, 1 }, LATER,
	    "confine: landlock: /usr: Cannot allocate memory", NEEDS_LANDLOCK },
	{ "no descriptors", &faulty_open, { EMFILE, 0, 1 }, LATER,
	    "confine: /usr: Too many open files", NEEDS_LANDLOCK },
	{ "a folder that cannot be seen", &faulty_fstat, { EIO, 0, 1 }, LATER,
	    "confine: /usr: Input/output error", NEEDS_LANDLOCK },
	{ "a folder that is gone", &faulty_open, { ENOENT, 0, 1 }, DONE, "",
	    NEEDS_LANDLOCK },
	{ "a folder that is closed to it", &faulty_open, { EACCES, 0, 1 }, DONE,
	    "", NEEDS_LANDLOCK },
	{ "not restricted", &faulty_restrict, { E2BIG, 0, 1 }, BROKEN,
	    "confine: cannot confine: Argument list too long", NEEDS_LANDLOCK },
	{ "not filtered", &faulty_filter, { EINVAL, 0, 1 }, BROKEN,
	    "confine: cannot confine: Invalid argument", NEEDS_SECCOMP },
	{ "no memory for the filter", &faulty_filter, { ENOMEM, 0, 1 }, LATER,
	    "confine: cannot confine: Cannot allocate memory", NEEDS_SECCOMP },
	{ "no limits", &faulty_setrlimit, { EPERM, 0, 1 }, BROKEN,
	    "confine: cannot confine: Operation not permitted", 0 },
	{ "new privileges", &faulty_prctl, { EPERM, 0, 1 }, BROKEN,
	    "confine: cannot confine: Operation not permitted", 0 },
};

static void
fails(int lacking)
{
	for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
		const struct broken *row = &breaks[i];
		struct became b;

		if ((row->needs & lacking) != 0) {
			ok(true, "%s # SKIP not here", row->what);
			continue;
		}
		*row->call = row->how;
		b = confined(CONFINE_INTAKE, KEEPS_NOTHING);
		*row->call = (struct faulty){ .times = 0 };
		is_number(b.how, row->want, "%s", row->what);
		is_text(b.why, row->said, "%s: is told", row->what);
	}
}

/* Each path in its turn cannot be granted: which is told, and confines nobody. */
static void
fails_at_any(void)
{
	static const struct {
		enum keeps keeps;
		const char *own[2]; /* what it tells of beside what all have */
	} rows[] = { { KEEPS_A_FOLDER, { top, top } },
		{ KEEPS_A_PROGRAM, { "ld-linux", "/bin/true" } } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int granted = 0, wrong = 0, own[2] = { 0, 0 };
		struct became b;

		for (;; granted++) {
			faulty_open = (struct faulty){ EMFILE, granted, 1 };
			b = confined(CONFINE_MAILBOX, rows[i].keeps);
			if (b.how == DONE || granted == 100)
				break;
			wrong += b.how != LATER ||
				 strstr(b.why, "Too many open files") == NULL;
			for (int k = 0; k < 2; k++)
				own[k] += strstr(b.why, rows[i].own[k]) != NULL;
		}
		faulty_open = (struct faulty){ .times = 0 };
		is_number(wrong, 0, "a role that cannot grant a path waits");
		is_number(own[0], 1, "%s is one", rows[i].own[0]);
		is_number(own[1], 1, "%s too", rows[i].own[1]);
		ok(granted > 10 && granted < 100,
		    "when all are granted, it is confined");
	}
}

/* Is a cage refused whose n-th call of that kind fails? */
static bool
cage_fails(struct faulty *call, int n)
{
	pid_t pid;
	int status = 0;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (call != NULL)
			*call = (struct faulty){ EPERM, n, 1 };
		_exit(confine_apply(CONFINE_CAGE) ? 0 : 1);
	}
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 1;
}

/* Of the cage every single limit must hold, since no one looks afterwards. */
static void
cages(bool has_landlock)
{
	struct error why = { "" };
#ifdef BUILD_SANITIZED
	const int limits = 4; /* none of memory */
#else
	const int limits = 5;
#endif

	ok(!confine_apply(CONFINE_CAGE), "a cage that was not prepared");
	if (has_landlock) {
		faulty_create = (struct faulty){ EINVAL, 0, 1 };
		is_number(confine_prepare(CONFINE_CAGE, &why), BROKEN,
		    "nor could be: %s", why.text);
		ok(!confine_apply(CONFINE_CAGE), "is none");
		why.text[0] = '\0';
	}
	is_number(confine_prepare(CONFINE_CAGE, &why), DONE, "is prepared %s",
	    why.text);
	is_number(confine_prepare(CONFINE_CAGE, &why), DONE, "once");
	ok(!cage_fails(NULL, 0), "and holds");
	for (int i = 0; i < limits; i++)
		ok(cage_fails(&faulty_setrlimit, i), "without limit %d", i);
	ok(!cage_fails(&faulty_setrlimit, limits), "there are no others");
	for (int i = 0; i < 3; i++)
		ok(cage_fails(&faulty_prctl, i), "without setting %d", i);
}

int
main(void)
{
	int here = kernel_abi(), lacking = 0;
	char path[sizeof top + 8];

	if (here <= 0) {
		here = 0;
		lacking |= NEEDS_LANDLOCK;
	}
#ifdef BUILD_SANITIZED
	lacking |= NEEDS_SECCOMP;
#else
	if (!confine_has_seccomp()) {
		ok(true, "nothing can be hidden of nothing # SKIP not here");
		return done();
	}
#endif
	ok(mkdtemp(top) != NULL, "a folder");
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/%c", top, "ab"[i]);
		ok(mkdir(path, 0700) == 0, "a folder in it");
	}
	snprintf(path, sizeof path, "%s/a/f", top);
	close(open(path, O_WRONLY | O_CREAT, 0600));
	older_kernels(here);
	if ((lacking & NEEDS_SECCOMP) == 0)
		without_seccomp((lacking & NEEDS_LANDLOCK) == 0);
	if ((lacking & NEEDS_LANDLOCK) == 0) {
		without_a_loader();
		fails_at_any();
	}
	fails(lacking);
	cages((lacking & NEEDS_LANDLOCK) == 0);
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "%s%s", top,
		    (const char *[]){ "/a/f", "/a", "/b", "" }[i]);
		remove(path);
	}
	return done();
}
