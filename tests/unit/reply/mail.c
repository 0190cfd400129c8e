/* mail.c - tests of the message that leaves */
#include "reply/mail.h"
#include "base/io.h"
#include "tap.h"
#include "triage/address.h"
#include "triage/workday.h"

#define SENT 1795341600 /* 2026-11-22 10:00:00 UTC */
#define GOLDEN "tests/unit/reply/acknowledgement.eml"

static const struct organisation_options organisation = {
	.name = { "Northmoor, “West” Trust", 27 },
	.contact_name = { "Customer Services", 17 },
	.contact_phone = { "01632 960 123", 13 },
	.contact_email = { "complaints@northmoor.example", 28 },
};
static struct house house = { .organisation = &organisation };
static struct arena lasting;

static struct outbox_row
row_new(void)
{
	return (struct outbox_row){
		.reference = SPAN("CS26-000017-R"),
		.kind = SPAN("acknowledgement"),
		.template = SPAN("complaint"),
		.channel = CHANNEL_EMAIL,
		.to = { SPAN("Amara Okafor"), SPAN("amara@example.org") },
		.message_id = SPAN("<17.ack@northmoor.example>"),
		.in_reply_to = SPAN("<2@example.org>"),
		.references = SPAN("<1@example.org> <2@example.org>"),
		.received_on = day_of(2026, 11, 20),
	};
}

static enum outcome
make(const struct outbox_row *row, struct arena *mem, struct outgoing *mail,
    struct error *why)
{
	struct letter letter;
	enum outcome how =
	    letter_write(&house, row, day_of(2026, 11, 22), mem, &letter, why);

	return how == DONE
		   ? mail_make(&letter, row, SPAN("post@northmoor.example"),
			 SENT, mem, mail, why)
		   : how;
}

static struct span
headers_of(struct span message)
{
	return span_head(message, span_find(message, SPAN("\r\n\r\n"), 0) + 2);
}

static struct span
header_of(struct span message, const char *name, struct arena *mem)
{
	struct span head = headers_of(message);
	size_t at = span_find(head, arena_printf(mem, "\n%s: ", name), 0);
	size_t end = at;

	if (at == SPAN_NOT_FOUND)
		return SPAN("");
	do
		end = span_find(head, SPAN("\r\n"), end + 2);
	while (end != SPAN_NOT_FOUND && end + 2 < head.len &&
	       head.at[end + 2] == ' ');
	return span_from(span_head(head, end), at + strlen(name) + 3);
}

static void
test_golden(void)
{
	autoarena mem = { 0 };
	autobuf want = BUF(1 << 20);
	struct outbox_row row = row_new();
	struct outgoing mail;
	struct error why = { "" };
	bool has_cr = true;
	size_t longest = 0;

	ok(make(&row, &mem, &mail, &why) == DONE, "is made: %s", why.text);
	is_span(mail.to, "amara@example.org", "for the author");
	is_span(mail.message_id, "<17.ack@northmoor.example>", "under its ID");
	ok(io_read_file(GOLDEN, &want, &why) == DONE, "%s", GOLDEN);
	is_span(mail.bytes, buf_text(&want), "is the golden message");
	for (size_t i = 0; i < mail.bytes.len; i++) {
		has_cr &= mail.bytes.at[i] != '\n' ||
			  (i > 0 && mail.bytes.at[i - 1] == '\r');
		has_cr &= (unsigned char)mail.bytes.at[i] < 0x80;
	}
	ok(has_cr, "7-bit, and every line ends in CR LF");
	for (struct span rest = mail.bytes; rest.len > 0;) {
		size_t len = span_cut_line(&rest).len;

		longest = len > longest ? len : longest;
	}
	ok(longest <= 78, "no line is over 78 octets: %zu", longest);
}

/* Names made of what hurts: the header block must not change by a byte. */
static void
test_names(void)
{
	static const char *const pieces[] = { "Amara", " ", "\r\n", "\n",
		"Bcc:", "eve@example.net", "<", ">",
		"=?utf-8?q?=0a?=", "http://", ".com", "\t", "O'Neill",
		"\xc3\xa9", "\xff", "((reference))", "\"", ",", "\xe2\x80\xae",
		"-", ".", "7", ";", "X" };
	autoarena base = { 0 };
	struct outbox_row row = row_new();
	struct outgoing plain, mail;
	struct error why;
	unsigned seed = 42;
	size_t changed = 0, greeted = 0, leaked = 0;

	row.to.name = SPAN("");
	ok(make(&row, &base, &plain, &why) == DONE, "a message without name");
	for (int i = 0; i < 3000; i++) {
		autoarena mem = { 0 };
		autobuf name = BUF(300);

		for (unsigned n = 1 + (unsigned)i % 4; n > 0; n--) {
			seed = seed * 1103515245 + 12345;
			buf_add_text(&name,
			    pieces[(seed >> 16) %
				   (sizeof pieces / sizeof *pieces)]);
		}
		row.to.name = buf_span(&name);
		if (make(&row, &mem, &mail, &why) != DONE)
			changed++;
		changed += !span_is_equal(headers_of(plain.bytes),
		    headers_of(mail.bytes));
		if (name_for_greeting(row.to.name).len > 0)
			greeted++;
		else
			leaked += !span_is_equal(plain.bytes, mail.bytes);
	}
	is_number(changed, 0, "no name changes a header");
	is_number(leaked, 0, "a doubtful name leaves no trace");
	ok(greeted > 100, "%zu of 3000 were names after all", greeted);
}

