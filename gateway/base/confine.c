/*
 * confine.c - rlimits, no_new_privs, Landlock and seccomp by one table
 *
 * Trusts: the caller's list of folders.
 * Doubts: the kernel's age: what it lacks is named, never taken for granted.
 */
#include "base/confine.h"
#include "base/ceilings.h"
#include "base/io.h"
#include "confine_programs.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CAGE_MEMORY_BYTES (1200ll << 20)
#define COUNT(list) (sizeof(list) / sizeof *(list))

enum profile {
	PROFILE_ROLE, /* everything but what only an intruder would call */
	PROFILE_CAGE  /* nothing but what reading a document needs */
};

/* Folders that come with a role, over and above its own. */
enum folders {
	FOLDERS_ANY,     /* Landlock is left off */
	FOLDERS_ONLINE,  /* what an offline role has, /etc and /run */
	FOLDERS_OFFLINE, /* libraries and what they read; no secret */
	FOLDERS_FONTS,   /* fonts, and poppler's tables */
	FOLDERS_NONE
};

/*
 * What a role may do.  The supervisor's children inherit what it gives up, so
 * it keeps network and files for them: they confine themselves at once.
 */
static const struct rule {
	enum profile profile;
	enum folders folders;
	bool may_network;
	bool may_serve; /* listen, and accept who calls */
	bool may_exec;  /* what its paths name: a reader, a command, or none */
	rlim_t files;   /* open descriptors; 0 leaves the limit alone */
} rules[] = {
	[CONFINE_SUPERVISOR] = { .folders = FOLDERS_ANY,
	    .may_network = true,
	    .may_serve = true,
	    .may_exec = true },
	[CONFINE_MAILBOX] = { .folders = FOLDERS_ONLINE,
	    .may_network = true,
	    .may_exec = true },
	[CONFINE_SENDER] = { .folders = FOLDERS_ONLINE,
	    .may_network = true,
	    .may_exec = true },
	[CONFINE_INTAKE] = { .folders = FOLDERS_OFFLINE, .may_exec = true },
	[CONFINE_MONITOR] = { .folders = FOLDERS_OFFLINE, .may_serve = true },
	[CONFINE_EXTRACT] = { .folders = FOLDERS_FONTS },
	[CONFINE_CAGE_FONTS] = { .profile = PROFILE_CAGE,
	    .folders = FOLDERS_FONTS,
	    .files = 64 },
	[CONFINE_CAGE] = { .profile = PROFILE_CAGE,
	    .folders = FOLDERS_NONE,
	    .files = 16 },
};

/* What confine_prepare has made; set once, before any outside byte is read. */
static struct prepared {
	/* NULL: this kernel has no seccomp */
	const struct calls_program *calls;
	int landlock; /* -1: this kernel has no Landlock */
	bool ready;
} prepared[COUNT(rules)];

/* --- Landlock ------------------------------------------------------------- */

/* Debian 12's headers end before these (kernels 6.2, 6.10, 6.7, 6.12). */
#define FS_TRUNCATE (1ull << 14)
#define FS_IOCTL_DEV (1ull << 15)
#define FS_EXECUTE (1ull << 0)
#define FS_WRITE_FILE (1ull << 1)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_MAKE_CHAR (1ull << 6)
#define FS_MAKE_BLOCK (1ull << 11)
#define FS_FIRST ((1ull << 13) - 1) /* all of ABI 1 */
#define FS_REFER (1ull << 13)       /* rename to another folder: ABI 2 */
#define FS_READ (FS_READ_FILE | FS_READ_DIR)
#define FS_RUN (FS_READ | FS_EXECUTE)
#define FS_WRITE (~(FS_EXECUTE | FS_MAKE_CHAR | FS_MAKE_BLOCK | FS_IOCTL_DEV))
/* The rights that exist for something that is no folder. */
#define FS_OF_FILE                                                             \
	(FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV)

#define TCP_BIND (1ull << 0)
#define TCP_CONNECT (1ull << 1)
#define SCOPE_SOCKETS (1ull << 0) /* abstract ones */
#define SCOPE_SIGNALS (1ull << 1)

struct ruleset {
	uint64_t fs;
	uint64_t tcp;    /* ABI 4: bind, connect */
	uint64_t scoped; /* ABI 6: abstract sockets, signals */
};

struct beneath {
	uint64_t rights;
	int32_t folder;
} __attribute__((packed));

struct granted {
	const char *path;
	uint64_t rights;
};

/* Of every role that loads libraries; no secret is beneath them. */
static const struct granted library_paths[] = {
	{ "/usr", FS_READ },
	{ "/bin", FS_READ },
	{ "/lib", FS_READ },
	{ "/lib64", FS_READ },
	{ "/proc", FS_READ },
	{ "/var/cache/fontconfig", FS_READ },
	{ "/dev/null", FS_READ | FS_WRITE_FILE },
	{ "/dev/urandom", FS_READ },
	{ "/etc/ld.so.cache", FS_READ },
	{ "/etc/localtime", FS_READ },
	{ "/etc/fonts", FS_READ },
	{ "/etc/magic", FS_READ },
	{ "/etc/ssl/openssl.cnf", FS_READ },
	{ NULL, 0 },
};

