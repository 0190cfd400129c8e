/*
 * confine_calls.c - every system call there is, tried in each cage
 *
 * The lists here are the test's own: a call that is added to the cage must be
 * added here too, by somebody who has thought about it.
 */
#include "tap.h"

#include "base/confine.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS 600 /* more than Linux has */
/*
 * uretprobe and uprobe (Linux 6.13): the kernel lets them past every filter,
 * since it plants them into programs itself.  Elsewhere they are SIGILL.
 */
#define FIRST_UNFILTERED 335
#define LAST_UNFILTERED 336

/* What survives in the cage: allowed, or answered with an error. */
static const int in_cage[] = { SYS_read, SYS_pread64, SYS_readv, SYS_write,
	SYS_writev, SYS_close, SYS_fstat, SYS_newfstatat, SYS_lseek, SYS_munmap,
	SYS_mremap, SYS_madvise, SYS_brk, SYS_futex, SYS_clock_gettime,
	SYS_gettimeofday, SYS_exit, SYS_exit_group, SYS_rt_sigreturn,
	SYS_rt_sigprocmask, SYS_rt_sigaction, SYS_getrandom, SYS_sched_yield,
	SYS_gettid, SYS_getpid, SYS_getrusage, SYS_sched_getaffinity,
	SYS_restart_syscall, SYS_clock_nanosleep, SYS_fcntl, SYS_sysinfo,
	/* an error: */
	SYS_ioctl, SYS_tgkill, SYS_openat, SYS_access, SYS_statx, SYS_readlink,
	SYS_unlink, SYS_prlimit64 };

/* With fonts; openat is tried for writing here, which is not allowed. */
static const int in_font_cage[] = { SYS_read, SYS_pread64, SYS_readv, SYS_write,
	SYS_writev, SYS_close, SYS_fstat, SYS_newfstatat, SYS_lseek, SYS_munmap,
	SYS_mremap, SYS_madvise, SYS_brk, SYS_futex, SYS_clock_gettime,
	SYS_gettimeofday, SYS_exit, SYS_exit_group, SYS_rt_sigreturn,
	SYS_rt_sigprocmask, SYS_rt_sigaction, SYS_getrandom, SYS_sched_yield,
	SYS_gettid, SYS_getpid, SYS_getrusage, SYS_sched_getaffinity,
	SYS_restart_syscall, SYS_clock_nanosleep, SYS_fcntl, SYS_sysinfo,
	SYS_ioctl, SYS_tgkill, SYS_getdents64, SYS_statx, SYS_statfs,
	SYS_fstatfs, SYS_access, SYS_readlink, SYS_uname,
	SYS_landlock_restrict_self, SYS_prlimit64, SYS_prctl };

/* Does a process of the role survive the call, all bits of it set? */
static bool
survives(enum confine_role role, long call)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (!confine_apply(role))
			_exit(250);
		syscall(call, -1L, -1L, -1L, -1L, -1L, -1L);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid ||
	    (WIFEXITED(status) && WEXITSTATUS(status) == 250))
		return false;
	return !WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS;
}

static bool
is_listed(const int *list, size_t n, long call)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == call)
			return true;
	return false;
}

static void
test_cage(enum confine_role role, const char *what, const int *list, size_t n)
{
	int more = 0, less = 0;

	fflush(stdout);
	for (long call = 0; call < CALLS; call++) {
		bool is_allowed = survives(role, call);

		if (is_allowed == is_listed(list, n, call) ||
		    (call >= FIRST_UNFILTERED && call <= LAST_UNFILTERED))
			continue;
		printf("# %s: call %ld\n", what, call);
		fflush(stdout);
		more += is_allowed;
		less += !is_allowed;
	}
	is_number(more, 0, "%s: no call is allowed that is not listed", what);
	is_number(less, 0, "%s: each that is listed is allowed", what);
}

int
main(void)
{
	if (!confine_has_seccomp()) {
		ok(true, "no system calls are filtered # SKIP not here");
		return done();
	}
	ok(confine_prepare(CONFINE_CAGE, NULL) == DONE &&
		confine_prepare(CONFINE_CAGE_FONTS, NULL) == DONE,
	    "the cages are made");
	test_cage(CONFINE_CAGE, "cage", in_cage,
	    sizeof in_cage / sizeof *in_cage);
	test_cage(CONFINE_CAGE_FONTS, "cage with fonts", in_font_cage,
	    sizeof in_font_cage / sizeof *in_font_cage);
	return done();
}
