/* smtp.c - tests of what a server's replies mean; the wire is a flow matter */
#include "reply/smtp.h"
#include "tap.h"

static void
test_replies(void)
{
	static const struct {
		enum smtp_step step;
		const char *line;
		enum outcome want;
		const char *words; /* that the cause holds */
	} cases[] = {
		{ SMTP_SENT, "250 2.0.0 Ok: queued as 1", DONE, "" },
		{ SMTP_SENT, "250 ok", DONE, "" },
		{ SMTP_SENT, "451 4.3.0 later", LATER, "451 4.3.0" },
		{ SMTP_SENT, "554 5.7.1 spam", REFUSED, "not permitted" },
		{ SMTP_SENT, "552 5.3.4 too big", REFUSED, "too big" },
		{ SMTP_SENT, "", LATER, "uncertain" },
		{ SMTP_DATA, "354 go on", LATER, "before the message" },
		{ SMTP_DATA, "250 ok", LATER, "before the message" },
		{ SMTP_DATA, "554 no", REFUSED, "the message for good" },
		{ SMTP_RCPT, "", LATER, "connection lost" },
		{ SMTP_RCPT, "550 5.1.1 <x@example.org>: unknown", REFUSED,
		    "there is no such mailbox (550 5.1.1)" },
		{ SMTP_RCPT, "550 no such user", REFUSED,
		    "no closer reason was given (550 0.0.0)" },
		{ SMTP_RCPT, "553-5.1.3 bad", REFUSED, "not valid" },
		{ SMTP_RCPT, "552 5.2.2 full", REFUSED, "full" },
		{ SMTP_RCPT, "450 4.2.0 greylisted", LATER, "450 4.2.0" },
		{ SMTP_RCPT, "421 4.3.2 closing", LATER, "put off" },
		{ SMTP_RCPT, "554 5.7.1 <x>: Relay access denied", LATER,
		    "refuses to send for us" },
		{ SMTP_RCPT, "550 5.7.54 Unable to relay", LATER,
		    "refuses to send for us" },
		{ SMTP_RCPT, "530 5.7.0 Authentication required", LATER,
		    "check [smtp]" },
		{ SMTP_RCPT, "554 5.7.1 <c>: Client host rejected", LATER,
		    "refuses to send for us" },
		{ SMTP_RCPT, "553 5.7.1 <s>: Sender address rejected", LATER,
		    "refuses to send for us" },
		{ SMTP_RCPT, "550 relaying denied", LATER, "check [smtp]" },
		{ SMTP_SENT, "550 5.7.60 may not send as", LATER,
		    "check [smtp]" },
		{ SMTP_SENT, "554 5.2.252 SendAsDenied", LATER,
		    "check [smtp]" },
		{ SMTP_MAIL, "553 5.7.1 not owned by user", LATER,
		    "our sender address" },
		{ SMTP_MAIL, "552 5.3.4 size", REFUSED, "too big" },
		{ SMTP_AUTH, "535 5.7.8 bad", LATER, "login (535)" },
		{ SMTP_HELLO, "554 go away", LATER, "at the start" },
		{ SMTP_HELLO, "", LATER, "connection lost" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct smtp_reply reply = { .step = cases[i].step };
		struct error why = { "" };

		smtp_reply_read(&reply, span_of(cases[i].line));
		is_text(outcome_name(smtp_judge(&reply, &why)),
		    outcome_name(cases[i].want), "step %d: %s",
		    (int)cases[i].step, cases[i].line);
		ok(cases[i].want == DONE ||
			span_find(span_of(why.text), span_of(cases[i].words),
			    0) != SPAN_NOT_FOUND,
		    "and says so: %s", why.text);
		ok(strchr(why.text, '@') == NULL,
		    "in words that hold no address");
	}
}

static void
test_reading(void)
{
	static const struct {
		const char *line;
		int code, class, subject, detail;
	} cases[] = {
		{ "250 2.1.5 Ok\r\n", 250, 2, 1, 5 },
		{ "250-PIPELINING\r\n", 250, 0, 0, 0 },
		{ "550 5.1.1\r\n", 550, 5, 1, 1 },
		{ "550 5.1 x\r\n", 550, 0, 0, 0 },
		{ "550 9.1.1 x\r\n", 550, 0, 0, 0 },
		{ "550 5.99999.1 x\r\n", 550, 0, 0, 0 },
		{ "55x 5.1.1 x\r\n", 0, 0, 0, 0 },
		{ "55", 0, 0, 0, 0 },
		{ "", 0, 0, 0, 0 },
		{ "550", 550, 0, 0, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct smtp_reply r = { .code = 0 };

		smtp_reply_read(&r, span_of(cases[i].line));
		ok(r.code == cases[i].code && r.class == cases[i].class &&
			r.subject == cases[i].subject &&
			r.detail == cases[i].detail,
		    "reply %zu: %d %d.%d.%d", i + 1, r.code, r.class, r.subject,
		    r.detail);
	}
}

static void
test_options(void)
{
	static const struct {
		const char *host, *user;
		enum tls tls;
		enum outcome want;
	} cases[] = {
		{ "mail.example.org", "", TLS_STARTTLS, DONE },
		{ "192.0.2.1", "", TLS_NONE, DONE },
		{ "2001:db8::1", "u", TLS_REQUIRED, DONE },
		{ "mail.example.org/x", "", TLS_STARTTLS, BROKEN },
		{ "u:p@mail.example.org", "", TLS_STARTTLS, BROKEN },
		{ "", "", TLS_STARTTLS, BROKEN },
		{ "mail.example.org", "u", TLS_NONE, BROKEN },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct smtp_options o = {
			.host = span_of(cases[i].host),
			.user = span_of(cases[i].user),
			.tls = cases[i].tls,
		};
		struct error why;

		is_text(outcome_name(smtp_check(&o, &why)),
		    outcome_name(cases[i].want), "options %zu", i + 1);
	}
}

int
main(void)
{
	test_replies();
	test_reading();
	test_options();
	return done();
}
