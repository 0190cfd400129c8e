/*
 * reading.c - turns bytes into fields by way of confined processes
 *
 * Trusts:  the reader program to fork and confine; not its children.
 * Doubts:  every frame that comes back: order, size, number and words.
 */
#include "intake/reading.h"
#include "base/digest.h"
#include "base/errand.h"
#include "base/io.h"
#include "base/utf8.h"
#include "base/wire.h"
#include "intake/report.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define GRACE_MS 5000 /* for the reader program to stop its own child */

struct reader {
	const char *path;      /* of postroom-extract; the caller's */
	struct span languages; /* the caller's */
	pid_t pid;
	int socket;
};

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
	if (access(path, X_OK) < 0)
		how = fail(why, BROKEN, "%s: %s", path, strerror(errno));
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

/* One item being read. */
struct reading {
	struct reader *reader;
	struct item *item;
	struct arena *mem;
	long long deadline_ms; /* for the whole item */
	long long unpacked;    /* bytes of parts so far */
	long long text;        /* bytes of text so far */
	bool has_one_part;     /* directly in the item */
	size_t room;           /* in item->parts */
};

/*
 * Reads the report from the pipe until its end or the deadline.  REFUSED
 * where it is not well formed or the time is over.
 */
static enum outcome
report_receive(struct report_in *in, int pipe_end, long long deadline_ms,
    struct error *why)
{
	char piece[65536];

	for (;;) {
		struct pollfd p = { .fd = pipe_end, .events = POLLIN };
		long long left = deadline_ms - clock_monotonic_ms();
		enum outcome how;
		ssize_t n;

		if (left <= 0)
			return fail(why, REFUSED, "report: time is over");
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(pipe_end, piece, sizeof piece);
		if (n == 0)
			return DONE;
		if (n < 0 && errno != EINTR)
			return fail(why, REFUSED, "report: %s",
			    strerror(errno));
		how = n < 0 ? DONE
			    : report_feed(in, (struct span){ piece, (size_t)n },
				  why);
		if (how != DONE)
			return how;
	}
}

static enum outcome
errand_run(struct reading *r, const struct part *part, struct span charset,
    int fd, struct report_in *in, struct errand_result *result,
    struct error *why)
{
	long long left = r->deadline_ms - clock_monotonic_ms();
	struct errand errand = { .seconds = MAX_DOCUMENT_SECONDS };
	enum outcome how, read_how;
	int ends[2];
	autofd in_end = -1;

	if (left < errand.seconds * 1000ll)
		errand.seconds = (int)(left / 1000) + 1;
	errand_set(errand.name, sizeof errand.name, part->name);
	errand_set(errand.type, sizeof errand.type, part->declared_type);
	errand_set(errand.charset, sizeof errand.charset, charset);
	if (lseek(fd, 0, SEEK_SET) < 0 || pipe2(ends, O_CLOEXEC) < 0)
		return fail(why, LATER, "reading: pipe: %s", strerror(errno));
	in_end = ends[0];
	how = errand_send(r->reader->socket, &errand, fd, ends[1], why);
	close(ends[1]);
	if (how != DONE)
		return how;
	read_how = report_receive(in, in_end,
	    clock_monotonic_ms() + errand.seconds * 1000ll + GRACE_MS, why);
	io_close(&in_end); /* a child that still writes ends by SIGPIPE */
	how = errand_wait(r->reader->socket, errand.seconds * 1000 + GRACE_MS,
	    result, why);
	return how == DONE ? read_how : how;
}

/* Why the part was not read, in words for staff. */
static struct span
killed_note(const struct errand_result *result)
{
	if (result->is_timed_out || result->signal == SIGXCPU)
		return SPAN("reading it took too long and was stopped");
	if (result->signal == SIGSYS)
		return SPAN("its reader tried something forbidden and was "
			    "stopped");
	return SPAN("its reader failed on it and was stopped");
}

/*
 * Sends the document to a confined child and takes its report into part.  A
 * reader program that died is started again, once: a second death is the
 * document's fault.
 */
