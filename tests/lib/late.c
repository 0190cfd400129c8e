/*
 * late.c - preloaded: who asks to be told of its parent's death stops first
 *
 * A test kills the parent in the meantime, and lets it go on.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int
prctl(int what, ...)
{
	unsigned long with[4];
	va_list more;

	va_start(more, what);
	for (int i = 0; i < 4; i++)
		with[i] = va_arg(more, unsigned long);
	va_end(more);
	if (what == PR_SET_PDEATHSIG)
		raise(SIGSTOP);
	return (
	    int)syscall(SYS_prctl, what, with[0], with[1], with[2], with[3]);
}
