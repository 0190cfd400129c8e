/*
 * confine.c - what a confined process tries, and what becomes of it
 *
 * Each case runs in a child of its own, as this user, and as nobody where the
 * tests run as root: Landlock and seccomp must bind both.
 */
#include "tap.h"

#include "base/confine.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLED (-SIGSYS)
#define BAD 250 /* confining itself failed */

/* A folder with own/a, own/b, read/file and foreign/file in it. */
static char top[] = "/tmp/postroom-confine-XXXXXX";

/* --- what is tried: 0 for success, else errno ----------------------------- */

static int
opening(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	return fd < 0 ? errno : close(fd);
}

static int
opening_in_top(const char *name, int flags)
{
	char path[sizeof top + 32];

	snprintf(path, sizeof path, "%s/%s", top, name);
	return opening(path, flags);
}

static int
passwd_read(void)
{
	return opening("/etc/passwd", O_RDONLY);
}

static int
font_read(void)
{
	return opening("/usr/share/fonts", O_RDONLY | O_DIRECTORY);
}

static int
null_write(void)
{
	return opening("/dev/null", O_WRONLY);
}

static int
own_write(void)
{
	return opening_in_top("own/a/new", O_WRONLY | O_CREAT);
}

static int
own_move(void)
{
	char from[sizeof top + 32], path[sizeof top + 32];

	snprintf(from, sizeof from, "%s/own/a/moved", top);
	snprintf(path, sizeof path, "%s/own/b/moved", top);
	if (opening(from, O_WRONLY | O_CREAT) != 0)
		return BAD;
	return rename(from, path) == 0 && unlink(path) == 0 ? 0 : errno;
}

static int
read_read(void)
{
	return opening_in_top("read/file", O_RDONLY);
}

static int
read_write(void)
{
	return opening_in_top("read/file", O_WRONLY);
}

static int
foreign_read(void)
{
	return opening_in_top("foreign/file", O_RDONLY);
}

static int
foreign_create(void)
{
	return opening_in_top("foreign/new", O_WRONLY | O_CREAT);
}

static int
socket_of(int family, int type)
{
	int fd = socket(family, type, 0);

	return fd < 0 ? errno : close(fd);
}

static int
inet(void)
{
	return socket_of(AF_INET, SOCK_STREAM);
}

static int
inet6(void)
{
	return socket_of(AF_INET6, SOCK_DGRAM);
}

static int
netlink(void)
{
	return socket_of(AF_NETLINK, SOCK_RAW);
}

static int
packet(void)
{
	return socket_of(AF_PACKET, SOCK_DGRAM);
}

static int
pair(void)
{
	int fds[2];

	return socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds) == 0 ? 0 : errno;
}

static int
child_of(int (*act)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(act());
	if (pid < 0)
		return errno;
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? BAD : WEXITSTATUS(status);
}

static int
nothing(void)
{
	return 0;
}

static int
forking(void)
{
	return child_of(nothing);
}

static int
run_true(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno;
}

static int
run_false(void)
{
	execl("/bin/false", "false", (char *)NULL);
	return errno;
}

static int
program(void)
{
	return child_of(run_true);
}

static int
other_program(void)
{
	return child_of(run_false);
}

/* A socket that waits for calls, on a port of its own choice. */
static int
serving(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd >= 0 && listen(fd, 1) == 0 ? close(fd) : errno;
}

static int
port_taken(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return bind(fd, (struct sockaddr *)&any, sizeof any) == 0 ? close(fd)
								  : errno;
}

static int
own_opened_up(void)
{
	char path[sizeof top + 32];

	snprintf(path, sizeof path, "%s/own/a", top);
	return chmod(path, 0777) == 0 ? 0 : errno;
}

static int
foreign_cut(void)
{
	char path[sizeof top + 32];

	snprintf(path, sizeof path, "%s/foreign/file", top);
	return truncate(path, 0) == 0 ? 0 : errno;
}

static int
tracing(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 0 : errno;
}

static int
code(void)
{
	void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? errno : 0;
}

