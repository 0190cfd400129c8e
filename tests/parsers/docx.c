/*
 * docx.c - Word documents are read, and hostile ones refused
 *
 * letter.docx has one of everything: headers, tabs and tab stops, a table, a
 * text box with its fallback, text struck out, put in and moved, notes,
 * pictures and an embedded file.
 */
#include "reader.h"
#include "tap.h"

#define FOLDER "tests/parsers/docx/"

static const struct {
	const char *file;
	const char *outcome;
	const char *text;
	const char *note;
} documents[] = {
	{ "letter.docx", "read",
	    "14 Larch Close\n"
	    "Dear Sir or Madam,\n"
	    "\n"
	    "Nobody came\tfor nine\n"
	    "hours & more; caf\xc3\xa9 well-known.\n"
	    "Ward\tDay\n"
	    "Seven\tMonday\n"
	    "\n"
	    "In a box.\n"
	    "Put in.\n"
	    "A link.\n"
	    "In a content control.\n"
	    "A note at the foot.\n"
	    "A note at the end.\n"
	    "Page one\n"
	    "A remark.\n",
	    "the document has comments beside its text; they stand at the "
	    "end" },
	{ "empty.docx", "empty", "", "" },
	{ "doctype.docx", "unreadable", "",
	    "the document has a part with a DOCTYPE, which was refused" },
	{ "entity.docx", "unreadable", "before\n",
	    "the document has a damaged part: its text may be incomplete" },
	{ "cut-xml.docx", "unreadable", "The first half is here.\n",
	    "the document has a damaged part: its text may be incomplete" },
	{ "bomb.docx", "too_large", "",
	    "the document unpacks to too many bytes" },
	/* A picture of 1 MiB of nothing, and one of a byte more. */
	{ "ratio-limit.docx", "read", "Look at this.\n", "" },
	{ "ratio-above.docx", "too_large", "Look at this.\n",
	    "the document unpacks to too many bytes" },
};

static void
test_documents(struct reader *reader)
{
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		const char *file = documents[i].file;
		autobuf path = BUF(200);
		struct heard heard;

		buf_printf(&path, FOLDER "%s", file);
		reader_hear_file(reader, buf_text(&path), "", &heard);
		is_span(heard_first(&heard, WIRE_OUTCOME), documents[i].outcome,
		    "%s: outcome", file);
		is_span(heard_all(&heard, WIRE_TEXT), documents[i].text,
		    "%s: text", file);
		is_span(heard_first(&heard, WIRE_NOTE), documents[i].note,
		    "%s: note", file);
		heard_release(&heard);
	}
}

static void
test_files(struct reader *reader)
{
	struct heard heard;

	reader_hear_file(reader, FOLDER "letter.docx", "", &heard);
	is_number(heard_count(&heard, WIRE_PART), 2,
	    "a picture and a file inside; a drawing of Word's own is left out");
	is_span(heard_part(&heard, "1", WIRE_PART_NAME), "image1.png",
	    "the picture");
	is_span(heard_part(&heard, "1", WIRE_PART_DISPOSITION), "inline",
	    "stands in the text");
	is_number(heard_part(&heard, "1", WIRE_PART_DATA).len, 128,
	    "with all its bytes");
	is_span(heard_part(&heard, "2", WIRE_PART_DATA), "a sheet",
	    "the file is passed on");
	heard_release(&heard);
}

/* Every cut and every changed byte ends in a report, none in a crash. */
static void
test_damaged(struct reader *reader)
{
	autobuf letter = BUF(1 << 20);
	struct heard heard;
	struct error why;
	int crashes = 0, believed = 0;

	if (io_read_file(FOLDER "letter.docx", &letter, &why) != DONE)
		die("%s", why.text);
	for (size_t cut = 100; cut < letter.len; cut += 97) {
		reader_hear(reader, span_head(buf_span(&letter), cut), "a.docx",
		    "", "", &heard);
		crashes += !heard.is_whole;
		believed += span_is_equal(heard_first(&heard, WIRE_OUTCOME),
		    SPAN("read"));
		heard_release(&heard);
	}
	is_number(crashes, 0, "no cut ends the reader");
	is_number(believed, 0, "none is taken for the document");
	for (size_t at = 60; at < letter.len; at += 53) {
		letter.at[at] = (char)(letter.at[at] ^ 0x55);
		reader_hear(reader, buf_span(&letter), "a.docx", "", "",
		    &heard);
		letter.at[at] = (char)(letter.at[at] ^ 0x55);
		crashes += !heard.is_whole;
		heard_release(&heard);
	}
	is_number(crashes, 0, "no changed byte ends the reader");
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	test_documents(&reader);
	test_files(&reader);
	test_damaged(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}
