/*
 * monitor.c - the role that tells the measures
 *
 * Trusts:  the configuration.
 * Doubts:  whoever connects: what they ask, and that they ever do.
 * Writes:  metrics_file.  Of the register it reads numbers alone.
 * Fails by saying so once in the log, and going on.
 */
#include "monitor.h"
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"
#include "console/metrics.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#define LOOK_MS 1000 /* between two looks for a stop */

struct client {
	int fd; /* own; -1: free */
	long long end_ms;
	char request[MAX_REQUEST_BYTES];
	size_t asked;
	struct buf answer; /* own; empty until it has asked */
	size_t sent;
};

struct monitor {
	const struct options *options;
	int listener;
	struct client clients[MONITOR_CLIENTS];
	bool has_failed; /* to write the file: said once */
	bool is_blind;   /* the register cannot be read: said once */
};

static void
measures_write(struct monitor *m, struct buf *text)
{
	struct error why;
	bool is_blind = metrics_write(m->options, text, &why) != DONE;

	if (is_blind && !m->is_blind)
		log_warn("cannot count: %s", why.text);
	m->is_blind = is_blind;
}

/* --- the file ----------------------------------------------------------------- */

/* For all to read, as node_exporter has to; there is nothing but numbers. */
static enum outcome
file_write(const char *path, struct span text, struct error *why)
{
	autoarena mem = { 0 };
	const char *tmp = arena_printf(&mem, "%s.new", path).at;
	autofd fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	enum outcome how;

	if (fd < 0 || fchmod(fd, 0644) < 0)
		return fail(why, LATER, "%s: %s", tmp, strerror(errno));
	how = io_write(fd, text, why);
	if (how == DONE && rename(tmp, path) < 0)
		how = fail(why, LATER, "%s: %s", path, strerror(errno));
	return how;
}

static void
file_renew(struct monitor *m)
{
	autoarena mem = { 0 };
	autobuf text = BUF(MAX_METRICS_BYTES);
	struct error why;
	enum outcome how;

	measures_write(m, &text);
	how = file_write(arena_text(&mem, m->options->run.metrics_file),
	    buf_span(&text), &why);
	if (how != DONE && !m->has_failed)
		log_warn("metrics_file is not written: %s", why.text);
	else if (how == DONE && m->has_failed)
		log_info("metrics_file is written again");
	m->has_failed = how != DONE;
}

/* --- the socket --------------------------------------------------------------- */

/* With mode 0660 from the start: no role may change a mode. */
static bool
socket_bind(int fd, const struct sockaddr_un *at)
{
	mode_t usual = umask(0117);
	bool is_bound = bind(fd, (const void *)at, sizeof *at) == 0;
	int kept = errno;

	umask(usual);
	errno = kept;
	return is_bound;
}

enum outcome
monitor_listen(const struct options *options, int *fd, struct error *why)
{
	struct span path = options->run.metrics_socket;
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	enum outcome how;
	struct stat st;

	*fd = -1;
	if (path.len == 0)
		return DONE;
	if (path.len >= sizeof at.sun_path)
		return fail(why, BROKEN,
		    "metrics_socket: a path of at most "
		    "%zu bytes",
		    sizeof at.sun_path - 1);
	memcpy(at.sun_path, path.at, path.len);
	if (lstat(at.sun_path, &st) == 0) {
		if (!S_ISSOCK(st.st_mode))
			return fail(why, LATER,
			    "%s: something is there that is no socket",
			    at.sun_path);
		unlink(at.sun_path);
	}
	*fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (*fd >= 0 && socket_bind(*fd, &at) &&
	    listen(*fd, MONITOR_CLIENTS) == 0)
		return DONE;
	how = fail(why, LATER, "%s: %s", at.sun_path, strerror(errno));
	io_close(fd);
	return how;
}

static void
client_end(struct client *c)
{
	io_close(&c->fd);
	buf_release(&c->answer);
}

