/*
 * main.c - postroom-extract: reads hostile documents, one confined child each
 *
 * Started by an intake role with a socket of errands (base/errand.h) as
 * descriptor 0 and the languages for OCR as its argument.  Loads once what
 * needs files (libmagic's rules, converters, Tesseract's models, fonts), gives
 * up everything it can, then forks a child for each errand: a document, or
 * one page of it, and several of them side by side.
 *
 * Trusts:  its own files, and the size of what it is handed.
 * Doubts:  every byte of a document; this process itself never reads one, the
 *          children do, and die with it.
 * Writes:  frames on the pipe that came with the errand.
 * Fails by losing one document's child; what became of it is the answer.
 */
#include "children.h"
#include "copy.h"
#include "identify.h"
#include "parser.h"
#include "report.h"

#include "base/arena.h"
#include "base/confine.h"
#include "base/errand.h"
#include "base/io.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define ERRANDS STDIN_FILENO

#define READING_WORD(name, word) [name] = (word),
static const char *const reading_words[] = { READINGS(READING_WORD) };
#undef READING_WORD

/* --- the child ------------------------------------------------------------ */

/* Is type one of the parser's?  A word that ends in '*' stands for all such. */
static bool
parser_takes(const struct parser *parser, struct span type)
{
	struct span rest = span_of(parser->types);

	while (rest.len > 0) {
		struct span word = span_cut_at(&rest, ' ');

		if (span_ends_with(word, SPAN("*"))
			? span_starts_with(type, span_head(word, word.len - 1))
			: span_is_equal(type, word))
			return true;
	}
	return false;
}

static const struct parser *
parser_find(struct span type)
{
	for (const struct parser *const *p = parsers; *p != NULL; p++)
		if (parser_takes(*p, type))
			return *p;
	return NULL;
}

/* What to say of a document that no parser takes. */
static enum reading
reading_without_parser(struct span type, struct report *report)
{
	if (span_is_equal(type, SPAN("application/x-empty")) ||
	    /* It says who signed, which nobody checks. */
	    span_is_equal(type, SPAN("application/pkcs7-signature")) ||
	    span_is_equal(type, SPAN("application/pgp-signature")))
		return EMPTY;
	if (span_is_equal(type, SPAN("application/encrypted"))) {
		report_note(report, "the file is protected by a password; "
				    "ask the sender to send it again without");
		return ENCRYPTED;
	}
	report_note(report, "there is no reader for this kind of file (%.*s)",
	    (int)(type.len < 100 ? type.len : 100), type.at);
	return UNSUPPORTED;
}

/* Confines this process for good, then reads the document into the report. */
static int
document_read(const struct document *document, struct report *report)
{
	autoarena mem = { 0 };
	const struct parser *parser;
	enum reading reading;
	struct span type;

	if (!confine_apply(CONFINE_CAGE_FONTS))
		return EX_OSERR;
	type = identify(document, &mem);
	parser = parser_find(type);
	if ((parser == NULL || !parser->needs_fonts) &&
	    !confine_apply(CONFINE_CAGE))
		return EX_OSERR;
	report_type(report, type);
	reading = parser == NULL ? reading_without_parser(type, report)
				 : parser->read(document, report);
	report_end(report, reading_words[reading]);
	return EX_OK;
}

/* Confines this process for good, then makes a copy. */
static int
document_copy(const struct document *request, struct report *report)
{
	if (!confine_apply(CONFINE_CAGE))
		return EX_OSERR;
	report_end(report, reading_words[copy_make(request, report)]);
	return EX_OK;
}

/* The bytes of the file, followed by a NUL; REFUSED where they are too many. */
static enum outcome
bytes_load(int fd, struct span *bytes)
{
	struct stat st;
	char *at;
	off_t len = 0;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return LATER;
	if (st.st_size > MAX_UNPACKED_BYTES)
		return REFUSED;
	at = malloc((size_t)st.st_size + 1);
	if (at == NULL)
		return LATER;
	while (len < st.st_size) {
		ssize_t n =
		    pread(fd, at + len, (size_t)(st.st_size - len), len);

		if (n <= 0)
			return LATER;
		len += n;
	}
	at[len] = '\0';
	*bytes = (struct span){ at, (size_t)len };
	return DONE;
}

/*
 * Leaves standard descriptors that reach nobody (standard output never does):
 * libraries write remarks on what they read.  A sanitizer build keeps standard
 * error for its findings.
 */
static void
descriptors_close(void)
{
	dup2(STDOUT_FILENO, STDIN_FILENO);
#ifndef BUILD_SANITIZED
	dup2(STDOUT_FILENO, STDERR_FILENO);
#endif
}

/* Is it among the parameters of the declared type? */
static bool
has_parameter(struct span parameters, struct span one)
{
	while (parameters.len > 0)
		if (span_is_same_word(span_trim(span_cut_at(&parameters, ';')),
			one))
			return true;
	return false;
}

