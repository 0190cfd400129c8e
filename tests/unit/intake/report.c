/* report.c - tests of intake/report.h: what a reader may say, and may not */
#include "intake/report.h"
#include "base/io.h"
#include "tap.h"

#include <sys/mman.h>
#include <unistd.h>

/* Frames are written by wire.h into a file of memory and fed from there. */
static int stream = -1;

static void
stream_begin(void)
{
	io_close(&stream);
	stream = memfd_create("frames", MFD_CLOEXEC);
}

static void
put(enum wire_tag tag, const char *bytes, size_t len)
{
	struct error why = { "" };

	if (wire_put(stream, tag, (struct span){ bytes, len }, &why) != DONE)
		ok(false, "put: %s", why.text);
}

/* For literals that hold NUL bytes. */
#define PUT_BYTES(tag, literal) put((tag), (literal), sizeof(literal) - 1)

static void
put_text(enum wire_tag tag, const char *text)
{
	put(tag, text, strlen(text));
}

/* Feeds what was put, in pieces of so many bytes. */
static enum outcome
feed(struct report_in *in, size_t piece, struct error *why)
{
	enum outcome how = DONE;
	char bytes[65536];
	off_t at = 0;
	ssize_t n;

	if (piece > sizeof bytes)
		piece = sizeof bytes;
	while (how == DONE && (n = pread(stream, bytes, piece, at)) > 0) {
		how = report_feed(in, (struct span){ bytes, (size_t)n }, why);
		at += n;
	}
	return how;
}

static void
message_put(void)
{
	stream_begin();
	put_text(WIRE_TYPE, "message/rfc822");
	PUT_BYTES(WIRE_HEADER, "Subject\0A \x1b[31mred\r\n line");
	PUT_BYTES(WIRE_HEADER, "Message-ID\0<one@example.org>");
	PUT_BYTES(WIRE_ADDRESS, "From\0Ada Example\0ada@example.org");
	PUT_BYTES(WIRE_ADDRESS, "From\0Second\0second@example.org");
	PUT_BYTES(WIRE_ADDRESS, "To\0\0complaints@example.org");
	PUT_BYTES(WIRE_ADDRESS, "Cc\0\0copy@example.org");
	PUT_BYTES(WIRE_ADDRESS, "Reply-To\0\0reply@example.org");
	put_text(WIRE_DATE, "2026-11-22T10:00:00Z");
	put_text(WIRE_PART, "1");
	put_text(WIRE_PART_TYPE, "text/plain");
	put_text(WIRE_PART_CHARSET, "utf-8");
	put_text(WIRE_PART_DISPOSITION, "body");
	put_text(WIRE_PART_DATA, "Hello");
	put_text(WIRE_PART_DATA, " there");
	put_text(WIRE_PART, "2");
	put_text(WIRE_PART_NAME, "../../letter.pdf");
	put_text(WIRE_OUTCOME, "read");
	put_text(WIRE_END, "");
}

static void
test_message(size_t piece)
{
	struct report_in in = { 0 };
	struct part part = { 0 };
	struct error why = { "" };
	struct message *m;
	autoarena mem = { 0 };
	char bytes[16] = "";

	message_put();
	report_begin(&in, &part, &mem);
	ok(feed(&in, piece, &why) == DONE && in.is_complete,
	    "a message in pieces of %zu %s", piece, why.text);
	report_finish(&in);
	m = report_message(&in, &mem);
	is_span(m->subject, "A  [31mred  line", "control characters go");
	is_span(m->message_id, "<one@example.org>", "Message-ID");
	is_span(m->from.address, "ada@example.org", "the first From counts");
	is_number(m->n_to * 100 + m->n_cc * 10 + m->n_reply_to, 111,
	    "one of each other field");
	is_span(m->date, "2026-11-22T10:00:00Z", "Date");
	is_number(in.n_children, 2, "two parts");
	is_number(in.children->size, 11, "bytes of the first");
	is_number(pread(in.children->fd, bytes, sizeof bytes, 0), 11,
	    "which can be read back");
	is_text(bytes, "Hello there", "as they were");
	is_number(in.children->part.disposition, PART_BODY, "a body");
	is_number(in.last->part.disposition, PART_ATTACHMENT,
	    "an attachment where nothing was said");
	is_span(in.last->part.name, "../../letter.pdf", "a name is a label");
	is_number(part.outcome, PART_READ, "outcome");
	report_release(&in);
}

static void
test_document(void)
{
	struct report_in in = { 0 };
	struct part part = { 0 };
	struct error why = { "" };
	autoarena mem = { 0 };

	stream_begin();
	put_text(WIRE_TYPE, "image/tiff");
	put_text(WIRE_TEXT, "one ");
	put_text(WIRE_TEXT, "two\r\n\xff");
	put_text(WIRE_PAGES, "2");
	put_text(WIRE_OCR, "1");
	put_text(WIRE_CONFIDENCE, "930");
	put_text(WIRE_NOTE, "page 2 is blank");
	put_text(WIRE_OUTCOME, "read");
	put_text(WIRE_END, "");
	report_begin(&in, &part, &mem);
	ok(feed(&in, 7, &why) == DONE && in.is_complete, "a document");
	report_finish(&in);
	is_span(part.text, "one two\n\xef\xbf\xbd", "its text, cleaned");
	is_number(part.pages, 2, "pages");
	ok(part.is_ocr && part.confidence == 930, "recognised");
	is_span(part.note, "page 2 is blank", "note");
	report_release(&in);
}

/* Each of these is a report that no honest reader writes. */
static void
test_lies(void)
{
	static const struct {
		const char *what;
		enum wire_tag tag;
		const char *text;
	} table[] = {
		{ "an unknown outcome", WIRE_OUTCOME, "splendid" },
		{ "pages that are no number", WIRE_PAGES, "many" },
		{ "negative pages", WIRE_PAGES, "-1" },
		{ "a confidence over all", WIRE_CONFIDENCE, "1001" },
		{ "a part's name before any part", WIRE_PART_NAME, "x" },
		{ "a part's bytes before any part", WIRE_PART_DATA, "x" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct report_in in = { 0 };
		struct part part = { 0 };
		struct error why = { "" };
		autoarena mem = { 0 };

		stream_begin();
		put_text(table[i].tag, table[i].text);
		report_begin(&in, &part, &mem);
		ok(feed(&in, 100, &why) == REFUSED && why.text[0] != '\0', "%s",
		    table[i].what);
		report_release(&in);
	}
}

static void
test_ceilings(void)
{
	struct report_in in = { 0 };
	struct part part = { 0 };
	struct error why = { "" };
	autoarena mem = { 0 };

	stream_begin();
	for (int i = 0; i < MAX_PARTS + 1; i++)
		put_text(WIRE_PART, "1");
	report_begin(&in, &part, &mem);
	is_number(feed(&in, 65536, &why), DONE,
	    "one part above the ceiling comes through, to be noted");
	put_text(WIRE_PART, "1");
	report_begin(&in, &part, &mem);
	is_number(feed(&in, 65536, &why), REFUSED, "two above are a lie");
	report_release(&in);

	stream_begin();
	put_text(WIRE_TEXT, "cut o");
	report_begin(&in, &part, &mem);
	ok(feed(&in, 3, &why) == DONE && !in.is_complete,
	    "a report without its end is not complete");
	report_finish(&in);
	is_span(part.text, "cut o", "but what came is kept");
	report_release(&in);
}

int
main(void)
{
	test_message(1);
	test_message(17);
	test_message(65536);
	test_document();
	test_lies();
	test_ceilings();
	return done();
}
