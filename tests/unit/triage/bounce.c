/* bounce.c - recipients and status of delivery reports, every text invented */
#include "triage/bounce.h"

#include "base/buf.h"
#include "house.h"
#include "triage/bounce_status.h"
#include "triage/bounce_text.h"

struct want {
	const char *recipient, *status;
};

static struct item
a_report(struct arena *mem, const char *type, const char *text)
{
	struct mailbox_address *to =
	    ARENA_ARRAY(mem, 1, struct mailbox_address);
	struct item item = a_message(mem, "Undelivered", text);

	item.parts[0].type = span_of(type);
	item.message->from.address = SPAN("mailer-daemon@mx.example");
	to->address = SPAN("complaints@northmoor.example");
	item.message->to = to;
	item.message->n_to = 1;
	return item;
}

static void
check(const struct item *item, const struct want *want, const char *what,
    struct arena *mem)
{
	size_t n, wanted = 0;
	struct item edged = edge_item(item);
	struct bounce *bounces = bounces_read(&edged, &n, mem);

	while (wanted < 3 && want[wanted].recipient)
		wanted++;
	is_number((long long)n, (long long)wanted, "%s", what);
	for (size_t i = 0; i < n && i < wanted; i++) {
		is_span(bounces[i].recipient, want[i].recipient, "to whom");
		is_span(bounces[i].status, want[i].status, "why");
	}
}

static bool
is_delivered(const struct item *item)
{
	struct item edged = edge_item(item);

	return bounce_is_delivered(&edged);
}

