/* bounce_text.c - reports that are nothing but text, every one invented */
#include "triage/bounce_text.h"

#include "base/buf.h"
#include "house.h"
#include "triage/bounce.h"

/* What a report makes of it: "jo@example.org 5.1.1; pat@example.net 4.2.2". */
static struct span
told(const struct item *item, struct arena *mem)
{
	autobuf all = BUF(4000);
	size_t n;
	struct item edged = edge_item(item);
	const struct bounce *bounces = bounces_read(&edged, &n, mem);

	for (size_t i = 0; i < n; i++)
		buf_printf(&all, "%s%.*s %.*s", i > 0 ? "; " : "",
		    SPAN_ARG(bounces[i].recipient),
		    SPAN_ARG(bounces[i].status));
	return arena_copy(mem, buf_span(&all));
}

static struct item
a_report(struct arena *mem, struct span text)
{
	struct item item = a_message(mem, "Undelivered", "");

	item.parts[0].type = SPAN("text/plain");
	item.parts[0].text = text;
	item.message->from.address = SPAN("mailer-daemon@mx.example");
	return item;
}

/* A report of one text, and what is made of it. */
struct row {
	const char *what, *text, *want;
};

static void
are_told(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		autoarena mem = { NULL };
		struct item item = a_report(&mem, edge_of(rows[i].text));

		is_span(told(&item, &mem), rows[i].want, "%s", rows[i].what);
	}
}

/* Whom it names, by what stands around the address. */
static void
test_addresses(void)
{
	static const struct row rows[] = {
		{ "at the end of a sentence",
		    "It was not for jo@example.org... 5.1.1",
		    "jo@example.org 5.1.1" },
		{ "at the end of the text", "5.1.1 for jo@example.org",
		    "jo@example.org 5.1.1" },
		{ "at the very beginning", "jo@example.org 5.1.1",
		    "jo@example.org 5.1.1" },
		{ "between quotes", "Not to 'jo@example.org': 5.1.1",
		    "jo@example.org 5.1.1" },
		{ "between two kinds of quotes",
		    "Not to `jo@example.org': 5.1.1", "jo@example.org 5.1.1" },
		{ "behind a quote that has no end",
		    "Not to 'jo@example.org: 5.1.1", "'jo@example.org 5.1.1" },
		{ "before a quote that has no beginning",
		    "Not to jo@example.org': 5.1.1", "jo@example.org 5.1.1" },
		{ "behind a scheme", "5.1.1 [SMTP:jo@example.org]",
		    "jo@example.org 5.1.1" },
		{ "a local part of every kind of byte",
		    "<a!#$%&*+/=?^_{|}~-.9Z@ex-ample9.Org>: 5.1.1",
		    "a!#$%&*+/=?^_{|}~-.9Z@ex-ample9.Org 5.1.1" },
		{ "a domain ends where no domain goes on",
		    "jo@example.org_x 5.1.1", "jo@example.org 5.1.1" },
		{ "no local part", "<@example.org>: 5.1.1", "" },
		{ "no domain", "<jo@>: 5.1.1 user@ host", "" },
		{ "nothing but a mark",
		    "we met @ noon: <pat@example.net> 5.1.1",
		    "pat@example.net 5.1.1" },
		{ "the same, in other letters",
		    "<Jo@example.org>: 5.1.1\n<jo@EXAMPLE.org>: 5.2.2\n",
		    "Jo@example.org 5.1.1" },
	};

	are_told(rows, sizeof rows / sizeof *rows);
}

