/*
 * clock.c - preloaded: time() is ahead by TEST_CLOCK_AHEAD seconds
 *
 * Where TEST_CLOCK_FILE names a file of eight bytes, by the number in it, which
 * a test may change while the program runs; it is mapped before main, so that
 * it asks for nothing that a role gives up.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *shared;

__attribute__((constructor)) static void
clock_map(void)
{
	const char *path = getenv("TEST_CLOCK_FILE");
	int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	void *at;

	if (fd < 0)
		return;
	at = mmap(NULL, sizeof *shared, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (at != MAP_FAILED)
		shared = at;
}

time_t
time(time_t *at)
{
	const char *ahead = getenv("TEST_CLOCK_AHEAD");
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (ahead != NULL)
		now.tv_sec += atoll(ahead);
	if (shared != NULL)
		now.tv_sec += *shared;
	if (at != NULL)
		*at = now.tv_sec;
	return now.tv_sec;
}
