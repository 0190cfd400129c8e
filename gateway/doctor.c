/*
 * doctor.c - the table of looks, and what comes of them
 *
 * Doubts: each look: it may hang, die, or bring words from a server.
 */
#include "doctor.h"
#include "base/io.h"
#include "base/stop.h"
#include "base/utf8.h"
#include "console/desk.h"
#include "doctor_looks.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define MAX_SAID_BYTES (256 << 10)
/* Between diagnosis, words and advice of a finding; text has neither. */
#define FIELD_MARK '\x1f'
#define FINDING_MARK '\n'

static const struct look {
	const char *area;
	int seconds; /* that it may take */
	bool is_for_each_mailbox;
	doctor_look *run;
} looks[] = {
	{ "policy pack", 20, false, look_at_pack },
	{ "model", 20, false, look_at_model },
	{ "reader", 60, false, look_at_reader },
	{ "fonts", 20, false, look_at_fonts },
	{ "bank holidays", 5, false, look_at_calendar },
	{ "clock", 10, false, look_at_clock },
	{ "disk", 10, false, look_at_disk },
	{ "folders", 10, false, look_at_folders },
	{ "secrets", 10, false, look_at_secrets },
	{ "confinement", 20, false, look_at_confinement },
	{ "register", 300, false, look_at_register },
	{ "history", 300, false, look_at_history },
	{ "backup", 10, false, look_at_backup },
	{ "roles", 10, false, look_at_roles },
	{ "mailbox", 60, true, look_at_mailbox },
	{ "outgoing mail", 60, false, look_at_outgoing },
};

struct round {
	const struct call *call;
	bool is_json;
	enum diagnosis worst;
	long long counts[IS_WRONG + 1];
};

/* --- in the process of a look ------------------------------------------------- */

void
doctor_say(struct doctor *d, enum diagnosis diagnosis, const char *to_do,
    const char *fmt, ...)
{
	autobuf line = BUF(16384);
	char text[2048];
	struct error why;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_printf(&line, "%d%c", (int)diagnosis, FIELD_MARK);
	buf_add(&line, utf8_clean_line(span_of(text), d->mem));
	buf_add_char(&line, FIELD_MARK);
	buf_add(&line, utf8_clean_line(span_of(to_do), d->mem));
	buf_add_char(&line, FINDING_MARK);
	if (io_write(d->fd, buf_span(&line), &why) != DONE)
		_exit(EX_IOERR);
}

static void
look_run(const struct round *round, const struct look *look,
    const struct mailbox_options *mailbox, int fd)
{
	autoarena mem = { 0 };
	struct doctor d = { .call = round->call,
		.options = round->call->options,
		.mailbox = mailbox,
		.mem = &mem,
		.now = clock_now(),
		.fd = fd };

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	stop_install();
	look->run(&d);
	_exit(EX_OK);
}

/* --- findings ------------------------------------------------------------------ */

static void
finding_print(struct round *round, struct span area, enum diagnosis diagnosis,
    struct span text, struct span to_do)
{
	static const char *const words[] = { "well", "see to", "wrong" };
	autobuf out = BUF(65536);
	struct json json = { .out = &out };

	round->counts[diagnosis]++;
	if (diagnosis > round->worst)
		round->worst = diagnosis;
	if (round->is_json) {
		json_open(&json, "", '{');
		json_text(&json, "area", area);
		json_text(&json, "verdict", span_of(words[diagnosis]));
		json_text(&json, "finding", text);
		json_text_or_null(&json, "to_do", to_do);
		json_close(&json, '}');
	} else {
		buf_printf(&out, "%-7s %.*s: %.*s", words[diagnosis],
		    SPAN_ARG(area), SPAN_ARG(text));
		if (to_do.len > 0)
			buf_printf(&out, "\n        To do: %.*s",
			    SPAN_ARG(to_do));
	}
	desk_print(&out);
	fflush(stdout);
}

static void
findings_print(struct round *round, struct span area, struct span said)
{
	while (said.len > 0) {
		struct span rest = span_cut_at(&said, FINDING_MARK);
		struct span diagnosis = span_cut_at(&rest, FIELD_MARK);
		struct span text = span_cut_at(&rest, FIELD_MARK);
		long long n = IS_WRONG;

		if (text.len > 0 && span_to_number(diagnosis, 0, IS_WRONG, &n))
			finding_print(round, area, (enum diagnosis)n, text,
			    rest);
	}
}

/* Reads what the look says until its end; false where its time was over. */
static bool
look_hear(int fd, int seconds, struct buf *said)
{
	long long end = clock_monotonic_ms() + seconds * 1000LL;
	struct pollfd on = { .fd = fd, .events = POLLIN };
	char piece[4096];

	for (;;) {
		long long left = end - clock_monotonic_ms();
		ssize_t n;

		if (left <= 0)
			return false;
		if (poll(&on, 1, (int)left) <= 0)
			continue;
		n = read(fd, piece, sizeof piece);
		if (n <= 0 && errno != EINTR)
			return true;
		if (n > 0)
			buf_add(said, (struct span){ piece, (size_t)n });
	}
}

static void
look_take(struct round *round, const struct look *look,
    const struct mailbox_options *mailbox)
{
	struct span area = mailbox == NULL
			       ? span_of(look->area)
			       : arena_printf(round->call->mem, "%s %.*s",
				     look->area, SPAN_ARG(mailbox->name));
	autobuf said = BUF(MAX_SAID_BYTES);
	int ends[2], status = 0;
	bool is_in_time;
	pid_t pid;

	fflush(stdout);
	if (pipe2(ends, O_CLOEXEC) < 0 || (pid = fork()) < 0)
		die("doctor: %s", strerror(errno));
	if (pid == 0)
		look_run(round, look, mailbox, ends[1]);
	close(ends[1]);
	is_in_time = look_hear(ends[0], look->seconds, &said);
	close(ends[0]);
	if (!is_in_time)
		kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	findings_print(round, area, buf_span(&said));
	if (!is_in_time)
		finding_print(round, area, IS_WRONG,
		    arena_printf(round->call->mem, "no answer within %d s",
			look->seconds),
		    SPAN("Look at the network, the server or the disk that is "
			 "asked here."));
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != EX_OK)
		finding_print(round, area, IS_WRONG,
		    SPAN("looking at it failed"),
		    SPAN("Run postroom doctor again; tell the maintainers if "
			 "it stays so."));
}

/* --- the command ---------------------------------------------------------------- */

int
doctor_main(const struct call *asked)
{
	struct call call = *asked;
	struct round round = { .call = &call,
		.is_json = call_flag(&call, "--json") };

	if (call.argc > 1)
		return desk_usage(&call, "[--json]");
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
		const struct look *look = &looks[i];

		if (!look->is_for_each_mailbox)
			look_take(&round, look, NULL);
		for (size_t m = 0;
		     look->is_for_each_mailbox && m < call.options->n_mailboxes;
		     m++)
			look_take(&round, look, &call.options->mailbox[m]);
	}
	if (!round.is_json)
		printf("\n%lld well, %lld to see to, %lld wrong.\n",
		    round.counts[IS_WELL], round.counts[SEE_TO_IT],
		    round.counts[IS_WRONG]);
	return fflush(stdout) == 0 ? (int)round.worst : EX_IOERR;
}