/* What stands before the address in its line. */
static void
test_places(void)
{
	static const struct row rows[] = {
		{ "at the head of a line rather than in a sentence",
		    "Sam sam@example.com wrote:\n<jo@example.org>: 5.1.1\n",
		    "jo@example.org 5.1.1" },
		{ "behind blanks and marks",
		    "Sam sam@example.com wrote:\n \t> * - # [jo@example.org]\n"
		    "5.1.1\n",
		    "jo@example.org 5.1.1" },
		{ "behind an SMTP reply",
		    "Sam sam@example.com wrote:\n550 <jo@example.org>... "
		    "unknown user\n",
		    "jo@example.org 5.1.1" },
		{ "behind a mark and a reply",
		    "Sam sam@example.com wrote:\n>550 <jo@example.org> 5.1.1\n",
		    "jo@example.org 5.1.1" },
		{ "behind a reply and a status",
		    "Sam sam@example.com wrote:\n"
		    "550 5.1.1 <jo@example.org>...\n",
		    "jo@example.org 5.1.1" },
		{ "a reply with words is a sentence",
		    "550 says <sam@example.com>\n5.1.1 "
		    "<jo@example.org> no\n<pat@example.net>: 5.2.2\n",
		    "pat@example.net 5.2.2" },
		{ "four figures are no reply",
		    "5501 <sam@example.com>\n<jo@example.org>: 5.1.1\n",
		    "jo@example.org 5.1.1" },
		{ "nor is a 250", "250 <sam@example.com>\n<jo@example.org>:\n",
		    "jo@example.org " },
		{ "nor a 399; a 400 is",
		    "399 <sam@example.com>\n400 <jo@example.org>\n",
		    "jo@example.org 4.0.0" },
		{ "nor a 600; a 559 is",
		    "600 <sam@example.com>\n559 <jo@example.org>\n",
		    "jo@example.org 5.0.0" },
		{ "behind a label",
		    "Sam sam@example.com wrote\nRCPT TO:<jo@example.org> "
		    "5.1.1\n",
		    "jo@example.org 5.1.1" },
		{ "whom to ask is somebody else, wherever",
		    "please contact pat@example.net\n"
		    "or else pat@example.net, about our jo@example.org 5.1.1",
		    "jo@example.org 5.1.1" },
	};

	are_told(rows, sizeof rows / sizeof *rows);
}

/* The words before an address count as far back as 256 bytes. */
static void
test_far_words(void)
{
	static const struct {
		size_t len;
		const char *want, *what;
	} rows[] = {
		{ 255, "pat@example.net 5.1.1",
		    "a word 256 bytes before it makes it a mention" },
		{ 256, "jo@example.org 5.1.1", "one byte further on does not" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		autobuf text = BUF(1000);
		struct item item;

		buf_printf(&text, "x%*s", (int)rows[i].len, "");
		buf_add(&text, SPAN("jo@example.org 5.1.1\n"));
		if (i == 0)
			buf_add(&text, SPAN("<pat@example.net>: 5.1.1\n"));
		else
			buf_add(&text, SPAN("for pat@example.net 5.1.1\n"));
		item = a_report(&mem, buf_span(&text));
		is_span(told(&item, &mem), rows[i].want, "%s", rows[i].what);
	}
}

/* Addresses that a report names because it was sent to or from them. */
static void
test_parties(void)
{
	static const struct {
		const char *what, *party;
	} rows[] = {
		{ "who sent it", "mailer-daemon@mx.example" },
		{ "a postmaster", "Postmaster@mx2.example" },
		{ "a mailer", "MAILER-DAEMON@mx2.example" },
		{ "whom it was sent to", "us@northmoor.example" },
		{ "one of them", "us2@northmoor.example" },
		{ "a copy", "copy@northmoor.example" },
		{ "where it was put", "box@northmoor.example" },
		{ "for whom it came", "old@northmoor.example" },
	};
	struct mailbox_address to[] = { { SPAN(""),
					    SPAN("us@northmoor.example") },
		{ SPAN(""), SPAN("US2@northmoor.example") } };
	struct mailbox_address cc = { SPAN(""),
		SPAN("copy@northmoor.example") };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct span heads = arena_printf(&mem,
				"<%s>:\n<jo@example.org>:\nno such user\n",
				rows[i].party),
			    words = arena_printf(&mem,
				"%s tried jo@example.org: no such user\n",
				rows[i].party);
		struct item item = a_report(&mem, heads);

		item.message->to = to;
		item.message->n_to = 2;
		item.message->cc = &cc;
		item.message->n_cc = 1;
		add_header(&item, &mem, "Delivered-To",
		    "box@northmoor.example");
		add_header(&item, &mem, "X-Original-To",
		    "old@northmoor.example");
		is_span(told(&item, &mem), "jo@example.org 5.1.1",
		    "%s did not fail", rows[i].what);
		item.parts[0].text = words;
		is_span(told(&item, &mem), "jo@example.org 5.1.1",
		    "nor when it is only mentioned");
	}
}

/* Of a long list of recipients the first fifty are known. */
static void
test_many_parties(void)
{
	autoarena mem = { NULL };
	struct mailbox_address to[51] = { 0 };
	struct item item =
	    a_report(&mem, SPAN("<us@northmoor.example>:\n<jo@example.org>:\n"
				"no such user\n"));

	item.message->to = to;
	item.message->n_to = 51;
	to[49].address = SPAN("us@northmoor.example");
	is_span(told(&item, &mem), "jo@example.org 5.1.1",
	    "the fiftieth is a party");
	to[49].address = SPAN("");
	to[50].address = SPAN("us@northmoor.example");
	is_span(told(&item, &mem),
	    "us@northmoor.example 5.1.1; jo@example.org 5.1.1",
	    "the fifty-first is not looked at");
}