static int
memory_of(size_t len)
{
	void *at = mmap(NULL, len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return at == MAP_FAILED ? errno : 0;
}

static int
some_memory(void)
{
	return memory_of((size_t)900 << 20);
}

static int
much_memory(void)
{
	return memory_of((size_t)1200 << 20);
}

static int
limit_raised(void)
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

	return setrlimit(RLIMIT_CPU, &limit) == 0 ? 0 : errno;
}

static int
terminal(void)
{
	return isatty(0) ? 0 : errno;
}

static int
kill_parent(void)
{
	return kill(getppid(), 0) == 0 ? 0 : errno;
}

static int
kill_child(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		pause();
		_exit(0);
	}
	if (pid < 0 || kill(pid, SIGTERM) < 0)
		return errno;
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? 0 : BAD;
}

static int
cage_then_font(void)
{
	return confine_apply(CONFINE_CAGE) ? font_read() : BAD;
}

static int
cage_then_inet(void)
{
	return confine_apply(CONFINE_CAGE) ? inet() : BAD;
}

static int
caged_child(void)
{
	return child_of(cage_then_font);
}

/* --- the cases ------------------------------------------------------------ */

enum need {
	LANDLOCK = 1,
	SECCOMP = 2,
	LIMITS = 4,   /* of memory, which sanitizers cannot have */
	PORTS = 8,    /* Landlock from Linux 6.7 */
	SIGNALS = 16, /* Landlock from Linux 6.12 */
	FILES = LANDLOCK
};

