/*
 * extract.c - prints the text of documents, with the place of each word
 *
 * Reads:   the files named, by way of postroom-extract.
 * Writes:  standard output, and the copy that was asked for.
 * Doubts:  the bytes of a copy are a document's: they are written, not read.
 * Fails by going on with the next file.
 */
#include "extract.h"
#include "base/io.h"
#include "hocr.h"
#include "intake/reading.h"
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define MAX_OUTPUT_BYTES (512ll << 20)

struct extract {
	struct reader *reader;
	bool as_json, as_hocr;
	const char *copy; /* where to; NULL for none */
	bool may_replace;
	bool has_headings;
	struct hocr hocr;
	int status;
};

/* The gravest that happened so far is how the command ends. */
static void
status_note(struct extract *x, int status)
{
	static const int grave[] = { EX_OK, EX_DATAERR, EX_NOINPUT,
		EX_CANTCREAT };
	size_t is = 0, was = 0;

	for (size_t i = 0; i < sizeof grave / sizeof *grave; i++) {
		if (grave[i] == status)
			is = i;
		if (grave[i] == x->status)
			was = i;
	}
	if (is > was)
		x->status = status;
}

/* --- text ----------------------------------------------------------------- */

static void
head_line(struct buf *out, const char *label, struct span name,
    struct span address)
{
	if (name.len + address.len == 0)
		return;
	buf_printf(out, "%s: %.*s%s%.*s\n", label, SPAN_ARG(name),
	    name.len > 0 && address.len > 0 ? " " : "", SPAN_ARG(address));
}

/* What a message says of itself, as its first lines. */
static void
message_head(struct buf *out, const struct message *m)
{
	head_line(out, "From", m->from.name, m->from.address);
	for (size_t i = 0; i < m->n_to; i++)
		head_line(out, "To", m->to[i].name, m->to[i].address);
	for (size_t i = 0; i < m->n_cc; i++)
		head_line(out, "Cc", m->cc[i].name, m->cc[i].address);
	head_line(out, "Date", m->date, SPAN(""));
	head_line(out, "Subject", m->subject, SPAN(""));
	buf_add_char(out, '\n');
}

/* "==> mail.eml, 2: letter.pdf (application/pdf, read, 3 pages) <==" */
static void
heading(struct buf *out, const struct part *p, const char *file)
{
	buf_printf(out, "==> %s, %.*s", file, SPAN_ARG(p->path));
	if (p->name.len > 0)
		buf_printf(out, ": %.*s", SPAN_ARG(p->name));
	buf_printf(out, " (%.*s, %s", SPAN_ARG(p->type),
	    part_outcome_name(p->outcome));
	if (p->pages > 0)
		buf_printf(out, ", %lld page%s", p->pages,
		    p->pages == 1 ? "" : "s");
	if (p->is_ocr)
		buf_printf(out, ", recognised, confidence %lld.%02lld",
		    p->confidence / 1000, p->confidence % 1000 / 10);
	buf_add_text(out, ") <==\n");
}

/* Parts that say again what another one says are for programs. */
static size_t
count_shown(const struct item *item)
{
	size_t n = item->message != NULL;

	for (size_t i = 0; i < item->n_parts; i++)
		n += !item->parts[i].is_alternative;
	return n;
}

static void
text_write(const struct extract *x, const struct item *item, const char *file,
    struct buf *out)
{
	/* A message's own lines need none. */
	bool has_headings =
	    x->has_headings || count_shown(item) > (item->message != NULL) + 1u;

	if (item->message != NULL)
		message_head(out, item->message);
	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *p = &item->parts[i];

		if (p->is_alternative)
			continue;
		if (has_headings)
			heading(out, p, file);
		if (p->message != NULL)
			message_head(out, p->message);
		buf_add(out, p->text);
		if (p->text.len > 0 && p->text.at[p->text.len - 1] != '\n')
			buf_add_char(out, '\n');
		if (has_headings)
			buf_add_char(out, '\n');
	}
}

/* --- what went wrong ------------------------------------------------------ */

