/* machine.c - mail of machines, and mail of people that looks like it */
#include "triage/machine.h"

#include "house.h"

#define COMPLAINT_TEXT                                                         \
	"I want to make a complaint about the way I was treated on the ward."

struct row {
	const char *header, *value, *from, *subject, *text;
	enum machine want;
};

static struct item
item_of(const struct row *row, struct arena *mem)
{
	struct item item = a_message(mem, row->subject ? row->subject : "Hello",
	    row->text ? row->text : COMPLAINT_TEXT);

	item.parts[0].type = SPAN("text/plain");
	if (row->header)
		add_header(&item, mem, row->header, row->value);
	if (row->from)
		item.message->from =
		    (struct mailbox_address){ SPAN(""), span_of(row->from) };
	return item;
}

/* Rows whose evidence is sure, or whose mail is a person's. */
static void
test_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		autoarena mem = { NULL };
		struct item item = item_of(&rows[i], &mem);

		triage_here(&item, &mem);
		is_text(machine_name(item.origin.machine),
		    machine_name(rows[i].want), "%s: %s, %s, %s",
		    rows[i].header ? rows[i].header : "",
		    rows[i].value ? rows[i].value : "",
		    rows[i].from ? rows[i].from : "",
		    rows[i].subject ? rows[i].subject : "");
		is_number(item.origin.is_likely_machine, false,
		    "and that is sure");
		is_number(item.owed.acknowledge == ACK_NO,
		    rows[i].want != MACHINE_NONE,
		    "a machine is not acknowledged, a person is");
		ok(item.origin.n_reasons > 0, "and it is said why");
	}
}

#define TEST_ROWS(rows) test_rows((rows), sizeof(rows) / sizeof *(rows))

static void
test_headers(void)
{
	static const struct row rows[] = {
		{ "Auto-Submitted", "auto-replied (vacation)", NULL, NULL, NULL,
		    MACHINE_AUTO_REPLY },
		{ "Auto-Submitted", "auto-generated", NULL, NULL, NULL,
		    MACHINE_AUTO_REPLY },
		{ "Auto-Submitted", "auto-notified; owner-email=\"x@y.test\"",
		    NULL, NULL, NULL, MACHINE_NOTICE },
		{ "Auto-Submitted", "no", NULL, NULL, NULL, MACHINE_NONE },
		{ "Auto-Submitted", "No; really", NULL, NULL, NULL,
		    MACHINE_NONE },
		{ "X-Auto-Response-Suppress", "DR, OOF, AutoReply", NULL, NULL,
		    NULL, MACHINE_AUTO_REPLY },
		{ "X-Auto-Response-Suppress", "None", NULL, NULL, NULL,
		    MACHINE_NONE },
		{ "X-Autoreply", "yes", NULL, NULL, NULL, MACHINE_AUTO_REPLY },
		{ "X-Autoreply", "no", NULL, NULL, NULL, MACHINE_NONE },
		{ "X-Autorespond", "", NULL, NULL, NULL, MACHINE_AUTO_REPLY },
		{ "X-POST-MessageClass", "9; Autoresponder", NULL, NULL, NULL,
		    MACHINE_AUTO_REPLY },
		{ "X-POST-MessageClass", "1; Mail", NULL, NULL, NULL,
		    MACHINE_NONE },
		{ "Precedence", "auto_reply", NULL, NULL, NULL,
		    MACHINE_AUTO_REPLY },
		{ "Precedence", "bulk", NULL, NULL, NULL, MACHINE_AUTO_REPLY },
		{ "X-Precedence", "junk", NULL, NULL, NULL,
		    MACHINE_AUTO_REPLY },
		{ "Precedence", "list", NULL, NULL, NULL, MACHINE_LIST },
		{ "Precedence", "first-class", NULL, NULL, NULL, MACHINE_NONE },
		{ "List-Id", "<news.example>", NULL, NULL, NULL, MACHINE_LIST },
		{ "List-Unsubscribe", "<mailto:x@y.example>", NULL, NULL, NULL,
		    MACHINE_LIST },
		{ "X-Mailing-List", "governors@example", NULL, NULL, NULL,
		    MACHINE_LIST },
		{ "Return-Path", "<>", NULL, NULL, NULL, MACHINE_AUTO_REPLY },
		{ "Return-Path", "<jo@example.org>", NULL, NULL, NULL,
		    MACHINE_NONE },
		{ "X-MS-Exchange-Inbox-Rules-Loop", "jo@example.org", NULL,
		    NULL, NULL, MACHINE_NONE },
		{ "X-Loop", "yes", NULL, NULL, NULL, MACHINE_NONE },
	};

	TEST_ROWS(rows);
}

