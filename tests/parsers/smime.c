/*
 * smime.c - signed messages are taken out, encrypted ones told
 *
 * The fixtures hold a text and a file, signed and encrypted for an invented
 * person's certificate whose key nobody has kept.
 */
#include "reader.h"
#include "tap.h"

#define FOLDER "tests/parsers/smime/"

static void
signed_message(struct reader *reader, const char *file)
{
	struct heard h;

	reader_hear_file(reader, file, "application/pkcs7-mime", &h);
	is_span(heard_first(&h, WIRE_TYPE), "application/pkcs7-mime",
	    "%s: type", file);
	is_span(heard_first(&h, WIRE_OUTCOME), "read", "%s: outcome", file);
	is_span(heard_part(&h, "1", WIRE_PART_DATA),
	    "My father waited nine hours.", "%s: the text", file);
	is_span(heard_part(&h, "1", WIRE_PART_DISPOSITION), "body",
	    "%s: is its body", file);
	is_span(heard_part(&h, "2", WIRE_PART_NAME), "diary.txt",
	    "%s: the attachment", file);
	heard_release(&h);
}

/* Every cut ends in a report; none is believed to be whole. */
static void
damaged(struct reader *reader)
{
	autobuf bytes = BUF(1 << 20);
	int crashes = 0, believed = 0;
	struct error why;
	struct heard h;

	if (io_read_file(FOLDER "signed.p7m", &bytes, &why) != DONE)
		die("%s", why.text);
	for (size_t cut = 20; cut < bytes.len; cut += 37) {
		reader_hear(reader, span_head(buf_span(&bytes), cut), "",
		    "application/pkcs7-mime", "", &h);
		crashes += !h.is_whole;
		believed +=
		    span_is_equal(heard_first(&h, WIRE_OUTCOME), SPAN("read"));
		heard_release(&h);
	}
	is_number(crashes, 0, "no cut ends the reader");
	is_number(believed, 0, "none is taken for the message");
}

int
main(void)
{
	struct reader reader;
	struct heard h;

	reader_open(&reader, "eng");
	signed_message(&reader, FOLDER "signed.p7m");
	/* BER, of lengths that only show at the end. */
	signed_message(&reader, FOLDER "indefinite.p7m");
	reader_hear_file(&reader, FOLDER "enveloped.p7m", "", &h);
	is_span(heard_first(&h, WIRE_OUTCOME), "encrypted", "enveloped");
	is_span(heard_first(&h, WIRE_NOTE),
	    "it is encrypted by S/MIME; ask the sender to send it again "
	    "without",
	    "staff are told what to do");
	heard_release(&h);
	reader_hear_file(&reader, FOLDER "detached.p7s", "", &h);
	is_span(heard_first(&h, WIRE_TYPE), "application/pkcs7-signature",
	    "a signature by itself");
	is_span(heard_first(&h, WIRE_OUTCOME), "empty", "holds no text");
	heard_release(&h);
	damaged(&reader);
	is_number(reader_close(&reader), 0, "the program ends well");
	return done();
}
