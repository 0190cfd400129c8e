/* health.c - findings and the exit status that monitoring reads */
#include "register/ledger.h"
#include "register/outbox.h"
#include "staff.h"
#include "tap.h"

#include <sqlite3.h>
#include <sysexits.h>

enum {
	WELL = 0,
	WARNING = 1,
	CRITICAL = 2
};

static void
test_well(void)
{
	static struct staff s;

	staff_open(&s);
	is_number(staff_run(&s, health_command, "health"), CRITICAL,
	    "no register is critical");
	ok(span_starts_with(span_of(s.printed), SPAN("CRITICAL: register: ")),
	    "and said first");
	db_close(sample_db(&s.sample, DB_STAFF));
	is_number(staff_run(&s, health_command, "health"), WELL,
	    "an empty register is well");
	is_text(s.printed, "OK: the history is whole: 0 events\n", "and whole");
	is_number(staff_run(&s, health_command, "health --json"), WELL, "JSON");
	is_text(s.printed,
	    "{\"level\":\"OK\",\"finding\":\"the history is whole: 0 events\"}"
	    "\n",
	    "one object for each finding");
	is_number(staff_run(&s, health_command, "health now"), EX_USAGE,
	    "a word too many");
	s.options.paths.spool = SPAN("/nowhere/at/all");
	is_number(staff_run(&s, health_command, "health"), CRITICAL,
	    "no spool is critical");
	staff_close(&s);
}

static void
test_mailboxes(void)
{
	static const struct {
		time_t ago; /* 0 for never */
		int want;
		const char *words;
	} cases[] = {
		{ 0, WARNING, "WARNING: mailbox main was never read\n" },
		{ 300, WELL, "OK: mailbox main was last read on " },
		{ 7200, CRITICAL, "CRITICAL: mailbox main was last read on " },
	};
	static struct staff s;
	struct error why;

	staff_open(&s);
	autodb db = sample_db(&s.sample, DB_MAILBOX);

	s.options.mailbox[0].name = SPAN("main");
	s.options.mailbox[0].poll = 60;
	s.options.n_mailboxes = 1;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (cases[i].ago > 0 &&
		    ledger_note_poll(db, SPAN("main"),
			clock_now() - cases[i].ago, &why) != DONE)
			die("test: %s", why.text);
		is_number(staff_run(&s, health_command, "health"),
		    cases[i].want, "read %lld s ago", (long long)cases[i].ago);
		ok(staff_printed(&s, cases[i].words), "and says so");
	}
	staff_close(&s);
}

static void
test_clocks(void)
{
	static const struct {
		int days; /* from today to the day it is due */
		enum acknowledge acknowledge;
		int want;
		const char *words;
	} cases[] = {
		{ 1, ACK_YES, WELL, "OK: an acknowledgement is on its way\n" },
		{ 1, ACK_HOLD, WELL,
		    "OK: an acknowledgement waits for a person's decision\n" },
		{ 0, ACK_YES, WARNING,
		    "WARNING: an acknowledgement must go today" },
		{ 0, ACK_HOLD, WARNING,
		    "WARNING: an acknowledgement must go today" },
		{ -1, ACK_YES, CRITICAL,
		    "CRITICAL: an acknowledgement is overdue" },
		{ -1, ACK_HOLD, CRITICAL,
		    "CRITICAL: an acknowledgement is overdue" },
		{ -1, ACK_NO, WELL, "OK: the history is whole: 4 events\n" },
	};

	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		static struct staff s;
		autoarena mem = { 0 };
		struct item *i = sample_complaint("m1", &mem);

		staff_open(&s);
		i->owed.acknowledge = cases[n].acknowledge;
		i->owed.ack_due = day_in_london(clock_now()) + cases[n].days;
		{
			autodb db = sample_db(&s.sample, DB_INTAKE);

			sample_register(db, i, &mem);
		}
		is_number(staff_run(&s, health_command, "health"),
		    cases[n].want, "row %zu", n);
		ok(staff_printed(&s, cases[n].words), "and says so");
		staff_close(&s);
	}
}

static void
test_trouble(void)
{
	static struct staff s;
	autoarena mem = { 0 };
	struct outbox_row row;
	struct error why;
	struct ledger_row stuck = { .mailbox = { "main", 4 },
		.uid = 4,
		.state = LEDGER_UNFETCHABLE };
	struct item *i = sample_complaint("m1", &mem);
	time_t now = clock_now() + 10;

	staff_open(&s);
	i->owed.ack_due = day_in_london(now) + 9;
	i->verdict.needs_review = true;
	{
		autodb intake = sample_db(&s.sample, DB_INTAKE);
		autodb sender = sample_db(&s.sample, DB_SENDER);
		autodb mailbox = sample_db(&s.sample, DB_MAILBOX);

		sample_register(intake, i, &mem);
		ok(outbox_take(sender, now, &mem, &row, &why) == DONE &&
			outbox_give_up(sender, &row, SPAN("550"), now, &why) ==
			    DONE &&
			ledger_put(mailbox, &stuck, &why) == DONE,
		    "one is refused, one not fetched");
	}
	is_number(staff_run(&s, health_command, "health"), WARNING,
	    "a warning");
	ok(staff_printed(&s, "WARNING: an acknowledgement was refused"),
	    "for the refused one");
	ok(staff_printed(&s, "WARNING: a message was not fetched"),
	    "for the other");
	ok(staff_printed(&s, "OK: a case waits for a person's review"),
	    "review is no alarm");
	staff_close(&s);
}

static void
test_meddling(void)
{
	static struct staff s;
	autoarena mem = { 0 };
	sqlite3 *sqlite = NULL;

	staff_open(&s);
	{
		autodb db = sample_db(&s.sample, DB_INTAKE);

		sample_register(db, sample_complaint("m1", &mem), &mem);
	}
	ok(sqlite3_open(s.sample.path, &sqlite) == SQLITE_OK &&
		sqlite3_exec(sqlite,
		    "DROP TRIGGER event_stays;"
		    "UPDATE event SET detail = '' WHERE id = 2",
		    NULL, NULL, NULL) == SQLITE_OK,
	    "somebody edits the history");
	sqlite3_close(sqlite);
	is_number(staff_run(&s, health_command, "health"), CRITICAL,
	    "that is critical");
	ok(staff_printed(&s, "CRITICAL: history: event 2 is not as it was"),
	    "and named");
	staff_close(&s);
}

int
main(void)
{
	test_well();
	test_mailboxes();
	test_clocks();
	test_trouble();
	test_meddling();
	return done();
}
