/*
 * mime.c - headers as they are written in the wild: encoded words, parameters,
 * names, headers without an end, and texts of rare kinds
 */
#include "reader.h"
#include "tap.h"

#define BYTES(literal)                                                         \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

static void
encoded_words(struct reader *reader)
{
	static const struct {
		const char *subject;
		const char *text;
	} table[] = {
		{ "=?utf-8?B?Y2Fmww==?= =?utf-8?B?qQ==?=", "café" },
		{ "=?utf-8?B?Y2Fmww==?=\n =?UTF-8?Q?=A9?=", "café" },
		{ "=?utf-8?Q?caf=C3=A9?==?utf-8?Q?_x?=", "café x" },
		{ "=?utf-8?Q?a b?= c", "a b c" },
		{ "=?utf-8*en?Q?caf=C3=A9?=", "café" },
		{ "=?utf-8?B?Y2Fmw6k?=", "café" },
		{ "=?nonesuch?Q?caf=E9?=", "café" },
		{ "=?us-ascii?Q?caf=C3=A9?=", "café" },
		{ "=?utf-8?Q?caf=E9?=", "café" },
		{ "ab=?utf-8?Q?=C3=A9?=cd", "abécd" },
		{ "=?utf-8?Q?=3D=3F_=5F?=", "=? _" },
		{ "=?utf-8?X?a?=", "=?utf-8?X?a?=" },
		{ "=?utf-8?B?Y2Fm", "=?utf-8?B?Y2Fm" },
		{ "=?", "=?" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf message = BUF(1000);
		struct heard h;

		buf_printf(&message, "Subject: %s\n\nx\n", table[i].subject);
		reader_hear(reader, buf_span(&message), "", "message/rfc822",
		    "", &h);
		is_span(heard_header(&h, "subject"), table[i].text, "%s",
		    table[i].subject);
		heard_release(&h);
	}
}

static void
file_names(struct reader *reader)
{
	static const struct {
		const char *fields;
		const char *name;
	} table[] = {
		{ "Disposition: attachment; filename*1=\"ter.pdf\";\n"
		  " filename*0=\"let\"",
		    "letter.pdf" },
		{ "Type: a/b; name*1*=%20b.pdf; name*0*=iso-8859-1''caf%E9",
		    "café b.pdf" },
		{ "Disposition: attachment; filename=\"plain.pdf\";\n"
		  " filename*=UTF-8''%E2%82%AC.pdf",
		    "€.pdf" },
		{ "Disposition: attachment; filename*=nonesuch''caf%E9.pdf",
		    "café.pdf" },
		{ "Disposition: attachment; filename*=utf-8''caf%E9.pdf",
		    "café.pdf" },
		{ "Disposition: attachment; filename*=\"utf-8''%C3%A9\"", "é" },
		{ "Disposition: attachment; filename*=a%2", "a%2" },
		{ "Type: a/b; name=\"=?utf-8?Q?caf=C3=A9?=\n "
		  "=?utf-8?Q?.pdf?=\"",
		    "café.pdf" },
		{ "Type: a/b; name==?utf-8?B?Y2Fmw6k=?=", "café" },
		{ "Type: a/b; name=my letter(1).pdf; x=y", "my letter(1).pdf" },
		{ "Type: a/b; name=\"a;b.pdf\"", "a;b.pdf" },
		{ "Type: a/b; name=\"a\\\"b.pdf\"", "a\"b.pdf" },
		{ "Type: a/b; name=\"a.pdf", "a.pdf" },
		{ "Type: a/b; name='a b.pdf'", "a b.pdf" },
		{ "Type: a/b; name=\"caf\xe9.pdf\"", "café.pdf" },
		{ "Type: a/b; ; x; name=a.pdf", "a.pdf" },
		{ "Type: pdf; name=a.pdf", "a.pdf" },
		{ "Type: a/b; name=one; name=two", "one" },
		{ "Type: a/b; name=a.pdf\nContent-Disposition: attachment;"
		  " filename=b.pdf",
		    "b.pdf" },
		{ "Type: a/b; filename=a.pdf", "" },
		{ "Type: a/b; name", "" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf message = BUF(1000);
		struct heard h;

		buf_printf(&message, "From: a@example.org\nContent-%s\n\nx\n",
		    table[i].fields);
		reader_hear(reader, buf_span(&message), "", "message/rfc822",
		    "", &h);
		is_span(heard_part(&h, "1", WIRE_PART_NAME), table[i].name,
		    "%s", table[i].fields);
		heard_release(&h);
	}
}

/* The subject and the text that are found in what is hardly a message. */
static void
broken_headers(struct reader *reader)
{
	static const struct {
		const char *what;
		struct span message;
		const char *subject, *text;
	} table[] = {
		{ "blanks before the colon",
		    BYTES("From : a@example.org\nSubject : s\n\nhello"), "s",
		    "hello" },
		{ "junk in front",
		    BYTES("junk here\nTo: b\nSubject: s\n\nhello"), "s",
		    "hello" },
		{ "junk amid", BYTES("To: b\njunk here\nSubject: s\n\nhello"),
		    "s", "hello" },
		{ "no empty line", BYTES("Subject: s\nDear team\nhello\n"), "s",
		    "Dear team\nhello\n" },
		{ "no empty line, a paragraph",
		    BYTES("Subject: s\nDear team\n\nhello: x\n"), "s",
		    "Dear team\n\nhello: x\n" },
		{ "no empty line in a part",
		    BYTES("Subject: s\nContent-Type: multipart/mixed; "
			  "boundary=b\n\n--b\nDear team\nhello\n--b--\n"),
		    "s", "Dear team\nhello" },
		{ "none behind a part's header",
		    BYTES("Subject: s\nContent-Type: multipart/mixed; "
			  "boundary=b\n\n--b\nContent-Type: text/plain\n"
			  "Dear team\n\nhello\n--b--\n"),
		    "s", "Dear team\n\nhello" },
		{ "none in a part of a part",
		    BYTES("Subject: s\nContent-Type: multipart/mixed; "
			  "boundary=b\n\n--b\nContent-Type: multipart/mixed; "
			  "boundary=c\n\n--c\nhello\n--c--\n--b--\n"),
		    "s", "hello" },
		{ "a boundary at once",
		    BYTES("Subject: s\nContent-Type: multipart/mixed; "
			  "boundary=b\n--b\n\nhello\n--b--\n"),
		    "s", "hello" },
		{ "NUL", BYTES("Subject: a\0b\n\nhello"), "ab", "hello" },
		{ "UTF-16",
		    BYTES("\xff\xfeS\0u\0b\0j\0e\0c\0t\0:\0s\0\n\0\n\0h\0"),
		    "s", "h" },
		{ "a text, no message", BYTES("dear team\nTo: you\n\nhello"),
		    "", "dear team\nTo: you\n\nhello" },
		{ "all parts in base64",
		    BYTES("Subject: s\nContent-Type: multipart/mixed; "
			  "boundary=b\nContent-Transfer-Encoding: base64\n\n"
			  "LS1iCgpoZWxsbwotLWItLQo=\n"),
		    "s", "hello" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct heard h;

		reader_hear(reader, table[i].message, "", "message/rfc822", "",
		    &h);
		is_span(heard_header(&h, "subject"), table[i].subject,
		    "%s: subject", table[i].what);
		is_span(heard_all(&h, WIRE_PART_DATA), table[i].text,
		    "%s: text", table[i].what);
		heard_release(&h);
	}
}

static void
mailboxes(struct reader *reader)
{
	static const struct {
		const char *from;
		const char *name, *address;
	} table[] = {
		{ "Mary <mailto:mary@example.org>", "Mary",
		    "mary@example.org" },
		{ "=?utf-8?Q?Oakes,_Ren=C3=A9?= <r@example.org>", "Oakes, René",
		    "r@example.org" },
		{ "\"=?utf-8?B?Y2Fmww==?= =?utf-8?B?qQ==?=\" <r@example.org>",
		    "café", "r@example.org" },
		{ "=?utf-8?Q?Ren=C3=A9?=", "René", "" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf message = BUF(1000);
		struct heard h;
		struct span rest;

		buf_printf(&message, "From: %s\n\nhello\n", table[i].from);
		reader_hear(reader, buf_span(&message), "", "message/rfc822",
		    "", &h);
		rest = heard_first(&h, WIRE_ADDRESS);
		(void)span_cut_at(&rest, '\0');
		is_span(span_cut_at(&rest, '\0'), table[i].name, "name of %s",
		    table[i].from);
		is_span(rest, table[i].address, "address of %s", table[i].from);
		heard_release(&h);
	}
}

static void
dates(struct reader *reader)
{
	struct heard h;

	reader_hear(reader, SPAN("Date: 2026-03-02T09:00:00Z\n\nx"), "",
	    "message/rfc822", "", &h);
	is_span(heard_first(&h, WIRE_DATE), "2026-03-02T09:00:00+00:00",
	    "a date as RFC 3339 has it");
	heard_release(&h);
}

/* Which part is the letter. */
static void
letters(struct reader *reader)
{
	static const struct {
		const char *what;
		const char *message;
		const char *disposition; /* of part 1 */
	} table[] = {
		{ "a text with a name, first",
		    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		    "Content-Type: text/plain; name=body.txt\n\nx\n--b--\n",
		    "body" },
		{ "but marked as attached",
		    "Content-Type: text/plain\n"
		    "Content-Disposition: attachment; filename=a.txt\n\nx\n",
		    "attachment" },
		{ "text/enriched", "Content-Type: text/enriched\n\nx\n",
		    "body" },
		{ "an unknown text alone", "Content-Type: text/x-y\n\nx\n",
		    "body" },
		{ "an unknown text among others",
		    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		    "Content-Type: text/x-y\n\nx\n--b\n"
		    "Content-Type: image/x\n\ny\n--b--\n",
		    "attachment" },
		{ "text/enriched beside a text",
		    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		    "Content-Type: text/enriched\n\nx\n--b\n\ny\n--b--\n",
		    "attachment" },
		{ "a sole invitation", "Content-Type: text/calendar\n\nx\n",
		    "body" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct heard h;

		reader_hear(reader, span_of(table[i].message), "",
		    "message/rfc822", "", &h);
		is_span(heard_part(&h, "1", WIRE_PART_DISPOSITION),
		    table[i].disposition, "%s", table[i].what);
		heard_release(&h);
	}
}

static void
rare_texts(struct reader *reader)
{
	static const struct {
		const char *type;
		const char *bytes;
		const char *text;
	} table[] = {
		{ "text/enriched",
		    "<bold>Now</bold> is the\ntime <<x>.\n\n\nNew"
		    "<color><param>red</param>line</color>",
		    "Now is the time <x>. \n\nNewline" },
		{ "text/enriched", "<nofill>a\nb</nofill>c", "a\nbc" },
		{ "text/enriched", "a < b", "a < b" },
		{ "text/enriched", "</param></nofill>a", "a" },
		{ "text/richtext", "<bold>a</bold><nl>b<lt>\nc", "a\nb< c" },
		{ "text/richtext", "a<comment>b</comment>c", "ac" },
		{ "text/enriched", "<bold></bold>", "" },
		{ "message/partial", "the middle of a letter",
		    "the middle of a letter" },
		{ "message/external-body", "Content-Type: image/x\n",
		    "Content-Type: image/x\n" },
	};
	struct heard h;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		reader_hear(reader, span_of(table[i].bytes), "", table[i].type,
		    "", &h);
		is_span(heard_all(&h, WIRE_TEXT), table[i].text, "%s: %s",
		    table[i].type, table[i].bytes);
		is_span(heard_first(&h, WIRE_OUTCOME),
		    table[i].text[0] == '\0' ? "empty" : "read", "is told");
		heard_release(&h);
	}
	reader_hear(reader, SPAN("Content-Type: message/partial\n\nx\n"), "",
	    "message/rfc822", "", &h);
	is_number(heard_count(&h, WIRE_NOTE), 1, "one piece of a message");
	heard_release(&h);
	reader_hear(reader, SPAN("Received: x\nSubject: s\n\nhello\n"), "",
	    "message/partial", "", &h);
	is_span(heard_header(&h, "subject"), "s", "the first piece has it all");
	heard_release(&h);
}

static void
labels(struct reader *reader)
{
	static const struct {
		const char *label;
		const char *bytes;
		const char *text;
	} table[] = {
		{ "iso8859_15", "\xa4", "€" },
		{ "charset=utf-8", "caf\xc3\xa9", "café" },
		{ "'koi8-r'", "\xf0", "П" },
		{ "windows-932", "\x93\xfa", "日" },
		{ "cp437", "\x82", "é" },
		{ "IBM00858", "\xd5", "€" },
		{ "1251", "\xf0", "р" },
		{ "cp-852", "\x82", "é" },
		{ "ks_c_5601", "\xc7\xd1", "한" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct heard h;

		reader_hear(reader, span_of(table[i].bytes), "", "text/plain",
		    table[i].label, &h);
		is_span(heard_all(&h, WIRE_TEXT), table[i].text, "%s",
		    table[i].label);
		heard_release(&h);
	}
}

/*
 * The same n times and 2n times: the work must not grow with its square.  What
 * it took is in bench; here it only has to come to its end.
 */
static void
hostile(struct reader *reader)
{
	static const struct {
		const char *what;
		const char *head, *piece;
		size_t times;
		const char *outcome;
	} table[] = {
		{ "words that do not end", "Subject: ", "=?a?Q?", 5000,
		    "empty" },
		{ "words in a part's header",
		    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		    "Content-Type: a/b; name=",
		    "=?a?Q?", 1000000, "too_large" },
		{ "parts without an empty line",
		    "Content-Type: multipart/mixed; boundary=b\n\n", "--b\nx\n",
		    200000, "too_large" },
		{ "headers of parts that go on",
		    "Content-Type: multipart/mixed; boundary=b\n\n",
		    "--b\nX-Y: z\n", 200000, "too_large" },
		{ "lines that are no field", "Subject: s\n", "x\n", 1000000,
		    "read" },
		{ "pieces of a name", "Content-Type: a/b", "; name*1=x", 3000,
		    "empty" },
		{ "uuencode that never ends", "\n", "begin 644 x\nMx\n", 100000,
		    "read" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf message = BUF((size_t)8 << 20);
		struct heard h;

		buf_add_text(&message, table[i].head);
		for (size_t n = 0; n < table[i].times; n++)
			buf_add_text(&message, table[i].piece);
		reader_hear(reader, buf_span(&message), "", "message/rfc822",
		    "", &h);
		ok(h.is_whole && h.end.signal == 0 && h.end.status == 0,
		    "%s: survived", table[i].what);
		is_span(heard_first(&h, WIRE_OUTCOME), table[i].outcome,
		    "%s: outcome", table[i].what);
		heard_release(&h);
	}
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	encoded_words(&reader);
	file_names(&reader);
	broken_headers(&reader);
	mailboxes(&reader);
	dates(&reader);
	letters(&reader);
	rare_texts(&reader);
	labels(&reader);
	hostile(&reader);
	is_number(reader_close(&reader), 0, "the program ends well");
	return done();
}
