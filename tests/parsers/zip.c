/* zip.c - the files of a zip come out, bombs and passwords do not pass */
#include "reader.h"
#include "tap.h"

#define FOLDER "tests/parsers/zip/"

static const struct {
	const char *file;
	const char *outcome;
	const char *note;
	size_t parts;
} archives[] = {
	{ "letters.zip", "read", "", 2 },
	{ "empty.zip", "empty", "", 0 },
	{ "locked.zip", "encrypted",
	    "the archive is protected by a password; ask the sender to send it "
	    "again without",
	    1 },
	/* A megabyte of zeros, and one byte more. */
	{ "limit.zip", "read", "", 1 },
	{ "above.zip", "too_large", "the archive unpacks to too many bytes",
	    1 },
};

/* The list of what is in it stands at a zip's end. */
static void
cut_short(struct reader *reader)
{
	autobuf bytes = BUF(1 << 20);
	int crashes = 0, believed = 0;
	struct error why;
	struct heard h;

	if (io_read_file(FOLDER "letters.zip", &bytes, &why) != DONE)
		die("%s", why.text);
	for (size_t cut = 30; cut < bytes.len; cut += 29) {
		reader_hear(reader, span_head(buf_span(&bytes), cut), "", "",
		    "", &h);
		crashes += !h.is_whole;
		believed +=
		    span_is_equal(heard_first(&h, WIRE_OUTCOME), SPAN("read"));
		heard_release(&h);
	}
	is_number(crashes, 0, "no cut ends the reader");
	is_number(believed, 0, "none is taken for the archive");
}

int
main(void)
{
	struct reader reader;
	struct heard h;

	reader_open(&reader, "eng");
	for (size_t i = 0; i < sizeof archives / sizeof *archives; i++) {
		const char *file = archives[i].file;
		autobuf path = BUF(200);

		buf_printf(&path, FOLDER "%s", file);
		reader_hear_file(&reader, buf_text(&path), "", &h);
		is_span(heard_first(&h, WIRE_TYPE), "application/zip",
		    "%s: type", file);
		is_span(heard_first(&h, WIRE_OUTCOME), archives[i].outcome,
		    "%s: outcome", file);
		is_span(heard_first(&h, WIRE_NOTE), archives[i].note,
		    "%s: note", file);
		is_number(heard_count(&h, WIRE_PART), archives[i].parts,
		    "%s: parts", file);
		heard_release(&h);
	}
	reader_hear_file(&reader, FOLDER "letters.zip", "", &h);
	is_span(heard_part(&h, "1", WIRE_PART_NAME), "first.txt",
	    "a name is a label");
	is_span(heard_part(&h, "2", WIRE_PART_NAME), "second.txt",
	    "whatever path it held");
	is_span(heard_part(&h, "1", WIRE_PART_DATA),
	    "My father waited nine hours.", "the bytes are all there");
	heard_release(&h);
	reader_hear_file(&reader, "tests/parsers/docx/locked.docx", "", &h);
	is_span(heard_first(&h, WIRE_TYPE), "application/encrypted",
	    "Office under a password");
	is_span(heard_first(&h, WIRE_OUTCOME), "encrypted", "is told");
	heard_release(&h);
	cut_short(&reader);
	is_number(reader_close(&reader), 0, "the program ends well");
	return done();
}
