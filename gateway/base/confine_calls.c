/*
 * confine_calls.c - which system calls a process may make, as a seccomp program
 *
 * A role may call all but what is refused always; the cage nothing but what is
 * listed.  Its list was measured on libmagic, GMime, libxml2, Tesseract and
 * poppler.  A call that libraries only try late (a locale, a converter, a
 * terminal) gets an error; every other one ends the process by SIGSYS.
 */
#include "base/confine_calls.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define CALL(name) SCMP_SYS(name)

/* --- the lists ------------------------------------------------------------ */

/* What no role ever calls, but who has taken one over would like to. */
static const int refused_always[] = { CALL(ptrace), CALL(process_vm_readv),
	CALL(process_vm_writev), CALL(kcmp), CALL(mount), CALL(umount2),
	CALL(pivot_root), CALL(chroot), CALL(mount_setattr), CALL(move_mount),
	CALL(open_tree), CALL(fsopen), CALL(fsconfig), CALL(fsmount),
	CALL(fspick), CALL(open_by_handle_at), CALL(setns), CALL(unshare),
	CALL(bpf), CALL(perf_event_open), CALL(userfaultfd), CALL(keyctl),
	CALL(add_key), CALL(request_key), CALL(io_uring_setup),
	CALL(io_uring_enter), CALL(io_uring_register), CALL(kexec_load),
	CALL(kexec_file_load), CALL(init_module), CALL(finit_module),
	CALL(delete_module), CALL(swapon), CALL(swapoff), CALL(reboot),
	CALL(acct), CALL(quotactl), CALL(syslog), CALL(iopl), CALL(ioperm),
	CALL(settimeofday), CALL(clock_settime), CALL(clock_adjtime),
	CALL(adjtimex), CALL(sethostname), CALL(setdomainname), CALL(vhangup),
	/* what Landlock does not see: modes, owners, and in ABI 2 lengths */
	CALL(chmod), CALL(fchmodat), CALL(chown), CALL(lchown), CALL(fchownat),
	CALL(setxattr), CALL(lsetxattr), CALL(truncate) };

/* No role but the supervisor waits for anybody to call. */
static const int serving_calls[] = { CALL(listen), CALL(accept),
	CALL(accept4) };

/* What is allowed in every cage. */
static const int allowed_in_cage[] = { CALL(read), CALL(pread64), CALL(readv),
	CALL(write), CALL(writev), CALL(close), CALL(fstat), CALL(newfstatat),
	CALL(lseek), CALL(munmap), CALL(mremap), CALL(madvise), CALL(brk),
	CALL(futex), CALL(clock_gettime), CALL(gettimeofday), CALL(exit),
	CALL(exit_group), CALL(rt_sigreturn), CALL(rt_sigprocmask),
	CALL(rt_sigaction), CALL(getrandom), CALL(sched_yield), CALL(gettid),
	CALL(getpid), CALL(getrusage), CALL(sched_getaffinity),
	CALL(restart_syscall), CALL(clock_nanosleep), CALL(fcntl),
	CALL(sysinfo) /* qsort asks how much memory there is */ };

/* These too, but not for code: PROT_EXEC ends the process. */
static const int allowed_for_data[] = { CALL(mmap), CALL(mprotect) };

/* Tried by libraries, which take no for an answer: EACCES, but with fonts. */
static const int tried_in_cage[] = { CALL(openat), CALL(access), CALL(statx),
	CALL(readlink), CALL(unlink), CALL(prlimit64) };

/* What abort calls: denied, it ends the process by itself, as a fault. */
static const int denied_in_cage[] = { CALL(tgkill) };

/* Is it a terminal?  ENOTTY in every cage. */
static const int terminal_calls[] = { CALL(ioctl) };

/* Allowed with fonts; openat too, for reading. */
static const int allowed_for_fonts[] = { CALL(getdents64), CALL(statx),
	CALL(statfs), CALL(fstatfs), CALL(access), CALL(readlink), CALL(uname),
	/* and to go on into the cage without fonts: each only narrows */
	CALL(landlock_restrict_self), CALL(prlimit64), CALL(prctl) };

/* --- the programs --------------------------------------------------------- */

/* The rules are constants, which every test compiles: nothing else fails. */
static const char no_memory[] = "confine: seccomp: no memory for the rules";

/* These give 0, or something else where a rule was not added. */
static int
rules_add(scmp_filter_ctx c, uint32_t action, const int *calls, size_t n)
{
	int bad = 0;

	for (size_t i = 0; i < n; i++)
		bad |= seccomp_rule_add(c, action, calls[i], 0);
	return bad;
}

/*
 * A role with a network has addresses of this host and of others, names
 * included.  The rest are old networks, raw packets, kernel crypto, VM sockets.
 */
