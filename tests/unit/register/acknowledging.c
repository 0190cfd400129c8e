/* acknowledging.c - by telephone, held, let go */
#include "register/acknowledging.h"
#include "matter.h"
#include "register/restriction.h"

/* What a sender would take now; its ID, 0 for nothing. */
static struct outbox_row
next_row(struct matter *m)
{
	struct outbox_row row = { 0 };
	autodb sender = sample_db(&m->sample, DB_SENDER);

	if (outbox_next(sender, m->change.at, &m->mem, &row, &m->why) != DONE)
		die("test: %s", m->why.text);
	return row;
}

static void
send(struct matter *m)
{
	struct outbox_row row = { 0 };
	autodb sender = sample_db(&m->sample, DB_SENDER);

	if (sample_take(sender, clock_now() + 10, &m->mem, &row, &m->why) !=
		DONE ||
	    outbox_finish(sender, &row, OUTBOX_SENT, m->change.at, &m->why) !=
		DONE)
		die("test: %s", m->why.text);
}

static enum outcome
by_phone(struct matter *m, int day_of_month)
{
	return acknowledging_by_phone(m->db, &m->change,
	    day_of(2026, 11, day_of_month), &m->why);
}

static void
test_phone(void)
{
	struct matter m;
	struct case_row row;

	matter_open(&m);
	ok(by_phone(&m, 21) == REFUSED && matter_says(&m, "received later"),
	    "before it came: %s", m.why.text);
	ok(by_phone(&m, 24) == REFUSED, "tomorrow");
	ok(by_phone(&m, 23) == DONE, "today");
	row = matter_row(&m, m.change.reference);
	is_span(row.state, "acknowledged", "the clock stops");
	is_span(row.ack_state, "telephoned", "by telephone");
	is_text(matter_field(&m, "acknowledged_on"), "2026-11-23", "on");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: acknowledged. By telephone on Monday 23 November 2026",
	    "history");
	ok(next_row(&m).id == 0, "nothing is sent");
	ok(by_phone(&m, 23) == REFUSED && matter_says(&m, "already"),
	    "not twice: %s", m.why.text);
	matter_add(&m, sample_complaint("m", &m.mem));
	m.change.at = noon_of(2026, 11, 27);
	ok(by_phone(&m, 26) == DONE, "a day late");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: acknowledged. By telephone on Thursday 26 November 2026, "
	    "late",
	    "is said so");
	m.change.at = clock_now();
	matter_add(&m, sample_complaint("m", &m.mem));
	send(&m);
	ok(by_phone(&m, 22) == REFUSED, "it has left: %s", m.why.text);
	matter_close(&m);
}

static void
test_hold(void)
{
	struct matter m;
	struct case_row row;

	matter_open(&m);
	m.change.at = clock_now() + 10;
	ok(acknowledging_release(m.db, &m.change, &m.why) == REFUSED,
	    "nothing is held: %s", m.why.text);
	ok(acknowledging_hold(m.db, &m.change, &m.why) == REFUSED, "no reason");
	m.change.reason = SPAN("her solicitor writes");
	ok(acknowledging_hold(m.db, &m.change, &m.why) == DONE, "held");
	row = matter_row(&m, m.change.reference);
	is_span(row.ack_state, "held", "held");
	is_span(row.ack_note, "her solicitor writes", "why");
	ok(next_row(&m).id == 0, "nothing is sent");
	ok(acknowledging_hold(m.db, &m.change, &m.why) == REFUSED, "once");
	m.change.reason = SPAN("");
	ok(acknowledging_release(m.db, &m.change, &m.why) == DONE, "let go");
	ok(next_row(&m).is_released, "and known to be, for the cap");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: acknowledgement released. A person lets it go by e-mail",
	    "history");
	matter_close(&m);
}

static void
test_never(void)
{
	struct matter m;
	struct item *item;

	matter_open(&m);
	item = sample_complaint("m", &m.mem);
	item->owed.acknowledge = ACK_HOLD;
	item->origin.machine = MACHINE_AUTO_REPLY;
	matter_add(&m, item);
	ok(acknowledging_release(m.db, &m.change, &m.why) == REFUSED &&
		matter_says(&m, "machine"),
	    "never to a machine: %s", m.why.text);
	item = sample_letter("m", &m.mem);
	item->owed.acknowledge = ACK_HOLD;
	item->origin.postal_address = SPAN("");
	matter_add(&m, item);
	ok(acknowledging_release(m.db, &m.change, &m.why) == REFUSED &&
		matter_says(&m, "no postal address"),
	    "nor to nowhere: %s", m.why.text);
	matter_close(&m);
}

