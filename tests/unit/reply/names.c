/*
 * names.c - names and subjects by the thousand: none leaves by a letter
 *
 * The property: whatever a writer puts into name and subject, what goes out
 * is "Dear NAME" where the name is nothing but letters and stands as names
 * do, or "Hello"; all else is word for word what it is for anybody.
 * NAMES=1000000 asks it of a million.
 */
#include "base/io.h"
#include "reply/fields.h"
#include "reply/mail.h"
#include "tap.h"
#include "triage/address.h"
#include "triage/owed.h"
#include "triage/workday.h"

#include <stdlib.h>

/* Of so many names; NAMES in the environment asks for more. */
#define NAMES 50000
#define MILLION 1000000
#define WHOLE_LETTERS 2000 /* of these names, as messages */

static const struct organisation_options organisation = {
	.name = { "Northmoor Trust", 15 },
	.contact_name = { "Customer Services", 17 },
	.contact_phone = { "01632 960 123", 13 },
	.contact_email = { "complaints@northmoor.example", 28 },
};

static struct arena lasting;
static struct house house;

/* A generator of its own, so that a failure can be had again (Marsaglia). */
static unsigned state = 2463534242u;

static unsigned
pick(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % n;
}

/* What names are made of, and what they are misused for. */
static const char *const pieces[] = { "Amara", "Okafor", "o'brien", "O’Brien",
	"Zoë", "Müller", "van der Berg", "Dr", "Mr.", "Anne-Marie", "JOHN",
	"jo", " ", "  ", "-", "--", "'", "’", ",", ".", "\r\n", "\n", "\r",
	"\t", "\x0b", "\x1b[31m", "\x7f", "\xc2\x85", "\xe2\x80\xa8",
	"\xe2\x80\xae", "\xe2\x80\x8b", "\xff\xfe", "\xc0\xaf",
	"\xf0\x9f\x98\x80", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "\xe7\x8e\x8b",
	"\xd8\xb9", "((", "))", "((reference))", "((passage:care))", "# ", "* ",
	"^ ", "---", "1. ", "[x](https://evil.example)", "https://evil.example",
	"www.evil.example", "evil@evil.example", "<b>", "</b>", "<script>",
	"&amp;", "&#10;", "\"", "\\", "=?utf-8?q?Bcc=3A?=", "=0A", "%0d%0a",
	"Bcc: evil@evil.example", "Subject: won", "X-Evil: 1",
	"call 0900 123456", "you have won a prize", "your complaint is upheld",
	"1", "42", "£100", "+44", ";", ":", "/", "{}", "${x}", "%s%n",
	"'; DROP TABLE cases; --", "=cmd|' /C calc'!A0" };
#define N_PIECES (sizeof pieces / sizeof *pieces)

static struct span
word_make(struct buf *out)
{
	unsigned n = 1 + pick(5);

	buf_clear(out);
	for (unsigned i = 0; i < n; i++) {
		if (pick(12) == 0)
			buf_add_char(out, (char)(1 + pick(255)));
		else
			buf_add_text(out, pieces[pick(N_PIECES)]);
		if (pick(3) == 0)
			buf_add_char(out, ' ');
	}
	return buf_span(out);
}

/* Of letters, blanks, hyphens and apostrophes alone, at most 60 bytes. */
static bool
is_name(struct span s)
{
	if (s.len == 0 || s.len > 60)
		return s.len == 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    c == ' ' || c == '-' || c == '\'' ||
		    (c >= 0xc3 && c <= 0xc9) || (c >= 0x80 && c <= 0xbf) ||
		    (c == 0xe2 && i + 2 < s.len &&
			memcmp(s.at + i, "\xe2\x80\x99", 3) == 0))
			continue;
		return false;
	}
	return true;
}

static struct outbox_row
row_of(const struct owed *owed)
{
	return (struct outbox_row){
		.reference = SPAN("CS26-000017-R"),
		.token = SPAN("000000"),
		.template = SPAN("complaint"),
		.channel = CHANNEL_EMAIL,
		.to = owed->to,
		.message_id = SPAN("<ours@northmoor.example>"),
		.received_on = day_of(2026, 11, 20),
		.response_due = day_of(2026, 12, 18),
		.circumstances = owed->circumstances,
	};
}

/* The item of somebody with that name and subject, and what is owed to it. */
static struct owed
owed_of(struct span name, struct span subject, struct arena *mem)
{
	static const struct policy policy = {
		.ack_days = { 3, 3, 3, 3, 3, 2 },
		.acknowledges = { true, true, true, true, true, true },
	};
	struct message message = { .subject = subject };
	struct part part = { .disposition = PART_BODY,
		.text = SPAN("The care was bad.") };
	struct item item = {
		.kind = KIND_MESSAGE,
		.received_at = 1795341600,
		.message = &message,
		.parts = &part,
		.n_parts = 1,
		.text = part.text,
		.origin = { .author = { name, SPAN("jo@example.org") },
		    .authenticated = "pass" },
		.verdict = { .category = COMPLAINT },
	};

	owed_decide(&item, &policy, mem);
	return item.owed;
}

