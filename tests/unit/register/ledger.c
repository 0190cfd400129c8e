/* ledger.c - every UID and file is known once */
#include "register/ledger.h"
#include "register/cases.h"
#include "sample.h"
#include "tap.h"

static const struct ledger_row seen = {
	.mailbox = { "main", 4 },
	.folder = { "INBOX", 5 },
	.uidvalidity = 7,
	.uid = 42,
	.internaldate = 1795342500,
	.size = 900,
	.state = LEDGER_SEEN,
};

static void
test_mail(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct ledger_row row = seen, found;
	struct error why = { "" };

	sample_open(&s);
	autodb db = sample_db(&s, DB_MAILBOX);

	ok(ledger_find(db, SPAN("main"), SPAN("INBOX"), 7, 42, &mem, &found,
	       &why) == DONE &&
		found.uid == 0,
	    "an unknown UID is not found");
	ok(ledger_put(db, &row, &why) == DONE, "it is noted: %s", why.text);
	for (int state = LEDGER_SEEN; state <= LEDGER_TOO_LARGE; state++) {
		row.state = (enum ledger_state)state;
		row.item_id = SPAN("m1");
		row.attempts = state;
		row.last_error = SPAN("imap: fetch: timed out");
		ok(ledger_put(db, &row, &why) == DONE &&
			ledger_find(db, SPAN("main"), SPAN("INBOX"), 7, 42,
			    &mem, &found, &why) == DONE,
		    "it is brought up to date");
		is_number(found.state, state, "its state");
		is_number(found.attempts, state, "its attempts");
	}
	is_span(found.item_id, "m1", "its item");
	is_span(found.last_error, "imap: fetch: timed out", "its last error");
	ok(found.uid == 42 && found.uidvalidity == 7 && found.size == 900 &&
		found.internaldate == seen.internaldate,
	    "and what the server said");
	sample_close(&s);
}

/* Each part of the key makes another row. */
static void
test_key(void)
{
	struct sample s;
	struct error why;
	struct ledger_row rows[5] = { seen, seen, seen, seen, seen };
	struct register_health health;
	int failed = 0;

	rows[1].mailbox = SPAN("other");
	rows[2].folder = SPAN("Archive");
	rows[3].uidvalidity = 8;
	rows[4].uid = 43;
	sample_open(&s);
	autodb db = sample_db(&s, DB_MAILBOX);
	autodb staff = sample_db(&s, DB_STAFF);

	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < 5; i++) {
			rows[i].state = LEDGER_UNFETCHABLE;
			failed += ledger_put(db, &rows[i], &why) != DONE;
		}
	is_number(failed, 0, "rows of five keys are put, twice");
	ok(cases_health(staff, 0, &health, &why) == DONE &&
		health.unfetched == 5,
	    "and are five rows");
	sample_close(&s);
}

static void
test_post(void)
{
	struct sample s;
	struct error why = { "" };
	struct ledger_row row = { .mailbox = { "post", 4 },
		.file = { "scan 7.tif", 10 },
		.item_id = { "p1", 2 },
		.state = LEDGER_TOO_LARGE };
	struct register_health health;

	sample_open(&s);
	autodb db = sample_db(&s, DB_INTAKE);
	autodb staff = sample_db(&s, DB_STAFF);

	ok(ledger_put(db, &row, &why) == DONE &&
		ledger_put(db, &row, &why) == DONE,
	    "a file of the tray is noted once: %s", why.text);
	row.item_id = SPAN("p2");
	ok(ledger_put(db, &row, &why) == DONE,
	    "other bytes under its name are another row");
	ok(cases_health(staff, 0, &health, &why) == DONE &&
		health.unfetched == 2,
	    "two rows");
	row.uid = 1;
	ok(ledger_put(db, &row, &why) == BROKEN,
	    "intake writes none for mail: %s", why.text);
	sample_close(&s);
}

static void
test_polls(void)
{
	struct sample s;
	struct error why = { "" };
	time_t at = -1;

	sample_open(&s);
	autodb db = sample_db(&s, DB_MAILBOX);
	autodb staff = sample_db(&s, DB_STAFF);

	ok(ledger_last_poll(staff, SPAN("main"), &at, &why) == DONE && at == 0,
	    "a mailbox was never read");
	ok(ledger_note_poll(db, SPAN("main"), 100, &why) == DONE &&
		ledger_note_poll(db, SPAN("main"), 200, &why) == DONE &&
		ledger_note_poll(db, SPAN("other"), 300, &why) == DONE,
	    "then it was: %s", why.text);
	ok(ledger_last_poll(staff, SPAN("main"), &at, &why) == DONE, "asked");
	is_number(at, 200, "the last time counts");
	sample_close(&s);
}

int
main(void)
{
	test_mail();
	test_key();
	test_post();
	test_polls();
	return done();
}
