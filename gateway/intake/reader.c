/*
 * reader.c - the reader program of an intake role, and what it is asked
 *
 * Trusts:  the reader program to fork and confine; not its children.
 * Doubts:  every frame that comes back, and that anything comes at all.
 */
#include "intake/reader.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define GRACE_MS 5000 /* for the reader program to stop its own child */

struct reader {
	const char *path;      /* of postroom-extract; the caller's */
	struct span languages; /* the caller's */
	pid_t pid;
	int socket;
	int tickets; /* given out so far */
	size_t hands;
	enum errand_wants wants;
};

/* --- the program ---------------------------------------------------------- */

/* Becomes the reader program, with the socket as its descriptor 0. */
static void
reader_exec(const struct reader *reader, int socket)
{
	char languages[128];

	snprintf(languages, sizeof languages, "%.*s",
	    SPAN_ARG(reader->languages));
	/* libgomp reads this when it is loaded, before any main. */
	setenv("OMP_THREAD_LIMIT", "1", 1);
	if (dup2(socket, STDIN_FILENO) < 0)
		_exit(127);
	execl(reader->path, "postroom-extract", languages, (char *)NULL);
	_exit(127);
}

static enum outcome
reader_launch(struct reader *reader, struct error *why)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return fail(why, LATER, "reader: socket: %s", strerror(errno));
	reader->pid = fork();
	if (reader->pid == 0)
		reader_exec(reader, ends[1]);
	close(ends[1]);
	if (reader->pid < 0) {
		close(ends[0]);
		return fail(why, LATER, "reader: fork: %s", strerror(errno));
	}
	reader->socket = ends[0];
	return DONE;
}

static void
reader_end(struct reader *reader)
{
	if (reader->pid <= 0)
		return;
	io_close(&reader->socket);
	kill(reader->pid, SIGKILL);
	waitpid(reader->pid, NULL, 0);
	reader->pid = 0;
}

enum outcome
reader_start(const char *path, struct span languages, struct reader **reader,
    struct error *why)
{
	struct reader *r = calloc(1, sizeof *r);
	enum outcome how;

	if (r == NULL)
		die("reader: out of memory");
	r->path = path;
	r->languages = languages;
	r->socket = -1;
	reader_share(r, true);
	if (access(path, X_OK) < 0)
		how = fail(why, io_outcome(errno), "%s: %s", path,
		    strerror(errno));
	else
		how = reader_launch(r, why);
	if (how == DONE)
		*reader = r;
	else
		free(r);
	return how;
}

void
reader_stop(struct reader *reader)
{
	if (reader != NULL)
		reader_end(reader);
	free(reader);
}

void
reader_share(struct reader *reader, bool is_alone)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	reader->hands = !is_alone || cores < 1    ? 1
			: cores > ERRANDS_AT_ONCE ? ERRANDS_AT_ONCE
						  : (size_t)cores;
}

void
reader_ask(struct reader *reader, enum errand_wants wants)
{
	reader->wants = wants;
}

enum errand_wants
reader_wants(const struct reader *reader)
{
	return reader->wants;
}

/* --- tasks under way ------------------------------------------------------ */

/* A task whose errand was sent; it lands once both its ends have come. */
struct flight {
	struct task *task;
	int report; /* own; -1 once nothing more will come of it */
	bool is_answered;
	bool is_refused; /* the report is not well formed */
	long long began_ms, ends_ms;
};

struct flights {
	struct flight at[ERRANDS_AT_ONCE];
	size_t n;
};

static enum outcome
flight_start(struct reader *reader, struct flights *flights, struct task *task,
    long long deadline_ms, struct error *why)
{
	long long now = clock_monotonic_ms(), left = deadline_ms - now;
	struct errand errand = task->errand;
	enum outcome how;
	int ends[2];

	if (left < errand.seconds * 1000ll)
		errand.seconds = (int)(left / 1000) + 1;
	task->errand.ticket = errand.ticket = reader->tickets++ & 0xffffff;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail(why, LATER, "reading: pipe: %s", strerror(errno));
	how = errand_send(reader->socket, &errand, task->fd, ends[1], why);
	close(ends[1]);
	if (how != DONE) {
		close(ends[0]);
		return how;
	}
	flights->at[flights->n++] = (struct flight){
		.task = task,
		.report = ends[0],
		.began_ms = now,
		.ends_ms = now + errand.seconds * 1000ll + GRACE_MS,
	};
	return DONE;
}

