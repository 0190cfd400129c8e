/* alert_mail.c - what those inside the organisation are told, and how */
#include "reply/alert_mail.h"
#include "tap.h"

#define SENT 1795341600 /* 2026-11-22 10:00:00 UTC */

static struct options
options_new(void)
{
	return (struct options){
		.organisation = { .name = SPAN(
				      "Northmoor \xe2\x80\x9cWest\xe2\x80\x9d "
				      "Trust"),
		    .contact_name = SPAN("Customer Services"),
		    .contact_phone = SPAN("01632 960 123") },
		.smtp = { .from = SPAN("complaints@northmoor.example") },
	};
}

static struct alert
alert_new(void)
{
	return (struct alert){
		.id = 3,
		.reference = SPAN("CS26-000017-R"),
		.kind = SPAN("safeguarding_child"),
		.about = SPAN("m20261122101500-1"),
		.urgency = IMMEDIATE,
		.recipient = SPAN("Named Nurse"),
		.token = SPAN("0123456789abcdef"),
	};
}

static const struct alert_addressee nobody = { .is_recipient = true };

/* The message, dead where it cannot be made. */
static struct outgoing
made(const struct alert *alert, struct alert_addressee to, struct arena *mem)
{
	struct options o = options_new();
	struct outgoing mail;
	struct error why = { "" };

	if (to.address.len == 0)
		to.address = SPAN("nurse@northmoor.example");
	if (alert_mail_make(alert, &to, &o, SENT, mem, &mail, &why) != DONE)
		printf("Bail out! %s\n", why.text);
	return mail;
}

static bool
says(const struct outgoing *mail, const char *words)
{
	return span_find(mail->bytes, span_of(words), 0) != SPAN_NOT_FOUND;
}

static void
test_first(void)
{
	autoarena mem = { 0 };
	struct alert alert = alert_new();
	struct outgoing mail = made(&alert, nobody, &mem);
	static const char *const wanted[] = {
		"To: nurse@northmoor.example\r\n",
		"<complaints@northmoor.example>\r\n",
		"Subject: Alert CS26-000017-R (immediate): safeguarding of a "
		"child\r\n",
		"Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n",
		"Message-Id: <alert.cs26-000017-r.0123456789abcdef.1@"
		"northmoor.example>\r\n",
		"Auto-Submitted: auto-generated\r\n",
		"X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply\r\n",
		"Importance: high\r\n",
		"\r\nFor: Named Nurse\r\n",
		"\r\n    postroom show CS26-000017-R\r\n",
		"\r\n    postroom alerts --confirm CS26-000017-R "
		"safeguarding_child\r\n",
		"Customer Services, telephone 01632 960 123,\r\n",
	};

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		ok(says(&mail, wanted[i]), "%s", wanted[i]);
	is_span(mail.to, "nurse@northmoor.example", "to one recipient");
	is_span(mail.message_id,
	    "<alert.cs26-000017-r.0123456789abcdef.1@northmoor.example>",
	    "by its own Message-ID");
	ok(!says(&mail, "confirmed this alert") && !says(&mail, "pass it on") &&
		!says(&mail, "This is e-mail"),
	    "with no more than that");
	for (size_t i = 0; i < mail.bytes.len; i++)
		if ((unsigned char)mail.bytes.at[i] >= 0x80) {
			ok(false, "a byte of eight bits");
			return;
		}
	ok(true, "in seven bits");
}

static void
test_others(void)
{
	autoarena mem = { 0 };
	struct alert alert = alert_new();
	struct outgoing mail;

	alert.times = 1;
	mail = made(&alert, nobody, &mem);
	ok(says(&mail, "This is e-mail 2"), "it says that it is repeated");
	ok(says(&mail, "0123456789abcdef.2@"), "under a Message-ID of its own");
	alert.times = 4;
	mail = made(&alert, (struct alert_addressee){ .is_escalated = true },
	    &mem);
	ok(says(&mail, "Nobody has confirmed this alert after 4 e-mails"),
	    "or escalated");
	ok(says(&mail, "(not confirmed, immediate)"), "which the subject says");
	mail = made(&alert, (struct alert_addressee){ .is_recipient = false },
	    &mem);
	ok(says(&mail, "please pass it on"), "or is to be passed on");
	alert.urgency = ROUTINE;
	mail = made(&alert, nobody, &mem);
	ok(!says(&mail, "Importance"), "what is routine is not pressed");
}

static void
test_deadlines(void)
{
	autoarena mem = { 0 };
	struct alert alert = alert_new();
	struct outgoing mail;

	alert.kind = SPAN(ALERT_ACK_WAITS);
	alert.about = SPAN("2026-11-25");
	alert.urgency = SAME_DAY;
	mail = made(&alert, nobody, &mem);
	ok(says(&mail, "Matter:   the acknowledgement has not gone out; "
		       "deadline Wednesday 25\r\n November 2026") ||
		says(&mail, "Matter:   the acknowledgement has not gone out; "
			    "deadline Wednesday 25 N"),
	    "a deadline has its day");
	ok(says(&mail, "Urgency:  today"), "and is for today");
	alert.kind = SPAN("no_such_flag");
	alert.about = SPAN("m1");
	mail = made(&alert, nobody, &mem);
	ok(says(&mail, "something that somebody must see to"),
	    "a word of a later version is told all the same");
}

/* Every flag has words of its own, fit for a subject line. */
static void
test_words(void)
{
	for (int f = 0; f < (int)FLAG_COUNT; f++) {
		const char *words =
		    alert_words(span_of(flag_name((enum flag_kind)f)));
		bool is_fit =
		    words != NULL && strlen(words) > 3 && strlen(words) <= 48;

		for (int other = 0; other < f && is_fit; other++)
			is_fit =
			    strcmp(words, alert_words(span_of(flag_name(
					      (enum flag_kind)other)))) != 0;
		ok(is_fit, "%s: %s", flag_name((enum flag_kind)f), words);
	}
}

static void
test_refused(void)
{
	static const struct {
		const char *to, *from;
		enum outcome how;
		const char *name;
	} rows[] = {
		{ "nurse", "complaints@northmoor.example", REFUSED,
		    "no address" },
		{ "a@b.example\r\nBcc: c@d.example",
		    "complaints@northmoor.example", REFUSED,
		    "a line too many" },
		{ "nurse@northmoor.example", "complaints", BROKEN,
		    "no sender" },
	};
	autoarena mem = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct options o = options_new();
		struct alert alert = alert_new();
		struct outgoing mail;
		struct error why = { "" };

		o.smtp.from = span_of(rows[i].from);
		ok(alert_mail_make(&alert,
		       &(struct alert_addressee){ .address =
						      span_of(rows[i].to),
			   .is_recipient = true },
		       &o, SENT, &mem, &mail, &why) == rows[i].how,
		    "%s: %s", rows[i].name, why.text);
	}
}

int
main(void)
{
	test_first();
	test_others();
	test_deadlines();
	test_words();
	test_refused();
	return done();
}