static enum outcome
document_read(struct reading *r, struct part *part, struct span charset, int fd,
    struct report_in *in, struct error *why)
{
	struct errand_result result = { 0 };
	enum outcome how = LATER;

	for (int tries = 0; tries < 2 && how == LATER; tries++) {
		if (r->reader->pid == 0)
			how = reader_launch(r->reader, why);
		else
			how = DONE;
		if (how != DONE)
			return how;
		report_begin(in, part, r->mem);
		how = errand_run(r, part, charset, fd, in, &result, why);
		if (how == LATER)
			reader_end(r->reader);
	}
	report_finish(in);
	if (how != DONE || result.signal != 0 || !in->is_complete) {
		part->outcome = PART_KILLED;
		part->note = killed_note(&result);
	}
	return DONE;
}

static struct part *
part_add(struct reading *r)
{
	struct item *item = r->item;

	if (item->n_parts == r->room) {
		size_t room = r->room == 0 ? 8 : r->room * 2;
		struct part *parts = ARENA_ARRAY(r->mem, room, struct part);

		if (item->n_parts > 0)
			memcpy(parts, item->parts,
			    item->n_parts * sizeof *parts);
		item->parts = parts;
		r->room = room;
	}
	return &item->parts[item->n_parts++];
}

/* Would reading this nested part go over a ceiling of the item?  Why. */
static const char *
ceiling_met(const struct reading *r, const struct report_child *child,
    int depth)
{
	if (r->item->n_parts >= MAX_PARTS)
		return "there are too many attachments";
	if (depth > MAX_DEPTH)
		return "it is too deep inside other attachments";
	if (child->is_cut || r->unpacked > MAX_UNPACKED_BYTES)
		return "it is too large";
	if (clock_monotonic_ms() >= r->deadline_ms)
		return "reading the item took too long";
	return NULL;
}

/* Reported as a message, with a header of its own: by e-mail, or Outlook's. */
static bool
is_message(const struct part *part)
{
	return span_is_equal(part->type, SPAN("message/rfc822")) ||
	       span_is_equal(part->type, SPAN("application/vnd.ms-outlook"));
}

/*
 * Is the part the message itself, packed once more (winmail.dat, or signed by
 * S/MIME)?  Its reader takes it for its body then.
 */
static bool
is_wrapping(const struct part *part)
{
	return part->disposition == PART_BODY &&
	       (span_is_equal(part->type, SPAN("application/ms-tnef")) ||
		   span_is_equal(part->type, SPAN("application/pkcs7-mime")));
}

/*
 * Does the part hang on the item although it came in another one?  What is
 * attached to a message that is shown in place does, and all that hangs on one
 * that is the whole of the item; its text is not the item's.
 */
static bool
is_passed_up(const struct reading *r, const struct part *part,
    const struct part *parent)
{
	if (is_wrapping(parent))
		return true;
	if (!is_message(parent) || parent->disposition != PART_INLINE)
		return false;
	return part->disposition == PART_ATTACHMENT ||
	       (part->disposition == PART_INLINE &&
		   (r->has_one_part || span_starts_with(part->declared_type,
					   SPAN("message/"))));
}

/* How a part stands to the item. */
static void
part_place(const struct reading *r, struct part *part,
    const struct part *parent)
{
	if (parent == &r->item->root) {
		part->is_nested = r->item->kind != KIND_MESSAGE;
		return;
	}
	part->is_nested = parent->is_nested || !is_passed_up(r, part, parent);
	if (is_wrapping(parent) && part->disposition == PART_BODY)
		part->is_alternative |= parent->is_alternative;
}

static enum outcome children_read(struct reading *r, struct report_in *in,
    const struct part *parent, int depth, struct error *why);