static void
client_accept(struct monitor *m)
{
	int fd = accept4(m->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	for (size_t i = 0; i < MONITOR_CLIENTS && fd >= 0; i++) {
		struct client *c = &m->clients[i];

		if (c->fd >= 0)
			continue;
		*c = (struct client){ .fd = fd,
			.end_ms = clock_monotonic_ms() + MONITOR_CLIENT_MS,
			.answer = BUF(MAX_METRICS_BYTES + 1024) };
		return;
	}
	io_close(&fd);
}

/* What the request's first line asks for. */
static const char *
status_of(struct span request, bool *has_body)
{
	struct span line = span_cut_line(&request);
	struct span method = span_cut_at(&line, ' ');
	struct span path = span_cut_at(&line, ' ');

	*has_body = !span_is_equal(method, SPAN("HEAD"));
	if (!span_is_equal(method, SPAN("GET")) && *has_body)
		return "405 Method Not Allowed\r\nAllow: GET, HEAD";
	if (!span_is_equal(path, SPAN("/metrics")) &&
	    !span_is_equal(path, SPAN("/")))
		return "404 Not Found";
	return "200 OK";
}

static void
client_answer(struct monitor *m, struct client *c)
{
	autobuf text = BUF(MAX_METRICS_BYTES);
	bool has_body;
	const char *status =
	    status_of((struct span){ c->request, c->asked }, &has_body);

	if (status[0] == '2')
		measures_write(m, &text);
	buf_printf(&c->answer,
	    "HTTP/1.0 %s\r\n"
	    "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
	    "Content-Length: %zu\r\n"
	    "Connection: close\r\n\r\n",
	    status, text.len);
	if (has_body)
		buf_add(&c->answer, buf_span(&text));
}

/* Takes what was asked so far; an empty line, or its end, ends a request. */
static void
client_read(struct monitor *m, struct client *c)
{
	ssize_t n =
	    recv(c->fd, c->request + c->asked, sizeof c->request - c->asked, 0);
	struct span got;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	c->asked += n > 0 ? (size_t)n : 0;
	got = (struct span){ c->request, c->asked };
	if (span_find(got, SPAN("\r\n\r\n"), 0) != SPAN_NOT_FOUND ||
	    span_find(got, SPAN("\n\n"), 0) != SPAN_NOT_FOUND ||
	    (n == 0 && got.len > 0))
		client_answer(m, c);
	else if (n <= 0 || c->asked == sizeof c->request)
		client_end(c);
}

static void
client_write(struct client *c)
{
	ssize_t n = send(c->fd, c->answer.at + c->sent, c->answer.len - c->sent,
	    MSG_NOSIGNAL);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	c->sent += n > 0 ? (size_t)n : 0;
	if (n < 0 || c->sent == c->answer.len)
		client_end(c);
}

/* --- both ----------------------------------------------------------------------- */

/* Waits at most ms, and serves who is ready. */
static void
clients_serve(struct monitor *m, int ms)
{
	struct pollfd on[MONITOR_CLIENTS + 1] = { { .fd = m->listener,
	    .events = POLLIN } };

	for (size_t i = 0; i < MONITOR_CLIENTS; i++)
		on[i + 1] = (struct pollfd){ .fd = m->clients[i].fd,
			.events =
			    m->clients[i].answer.len > 0 ? POLLOUT : POLLIN };
	if (poll(on, MONITOR_CLIENTS + 1, ms) < 0)
		return;
	for (size_t i = 0; i < MONITOR_CLIENTS; i++) {
		struct client *c = &m->clients[i];

		if (c->fd >= 0 && on[i + 1].revents != 0) {
			if (c->answer.len > 0)
				client_write(c);
			else
				client_read(m, c);
		}
		if (c->fd >= 0 && clock_monotonic_ms() >= c->end_ms)
			client_end(c);
	}
	if (on[0].revents != 0)
		client_accept(m);
}

int
monitor_main(const struct options *options, int listener)
{
	struct monitor m = { .options = options, .listener = listener };
	long long next_ms = clock_monotonic_ms();

	for (size_t i = 0; i < MONITOR_CLIENTS; i++)
		m.clients[i].fd = -1;
	while (!stop_is_wanted()) {
		long long now = clock_monotonic_ms();

		if (options->run.metrics_file.len > 0 && now >= next_ms) {
			file_renew(&m);
			next_ms = now + options->run.metrics_interval * 1000;
		}
		clients_serve(&m, LOOK_MS);
	}
	for (size_t i = 0; i < MONITOR_CLIENTS; i++)
		client_end(&m.clients[i]);
	return EX_OK;
}
