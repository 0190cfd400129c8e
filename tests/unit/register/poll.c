/* poll.c - trouble keeps its beginning until all is well again */
#include "register/poll.h"
#include "register/gauges.h"
#include "sample.h"
#include "tap.h"

#define NAME SPAN("main")

static void
row_is(struct db *db, struct poll_row want, const char *what)
{
	autoarena mem = { 0 };
	struct poll_row row = { .at = -1 };
	struct error why = { "" };

	ok(poll_find(db, NAME, &mem, &row, &why) == DONE, "%s: asked%s", what,
	    why.text);
	is_number(row.at, want.at, "%s: read", what);
	is_number(row.since, want.since, "%s: since", what);
	is_number(row.told_at, want.told_at, "%s: told", what);
	ok(span_is_equal(row.trouble, want.trouble), "%s: cause", what);
}

static void
note_poll(struct span mailbox, time_t at, time_t since, void *context)
{
	buf_printf(context, "%.*s %lld %lld;", SPAN_ARG(mailbox), (long long)at,
	    (long long)since);
}

int
main(void)
{
	struct sample s;
	struct error why = { "" };

	sample_open(&s);
	{
		autodb db = sample_db(&s, DB_MAILBOX);
		autodb staff = sample_db(&s, DB_STAFF);

		row_is(staff, (struct poll_row){ 0 }, "never read");
		ok(poll_note_trouble(db, NAME, SPAN("first"), 0, 50, &why) ==
			    DONE &&
			poll_note_trouble(db, NAME, SPAN("second"), 0, 60,
			    &why) == DONE,
		    "trouble from the start: %s", why.text);
		row_is(staff,
		    (struct poll_row){ 0, SPAN("second"), .since = 50 },
		    "the last cause, the first instant");
		ok(poll_note_told(db, NAME, 70, &why) == DONE, "told");
		row_is(db,
		    (struct poll_row){ 0, SPAN("second"), .since = 50,
			.told_at = 70 },
		    "alarm");
		ok(poll_note_well(db, NAME, 100, &why) == DONE &&
			poll_note_well(db, SPAN("other"), 300, &why) == DONE,
		    "well");
		row_is(staff, (struct poll_row){ .at = 100 }, "all forgotten");
		ok(poll_note_trouble(db, NAME, SPAN("third"), 0, 110, &why) ==
			    DONE &&
			poll_note_trouble(db, NAME, SPAN("filing"), 120, 120,
			    &why) == DONE,
		    "trouble anew");
		row_is(staff,
		    (struct poll_row){ 120, SPAN("filing"), .since = 110 },
		    "read all the same");
		ok(poll_note_told(staff, NAME, 70, &why) == BROKEN,
		    "staff give no alarm: %s", why.text);
		autodb monitor = sample_db(&s, DB_MONITOR);
		autobuf polls = BUF(1024);

		ok(gauge_polls(monitor, note_poll, &polls, &why) == DONE,
		    "all mailboxes: %s", why.text);
		is_text(buf_text(&polls), "main 120 110;other 300 0;",
		    "when each was read, and its trouble");
	}
	sample_close(&s);
	return done();
}
