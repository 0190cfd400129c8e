/* message.c - e-mails of every make come apart into the right pieces */
#include "reader.h"
#include "tap.h"

#include "base/ceilings.h"

#define FOLDER "tests/parsers/message/"

/* One line per part: path, disposition, '=' for an alternative, type, name. */
static struct span
outline_of(struct heard *heard)
{
	autobuf out = BUF(100000);

	for (size_t i = 0; i < heard_count(heard, WIRE_PART); i++) {
		struct span path = heard_nth(heard, WIRE_PART, i);
		const char *p = arena_text(&heard->mem, path);
		struct span disposition =
		    heard_part(heard, p, WIRE_PART_DISPOSITION);
		struct span same = heard_part(heard, p, WIRE_PART_ALTERNATIVE);
		struct span type = heard_part(heard, p, WIRE_PART_TYPE);
		struct span name = heard_part(heard, p, WIRE_PART_NAME);

		buf_printf(&out, "%s %.*s%s %.*s%s%.*s\n", p,
		    SPAN_ARG(disposition), same.len > 0 ? "=" : "",
		    SPAN_ARG(type), name.len > 0 ? " " : "", SPAN_ARG(name));
	}
	return arena_copy(&heard->mem, buf_span(&out));
}

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
mixed(struct reader *reader)
{
	struct heard h;

	reader_hear_file(reader, FOLDER "mixed.eml", "message/rfc822", &h);
	ok(h.is_whole && h.end.status == 0 && h.end.signal == 0,
	    "the report is whole");
	is_span(heard_first(&h, WIRE_TYPE), "message/rfc822", "type");
	is_span(heard_first(&h, WIRE_OUTCOME), "read", "outcome");
	is_span(heard_first(&h, WIRE_DATE), "2026-11-22T09:58:01+00:00",
	    "date");
	is_span(heard_header(&h, "subject"), "My father’s care", "subject");
	is_span(heard_header(&h, "message-id"),
	    "<20261122095801.77@example.org>", "message-id");
	is_span(heard_header(&h, "content-type"),
	    "multipart/mixed; boundary=\"outer\"", "content-type is there too");
	is_span(addresses_of(&h),
	    "From|Mary O’Oakes|mary.oakes@example.org\n"
	    "Sender||office@example.org\n"
	    "Reply-To|Oakes, Mary|mary@home.example\n"
	    "To|Complaints|complaints@northmoor.nhs.example\n"
	    "To||ann@example.org\n"
	    "To|Bob|bob@example.org\n"
	    "Cc|André|andre@example.org\n",
	    "mailboxes, groups made flat");
	is_span(outline_of(&h),
	    "1.1 body text/plain\n"
	    "1.2 body= text/html\n"
	    "2 attachment application/pdf letter of complaint’.pdf\n"
	    "3 attachment message/rfc822 earlier.eml\n"
	    "4 body text/plain\n",
	    "parts, numbered as IMAP does");
	is_span(heard_part(&h, "1.1", WIRE_PART_CHARSET), "windows-1252",
	    "charset");
	is_span(heard_part(&h, "1.1", WIRE_PART_DATA),
	    "My father\x92s care was poor.", "quoted-printable is decoded");
	ok(span_is_equal(heard_part(&h, "2", WIRE_PART_DATA),
	       (struct span){ "%PDF-1.4\n\0\1", 11 }),
	    "base64 is decoded, NUL bytes and all");
	ok(span_starts_with(heard_part(&h, "3", WIRE_PART_DATA),
	       SPAN("From: Ward <")) &&
		span_ends_with(heard_part(&h, "3", WIRE_PART_DATA),
		    SPAN("\n--deep--")),
	    "a message within is passed on byte by byte");
	heard_release(&h);
}