/* Takes what has come of the report; LATER where there is no room for it. */
static enum outcome
flight_hear(struct flight *flight, struct error *why)
{
	char piece[65536];
	ssize_t n = read(flight->report, piece, sizeof piece);
	enum outcome how = DONE;

	if (n < 0 && errno == EINTR)
		return DONE;
	if (n > 0)
		how = report_feed(&flight->task->in,
		    (struct span){ piece, (size_t)n }, why);
	flight->is_refused = how == REFUSED;
	/* A child that still writes fails, and ends. */
	if (n <= 0 || how != DONE)
		io_close(&flight->report);
	return how == REFUSED ? DONE : how;
}

/*
 * Takes the next answer; one for no flight is of a task given up.  REFUSED
 * where the reader program is dead, or as good as that.
 */
static enum outcome
flights_answer(struct reader *reader, struct flights *flights,
    struct error *why)
{
	struct errand_result result;
	enum outcome how = errand_wait(reader->socket, 0, &result, why);

	if (how != DONE)
		return REFUSED;
	for (size_t i = 0; i < flights->n; i++) {
		struct flight *flight = &flights->at[i];

		if (flight->task->errand.ticket == result.ticket) {
			flight->task->result = result;
			flight->is_answered = true;
		}
	}
	return DONE;
}

/* The flights that have both ends are done. */
static void
flights_land(struct flights *flights)
{
	size_t kept = 0;

	for (size_t i = 0; i < flights->n; i++) {
		struct flight *flight = &flights->at[i];
		struct task *task = flight->task;

		if (!flight->is_answered || flight->report >= 0) {
			flights->at[kept++] = *flight;
			continue;
		}
		task->is_done = true;
		task->is_whole = !flight->is_refused &&
				 task->result.signal == 0 &&
				 task->in.is_complete;
		task->wall_ms = clock_monotonic_ms() - flight->began_ms;
	}
	flights->n = kept;
}

/* Waits for something to come; REFUSED where the reader program is dead. */
static enum outcome
flights_wait(struct reader *reader, struct flights *flights, struct error *why)
{
	struct pollfd watched[ERRANDS_AT_ONCE + 1];
	long long now = clock_monotonic_ms(), left = GRACE_MS;
	size_t n = flights->n;
	enum outcome how = DONE;

	for (size_t i = 0; i < n; i++) {
		struct flight *flight = &flights->at[i];

		watched[i] =
		    (struct pollfd){ .fd = flight->report, .events = POLLIN };
		if (flight->ends_ms <= now)
			return fail(why, REFUSED, "reader: no answer in time");
		if (flight->ends_ms - now < left)
			left = flight->ends_ms - now;
	}
	watched[n] = (struct pollfd){ .fd = reader->socket, .events = POLLIN };
	if (poll(watched, n + 1, (int)left) <= 0)
		return DONE;
	for (size_t i = 0; i < n && how == DONE; i++)
		if (watched[i].revents != 0)
			how = flight_hear(&flights->at[i], why);
	if (how == DONE && watched[n].revents != 0)
		how = flights_answer(reader, flights, why);
	if (how == DONE)
		flights_land(flights);
	return how;
}

/* Runs the tasks that are not done; REFUSED where the reader program is dead. */
static enum outcome
tasks_run(struct reader *reader, struct task *tasks, size_t n,
    struct flights *flights, long long deadline_ms, struct error *why)
{
	enum outcome how = DONE;
	size_t next = 0;

	while (how == DONE && (next < n || flights->n > 0)) {
		bool has_time = clock_monotonic_ms() < deadline_ms;

		if (next == n || flights->n == reader->hands)
			how = flights_wait(reader, flights, why);
		else if (tasks[next].is_done || !has_time)
			next++;
		else
			how = flight_start(reader, flights, &tasks[next++],
			    deadline_ms, why);
	}
	return how;
}

/* The reader program died: what was under way begins anew, or is given up. */
static void
flights_drop(struct flights *flights, bool give_up)
{
	for (size_t i = 0; i < flights->n; i++) {
		struct flight *flight = &flights->at[i];

		io_close(&flight->report);
		/* What a report that goes on has of before would be lost. */
		flight->task->is_done =
		    give_up || flight->task->errand.skip_pages > 0;
		if (!flight->task->is_done)
			report_begin(&flight->task->in, flight->task->in.part,
			    flight->task->in.mem);
	}
	flights->n = 0;
}

enum outcome
reader_run(struct reader *reader, struct task *tasks, size_t n,
    long long deadline_ms, struct error *why)
{
	struct flights flights = { .n = 0 };
	enum outcome how = REFUSED;

	for (int tries = 0; tries < 2 && how == REFUSED; tries++) {
		how = reader->pid == 0 ? reader_launch(reader, why) : DONE;
		if (how == DONE)
			how = tasks_run(reader, tasks, n, &flights, deadline_ms,
			    why);
		if (how != DONE) {
			reader_end(reader);
			flights_drop(&flights, how == REFUSED && tries == 1);
		}
	}
	return how == REFUSED ? DONE : how;
}
