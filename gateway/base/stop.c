/* stop.c - keeps the wishes that signals bring */
#include "base/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t end_wanted, reload_wanted;
static int wake[2] = { -1, -1 }; /* closes the gap between test and sleep */

static void
on_signal(int number)
{
	int kept = errno;

	if (number == SIGHUP)
		reload_wanted = 1;
	else
		end_wanted = 1;
	if (write(wake[1], "", 1) < 0)
		errno = kept; /* full: the sleeper wakes anyway */
}

void
stop_install(void)
{
	struct sigaction on = { .sa_handler = on_signal };
	struct sigaction off = { .sa_handler = SIG_IGN };

	if (wake[0] < 0 && pipe2(wake, O_CLOEXEC | O_NONBLOCK) < 0)
		wake[0] = -1; /* a signal still ends a sleep under way */
	sigemptyset(&on.sa_mask);
	sigaction(SIGTERM, &on, NULL);
	sigaction(SIGINT, &on, NULL);
	sigaction(SIGHUP, &on, NULL);
	sigaction(SIGPIPE, &off, NULL);
}

bool
stop_is_wanted(void)
{
	return end_wanted != 0;
}

bool
stop_reload_wanted(void)
{
	bool was = reload_wanted != 0;

	reload_wanted = 0;
	return was;
}

bool
stop_sleep(int ms, int fd)
{
	struct pollfd on[2] = { { .fd = wake[0], .events = POLLIN },
		{ .fd = fd, .events = POLLIN } };
	char drained[64];

	if (poll(on, 2, ms) <= 0)
		return false;
	if (on[0].revents != 0 && read(wake[0], drained, sizeof drained) < 0)
		return false;
	return on[1].revents != 0;
}