/*
 * Names and certificates, whole, since resolv.conf is replaced while we run.
 * Passwords may be in /etc, and systemd lays credentials in /run: only roles
 * that have them to log in with come here.
 */
static const struct granted online_paths[] = {
	{ "/etc", FS_READ },
	{ "/run", FS_READ },
	{ NULL, 0 },
};

static const struct granted font_paths[] = {
	{ "/usr/share/fonts", FS_READ },
	{ "/usr/local/share/fonts", FS_READ },
	{ "/usr/share/fontconfig", FS_READ },
	{ "/usr/share/poppler", FS_READ },
	{ "/etc/fonts", FS_READ },
	{ "/var/cache/fontconfig", FS_READ },
	{ NULL, 0 },
};

static const struct granted *const granted_paths[][2] = {
	[FOLDERS_ONLINE] = { library_paths, online_paths },
	[FOLDERS_OFFLINE] = { library_paths },
	[FOLDERS_FONTS] = { font_paths },
	[FOLDERS_NONE] = { NULL },
};

/* The kernel's Landlock ABI; 0 for none. */
static int
landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);

	return abi < 0 ? 0 : (int)abi;
}

static uint64_t
landlock_rights(int abi)
{
	uint64_t fs = FS_FIRST;

	if (abi >= 2)
		fs |= FS_REFER;
	if (abi >= 3)
		fs |= FS_TRUNCATE;
	if (abi >= 5)
		fs |= FS_IOCTL_DEV;
	return fs;
}

