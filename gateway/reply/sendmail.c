/* sendmail.c - runs the program, and reads its end */
#include "reply/sendmail.h"
#include "base/io.h"
#include "reply/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define MAX_OUTPUT_BYTES 4096
#define NOT_RUN 127 /* as the shell says it */

struct program {
	const char *path, *sender, *recipient;
	pid_t pid;
	int input, output; /* own; what it reads, our end of what it prints */
	int watch;         /* own; readable when it has ended */
};

enum outcome
sendmail_check(const struct smtp_options *options, struct error *why)
{
	autoarena mem = { 0 };
	const char *path = arena_text(&mem, options->sendmail_path);

	if (access(path, X_OK) < 0)
		return fail(why, BROKEN, "[smtp] sendmail_path: %s: %s", path,
		    strerror(errno));
	return DONE;
}

/* --- what its end means --------------------------------------------------- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The length of "5.1.1" at the start of s (RFC 3463); 0 where there is none. */
static size_t
status_length(struct span s)
{
	size_t n = 1;

	if (s.len < 5 || (s.at[0] != '4' && s.at[0] != '5'))
		return 0;
	for (int part = 0; part < 2; part++) {
		size_t digits = 0;

		if (n >= s.len || s.at[n++] != '.')
			return 0;
		while (n < s.len && digits < 3 && is_digit(s.at[n]))
			digits++, n++;
		if (digits == 0)
			return 0;
	}
	/* More of it would make it an address of the network. */
	return n < s.len && (is_digit(s.at[n]) || s.at[n] == '.') ? 0 : n;
}

/* The first status in the output; "" where there is none. */
static struct span
status_find(struct span output)
{
	for (size_t i = 0; i < output.len; i++) {
		struct span here = span_from(output, i);
		size_t n = status_length(here);
		char before = i > 0 ? output.at[i - 1] : ' ';

		if (n > 0 && !is_digit(before) && before != '.')
			return span_head(here, n);
	}
	return SPAN("");
}

static const char *
status_words(int status)
{
	static const struct {
		int status;
		const char *words;
	} all[] = {
		{ EX_NOUSER, "there is no such mailbox" },
		{ EX_DATAERR, "it does not take this message" },
		{ EX_NOHOST, "a host is not known" },
		{ EX_UNAVAILABLE, "it cannot do it" },
		{ EX_SOFTWARE, "it is at fault" },
		{ EX_OSERR, "the system is at fault" },
		{ EX_OSFILE, "a file of the system is missing" },
		{ EX_CANTCREAT, "it cannot write a file" },
		{ EX_IOERR, "reading or writing failed" },
		{ EX_TEMPFAIL, "it asks to try again" },
		{ EX_PROTOCOL, "the server does not speak as it should" },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].status == status)
			return all[i].words;
	return "it does not say why";
}

enum outcome
sendmail_judge(const struct sendmail_end *end, struct error *why)
{
	struct span told = status_find(end->output);
	/* 5.7.z may speak of us, and would then of every message. */
	bool is_refused =
	    (end->status == EX_NOUSER || end->status == EX_DATAERR) &&
	    !span_starts_with(told, SPAN("5.7."));

	if (end->is_timed_out)
		return fail(why, LATER,
		    "sendmail: it did not end in time: uncertain whether the "
		    "message left, the same one goes out again; a mail "
		    "server's program needs confinement = off");
	if (end->signal != 0)
		return fail(why, LATER,
		    "sendmail: ended by signal %d: uncertain whether the "
		    "message left, the same one goes out again",
		    end->signal);
	if (end->status == NOT_RUN)
		return fail(why, LATER,
		    "sendmail: it cannot be run: check [smtp] sendmail_path; "
		    "a confined role runs programs in /usr, /bin and /sbin");
	switch (end->status) {
	case EX_OK:
		return DONE;
	case EX_USAGE:
	case EX_CONFIG:
	case EX_NOPERM:
		return fail(why, LATER,
		    "sendmail: it does not send for us (exit %d): check its "
		    "configuration, and [smtp] sendmail_path and "
		    "envelope_sender",
		    end->status);
	default:
		return fail(why, is_refused ? REFUSED : LATER,
		    "%s: %s (exit %d%s%.*s)",
		    is_refused ? "the sendmail program refused it for good"
			       : "sendmail: not now",
		    status_words(end->status), end->status,
		    told.len > 0 ? ", " : "", SPAN_ARG(told));
	}
}

/* --- running it ----------------------------------------------------------- */