static void
test_reports(void)
{
	static const struct row rows[] = {
		{ "Content-Type",
		    "multipart/report; report-type=delivery-status", NULL,
		    "Undelivered", NULL, MACHINE_BOUNCE },
		{ "Content-Type",
		    "Multipart/Report; report-type=feedback-report", NULL, NULL,
		    NULL, MACHINE_FEEDBACK },
		{ "Content-Type",
		    "multipart/report; report-type=disposition-notification",
		    NULL, "Read: x", NULL, MACHINE_RECEIPT },
		{ "Content-Type", "multipart/mixed; x=\"multipart/report\"",
		    NULL, NULL, NULL, MACHINE_NONE },
		{ "Return-Path", "<>", "MAILER-DAEMON@mx.example", "Failed",
		    NULL, MACHINE_BOUNCE },
		{ "X-Failed-Recipients", "jo@example.org", NULL, NULL, NULL,
		    MACHINE_BOUNCE },
		{ NULL, NULL, "postmaster@mx.example", "Undeliverable: hello",
		    NULL, MACHINE_BOUNCE },
		{ NULL, NULL, "post_master@mx.example", "Re: hello",
		    "Error: invalid user address", MACHINE_BOUNCE },
		{ "From", "<>", "", "Delivery failure", NULL, MACHINE_BOUNCE },
		{ NULL, NULL, "noreply@mx.example", "Your mail",
		    "Your mail could not be\ndelivered to: jo@example.org",
		    MACHINE_BOUNCE },
		{ "Return-Path", "<>", NULL, "Automatic reply: x",
		    "Our delivery report: what was not delivered",
		    MACHINE_AUTO_REPLY },
		{ NULL, NULL, "no-reply@shop.example", NULL, NULL,
		    MACHINE_NOTICE },
		{ NULL, NULL, "complaints@northmoor.example", NULL, NULL,
		    MACHINE_OWN },
		{ NULL, NULL, "Complaints@Northmoor.example", NULL, NULL,
		    MACHINE_OWN },
	};

	TEST_ROWS(rows);
}

/* People write of bounces, holidays and machines too. */
static void
test_people(void)
{
	static const struct row rows[] = {
		{ .subject = "A complaint" },
		{ .subject = "Automatic reply from your switchboard is rude" },
		{ .subject = "Out of office doctors never came" },
		{ .subject = "Re: Automatic reply: my letter" },
		{ .subject = "[Automatic reply: my letter" },
		{ .subject = "[Automatic reply]" },
		{ .subject = "[a tag whose end is the fortieth byte, xx] "
			     "Automatic reply: x" },
		{ .subject = "FW: Undeliverable: my letter",
		    .text = "I want to make a complaint. You gave me a wrong "
			    "address:\n\nYour message could not be delivered\n"
			    "550 5.1.1 user unknown\n" },
		{ .subject = "Undelivered letters",
		    .text = "I want to make a complaint. Your letters were not "
			    "delivered, and I missed two clinics." },
		{ .subject = "Complaint about message from ward 7" },
		{ .subject = "Read: the ward is dirty" },
		{ .subject = "My job",
		    .text = "I no longer work because of what you did to me. I "
			    "want to make a complaint about it." },
		{ .subject = "Maternity leave" },
		{ .subject = "Thank you for your letter",
		    .text = "I want to make a complaint. You wrote: please do "
			    "reply to this." },
		{ .header = "Received", .value = "by mailer-daemon.example" },
		{ .from = "reply@example.org" },
		{ .from = "norah@example.org" },
		{ .from = "bouncer@example.org",
		    .subject = "Delivery",
		    .text = "I want to make a complaint about the delivery of "
			    "my baby." },
	};

	TEST_ROWS(rows);
}

