/*
 * hostile_roles.c - roles that try what they may not, for tests alone
 *
 * Linked in place of what each role does (the linker's --wrap), so that the
 * command before it is the real one: it prepares the house, takes its lock and
 * confines itself by the very tables of the program.  Then it does what
 * standard input says, a deed and its object a line, and prints what came of
 * it: "ok", or the name of an error.
 */
#include "base/io.h"
#include "role.h"

#include "console/console.h"
#include "intake/reconcile.h"
#include "monitor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

static int
opening(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	return fd < 0 ? errno : close(fd);
}

static int
do_read(const char *path)
{
	autofd fd = open(path, O_RDONLY | O_CLOEXEC);
	char byte;

	return fd >= 0 && read(fd, &byte, 1) == 1 ? 0 : errno;
}

static int
do_write(const char *path)
{
	return opening(path, O_WRONLY);
}

static int
do_make(const char *path)
{
	int answer = opening(path, O_WRONLY | O_CREAT | O_EXCL);

	return answer != 0 || unlink(path) == 0 ? answer : errno;
}

static int
do_remove(const char *path)
{
	return unlink(path) == 0 ? 0 : errno;
}

static int
do_list(const char *path)
{
	return opening(path, O_RDONLY | O_DIRECTORY);
}

static int
do_mode(const char *path)
{
	return chmod(path, 0777) == 0 ? 0 : errno;
}

static struct sockaddr_in
here(const char *port)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	long long number = 0;

	(void)span_to_number(span_of(port), 0, 65535, &number);
	to.sin_port = htons((uint16_t)number);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return to;
}

static int
do_connect(const char *port)
{
	struct sockaddr_in to = here(port);
	autofd fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0
		   ? 0
		   : errno;
}

static int
do_bind(const char *port)
{
	struct sockaddr_in at = here(port);
	autofd fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0
		   ? 0
		   : errno;
}

static int
do_listen(const char *port)
{
	autofd fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)port;
	return fd >= 0 && listen(fd, 1) == 0 ? 0 : errno;
}

static int
do_raw(const char *unused)
{
	autofd fd = socket(AF_PACKET, SOCK_DGRAM, 0);

	(void)unused;
	return fd < 0 ? errno : 0;
}

/* What became of a program, run with an argument that it does nothing on. */
static int
do_run(const char *path)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (dup2(STDERR_FILENO, STDOUT_FILENO) >= 0)
			execl(path, path, "--version", (char *)NULL);
		_exit(errno);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return errno;
	/* The reader program knows no --version and says so. */
	return WIFEXITED(status) && WEXITSTATUS(status) < EX__BASE
		   ? WEXITSTATUS(status)
		   : 0;
}

static pid_t
process_of(const char *word)
{
	long long pid = 0;

	(void)span_to_number(span_of(word), 1, 1 << 22, &pid);
	return (pid_t)pid;
}

static int
do_trace(const char *pid)
{
	return ptrace(PTRACE_ATTACH, process_of(pid), NULL, NULL) == 0 ? 0
								       : errno;
}

static int
do_signal(const char *pid)
{
	return kill(process_of(pid), 0) == 0 ? 0 : errno;
}

static const struct deed {
	const char *word;
	int (*act)(const char *object);
} deeds[] = {
	{ "read", do_read },
	{ "write", do_write },
	{ "make", do_make },
	{ "remove", do_remove },
	{ "list", do_list },
	{ "mode", do_mode },
	{ "connect", do_connect },
	{ "bind", do_bind },
	{ "listen", do_listen },
	{ "raw", do_raw },
	{ "run", do_run },
	{ "trace", do_trace },
	{ "signal", do_signal },
};

static const char *
deed_try(struct span word, const char *object)
{
	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
		if (span_is_equal(word, span_of(deeds[i].word))) {
			int answer = deeds[i].act(object);

			return answer == 0 ? "ok" : strerrorname_np(answer);
		}
	return "no such deed";
}

static int
deeds_do(void)
{
	char line[4096];

	while (fgets(line, sizeof line, stdin) != NULL) {
		struct span rest = span_of(line);
		struct span word;

		line[strcspn(line, "\n")] = '\0';
		rest = span_of(line);
		word = span_cut_at(&rest, ' ');
		printf("%s\n", deed_try(word, rest.len > 0 ? rest.at : ""));
		fflush(stdout);
	}
	return EX_OK;
}

int __wrap_mailbox_main(const struct role *role);
int __wrap_intake_main(const struct role *role);
int __wrap_sender_main(const struct role *role);
int __wrap_reconcile_main(const struct call *call);
int __wrap_monitor_main(const struct options *options, int listener);

int
__wrap_mailbox_main(const struct role *role)
{
	(void)role;
	return deeds_do();
}

int
__wrap_intake_main(const struct role *role)
{
	(void)role;
	return deeds_do();
}

int
__wrap_sender_main(const struct role *role)
{
	(void)role;
	return deeds_do();
}

int
__wrap_reconcile_main(const struct call *call)
{
	(void)call;
	return deeds_do();
}

int
__wrap_monitor_main(const struct options *options, int listener)
{
	(void)options;
	(void)listener;
	return deeds_do();
}