/* Reads one nested part and, through it, the parts inside it. */
static enum outcome
child_read(struct reading *r, struct report_child *child,
    const struct part *parent, int depth, struct error *why)
{
	struct part part = child->part;
	struct report_in in = { 0 };
	const char *met = ceiling_met(r, child, depth);
	size_t place = r->item->n_parts;
	enum outcome how = digest_file(child->fd, r->mem, &part.size,
	    &part.sha256, &part.md5, why);

	part_place(r, &part, parent);
	if (parent != &r->item->root || r->item->kind != KIND_MESSAGE)
		part.path = arena_printf(r->mem, "%.*s.%.*s",
		    SPAN_ARG(parent->path), SPAN_ARG(part.path));
	r->unpacked += (long long)part.size;
	if (r->item->n_parts <= MAX_PARTS)
		*part_add(r) = part;
	if (how != DONE || place > MAX_PARTS)
		return how;
	if (met != NULL) {
		part.outcome = PART_TOO_LARGE;
		part.note = span_of(met);
	} else {
		how = document_read(r, &part, child->charset, child->fd, &in,
		    why);
		if (in.message != NULL && !is_wrapping(&part))
			part.message = report_message(&in, r->mem);
	}
	r->text += (long long)part.text.len;
	if (r->text > MAX_TEXT_BYTES) {
		part.text = SPAN("");
		part.outcome = PART_TOO_LARGE;
		part.note = SPAN("the item holds too much text");
	}
	r->item->parts[place] = part;
	if (how == DONE)
		how = children_read(r, &in, &part, depth + 1, why);
	report_release(&in);
	return how;
}

static enum outcome
children_read(struct reading *r, struct report_in *in,
    const struct part *parent, int depth, struct error *why)
{
	enum outcome how = DONE;

	for (struct report_child *child = in->children;
	     child != NULL && how == DONE; child = child->next)
		how = child_read(r, child, parent, depth, why);
	return how;
}

/* What the root's report says goes into the item. */
static enum outcome
root_take(struct reading *r, struct report_in *in, struct error *why)
{
	struct item *item = r->item;

	item->kind = is_message(&item->root) ? KIND_MESSAGE : KIND_DOCUMENT;
	if (item->kind == KIND_MESSAGE)
		item->message = report_message(in, r->mem);
	else
		*part_add(r) = item->root;
	r->text = (long long)item->root.text.len;
	r->has_one_part = in->n_children == 1;
	return children_read(r, in, &item->root, 1, why);
}

/* What is known of the file before anybody reads it. */
static enum outcome
root_begin(int fd, struct span name, struct item *item, struct arena *mem,
    struct error *why)
{
	struct part *root = &item->root;
	enum outcome how =
	    digest_file(fd, mem, &item->size, &item->sha256, &root->md5, why);

	root->path = SPAN("1");
	root->name = name;
	root->size = item->size;
	root->sha256 = item->sha256;
	root->disposition = PART_BODY;
	root->declared_type = name.len == 0 ? SPAN("message/rfc822") : SPAN("");
	return how;
}

enum outcome
reading_run(struct reader *reader, int fd, struct span name, struct item *item,
    struct arena *mem, struct error *why)
{
	struct reading r = {
		.reader = reader,
		.item = item,
		.mem = mem,
		.deadline_ms = clock_monotonic_ms() + MAX_ITEM_SECONDS * 1000ll,
	};
	struct report_in in = { 0 };
	enum outcome how = root_begin(fd, name, item, mem, why);

	if (how != DONE)
		return how;
	if (item->size > MAX_MESSAGE_BYTES) {
		item->root.outcome = PART_TOO_LARGE;
		item->root.note = SPAN("it is too large to be read");
	} else {
		how = document_read(&r, &item->root, SPAN(""), fd, &in, why);
	}
	if (how == DONE)
		how = root_take(&r, &in, why);
	report_release(&in);
	return how;
}

enum outcome
reading_skip(int fd, struct span note, struct item *item, struct arena *mem,
    struct error *why)
{
	struct reading r = { .item = item, .mem = mem };
	enum outcome how = root_begin(fd, item->file, item, mem, why);

	item->kind = KIND_DOCUMENT;
	item->root.outcome = PART_KILLED;
	item->root.note = note;
	*part_add(&r) = item->root;
	return how;
}