/* The message in a file of its own in memory, lines ended by LF. */
static enum outcome
input_make(struct span bytes, int *fd, struct error *why)
{
	autobuf text = BUF(bytes.len + 1);
	enum outcome how;

	while (bytes.len > 0) {
		buf_add(&text, span_cut_line(&bytes));
		buf_add_char(&text, '\n');
	}
	*fd = memfd_create("message", MFD_CLOEXEC);
	if (*fd < 0)
		return fail(why, LATER, "sendmail: memory: %s",
		    strerror(errno));
	how = io_write(*fd, buf_span(&text), why);
	if (how == DONE && lseek(*fd, 0, SEEK_SET) != 0)
		how = fail(why, LATER, "sendmail: seek: %s", strerror(errno));
	return how;
}

/* Becomes the program, as the head of its own group. */
static void
program_become(const struct program *p, int output)
{
	char path[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
	char locale[] = "LC_ALL=C";
	char *const environment[] = { path, locale, NULL };
	struct sigaction usual = { .sa_handler = SIG_DFL };

	setpgid(0, 0);
	sigaction(SIGPIPE, &usual, NULL);
	if (dup2(p->input, STDIN_FILENO) >= 0 &&
	    dup2(output, STDOUT_FILENO) >= 0 &&
	    dup2(output, STDERR_FILENO) >= 0)
		execle(p->path, p->path, "-i", "-f", p->sender, "--",
		    p->recipient, (char *)NULL, environment);
	_exit(NOT_RUN);
}

static enum outcome
program_start(struct program *p, struct error *why)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail(why, LATER, "sendmail: pipe: %s", strerror(errno));
	p->output = ends[0];
	fcntl(p->output, F_SETFL, O_NONBLOCK);
	p->pid = fork();
	if (p->pid == 0)
		program_become(p, ends[1]);
	close(ends[1]);
	if (p->pid < 0)
		return fail(why, LATER, "sendmail: fork: %s", strerror(errno));
	p->watch = pidfd_open(p->pid, 0);
	return DONE;
}

/* Takes what it has printed so far; false where nothing more will come. */
static bool
output_take(int fd, struct buf *output)
{
	char piece[512];
	ssize_t n;

	while ((n = read(fd, piece, sizeof piece)) > 0)
		buf_add(output, (struct span){ piece, (size_t)n });
	return n < 0 && errno == EAGAIN;
}

/*
 * Reads what it prints until it has ended, whoever else keeps its output
 * open; false where its time is over before.
 */
static bool
program_watch(const struct program *p, long long seconds, struct buf *output)
{
	long long end = clock_monotonic_ms() + seconds * 1000;
	struct pollfd on[2] = { { .fd = p->watch, .events = POLLIN },
		{ .fd = p->output, .events = POLLIN } };

	while (on[0].revents == 0) {
		long long left = end - clock_monotonic_ms();

		if (p->watch < 0 || left <= 0)
			return false;
		if (poll(on, 2, (int)left) < 0)
			on[0].revents = on[1].revents = 0;
		if (on[1].revents != 0 && !output_take(p->output, output))
			on[1].fd = -1;
	}
	output_take(p->output, output);
	return true;
}

/* Waits for it, and kills it when its time is over; how it ended. */
static struct sendmail_end
program_end(const struct program *p, long long seconds, struct buf *output)
{
	struct sendmail_end end = {
		.is_timed_out = !program_watch(p, seconds, output),
		.output = buf_span(output),
	};
	int status = 0;

	if (end.is_timed_out)
		kill(-p->pid, SIGKILL);
	while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (WIFSIGNALED(status))
		end.signal = WTERMSIG(status);
	else
		end.status = WEXITSTATUS(status);
	return end;
}

enum outcome
sendmail_send(const struct transport *transport, const struct outgoing *mail,
    bool *may_have_left, struct error *why)
{
	const struct smtp_options *o = transport->options;
	autoarena mem = { 0 };
	autobuf output = BUF(MAX_OUTPUT_BYTES);
	struct program p = {
		.path = arena_text(&mem, o->sendmail_path),
		.sender = o->envelope_sender.len > 0
			      ? arena_text(&mem, o->envelope_sender)
			      : "<>",
		.recipient = arena_text(&mem, mail->to),
		.input = -1,
		.output = -1,
		.watch = -1,
	};
	enum outcome how = input_make(mail->bytes, &p.input, why);

	if (how == DONE)
		how = program_start(&p, why);
	if (how == DONE) {
		struct sendmail_end end = program_end(&p, o->timeout, &output);

		*may_have_left = end.is_timed_out || end.signal != 0;
		how = sendmail_judge(&end, why);
	}
	io_close(&p.input);
	io_close(&p.output);
	io_close(&p.watch);
	return how;
}