static void
part_complain(struct extract *x, const struct part *p, const char *file)
{
	if (p->outcome == PART_READ || p->outcome == PART_EMPTY)
		return;
	fprintf(stderr, "postroom: %s, %.*s: %s%s%.*s\n", file,
	    SPAN_ARG(p->path), part_outcome_name(p->outcome),
	    p->note.len > 0 ? ": " : "", SPAN_ARG(p->note));
	status_note(x, EX_DATAERR);
}

static void
item_complain(struct extract *x, const struct item *item, const char *file)
{
	if (item->kind == KIND_MESSAGE)
		part_complain(x, &item->root, file);
	for (size_t i = 0; i < item->n_parts; i++)
		part_complain(x, &item->parts[i], file);
}

/* --- copies --------------------------------------------------------------- */

/* OUT itself, or where there are several OUT-1.2.pdf, by the part's path. */
static struct span
copy_path(const struct extract *x, const struct part *p, bool is_only,
    struct arena *mem)
{
	struct span out = span_of(x->copy);
	struct span ending = span_ends_with(out, SPAN(".pdf"))
				 ? span_from(out, out.len - 4)
				 : SPAN("");

	if (is_only)
		return arena_copy(mem, out);
	return arena_printf(mem, "%.*s-%.*s%.*s",
	    SPAN_ARG(span_head(out, out.len - ending.len)), SPAN_ARG(p->path),
	    SPAN_ARG(ending));
}

static enum outcome
bytes_copy(int to, int from, struct error *why)
{
	enum outcome how = DONE;
	char piece[65536];
	ssize_t n = 1;

	if (lseek(from, 0, SEEK_SET) < 0)
		n = -1;
	while (
	    how == DONE && n > 0 && (n = read(from, piece, sizeof piece)) > 0)
		how = io_write(to, (struct span){ piece, (size_t)n }, why);
	return n < 0 ? fail(why, LATER, "copy: %s", strerror(errno)) : how;
}

/*
 * Writes the copy beside its place, then puts it there.  Its name is taken
 * first where it must be new, so that no file is ever replaced unasked.
 */
static enum outcome
copy_write(const struct extract *x, const struct part_copy *copy,
    const char *path, struct error *why)
{
	autoarena mem = { 0 };
	const char *beside =
	    arena_printf(&mem, "%s.%d.new", path, (int)getpid()).at;
	int place = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
	autofd taken = x->may_replace ? -1 : open(path, place, 0600);
	autofd fd = -1;
	enum outcome how;

	if (!x->may_replace && taken < 0)
		return fail(why, REFUSED, "%s: %s%s", path, strerror(errno),
		    errno == EEXIST ? "; --force replaces it" : "");
	fd = open(beside, place, 0600);
	how = fd < 0 ? fail(why, LATER, "%s: %s", beside, strerror(errno))
		     : bytes_copy(fd, copy->fd, why);
	if (how == DONE)
		how = io_publish(fd, beside, path, why);
	if (how != DONE && fd >= 0)
		unlink(beside);
	if (how != DONE && taken >= 0)
		unlink(path);
	return how;
}

static void
copies_write(struct extract *x, const struct item *item, const char *file,
    struct arena *mem)
{
	size_t n = 0;
	struct error why;

	for (size_t i = 0; i < item->n_parts; i++)
		n += item->parts[i].copy != NULL;
	if (n == 0) {
		fprintf(stderr,
		    "postroom: %s: no copy: it has no pages, as scans and "
		    "PDFs have, that can be read\n",
		    file);
		status_note(x, EX_DATAERR);
	}
	for (size_t i = 0; i < item->n_parts; i++) {
		struct part *p = &item->parts[i];

		if (p->copy == NULL)
			continue;
		if (copy_write(x, p->copy, copy_path(x, p, n == 1, mem).at,
			&why) != DONE) {
			fprintf(stderr, "postroom: %s\n", why.text);
			status_note(x, EX_CANTCREAT);
		}
		io_close(&p->copy->fd);
	}
}

/* --- the command ---------------------------------------------------------- */

static void
item_write(struct extract *x, const struct item *item, const char *file,
    struct buf *out)
{
	if (x->as_json) {
		record_document_json(item, span_of(file), out);
	} else if (x->as_hocr) {
		x->hocr.out = out;
		hocr_item(&x->hocr, item, span_of(file));
	} else if (x->copy == NULL) {
		text_write(x, item, file, out);
	}
}

