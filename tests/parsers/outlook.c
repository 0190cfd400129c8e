/*
 * outlook.c - .msg files and winmail.dat are read like any message
 *
 * letter.msg has text and HTML, recipients in Unicode and in 8 bits, a file
 * and a message of its own.  What is in winmail.dat is written here.
 */
#include "reader.h"
#include "tap.h"

#include <stdint.h>

#define LETTER "tests/parsers/outlook/letter.msg"

/* Every mailbox, one per line: field, name, address. */
static struct span
addresses_of(struct heard *heard)
{
	autobuf out = BUF(100000);

	for (size_t i = 0; i < heard_count(heard, WIRE_ADDRESS); i++) {
		struct span rest = heard_nth(heard, WIRE_ADDRESS, i);
		struct span field = span_cut_at(&rest, '\0');
		struct span name = span_cut_at(&rest, '\0');

		buf_printf(&out, "%.*s|%.*s|%.*s\n", SPAN_ARG(field),
		    SPAN_ARG(name), SPAN_ARG(rest));
	}
	return arena_copy(&heard->mem, buf_span(&out));
}

static void
earlier_letter(struct reader *reader, struct span bytes)
{
	struct heard h;

	reader_hear(reader, bytes, "", "", "", &h);
	is_span(heard_first(&h, WIRE_TYPE), "application/vnd.ms-outlook",
	    "the message within is one of its own");
	is_span(addresses_of(&h), "From|Tom Oakes|tom.oakes@example.org\n",
	    "with its author");
	is_span(heard_first(&h, WIRE_DATE), "2026-11-19T09:58:01+00:00",
	    "its date");
	is_span(heard_part(&h, "1", WIRE_PART_DATA), "I wrote a week ago.",
	    "and its text");
	heard_release(&h);
}

static void
letter(struct reader *reader)
{
	struct heard h;

	reader_hear_file(reader, LETTER, "", &h);
	is_span(heard_first(&h, WIRE_TYPE), "application/vnd.ms-outlook",
	    "type");
	is_span(heard_first(&h, WIRE_OUTCOME), "read", "outcome");
	is_span(heard_header(&h, "subject"),
	    "Waiting on Ward 7 – my father’s care", "subject");
	is_span(heard_header(&h, "message-id"),
	    "<20261120095801.9@example.org>", "message-id");
	is_span(heard_first(&h, WIRE_DATE), "2026-11-20T09:58:01+00:00",
	    "when it was sent");
	is_span(addresses_of(&h),
	    "From|Mary O’Oakes|mary.oakes@example.org\n"
	    "To|Complaints|complaints@northmoor.nhs.example\n"
	    "Cc|André|andre@example.org\n",
	    "addresses of the internet, not of Exchange");
	is_span(heard_part(&h, "1", WIRE_PART_DATA),
	    "My father waited nine hours.\r\nNobody told us why.\r\n",
	    "its text");
	is_span(heard_part(&h, "2", WIRE_PART_TYPE), "text/html",
	    "the same in HTML");
	is_span(heard_part(&h, "2", WIRE_PART_ALTERNATIVE), "1",
	    "is another version");
	is_span(heard_part(&h, "3", WIRE_PART_NAME), "diary of the night.txt",
	    "the file has its long name");
	is_span(heard_part(&h, "3", WIRE_PART_DATA), "22:10 nobody came\r\n",
	    "and its bytes");
	is_span(heard_part(&h, "4", WIRE_PART_NAME), "Earlier letter",
	    "the message within has a name");
	earlier_letter(reader, heard_part(&h, "4", WIRE_PART_DATA));
	heard_release(&h);
}

