/* metrics.c - labels that would break a line, and a register that is away */
#include "console/metrics.h"
#include "register/poll.h"
#include "staff.h"
#include "tap.h"

static bool
has(const struct buf *text, const char *words)
{
	return strstr(buf_text(text), words) != NULL;
}

int
main(void)
{
	static struct staff s;
	autobuf text = BUF(MAX_METRICS_BYTES);
	struct oauth_options oauth = { .name = SPAN("nhs"),
		.client_secret_expires = SPAN("2026-11-30") };
	struct error why;

	staff_open(&s);
	s.options.oauth = &oauth;
	s.options.n_oauths = 1;
	ok(metrics_write(&s.options, &text, &why) != DONE &&
		has(&text, "\npostroom_register_up 0\n") &&
		!has(&text, "postroom_cases"),
	    "no register: %s", why.text);
	ok(has(&text, "{oauth=\"nhs\"} 1795996800\n"),
	    "the end of a client secret");
	{
		autodb db = sample_db(&s.sample, DB_MAILBOX);

		ok(poll_note_well(db, SPAN("a\"b\\c\nd"), 77, &why) == DONE,
		    "a mailbox is read");
	}
	buf_clear(&text);
	ok(metrics_write(&s.options, &text, &why) == DONE &&
		has(&text, "\npostroom_register_up 1\n"),
	    "a register: %s", why.text);
	ok(has(&text, "postroom_mailbox_read_timestamp_seconds{mailbox="
		      "\"a\\\"b\\\\c\\nd\"} 77\n"),
	    "quotes, backslashes and line feeds are escaped");
	staff_close(&s);
	return done();
}
