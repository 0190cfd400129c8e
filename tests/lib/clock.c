/* clock.c - preloaded: time() is TEST_CLOCK_AHEAD seconds ahead */
#define _GNU_SOURCE
#include <stdlib.h>
#include <time.h>

time_t
time(time_t *at)
{
	const char *ahead = getenv("TEST_CLOCK_AHEAD");
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (ahead != NULL)
		now.tv_sec += atoll(ahead);
	if (at != NULL)
		*at = now.tv_sec;
	return now.tv_sec;
}
