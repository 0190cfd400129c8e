/*
 * reader.h - for tests of parsers: has postroom-extract read one document
 *
 *	struct reader reader;
 *	struct heard heard;
 *
 *	reader_open(&reader, "eng");
 *	reader_hear_file(&reader, "tests/parsers/x/y.pdf", "", &heard);
 *	is_span(heard_first(&heard, WIRE_OUTCOME), "read", "it is read");
 *	is_span(heard_all(&heard, WIRE_TEXT), "...", "its text");
 *	heard_release(&heard);
 *	reader_close(&reader);
 *
 * The program is that of $BUILD (build where unset).  A trouble of the test's
 * own making ends it with a line that is no TAP, which prove takes as failed.
 */
#ifndef TESTS_READER_H
#define TESTS_READER_H

#include "base/arena.h"
#include "base/ceilings.h"
#include "base/errand.h"
#include "base/io.h"
#include "base/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct reader {
	int socket;
	pid_t pid;
	enum errand_wants wants; /* of what reader_hear reads */
};

/* Everything that came back for one document. */
struct heard {
	struct errand_result end; /* how the confined process ended */
	bool is_whole;            /* a well-formed report, up to WIRE_END */
	size_t n;                 /* frames, in order */
	struct heard_frame {
		enum wire_tag tag;
		struct span bytes;
	} * frames; /* own */
	struct arena mem;
};

#define reader_must(condition)                                                 \
	do {                                                                   \
		if (!(condition))                                              \
			die("%s:%d: %s: %s", __FILE__, __LINE__, #condition,   \
			    strerror(errno));                                  \
	} while (0)

/* Starts a reader program of $BUILD; languages are those of OCR. */
static inline void
reader_open_other(struct reader *reader, const char *program,
    const char *languages)
{
	const char *build = getenv("BUILD");
	char path[PATH_MAX];
	int pair[2];

	snprintf(path, sizeof path, "%s/%s", build == NULL ? "build" : build,
	    program);
	reader_must(
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0);
	fflush(stdout);
	reader->pid = fork();
	reader_must(reader->pid >= 0);
	if (reader->pid == 0) {
		dup2(pair[1], STDIN_FILENO);
		execl(path, path, languages, (char *)NULL);
		die("%s: cannot start: %s", path, strerror(errno));
	}
	close(pair[1]);
	reader->socket = pair[0];
	reader->wants = ERRAND_TEXT;
}

static inline void
reader_open(struct reader *reader, const char *languages)
{
	reader_open_other(reader, "postroom-extract", languages);
}