static const struct test {
	enum confine_role role;
	const char *what;
	int (*act)(void);
	int want; /* errno, 0, or KILLED */
	int needs;
} tests[] = {
	{ CONFINE_CAGE, "cage: open a file", passwd_read, EACCES, FILES },
	{ CONFINE_CAGE, "cage: open a font", font_read, EACCES, FILES },
	{ CONFINE_CAGE, "cage: make a file", own_write, EACCES, FILES },
	{ CONFINE_CAGE, "cage: a socket", inet, KILLED, SECCOMP },
	{ CONFINE_CAGE, "cage: a pair of sockets", pair, KILLED, SECCOMP },
	{ CONFINE_CAGE, "cage: fork", forking, KILLED, SECCOMP },
	{ CONFINE_CAGE, "cage: a program", run_true, KILLED, SECCOMP },
	{ CONFINE_CAGE, "cage: code in memory", code, KILLED, SECCOMP },
	{ CONFINE_CAGE, "cage: a signal", kill_parent, KILLED, SECCOMP },
	{ CONFINE_CAGE, "cage: trace", tracing, KILLED, SECCOMP },
	{ CONFINE_CAGE, "cage: raise a limit", limit_raised, EACCES, SECCOMP },
	{ CONFINE_CAGE, "cage: ask for a terminal", terminal, ENOTTY, SECCOMP },
	{ CONFINE_CAGE, "cage: 900 MiB", some_memory, 0, LIMITS },
	{ CONFINE_CAGE, "cage: 1,200 MiB more", much_memory, ENOMEM, LIMITS },
	{ CONFINE_CAGE_FONTS, "fonts: open a font", font_read, 0, FILES },
	{ CONFINE_CAGE_FONTS, "fonts: open a file", passwd_read, EACCES,
	    FILES },
	{ CONFINE_CAGE_FONTS, "fonts: write a file", null_write, KILLED,
	    SECCOMP },
	{ CONFINE_CAGE_FONTS, "fonts: a socket", inet, KILLED, SECCOMP },
	{ CONFINE_CAGE_FONTS, "fonts: fork", forking, KILLED, SECCOMP },
	{ CONFINE_CAGE_FONTS, "fonts, then cage: open a font", cage_then_font,
	    EACCES, FILES },
	{ CONFINE_CAGE_FONTS, "fonts, then cage: a socket", cage_then_inet,
	    KILLED, SECCOMP },
	{ CONFINE_EXTRACT, "extract: open a font", font_read, 0, FILES },
	{ CONFINE_EXTRACT, "extract: open a file", passwd_read, EACCES, FILES },
	{ CONFINE_EXTRACT, "extract: a socket", inet, EACCES, SECCOMP },
	{ CONFINE_EXTRACT, "extract: a program", run_true, EACCES, FILES },
	{ CONFINE_EXTRACT, "extract: fork", forking, 0, 0 },
	{ CONFINE_EXTRACT, "extract: a cage of its own", caged_child, EACCES,
	    FILES },
	{ CONFINE_INTAKE, "intake: write its folder", own_write, 0, 0 },
	{ CONFINE_INTAKE, "intake: move between its folders", own_move, 0, 0 },
	{ CONFINE_INTAKE, "intake: read a read-only folder", read_read, 0, 0 },
	{ CONFINE_INTAKE, "intake: write there", read_write, EACCES, FILES },
	{ CONFINE_INTAKE, "intake: read elsewhere", foreign_read, EACCES,
	    FILES },
	{ CONFINE_INTAKE, "intake: create elsewhere", foreign_create, EACCES,
	    FILES },
	{ CONFINE_INTAKE, "intake: /etc", passwd_read, EACCES, FILES },
	{ CONFINE_INTAKE, "intake: /dev/null", null_write, 0, 0 },
	{ CONFINE_INTAKE, "intake: the network", inet, EACCES, SECCOMP },
	{ CONFINE_INTAKE, "intake: the network, new", inet6, EACCES, SECCOMP },
	{ CONFINE_INTAKE, "intake: a pair of sockets", pair, 0, 0 },
	{ CONFINE_INTAKE, "intake: the program named", program, 0, 0 },
	{ CONFINE_INTAKE, "intake: another program", other_program, EACCES,
	    FILES },
	{ CONFINE_INTAKE, "intake: trace", tracing, EPERM, SECCOMP },
	{ CONFINE_INTAKE, "intake: signal its own child", kill_child, 0, 0 },
	{ CONFINE_INTAKE, "intake: signal another", kill_parent, EPERM,
	    SIGNALS },
	{ CONFINE_INTAKE, "intake: change a mode", own_opened_up, EPERM,
	    SECCOMP },
	{ CONFINE_INTAKE, "intake: cut a file elsewhere", foreign_cut, EPERM,
	    SECCOMP },
	{ CONFINE_MAILBOX, "mailbox: the network", inet, 0, 0 },
	{ CONFINE_MAILBOX, "mailbox: addresses of this host", netlink, 0, 0 },
	{ CONFINE_MAILBOX, "mailbox: raw packets", packet, EACCES, SECCOMP },
	{ CONFINE_MAILBOX, "mailbox: serve", serving, EACCES, SECCOMP },
	{ CONFINE_MAILBOX, "mailbox: take a port", port_taken, EACCES, PORTS },
	{ CONFINE_MAILBOX, "mailbox: signal another", kill_parent, EPERM,
	    SIGNALS },
	{ CONFINE_MAILBOX, "mailbox: /etc", passwd_read, 0, 0 },
	{ CONFINE_MAILBOX, "mailbox: write its folder", own_write, 0, 0 },
	{ CONFINE_MAILBOX, "mailbox: read elsewhere", foreign_read, EACCES,
	    FILES },
	{ CONFINE_MAILBOX, "mailbox: a password command", program, 0, 0 },
	{ CONFINE_SENDER, "sender: the network", inet, 0, 0 },
	{ CONFINE_SENDER, "sender: serve", serving, EACCES, SECCOMP },
	{ CONFINE_SENDER, "sender: take a port", port_taken, EACCES, PORTS },
	{ CONFINE_SENDER, "sender: signal another", kill_parent, EPERM,
	    SIGNALS },
	{ CONFINE_MONITOR, "monitor: the network", inet, EACCES, SECCOMP },
	{ CONFINE_MONITOR, "monitor: /etc", passwd_read, EACCES, FILES },
	{ CONFINE_MONITOR, "monitor: a program", program, EACCES, FILES },
	{ CONFINE_SENDER, "sender: read elsewhere", foreign_read, EACCES,
	    FILES },
	{ CONFINE_SENDER, "sender: a font", font_read, 0, 0 },
	{ CONFINE_SUPERVISOR, "supervisor: trace", tracing, EPERM, SECCOMP },
	{ CONFINE_SUPERVISOR, "supervisor: files", foreign_read, 0, 0 },
	{ CONFINE_SUPERVISOR, "supervisor: network", inet, 0, 0 },
	{ CONFINE_SUPERVISOR, "supervisor: a program", program, 0, 0 },
};

