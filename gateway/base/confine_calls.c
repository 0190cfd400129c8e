/*
 * confine_calls.c - which system calls a process may make: when Postroom is
 * built, writes the seccomp programs that confine.c includes
 *
 * A role may call all but what is refused always; the cage nothing but what is
 * listed.  Its list was measured on libmagic, GMime, libxml2, Tesseract and
 * poppler.  A call that libraries only try late (a locale, a converter, a
 * terminal) gets an error; every other one ends the process by SIGSYS.
 *
 * At build time, since libseccomp 2.5.4 without memory gives half a program as
 * if it were whole, or never comes back.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
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

/* --- the rules ------------------------------------------------------------ */

static void
must(int result)
{
	if (result < 0) {
		errno = -result;
		err(EXIT_FAILURE, "seccomp");
	}
}

static void
rules_add(scmp_filter_ctx c, uint32_t action, const int *calls, size_t n)
{
	for (size_t i = 0; i < n; i++)
		must(seccomp_rule_add(c, action, calls[i], 0));
}

/*
 * A role with a network has addresses of this host and of others, names
 * included.  The rest are old networks, raw packets, kernel crypto, VM sockets.
 */
static void
families_filter(scmp_filter_ctx c)
{
	must(seccomp_rule_add(c, SCMP_ACT_ERRNO(EACCES), CALL(socket), 1,
	    SCMP_A0(SCMP_CMP_GT, AF_NETLINK)));
	for (unsigned family = 0; family < AF_NETLINK; family++)
		if (family != AF_UNIX && family != AF_INET &&
		    family != AF_INET6)
			must(seccomp_rule_add(c, SCMP_ACT_ERRNO(EACCES),
			    CALL(socket), 1, SCMP_A0(SCMP_CMP_EQ, family)));
}

static void
role_filter(scmp_filter_ctx c, bool may_network, bool may_serve, bool may_exec)
{
	const int exec[] = { CALL(execve), CALL(execveat) };

	rules_add(c, SCMP_ACT_ERRNO(EPERM), refused_always,
	    COUNT(refused_always));
	if (may_network)
		families_filter(c);
	else
		must(seccomp_rule_add(c, SCMP_ACT_ERRNO(EACCES), CALL(socket),
		    0));
	if (!may_serve)
		rules_add(c, SCMP_ACT_ERRNO(EACCES), serving_calls,
		    COUNT(serving_calls));
	if (!may_exec)
		rules_add(c, SCMP_ACT_ERRNO(EACCES), exec, COUNT(exec));
}

static void
fonts_filter(scmp_filter_ctx c)
{
	rules_add(c, SCMP_ACT_ALLOW, allowed_for_fonts,
	    COUNT(allowed_for_fonts));
	must(seccomp_rule_add(c, SCMP_ACT_ALLOW, CALL(openat), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT, O_RDONLY)));
	must(seccomp_rule_add(c, SCMP_ACT_ALLOW, CALL(seccomp), 1,
	    SCMP_A0(SCMP_CMP_EQ, SECCOMP_SET_MODE_FILTER)));
}

static void
cage_filter(scmp_filter_ctx c, bool has_fonts)
{
	rules_add(c, SCMP_ACT_ALLOW, allowed_in_cage, COUNT(allowed_in_cage));
	for (size_t i = 0; i < COUNT(allowed_for_data); i++)
		must(seccomp_rule_add(c, SCMP_ACT_ALLOW, allowed_for_data[i], 1,
		    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)));
	rules_add(c, SCMP_ACT_ERRNO(ENOTTY), terminal_calls,
	    COUNT(terminal_calls));
	rules_add(c, SCMP_ACT_ERRNO(EPERM), denied_in_cage,
	    COUNT(denied_in_cage));
	if (has_fonts)
		fonts_filter(c);
	else
		rules_add(c, SCMP_ACT_ERRNO(EACCES), tried_in_cage,
		    COUNT(tried_in_cage));
}

/* --- the programs --------------------------------------------------------- */

static scmp_filter_ctx
filter_begin(uint32_t otherwise)
{
	scmp_filter_ctx c = seccomp_init(otherwise);

	if (c == NULL)
		errx(EXIT_FAILURE, "seccomp: no filter");
	/* a balanced tree of system calls, not a list */
	must(seccomp_attr_set(c, SCMP_FLTATR_CTL_OPTIMIZE, 2));
	return c;
}

static void
filter_end(scmp_filter_ctx c, const char *name)
{
	FILE *file = tmpfile();
	struct sock_filter step;
	size_t n = 0;

	if (file == NULL)
		err(EXIT_FAILURE, "%s", name);
	must(seccomp_export_bpf(c, fileno(file)));
	seccomp_release(c);
	rewind(file);
	printf("static const struct sock_filter %s_steps[] = {\n", name);
	while (fread(&step, sizeof step, 1, file) == 1) {
		printf("\t{ %#x, %u, %u, %#x },\n", step.code, step.jt, step.jf,
		    step.k);
		n++;
	}
	printf(
	    "};\nstatic const struct calls_program %s = { %zu, %s_steps };\n",
	    name, n, name);
	fclose(file);
}

int
main(void)
{
	/* Whatever the kernel is that Postroom is built on. */
	must(seccomp_api_set(3));
	puts("/* Made by confine_calls.c. */\n"
	     "#include <linux/filter.h>\n"
	     "/* As struct sock_fprog, which says nothing of const. */\n"
	     "struct calls_program {\n"
	     "\tunsigned short len;\n"
	     "\tconst struct sock_filter *steps;\n"
	     "};");
	for (int fonts = 0; fonts < 2; fonts++) {
		scmp_filter_ctx c = filter_begin(SCMP_ACT_KILL_PROCESS);

		cage_filter(c, fonts);
		filter_end(c, fonts ? "cage_with_fonts" : "cage");
	}
	for (int bits = 0; bits < 8; bits++) {
		scmp_filter_ctx c = filter_begin(SCMP_ACT_ALLOW);
		char name[32];

		role_filter(c, bits & 4, bits & 2, bits & 1);
		snprintf(name, sizeof name, "role_%d", bits);
		filter_end(c, name);
	}
	puts("static const struct calls_program *const cage_programs[] = {\n"
	     "\t&cage, &cage_with_fonts };\n"
	     "/* by may_network, may_serve, may_exec */\n"
	     "static const struct calls_program *const role_programs[2][2][2] "
	     "= {\n\t{ { &role_0, &role_1 }, { &role_2, &role_3 } },\n"
	     "\t{ { &role_4, &role_5 }, { &role_6, &role_7 } } };");
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
