/*
 * hostile.c - readers that try what no reader may, for tests alone
 *
 * Linked with the objects of postroom-extract in place of parsers/table.c it
 * gives a reader program whose documents say what is tried: a plain text of
 * one word.  HTML gives the same in the cage that may read fonts.  Messages
 * and pictures are read as ever, but a picture may make no futex call.  (The
 * readers of text are listed for what they load beforehand.)
 */
#include "parser.h"
#include "report.h"

#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* --- what is tried: an error number where it came to nothing -------------- */

static int
opening(const char *path, int flags)
{
	int fd = open(path, flags, 0600);

	return fd < 0 ? errno : close(fd);
}

static int
read_file(void)
{
	return opening("/etc/passwd", O_RDONLY);
}

static int
write_file(void)
{
	return opening("/tmp/postroom-hostile", O_WRONLY | O_CREAT);
}

static int
connect_out(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int
fork_off(void)
{
	return fork() < 0 ? errno : 0;
}

static void *
nothing(void *arg)
{
	return arg;
}

static int
start_thread(void)
{
	pthread_t thread;

	return pthread_create(&thread, NULL, nothing, NULL);
}

static int
run_program(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno;
}

static int
trace_parent(void)
{
	return ptrace(PTRACE_ATTACH, 1, NULL, NULL) < 0 ? errno : 0;
}

static int
kill_parent(void)
{
	return kill(1, SIGTERM) < 0 ? errno : 0;
}

static int
crash(void)
{
	__builtin_trap(); /* SIGILL */
}

/* As C++ libraries end that run out of something. */
static int
give_up(void)
{
	abort();
}

/* Takes all memory there is; what is left must do to say so. */
static int
take_memory(void)
{
	const size_t piece = (size_t)64 << 20;
	void *at;

	while ((at = malloc(piece)) != NULL)
		memset(at, 1, piece);
	return ENOMEM;
}

/* Wastes time until the limit of one second that it first gives itself. */
static int
waste_time(void)
{
	const struct rlimit second = { 1, 2 };

	if (setrlimit(RLIMIT_CPU, &second) < 0)
		return errno;
	for (volatile int on = 1; on;)
		;
	return 0;
}

static int
wait_forever(void)
{
	for (volatile int on = 1; on;)
		sleep(1000);
	return 0;
}

static int
call_futex(void)
{
	static int word = 1;

	return (int)syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static const struct deed {
	const char *word;
	int (*act)(void);
} deeds[] = {
	{ "read-file", read_file },
	{ "write-file", write_file },
	{ "connect", connect_out },
	{ "fork", fork_off },
	{ "thread", start_thread },
	{ "exec", run_program },
	{ "trace", trace_parent },
	{ "kill", kill_parent },
	{ "crash", crash },
	{ "abort", give_up },
	{ "memory", take_memory },
	{ "time", waste_time },
	{ "wait", wait_forever },
	{ "futex", call_futex },
	{ NULL, NULL },
};

/* --- reports that should not be believed, and pages ----------------------- */

/* Page 2 wastes time and page 4 crashes; the others are well. */
static void
one_page(struct report *report, int page)
{
	char text[32];

	if (page == 2)
		waste_time();
	if (page == 4)
		crash();
	snprintf(text, sizeof text, "page %d\n", page);
	report_text(report, span_of(text));
}

static void
owe_pages(const struct document *document, struct report *report)
{
	if (document->owed_page > 0) {
		one_page(report, document->owed_page);
		report_ocr(report, 1000 - document->owed_page);
		return;
	}
	report_pages(report, 6);
	report_text(report, SPAN("before\n"));
	for (int page = 1; page <= 5; page++)
		report_owed(report, page);
	report_page(report, 6);
	report_text(report, SPAN("behind\n"));
}

static void
show_pages(const struct document *document, struct report *report)
{
	report_pages(report, 5);
	for (int page = document->skip_pages + 1; page <= 5; page++) {
		report_page(report, page);
		one_page(report, page);
	}
}

/* Each page ends its reader. */
static void
die_on_pages(const struct document *document, struct report *report)
{
	report_pages(report, 300);
	report_page(report, document->skip_pages + 1);
	crash();
}

static void
go_back(struct report *report)
{
	report_page(report, 2);
	report_page(report, 1);
}

static void
say_nonsense(struct report *report)
{
	(void)!write(report->fd, "\377\377\377\377\377\377", 6);
}

/* More text than a document may have, past the reader's own care. */
static void
flood(struct report *report)
{
	static char text[65536];

	memset(text, 'x', sizeof text);
	for (long long n = 0; n <= MAX_TEXT_BYTES; n += (long long)sizeof text)
		report_text(&(struct report){ .fd = report->fd },
		    (struct span){ text, sizeof text });
}

static enum reading
hostile_read(const struct document *document, struct report *report)
{
	struct span word = span_trim(document->bytes);
	char text[32];

	if (span_starts_with(word, SPAN("<")))
		(void)span_cut_at(&word, '>');

	for (const struct deed *d = deeds; d->word != NULL; d++) {
		if (!span_is_equal(word, span_of(d->word)))
			continue;
		report_text(report, SPAN("trying\n"));
		snprintf(text, sizeof text, "error %d\n", d->act());
		report_text(report, span_of(text));
	}
	if (span_is_equal(word, SPAN("owed")))
		owe_pages(document, report);
	else if (span_is_equal(word, SPAN("pages")))
		show_pages(document, report);
	else if (span_is_equal(word, SPAN("deadly")))
		die_on_pages(document, report);
	else if (span_is_equal(word, SPAN("back")))
		go_back(report);
	else if (span_is_equal(word, SPAN("nonsense")))
		say_nonsense(report);
	else if (span_is_equal(word, SPAN("flood")))
		flood(report);
	else if (span_is_equal(word, SPAN("innocent")))
		report_text(report, SPAN("nothing was tried\n"));
	return READ;
}

/* --- pictures without a futex --------------------------------------------- */

static bool
forbid_futex(void)
{
	struct sock_filter program[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_futex, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog filter = { 4, program };

	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0;
}

static enum reading
picture_read(const struct document *document, struct report *report)
{
	if (!forbid_futex())
		return UNREADABLE;
	/* A document of one byte more proves that the filter is there. */
	if (span_ends_with(document->bytes, SPAN("!")))
		call_futex();
	return image_parser.read(document, report);
}

static enum outcome
picture_preload(const char *languages, struct error *why)
{
	return image_parser.preload(languages, why);
}

static const struct parser hostile_parser = {
	.name = "hostile",
	.types = "text/plain",
	.read = hostile_read,
};

static const struct parser font_parser = {
	.name = "hostile-fonts",
	.types = "text/html",
	.needs_fonts = true,
	.read = hostile_read,
};

static const struct parser picture_parser = {
	.name = "picture",
	.types = "image/png image/tiff",
	.needs_fonts = true,
	.preload = picture_preload,
	.read = picture_read,
};

const struct parser *const parsers[] = { &hostile_parser, &font_parser,
	&picture_parser, &message_parser, &text_parser, &html_parser, NULL };