static bool
enter(enum confine_role role)
{
	char own[sizeof top + 8], read_only[sizeof top + 8];
	const struct confine_path paths[] = { { own, CONFINE_WRITE },
		{ read_only, CONFINE_READ }, { "/bin/true", CONFINE_RUN },
		{ "/does/not/exist", CONFINE_WRITE } };
	const char *missing;

	snprintf(own, sizeof own, "%s/own", top);
	snprintf(read_only, sizeof read_only, "%s/read", top);
	return confine_enter(role, paths, 4, &missing, NULL) == DONE;
}

static void __attribute__((noreturn))
child_run(const struct test *test, bool as_nobody)
{
	bool is_role =
	    test->role != CONFINE_CAGE && test->role != CONFINE_CAGE_FONTS;

	if (as_nobody && (setgid(65534) < 0 || setuid(65534) < 0))
		_exit(BAD);
	if (confine_prepare(CONFINE_CAGE, NULL) != DONE ||
	    confine_prepare(CONFINE_CAGE_FONTS, NULL) != DONE ||
	    !(is_role ? enter(test->role) : confine_apply(test->role)))
		_exit(BAD);
	_exit(test->act());
}

static void
test_run(const struct test *test, int lacking, bool as_nobody)
{
	const char *who = as_nobody ? " (as nobody)" : "";
	int status, got;
	pid_t pid;

	if ((test->needs & lacking) != 0) {
		ok(true, "%s%s # SKIP not here", test->what, who);
		return;
	}
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		child_run(test, as_nobody);
	waitpid(pid, &status, 0);
	got = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
	is_number(got, test->want, "%s%s", test->what, who);
}

/* The kernel's Landlock ABI, -1 for none. */
static long
landlock_abi(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
}

/* What this kernel and this build cannot do. */
static int
lacking_find(void)
{
	const char *missing = "";
	int pipes[2], lacking = 0, n;
	char list[64] = "";

	if (pipe(pipes) != 0)
		return -1;
	if (fork() == 0) {
		if (confine_enter(CONFINE_INTAKE, NULL, 0, &missing, NULL) !=
		    DONE)
			missing = "?";
		n = (int)write(pipes[1], missing, strlen(missing));
		_exit(n < 0);
	}
	close(pipes[1]);
	n = (int)read(pipes[0], list, sizeof list - 1);
	wait(NULL);
	printf("# missing: %s\n", list);
	ok(n >= 0 && strcmp(list, "?") != 0, "the kernel is asked");
	lacking |= strstr(list, "Landlock") != NULL ? LANDLOCK : 0;
	lacking |= landlock_abi() < 4 ? PORTS : 0;
	lacking |= landlock_abi() < 6 ? SIGNALS : 0;
	lacking |= strstr(list, "seccomp") != NULL ? SECCOMP : 0;
#ifdef BUILD_SANITIZED
	lacking |= SECCOMP | LIMITS;
#endif
	return lacking;
}

static void
folders_make(void)
{
	static const char *const names[] = { "", "/own", "/own/a", "/own/b",
		"/read", "/foreign" };
	static const char *const files[] = { "/read/file", "/foreign/file" };
	char path[sizeof top + 32];

	ok(mkdtemp(top) != NULL, "a folder to try in");
	umask(0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s%s", top, names[i]);
		mkdir(path, 0777);
		chmod(path, 0777);
	}
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s%s", top, files[i]);
		close(open(path, O_WRONLY | O_CREAT, 0666));
	}
}

static void
folders_remove(void)
{
	static const char *const names[] = { "/own/a/new", "/read/file",
		"/foreign/file", "/own/a", "/own/b", "/own", "/read",
		"/foreign", "" };
	char path[sizeof top + 32];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s%s", top, names[i]);
		remove(path);
	}
}

int
main(void)
{
	int lacking;

	folders_make();
	lacking = lacking_find();
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
		test_run(&tests[i], lacking, false);
	for (size_t i = 0; i < sizeof tests / sizeof *tests && geteuid() == 0;
	     i++) {
		char path[sizeof top + 32];

		snprintf(path, sizeof path, "%s/own/a/new", top);
		unlink(path);
		test_run(&tests[i], lacking, true);
	}
	folders_remove();
	return done();
}
