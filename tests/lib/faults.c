/*
 * faults.c - preloaded: the n-th call that changes the world ends or fails
 *
 * Counts the calls of one kind of fault that the main thread of a program
 * makes, and at the n-th kills the process, or lets the call fail.  What the
 * program starts and what its children do before they become another program
 * is not counted.  A commit of SQLite is the writes and syncs of its files, by
 * the same calls.  It asks for nothing that a role gives up: the count is in
 * memory shared with the test, mapped before main.
 *
 *   FAULT_STATE     a file of sizeof (struct state) bytes; without it, nothing
 *   FAULT_PROGRAMS  file names of the programs meant, parted by spaces
 *   FAULT_KIND      kill, kill-after, kill-short (half of the bytes are
 *                   written first), ENOSPC, EIO, EMFILE or ENOMEM
 *   FAULT_AT        n, from 1; 0 only counts, and lists which n are the first
 *                   that a chain of calls leads to
 *   FAULT_FOR       how many calls fail from there on, 1 where it is not set
 *
 * Killed at: write, pwrite, writev, send and sendmsg of anything but the
 * standard streams; rename, link, unlink, mkdir; open that creates; fsync,
 * fdatasync, syncfs, ftruncate.  ENOSPC: those that need room on a disk.  EIO:
 * all that touch a disk, reading included.  EMFILE: what makes a descriptor.
 * ENOMEM: malloc and its family, mmap.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_CHAINS 16384
#define MAX_FRAMES 256
/* Frames of libraries that tell one chain from another: those nearest to the
   call.  All of them would tell apart how deep a parser is in itself. */
#define LIBRARY_FRAMES 2

/* Shared with faults.py, which reads it by struct.unpack. */
struct state {
	uint64_t count, fired, chains;
	char call[240]; /* the first that was struck, and its file */
	uint32_t first[MAX_CHAINS];
};

/* Which faults a call can meet. */
enum {
	KILL = 1,
	SHORT = 2,
	SPACE = 4,
	DISK = 8,
	FILES = 16,
	MEMORY = 32
};

enum verdict {
	GO,
	FAIL,
	DIE_AFTER,
	DIE_HALFWAY
};

static struct {
	struct state *state; /* NULL: this program is not meant */
	pid_t pid;
	unsigned fault; /* of the bits above */
	enum verdict verdict;
	int error;
	uint64_t at, last;
	struct dl_find_object program, faults; /* where they lie in memory */
	uint64_t seen[4 * MAX_CHAINS];         /* chains, by hash */
} plan;

static __thread bool is_main_thread, is_looking;

static const struct {
	const char *name;
	unsigned fault;
	enum verdict verdict;
	int error;
} kinds[] = {
	{ "kill", KILL, GO, 0 },
	{ "kill-after", KILL, DIE_AFTER, 0 },
	{ "kill-short", SHORT, DIE_HALFWAY, 0 },
	{ "ENOSPC", SPACE, FAIL, ENOSPC },
	{ "EIO", DISK, FAIL, EIO },
	{ "EMFILE", FILES, FAIL, EMFILE },
	{ "ENOMEM", MEMORY, FAIL, ENOMEM },
};

/* The C library's own, by name and type. */
#define REAL(name) ((__typeof__(&name))real(#name))