static void
test_fields(void)
{
	static const struct {
		const char *what, *text;
		struct want want[3];
	} rows[] = {
		{ "one recipient",
		    "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; "
		    "jo@example.org\nAction: failed\nStatus: 5.1.1\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "two",
		    "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822;"
		    "<jo@example.org>\nStatus: 5.1.1 (no such)\n\n"
		    "Final-Recipient: RFC822; pat@example.net\nStatus: 4.2.2\n",
		    { { "jo@example.org", "5.1.1" },
			{ "pat@example.net", "4.2.2" } } },
		{ "two without a blank line",
		    "Final-Recipient: rfc822; jo@example.org\nStatus: 5.1.1\n"
		    "Final-Recipient: rfc822; pat@example.net\nStatus: 5.2.1\n",
		    { { "jo@example.org", "5.1.1" },
			{ "pat@example.net", "5.2.1" } } },
		{ "the same twice",
		    "Final-Recipient: rfc822; jo@example.org\nStatus: 5.1.1\n\n"
		    "Final-Recipient: rfc822; JO@example.org\nStatus: 5.1.1\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "whom we wrote to",
		    "Final-Recipient: rfc822; jo@inside.example.org\n"
		    "Original-Recipient: rfc822;jo@example.org\n"
		    "Status: 5.1.1\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "an original that is none",
		    "Original-Recipient: rfc822;unknown\n"
		    "Final-Recipient: rfc822; jo@example.org\nStatus: 5.1.1\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "the remote server knows more",
		    "Final-Recipient: rfc822; jo@example.org\nStatus: 5.0.0\n"
		    "Diagnostic-Code: smtp; 552\n 5.2.2 Mailbox full\n",
		    { { "jo@example.org", "5.2.2" } } },
		{ "a diagnosis in words",
		    "Original-Recipient: <jo@example.org>\n"
		    "Diagnostic-Code: smtp; 550 Unknown user jo\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "a vague status stays",
		    "Final-Recipient: rfc822; jo@example.org\nStatus: 5.0.0\n"
		    "Diagnostic-Code: smtp; 550 go away\n",
		    { { "jo@example.org", "5.0.0" } } },
		{ "one reached, one not",
		    "Final-Recipient: rfc822; jo@example.org\n"
		    "Action: relayed\nStatus: 2.1.9\n\n"
		    "Final-Recipient: rfc822; pat@example.net\n"
		    "Action: failed\nStatus: 5.1.1\n",
		    { { "pat@example.net", "5.1.1" } } },
		{ "nobody", "Reporting-MTA: dns; mx\n", { { NULL, NULL } } },
		{ "a field in two lines, parted by a tab",
		    "Final-Recipient: rfc822;\n\tjo@example.org\nStatus: "
		    "5.1.1\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "a line of blanks parts two recipients",
		    "Final-Recipient: rfc822; jo@example.org\nStatus: 5.1.1\n"
		    "  \nStatus: 5.2.1\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "a field twice counts once",
		    "Final-Recipient: rfc822; jo@example.org\nStatus: 5.1.1\n"
		    "Status: 5.2.1\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "recipients that were reached in every way",
		    "Final-Recipient: rfc822; a@example.org\n"
		    "Action: delivered\n\nFinal-Recipient: rfc822; "
		    "b@example.org\nAction: relayed (to b)\n\n"
		    "Final-Recipient: rfc822; c@example.org\nAction: expanded\n"
		    "\nFinal-Recipient: rfc822; d@example.org\n"
		    "Action: failed\nStatus: 5.1.1\n",
		    { { "d@example.org", "5.1.1" } } },
		{ "only the remote server gives a status",
		    "Final-Recipient: rfc822; jo@example.org\n"
		    "Diagnostic-Code: smtp; 550 5.0.0 no\n",
		    { { "jo@example.org", "5.0.0" } } },
		{ "a vague remote status does not replace one",
		    "Final-Recipient: rfc822; jo@example.org\nStatus: 5.1.1\n"
		    "Diagnostic-Code: smtp; 550 5.0.0 no\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "an original that is none, and nothing else",
		    "Original-Recipient: rfc822;unknown\nStatus: 5.1.1\n",
		    { { "unknown", "5.1.1" } } },
		{ "a recipient that is empty",
		    "Original-Recipient: rfc822; <>\nStatus: 5.1.1\n",
		    { { NULL, NULL } } },
		{ "a recipient without its kind",
		    "Final-Recipient: jo@example.org\nStatus: 5.1.1\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "an empty one", "", { { NULL, NULL } } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item =
		    a_report(&mem, "message/delivery-status", rows[i].text);

		check(&item, rows[i].want, rows[i].what, &mem);
	}
}

static void
test_texts(void)
{
	static const struct {
		const char *what, *text;
		struct want want[3];
	} rows[] = {
		{ "an address and its reason, twice",
		    "Hi. I was not able to deliver your message.\n\n"
		    "<jo@example.org>:\nRemote host said: 550 5.1.1 no jo\n\n"
		    "<pat@example.net>:\nSorry, mailbox is full.\n\n"
		    "--- Below this line is a copy of the message.\n\n"
		    "<joan@example.com>:\n",
		    { { "jo@example.org", "5.1.1" },
			{ "pat@example.net", "5.2.2" } } },
		{ "between quotes",
		    "Failed to deliver to 'o'bell@example.org'\n reports:\n "
		    "550 5.1.1 no mailbox here\n",
		    { { "o'bell@example.org", "5.1.1" } } },
		{ "indented, after MAIL FROM",
		    "The following address(es) failed:\n\n  jo@example.org\n"
		    "    error after MAIL FROM:<sam@example.com> SIZE=1:\n"
		    "    host mx [192.0.2.1]: 450 4.7.1 try later\n",
		    { { "jo@example.org", "4.7.1" } } },
		{ "a transcript",
		    "   ----- Transcript of session follows -----\n"
		    ">>> RCPT To:<jo@example.org>\n<<< 550 User unknown\n"
		    "550 <jo@example.org>... User unknown\n"
		    "554 5.0.0 <pat@example.net>... Host unknown\n",
		    { { "jo@example.org", "5.1.1" },
			{ "pat@example.net", "5.0.0" } } },
		{ "behind a label",
		    "Could not be delivered to: <jo@example.org>\n"
		    "As the mailbox is full. We will retry.\n",
		    { { "jo@example.org", "4.2.2" } } },
		{ "our own address is not it",
		    "Your message\n\n  To: complaints@northmoor.example\n"
		    "<complaints@northmoor.example> wrote to\n"
		    "jo@example.org on Sunday\n  unknown recipient\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "unless it is",
		    "<complaints@northmoor.example>: 552 over quota\n",
		    { { "complaints@northmoor.example", "5.2.2" } } },
		{ "in the midst of words",
		    "For help contact <help@example.net>.\n"
		    "We tried hard for jo@example.org, but it is not there.\n",
		    { { "jo@example.org", "" } } },
		{ "an address that begins with a figure",
		    "<0jo9@example.org>:\nUser unknown\n",
		    { { "0jo9@example.org", "5.1.1" } } },
		{ "letters at the ends of the alphabet",
		    "<aAzZ@example.org>:\nUser unknown\n",
		    { { "aAzZ@example.org", "5.1.1" } } },
		{ "only a field of the text that says so",
		    "Undeliverable: no such user.\nTo: jo@example.org\n",
		    { { "jo@example.org", "5.1.1" } } },
		{ "nobody but helpers",
		    "For help contact <help@example.net>, or else\n"
		    "write a letter, or ask help@example.net again.\n",
		    { { NULL, NULL } } },
		{ "whom the original was for",
		    "Undeliverable. Timed out.\n\nOriginal message:\n"
		    "From: us@example.com\nTo: Jo <jo@example.org>\n",
		    { { "jo@example.org", "5.4.1" } } },
		{ "fields in a text",
		    "It failed:\n\nFinal-Recipient: rfc822; jo@example.org\n"
		    "Status: 5.1.2\n",
		    { { "jo@example.org", "5.1.2" } } },
		{ "as a notification in JSON",
		    "{\"notificationType\":\"Bounce\",\"bouncedRecipients\":[{"
		    "\"emailAddress\":\"jo@example.org\",\"status\":\"5.1.1\"}]"
		    "}",
		    { { "jo@example.org", "5.1.1" } } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_report(&mem, "text/plain", rows[i].text);

		check(&item, rows[i].want, rows[i].what, &mem);
	}
}

static void
test_header(void)
{
	static const struct want want[] = { { "jo@example.org", "5.1.1" },
		{ "pat@example.net", "5.2.2" }, { NULL, NULL } };
	autoarena mem = { NULL };
	struct item item = a_report(&mem, "text/plain",
	    "sam@example.com says\n  jo@example.org\n    550 5.1.1 no\n"
	    "  pat@example.net\n    552 5.2.2 full\n");

	add_header(&item, &mem, "X-Failed-Recipients",
	    "jo@example.org, pat@example.net");
	check(&item, want, "X-Failed-Recipients", &mem);
}

/* What lies inside the message sent back is no part of this report. */
static void
test_nested(void)
{
	static const struct want want[] = { { NULL, NULL } };
	autoarena mem = { NULL };
	struct item item = a_report(&mem, "message/delivery-status",
	    "Final-Recipient: rfc822; jo@example.org\nStatus: 5.1.1\n");

	item.parts[0].is_nested = true;
	check(&item, want, "a report in the message sent back", &mem);
}

/* The same fields under the name of RFC 6533. */
static void
test_global(void)
{
	static const struct want want[] = { { "jo@example.org", "5.1.1" },
		{ NULL, NULL } };
	autoarena mem = { NULL };
	struct item item = a_report(&mem, "message/global-delivery-status",
	    "Final-Recipient: utf-8; jo@example.org\nStatus: 5.1.1\n");

	check(&item, want, "addresses in UTF-8", &mem);
	ok(!is_delivered(&item), "it was not delivered");
	item.parts[0].text =
	    SPAN("Final-Recipient: utf-8; jo@example.org\n"
		 "Action: delivered\n\nFinal-Recipient: utf-8; "
		 "al@example.net\nAction: relayed\n");
	ok(is_delivered(&item), "all were reached");
	check(&item, want + 1, "and nobody failed", &mem);
	item.parts[0].text =
	    SPAN("Final-Recipient: utf-8; jo@example.org\n"
		 "Action: delivered\n\nFinal-Recipient: utf-8; "
		 "al@example.net\nAction: delayed\n");
	ok(!is_delivered(&item), "one was not");
	item.parts[0].text = SPAN("Reporting-MTA: dns; mx.example\n");
	ok(!is_delivered(&item), "nobody is named");
}

/* A hundred recipients in fields, and one more. */
static void
test_most_fields(void)
{
	autoarena mem = { NULL };
	autobuf text = BUF(100000);
	struct item item;
	size_t n;

	for (int i = 0; i <= MAX_BOUNCES; i++)
		buf_printf(&text,
		    "Final-Recipient: rfc822; jo%d@example.org\n"
		    "Status: 5.1.1\n\n",
		    i);
	item = a_report(&mem, "message/delivery-status", buf_text(&text));
	(void)bounces_read(&item, &n, &mem);
	is_number((long long)n, MAX_BOUNCES, "so many fields and no more");
}

static void
test_attached(void)
{
	static const struct want want[] = { { "jo@example.org", "" },
		{ NULL, NULL } };
	autoarena mem = { NULL };
	struct item item = a_report(&mem, "message/rfc822", "");
	struct mailbox_address to = { SPAN(""), SPAN("jo@example.org") };
	struct message sent = { .to = &to, .n_to = 1 };

	item.parts[0].message = &sent;
	check(&item, want, "whom the attached message was for", &mem);
}

static void
test_most(void)
{
	autoarena mem = { NULL };
	autobuf text = BUF(100000);
	struct item item;
	size_t n;

	for (int i = 0; i <= MAX_BOUNCES; i++)
		buf_printf(&text, "<jo%d@example.org>: 550 no\n", i);
	item = a_report(&mem, "text/plain", buf_text(&text));
	(void)bounces_read(&item, &n, &mem);
	is_number((long long)n, MAX_BOUNCES, "so many and no more");
}

static void
test_status(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "550 5.1.1 no", "5.1.1" },
		{ "(#5.7.26)", "5.7.26" },
		{ "550-5.7.509 x", "5.7.509" },
		{ "5.0.0 first, then 5.2.1", "5.2.1" },
		{ "x 4.4.7.", "4.4.7" },
		{ "250 2.1.5 Ok", "" },
		{ "mx [192.0.5.1.1]", "" },
		{ "v5.1.1", "" },
		{ "5.1.1.1", "" },
		{ "5.8.1", "" },
		{ "5.1.1234", "" },
		{ "5.1.", "" },
		{ "5.1", "" },
		{ "450 mailbox full", "4.2.2" },
		{ "said: 552 Mailbox Full", "5.2.2" },
		{ "mailbox\n  full", "5.2.2" },
		{ "mailbox full, will be retried", "4.2.2" },
		{ "553 no", "5.1.3" },
		{ "554 no", "5.0.0" },
		{ "421 no", "4.3.2" },
		{ "ward 421 is closed", "" },
		{ "559 no", "5.0.0" },
		{ "560 no", "" },
		{ "399 no", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };

		is_span(status_read(edge_of(rows[i].text), &mem), rows[i].want,
		    "\"%s\"", rows[i].text);
	}
	ok(status_has_code(SPAN("550 no")), "a reply is a code");
	ok(!status_has_code(SPAN("mailbox full")), "words are none");
}