static void
shapes(struct reader *reader)
{
	static const struct {
		const char *what;
		const char *message;
		const char *outline;
		const char *outcome;
	} table[] = {
		{ "one part", "Subject: x\n\nhello\n", "1 body text/plain\n",
		    "read" },
		{ "only a header", "Subject: x\n\n", "1 body text/plain\n",
		    "empty" },
		{ "one attachment",
		    "Content-Type: application/pdf; name=a.pdf\n\n%PDF-1.4\n",
		    "1 attachment application/pdf a.pdf\n", "read" },
		{ "a text that is attached",
		    "Content-Type: text/plain\n"
		    "Content-Disposition: attachment\n\nx\n",
		    "1 attachment text/plain\n", "read" },
		{ "a text with a name",
		    "Content-Type: text/plain; "
		    "name=\"C:\\\\x\\\\notes.txt\"\n\nx\n",
		    "1 body text/plain notes.txt\n", "read" },
		{ "a blank text and HTML",
		    "Content-Type: multipart/alternative; boundary=b\n\n"
		    "--b\n\n \n\n--b\nContent-Type: text/html\n\n<p>x\n--b--\n",
		    "1 body= text/plain\n2 body text/html\n", "read" },
		{ "two HTML versions: the last is the richest",
		    "Content-Type: multipart/alternative; boundary=b\n\n"
		    "--b\nContent-Type: text/html\n\na\n"
		    "--b\nContent-Type: text/html\n\nb\n--b--\n",
		    "1 body= text/html\n2 body text/html\n", "read" },
		{ "an invitation",
		    "Content-Type: multipart/alternative; boundary=b\n\n"
		    "--b\n\nx\n--b\nContent-Type: text/calendar\n\ny\n--b--\n",
		    "1 body text/plain\n2 attachment= text/calendar\n",
		    "read" },
		{ "no closing boundary",
		    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n"
		    "--b\nContent-Type: text/html\n\n<p>y",
		    "1 body text/plain\n2 body text/html\n", "read" },
		{ "a boundary that never comes",
		    "Content-Type: multipart/mixed; boundary=b\n\nx\n",
		    "1 body text/plain\n", "read" },
		{ "no boundary at all", "Content-Type: multipart/mixed\n\nx\n",
		    "1 body text/plain\n", "read" },
		{ "no header at all", "dear team\nhello\n",
		    "1 body text/plain\n", "read" },
		{ "only line ends", "\n\n\n", "1 body text/plain\n", "empty" },
		{ "mbox's first line",
		    "From a@example.org Sun\nSubject: x\n\ny",
		    "1 body text/plain\n", "read" },
		{ "lines that end in CR", "Subject: x\rTo: a@b.example\r\ry\r",
		    "1 body text/plain\n", "read" },
		{ "encrypted",
		    "Content-Type: multipart/encrypted; boundary=b\n\n"
		    "--b\nContent-Type: application/pgp-encrypted\n\nx\n"
		    "--b\nContent-Type: application/octet-stream\n\ny\n--b--\n",
		    "1 attachment application/pgp-encrypted\n"
		    "2 attachment application/octet-stream\n",
		    "encrypted" },
	};
	struct heard h;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		reader_hear(reader, span_of(table[i].message), "",
		    "message/rfc822", "", &h);
		is_span(outline_of(&h), table[i].outline, "%s: parts",
		    table[i].what);
		is_span(heard_first(&h, WIRE_OUTCOME), table[i].outcome,
		    "%s: outcome", table[i].what);
		heard_release(&h);
	}
	reader_hear_file(reader, FOLDER "apple.eml", "message/rfc822", &h);
	is_span(outline_of(&h),
	    "1 body text/plain\n"
	    "2.1.1 body= text/html\n"
	    "2.1.2 inline image/png ward.png\n"
	    "2.2 attachment application/pdf bill.pdf\n"
	    "2.3 body= text/html\n",
	    "what hangs on one version only is no version");
	heard_release(&h);
}

static void
headers(struct reader *reader)
{
	static const struct {
		const char *header;
		const char *value;
	} table[] = {
		{ "Subject: plain", "plain" },
		{ "Subject: =?utf-8?q?caf=C3=A9?=", "café" },
		{ "Subject: =?iso-8859-1?Q?caf=E9?=", "café" },
		{ "Subject: =?shift_jis?B?k/qWew==?=", "日本" },
		{ "Subject: =?gb2312?B?1tDOxA==?=", "中文" },
		{ "Subject: =?koi8-r?B?8NLJ18XU?=", "Привет" },
		{ "Subject: =?windows-1258?Q?=C0?=", "À" },
		{ "Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本" },
		{ "Subject: caf\xe9 raw", "café raw" },
		{ "Subject: café raw", "café raw" },
		{ "Subject: folded\n\tonce", "folded\tonce" },
		{ "Subject: =?utf-8?q?a?=\n =?utf-8?q?_b?=", "a b" },
	};
	struct heard h;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf message = BUF(1000);

		buf_printf(&message, "%s\n\nx\n", table[i].header);
		reader_hear(reader, buf_span(&message), "", "message/rfc822",
		    "", &h);
		is_span(heard_header(&h, "subject"), table[i].value,
		    "decoded, confined: %s", table[i].value);
		heard_release(&h);
	}
	reader_hear(reader, SPAN("Date: Fri, 3 Apr 2026 01:02:03 +0530\n\nx"),
	    "", "message/rfc822", "", &h);
	is_span(heard_first(&h, WIRE_DATE), "2026-04-03T01:02:03+05:30",
	    "a date keeps its zone");
	heard_release(&h);
	reader_hear(reader, SPAN("Date: soon\n\nx"), "", "message/rfc822", "",
	    &h);
	is_number(heard_count(&h, WIRE_DATE), 0, "no date is invented");
	heard_release(&h);
}

static void
add_many(struct buf *b, char c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_add_char(b, c);
}