static void *
real(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

static void
die_now(void)
{
	syscall(SYS_kill, getpid(), SIGKILL);
}

/* --- the plan -------------------------------------------------------------- */

/* Is the file name of this program among the words? */
static bool
is_meant(const char *words)
{
	char path[4096] = "";
	const char *name, *at;
	size_t len;

	if (words == NULL ||
	    readlink("/proc/self/exe", path, sizeof path - 1) < 1)
		return false;
	name = strrchr(path, '/') + 1;
	len = strlen(name);
	for (at = strstr(words, name); at != NULL; at = strstr(at + 1, name))
		if ((at == words || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

static uint64_t
number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

__attribute__((constructor)) static void
plan_make(void)
{
	const char *path = getenv("FAULT_STATE"), *kind = getenv("FAULT_KIND");
	struct state *state;
	void *frame;
	int fd;

	if (path == NULL || kind == NULL || !is_meant(getenv("FAULT_PROGRAMS")))
		return;
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
	state = (struct state *)syscall(SYS_mmap, NULL, sizeof *state,
	    PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, kind) == 0) {
			plan.fault = kinds[i].fault;
			plan.verdict = kinds[i].verdict;
			plan.error = kinds[i].error;
		}
	if (fd < 0 || state == MAP_FAILED || plan.fault == 0 ||
	    _dl_find_object((void *)getauxval(AT_ENTRY), &plan.program) != 0 ||
	    _dl_find_object((void *)plan_make, &plan.faults) != 0)
		abort();      /* no fault would look like no harm */
	backtrace(&frame, 1); /* the first loads what it needs */
	plan.at = number_of("FAULT_AT", 0);
	plan.last = plan.at + number_of("FAULT_FOR", 1) - 1;
	plan.pid = getpid();
	is_main_thread = true;
	plan.state = state;
}

/* Writes down what was struck: the call, and the end of its file's path. */
static void
fired_note(const char *call, const char *path, int fd)
{
	char link[32], target[4096] = "";
	size_t len;

	if (plan.state->fired++ > 0)
		return;
	if (path == NULL && fd >= 0) {
		snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
		if (readlink(link, target, sizeof target - 1) < 0)
			target[0] = '\0';
		path = target;
	}
	len = path == NULL ? 0 : strlen(path);
	snprintf(plan.state->call, sizeof plan.state->call, "%s %s", call,
	    path == NULL ? "" : path + (len > 100 ? len - 100 : 0));
}

/* --- chains of calls --------------------------------------------------------- */

static bool
is_in(const struct dl_find_object *object, const void *frame)
{
	return frame >= object->dlfo_map_start && frame < object->dlfo_map_end;
}

/* All frames of the program, and the nearest of libraries, as one number. */
static uint64_t
chain_hash(void)
{
	void *frames[MAX_FRAMES];
	int n = backtrace(frames, MAX_FRAMES), others = 0;
	uint64_t hash = 1;

	for (int i = 0; i < n; i++) {
		if (is_in(&plan.faults, frames[i]) ||
		    (!is_in(&plan.program, frames[i]) &&
			others++ >= LIBRARY_FRAMES))
			continue;
		hash = (hash ^ (uintptr_t)frames[i]) *
		       UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 29;
	}
	return hash;
}

/* Notes the n-th call where none before came by its chain. */
static void
chain_note(uint64_t n)
{
	const size_t room = sizeof plan.seen / sizeof *plan.seen;
	uint64_t hash = chain_hash();
	size_t i = hash % room;

	while (plan.seen[i] != 0 && plan.seen[i] != hash)
		i = (i + 1) % room;
	if (plan.seen[i] == hash || plan.state->chains == MAX_CHAINS)
		return;
	plan.seen[i] = hash;
	plan.state->first[plan.state->chains++] = (uint32_t)n;
}

/* --- what becomes of a call -------------------------------------------------- */

/*
 * What is to become of this call, which can meet these faults.  errno is set
 * where it is to fail.
 */
static enum verdict
look(unsigned faults, const char *call, const char *path, int fd)
{
	uint64_t n;

	if (plan.state == NULL || (faults & plan.fault) == 0 ||
	    !is_main_thread || is_looking || getpid() != plan.pid)
		return GO;
	n = ++plan.state->count;
	if (plan.at > 0 && (n < plan.at || n > plan.last))
		return GO;
	is_looking = true;
	if (plan.at > 0)
		fired_note(call, path, fd);
	else
		chain_note(n);
	is_looking = false;
	if (plan.at == 0)
		return GO;
	if (plan.verdict == GO)
		die_now();
	errno = plan.error;
	return plan.verdict;
}

/* --- calls that write ------------------------------------------------------ */

/* What can happen to bytes on their way to fd. */
static unsigned
faults_of(int fd, unsigned faults)
{
	struct stat st;

	if (plan.state == NULL || fd <= STDERR_FILENO)
		return 0;
	if (fstat(fd, &st) < 0)
		return 0;
	if (S_ISREG(st.st_mode) && st.st_nlink == 0)
		return 0; /* in memory alone */
	if (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))
		return faults;
	return S_ISSOCK(st.st_mode) ? faults & (KILL | SHORT) : 0;
}

/* A call that gives an int and moves no bytes. */
#define PLAIN(name, types, values, faults, path, fd)                           \
	int name types                                                         \
	{                                                                      \
		enum verdict verdict = look(faults, #name, path, fd);          \
		int result;                                                    \
                                                                               \
		if (verdict == FAIL)                                           \
			return -1;                                             \
		result = REAL(name) values;                                    \
		if (verdict == DIE_AFTER)                                      \
			die_now();                                             \
		return result;                                                 \
	}

/* A call that moves len bytes to fd. */
#define MOVING(name, types, values, less)                                      \
	ssize_t name types                                                     \
	{                                                                      \
		enum verdict verdict =                                         \
		    look(faults_of(fd, KILL | SHORT | SPACE | DISK), #name,    \
			NULL, fd);                                             \
		ssize_t result;                                                \
                                                                               \
		if (verdict == FAIL)                                           \
			return -1;                                             \
		if (verdict == DIE_HALFWAY)                                    \
			less;                                                  \
		result = REAL(name) values;                                    \
		if (verdict != GO)                                             \
			die_now();                                             \
		return result;                                                 \
	}

MOVING(write, (int fd, const void *bytes, size_t len), (fd, bytes, len),
    len /= 2)
MOVING(pwrite, (int fd, const void *bytes, size_t len, off_t at),
    (fd, bytes, len, at), len /= 2)
MOVING(pwrite64, (int fd, const void *bytes, size_t len, off64_t at),
    (fd, bytes, len, at), len /= 2)
MOVING(writev, (int fd, const struct iovec *parts, int n), (fd, parts, n),
    n /= 2)
MOVING(send, (int fd, const void *bytes, size_t len, int flags),
    (fd, bytes, len, flags), len /= 2)
MOVING(sendmsg, (int fd, const struct msghdr *message, int flags),
    (fd, message, flags), die_now())

#define ON_DISK(fd, faults) faults_of(fd, faults)

PLAIN(fsync, (int fd), (fd), ON_DISK(fd, KILL | SPACE | DISK), NULL, fd)
PLAIN(fdatasync, (int fd), (fd), ON_DISK(fd, KILL | SPACE | DISK), NULL, fd)
PLAIN(syncfs, (int fd), (fd), ON_DISK(fd, KILL | SPACE | DISK), NULL, fd)
PLAIN(ftruncate, (int fd, off_t len), (fd, len), ON_DISK(fd, KILL | DISK), NULL,
    fd)
PLAIN(ftruncate64, (int fd, off64_t len), (fd, len), ON_DISK(fd, KILL | DISK),
    NULL, fd)

/* --- calls that change names ------------------------------------------------ */

PLAIN(rename, (const char *from, const char *to), (from, to),
    KILL | SPACE | DISK, to, -1)
PLAIN(renameat, (int a, const char *from, int b, const char *to),
    (a, from, b, to), KILL | SPACE | DISK, to, -1)
PLAIN(link, (const char *from, const char *to), (from, to), KILL | SPACE | DISK,
    to, -1)
PLAIN(linkat, (int a, const char *from, int b, const char *to, int flags),
    (a, from, b, to, flags), KILL | SPACE | DISK, to, -1)
PLAIN(unlink, (const char *path), (path), KILL | DISK, path, -1)
PLAIN(unlinkat, (int at, const char *path, int flags), (at, path, flags),
    KILL | DISK, path, -1)
PLAIN(mkdir, (const char *path, mode_t mode), (path, mode), KILL | SPACE | DISK,
    path, -1)

/* --- calls that make descriptors -------------------------------------------- */

static unsigned
faults_of_open(int flags)
{
	return FILES | DISK | (flags & O_CREAT ? KILL | SPACE : 0);
}

static mode_t
mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

#define OPENING(name, types, values)                                           \
	int name types                                                         \
	{                                                                      \
		enum verdict verdict =                                         \
		    look(faults_of_open(flags), #name, path, -1);              \
		mode_t mode;                                                   \
		va_list ap;                                                    \
		int result;                                                    \
                                                                               \
		if (verdict == FAIL)                                           \
			return -1;                                             \
		va_start(ap, flags);                                           \
		mode = mode_of(flags, ap);                                     \
		va_end(ap);                                                    \
		result = REAL(name) values;                                    \
		if (verdict == DIE_AFTER)                                      \
			die_now();                                             \
		return result;                                                 \
	}

OPENING(open, (const char *path, int flags, ...), (path, flags, mode))
OPENING(open64, (const char *path, int flags, ...), (path, flags, mode))
OPENING(openat, (int at, const char *path, int flags, ...),
    (at, path, flags, mode))
OPENING(openat64, (int at, const char *path, int flags, ...),
    (at, path, flags, mode))

/* What <fcntl.h> makes of open where the flags are no constant. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
PLAIN(__open_2, (const char *path, int flags), (path, flags), FILES | DISK,
    path, -1)
PLAIN(__open64_2, (const char *path, int flags), (path, flags), FILES | DISK,
    path, -1)

PLAIN(socket, (int a, int b, int c), (a, b, c), FILES, NULL, -1)
PLAIN(socketpair, (int a, int b, int c, int fds[2]), (a, b, c, fds), FILES,
    NULL, -1)
PLAIN(pipe, (int fds[2]), (fds), FILES, NULL, -1)
PLAIN(pipe2, (int fds[2], int flags), (fds, flags), FILES, NULL, -1)
PLAIN(dup, (int fd), (fd), FILES, NULL, fd)
PLAIN(eventfd, (unsigned n, int flags), (n, flags), FILES, NULL, -1)
PLAIN(epoll_create1, (int flags), (flags), FILES, NULL, -1)
PLAIN(inotify_init1, (int flags), (flags), FILES, NULL, -1)
PLAIN(memfd_create, (const char *name, unsigned flags), (name, flags), FILES,
    name, -1)

/* A call that gives a pointer, or NULL. */
#define POINTING(type, name, types, values, faults, path)                      \
	type name types                                                        \
	{                                                                      \
		if (look(faults, #name, path, -1) == FAIL)                     \
			return NULL;                                           \
		return REAL(name) values;                                      \
	}

POINTING(DIR *, opendir, (const char *path), (path), FILES | DISK, path)
POINTING(FILE *, fopen, (const char *path, const char *mode), (path, mode),
    FILES | DISK, path)
POINTING(FILE *, fopen64, (const char *path, const char *mode), (path, mode),
    FILES | DISK, path)

/* --- calls that read -------------------------------------------------------- */

ssize_t __read_chk(int fd, void *bytes, size_t len, size_t room);
ssize_t __pread_chk(int fd, void *bytes, size_t len, off_t at, size_t room);
ssize_t __pread64_chk(int fd, void *bytes, size_t len, off64_t at, size_t room);

#define READING(name, types, values)                                           \
	ssize_t name types                                                     \
	{                                                                      \
		if (look(faults_of(fd, DISK), #name, NULL, fd) == FAIL)        \
			return -1;                                             \
		return REAL(name) values;                                      \
	}

READING(read, (int fd, void *bytes, size_t len), (fd, bytes, len))
READING(pread, (int fd, void *bytes, size_t len, off_t at),
    (fd, bytes, len, at))
READING(pread64, (int fd, void *bytes, size_t len, off64_t at),
    (fd, bytes, len, at))
READING(__read_chk, (int fd, void *bytes, size_t len, size_t room),
    (fd, bytes, len, room))
READING(__pread_chk, (int fd, void *bytes, size_t len, off_t at, size_t room),
    (fd, bytes, len, at, room))
READING(__pread64_chk,
    (int fd, void *bytes, size_t len, off64_t at, size_t room),
    (fd, bytes, len, at, room))

/* --- memory ----------------------------------------------------------------- */

/* dlsym itself asks for memory: these are had without it. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *
malloc(size_t size)
{
	return look(MEMORY, "malloc", NULL, -1) == FAIL ? NULL
							: __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return look(MEMORY, "calloc", NULL, -1) == FAIL
		   ? NULL
		   : __libc_calloc(n, size);
}

void *
realloc(void *old, size_t size)
{
	return look(MEMORY, "realloc", NULL, -1) == FAIL
		   ? NULL
		   : __libc_realloc(old, size);
}

void *
reallocarray(void *old, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(old, bytes);
}

void *
aligned_alloc(size_t alignment, size_t size)
{
	return look(MEMORY, "aligned_alloc", NULL, -1) == FAIL
		   ? NULL
		   : __libc_memalign(alignment, size);
}

int
posix_memalign(void **at, size_t alignment, size_t size)
{
	void *made = look(MEMORY, "posix_memalign", NULL, -1) == FAIL
			 ? NULL
			 : __libc_memalign(alignment, size);

	if (made == NULL)
		return ENOMEM;
	*at = made;
	return 0;
}

/* Not by dlsym: it is asked for before that is ready. */
#define MAPPING(name, type)                                                    \
	void *name(void *at, size_t len, int protection, int flags, int fd,    \
	    type offset)                                                       \
	{                                                                      \
		if (look(MEMORY, #name, NULL, -1) == FAIL)                     \
			return MAP_FAILED;                                     \
		return (void *)syscall(SYS_mmap, at, len, protection, flags,   \
		    fd, offset);                                               \
	}
MAPPING(mmap, off_t)
MAPPING(mmap64, off64_t)
