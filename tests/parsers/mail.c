/*
 * mail.c - what mail programs get wrong is read all the same: encodings,
 * boundaries, names; and what no program can read is told
 */
#include "reader.h"
#include "tap.h"

#include "base/ceilings.h"

/* Has a message of one part read: its header's end and its body. */
static void
hear(struct reader *reader, const char *rest, struct heard *h)
{
	autobuf message = BUF((size_t)8 << 20);

	buf_printf(&message, "From: a@example.org\n%s", rest);
	reader_hear(reader, buf_span(&message), "", "message/rfc822", "", h);
}

static void
encodings(struct reader *reader)
{
	static const struct {
		const char *type, *encoding;
		const char *body;
		const char *bytes;
	} table[] = {
		{ "image/x", "base64", "aGVsbG8=\n", "hello" },
		{ "image/x", "BASE64", "aGVs\r\nbG8=", "hello" },
		{ "image/x", "base64", "aG Vs-bG8=\n", "hello" },
		{ "image/x", "base64", "aGVsbG8= ignored\n", "hello" },
		{ "image/x", "base64", "aGVsbG8=\n-- \nlist footer\n",
		    "hello" },
		{ "image/x", "base64", "aGVsbG8=\naGVsbG8=\n", "hellohello" },
		{ "image/x", "base64", "aGVsbG8\n", "hel" },
		{ "text/plain", "base64", "aGVsbG8\n", "hello" },
		{ "text/plain", "base64", "aGVsbG\n", "hell" },
		{ "text/plain", "base64", "aGVsb\n", "hel" },
		{ "text/plain", "base64", "", "" },
		{ "image/x", "quoted-printable", "a=3Db=\r\nc=3d", "a=bc=" },
		{ "image/x", "quoted-printable", "a=  \nb=", "ab" },
		{ "image/x", "quoted-printable", "a=ZZ b=4", "a=ZZ b=4" },
		{ "image/x", "quoted-printable", "a\r\nb\n", "a\r\nb\n" },
		{ "image/x", "x-uuencode", "\nbegin 644 x\n%:&5L;&\\\n`\nend\n",
		    "hello" },
		{ "image/x", "uuencode", "%:&5L;&\\\n", "hello" },
		{ "text/x", "7bit", "a\r\nb\rc\n", "a\r\nb\rc\n" },
		{ "image/x", "odd", "as it is", "as it is" },
		{ "image/x", "BASE-64;", "aGVsbG8=", "hello" },
		{ "image/x", "Quoted Printable", "a=3d", "a=" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf rest = BUF(1000);
		struct heard h;

		buf_printf(&rest,
		    "Content-Type: %s\nContent-Transfer-Encoding: %s\n\n%s",
		    table[i].type, table[i].encoding, table[i].body);
		hear(reader, buf_text(&rest), &h);
		is_span(heard_part(&h, "1", WIRE_PART_DATA), table[i].bytes,
		    "%s, %s: %s", table[i].encoding, table[i].type,
		    table[i].body);
		heard_release(&h);
	}
}

/* A body that decodes to no text is a file that somebody may look at. */
static void
garbled(struct reader *reader)
{
	struct heard h;

	hear(reader,
	    "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
	    "?garbage\n",
	    &h);
	is_span(heard_part(&h, "1", WIRE_PART_DISPOSITION), "attachment",
	    "what is no base64, and no text");
	heard_release(&h);
	hear(reader,
	    "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
	    "aGVs?bG8=\n",
	    &h);
	is_span(heard_part(&h, "1", WIRE_PART_DISPOSITION), "body",
	    "a stray character harms nothing");
	heard_release(&h);
	hear(reader,
	    "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
	    "Dear team, I wish to complain.\n",
	    &h);
	is_span(heard_part(&h, "1", WIRE_PART_DATA),
	    "Dear team, I wish to complain.\n",
	    "a letter that is only said to be base64");
	heard_release(&h);
}

static void
uuencode(struct reader *reader)
{
	struct heard h;

	reader_hear(reader,
	    SPAN("begin 644 letters are not files\nhello\n"
		 "begin 644 first.txt\n%:&5L;&\\\n`\nend\nand\n"
		 "begin 600 second one.bin\n#86)C\n \nend\nbye\n"),
	    "", "text/plain", "", &h);
	is_number(heard_count(&h, WIRE_PART), 2, "two files in a text");
	is_span(heard_all(&h, WIRE_TEXT),
	    "begin 644 letters are not files\nhello\nand\nbye\n",
	    "the text without them");
	is_span(heard_part(&h, "1", WIRE_PART_NAME), "first.txt", "a name");
	is_span(heard_part(&h, "1", WIRE_PART_DATA), "hello", "its bytes");
	is_span(heard_part(&h, "1", WIRE_PART_DISPOSITION), "attachment",
	    "an attachment");
	is_span(heard_part(&h, "2", WIRE_PART_NAME), "second one.bin",
	    "another");
	is_span(heard_part(&h, "2", WIRE_PART_DATA), "abc", "its bytes");
	heard_release(&h);
	reader_hear(reader, SPAN("begin 644 x\n%:&5L;&\\\n"), "", "text/plain",
	    "", &h);
	is_number(heard_count(&h, WIRE_PART), 0, "one without an end is text");
	heard_release(&h);
	hear(reader, "\nhi\nbegin 644 a\n#86)C\n`\nend\n", &h);
	is_span(heard_part(&h, "1", WIRE_PART_DATA),
	    "hi\nbegin 644 a\n#86)C\n`\nend\n",
	    "a message passes its text on as it came");
	heard_release(&h);
}

/* As many files as there may be parts, and one more. */
static void
uuencode_ceiling(struct reader *reader)
{
	for (int over = 0; over < 2; over++) {
		autobuf text = BUF(1 << 20);
		struct heard h;

		for (int i = 0; i < MAX_PARTS + over; i++)
			buf_add_text(&text, "begin 644 x\n#86)C\n`\nend\n");
		buf_add_text(&text, "bye\n");
		reader_hear(reader, buf_span(&text), "", "text/plain", "", &h);
		is_number(heard_count(&h, WIRE_PART), MAX_PARTS,
		    "%d files over the ceiling", over);
		is_span(heard_first(&h, WIRE_OUTCOME),
		    over ? "too_large" : "read", "are told");
		heard_release(&h);
	}
}

static void
boundaries(struct reader *reader)
{
	static const struct {
		const char *what;
		const char *head;
	} table[] = {
		{ "a boundary that is not named",
		    "Content-Type: multipart/mixed" },
		{ "no semicolon in front of it",
		    "Content-Type: multipart/mixed\n\tboundary=\"x\"" },
		{ "another one named",
		    "Content-Type: multipart/mixed; boundary=other" },
		{ "in the wrong case",
		    "Content-Type: multipart/mixed; boundary=X" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf rest = BUF(1000);
		struct heard h;

		buf_printf(&rest,
		    "%s\n\n--x\nContent-Type: text/plain\n\nhello\n"
		    "--x\nContent-Type: image/x\nContent-Disposition: ;\n"
		    " filename=\"a.x\"\n\nbytes\n--x--\n",
		    table[i].head);
		hear(reader, buf_text(&rest), &h);
		is_span(heard_part(&h, "1", WIRE_PART_DATA), "hello",
		    "%s: text", table[i].what);
		is_span(heard_part(&h, "2", WIRE_PART_DATA), "bytes",
		    "%s: file", table[i].what);
		is_span(heard_part(&h, "2", WIRE_PART_NAME), "a.x", "%s: name",
		    table[i].what);
		heard_release(&h);
	}
}

static void
names(struct reader *reader)
{
	static const struct {
		const char *from;
		const char *mailbox;
	} table[] = {
		{ "Mary Oakes <mary@example.org>",
		    "From|Mary Oakes|mary@example.org" },
		{ "mary@example.org (Mary Oakes)",
		    "From|Mary Oakes|mary@example.org" },
		{ "Whoever", "From|Whoever|" },
		{ "<MAILER-DAEMON>", "From||MAILER-DAEMON" },
		{ "=?utf-8?q?Andr=C3=A9?= <a@example.org>",
		    "From|André|a@example.org" },
		{ "André <a@example.org>", "From|André|a@example.org" },
		{ "Andr\xe9 <a@example.org>", "From|André|a@example.org" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf message = BUF(1000), got = BUF(1000);
		struct heard h;
		struct span rest;

		buf_printf(&message, "From: %s\n\nhello\n", table[i].from);
		reader_hear(reader, buf_span(&message), "", "message/rfc822",
		    "", &h);
		for (rest = heard_first(&h, WIRE_ADDRESS); rest.len > 0;) {
			bool is_first = got.len == 0;

			if (!is_first)
				buf_add_char(&got, '|');
			buf_add(&got, span_cut_at(&rest, '\0'));
		}
		/* An address of no bytes ends with its mark. */
		if (span_find(buf_span(&got), SPAN("|"), 5) == SPAN_NOT_FOUND)
			buf_add_char(&got, '|');
		is_span(buf_span(&got), table[i].mailbox, "From: %s",
		    table[i].from);
		heard_release(&h);
	}
}

static void
flowed(struct reader *reader)
{
	static const struct {
		const char *type;
		const char *body;
		const char *text;
	} table[] = {
		{ "text/plain; format=flowed", "one \ntwo\nthree\n",
		    "one two\nthree\n" },
		{ "text/plain; format=flowed; delsp=yes", "one \ntwo\n",
		    "onetwo\n" },
		{ "text/plain; delsp=no; format=flowed", "a \n", "a \n" },
		{ "text/plain; format=flowed", "> a \n> b\n>> c \n> d\ne\n",
		    "> a b\n>> c \n> d\ne\n" },
		{ "text/plain; format=flowed", " >no quote\n  x\n",
		    ">no quote\n x\n" },
		{ "text/plain; format=flowed", "bye \n-- \nTom\n",
		    "bye \n-- \nTom\n" },
		{ "text/plain; format=fixed", "one \ntwo\n", "one \ntwo\n" },
		{ "text/plain", "one \ntwo\n", "one \ntwo\n" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct heard h;

		reader_hear(reader, span_of(table[i].body), "", table[i].type,
		    "utf-8", &h);
		is_span(heard_all(&h, WIRE_TEXT), table[i].text, "%s",
		    table[i].type);
		is_span(heard_first(&h, WIRE_TYPE), "text/plain", "its type");
		heard_release(&h);
	}
}

static void
flow_is_told(struct reader *reader)
{
	struct heard h;

	hear(reader, "Content-Type: Text/Plain; Format=Flowed; DelSp=Yes\n\nx",
	    &h);
	is_span(heard_part(&h, "1", WIRE_PART_TYPE),
	    "text/plain; format=flowed; delsp=yes", "a body that flows");
	heard_release(&h);
	hear(reader,
	    "Content-Type: text/plain; format=flowed; name=a.txt\n"
	    "Content-Disposition: attachment\n\nx",
	    &h);
	is_span(heard_part(&h, "1", WIRE_PART_TYPE), "text/plain",
	    "a file is left as it is");
	heard_release(&h);
}

/* The message itself, packed once more: its text is not said twice. */
static void
wrappings(struct reader *reader)
{
	struct heard h;

	hear(reader,
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n"
	    "Content-Type: application/ms-tnef; name=winmail.dat\n\nx\n--b--\n",
	    &h);
	is_span(heard_part(&h, "2", WIRE_PART_DISPOSITION), "body",
	    "winmail.dat is the message");
	is_span(heard_part(&h, "2", WIRE_PART_ALTERNATIVE), "1",
	    "whose text is known");
	heard_release(&h);
	hear(reader,
	    "Content-Type: application/octet-stream; name=winmail.dat\n\nx\n",
	    &h);
	is_span(heard_part(&h, "1", WIRE_PART_DISPOSITION), "body",
	    "or known by its name");
	is_span(heard_part(&h, "1", WIRE_PART_ALTERNATIVE), "",
	    "and has the only text");
	heard_release(&h);
	hear(reader, "Content-Type: message/rfc822\n\nSubject: y\n\nz\n", &h);
	is_span(heard_part(&h, "1", WIRE_PART_DISPOSITION), "inline",
	    "a message and nothing else is shown in place");
	heard_release(&h);
}

static void
sealed(struct reader *reader)
{
	static const struct {
		const char *rest;
		const char *note; /* begins so; NULL: it can be read */
	} table[] = {
		{ "Content-Type: multipart/encrypted; boundary=b\n\n--b\n"
		  "Content-Type: application/pgp-encrypted\n\nx\n--b\n\ny\n"
		  "--b--\n",
		    "the message is encrypted by PGP" },
		{ "\n-----BEGIN PGP MESSAGE-----\n\nhQ==\n"
		  "-----END PGP MESSAGE-----\n",
		    "the message is encrypted by PGP" },
		{ "\n-----BEGIN PGP SIGNED MESSAGE-----\n\nhello\n", NULL },
		{ "Content-Type: application/pkcs7-mime; name=smime.p7m\n"
		  "Content-Transfer-Encoding: base64\n\n"
		  "MIIBAAYJKoZIhvcNAQcDoIIB\n",
		    "the message is encrypted by S/MIME" },
		{ "Content-Type: application/pkcs7-mime; name=smime.p7m\n"
		  "Content-Transfer-Encoding: base64\n\n"
		  "MIIBAAYJKoZIhvcNAQcCoIIB\n",
		    NULL },
		{ "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nRead it "
		  "in Outlook\n--b\nContent-Type: "
		  "application/x-microsoft-rpmsg-message; "
		  "name=message.rpmsg\n\nx\n--b--\n",
		    "the message is encrypted by Microsoft Purview" },
		{ "\nYou have a secure message. Read it: "
		  "https://switch.egress.com/ui/x\n",
		    "the message is only a link to Egress" },
		{ "Content-Type: text/html\n\n<p>You have been sent an "
		  "<b>Encrypted Email</b><a href=\"https://uk-api."
		  "securemsg.mimecast.com/x\">open</a>\n",
		    "the message is only a link to Mimecast" },
		{ "\nI could not open https://switch.egress.com/ui/x at all.\n",
		    NULL },
		{ "\nPlease send me no secure message again.\n", NULL },
		{ "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nOpen "
		  "it\n--b\nContent-Type: text/html; "
		  "name=securedoc_20261120.html\n\nx\n--b--\n",
		    "the message is kept by Cisco" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const char *note = table[i].note;
		struct heard h;

		hear(reader, table[i].rest, &h);
		is_span(heard_first(&h, WIRE_OUTCOME),
		    note == NULL ? "read" : "encrypted", "%zu: outcome", i);
		ok(note == NULL ? heard_count(&h, WIRE_NOTE) == 0
				: span_starts_with(heard_first(&h, WIRE_NOTE),
				      span_of(note)),
		    "%zu: note: %s", i, note == NULL ? "none" : note);
		heard_release(&h);
	}
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	encodings(&reader);
	garbled(&reader);
	uuencode(&reader);
	uuencode_ceiling(&reader);
	boundaries(&reader);
	names(&reader);
	flowed(&reader);
	flow_is_told(&reader);
	wrappings(&reader);
	sealed(&reader);
	is_number(reader_close(&reader), 0, "the program ends well");
	return done();
}