/* Which parts are the report's words. */
static void
test_parts(void)
{
	const struct {
		const char *what;
		struct part parts[2];
		const char *want;
	} rows[] = {
		{ "a page in HTML",
		    { { .type = SPAN("text/html"),
			.text = SPAN("<jo@example.org>: 5.1.1") } },
		    "jo@example.org 5.1.1" },
		{ "two texts",
		    { { .type = SPAN("text/plain"),
			  .text = SPAN("It failed: 5.1.1") },
			{ .type = SPAN("text/plain"),
			    .text = SPAN("<jo@example.org>") } },
		    "jo@example.org 5.1.1" },
		{ "the same text again, as HTML",
		    { { .type = SPAN("text/plain"),
			  .text = SPAN("<jo@example.org>: 5.1.1") },
			{ .type = SPAN("text/html"),
			    .is_alternative = true,
			    .text = SPAN("<pat@example.net>: 5.1.1") } },
		    "jo@example.org 5.1.1" },
		{ "a text in the message sent back",
		    { { .type = SPAN("text/plain"),
			  .text = SPAN("It failed: 5.1.1") },
			{ .type = SPAN("text/plain"),
			    .is_nested = true,
			    .text = SPAN("<pat@example.net>: 5.2.2") } },
		    "" },
		{ "a picture is none",
		    { { .type = SPAN("image/png"),
			.text = SPAN("<jo@example.org>: 5.1.1") } },
		    "" },
		{ "the header of the message sent back",
		    { { .type = SPAN("text/plain"),
			  .text = SPAN("It failed: 5.1.1") },
			{ .type = SPAN("text/rfc822-headers"),
			    .text = SPAN("From: us@northmoor.example\n"
					 "To:jo@example.org\n"
					 "To: pat@example.net\n") } },
		    "jo@example.org 5.1.1" },
		{ "which names nobody",
		    { { .type = SPAN("text/plain"),
			  .text = SPAN("It failed: 5.1.1") },
			{ .type = SPAN("text/rfc822-headers"),
			    .text = SPAN("From: us@northmoor.example\n") } },
		    "" },
		{ "and lies deeper",
		    { { .type = SPAN("text/plain"),
			  .text = SPAN("It failed: 5.1.1") },
			{ .type = SPAN("text/rfc822-headers"),
			    .is_nested = true,
			    .text = SPAN("To: jo@example.org\n") } },
		    "" },
		{ "fields that say little, and words that say more",
		    { { .type = SPAN("message/delivery-status"),
			  .text = SPAN("Final-Recipient: rfc822;"
				       "jo@example.org\nStatus: 5.0.0\n") },
			{ .type = SPAN("text/plain"),
			    .text = SPAN("<jo@example.org>: 550 5.1.1\n") } },
		    "jo@example.org 5.1.1" },
		{ "words that are no status leave the fields' one",
		    { { .type = SPAN("message/delivery-status"),
			  .text = SPAN("Final-Recipient: rfc822;"
				       "jo@example.org\nStatus: 5.0.0\n") },
			{ .type = SPAN("text/plain"),
			    .text = SPAN("<jo@example.org>: no such user\n"
					 "4.0.0\n") } },
		    "jo@example.org 5.0.0" },
		{ "fields that say enough",
		    { { .type = SPAN("message/delivery-status"),
			  .text = SPAN("Final-Recipient: rfc822;"
				       "jo@example.org\nStatus: 5.1.1\n") },
			{ .type = SPAN("text/plain"),
			    .text = SPAN("<jo@example.org>: 5.2.2\n") } },
		    "jo@example.org 5.1.1" },
		{ "fields without a status, and words for it",
		    { { .type = SPAN("message/delivery-status"),
			  .text = SPAN("Final-Recipient: rfc822;"
				       "jo@example.org\nAction: failed\n") },
			{ .type = SPAN("text/plain"),
			    .text = SPAN("<jo@example.org>: full\n"
					 "mailbox full\n") } },
		    "jo@example.org 5.2.2" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_report(&mem, SPAN(""));
		struct part parts[2] = { rows[i].parts[0], rows[i].parts[1] };

		item.parts = parts;
		item.n_parts = parts[1].type.len > 0 ? 2 : 1;
		is_span(told(&item, &mem), rows[i].want, "%s", rows[i].what);
	}
}

/* Whom the message sent back was for, where nothing else says it. */
static void
test_attached(void)
{
	autoarena mem = { NULL };
	struct item item = a_report(&mem, SPAN("It failed: 5.1.1"));
	struct mailbox_address to[] = { { SPAN(""), SPAN("jo@example.org") },
		{ SPAN(""), SPAN("") }, { SPAN(""), SPAN("pat@example.net") } };
	struct mailbox_address of_second = { SPAN(""), SPAN("al@example.com") };
	struct message sent = { .to = to, .n_to = 3 },
		       second = { .to = &of_second, .n_to = 1 };
	struct part parts[] = { item.parts[0],
		{ .type = SPAN("message/rfc822"), .message = &sent },
		{ .type = SPAN("message/rfc822"), .message = &second } };

	item.parts = parts;
	item.n_parts = 3;
	is_span(told(&item, &mem),
	    "jo@example.org 5.1.1; pat@example.net 5.1.1",
	    "all of the first message that was sent back");
	parts[1].is_nested = true;
	is_span(told(&item, &mem), "al@example.com 5.1.1",
	    "or of the next, where it lies deeper");
}

/* Each recipient has the status of the words that follow it. */
static void
test_blocks(void)
{
	static const struct row rows[] = {
		{ "the words up to the next",
		    "<jo@example.org>: no such user\n"
		    "<pat@example.net>: mailbox full\n"
		    "<al@example.com>: host not found\n",
		    "jo@example.org 5.1.1; pat@example.net 5.2.2; "
		    "al@example.com 5.1.2" },
		{ "an address of its own words ends none",
		    "<jo@example.org>:\nRCPT TO:<jo@example.org>\n"
		    "no such user\n<pat@example.net>: mailbox full\n",
		    "jo@example.org 5.1.1; pat@example.net 5.2.2" },
		{ "nor does another's",
		    "<jo@example.org>:\nplease contact pat@example.net, as\n"
		    "there is no such user\n",
		    "jo@example.org 5.1.1" },
		{ "nor one that did not fail",
		    "<jo@example.org>:\nsaid sam@example.com, there is\n"
		    "no such user\n",
		    "jo@example.org 5.1.1" },
		{ "what is said to somebody else is of whom it stands behind",
		    "<jo@example.org>: 5.0.0\n<pat@example.net>: 5.0.0\n"
		    "please contact jo@example.org: 5.2.2\n",
		    "jo@example.org 5.0.0; pat@example.net 5.2.2" },
		{ "a later word of it says more",
		    "<jo@example.org>: 5.0.0\n<pat@example.net>: 5.2.2\n"
		    "<jo@example.org>: 5.1.1\n",
		    "jo@example.org 5.1.1; pat@example.net 5.2.2" },
		{ "a later word that says no more",
		    "<jo@example.org>: 5.0.0\n<pat@example.net>: 5.2.2\n"
		    "<jo@example.org>: 4.0.0\n",
		    "jo@example.org 5.0.0; pat@example.net 5.2.2" },
		{ "what the whole says goes for whom nothing is said of",
		    "No such user:\n<jo@example.org>\n<pat@example.net>: "
		    "mailbox full\n",
		    "jo@example.org 5.2.2; pat@example.net 5.2.2" },
		{ "the reason in the line before its address is not its own",
		    "mailbox full: 4.2.2\n<jo@example.org>: no such user\n",
		    "jo@example.org 5.1.1" },
	};

	are_told(rows, sizeof rows / sizeof *rows);
}

/* Where the report's own words end. */
static void
test_notice(void)
{
	static const struct row rows[] = {
		{ "up to the message sent back",
		    "It failed.\n\n--- Below this line is a copy of the "
		    "message.\n\nOld words.\n",
		    "It failed.\n\n" },
		{ "but not where nothing stands above it",
		    "\n--- Below this line is a copy of the message.\n"
		    "It failed.\n",
		    "\n--- Below this line is a copy of the message.\n"
		    "It failed.\n\n" },
		{ "all, where nothing is sent back", "It failed.",
		    "It failed.\n" },
	};
	autobuf text = BUF(3 * MAX_NOTICE_BYTES);
	autoarena mem = { NULL };
	struct item item;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		item = a_report(&mem, edge_of(rows[i].text));
		is_span(bounce_notice(&item, &mem), rows[i].want, "%s",
		    rows[i].what);
	}
	buf_printf(&text, "%*s", MAX_NOTICE_BYTES + 1, "x");
	item = a_report(&mem, buf_span(&text));
	is_number(bounce_notice(&item, &mem).len, MAX_NOTICE_BYTES,
	    "no more than is read of any");
}

int
main(void)
{
	test_addresses();
	test_places();
	test_far_words();
	test_parties();
	test_many_parties();
	test_parts();
	test_attached();
	test_blocks();
	test_notice();
	return done();
}