/* Lets the program end; its exit status. */
static inline int
reader_close(struct reader *reader)
{
	int status;

	close(reader->socket);
	reader_must(waitpid(reader->pid, &status, 0) == reader->pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static inline void
heard_add(struct heard *heard, enum wire_tag tag, struct span bytes)
{
	struct heard_frame *grown =
	    realloc(heard->frames, (heard->n + 1) * sizeof *grown);

	reader_must(grown != NULL);
	heard->frames = grown;
	grown[heard->n].tag = tag;
	grown[heard->n++].bytes = arena_copy(&heard->mem, bytes);
}

/* Takes frames off the pipe until its other end is closed. */
static inline void
heard_take(struct heard *heard, int report)
{
	struct wire_reader wire = WIRE_READER;
	enum outcome how = LATER;
	char piece[65536];
	ssize_t n;

	while ((n = read(report, piece, sizeof piece)) > 0) {
		enum wire_tag tag;
		struct span bytes;

		if (how == REFUSED)
			continue;
		wire_feed(&wire, (struct span){ piece, (size_t)n });
		while ((how = wire_next(&wire, &tag, &bytes, NULL)) == DONE)
			heard_add(heard, tag, bytes);
	}
	heard->is_whole = how == LATER && wire.ended;
	wire_reader_release(&wire);
}

/* Has one errand run, and no more. */
static inline void
reader_hear_once(struct reader *reader, const struct errand *errand, int fd,
    struct heard *heard)
{
	struct error why;
	int pipes[2];

	memset(heard, 0, sizeof *heard);
	reader_must(pipe2(pipes, O_CLOEXEC) == 0);
	if (errand_send(reader->socket, errand, fd, pipes[1], &why) != DONE)
		die("%s", why.text);
	close(pipes[1]);
	heard_take(heard, pipes[0]);
	close(pipes[0]);
	if (errand_wait(reader->socket, 60000, &heard->end, &why) != DONE)
		die("%s", why.text);
}

static inline void
heard_release(struct heard *heard)
{
	free(heard->frames);
	arena_release(&heard->mem);
	memset(heard, 0, sizeof *heard);
}

/* Is it of the page that was owed, rather than of its errand? */
static inline bool
heard_is_of_page(enum wire_tag tag)
{
	return tag == WIRE_TEXT || tag == WIRE_NOTE || tag == WIRE_OCR ||
	       tag == WIRE_CONFIDENCE || tag == WIRE_PLACED_PAGE ||
	       tag == WIRE_PLACED_WORD;
}

/*
 * Has the document open at fd read, as errand says, and every page that it
 * owes: what is heard of one stands where it was owed.  The outcome is that of
 * the document, but for what its pages have more.
 */
static inline void
reader_hear_errand(struct reader *reader, const struct errand *errand, int fd,
    struct heard *heard)
{
	struct span outcome = SPAN("");
	struct heard whole;

	memset(heard, 0, sizeof *heard);
	reader_hear_once(reader, errand, fd, &whole);
	for (size_t i = 0; i < whole.n; i++) {
		struct heard_frame f = whole.frames[i];
		struct errand page = *errand;
		struct heard part;
		long long number;

		if (f.tag == WIRE_OUTCOME && outcome.len > 0 &&
		    (span_is_equal(f.bytes, SPAN("empty")) ||
			span_is_equal(f.bytes, SPAN("read"))))
			f.bytes = outcome;
		heard_add(heard, f.tag, f.bytes);
		if (f.tag != WIRE_OWED)
			continue;
		reader_must(span_to_number(f.bytes, 1, MAX_PAGES, &number));
		page.owed_page = (int)number;
		reader_hear_once(reader, &page, fd, &part);
		heard_add(heard, WIRE_TEXT, SPAN("\n"));
		for (size_t k = 0; k < part.n; k++) {
			f = part.frames[k];
			if (heard_is_of_page(f.tag))
				heard_add(heard, f.tag, f.bytes);
			else if (f.tag == WIRE_OUTCOME &&
				 !span_is_equal(f.bytes, SPAN("empty")))
				outcome = arena_copy(&heard->mem, f.bytes);
		}
		heard_release(&part);
	}
	heard->end = whole.end;
	heard->is_whole = whole.is_whole;
	heard_release(&whole);
}

/* Has the bytes read; name, type and charset are what is declared, or "". */
static inline void
reader_hear(struct reader *reader, struct span bytes, const char *name,
    const char *type, const char *charset, struct heard *heard)
{
	struct errand errand = { .seconds = 120, .wants = reader->wants };
	autofd fd = memfd_create("document", MFD_CLOEXEC);

	reader_must(fd >= 0 && io_write(fd, bytes, NULL) == DONE);
	reader_must(lseek(fd, 0, SEEK_SET) == 0);
	errand_set(errand.name, sizeof errand.name, span_of(name));
	errand_set(errand.type, sizeof errand.type, span_of(type));
	errand_set(errand.charset, sizeof errand.charset, span_of(charset));
	reader_hear_errand(reader, &errand, fd, heard);
}

/* Has a file read, under its own name and the declared type. */
static inline void
reader_hear_file(struct reader *reader, const char *path, const char *type,
    struct heard *heard)
{
	autobuf bytes = BUF((size_t)256 << 20);
	const char *slash = strrchr(path, '/');
	struct error why;

	if (io_read_file(path, &bytes, &why) != DONE)
		die("%s", why.text);
	reader_hear(reader, buf_span(&bytes), slash == NULL ? path : slash + 1,
	    type, "", heard);
}

static inline size_t
heard_count(const struct heard *heard, enum wire_tag tag)
{
	size_t n = 0;

	for (size_t i = 0; i < heard->n; i++)
		n += heard->frames[i].tag == tag;
	return n;
}

/* The frame number nth (from 0) of the tag; empty where there is none. */
static inline struct span
heard_nth(const struct heard *heard, enum wire_tag tag, size_t nth)
{
	for (size_t i = 0; i < heard->n; i++)
		if (heard->frames[i].tag == tag && nth-- == 0)
			return heard->frames[i].bytes;
	return SPAN("");
}

static inline struct span
heard_first(const struct heard *heard, enum wire_tag tag)
{
	return heard_nth(heard, tag, 0);
}

/* The frames of the tag from number from up to number end, joined. */
static inline struct span
heard_join(struct heard *heard, enum wire_tag tag, size_t from, size_t end)
{
	autobuf all = BUF((size_t)256 << 20);

	for (size_t i = from; i < end; i++)
		if (heard->frames[i].tag == tag)
			buf_add(&all, heard->frames[i].bytes);
	return arena_copy(&heard->mem, buf_span(&all));
}

/* All frames of the tag, joined. */
static inline struct span
heard_all(struct heard *heard, enum wire_tag tag)
{
	return heard_join(heard, tag, 0, heard->n);
}

/* What the nested part of that path has under the tag, joined. */
static inline struct span
heard_part(struct heard *heard, const char *path, enum wire_tag tag)
{
	size_t from = 0, end;

	while (from < heard->n &&
	       !(heard->frames[from].tag == WIRE_PART &&
		   span_is_equal(heard->frames[from].bytes, span_of(path))))
		from++;
	if (from == heard->n)
		return SPAN("");
	for (end = from + 1; end < heard->n; end++)
		if (heard->frames[end].tag < WIRE_PART_NAME ||
		    heard->frames[end].tag > WIRE_PART_DATA)
			break;
	return heard_join(heard, tag, from, end);
}

/* The value of the message's first header of that name. */
static inline struct span
heard_header(const struct heard *heard, const char *name)
{
	struct span value;

	for (size_t n = 0; n < heard_count(heard, WIRE_HEADER); n++) {
		value = heard_nth(heard, WIRE_HEADER, n);
		if (span_is_same_word(span_cut_at(&value, '\0'), span_of(name)))
			return value;
	}
	return SPAN("");
}

#endif
