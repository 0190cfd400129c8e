/* children.c - the confined children at work, each on an errand */
#include "children.h"

#include "base/io.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum outcome
children_add(struct children *c, pid_t pid, const struct errand *errand,
    struct error *why)
{
	struct child child = {
		.pid = pid,
		.ended = pidfd_open(pid, 0),
		.ticket = errand->ticket,
		.ends_ms = clock_monotonic_ms() + errand->seconds * 1000LL,
	};

	assert(c->n < ERRANDS_AT_ONCE);
	if (child.ended < 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		return fail(why, BROKEN, "reader: pidfd: %s", strerror(errno));
	}
	c->at[c->n++] = child;
	return DONE;
}

static long long
milliseconds(struct timeval t)
{
	return t.tv_sec * 1000LL + t.tv_usec / 1000;
}

/* Takes what is left of a child that has ended or is to end now. */
static enum outcome
child_end(struct child *child, bool is_timed_out, struct errand_result *result,
    struct error *why)
{
	struct rusage usage;
	int status;

	if (is_timed_out)
		kill(child->pid, SIGKILL);
	while (wait4(child->pid, &status, 0, &usage) < 0)
		if (errno != EINTR)
			return fail(why, BROKEN, "reader: wait: %s",
			    strerror(errno));
	io_close(&child->ended);
	*result = (struct errand_result){
		.ticket = child->ticket,
		.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
		.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
		.is_timed_out = is_timed_out,
		.peak_kib = usage.ru_maxrss,
		.cpu_ms =
		    milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
	};
	return DONE;
}

/* Answers for the children that have ended or must; the others stay. */
static enum outcome
children_answer(struct children *c, const struct pollfd *watched, int socket,
    struct error *why)
{
	long long now = clock_monotonic_ms();
	enum outcome how = DONE;
	size_t kept = 0, n = c->n;

	for (size_t i = 0; i < n && how == DONE; i++) {
		struct child *child = &c->at[i];
		bool has_ended = watched[i].revents != 0;
		struct errand_result result;

		if (!has_ended && now < child->ends_ms) {
			c->at[kept++] = *child;
			continue;
		}
		how = child_end(child, !has_ended, &result, why);
		/* Where nobody waits for it, the next errand tells. */
		if (how == DONE)
			(void)!errand_answer(socket, &result, why);
	}
	c->n = how == DONE ? kept : 0;
	return how;
}

static int
time_left(const struct children *c)
{
	long long now = clock_monotonic_ms(), least = INT_MAX;

	for (size_t i = 0; i < c->n; i++)
		if (c->at[i].ends_ms - now < least)
			least = c->at[i].ends_ms - now;
	return c->n == 0 ? -1 : least < 0 ? 0 : (int)least;
}

enum outcome
children_wait(struct children *c, int socket, struct error *why)
{
	struct pollfd watched[ERRANDS_AT_ONCE + 1];
	enum outcome how = DONE;

	while (how == DONE) {
		size_t n = c->n;
		struct pollfd *errands = &watched[n];

		for (size_t i = 0; i < n; i++)
			watched[i] = (struct pollfd){ .fd = c->at[i].ended,
				.events = POLLIN };
		/* Without room only its end is of interest. */
		*errands = (struct pollfd){ .fd = socket,
			.events = n < ERRANDS_AT_ONCE ? POLLIN : 0 };
		if (poll(watched, n + 1, time_left(c)) < 0) {
			if (errno == EINTR)
				continue;
			return fail(why, BROKEN, "reader: wait: %s",
			    strerror(errno));
		}
		how = children_answer(c, watched, socket, why);
		if (how == DONE && errands->revents != 0)
			return DONE;
	}
	return how;
}

void
children_kill(struct children *c)
{
	for (size_t i = 0; i < c->n; i++)
		kill(c->at[i].pid, SIGKILL);
	children_forget(c);
}

void
children_forget(struct children *c)
{
	for (size_t i = 0; i < c->n; i++)
		io_close(&c->at[i].ended);
	c->n = 0;
}