/* Words alone: nothing is sent, but the item is a case for a person. */
static void
test_likely(void)
{
	static const struct row rows[] = {
		{ .subject = "Automatic reply: your message",
		    .want = MACHINE_AUTO_REPLY },
		{ .subject = "Out of Office", .want = MACHINE_AUTO_REPLY },
		{ .subject = "Out of Office AutoReply: x",
		    .want = MACHINE_AUTO_REPLY },
		{ .subject = "Automatic Response", .want = MACHINE_AUTO_REPLY },
		{ .subject = "[EXTERNAL] Automatic reply: x",
		    .want = MACHINE_AUTO_REPLY },
		{ .subject = "[a] [b] Automatic reply: x",
		    .want = MACHINE_AUTO_REPLY },
		{ .subject = "[a tag whose end is the fortieth byte, x] "
			     "Automatic reply: x",
		    .want = MACHINE_AUTO_REPLY },
		{ .subject = "EXTERNAL: Out of office: x",
		    .want = MACHINE_AUTO_REPLY },
		{ .subject = "R\u00e9ponse automatique : x",
		    .want = MACHINE_AUTO_REPLY },
		{ .subject = "Abwesenheitsnotiz: x",
		    .want = MACHINE_AUTO_REPLY },
		{ .subject = "RE: Your letter",
		    .text =
			"Hello,\n\nThank you for your email. I am currently "
			"on annual leave\nuntil Monday.\n\nPat\n",
		    .want = MACHINE_AUTO_REPLY },
		{ .subject = "RE: Your letter",
		    .text = "Dear Jo,\n\nThank you for your email. I am "
			    "currently on annual leave\nuntil Monday.\n",
		    .want = MACHINE_AUTO_REPLY },
		{ .subject = "RE: Your letter",
		    .text = "This mailbox is not monitored. Please telephone.",
		    .want = MACHINE_AUTO_REPLY },
		{ .from = "system@council.example",
		    .subject = "We have received your message",
		    .text = "Your number is 4711.\nPlease do not reply to this "
			    "e-mail.",
		    .want = MACHINE_NOTICE },
		{ .from = "system@council.example",
		    .subject = "Undeliverable: x",
		    .text = "Your message could not be delivered.\n\n"
			    "550 5.1.1 no such user\n",
		    .want = MACHINE_BOUNCE },
		{ .subject = "Read: our letter",
		    .text = "Your message to Pat was read on 3 November.",
		    .want = MACHINE_RECEIPT },
		{ .subject = "complaint about message from 192.0.2.7",
		    .want = MACHINE_FEEDBACK },
		{ .from = "postmaster@example.org", .want = MACHINE_NOTICE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = item_of(&rows[i], &mem);

		triage_here(&item, &mem);
		is_text(machine_name(item.origin.machine),
		    machine_name(rows[i].want), "%s, %s",
		    rows[i].from ? rows[i].from : "",
		    rows[i].subject ? rows[i].subject : "");
		ok(item.origin.is_likely_machine, "is likely only");
		is_number(item.owed.acknowledge, ACK_NO, "not acknowledged");
		is_number(item.verdict.disposition, NEW_CASE, "but a case");
		ok(item.verdict.needs_review, "that a person looks at");
		ok(item.owed.response_due != NO_DATE ||
			item.verdict.category != COMPLAINT,
		    "with a complaint's clock running");
	}
}

/* A short text only: a long one has more to say than "I am away". */
/* Answers to our acknowledgement: by hand, or not. */
static void
test_answers(void)
{
	static const struct {
		const char *subject, *text;
		enum machine want;
	} rows[] = {
		{ "Re: x",
		    "I work Monday to Wednesday only. Emails received outside "
		    "these hours will be read on my next working day.",
		    MACHINE_AUTO_REPLY },
		{ "Re: x",
		    "Hello,\n\nI am out of office attending training, with "
		    "limited access to email.",
		    MACHINE_AUTO_REPLY },
		{ "Re: x",
		    "Thank you for getting in touch. I am a part time worker "
		    "and my working days are Tuesday and Thursday.",
		    MACHINE_AUTO_REPLY },
		{ "Re: x",
		    "I am on sick leave. Your email will not be forwarded.",
		    MACHINE_AUTO_REPLY },
		{ "Re: x",
		    "Diolch am eich e-bost. Rwyf allan o'r swyddfa tan ddydd "
		    "Llun.",
		    MACHINE_AUTO_REPLY },
		{ "x",
		    "I work Monday to Wednesday only. Emails received outside "
		    "these hours will be read on my next working day.",
		    MACHINE_NONE },
		{ "Re: x",
		    "I am on sick leave since the operation. Please contact me "
		    "when you have read my notes.",
		    MACHINE_NONE },
		{ "Re: x",
		    "I work part time, so please email the letter rather than "
		    "ring. I was never given my results.",
		    MACHINE_NONE },
		{ "Re: x",
		    "I have now left the ward, and nobody has said what comes "
		    "next.",
		    MACHINE_NONE },
		{ "[Ticket #48213] Your request has been received",
		    "Your request has been received and is being reviewed by "
		    "our support team.",
		    MACHINE_NOTICE },
		{ "Case 00123456 has been created",
		    "Thank you for contacting us. Your case reference is "
		    "00123456.",
		    MACHINE_NOTICE },
		{ "RE: x [Incident: 260503-000123]",
		    "Thank you for your enquiry. An incident has been created.",
		    MACHINE_NOTICE },
		{ "Recall: rota",
		    "Pat Bell would like to recall the message, \"rota\".",
		    MACHINE_NOTICE },
		{ "Your message to me of 3 May",
		    "You say that you have read my notes. I do not believe it.",
		    MACHINE_NONE },
		{ "Your case 12 has been a disgrace",
		    "Nobody has answered my letters, and I want an answer.",
		    MACHINE_NONE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item =
		    a_message(&mem, rows[i].subject, rows[i].text);

		triage_here(&item, &mem);
		is_text(machine_name(item.origin.machine),
		    machine_name(rows[i].want), "%s: %.40s", rows[i].subject,
		    rows[i].text);
		is_number(item.origin.is_likely_machine,
		    rows[i].want != MACHINE_NONE, "a person looks at those");
	}
}

/* What answers a message says so by any of three fields. */
static void
test_is_answer(void)
{
	static const struct {
		const char *subject, *in_reply_to, *references;
		enum machine want;
	} rows[] = {
		{ "x", "<a@n.example>", "", MACHINE_AUTO_REPLY },
		{ "x", "", "<a@n.example>", MACHINE_AUTO_REPLY },
		{ "Re: x", "", "", MACHINE_AUTO_REPLY },
		{ "x", "", "", MACHINE_NONE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, rows[i].subject,
		    "I work Monday to Wednesday only. Emails received outside "
		    "these hours will be read on my next working day.");

		item.message->in_reply_to = edge_of(rows[i].in_reply_to);
		item.message->references = edge_of(rows[i].references);
		triage_here(&item, &mem);
		is_number(item.origin.machine, rows[i].want, "\"%s\", %s, %s",
		    rows[i].subject, rows[i].in_reply_to, rows[i].references);
	}
}

/* An invitation is answered by a calendar, which is attached. */
static void
test_invitation(void)
{
	static const struct {
		const char *subject, *type;
		bool is_machine;
	} rows[] = {
		{ "Accepted: rota", "text/calendar", true },
		{ "Declined: rota", "text/calendar; method=REPLY", true },
		{ "Accepted: rota", "text/plain", false },
		{ "Rota", "text/calendar", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct row row = { .subject = rows[i].subject };
		struct item item = item_of(&row, &mem);

		item.parts[0].type = span_of(rows[i].type);
		triage_here(&item, &mem);
		is_number(item.origin.machine != MACHINE_NONE,
		    rows[i].is_machine, "%s, %s", rows[i].subject,
		    rows[i].type);
	}
}

static void
test_opening(void)
{
	static char text[1600] = "I am out of the office until Monday. ";
	autoarena mem = { NULL };
	struct row row = { .text = text };
	struct item item;

	memset(text + strlen(text), 'x', 1500 - strlen(text));
	item = item_of(&row, &mem);
	triage_here(&item, &mem);
	is_number(item.origin.machine, MACHINE_AUTO_REPLY, "1500 bytes");
	text[1500] = 'x';
	item = item_of(&row, &mem);
	triage_here(&item, &mem);
	is_number(item.origin.machine, MACHINE_NONE, "1501 bytes");
}

static void
test_passed_on(void)
{
	autoarena mem = { NULL };
	struct row row = { .from = "noreply@forum.example" };
	struct item item = item_of(&row, &mem);
	struct mailbox_address to = { SPAN(""), SPAN("noreply@forum.example") };

	item.message->to = &to;
	item.message->n_to = 1;
	triage_here(&item, &mem);
	is_number(item.origin.machine, MACHINE_NOTICE, "to itself, unnamed");
	item.message->from.name = SPAN("Joan E.");
	triage_here(&item, &mem);
	is_number(item.origin.machine, MACHINE_NONE, "in a person's name");
	is_number(item.owed.acknowledge, ACK_NO,
	    "takes no replies all the same");
	to.address = SPAN("complaints@northmoor.example");
	triage_here(&item, &mem);
	is_number(item.origin.machine, MACHINE_NOTICE, "to us, in a name");
}

static void
test_delivered(void)
{
	autoarena mem = { NULL };
	struct row row = { "Content-Type", "multipart/report; report-type=x",
		NULL, "Delivered", NULL, MACHINE_RECEIPT };
	struct item item = item_of(&row, &mem);

	item.parts[0].type = SPAN("message/delivery-status");
	item.parts[0].text = SPAN("Reporting-MTA: dns; mx.example\n\n"
				  "Final-Recipient: rfc822; jo@example.org\n"
				  "Action: delivered\nStatus: 2.1.5\n");
	triage_here(&item, &mem);
	is_number(item.origin.machine, MACHINE_RECEIPT, "all were reached");
	is_number(item.origin.n_bounces, 0, "none failed");
}

/* What kind of report it is, where only its parts say so. */
static void
test_parts(void)
{
	static const struct {
		const char *type;
		bool is_nested;
		enum machine want;
	} rows[] = {
		{ "message/feedback-report", false, MACHINE_FEEDBACK },
		{ "message/feedback-report", true, MACHINE_BOUNCE },
		{ "message/disposition-notification", false, MACHINE_RECEIPT },
		{ "message/disposition-notification", true, MACHINE_BOUNCE },
		{ "text/plain", false, MACHINE_BOUNCE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct row row = { "Content-Type", "multipart/report; a=b",
			NULL, NULL, NULL, MACHINE_NONE };
		struct item item = item_of(&row, &mem);

		item.parts[0].type = span_of(rows[i].type);
		item.parts[0].is_nested = rows[i].is_nested;
		triage_here(&item, &mem);
		is_number(item.origin.machine, rows[i].want, "%s",
		    rows[i].type);
	}
}

int
main(void)
{
	test_headers();
	test_reports();
	test_people();
	test_likely();
	test_answers();
	test_is_answer();
	test_invitation();
	test_opening();
	test_passed_on();
	test_delivered();
	test_parts();
	return done();
}
