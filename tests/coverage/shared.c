/*
 * shared.c - counts of branches that no way of ending a process can lose
 *
 * Linked into the programs of the variant cov.  gcc's counters, which shared.ld
 * lays side by side, become memory that a process shares with its children:
 * what they count is there however they end, and whatever they may not write.
 * The first process writes it down when it ends, as gcc has it.
 *
 *   COUNTS       a folder: the counters are a file there instead, one for
 *                each program, shared by all who run it; nobody writes them
 *                down at the end
 *   COUNTS_DUMP  set: the program does nothing but write down that file
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

extern char counters_start[], counters_end[];
extern void __gcov_dump(void);

static pid_t writer; /* who writes them down; 0 for nobody */

#define UNCOUNTED __attribute__((no_profile_instrument_function))

static void UNCOUNTED
counts_end(int status, void *unused)
{
	(void)unused;
	if (getpid() == writer)
		return;
	fflush(NULL);
	_exit(status);
}

/* The program's file of counters, len bytes; -1 where there is none. */
static int UNCOUNTED
counts_open(const char *folder, size_t len)
{
	char program[PATH_MAX], path[2 * PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
	int fd;

	if (n < 0)
		return -1;
	program[n] = '\0';
	for (char *p = program; *p != '\0'; p++)
		if (*p == '/')
			*p = '#';
	snprintf(path, sizeof path, "%s/%s", folder, program);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd >= 0 && (fchmod(fd, 0666), ftruncate(fd, (off_t)len)) < 0)
		close(fd), fd = -1;
	return fd;
}

static void UNCOUNTED __attribute__((constructor)) counts_share(void)
{
	size_t len = (size_t)(counters_end - counters_start);
	const char *folder = getenv("COUNTS");
	int fd = folder == NULL ? -1 : counts_open(folder, len);
	void *at =
	    len == 0
		? MAP_FAILED
		: mmap(counters_start, len, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_FIXED | (fd < 0 ? MAP_ANONYMOUS : 0), fd,
		      0);

	if (fd >= 0)
		close(fd);
	if (at == MAP_FAILED)
		return;
	if (getenv("COUNTS_DUMP") != NULL) {
		__gcov_dump();
		_exit(0);
	}
	writer = fd < 0 ? getpid() : 0;
	on_exit(counts_end, NULL);
}