/* No address was found, or an e-mail address that is no use. */
static void
test_typed(void)
{
	static const struct {
		const char *postal, *reason, *words;
	} wrong[] = {
		{ "1 Mill Lane\nNorthmoor", "", "how it is known" },
		{ "1 Mill Lane", "she rang", "2 to 8 lines" },
		{ "1\n2\n3\n4\n5\n6\n7\n8\n9", "she rang", "2 to 8 lines" },
	};
	struct matter m;
	struct item *item;
	struct outbox_row row;

	matter_open(&m);
	send(&m);
	m.change.at = clock_now() + 10;
	item = sample_letter("m", &m.mem);
	item->owed.acknowledge = ACK_HOLD;
	item->origin.postal_address = SPAN("");
	matter_add(&m, item);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		m.change.reason = span_of(wrong[i].reason);
		ok(acknowledging_release_to(m.db, &m.change,
		       span_of(wrong[i].postal), &m.why) == REFUSED &&
			matter_says(&m, wrong[i].words),
		    "refused: %s", m.why.text);
	}
	m.change.reason = SPAN("she rang");
	ok(acknowledging_release_to(m.db, &m.change,
	       SPAN("1\n2\n3\n4\n5\n6\n7\n8"), &m.why) == DONE,
	    "let go to where she said");
	row = next_row(&m);
	is_span(row.postal_address, "1\n2\n3\n4\n5\n6\n7\n8", "there");
	ok(row.channel == CHANNEL_LETTER, "by letter");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: acknowledgement released. A person lets it go by letter, "
	    "to an address that they typed: she rang",
	    "the history says who and why, and not where");
	ok(acknowledging_release_to(m.db, &m.change, SPAN("1\n2"), &m.why) ==
		REFUSED,
	    "it waits no more");
	matter_close(&m);
}

/* The author of the first case is the first person. */
static void
restrict_first(struct matter *m)
{
	day review;

	if (restriction_add(m->db,
		&(struct restricting){ .person_id = 1,
		    .kind = SPAN("no_ack"),
		    .reason = SPAN("forty letters"),
		    .decided_by = SPAN("Kim Lowe"),
		    .review_due = NO_DATE,
		    .who = SPAN("jbell"),
		    .at = m->change.at },
		&review, &m->why) != DONE)
		die("test: %s", m->why.text);
}

static void
test_restricted(void)
{
	struct matter m;

	matter_open(&m);
	m.change.at = clock_now();
	m.change.reason = SPAN("wait");
	ok(acknowledging_hold(m.db, &m.change, &m.why) == DONE, "held");
	restrict_first(&m);
	ok(acknowledging_release(m.db, &m.change, &m.why) == REFUSED &&
		matter_says(&m, "restricted"),
	    "never to somebody restricted: %s", m.why.text);
	ok(acknowledging_by_phone(m.db, &m.change, day_in_london(m.change.at),
	       &m.why) == DONE,
	    "a person may telephone");
	matter_close(&m);
}

/* A letter beside the acknowledgement, in that state. */
static void
add_follow_up(struct matter *m, const char *state)
{
	sqlite3 *sqlite = NULL;

	if (sqlite3_open(m->sample.path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite,
		arena_printf(&m->mem,
		    "CREATE TEMP TABLE t AS SELECT * FROM outbox;"
		    "UPDATE t SET id = NULL, kind = 'follow_up', state = '%s',"
		    " message_id = '<f@northmoor.example>';"
		    "INSERT INTO outbox SELECT * FROM t",
		    state)
		    .at,
		NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s", sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

/* What the law wants of an acknowledgement is not asked of other letters. */
static void
test_follow_up(void)
{
	static const struct {
		const char *state;   /* of the follow-up; NULL: there is none */
		const char *refusal; /* when somebody telephones; NULL: DONE */
	} rows[] = {
		{ NULL, "it has no follow-up" },
		{ "posted", "the last follow-up has left already (posted)" },
		{ "sent", "the last follow-up has left already (sent)" },
		{ "sending", "the follow-up is being sent just now" },
		{ "held", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct matter m;
		enum outcome how;

		matter_open(&m);
		m.change.letter = LETTER_FOLLOW_UP;
		if (rows[i].state != NULL)
			add_follow_up(&m, rows[i].state);
		how = by_phone(&m, 23);
		ok(rows[i].refusal == NULL
			? how == DONE
			: how == REFUSED && matter_says(&m, rows[i].refusal),
		    "told by telephone: %s", m.why.text);
		matter_close(&m);
	}
}

/* A person may let one go to somebody restricted, or cancel it. */
static void
test_held_follow_up(void)
{
	struct matter m;

	matter_open(&m);
	m.change.at = clock_now() + 10;
	m.change.letter = LETTER_FOLLOW_UP;
	restrict_first(&m);
	add_follow_up(&m, "held");
	ok(acknowledging_release(m.db, &m.change, &m.why) == DONE, "let go: %s",
	    m.why.text);
	m.change.reason = SPAN("she rang");
	ok(acknowledging_cancel(m.db, &m.change, &m.why) == DONE,
	    "cancelled, though it is a complaint's: %s", m.why.text);
	m.change.letter = LETTER_ACKNOWLEDGEMENT;
	ok(acknowledging_cancel(m.db, &m.change, &m.why) == REFUSED &&
		matter_says(&m, "the law wants"),
	    "but not its acknowledgement: %s", m.why.text);
	matter_close(&m);
}

int
main(void)
{
	test_phone();
	test_hold();
	test_never();
	test_typed();
	test_restricted();
	test_follow_up();
	test_held_follow_up();
	return done();
}
