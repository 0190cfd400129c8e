/*
 * errand.c - passes a document's descriptor to the reader program and back
 *
 * Doubts: every field of the other side, since each may be run by hand or
 * have been taken over: sizes must be exact, texts must end, descriptors be
 * as many as promised.
 */
#include "base/errand.h"
#include "base/ceilings.h"
#include "base/io.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define DESCRIPTORS 2

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(DESCRIPTORS * sizeof(int))];
};

/* What travels back; numbers only, so that no value is invalid in itself. */
struct answer {
	long long ticket, status, signal, is_timed_out, peak_kib, cpu_ms;
};

static bool
errand_is_sound(const struct errand *e)
{
	return memchr(e->name, '\0', sizeof e->name) != NULL &&
	       memchr(e->type, '\0', sizeof e->type) != NULL &&
	       memchr(e->charset, '\0', sizeof e->charset) != NULL &&
	       e->seconds >= 1 && e->seconds <= MAX_ITEM_SECONDS &&
	       e->wants >= 0 && e->wants < ERRAND_WANTS_COUNT &&
	       e->ticket >= 0 && e->skip_pages >= 0 &&
	       e->skip_pages <= MAX_PAGES && e->owed_page >= 0 &&
	       e->owed_page <= MAX_PAGES;
}

enum outcome
errand_send(int socket, const struct errand *errand, int document, int report,
    struct error *why)
{
	const int fds[DESCRIPTORS] = { document, report };
	struct errand copy = *errand;
	struct iovec vector = { &copy, sizeof copy };
	union control control = { 0 };
	struct msghdr message = {
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control,
	};
	struct cmsghdr *head = &control.align;
	ssize_t n;

	if (!errand_is_sound(errand))
		return fail(why, BROKEN, "reader: send: bad errand");
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof fds);
	memcpy(CMSG_DATA(head), fds, sizeof fds);
	do
		n = sendmsg(socket, &message, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	if (n < 0) /* else all of it went: such a socket sends no less */
		return fail(why,
		    errno == EPIPE || errno == ECONNRESET ? REFUSED : LATER,
		    "reader: send: %s", strerror(errno));
	return DONE;
}

/* Waits until there is something to receive, across EINTR. */
static enum outcome
wait_readable(int socket, int ms, struct error *why)
{
	struct pollfd watched = { .fd = socket, .events = POLLIN };
	long long end = clock_monotonic_ms() + ms;
	int n;

	do {
		long long left = end - clock_monotonic_ms();

		n = poll(&watched, 1, left < 0 ? 0 : (int)left);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail(why, LATER, "reader: wait: %s", strerror(errno));
	if (n == 0)
		return fail(why, LATER, "reader: wait: no answer in %d ms", ms);
	return DONE;
}

enum outcome
errand_wait(int socket, int ms, struct errand_result *result, struct error *why)
{
	struct answer a;
	enum outcome how = wait_readable(socket, ms, why);
	ssize_t n;

	if (how != DONE)
		return how;
	/* MSG_TRUNC makes a longer message show its true length. */
	n = recv(socket, &a, sizeof a, MSG_TRUNC);
	if (n <= 0)
		return fail(why, LATER, "reader: wait: %s",
		    n < 0 ? strerror(errno) : "it has gone");
	if (n != (ssize_t)sizeof a || a.ticket < 0 || a.ticket > INT_MAX ||
	    a.status < 0 || a.status > 255 || a.signal < 0 || a.signal > 255 ||
	    a.peak_kib < 0 || a.cpu_ms < 0)
		return fail(why, LATER, "reader: wait: bad answer");
	*result = (struct errand_result){
		.ticket = (int)a.ticket,
		.status = (int)a.status,
		.signal = (int)a.signal,
		.is_timed_out = a.is_timed_out != 0,
		.peak_kib = a.peak_kib,
		.cpu_ms = a.cpu_ms,
	};
	return DONE;
}

/*
 * Takes descriptors out of a message; returns how many there were.  There is
 * room for two, and so for nothing beside them.
 */
static size_t
descriptors_take(struct msghdr *message, int fds[DESCRIPTORS])
{
	struct cmsghdr *c = CMSG_FIRSTHDR(message);
	size_t len;

	if (c == NULL || c->cmsg_type != SCM_RIGHTS)
		return 0;
	len = c->cmsg_len - CMSG_LEN(0);
	memcpy(fds, CMSG_DATA(c), len);
	return len / sizeof(int);
}

enum outcome
errand_receive(int socket, struct errand *errand, int *document, int *report,
    struct error *why)
{
	struct errand got;
	struct iovec vector = { &got, sizeof got };
	union control control;
	struct msghdr message = {
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control,
	};
	int fds[DESCRIPTORS] = { -1, -1 };
	ssize_t n;

	do
		n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno != ECONNRESET)
		return fail(why, BROKEN, "errand: receive: %s",
		    strerror(errno));
	if (n <= 0)
		return fail(why, REFUSED, "errand: the other side has gone");
	/* MSG_CTRUNC: more descriptors came than there is room for. */
	if (descriptors_take(&message, fds) != DESCRIPTORS ||
	    n != (ssize_t)sizeof got ||
	    (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 ||
	    !errand_is_sound(&got)) {
		io_close(&fds[0]);
		io_close(&fds[1]);
		return fail(why, BROKEN, "errand: not well formed");
	}
	*errand = got;
	*document = fds[0];
	*report = fds[1];
	return DONE;
}

enum outcome
errand_answer(int socket, const struct errand_result *result, struct error *why)
{
	const struct answer a = {
		.ticket = result->ticket,
		.status = result->status,
		.signal = result->signal,
		.is_timed_out = result->is_timed_out,
		.peak_kib = result->peak_kib,
		.cpu_ms = result->cpu_ms,
	};
	ssize_t n;

	do
		n = send(socket, &a, sizeof a, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail(why, LATER, "errand: answer: %s", strerror(errno));
	return DONE;
}

void
errand_set(char *field, size_t len, struct span s)
{
	size_t n = s.len < len ? s.len : len - 1;

	memset(field, 0, len);
	if (n > 0)
		memcpy(field, s.at, n);
}
