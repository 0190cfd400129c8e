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

struct seen_uids {
	long long uids[8];
	size_t n, most;
};

static bool
uid_note(const struct ledger_row *row, void *context)
{
	struct seen_uids *seen_uids = context;

	seen_uids->uids[seen_uids->n++] = row->uid;
	return seen_uids->n < seen_uids->most;
}

/* Many at once: all or none; and read again in the order of UIDs. */
static void
test_sets(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct ledger_row rows[3] = { seen, seen, seen }, other = seen, found;
	struct seen_uids all = { .most = 8 }, two = { .most = 2 };
	struct error why = { "" };

	rows[0].uid = 300;
	rows[1].uid = 4000000000;
	rows[1].state = LEDGER_TOO_LARGE;
	rows[1].item_id = SPAN("m7");
	rows[1].size = 60000000;
	rows[2].uid = 9;
	other.uidvalidity = 8;
	sample_open(&s);
	autodb db = sample_db(&s, DB_MAILBOX);
	autodb intake = sample_db(&s, DB_INTAKE);

	ok(ledger_put_all(db, rows, 3, &why) == DONE &&
		ledger_put_all(db, &other, 1, &why) == DONE &&
		ledger_put_all(db, rows, 0, &why) == DONE,
	    "sets of three, one and none: %s", why.text);
	ok(ledger_each(db, &seen, uid_note, &all, &why) == DONE && all.n == 3 &&
		all.uids[0] == 9 && all.uids[1] == 300 &&
		all.uids[2] == 4000000000,
	    "the rows of one folder and UIDVALIDITY, by UID");
	ok(ledger_each(db, &seen, uid_note, &two, &why) == DONE && two.n == 2,
	    "until it is enough");
	ok(ledger_find_item(intake, SPAN("m7"), &mem, &found, &why) == DONE &&
		found.uid == 4000000000 && found.size == 60000000 &&
		found.state == LEDGER_TOO_LARGE,
	    "intake finds the row of an item: %s", why.text);
	is_span(found.item_id, "m7", "by its ID");
	is_span(found.folder, "INBOX", "with its folder");
	ok(ledger_find_item(intake, SPAN(""), &mem, &found, &why) == DONE &&
		found.item_id.len == 0 && found.uid == 0,
	    "a row without an item is nobody's");
	rows[0].uid = 0; /* a file, which intake may write */
	rows[0].item_id = SPAN("p10");
	rows[1].uid = 10; /* mail, which it may not */
	ok(ledger_put_all(intake, rows, 3, &why) == BROKEN,
	    "intake may not: %s", why.text);
	ok(ledger_find_item(intake, SPAN("p10"), &mem, &found, &why) == DONE &&
		found.item_id.len == 0,
	    "and nothing of the set was written");
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
		health.unfetchable == 5 && health.too_large == 0,
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
		health.unfetchable == 0 && health.too_large == 2,
	    "two rows");
	row.uid = 1;
	ok(ledger_put(db, &row, &why) == BROKEN,
	    "intake writes none for mail: %s", why.text);
	sample_close(&s);
}

static bool
note_detail(const struct case_event_row *row, void *context)
{
	snprintf(context, 128, "%.*s", SPAN_ARG(row->detail));
	return true;
}

/* A person says that what waits in the ledger needs nobody any more. */
static void
test_settled(void)
{
	static const struct {
		struct span item, mailbox;
		long long uid;
		enum outcome want;
		const char *what, *told; /* in the history */
	} rows[] = {
		{ { "p2", 2 }, { "", 0 }, 0, REFUSED, "an item of no row",
		    NULL },
		{ { "p1", 2 }, { "", 0 }, 0, DONE, "an item",
		    "p1: it was blank" },
		{ { "p1", 2 }, { "", 0 }, 0, REFUSED, "it once more", NULL },
		{ { "", 0 }, { "complaints", 10 }, 41, REFUSED,
		    "a message that nobody saw", NULL },
		{ { "", 0 }, { "complaints", 10 }, 42, DONE, "a message",
		    "mailbox complaints, UID 42: it was blank" },
	};
	struct sample s;
	struct error why = { "" };
	struct ledger_row file = { .mailbox = { "post", 4 },
		.file = { "scan 7.tif", 10 },
		.item_id = { "p1", 2 },
		.state = LEDGER_TOO_LARGE };
	struct ledger_row mail = seen;

	sample_open(&s);
	autodb mailbox = sample_db(&s, DB_MAILBOX);
	autodb intake = sample_db(&s, DB_INTAKE);
	autodb staff = sample_db(&s, DB_STAFF);

	mail.mailbox = SPAN("complaints");
	mail.uid = 42;
	mail.state = LEDGER_UNFETCHABLE;
	if (ledger_put(intake, &file, &why) != DONE ||
	    ledger_put(mailbox, &mail, &why) != DONE)
		die("test: %s", why.text);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct settling settling = { .item_id = rows[i].item,
			.mailbox = rows[i].mailbox,
			.uid = rows[i].uid,
			.who = SPAN("jbell"),
			.reason = SPAN("it was blank"),
			.at = 1795400000 + (time_t)i };
		char told[128] = "";

		is_number(ledger_settle(staff, &settling, &why), rows[i].want,
		    "%s: %s", rows[i].what, why.text);
		if (rows[i].told == NULL)
			continue;
		if (cases_events(staff, SPAN(""), 0, note_detail, told, &why) !=
		    DONE)
			die("test: %s", why.text);
		is_text(told, rows[i].told, "%s: history", rows[i].what);
	}
	sample_close(&s);
}

int
main(void)
{
	test_mail();
	test_sets();
	test_key();
	test_post();
	test_settled();
	return done();
}