/* Cuts and changed bytes end in a report, none in a crash. */
static void
damaged(struct reader *reader)
{
	autobuf bytes = BUF(1 << 20);
	int crashes = 0;
	struct error why;
	struct heard h;

	if (io_read_file(LETTER, &bytes, &why) != DONE)
		die("%s", why.text);
	for (size_t cut = 8; cut < bytes.len; cut += 211) {
		reader_hear(reader, span_head(buf_span(&bytes), cut), "", "",
		    "", &h);
		crashes += !h.is_whole;
		heard_release(&h);
	}
	is_number(crashes, 0, "no cut ends the reader");
	for (size_t at = 8; at < bytes.len; at += 37) {
		bytes.at[at] = (char)(bytes.at[at] ^ 0x55);
		reader_hear(reader, buf_span(&bytes), "", "", "", &h);
		bytes.at[at] = (char)(bytes.at[at] ^ 0x55);
		crashes += !h.is_whole;
		heard_release(&h);
	}
	is_number(crashes, 0, "no changed byte ends the reader");
}

/* --- winmail.dat ---------------------------------------------------------- */

static void
number_add(struct buf *b, uint32_t number, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_add_char(b, (char)(number >> (8 * i)));
}

/* An attribute: level, number, length, bytes, checksum. */
static void
attribute_add(struct buf *b, int level, uint32_t id, struct span bytes)
{
	number_add(b, (uint32_t)level, 1);
	number_add(b, id, 4);
	number_add(b, (uint32_t)bytes.len, 4);
	buf_add(b, bytes);
	number_add(b, 0, 2);
}

/* A property of variable length, padded. */
static void
property_add(struct buf *b, uint32_t type, uint32_t id, struct span bytes)
{
	number_add(b, type, 2);
	number_add(b, id, 2);
	if (id >= 0x8000) { /* a named one: its set, and a number */
		buf_add(b, SPAN("0123456789abcdef"));
		number_add(b, 0, 4);
		number_add(b, 0x8510, 4);
	}
	number_add(b, 1, 4);
	number_add(b, (uint32_t)bytes.len, 4);
	buf_add(b, bytes);
	number_add(b, 0, (int)((4 - bytes.len % 4) % 4));
}

#define TNEF SPAN("\x78\x9f\x3e\x22\1\0")
#define ATTACHMENT 2

static void
files(struct reader *reader)
{
	autobuf tnef = BUF(100000), properties = BUF(10000);
	struct heard h;

	buf_add(&tnef, TNEF);
	attribute_add(&tnef, 1, 0x69007, SPAN("\xe2\4\0\0\0\0\0\0")); /* 1250 */
	attribute_add(&tnef, 1, 0x2800c,
	    SPAN("za\xb3\xb9"
		 "cznik\0"));
	attribute_add(&tnef, ATTACHMENT, 0x69002, SPAN("rendering"));
	attribute_add(&tnef, ATTACHMENT, 0x18010, SPAN("DIARY~1.TXT\0"));
	attribute_add(&tnef, ATTACHMENT, 0x6800f, SPAN("22:10\r\n\0x"));
	number_add(&properties, 4, 4);
	property_add(&properties, 0x1f, 0x8001, SPAN("n\0a\0"));
	number_add(&properties, 0x0003, 2); /* a fixed one */
	number_add(&properties, 0x3705, 2);
	number_add(&properties, 1, 4);
	property_add(&properties, 0x1e, 0x3707, SPAN("diary.txt\0"));
	property_add(&properties, 0x1e, 0x370e, SPAN("text/plain\0"));
	attribute_add(&tnef, ATTACHMENT, 0x69005, buf_span(&properties));
	/* An object: the name of its interface stands before its bytes. */
	attribute_add(&tnef, ATTACHMENT, 0x69002, SPAN("rendering"));
	attribute_add(&tnef, ATTACHMENT, 0x6800f, SPAN("no such reader"));
	buf_clear(&properties);
	number_add(&properties, 1, 4);
	property_add(&properties, 0x0d, 0x3701,
	    SPAN("0123456789abcdef\x78\x9f\x3e\x22"));
	attribute_add(&tnef, ATTACHMENT, 0x69005, buf_span(&properties));

	reader_hear(reader, buf_span(&tnef), "winmail.dat", "", "", &h);
	is_span(heard_first(&h, WIRE_TYPE), "application/ms-tnef", "its type");
	is_span(heard_first(&h, WIRE_OUTCOME), "read", "outcome");
	is_span(heard_part(&h, "1", WIRE_PART_DATA), "załącznik",
	    "text in the code page it names");
	is_span(heard_part(&h, "2", WIRE_PART_NAME), "diary.txt",
	    "a file's name, the long one");
	is_span(heard_part(&h, "2", WIRE_PART_TYPE), "text/plain", "its type");
	ok(span_is_equal(heard_part(&h, "2", WIRE_PART_DATA),
	       SPAN("22:10\r\n\0x")),
	    "its bytes");
	is_span(heard_part(&h, "3", WIRE_PART_NAME), "Untitled Attachment",
	    "one without a name");
	is_span(heard_part(&h, "3", WIRE_PART_DATA), "\x78\x9f\x3e\x22",
	    "the object, not the notice for readers that know none");
	heard_release(&h);

	for (size_t cut = 4; cut < tnef.len; cut++) {
		reader_hear(reader, span_head(buf_span(&tnef), cut),
		    "winmail.dat", "application/ms-tnef", "", &h);
		if (!h.is_whole || h.end.signal != 0)
			ok(false, "cut after %zu bytes", cut);
		heard_release(&h);
	}
}

