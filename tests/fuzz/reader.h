/*
 * reader.h - a target for one reader of parsers/
 *
 *	FUZZ_READER(rtf_parser)
 *
 * What it reports goes to a file of memory, is taken out again as intake does
 * and must be a report: frames in their bounds, text that is UTF-8, words that
 * are known, an end.
 */
#ifndef TESTS_FUZZ_READER_H
#define TESTS_FUZZ_READER_H

#include "charset.h"
#include "fuzz.h"
#include "markup.h"
#include "parser.h"
#include "report.h"

#include "base/wire.h"

#include <sys/mman.h>
#include <unistd.h>

/*
 * A reader's process ends with its document, and what it or a library left
 * behind is freed with it: leaks are no finding here.
 */
int __lsan_is_turned_off(void);
int
__lsan_is_turned_off(void)
{
	return 1;
}

/* The report of the last document; -1 before the first. */
static int fuzz_report = -1;

static inline void
fuzz_reader_open(const struct parser *parser)
{
	struct error why;

	fuzz_report = memfd_create("report", MFD_CLOEXEC);
	must_hold(fuzz_report >= 0, "there is memory for a report");
	must_hold(charset_preload(&why) == DONE, "charsets are there");
	markup_preload();
	/* What others find in their documents goes to this one. */
	must_hold(message_parser.preload("eng", &why) == DONE,
	    "messages can be read");
	if (parser->preload != NULL && parser != &message_parser)
		must_hold(parser->preload("eng", &why) == DONE,
		    "the reader is prepared");
}

static inline bool
is_one_of(struct span word, const char *words)
{
	struct span rest = span_of(words);

	while (rest.len > 0)
		if (span_is_equal(span_cut_at(&rest, ' '), word))
			return true;
	return false;
}

/* One frame; text is gathered, since frames may cut a character in two. */
static inline void
fuzz_frame(enum wire_tag tag, struct span bytes, bool *has_part,
    struct buf *text)
{
	long long n;

	if (tag == WIRE_TEXT)
		buf_add(text, bytes);
	else if (tag == WIRE_PART)
		*has_part = true;
	else if (tag == WIRE_PART_DATA || tag == WIRE_PART_NAME)
		must_hold(*has_part, "a part's field stands behind it");
	else if (tag == WIRE_PART_DISPOSITION)
		must_hold(is_one_of(bytes, "body inline attachment"),
		    "the disposition is a known one");
	else if (tag == WIRE_PAGE || tag == WIRE_OWED || tag == WIRE_PAGES)
		must_hold(span_to_number(bytes, 0, 1000000, &n),
		    "a page is a number");
	else if (tag == WIRE_NOTE)
		must_hold(bytes.len > 0, "a note says something");
}

/* Takes the report apart. */
static inline void
fuzz_report_check(void)
{
	struct wire_reader wire = WIRE_READER;
	struct buf text = BUF(MAX_TEXT_BYTES);
	static char piece[65536];
	enum outcome how = LATER;
	bool has_part = false;
	enum wire_tag tag;
	struct span bytes;
	struct error why;
	ssize_t n;

	must_hold(lseek(fuzz_report, 0, SEEK_SET) == 0, "it can be read");
	while ((n = read(fuzz_report, piece, sizeof piece)) > 0) {
		wire_feed(&wire, (struct span){ piece, (size_t)n });
		while ((how = wire_next(&wire, &tag, &bytes, &why)) == DONE)
			fuzz_frame(tag, bytes, &has_part, &text);
		must_hold(how == LATER, "the frames are well formed");
	}
	must_hold(wire.ended, "the report has its end");
	must_hold(!text.overflowed, "the text is not over its ceiling");
	must_hold(utf8_is_valid(buf_span(&text)), "the text is UTF-8");
	wire_reader_release(&wire);
	buf_release(&text);
}

static inline void
fuzz_read(const struct parser *parser, const struct document *document)
{
	struct report report = { .fd = fuzz_report };

	must_hold(ftruncate(fuzz_report, 0) == 0 &&
		      lseek(fuzz_report, 0, SEEK_SET) == 0,
	    "there is room for a report");
	(void)parser->read(document, &report);
	report_end(&report, "read");
	fuzz_report_check();
}

#define FUZZ_READER_BEGIN(parser)                                              \
	int LLVMFuzzerInitialize(int *argc, char ***argv)                      \
	{                                                                      \
		(void)argc;                                                    \
		(void)argv;                                                    \
		fuzz_reader_open(&(parser));                                   \
		return 0;                                                      \
	}

#define FUZZ_READER(parser)                                                    \
	FUZZ_READER_BEGIN(parser)                                              \
	int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)           \
	{                                                                      \
		char *copy = fuzz_copy(bytes, len);                            \
		struct document document = { .bytes = { copy, len } };         \
                                                                               \
		fuzz_read(&(parser), &document);                               \
		free(copy);                                                    \
		return 0;                                                      \
	}

#endif
