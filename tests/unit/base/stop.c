/* stop.c - signals are wishes: they end a sleep and are remembered */
#include "base/stop.h"
#include "faulty.h"
#include "tap.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

FAULTY(int, -1, pipe2, (int ends[2], int flags), (ends, flags))
FAULTY(ssize_t, -1, read, (int fd, void *at, size_t n), (fd, at, n))

/* Longer than any machine is slow: a sleep that should end early ends. */
#define LONG_MS 60000

/* Without descriptors for its pipe: the wishes still come. */
static void
does_without_a_pipe(void)
{
	faulty_pipe2 = (struct faulty){ EMFILE, 0, 1 };
	stop_install();
	is_number(faulty_pipe2.times, 0, "there is no pipe");
	raise(SIGHUP);
	ok(stop_reload_wanted(), "a signal is a wish all the same");
}

static void
remembers(void)
{
	stop_install();
	stop_install();
	ok(!stop_is_wanted() && !stop_reload_wanted(), "nothing is asked for");
	raise(SIGPIPE);
	ok(!stop_is_wanted(), "SIGPIPE asks for nothing");
	raise(SIGHUP);
	ok(stop_reload_wanted(), "HUP asks for a reload");
	ok(!stop_reload_wanted(), "once");
	ok(!stop_is_wanted(), "and not for the end");
}

static void
sleeps(void)
{
	int ends[2];

	if (pipe(ends) < 0)
		return;
	ok(!stop_sleep(LONG_MS, -1),
	    "a signal just before it ends a sleep at once");
	ok(!stop_sleep(1, -1), "a sleep ends by itself");
	ok(!stop_sleep(1, ends[0]), "also when nothing comes to read");
	ok(write(ends[1], "x", 1) == 1, "something comes to read");
	ok(stop_sleep(LONG_MS, ends[0]), "the sleeper is told");
	close(ends[0]);
	close(ends[1]);
}

static void
keeps_errno(void)
{
	errno = EINTR;
	for (int i = 0; i < 70000; i++)
		raise(SIGHUP); /* fills the pipe: its write fails in the end */
	is_number(errno, EINTR, "a signal leaves errno alone");
	faulty_read = (struct faulty){ EAGAIN, 0, 1 };
	ok(!stop_sleep(LONG_MS, -1),
	    "a sleep ends early though another took what woke it");
	ok(!stop_sleep(LONG_MS, -1), "very many signals end a sleep");
	ok(stop_reload_wanted(), "and are one wish");
}

/* In a child: the end, once asked for, stays asked for. */
static int
ends_on(int number)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		raise(number);
		_exit(stop_is_wanted() && stop_is_wanted() ? 0 : 1);
	}
	waitpid(child, &status, 0);
	return status;
}

static void
interrupts(void)
{
	int ends[2], status = 0;
	char byte;
	pid_t parent = getpid(), child;
	ssize_t n;

	if (pipe(ends) < 0)
		return;
	child = fork();
	if (child == 0) {
		/* Again and again: the first may come before the read. */
		for (;;) {
			kill(parent, SIGHUP);
			poll(NULL, 0, 10);
		}
	}
	n = read(ends[0], &byte, 1);
	ok(n < 0 && errno == EINTR, "a signal ends a blocking read");
	kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	does_without_a_pipe();
	remembers();
	sleeps();
	keeps_errno();
	is_number(ends_on(SIGTERM), 0, "TERM asks for the end");
	is_number(ends_on(SIGINT), 0, "INT asks for the end");
	interrupts();
	return done();
}