static void __attribute__((noreturn))
child_run(const struct errand *errand, int file, int pipe_end)
{
	struct report report = { .fd = pipe_end,
		.wants_printed = errand->wants != ERRAND_TEXT,
		.wants_words = errand->wants == ERRAND_WORDS };
	struct span parameters = span_of(errand->type);
	struct span type = span_cut_at(&parameters, ';');
	struct document document = {
		.name = span_of(errand->name),
		.type = span_trim(type),
		.charset = span_of(errand->charset),
		.is_flowed = has_parameter(parameters, SPAN("format=flowed")),
		.deletes_blank = has_parameter(parameters, SPAN("delsp=yes")),
		.skip_pages = errand->skip_pages,
		.owed_page = errand->owed_page,
	};

	descriptors_close();
	switch (bytes_load(file, &document.bytes)) {
	case DONE:
		close(file);
		_exit(errand->wants == ERRAND_COPY
			  ? document_copy(&document, &report)
			  : document_read(&document, &report));
	case REFUSED:
		report_type(&report, SPAN("application/octet-stream"));
		report_note(&report, "the file is larger than %lld MiB",
		    MAX_UNPACKED_BYTES >> 20);
		report_end(&report, reading_words[TOO_LARGE]);
		_exit(EX_OK);
	case LATER:
	case BROKEN:
		break;
	}
	_exit(EX_IOERR);
}

/* --- the parent ----------------------------------------------------------- */

/* Has the next errand run by a child of its own. */
static enum outcome
errand_start(struct children *children, struct error *why)
{
	autofd file = -1, pipe_end = -1;
	struct errand errand;
	enum outcome how =
	    errand_receive(ERRANDS, &errand, &file, &pipe_end, why);
	pid_t pid;

	if (how != DONE)
		return how;
	pid = fork();
	if (pid == 0) {
		children_forget(children);
		child_run(&errand, file, pipe_end);
	}
	if (pid < 0)
		return fail(why, LATER, "reader: fork: %s", strerror(errno));
	return children_add(children, pid, &errand, why);
}

static enum outcome
errands_serve(struct error *why)
{
	struct children children = { 0 };
	enum outcome how = DONE;

	while (how == DONE) {
		how = children_wait(&children, ERRANDS, why);
		if (how == DONE)
			how = errand_start(&children, why);
	}
	children_kill(&children);
	return how;
}

/* The size of a huge page on the machines that Debian calls amd64, arm64. */
#define HUGE_BYTES ((size_t)2 << 20)

/*
 * A fork copies the table of pages, and every child unshares what it writes:
 * what the readers have loaded (20 MiB) costs a third less processor time for
 * each document where it is huge pages (make bench BENCH=cage).  Kernels
 * before 6.1 cannot do that at once, and nothing but time is lost.
 */
static void
loaded_collapse(const char *from, const char *to)
{
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif
	uintptr_t start = ((uintptr_t)from + HUGE_BYTES - 1) & -HUGE_BYTES;
	uintptr_t end = (uintptr_t)to & -HUGE_BYTES;

	if (end > start)
		(void)madvise((void *)start, end - start, MADV_COLLAPSE);
}

/* Loads what needs files, then gives up files, network and programs. */
static enum outcome
reader_prepare(const char *languages, const char **missing, struct error *why)
{
	enum outcome how = identify_preload(why);
	autofd nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
	const char *heap = sbrk(0);

	if (nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0)
		return fail(why, BROKEN, "/dev/null: %s", strerror(errno));
	for (size_t i = 0; parsers[i] != NULL && how == DONE; i++)
		if (parsers[i]->preload != NULL)
			how = parsers[i]->preload(languages, why);
	loaded_collapse(heap, sbrk(0));
	if (how == DONE)
		how = confine_prepare(CONFINE_CAGE, why);
	if (how == DONE)
		how = confine_prepare(CONFINE_CAGE_FONTS, why);
	if (how == DONE)
		how = confine_enter(CONFINE_EXTRACT, NULL, 0, missing, why);
	return how;
}

int
main(int argc, char **argv)
{
	const char *missing;
	struct error why;
	enum outcome how;

	log_open("extract", 0);
	if (argc != 2) {
		log_error("usage: postroom-extract LANGUAGES <SOCKET; it is "
			  "started by postroom intake");
		return EX_USAGE;
	}
	signal(SIGPIPE, SIG_IGN);
	how = reader_prepare(argv[1], &missing, &why);
	if (how == DONE && *missing != '\0')
		log_warn("this kernel lacks %s", missing);
	if (how == DONE)
		how = errands_serve(&why);
	/* No destructors: libraries complain of what they were left with. */
	if (how == REFUSED) /* the other side has gone, the usual end */
		_exit(EX_OK);
	log_error("%s", why.text);
	_exit(how == LATER ? EX_TEMPFAIL : EX_CONFIG);
}