/* Whether the mail server goes on trying. */
static void
test_delayed(void)
{
	static const struct {
		const char *type, *text;
		bool is_delayed;
	} rows[] = {
		{ "message/delivery-status",
		    "Final-Recipient: rfc822; jo@example.org\nAction: delayed\n"
		    "Status: 4.4.1\n",
		    true },
		{ "message/delivery-status",
		    "Final-Recipient: rfc822; jo@example.org\nAction: failed\n"
		    "Status: 4.4.7\n",
		    false },
		{ "text/plain",
		    "<jo@example.org>: not yet been delivered\nDelivery will "
		    "be retried.\n",
		    true },
		{ "text/plain",
		    "<jo@example.org>: 452 4.2.2 full, will be retried\n",
		    true },
		{ "text/plain",
		    "<jo@example.org>: delayed too long, giving up\n", false },
		{ "text/plain",
		    "Expired: delivery will be retried no more for "
		    "<jo@example.org>\n",
		    false },
		{ "text/plain",
		    "<jo@example.org>: 550 5.1.1 temporary trouble\n", false },
		{ "text/plain", "<jo@example.org>: no such user\n", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_report(&mem, rows[i].type, rows[i].text);
		size_t n;
		const struct bounce *bounces = bounces_read(&item, &n, &mem);

		is_number(n, 1, "row %zu: a recipient", i);
		is_number(bounces[0].is_delayed, rows[i].is_delayed,
		    "row %zu: delayed or not", i);
	}
}

/* What says that it was tried for the last time, whatever it says besides. */
static void
test_given_up(void)
{
	static const char *const ends[] = { "giving up", "given up", "gave up",
		"will not try again", "will not be retried",
		"no further attempt", "for too long", "timeout exceeded",
		"time-out exceeded", "could not be delivered for 5 days",
		"expired" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		autoarena mem = { NULL };
		struct span text = arena_printf(&mem,
		    "<jo@example.org>: it was deferred, %s\n", ends[i]);
		struct item item = a_report(&mem, "text/plain", text.at);
		size_t n;
		const struct bounce *bounces = bounces_read(&item, &n, &mem);

		is_number(n, 1, "a recipient");
		ok(!bounces[0].is_delayed, "deferred no more: %s", ends[i]);
	}
}

int
main(void)
{
	test_fields();
	test_texts();
	test_header();
	test_nested();
	test_global();
	test_most_fields();
	test_attached();
	test_most();
	test_status();
	test_delayed();
	test_given_up();
	return done();
}