/* A field of exactly len bytes, its line ends not counted. */
static void
field_add(struct buf *b, const char *name, size_t len)
{
	buf_printf(b, "%s: ", name);
	add_many(b, 'x', len - strlen(name) - 2);
	buf_add_char(b, '\n');
}

/* Each ceiling at the limit and one above; what fits is read all the same. */
static void
header_ceilings(struct reader *reader)
{
	for (size_t over = 0; over < 2; over++) {
		const char *want = over ? "too_large" : "read";
		autobuf field = BUF(1 << 20), block = BUF(1 << 20);
		struct heard h;

		buf_add_text(&field, "Subject: kept\n");
		field_add(&field, "X-Long", MAX_HEADER_FIELD_BYTES + over);
		buf_add_text(&field, "From: a@example.org\n\nbody\n");
		reader_hear(reader, buf_span(&field), "", "message/rfc822", "",
		    &h);
		is_span(heard_first(&h, WIRE_OUTCOME), want,
		    "a field %zu over its ceiling", over);
		is_number(heard_header(&h, "x-long").len > 0, !over,
		    "it is left out only then");
		is_span(heard_header(&h, "from"), "a@example.org",
		    "the others are read");
		is_span(heard_part(&h, "1", WIRE_PART_DATA), "body\n",
		    "and so is the body");
		heard_release(&h);

		buf_add_text(&block, "From: a@example.org\n");
		while (block.len + 10000 < MAX_HEADER_BLOCK_BYTES)
			field_add(&block, "X-Some", 1000);
		field_add(&block, "X-Last",
		    MAX_HEADER_BLOCK_BYTES - block.len - 1 + over);
		buf_add_text(&block, "\nbody\n");
		reader_hear(reader, buf_span(&block), "", "message/rfc822", "",
		    &h);
		is_span(heard_first(&h, WIRE_OUTCOME), want,
		    "a header %zu over its ceiling", over);
		is_number(heard_header(&h, "x-last").len > 0, !over,
		    "what is over it is left out");
		is_span(heard_part(&h, "1", WIRE_PART_DATA), "body\n",
		    "the body is read");
		heard_release(&h);
	}
}

static void
part_ceilings(struct reader *reader)
{
	for (int over = 0; over < 2; over++) {
		const char *want = over ? "too_large" : "read";
		autobuf many = BUF(1 << 20), deep = BUF(1 << 20);
		struct heard h;

		buf_add_text(&many,
		    "Content-Type: multipart/mixed; boundary=b\n\n");
		for (int i = 0; i < MAX_PARTS + over; i++)
			buf_printf(&many, "--b\n\npart %d\n", i + 1);
		reader_hear(reader, buf_span(&many), "", "message/rfc822", "",
		    &h);
		is_span(heard_first(&h, WIRE_OUTCOME), want,
		    "%d parts over the ceiling", over);
		is_number(heard_count(&h, WIRE_PART), MAX_PARTS,
		    "what is below it is read");
		is_span(heard_part(&h, "500", WIRE_PART_DATA),
		    over ? "part 500" : "part 500\n", "up to the last");
		heard_release(&h);

		for (int i = 0; i < 16 + over; i++)
			buf_printf(&deep,
			    "%sContent-Type: multipart/mixed; boundary=b%d\n\n",
			    i == 0 ? "" : "\n", i),
			    buf_printf(&deep, "--b%d", i);
		buf_add_text(&deep, "\n\nhello\n");
		reader_hear(reader, buf_span(&deep), "", "message/rfc822", "",
		    &h);
		is_span(heard_first(&h, WIRE_OUTCOME), want,
		    "nested %d over the ceiling", over);
		heard_release(&h);
	}
}

/* What was measured to hurt parsers; each must be answered, none may kill. */
static void
hostile(struct reader *reader)
{
	static const struct {
		const char *what;
		const char *head;
		const char *piece;
		size_t times;
		const char *outcome;
	} table[] = {
		{ "groups in groups", "From: ", "g:", 100000, "too_large" },
		{ "comments in comments", "From: ", "(", 300000, "too_large" },
		{ "groups below the ceiling", "From: ", "g:", 16000, "empty" },
		{ "many boundaries",
		    "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n",
		    300000, "too_large" },
		{ "multiparts in multiparts", "",
		    "Content-Type: multipart/mixed; boundary=b\n\n--b\n", 5000,
		    "too_large" },
		{ "messages in messages", "",
		    "Content-Type: message/rfc822\n\n", 50000, "read" },
		{ "a quote for a boundary",
		    "Content-Type: multipart/mixed; "
		    "boundary=\"\\\"\"\n\n--\"\n",
		    "\nx\n--\"\n", 5, "read" },
		{ "colons", "", ":", 100000, "read" },
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
	mixed(&reader);
	shapes(&reader);
	headers(&reader);
	header_ceilings(&reader);
	part_ceilings(&reader);
	hostile(&reader);
	is_number(reader_close(&reader), 0, "the program ends well");
	return done();
}
