/* health.c - findings and the exit status that monitoring reads */
#include "register/ledger.h"
#include "register/outbox.h"
#include "register/poll.h"
#include "staff.h"
#include "tap.h"

#include <sqlite3.h>

enum {
	WELL = 0,
	WARNING = 1,
	CRITICAL = 2,
	UNKNOWN = 3
};

static void
test_well(void)
{
	static struct staff s;

	staff_open(&s);
	is_number(staff_run(&s, health_command, "health"), CRITICAL,
	    "no register is critical");
	ok(span_starts_with(span_of(s.printed),
	       SPAN("POSTROOM CRITICAL - register: ")) &&
		staff_printed(&s, "\nCRITICAL: register: "),
	    "and said first");
	db_close(sample_db(&s.sample, DB_STAFF));
	is_number(staff_run(&s, health_command, "health"), WELL,
	    "an empty register is well");
	ok(span_starts_with(span_of(s.printed),
	       SPAN("POSTROOM OK - all is well | 'overdue'=0;;0;0 ")) &&
		span_ends_with(span_of(s.printed),
		    SPAN("\nOK: the history is whole: 0 events\n")),
	    "and whole: %s", s.printed);
	is_number(staff_run(&s, health_command, "health --json"), WELL, "JSON");
	is_text(s.printed,
	    "{\"level\":\"OK\",\"finding\":\"the history is whole: 0 events\"}"
	    "\n",
	    "one object for each finding");
	is_number(staff_run(&s, health_command, "health now"), UNKNOWN,
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
		time_t read;    /* seconds ago; 0 for never */
		time_t trouble; /* since so long ago; 0 for none */
		bool is_read;   /* all the same */
		int want;
		const char *words;
	} cases[] = {
		{ 0, 0, false, WARNING,
		    "WARNING: mailbox main was never read\n" },
		{ 0, 500, false, WARNING,
		    "WARNING: mailbox main was never read; trouble since " },
		{ 0, 900, false, CRITICAL, " (15 minutes): time-out\n" },
		{ 300, 0, false, WELL, "OK: mailbox main was last read on " },
		{ 300, 200, false, WELL, " (3 minutes): time-out\n" },
		{ 950, 0, false, WELL, " (15 minutes ago)\n" },
		{ 950, 890, false, WELL, " (14 minutes): time-out\n" },
		{ 950, 900, false, CRITICAL,
		    "CRITICAL: mailbox main was last read on " },
		{ 970, 0, false, CRITICAL, " (16 minutes ago)\n" },
		{ 950, 900, true, WARNING,
		    "WARNING: mailbox main was last read on " },
		{ 7200, 0, false, CRITICAL, " (120 minutes ago)\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		static struct staff s;
		struct error why;
		time_t now = clock_now();

		staff_open(&s);
		s.options.mailbox[0].name = SPAN("main");
		s.options.mailbox[0].poll = 60;
		s.options.mailbox[0].alarm = 900;
		s.options.n_mailboxes = 1;
		autodb db = sample_db(&s.sample, DB_MAILBOX);

		if (cases[i].read > 0 && poll_note_well(db, SPAN("main"),
					     now - cases[i].read, &why) != DONE)
			die("test: %s", why.text);
		if (cases[i].trouble > 0 &&
		    poll_note_trouble(db, SPAN("main"), SPAN("time-out"),
			cases[i].is_read ? now : 0, now - cases[i].trouble,
			&why) != DONE)
			die("test: %s", why.text);
		is_number(staff_run(&s, health_command, "health"),
		    cases[i].want, "case %zu", i);
		ok(staff_printed(&s, cases[i].words), "and says so");
		staff_close(&s);
	}
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
		{ 9, ACK_HOLD, WELL,
		    "OK: an acknowledgement waits for a person's decision\n" },
		{ 1, ACK_HOLD, WARNING,
		    "WARNING: an acknowledgement that a person holds must go" },
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
	struct ledger_row large = { .mailbox = { "main", 4 },
		.uid = 5,
		.state = LEDGER_TOO_LARGE };
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
		ok(sample_take(sender, now, &mem, &row, &why) == DONE &&
			outbox_give_up(sender, &row, SPAN("550"), now, &why) ==
			    DONE &&
			ledger_put(mailbox, &stuck, &why) == DONE &&
			ledger_put(mailbox, &large, &why) == DONE,
		    "one is refused, one not fetched, one too large");
	}
	is_number(staff_run(&s, health_command, "health"), WARNING,
	    "a warning");
	ok(staff_printed(&s, "WARNING: an acknowledgement was refused"),
	    "for the refused one");
	ok(staff_printed(&s, "WARNING: a message could not be fetched: "),
	    "for the second");
	ok(staff_printed(&s, "WARNING: a message is larger than the limit: "),
	    "for the third");
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
