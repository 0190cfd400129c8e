/* heic.c - photographs as phones take them are read, damaged ones told */
#include "reader.h"
#include "tap.h"
#include "words.h"

#define FILE_NAME "tests/parsers/heic/letter.heic"

static void
test_damaged(struct reader *reader)
{
	autobuf picture = BUF(1 << 20);
	int crashes = 0, believed = 0;
	struct error why;
	struct heard h;

	if (io_read_file(FILE_NAME, &picture, &why) != DONE)
		die("%s", why.text);
	for (size_t cut = 24; cut < picture.len; cut += picture.len / 12) {
		reader_hear(reader, span_head(buf_span(&picture), cut), "", "",
		    "", &h);
		crashes += !h.is_whole;
		believed += words_found(heard_all(&h, WIRE_TEXT),
				SPAN(LETTER_WORDS)) > 90;
		heard_release(&h);
	}
	is_number(crashes, 0, "no cut ends the reader");
	is_number(believed, 0, "none is taken for the whole picture");
}

int
main(void)
{
	struct reader reader;
	struct heard h;

	reader_open(&reader, "eng");
	reader_hear_file(&reader, FILE_NAME, "", &h);
	is_span(heard_first(&h, WIRE_TYPE), "image/heic", "the type");
	is_span(heard_first(&h, WIRE_OUTCOME), "read", "it is read");
	ok(words_found(heard_all(&h, WIRE_TEXT), SPAN(LETTER_WORDS)) >= 90,
	    "nine words of ten");
	is_span(heard_first(&h, WIRE_OCR), "1", "they were recognised");
	heard_release(&h);
	test_damaged(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}