static void
test_references(void)
{
	autoarena mem = { 0 };
	autobuf list = BUF(1 << 20);
	struct outbox_row row = row_new();
	struct outgoing mail;
	struct error why;
	struct span got;
	size_t longest = 0, lines = 0;

	row.in_reply_to = SPAN("<bad id@x> junk\r\nBcc: <e@example.net>");
	row.references = SPAN("<a\r\nBcc: b@c> <ok@example.org> <no> <x@y");
	ok(make(&row, &mem, &mail, &why) == DONE, "hostile Message-IDs");
	is_span(header_of(mail.bytes, "In-Reply-To", &mem), "<e@example.net>",
	    "only an ID is taken, wherever it stands");
	is_span(header_of(mail.bytes, "References", &mem), "<ok@example.org>",
	    "unsafe ones are left out");
	is_span(header_of(mail.bytes, "Bcc", &mem), "", "and add no header");

	row.in_reply_to = row.references = SPAN("");
	ok(make(&row, &mem, &mail, &why) == DONE, "no Message-IDs");
	is_span(header_of(mail.bytes, "In-Reply-To", &mem), "",
	    "no In-Reply-To");
	is_span(header_of(mail.bytes, "References", &mem), "", "no References");

	for (int i = 0; i < 5000; i++) {
		buf_printf(&list, "<%d.", i);
		for (int n = 0; n < 170; n++)
			buf_add_char(&list, 'r');
		buf_add_text(&list, "@example.org> ");
	}
	row.references = buf_span(&list);
	ok(make(&row, &mem, &mail, &why) == DONE, "5000 References");
	got = header_of(mail.bytes, "References", &mem);
	ok(span_starts_with(got, SPAN("<0.r")), "the first stays");
	ok(span_find(got, SPAN("<1.r"), 0) == SPAN_NOT_FOUND, "the next goes");
	ok(span_find(got, SPAN("<4999.r"), 0) != SPAN_NOT_FOUND,
	    "the newest stays");
	for (struct span rest = got; rest.len > 0; lines++) {
		size_t len = span_cut_line(&rest).len;

		longest = len > longest ? len : longest;
	}
	is_number(lines, MAX_REFERENCES, "as many as there may be");
	ok(longest < 998, "each line is under 998 octets: %zu", longest);
}

static void
test_message_ids(void)
{
	static const struct {
		const char *id;
		bool safe;
	} cases[] = {
		{ "<a@b>", true },
		{ "<20261122.1$x=y@mail.example.org>", true },
		{ "<a@[192.0.2.1]>", true },
		{ "<>", false },
		{ "<a>", false },
		{ "a@b", false },
		{ "<a@b", false },
		{ "<a@b@c>", true },
		{ "<\"a\"@b>", true },
		{ "<a b@c>", false },
		{ "<a\r\n@b>", false },
		{ "<a<b@c>", false },
		{ "<\xc3\xa9@b>", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct outbox_row row = row_new();
		struct outgoing mail;
		struct error why;

		row.in_reply_to = span_of(cases[i].id);
		ok(make(&row, &mem, &mail, &why) == DONE, "ID %zu", i + 1);
		is_span(header_of(mail.bytes, "In-Reply-To", &mem),
		    cases[i].safe ? cases[i].id : "", "%s",
		    cases[i].safe ? "is repeated" : "is left out");
	}
	for (int extra = 0; extra < 2; extra++) {
		autoarena mem = { 0 };
		autobuf id = BUF(1000);
		struct outbox_row row = row_new();
		struct outgoing mail;
		struct error why;

		buf_add_char(&id, '<');
		while (id.len < MAX_MESSAGE_ID_BYTES - 3 + (size_t)extra)
			buf_add_char(&id, 'a');
		buf_add_text(&id, "@b>");
		row.references = buf_span(&id);
		ok(make(&row, &mem, &mail, &why) == DONE, "%zu bytes", id.len);
		is_number(header_of(mail.bytes, "References", &mem).len,
		    extra ? 0 : MAX_MESSAGE_ID_BYTES, "%s",
		    extra ? "are too many" : "are repeated");
	}
}

static void
test_refusals(void)
{
	static const struct {
		const char *from, *to, *id;
		enum outcome want;
	} cases[] = {
		{ "a@b.example", "c@d.example", "<1@b.example>", DONE },
		{ "a@b.example", "c@d.example\r\nBcc: e@f.example",
		    "<1@b.example>", REFUSED },
		{ "a@b.example", "", "<1@b.example>", REFUSED },
		{ "a b@b.example", "c@d.example", "<1@b.example>", BROKEN },
		{ "", "c@d.example", "<1@b.example>", BROKEN },
		{ "a@b.example", "c@d.example", "", BROKEN },
		{ "a@b.example", "c@d.example", "<1@b>\r\nX: <2@b>", BROKEN },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct outbox_row row = row_new();
		struct letter letter;
		struct outgoing mail = { .to = SPAN("untouched") };
		struct error why;

		row.to.address = span_of(cases[i].to);
		row.message_id = span_of(cases[i].id);
		ok(letter_write(&house, &row, 0, &mem, &letter, &why) == DONE,
		    "letter %zu", i + 1);
		is_text(outcome_name(mail_make(&letter, &row,
			    span_of(cases[i].from), SENT, &mem, &mail, &why)),
		    outcome_name(cases[i].want), "mail %zu", i + 1);
		is_number(span_is_equal(mail.to, SPAN("untouched")),
		    cases[i].want != DONE, "writes only when done");
	}
}

int
main(void)
{
	struct error why = { "" };

	house.policy.folder = SPAN("tests/unit/reply/pack");
	house.policy.signatory = SPAN("Complaints Manager");
	if (signposts_read(SPAN("templates/trust"), &lasting, &house.signposts,
		&why) != DONE)
		die("%s", why.text);
	test_golden();
	test_names();
	test_references();
	test_message_ids();
	test_refusals();
	arena_release(&lasting);
	return done();
}
