/* sendmail.c - what a program's end means; running one is a flow matter */
#include "reply/sendmail.h"
#include "base/outcome.h"
#include "base/span.h"
#include "tap.h"

#include <sysexits.h>

static void
test_statuses(void)
{
	static const struct {
		int status;
		const char *output;
		enum outcome want;
		const char *words; /* that the cause holds */
	} cases[] = {
		{ EX_OK, "250 2.1.5 Ok", DONE, "" },
		{ EX_USAGE, "", LATER, "does not send for us (exit 64)" },
		{ EX_DATAERR, "", REFUSED, "not take this message (exit 65)" },
		{ EX_NOINPUT, "", LATER, "(exit 66)" },
		{ EX_NOUSER, "", REFUSED, "no such mailbox (exit 67)" },
		{ EX_NOHOST, "", LATER, "a host is not known (exit 68)" },
		{ EX_UNAVAILABLE, "", LATER, "it cannot do it (exit 69)" },
		{ EX_SOFTWARE, "", LATER, "(exit 70)" },
		{ EX_OSERR, "", LATER, "(exit 71)" },
		{ EX_OSFILE, "", LATER, "(exit 72)" },
		{ EX_CANTCREAT, "", LATER, "(exit 73)" },
		{ EX_IOERR, "", LATER, "(exit 74)" },
		{ EX_TEMPFAIL, "", LATER, "asks to try again (exit 75)" },
		{ EX_PROTOCOL, "", LATER, "(exit 76)" },
		{ EX_NOPERM, "", LATER, "does not send for us (exit 77)" },
		{ EX_CONFIG, "", LATER, "check its configuration" },
		{ 1, "", LATER, "does not say why (exit 1)" },
		{ 126, "", LATER, "(exit 126)" },
		{ 127, "", LATER, "cannot be run" },
		/* A status is taken from the output, nothing else is. */
		{ EX_NOUSER, "550 5.1.1 <jo@example.org>: unknown", REFUSED,
		    "(exit 67, 5.1.1)" },
		{ EX_DATAERR, "550 5.7.1 <jo@example.org>: relay denied", LATER,
		    "(exit 65, 5.7.1)" },
		{ EX_DATAERR, "554 5.6.0 no", REFUSED, "(exit 65, 5.6.0)" },
		{ EX_TEMPFAIL, "4.4.1 then 5.1.1", LATER, "(exit 75, 4.4.1)" },
		{ EX_TEMPFAIL, "5.123.456", LATER, "(exit 75, 5.123.456)" },
		{ EX_TEMPFAIL, "host 5.1.2.3 of jo@example.org", LATER,
		    "(exit 75)" },
		{ EX_TEMPFAIL, "192.5.1.2 15.1.2 5.1 5..1 5.1.", LATER,
		    "(exit 75)" },
		{ EX_TEMPFAIL, "5.1234.1 5.1.1234 6.1.1", LATER, "(exit 75)" },
		{ EX_TEMPFAIL, "[127.0.0.1]: 4.3.2", LATER,
		    "(exit 75, 4.3.2)" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct sendmail_end end = { .status = cases[i].status,
			.output = span_of(cases[i].output) };
		struct error why = { "" };

		is_text(outcome_name(sendmail_judge(&end, &why)),
		    outcome_name(cases[i].want), "exit %d: %s", cases[i].status,
		    cases[i].output);
		ok(cases[i].want == DONE ||
			span_find(span_of(why.text), span_of(cases[i].words),
			    0) != SPAN_NOT_FOUND,
		    "and says so: %s", why.text);
		ok(strchr(why.text, '@') == NULL,
		    "in words that hold no address");
	}
}

static void
test_killed(void)
{
	const struct sendmail_end killed = { .signal = 9 };
	const struct sendmail_end late = { .signal = 9, .is_timed_out = true };
	struct error why = { "" };

	is_number(sendmail_judge(&killed, &why), LATER, "killed");
	ok(span_find(span_of(why.text), SPAN("signal 9: uncertain"), 0) !=
		SPAN_NOT_FOUND,
	    "says so: %s", why.text);
	is_number(sendmail_judge(&late, &why), LATER, "too late");
	ok(span_find(span_of(why.text), SPAN("in time: uncertain"), 0) !=
		SPAN_NOT_FOUND,
	    "says so: %s", why.text);
}

static void
test_programs(void)
{
	static const struct {
		const char *path;
		enum outcome want;
	} cases[] = {
		{ "/bin/sh", DONE },
		{ "/etc/passwd", BROKEN },
		{ "/nowhere/sendmail", BROKEN },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct smtp_options o = { .sendmail_path =
						    span_of(cases[i].path) };
		struct error why = { "" };

		is_number(sendmail_check(&o, &why), cases[i].want, "%s: %s",
		    cases[i].path, why.text);
	}
}

int
main(void)
{
	test_statuses();
	test_killed();
	test_programs();
	return done();
}
