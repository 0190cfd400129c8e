/* outbox.c - what is due is taken, sent, postponed, held or given up */
#include "register/outbox.h"
#include "register/cases.h"
#include "register/departure.h"
#include "sample.h"
#include "tap.h"
#include "triage/circumstances.h"

struct seen {
	char text[512];
};

static bool
note_event(const struct case_event_row *row, void *context)
{
	struct seen *seen = context;
	size_t len = strlen(seen->text);

	snprintf(seen->text + len, sizeof seen->text - len, "%.*s/%.*s;",
	    SPAN_ARG(row->who), SPAN_ARG(row->what));
	return true;
}

static bool
note_state(const struct case_row *row, void *context)
{
	struct seen *seen = context;

	snprintf(seen->text, sizeof seen->text, "%.*s %.*s %.*s",
	    SPAN_ARG(row->state), SPAN_ARG(row->ack_state),
	    SPAN_ARG(row->ack_note));
	return true;
}

/* The case's state, its acknowledgement's and the note on that. */
static struct seen
state_of(const struct sample *s, struct span reference)
{
	struct seen seen = { "" };
	struct error why;
	autodb db = sample_db(s, DB_STAFF);

	if (cases_find(db, reference, note_state, &seen, &why) != DONE)
		die("test: %s", why.text);
	return seen;
}

/* What the sender and staff wrote into the history, in order. */
static struct seen
events_of(const struct sample *s, struct span reference)
{
	struct seen seen = { "" };
	struct error why;
	autodb db = sample_db(s, DB_STAFF);

	if (cases_events(db, reference, 4, note_event, &seen, &why) != DONE)
		die("test: %s", why.text);
	return seen;
}

struct post {
	struct sample sample;
	struct span reference;
	time_t now;
	struct db *db; /* own */
};

/* A register with one item, and a sender at it. */
static void
post_open(struct post *p, const struct item *item, struct arena *mem)
{
	struct db *intake;

	sample_open(&p->sample);
	intake = sample_db(&p->sample, DB_INTAKE);
	p->reference = sample_register(intake, item, mem);
	db_close(intake);
	p->db = sample_db(&p->sample, DB_SENDER);
	p->now = clock_now() + 10;
}

static void
post_close(struct post *p)
{
	db_close(p->db);
	sample_close(&p->sample);
}