/* What a letter to nobody in particular says, with the greeting in it. */
static struct span
bytes_for(const struct outbox_row *row, struct arena *mem)
{
	struct letter letter;
	struct outgoing mail;
	struct error why = { "" };

	if (letter_write(&house, row, day_of(2026, 11, 22), mem, &letter,
		&why) != DONE ||
	    mail_make(&letter, row, SPAN("post@northmoor.example"), 1795341600,
		mem, &mail, &why) != DONE)
		die("%s", why.text);
	return mail.bytes;
}

/* As far as the greeting, and behind it: the same for everybody. */
static bool
differs_in_greeting_only(struct span a, struct span b)
{
	size_t head = 0, tail = 0;

	while (head < a.len && head < b.len && a.at[head] == b.at[head])
		head++;
	while (tail < a.len - head && tail < b.len - head &&
	       a.at[a.len - 1 - tail] == b.at[b.len - 1 - tail])
		tail++;
	/* Between lies the first part up to the greeting of the second. */
	return span_find(span_head(a, head), SPAN("\r\n\r\n"), 0) !=
		   SPAN_NOT_FOUND &&
	       span_find(span_head(a, a.len - tail), SPAN("Bcc"), 0) ==
		   SPAN_NOT_FOUND;
}

/* The header fields, which no name may touch. */
static struct span
head_of(struct span bytes)
{
	return span_head(bytes, span_find(bytes, SPAN("\r\n\r\n"), 0));
}

static long
names_wanted(void)
{
	const char *said = getenv("NAMES");
	long long wanted = NAMES;

	if (said != NULL && !span_to_number(span_of(said), WHOLE_LETTERS,
				100 * MILLION, &wanted))
		die("NAMES=%s: not so many", said);
	return (long)wanted;
}

static void
test_names(void)
{
	autobuf name = BUF(1 << 16), subject = BUF(1 << 16);
	struct owed nobody = owed_of(SPAN(""), SPAN("x"), &lasting);
	struct outbox_row plain = row_of(&nobody);
	struct span usual = bytes_for(&plain, &lasting);
	long names = names_wanted();
	size_t greeted = 0, n_bad = 0, n_touched = 0, n_letters = 0;

	for (long i = 0; i < names; i++) {
		autoarena mem = { 0 };
		struct owed owed =
		    owed_of(word_make(&name), word_make(&subject), &mem);
		struct outbox_row row;
		struct span bytes;

		n_bad += !is_name(owed.to.name) || owed.why_not.len > 0 ||
			 !span_is_equal(owed.template, SPAN("complaint"));
		if (i % (names / WHOLE_LETTERS) != 0)
			continue;
		row = row_of(&owed);
		bytes = bytes_for(&row, &mem);
		n_letters++;
		greeted += owed.to.name.len > 0;
		n_touched +=
		    !span_is_equal(head_of(bytes), head_of(usual)) ||
		    (!span_is_equal(bytes, usual) &&
			!differs_in_greeting_only(bytes, usual)) ||
		    span_find(bytes, SPAN("evil"), 0) != SPAN_NOT_FOUND ||
		    span_find(bytes, SPAN("DROP TABLE"), 0) != SPAN_NOT_FOUND;
	}
	is_number(n_bad, 0, "of %ld names none but of letters is kept", names);
	is_number(n_touched, 0, "of %zu messages all have the same header",
	    n_letters);
	ok(greeted > 0 && greeted < n_letters, "%zu of them might be greeted",
	    greeted);
}

static struct span
greeting_of(const char *name, struct arena *mem)
{
	struct fields *fields = arena_alloc(mem, sizeof *fields);
	struct outbox_row row = { .to = { .name = span_of(name) } };

	fields_set(fields, &house, &row, false, mem);
	for (size_t i = 0; i < fields->n; i++)
		if (strcmp(fields->at[i].name, "greeting") == 0)
			return fields->at[i].value;
	return SPAN("");
}

static void
test_greetings(void)
{
	static const struct {
		const char *name, *want;
	} rows[] = {
		{ "Amara Okafor", "Dear Amara Okafor" },
		{ "Zoë O’Brien", "Dear Zoë O’Brien" },
		{ "Dr Maria del Carmen Ruiz", "Dear Dr Maria del Carmen Ruiz" },
		{ "Anne-Marie van der Berg", "Dear Anne-Marie van der Berg" },
		{ "", "Hello" },
		{ "amara", "Hello" },
		{ "Amara okafor", "Hello" },
		{ "Your Complaint Was Upheld And Paid", "Hello" },
		{ "Amara--Okafor", "Hello" },
		{ "Amara  Okafor", "Hello" },
		{ "Amara Okafor-", "Hello" },
		{ "A. Okafor", "Hello" },
		{ "Amara Okafor 2", "Hello" },
		{ "evil@evil.example", "Hello" },
		{ "Amara\nOkafor", "Hello" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };

		is_span(greeting_of(rows[i].name, &mem), rows[i].want, "\"%s\"",
		    i == sizeof rows / sizeof *rows - 1 ? "two lines"
							: rows[i].name);
	}
}

int
main(void)
{
	struct error why = { "" };

	if (house_read_pack(&organisation, SPAN("templates/trust"), &lasting,
		&house, &why) != DONE)
		die("%s", why.text);
	test_greetings();
	test_names();
	arena_release(&lasting);
	return done();
}
