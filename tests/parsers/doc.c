/*
 * doc.c - Word documents of before 2007 are read
 *
 * letter.doc has its pieces in another order than its text, narrow and wide
 * ones, a table, a field, a note, a footer with its page number, a remark and
 * a picture; word6.doc is Polish, in one piece.
 */
#include "reader.h"
#include "tap.h"

#define FOLDER "tests/parsers/doc/"

static const struct {
	const char *file;
	const char *outcome;
	const char *text;
	const char *note;
	size_t parts;
} documents[] = {
	{ "letter.doc", "read",
	    "Dear Sir – café\n"
	    "Władysław 😀link\n"
	    "line\n"
	    "a\tb\n"
	    "c\td\n"
	    "End-of\n"
	    "A note\n"
	    "Page \n"
	    "Sure?\n",
	    "", 1 },
	{ "word6.doc", "read", "Załącznik\nEnd\n", "", 0 },
	{ "locked.doc", "encrypted", "",
	    "the document is protected by a password; ask the sender to send "
	    "it again without",
	    0 },
};

/* Every cut and every changed byte ends in a report, none in a crash. */
static void
test_damaged(struct reader *reader)
{
	autobuf letter = BUF(1 << 20);
	struct error why;
	struct heard h;
	int crashes = 0;

	if (io_read_file(FOLDER "letter.doc", &letter, &why) != DONE)
		die("%s", why.text);
	for (size_t cut = 8; cut < letter.len; cut += 211) {
		reader_hear(reader, span_head(buf_span(&letter), cut), "", "",
		    "", &h);
		crashes += !h.is_whole;
		heard_release(&h);
	}
	is_number(crashes, 0, "no cut ends the reader");
	for (size_t at = 512; at < letter.len; at += 37) {
		letter.at[at] = (char)(letter.at[at] ^ 0xff);
		reader_hear(reader, buf_span(&letter), "", "", "", &h);
		letter.at[at] = (char)(letter.at[at] ^ 0xff);
		crashes += !h.is_whole;
		heard_release(&h);
	}
	is_number(crashes, 0, "no changed byte ends the reader");
}

int
main(void)
{
	struct reader reader;
	struct heard h;

	reader_open(&reader, "eng");
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		const char *file = documents[i].file;
		autobuf path = BUF(200);

		buf_printf(&path, FOLDER "%s", file);
		reader_hear_file(&reader, buf_text(&path), "", &h);
		is_span(heard_first(&h, WIRE_TYPE), "application/msword",
		    "%s: type", file);
		is_span(heard_first(&h, WIRE_OUTCOME), documents[i].outcome,
		    "%s: outcome", file);
		is_span(heard_all(&h, WIRE_TEXT), documents[i].text, "%s: text",
		    file);
		is_span(heard_first(&h, WIRE_NOTE), documents[i].note,
		    "%s: note", file);
		is_number((long long)heard_count(&h, WIRE_PART),
		    (long long)documents[i].parts, "%s: pictures", file);
		heard_release(&h);
	}
	test_damaged(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}