#define BYTES(literal)                                                         \
	{                                                                      \
		"" literal, sizeof(literal) - 1                                \
	}

/* Text that is only there as compressed RTF (MS-OXRTFCP). */
static void
only_rtf(struct reader *reader)
{
	static const struct {
		const char *what;
		struct span rtf;
		const char *type;
		const char *part;
	} table[] = {
		/* The specification's own examples, 3.1.1 and 3.1.2. */
		{ "compressed",
		    BYTES("\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0"
			  "rcpg125\x42\x32\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a"
			  "\x80\x0f\xa0"),
		    "application/rtf",
		    "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n" },
		{ "a reference into what it writes",
		    BYTES("\x1a\0\0\0\x1c\0\0\0LZFu\xe2\xd4\x4b\x51\x41\0\x04"
			  "\x20WXYZ\x0dn}\x01\x0e\xb0"),
		    "application/rtf", "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}" },
		{ "not compressed",
		    BYTES("\x20\0\0\0\x0e\0\0\0MELA\0\0\0\0{\\rtf1 hello}"),
		    "application/rtf", "{\\rtf1 hello}" },
		{ "made from HTML",
		    BYTES("\x45\0\0\0\x39\0\0\0MELA\0\0\0\0"
			  "{\\rtf1\\fromhtml1{\\*\\htmltag0 <b>}hello"
			  "{\\*\\htmltag0 </b>}}"),
		    "text/html", "<b>hello</b>" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf tnef = BUF(10000), properties = BUF(10000);
		struct heard h;

		buf_add(&tnef, TNEF);
		number_add(&properties, 1, 4);
		property_add(&properties, 0x102, 0x1009, table[i].rtf);
		attribute_add(&tnef, 1, 0x69003, buf_span(&properties));
		reader_hear(reader, buf_span(&tnef), "winmail.dat", "", "", &h);
		is_span(heard_part(&h, "1", WIRE_PART_DATA), table[i].part,
		    "%s", table[i].what);
		is_span(heard_part(&h, "1", WIRE_PART_TYPE), table[i].type,
		    "%s: type", table[i].what);
		is_span(heard_part(&h, "1", WIRE_PART_DISPOSITION), "body",
		    "%s: is the text", table[i].what);
		heard_release(&h);
	}
}

static void
nothing(struct reader *reader)
{
	struct heard h;

	reader_hear(reader, TNEF, "winmail.dat", "", "", &h);
	is_span(heard_first(&h, WIRE_OUTCOME), "empty", "nothing in it");
	is_span(heard_first(&h, WIRE_NOTE),
	    "nothing was found in it: neither text nor attachments", "is said");
	heard_release(&h);
	reader_hear(reader, SPAN("Dear team"), "winmail.dat",
	    "application/ms-tnef", "", &h);
	is_span(heard_first(&h, WIRE_OUTCOME), "read",
	    "a text that only has the name is read as a text");
	heard_release(&h);
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	letter(&reader);
	damaged(&reader);
	files(&reader);
	only_rtf(&reader);
	nothing(&reader);
	is_number(reader_close(&reader), 0, "the program ends well");
	return done();
}