/* Runs SQL as any program may. */
static void
post_sql(const struct post *p, const char *sql)
{
	sqlite3 *sqlite = NULL;

	if (sqlite3_open(p->sample.path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

static void
test_email(void)
{
	autoarena mem = { 0 };
	struct post p;
	struct outbox_row row, again;
	struct error why = { "" };

	post_open(&p, sample_complaint("m1", &mem), &mem);
	ok(sample_take(p.db, p.now, &mem, &row, &why) == DONE && row.id != 0,
	    "it is taken: %s", why.text);
	ok(span_is_equal(row.reference, p.reference), "for its case");
	is_span(row.kind, "acknowledgement", "an acknowledgement");
	is_span(row.template, "complaint", "with its text");
	is_span(row.to.address, "ada@people.example", "for the author");
	is_span(row.to.name, "Ada Example", "by name");
	is_span(row.in_reply_to, "<m1@mail.example>", "in the thread");
	ok(row.channel == CHANNEL_EMAIL && row.category == COMPLAINT &&
		!row.needs_review && row.attempts == 1,
	    "by e-mail, at the first attempt");
	ok(row.received_on == day_of(2026, 11, 22) &&
		row.ack_due == day_of(2026, 11, 25) &&
		row.response_due == day_of(2027, 5, 21),
	    "with its days");
	ok(sample_take(p.db, p.now, &mem, &again, &why) == DONE &&
		again.id == row.id && again.attempts == 2 &&
		span_is_equal(again.message_id, row.message_id),
	    "a sender that died left the same message to the next");
	ok(outbox_postpone(p.db, &again, p.now + 60, SPAN("451 not now"), false,
	       &why) == DONE,
	    "it is postponed");
	is_text(state_of(&p.sample, p.reference).text,
	    "received due 451 not now", "staff see why");
	ok(outbox_postpone(p.db, &again, p.now, SPAN("x"), false, &why) ==
		BROKEN,
	    "what nobody sends cannot be postponed: %s", why.text);
	ok(sample_take(p.db, p.now + 59, &mem, &row, &why) == DONE &&
		row.id == 0,
	    "it is not due too early");
	ok(sample_take(p.db, p.now + 60, &mem, &row, &why) == DONE &&
		row.attempts == 3,
	    "but at its time");
	ok(outbox_finish(p.db, &row, OUTBOX_SENT, p.now, &why) == DONE,
	    "it is sent");
	ok(outbox_finish(p.db, &row, OUTBOX_SENT, p.now, &why) == BROKEN,
	    "once: %s", why.text);
	ok(sample_take(p.db, p.now + 999, &mem, &row, &why) == DONE &&
		row.id == 0,
	    "and never taken again");
	is_text(state_of(&p.sample, p.reference).text, "acknowledged sent ",
	    "the case is acknowledged");
	is_text(events_of(&p.sample, p.reference).text,
	    "sender/postponed;sender/acknowledged;", "the history tells it");
	post_close(&p);
}

/* When the nth newest departure for the address was; -1 where asking fails. */
static long long
departure_of(struct db *db, const char *address, long long nth)
{
	const struct departure_question question = {
		.to = address[0] != '\0' ? TO_ADDRESS : TO_ANYBODY,
		.address = span_of(address),
		.since = 0,
		.nth = nth,
	};
	struct error why;
	time_t at = 0;

	return departure_nth(db, &question, &at, &why) == DONE ? (long long)at
							       : -1;
}

static void
test_departures(void)
{
	static const struct {
		enum outcome how; /* of the attempt; BROKEN: nobody knows */
		bool may_have_left;
		bool counts;
		const char *what;
	} cases[] = {
		{ DONE, false, true, "what was sent counts" },
		{ LATER, false, false, "what was put off does not" },
		{ LATER, true, true, "unless it may have left" },
		{ REFUSED, false, false, "what was refused does not" },
		{ BROKEN, false, true, "what a crash leaves uncertain does" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct post p;
		struct outbox_row row;
		struct error why = { "" };
		enum outcome how = DONE;

		post_open(&p, sample_complaint("m1", &mem), &mem);
		ok(sample_take(p.db, p.now, &mem, &row, &why) == DONE &&
			row.departure != 0 &&
			departure_of(p.db, "", 1) == p.now,
		    "an attempt is written down before it is made");
		if (cases[i].how == DONE)
			how =
			    outbox_finish(p.db, &row, OUTBOX_SENT, p.now, &why);
		if (cases[i].how == LATER)
			how = outbox_postpone(p.db, &row, p.now, SPAN("x"),
			    cases[i].may_have_left, &why);
		if (cases[i].how == REFUSED)
			how =
			    outbox_give_up(p.db, &row, SPAN("x"), p.now, &why);
		is_number(how, DONE, "it ends: %s", why.text);
		is_number(departure_of(p.db, "ADA@people.example", 1),
		    cases[i].counts ? p.now : 0, "%s", cases[i].what);
		post_close(&p);
	}
}

static void
test_waiting(void)
{
	autoarena mem = { 0 };
	struct post p;
	struct outbox_row row;
	struct error why = { "" };
	struct outbox_wait wait = { .note = SPAN("its turn (people.example)"),
		.cause = SPAN("its turn") };
	struct span other;

	post_open(&p, sample_complaint("m1", &mem), &mem);
	{
		autodb intake = sample_db(&p.sample, DB_INTAKE);

		other =
		    sample_register(intake, sample_complaint("m2", &mem), &mem);
	}
	wait.until = p.now + 10;
	for (int i = 0; i < 2; i++)
		ok(outbox_next(p.db, p.now, &mem, &row, &why) == DONE &&
			row.id != 0 &&
			outbox_wait(p.db, &row, &wait, &why) == DONE,
		    "a row waits: %s", why.text);
	ok(outbox_next(p.db, p.now + 9, &mem, &row, &why) == DONE &&
		row.id == 0,
	    "both do");
	is_text(state_of(&p.sample, p.reference).text,
	    "received due its turn (people.example)", "staff see for what");
	wait.until = p.now + 20;
	ok(outbox_next(p.db, p.now + 10, &mem, &row, &why) == DONE &&
		span_is_equal(row.reference, p.reference) && row.attempts == 1,
	    "the oldest is first, and no attempt was counted");
	ok(outbox_wait(p.db, &row, &wait, &why) == DONE, "it waits again");
	ok(outbox_next(p.db, p.now + 19, &mem, &row, &why) == DONE &&
		row.id == 0,
	    "and who waits for the same with it");
	is_text(events_of(&p.sample, p.reference).text, "sender/waiting;",
	    "the history says so once");
	ok(sample_take(p.db, p.now + 20, &mem, &row, &why) == DONE &&
		row.attempts == 1 &&
		outbox_postpone(p.db, &row, p.now + 20, SPAN("451"), false,
		    &why) == DONE &&
		outbox_wait(p.db, &row, &wait, &why) == DONE,
	    "an attempt that failed may wait");
	is_text(events_of(&p.sample, p.reference).text,
	    "sender/waiting;sender/postponed;sender/waiting;",
	    "which is told anew");
	ok(sample_take(p.db, p.now + 20, &mem, &row, &why) == DONE &&
		outbox_finish(p.db, &row, OUTBOX_SENT, p.now, &why) == DONE &&
		outbox_wait(p.db, &row, &wait, &why) == BROKEN &&
		outbox_start(p.db, &row, p.now, &why) == BROKEN,
	    "what was sent neither waits nor is started: %s", why.text);
	is_number(departure_of(p.db, "", 2), 0, "nor counted");
	ok(sample_take(p.db, p.now + 20, &mem, &row, &why) == DONE &&
		span_is_equal(row.reference, other) &&
		outbox_wait(p.db, &row, &wait, &why) == DONE,
	    "what a sender left in work may wait as well");
	post_close(&p);
}

static void
test_holding(void)
{
	autoarena mem = { 0 };
	struct post p;
	struct outbox_row row;
	struct error why = { "" };

	post_open(&p, sample_complaint("m1", &mem), &mem);
	ok(outbox_next(p.db, p.now, &mem, &row, &why) == DONE &&
		outbox_hold(p.db, &row,
		    &(struct outbox_wait){ .note = SPAN("A robot, perhaps"),
			.cause = SPAN("A robot") },
		    p.now, &why) == DONE,
	    "one is held: %s", why.text);
	ok(outbox_next(p.db, p.now + 999999, &mem, &row, &why) == DONE &&
		row.id == 0,
	    "it is never due again");
	is_text(state_of(&p.sample, p.reference).text,
	    "received held A robot, perhaps", "staff see why");
	is_text(events_of(&p.sample, p.reference).text,
	    "sender/acknowledgement held;", "and so does the history");
	post_close(&p);
}

static enum outcome
letters_post(struct db *staff, const struct span *references, size_t n,
    long long *posted)
{
	const struct posting posting = { references, n, SPAN("sam"), 1 };
	struct error why;

	return outbox_letters_posted(staff, &posting, posted, &why);
}

static void
test_letters(void)
{
	autoarena mem = { 0 };
	struct post p;
	struct outbox_row row;
	struct error why = { "" };
	long long n = -1;

	post_open(&p, sample_letter("p1", &mem), &mem);
	ok(sample_take(p.db, p.now, &mem, &row, &why) == DONE &&
		row.channel == CHANNEL_LETTER,
	    "a letter is taken");
	is_span(row.postal_address, "1 Mill Lane\nNorthmoor",
	    "for its address");
	is_number(departure_of(p.db, "", 1), 0, "and counts for no cap");
	ok(outbox_finish(p.db, &row, OUTBOX_PRINTED, p.now, &why) == DONE,
	    "it is printed");
	is_text(state_of(&p.sample, p.reference).text, "received printed ",
	    "which is not yet an acknowledgement");
	{
		autodb staff = sample_db(&p.sample, DB_STAFF);

		ok(letters_post(staff, NULL, 0, &n) == DONE && n == 1,
		    "a person posts it");
		ok(letters_post(staff, NULL, 0, &n) == DONE && n == 0, "once");
	}
	is_text(state_of(&p.sample, p.reference).text, "acknowledged posted ",
	    "now it is");
	is_text(events_of(&p.sample, p.reference).text,
	    "sender/letter printed;sam/letter posted;", "and who did it");
	post_close(&p);
}

/* What the history says of a letter that is no acknowledgement. */
static void
test_other_letters(void)
{
	static const struct {
		const char *kind;
		enum channel channel;
		const char *told;
	} rows[] = {
		{ "follow_up", CHANNEL_LETTER, "sender/follow-up printed;" },
		{ "follow_up", CHANNEL_EMAIL, "sender/follow-up sent;" },
		{ "holding-2026-11-30", CHANNEL_LETTER,
		    "sender/holding letter printed;" },
		{ "holding-2026-11-30", CHANNEL_EMAIL,
		    "sender/holding letter sent;" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		bool is_letter = rows[i].channel == CHANNEL_LETTER;
		struct item *item = is_letter ? sample_letter("p1", &mem)
					      : sample_complaint("m1", &mem);
		struct post p;
		struct outbox_row row;
		struct error why = { "" };

		item->verdict.category = CATEGORY_NONE;
		post_open(&p, item, &mem);
		post_sql(&p, arena_printf(&mem, "UPDATE outbox SET kind = '%s'",
				 rows[i].kind)
				 .at);
		ok(sample_take(p.db, p.now, &mem, &row, &why) == DONE &&
			row.channel == rows[i].channel &&
			row.category == CATEGORY_NONE,
		    "%s: taken, of an undecided case", rows[i].kind);
		ok(outbox_finish(p.db, &row,
		       is_letter ? OUTBOX_PRINTED : OUTBOX_SENT, p.now,
		       &why) == DONE,
		    "%s: %s", rows[i].kind, why.text);
		is_text(events_of(&p.sample, p.reference).text, rows[i].told,
		    "%s: history", rows[i].kind);
		ok(strncmp(state_of(&p.sample, p.reference).text, "received ",
		       9) == 0,
		    "%s: acknowledges nothing", rows[i].kind);
		post_close(&p);
	}
}

static void
test_some_letters(void)
{
	autoarena mem = { 0 };
	struct post p;
	struct outbox_row row;
	struct error why = { "" };
	struct span named[2];
	long long n = -1;

	post_open(&p, sample_letter("p1", &mem), &mem);
	named[0] = p.reference;
	{
		autodb intake = sample_db(&p.sample, DB_INTAKE);

		named[1] =
		    sample_register(intake, sample_letter("p2", &mem), &mem);
		sample_register(intake, sample_letter("p3", &mem), &mem);
	}
	while (
	    sample_take(p.db, p.now, &mem, &row, &why) == DONE && row.id != 0)
		ok(outbox_finish(p.db, &row, OUTBOX_PRINTED, p.now, &why) ==
			DONE,
		    "a letter is printed");
	{
		autodb staff = sample_db(&p.sample, DB_STAFF);

		ok(letters_post(staff, named + 1, 1, &n) == DONE && n == 1,
		    "the one that is named is posted");
		ok(letters_post(staff, named, 2, &n) == REFUSED && n == 1,
		    "of two, one of them posted before, none");
		is_text(state_of(&p.sample, named[0]).text, "received printed ",
		    "it still waits");
		ok(letters_post(staff, NULL, 0, &n) == DONE && n == 2,
		    "the others are posted together");
	}
	post_close(&p);
}

static void
test_refused(void)
{
	autoarena mem = { 0 };
	struct post p;
	struct outbox_row row;
	struct error why = { "" };

	post_open(&p, sample_complaint("m1", &mem), &mem);
	ok(sample_take(p.db, p.now, &mem, &row, &why) == DONE &&
		outbox_give_up(p.db, &row, SPAN("550 no such user"), p.now,
		    &why) == DONE,
	    "a refused one is given up: %s", why.text);
	ok(sample_take(p.db, p.now, &mem, &row, &why) == DONE && row.id == 0,
	    "and not tried again");
	is_text(state_of(&p.sample, p.reference).text,
	    "received failed 550 no such user", "staff see why");
	is_text(events_of(&p.sample, p.reference).text, "sender/failed;",
	    "the history says so");
	post_close(&p);
}

static void
test_order(void)
{
	autoarena mem = { 0 };
	struct post p;
	struct outbox_row row;
	struct error why = { "" };
	struct item *held = sample_complaint("m2", &mem);
	struct span third;

	post_open(&p, sample_complaint("m1", &mem), &mem);
	{
		autodb intake = sample_db(&p.sample, DB_INTAKE);

		held->owed.acknowledge = ACK_HOLD;
		sample_register(intake, held, &mem);
		third =
		    sample_register(intake, sample_complaint("m3", &mem), &mem);
	}
	ok(sample_take(p.db, p.now, &mem, &row, &why) == DONE &&
		span_is_equal(row.reference, p.reference) &&
		outbox_finish(p.db, &row, OUTBOX_SENT, p.now, &why) == DONE,
	    "the oldest goes first");
	ok(sample_take(p.db, p.now, &mem, &row, &why) == DONE &&
		span_is_equal(row.reference, third),
	    "a held one never does");
	post_close(&p);
}

/* What waits for a person, and may go: on its last day, and not before. */
static void
test_neutral(void)
{
	static const struct {
		bool may_go;
		int days;
		bool goes;
		const char *template, *want;
	} rows[] = {
		{ true, -1, false, "complaint", "complaint" },
		{ true, 0, true, "complaint", "review" },
		{ true, 1, true, "unreadable", "unreadable" },
		{ false, 1, false, "complaint", "complaint" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		struct item *item = sample_complaint("m", &mem);
		struct outbox_row row;
		struct span reference;
		struct error why = { "" };
		struct post p;

		item->owed.acknowledge = ACK_HOLD;
		item->owed.may_go_neutral = rows[i].may_go;
		item->owed.template = span_of(rows[i].template);
		item->owed.circumstances = CIRCUMSTANCE_BIT(IS_LATE);
		post_open(&p, item, &mem);
		ok(outbox_go_neutral(p.db, item->owed.ack_due + rows[i].days,
		       p.now, &mem, &reference, &why) == DONE,
		    "row %zu: %s", i + 1, why.text);
		is_number(reference.len > 0, rows[i].goes, "it goes");
		ok(outbox_next(p.db, p.now, &mem, &row, &why) == DONE, "next");
		is_number(row.id != 0, rows[i].goes, "and is due");
		{
			autodb staff = sample_db(&p.sample, DB_STAFF);

			ok(outbox_of_case(staff,
			       &(struct letter_wanted){ p.reference,
				   LETTER_ACKNOWLEDGEMENT },
			       &mem, &row, &why) == DONE,
			    "staff see it: %s", why.text);
			is_span(row.template, rows[i].want, "its text");
			is_number(row.circumstances, CIRCUMSTANCE_BIT(IS_LATE),
			    "and circumstances");
			is_text(
			    outcome_name(outbox_of_case(staff,
				&(struct letter_wanted){ SPAN("CS26-999999-X"),
				    LETTER_ACKNOWLEDGEMENT },
				&mem, &row, &why)),
			    "REFUSED", "but no other case");
		}
		ok(outbox_go_neutral(p.db, item->owed.ack_due + 9, p.now, &mem,
		       &reference, &why) == DONE,
		    "again");
		is_number(reference.len > 0, rows[i].may_go && !rows[i].goes,
		    "at most once");
		post_close(&p);
	}
}

/* What the sender held itself waits for a person, whatever the day. */
static void
test_neutral_after_hold(void)
{
	autoarena mem = { 0 };
	struct item *item = sample_complaint("m", &mem);
	struct outbox_row row;
	struct span reference;
	struct error why = { "" };
	struct post p;

	item->owed.may_go_neutral = true;
	post_open(&p, item, &mem);
	ok(outbox_next(p.db, p.now, &mem, &row, &why) == DONE &&
		outbox_hold(p.db, &row,
		    &(struct outbox_wait){ .note = SPAN("a cap") }, p.now,
		    &why) == DONE,
	    "held");
	ok(outbox_go_neutral(p.db, item->owed.ack_due + 9, p.now, &mem,
	       &reference, &why) == DONE &&
		reference.len == 0,
	    "and stays so");
	post_close(&p);
}

int
main(void)
{
	test_email();
	test_departures();
	test_waiting();
	test_holding();
	test_letters();
	test_other_letters();
	test_some_letters();
	test_refused();
	test_order();
	test_neutral();
	test_neutral_after_hold();
	return done();
}