/* Opens a regular file: a pipe would not be waited for, a folder is none. */
static enum outcome
file_open(const char *file, int *fd, struct error *why)
{
	struct stat st;

	*fd = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (*fd < 0 || fstat(*fd, &st) < 0)
		return fail(why, REFUSED, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return fail(why, REFUSED, "it is no regular file");
	return DONE;
}

/* Reads one file; what cannot even be opened says so in root. */
static void
file_extract(struct extract *x, const char *file, struct buf *out)
{
	const char *slash = strrchr(file, '/');
	autofd fd = -1;
	struct item item = { .file =
				 span_of(slash == NULL ? file : slash + 1) };
	autoarena mem = { 0 };
	struct error why = { "" };
	enum outcome how = file_open(file, &fd, &why);

	if (how == DONE)
		how = reading_run(x->reader, fd, item.file, &item, &mem, &why);
	if (how != DONE) {
		item.kind = KIND_DOCUMENT;
		item.root.outcome = PART_UNREADABLE;
		item.root.note = arena_copy(&mem, span_of(why.text));
		fprintf(stderr, "postroom: %s: %s\n", file, why.text);
		status_note(x, EX_NOINPUT);
	}
	if (how == DONE || x->as_json)
		item_write(x, &item, file, out);
	if (how != DONE)
		return;
	item_complain(x, &item, file);
	if (x->copy != NULL)
		copies_write(x, &item, file, &mem);
}

static enum outcome
files_extract(struct extract *x, const struct call *call, struct error *why)
{
	autobuf out = BUF((size_t)MAX_OUTPUT_BYTES);
	enum outcome how = DONE;

	x->hocr.out = &out;
	if (x->as_hocr)
		hocr_begin(&x->hocr);
	for (int i = 1; i < call->argc && how == DONE; i++) {
		file_extract(x, call->argv[i], &out);
		how = io_write(STDOUT_FILENO, buf_span(&out), why);
		buf_clear(&out);
	}
	if (x->as_hocr && how == DONE) {
		hocr_end(&x->hocr);
		how = io_write(STDOUT_FILENO, buf_span(&out), why);
	}
	return how;
}

/* Says what is wrong with the arguments; NULL where nothing is. */
static const char *
arguments_check(const struct extract *x, const struct call *call)
{
	for (int i = 1; i < call->argc; i++)
		if (strncmp(call->argv[i], "--", 2) == 0)
			return "an option lacks its value, or is there twice";
	if (call->argc < 2)
		return "name a file";
	if (x->as_json && x->as_hocr)
		return "--json or --hocr, not both";
	if (x->copy != NULL && call->argc > 2)
		return "--searchable-pdf takes one file";
	if (x->copy == NULL && x->may_replace)
		return "--force goes with --searchable-pdf";
	if (x->copy != NULL && !x->may_replace && access(x->copy, F_OK) == 0)
		return "the copy's file is there already; --force replaces it";
	return NULL;
}

int
extract_command(const struct call *asked)
{
	struct call call = *asked;
	struct extract x = { .as_json = call_flag(&call, "--json"),
		.as_hocr = call_flag(&call, "--hocr"),
		.copy = call_value(&call, "--searchable-pdf"),
		.may_replace = call_flag(&call, "--force"),
		.has_headings = call.argc > 2 || isatty(STDOUT_FILENO) };
	const char *wrong = arguments_check(&x, &call);
	struct span languages = SPAN("eng");
	struct error why = { "" };
	enum outcome how;

	if (wrong != NULL) {
		fprintf(stderr, "postroom: extract: %s\n", wrong);
		return EX_USAGE;
	}
	if (call.options != NULL)
		languages = call.options->intake.languages;
	how =
	    reader_start(arena_printf(call.mem, "%s-extract", call.program).at,
		languages, &x.reader, &why);
	if (how == DONE) {
		reader_ask(x.reader, x.copy != NULL           ? ERRAND_COPY
				     : x.as_json || x.as_hocr ? ERRAND_WORDS
							      : ERRAND_PRINTED);
		how = files_extract(&x, &call, &why);
	}
	reader_stop(x.reader);
	if (how == DONE)
		return x.status;
	fprintf(stderr, "postroom: %s\n", why.text);
	return outcome_status(how);
}
