/*
 * reading.c - what becomes of an item whose document does what it must not
 *
 * The reader program is that of tests/lib/hostile.c: the documents say what
 * they try, the cage is the real one.
 */
#include "faulty.h"
#include "tap.h"

#include "base/io.h"
#include "intake/reading.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef BUILD_SANITIZED
#define IS_CAGED false /* no system call is forbidden */
#else
#define IS_CAGED true
#endif

FAULTY(int, -1, memfd_create, (const char *name, unsigned flags), (name, flags))
FAULTY(int, -1, pipe2, (int ends[2], int flags), (ends, flags))

static struct reader *
reader_open(void)
{
	static char path[PATH_MAX]; /* the reader keeps it */
	const char *build = getenv("BUILD");
	struct reader *reader = NULL;
	struct error why = { "" };

	snprintf(path, sizeof path, "%s/tests/lib/hostile-extract",
	    build == NULL ? "build" : build);
	ok(reader_start(path, SPAN("eng"), &reader, &why) == DONE, "started %s",
	    why.text);
	return reader;
}

/* Has the bytes read as a file of that name; "" for a message. */
static void
item_read(struct reader *reader, struct span bytes, const char *name,
    struct item *item, struct arena *mem)
{
	autofd fd = memfd_create("item", MFD_CLOEXEC);
	struct error why = { "" };

	*item = (struct item){ .size = 0 };
	ok(fd >= 0 && io_write(fd, bytes, NULL) == DONE &&
		reading_run(reader, fd, span_of(name), item, mem, &why) == DONE,
	    "read %s", why.text);
}

#define FORBIDDEN "its reader tried something forbidden and was stopped"
#define FAILED "its reader failed on it and was stopped"
#define TOO_LONG "reading it took too long and was stopped"

static const struct deed {
	const char *word;
	bool with_fonts;
	bool needs_cage;
	enum part_outcome outcome;
	const char *note;
	const char *text; /* all of it */
} deeds[] = {
	{ "innocent", false, false, PART_READ, "", "nothing was tried\n" },
	/* Libraries try it too: it comes to nothing, EACCES. */
	{ "read-file", false, true, PART_READ, "", "trying\nerror 13\n" },
	{ "read-file", true, true, PART_READ, "", "trying\nerror 13\n" },
	{ "write-file", false, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "write-file", true, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "connect", false, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "connect", true, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "fork", false, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "fork", true, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "thread", false, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "thread", true, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "exec", false, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "exec", true, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "trace", false, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "trace", true, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "kill", false, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "kill", true, true, PART_KILLED, FORBIDDEN, "trying\n" },
	{ "memory", false, true, PART_READ, "", "trying\nerror 12\n" },
	{ "crash", false, false, PART_KILLED, FAILED, "trying\n" },
	{ "abort", false, false, PART_KILLED, FAILED, "trying\n" },
	{ "abort", true, false, PART_KILLED, FAILED, "trying\n" },
	{ "time", true, false, PART_KILLED, TOO_LONG, "trying\n" },
	{ "nonsense", false, false, PART_KILLED, FAILED, "" },
	{ "back", false, false, PART_KILLED, FAILED, "" },
};

static void
test_deeds(struct reader *reader)
{
	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
		const struct deed *d = &deeds[i];
		autobuf bytes = BUF(1000);
		autoarena mem = { 0 };
		struct item item;

		if (d->needs_cage && !IS_CAGED) {
			ok(true, "%s # SKIP no cage here", d->word);
			continue;
		}
		buf_printf(&bytes,
		    "From: a@example.org\nMIME-Version: 1.0\nContent-Type: "
		    "multipart/mixed; boundary=x\n\n--x\nContent-Type: %s\n"
		    "Content-Disposition: attachment; filename=a\n\n%s%s\n--x\n"
		    "Content-Disposition: attachment; filename=b\n"
		    "Content-Type: text/plain\n\ninnocent\n--x--\n",
		    d->with_fonts ? "text/html" : "text/plain",
		    d->with_fonts ? "<!DOCTYPE html>" : "", d->word);
		item_read(reader, buf_span(&bytes), "", &item, &mem);
		is_number(item.root.outcome, PART_READ, "%s: the message",
		    d->word);
		is_number((long long)item.n_parts, 2, "%s: its parts", d->word);
		if (item.n_parts != 2)
			continue;
		is_number(item.parts[0].outcome, d->outcome, "%s: outcome",
		    d->word);
		is_span(item.parts[0].note, d->note, "%s: note", d->word);
		is_span(item.parts[0].text, d->text, "%s: text", d->word);
		is_number(item.parts[1].outcome, PART_READ,
		    "%s: the part behind it is unharmed", d->word);
		is_span(item.parts[1].text, "nothing was tried\n", "and read");
	}
}