static int
landlock_open(const struct rule *rule, int abi)
{
	struct ruleset set = { .fs = landlock_rights(abi) };
	size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;

	if (abi >= 4)
		set.tcp = rule->may_network ? TCP_BIND : TCP_BIND | TCP_CONNECT;
	if (abi >= 6)
		set.scoped = rule->may_network ? SCOPE_SIGNALS
					       : SCOPE_SIGNALS | SCOPE_SOCKETS;
	return (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
}

/* Allows the rights beneath path; a path that is missing is skipped. */
static enum outcome
landlock_allow(int set, int abi, const char *path, uint64_t rights,
    struct error *why)
{
	autofd fd = open(path, O_PATH | O_CLOEXEC);
	struct beneath rule = { rights & landlock_rights(abi), fd };
	struct stat st;

	if (fd < 0 && (errno == ENOENT || errno == EACCES))
		return DONE;
	if (fd < 0 || fstat(fd, &st) < 0)
		return fail(why, io_outcome(errno), "confine: %s: %s", path,
		    strerror(errno));
	if (!S_ISDIR(st.st_mode))
		rule.rights &= FS_OF_FILE;
	if (syscall(SYS_landlock_add_rule, set, 1, &rule, 0) < 0)
		return fail(why, io_outcome(errno), "confine: landlock: %s: %s",
		    path, strerror(errno));
	return DONE;
}

/* The loader of programs, which runs whatever is run; NULL for none. */
static const char *
loader_path(void)
{
	uintptr_t at = getauxval(AT_PHDR), base = at;
	const ElfW(Phdr) *head = (const ElfW(Phdr) *)at;
	size_t n = getauxval(AT_PHNUM);

	for (size_t i = 0; i < n; i++)
		if (head[i].p_type == PT_PHDR)
			base = at - head[i].p_vaddr;
	for (size_t i = 0; i < n; i++)
		if (head[i].p_type == PT_INTERP)
			return (const char *)(base + head[i].p_vaddr);
	return NULL;
}

/* The folders and files of the role's own, and the loader if it may run any. */
static enum outcome
landlock_allow_own(int set, const struct confine_path *paths, size_t n,
    bool may_exec, struct error *why)
{
	static const uint64_t rights[] = { [CONFINE_READ] = FS_READ,
		[CONFINE_WRITE] = FS_WRITE,
		[CONFINE_RUN] = FS_RUN };
	const char *loader = may_exec ? loader_path() : NULL;
	int abi = landlock_abi();
	enum outcome how = DONE;

	if (loader != NULL)
		how = landlock_allow(set, abi, loader,
		    FS_READ_FILE | FS_EXECUTE, why);
	for (size_t i = 0; i < n && how == DONE; i++)
		how = landlock_allow(set, abi, paths[i].path,
		    rights[paths[i].right], why);
	return how;
}

/* The role's rule set without its own folders; -1 where there is none. */
static enum outcome
landlock_prepare(const struct rule *rule, int *set, struct error *why)
{
	int abi = landlock_abi();
	enum outcome how = DONE;
	int fd;

	*set = -1;
	if (rule->folders == FOLDERS_ANY || abi == 0)
		return DONE;
	fd = landlock_open(rule, abi);
	if (fd < 0)
		return fail(why, io_outcome(errno), "confine: landlock: %s",
		    strerror(errno));
	for (size_t i = 0; i < COUNT(*granted_paths); i++)
		for (const struct granted *g = granted_paths[rule->folders][i];
		     g != NULL && g->path != NULL && how == DONE; g++)
			how = landlock_allow(fd, abi, g->path, g->rights, why);
	if (how != DONE)
		io_close(&fd);
	else
		*set = fd;
	return how;
}

/* --- seccomp -------------------------------------------------------------- */

bool
confine_has_seccomp(void)
{
	const uint32_t action = SECCOMP_RET_KILL_PROCESS;

#ifdef BUILD_SANITIZED
	return false;
#endif
	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static const struct calls_program *
program_of(const struct rule *rule, bool may_exec)
{
	return rule->profile == PROFILE_CAGE
		   ? cage_programs[rule->folders == FOLDERS_FONTS]
		   : role_programs[rule->may_network][rule->may_serve]
				  [may_exec];
}

/* --- all of it ------------------------------------------------------------ */

static bool
limit_set(__rlimit_resource_t which, rlim_t soft, rlim_t hard)
{
	const struct rlimit limit = { soft, hard };

	return setrlimit(which, &limit) == 0;
}

/*
 * FSIZE is left alone: 0 would end a process whose standard error is a file,
 * and no file can be opened for writing anyway.
 */
static bool
limits_set(const struct rule *rule)
{
	if (!limit_set(RLIMIT_CORE, 0, 0))
		return false;
	if (rule->profile == PROFILE_ROLE)
		return true;
#ifndef BUILD_SANITIZED
	if (!limit_set(RLIMIT_AS, CAGE_MEMORY_BYTES, CAGE_MEMORY_BYTES))
		return false;
#endif
	/* SIGXCPU first, so that the cause of death can be told. */
	return limit_set(RLIMIT_CPU, MAX_DOCUMENT_SECONDS,
		   MAX_DOCUMENT_SECONDS + 1) &&
	       limit_set(RLIMIT_NOFILE, rule->files, rule->files) &&
	       limit_set(RLIMIT_NPROC, 0, 0) &&
	       prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
	       prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0;
}

static bool
mechanisms_apply(enum confine_role role, const struct prepared *p)
{
	if (!limits_set(&rules[role]) ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	if (p->landlock >= 0 &&
	    syscall(SYS_landlock_restrict_self, p->landlock, 0) != 0)
		return false;
	return p->calls == NULL ||
	       syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, p->calls) == 0;
}

/* Is every folder's rename expressible?  ABI 1 forbids it between folders. */
static bool
landlock_is_enough(const struct confine_path *paths, size_t n)
{
	if (landlock_abi() >= 2)
		return true;
	for (size_t i = 0; i < n; i++)
		if (paths[i].right == CONFINE_WRITE)
			return false;
	return true;
}

static const char *
missing_list(const struct rule *rule, const struct prepared *p)
{
	bool lacks_files = p->landlock < 0 && rule->folders != FOLDERS_ANY;
	bool lacks_calls = p->calls == NULL;
#ifdef BUILD_SANITIZED
	lacks_calls = false; /* left off when compiling, not lacking */
#endif
	if (lacks_files && lacks_calls)
		return "Landlock, seccomp";
	return lacks_files ? "Landlock" : lacks_calls ? "seccomp" : "";
}

/* Is there anything that the role may run? */
static bool
may_run_any(const struct rule *rule, const struct confine_path *paths, size_t n)
{
	if (rule->folders == FOLDERS_ANY)
		return rule->may_exec;
	for (size_t i = 0; i < n; i++)
		if (paths[i].right == CONFINE_RUN)
			return rule->may_exec;
	return false;
}

static enum outcome
role_prepare(enum confine_role role, bool may_exec, struct error *why)
{
	struct prepared *p = &prepared[role];
	enum outcome how;

	if (p->ready)
		return DONE;
	how = landlock_prepare(&rules[role], &p->landlock, why);
	if (how == DONE && confine_has_seccomp())
		p->calls = program_of(&rules[role], may_exec);
	p->ready = how == DONE;
	return how;
}

enum outcome
confine_prepare(enum confine_role role, struct error *why)
{
	return role_prepare(role, false, why);
}

bool
confine_apply(enum confine_role role)
{
	return prepared[role].ready && mechanisms_apply(role, &prepared[role]);
}

enum outcome
confine_enter(enum confine_role role, const struct confine_path *paths,
    size_t n, const char **missing, struct error *why)
{
	struct prepared *p = &prepared[role];
	bool may_exec = may_run_any(&rules[role], paths, n);
	enum outcome how = role_prepare(role, may_exec, why);

	if (how != DONE)
		return how;
	if (!landlock_is_enough(paths, n))
		io_close(&p->landlock);
	if (p->landlock >= 0)
		how = landlock_allow_own(p->landlock, paths, n, may_exec, why);
	if (how != DONE)
		return how;
	if (!mechanisms_apply(role, p))
		return fail(why, io_outcome(errno),
		    "confine: cannot confine: %s", strerror(errno));
	*missing = missing_list(&rules[role], p);
	io_close(&p->landlock);
	return DONE;
}