static int
families_filter(scmp_filter_ctx c)
{
	int bad = seccomp_rule_add(c, SCMP_ACT_ERRNO(EACCES), CALL(socket), 1,
	    SCMP_A0(SCMP_CMP_GT, AF_NETLINK));

	for (unsigned family = 0; family < AF_NETLINK; family++)
		if (family != AF_UNIX && family != AF_INET &&
		    family != AF_INET6)
			bad |= seccomp_rule_add(c, SCMP_ACT_ERRNO(EACCES),
			    CALL(socket), 1, SCMP_A0(SCMP_CMP_EQ, family));
	return bad;
}

static int
role_filter(scmp_filter_ctx c, const struct calls_rule *rule)
{
	const int exec[] = { CALL(execve), CALL(execveat) };
	int bad = rules_add(c, SCMP_ACT_ERRNO(EPERM), refused_always,
	    COUNT(refused_always));

	bad |= rule->may_network ? families_filter(c)
				 : seccomp_rule_add(c, SCMP_ACT_ERRNO(EACCES),
				       CALL(socket), 0);
	if (!rule->may_serve)
		bad |= rules_add(c, SCMP_ACT_ERRNO(EACCES), serving_calls,
		    COUNT(serving_calls));
	if (!rule->may_exec)
		bad |= rules_add(c, SCMP_ACT_ERRNO(EACCES), exec, COUNT(exec));
	return bad;
}

static int
fonts_filter(scmp_filter_ctx c)
{
	return rules_add(c, SCMP_ACT_ALLOW, allowed_for_fonts,
		   COUNT(allowed_for_fonts)) |
	       seccomp_rule_add(c, SCMP_ACT_ALLOW, CALL(openat), 1,
		   SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT, O_RDONLY)) |
	       seccomp_rule_add(c, SCMP_ACT_ALLOW, CALL(seccomp), 1,
		   SCMP_A0(SCMP_CMP_EQ, SECCOMP_SET_MODE_FILTER));
}

static int
cage_filter(scmp_filter_ctx c, bool has_fonts)
{
	int bad = rules_add(c, SCMP_ACT_ALLOW, allowed_in_cage,
	    COUNT(allowed_in_cage));

	for (size_t i = 0; i < COUNT(allowed_for_data); i++)
		bad |= seccomp_rule_add(c, SCMP_ACT_ALLOW, allowed_for_data[i],
		    1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	bad |= rules_add(c, SCMP_ACT_ERRNO(ENOTTY), terminal_calls,
	    COUNT(terminal_calls));
	bad |= rules_add(c, SCMP_ACT_ERRNO(EPERM), denied_in_cage,
	    COUNT(denied_in_cage));
	if (has_fonts)
		return bad | fonts_filter(c);
	return bad | rules_add(c, SCMP_ACT_ERRNO(EACCES), tried_in_cage,
			 COUNT(tried_in_cage));
}

/* The compiled program of a filter, mapped from a file in memory. */
static enum outcome
filter_export(scmp_filter_ctx c, struct sock_fprog *program, struct error *why)
{
	autofd fd = memfd_create("filter", MFD_CLOEXEC);
	struct stat st;
	void *at;

	if (fd < 0)
		return fail(why, io_outcome(errno), "confine: seccomp: %s",
		    strerror(errno));
	/* What is written stays in memory, so that no disk can be the cause. */
	if (seccomp_export_bpf(c, fd) < 0 || fstat(fd, &st) < 0)
		return fail(why, LATER, "%s", no_memory);
	at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		return fail(why, io_outcome(errno), "confine: seccomp: %s",
		    strerror(errno));
	program->filter = at;
	program->len =
	    (unsigned short)((size_t)st.st_size / sizeof *program->filter);
	return DONE;
}

bool
calls_can_be_filtered(void)
{
	const uint32_t action = SECCOMP_RET_KILL_PROCESS;

#ifdef BUILD_SANITIZED
	return false;
#endif
	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

enum outcome
calls_compile(const struct calls_rule *rule, struct sock_fprog *program,
    struct error *why)
{
	scmp_filter_ctx c = seccomp_init(
	    rule->is_cage ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ALLOW);
	enum outcome how;

	if (c == NULL ||
	    (rule->is_cage ? cage_filter(c, rule->has_fonts)
			   : role_filter(c, rule)) != 0 ||
	    /* a balanced tree of system calls, not a list */
	    seccomp_attr_set(c, SCMP_FLTATR_CTL_OPTIMIZE, 2) != 0)
		how = fail(why, LATER, "%s", no_memory);
	else
		how = filter_export(c, program, why);
	seccomp_release(c);
	return how;
}