/* What a document of that word becomes, alone. */
static const struct {
	const char *word;
	enum part_outcome outcome;
	const char *note;
	const char *text;
	long long confidence;
} paged[] = {
	/* Of the owed pages the second and the fourth are lost, no other. */
	{ "owed", PART_KILLED, "page 2: " TOO_LONG "; page 4: " FAILED,
	    "before\n\npage 1\n\npage 3\n\npage 5\n\nbehind\n", 995 },
	/* So it is with pages that one process reads. */
	{ "pages", PART_KILLED, "page 2: " TOO_LONG "; page 4: " FAILED,
	    "page 1\npage 3\npage 5\n", 1000 },
	/* After three pages it is given up. */
	{ "deadly", PART_KILLED,
	    "page 1: " FAILED "; page 2: " FAILED "; page 3: " FAILED
	    "; " FAILED,
	    "", 0 },
};

static void
test_pages(struct reader *reader)
{
	for (size_t i = 0; i < 2 * sizeof paged / sizeof *paged; i++) {
		const char *word = paged[i / 2].word;
		autobuf bytes = BUF(100);
		autoarena mem = { 0 };
		struct item item;

		/* One page at a time, or several: it is all the same. */
		reader_share(reader, i % 2 == 0);
		buf_printf(&bytes, "<!DOCTYPE html>%s\n", word);
		item_read(reader, buf_span(&bytes), "a.html", &item, &mem);
		is_number(item.root.outcome, paged[i / 2].outcome,
		    "%s: outcome", word);
		is_span(item.root.note, paged[i / 2].note, "%s: note", word);
		is_span(item.root.text, paged[i / 2].text, "%s: text", word);
		is_number(item.root.confidence, paged[i / 2].confidence,
		    "%s: confidence", word);
	}
	reader_share(reader, true);
}

static void
test_flood(struct reader *reader)
{
	autoarena mem = { 0 };
	struct item item;

	item_read(reader, SPAN("flood\n"), "a.txt", &item, &mem);
	is_number(item.root.outcome, PART_TOO_LARGE, "too much text");
	is_number((long long)item.root.text.len, MAX_TEXT_BYTES,
	    "as much as there may be is kept");
}

static void
test_effort(struct reader *reader)
{
	autoarena mem = { 0 };
	struct item item;

	item_read(reader, SPAN("<!DOCTYPE html>owed\n"), "a.html", &item, &mem);
	ok(item.root.effort.cpu_ms >= 200,
	    "what a page wasted is in the effort: %lld ms",
	    item.root.effort.cpu_ms);
	ok(item.root.effort.peak_kib > 1000 &&
		item.root.effort.peak_kib < 1 << 20,
	    "so is the most memory: %lld KiB", item.root.effort.peak_kib);
	ok(item.effort.cpu_ms == item.root.effort.cpu_ms &&
		item.effort.peak_kib == item.root.effort.peak_kib,
	    "it is that of the item, which is this document alone");
	item_read(reader, SPAN("crash\n"), "a.txt", &item, &mem);
	item_read(reader, SPAN("innocent\n"), "a.txt", &item, &mem);
	is_number(item.root.outcome, PART_READ, "the next item is unharmed");
}

/* What we have too little of is not the document's fault: it is read later. */
static void
test_shortness(struct reader *reader)
{
	static const char message[] =
	    "From: a@people.example\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
	    "--x\r\nContent-Type: text/plain\r\n\r\none\r\n"
	    "--x\r\nContent-Type: text/plain\r\n\r\ntwo\r\n--x--\r\n";
	static struct faulty *const calls[] = { &faulty_memfd_create,
		&faulty_pipe2 };

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		for (int after = 0; after < 2; after++) {
			autoarena mem = { NULL };
			autofd fd = memfd_create("item", MFD_CLOEXEC);
			struct error why = { "" };
			struct item item = { .size = 0 };

			ok(fd >= 0 &&
				io_write(fd, span_of(message), NULL) == DONE,
			    "a message");
			*calls[i] = (struct faulty){ .error = EMFILE,
				.after = after,
				.times = 1 };
			ok(reading_run(reader, fd, SPAN(""), &item, &mem,
			       &why) == LATER,
			    "call %zu fails after %d: %s", i, after, why.text);
			*calls[i] = (struct faulty){ .times = 0 };
			item = (struct item){ .size = 0 };
			ok(reading_run(reader, fd, SPAN(""), &item, &mem,
			       &why) == DONE,
			    "it is read then: %s", why.text);
			is_number((long long)item.n_parts, 2, "with its parts");
		}
}

int
main(void)
{
	struct reader *reader = reader_open();

	if (reader != NULL) {
		test_deeds(reader);
		test_pages(reader);
		test_flood(reader);
		test_effort(reader);
		test_shortness(reader);
	}
	reader_stop(reader);
	return done();
}
