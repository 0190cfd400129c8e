/* faults_sender.c - what leaves, with SQLite failing at each of its calls */
#include "arrivals.h"
#include "policy.h"
#include "register/acknowledging.h"
#include "register/alert.h"
#include "register/departure.h"
#include "register/further.h"
#include "register/outbox.h"
#include "register/people_needs.h"
#include "register/restriction.h"

#define NOW (fault.now + 600)

/* Runs SQL as any program may: it makes ready. */
static enum outcome
sql(struct act *a)
{
	sqlite3 *db = NULL;
	int answer = sqlite3_open(a->path, &db);

	if (answer == SQLITE_OK)
		answer = __real_sqlite3_exec(db, a->with[0], NULL, NULL, NULL);
	if (answer != SQLITE_OK)
		die("test: %s: %s", a->with[0], sqlite3_errmsg(db));
	sqlite3_close(db);
	return DONE;
}

/* --- letters --------------------------------------------------------------------- */

static enum outcome
next(struct act *a, struct outbox_row *row)
{
	enum outcome how = outbox_next(a->db, NOW, a->mem, row, a->why);

	if (how == DONE && row->id == 0)
		die("test: nothing is due");
	return how;
}

static enum outcome
start(struct act *a)
{
	struct outbox_row row = { .id = 0 };
	enum outcome how = next(a, &row);

	if (how == DONE)
		how = outbox_start(a->db, &row, NOW, a->why);
	buf_printf(a->out, "%.*s %lld", SPAN_ARG(row.reference), row.attempts);
	return how;
}

/* The attempt that was begun, and what comes of it. */
static enum outcome
finish(struct act *a)
{
	const struct outbox_wait wait = { NOW + 3600,
		SPAN("the server takes 2 a minute"), SPAN("Sending is paced") };
	struct outbox_row row = { .id = 0 };
	enum outcome how = next(a, &row);

	row.departure = row.channel == CHANNEL_EMAIL ? number(a, 1) : 0;
	row.text_sent = SPAN("complaint.txt");
	row.version = SPAN("1");
	row.subject_said = SPAN("Your complaint");
	row.words_said = SPAN("Thank you.");
	if (how != DONE)
		return how;
	switch (a->with[0][0]) {
	case 's':
		return outbox_finish(a->db, &row, OUTBOX_SENT, NOW, a->why);
	case 'p':
		return outbox_finish(a->db, &row, OUTBOX_PRINTED, NOW, a->why);
	case 'l':
		return outbox_postpone(a->db, &row, NOW, SPAN("no answer"),
		    a->with[2] != NULL, a->why);
	case 'n':
		return outbox_give_up(a->db, &row, SPAN("no such address"), NOW,
		    a->why);
	case 'w':
		return outbox_wait(a->db, &row, &wait, a->why);
	default:
		return outbox_hold(a->db, &row, &wait, NOW, a->why);
	}
}

static enum outcome
go_neutral(struct act *a)
{
	struct span reference = SPAN("");
	enum outcome how = outbox_go_neutral(a->db, day_of(2026, 11, 25), NOW,
	    a->mem, &reference, a->why);

	buf_add(a->out, reference);
	return how;
}

static void
show_printed(struct span reference, struct span kind, void *context)
{
	buf_printf(context, "%.*s %.*s;", SPAN_ARG(reference), SPAN_ARG(kind));
}

static enum outcome
letters(struct act *a)
{
	const struct letter_wanted wanted = { nth(a, 2),
		LETTER_ACKNOWLEDGEMENT };
	struct outbox_row row = { .id = 0 };
	enum outcome how = outbox_letters(a->db, show_printed, a->out, a->why);

	if (how == DONE)
		how = outbox_of_case(a->db, &wanted, a->mem, &row, a->why);
	buf_printf(a->out, "%lld", row.id);
	return how;
}

static enum outcome
posted(struct act *a)
{
	const struct span references[] = { nth(a, 2) };
	const struct posting posting = { .references = references,
		.n_references = (size_t)number(a, 0),
		.who = SPAN("jbell"),
		.at = NOW };
	long long n = -1;
	enum outcome how = outbox_letters_posted(a->db, &posting, &n, a->why);

	buf_printf(a->out, "%lld", n);
	return how;
}

static enum outcome
departures(struct act *a)
{
	const struct departure_question q = { TO_DOMAIN,
		SPAN("x@people.example"), 0, 1 };
	time_t at = -1;
	enum outcome how = departure_nth(a->db, &q, &at, a->why);

	buf_printf(a->out, "%lld", (long long)at);
	return how;
}

SHOW(show_need, need_row, "%.*s;", SPAN_ARG(row->kind))

static enum outcome
before_it_goes(struct act *a)
{
	long long person = -1;
	bool is_owed = false;
	enum outcome how =
	    restriction_of_row(a->db, number(a, 0), NOW, &person, a->why);

	if (how == DONE)
		how =
		    needs_of_case(a->db, nth(a, 1), show_need, a->out, a->why);
	if (how == DONE)
		how = further_check(a->db, number(a, 0), NOW, &is_owed, a->why);
	buf_printf(a->out, "%lld %d", person, is_owed);
	return how;
}

/* --- letters of open cases --------------------------------------------------------- */

static enum outcome
look(struct act *a)
{
	struct policy policy = { .holding = LETTER_BY_ITSELF,
		.holding_days = 5 };
	const struct further_round round = { .policy = &policy,
		.domain = DOMAIN,
		.now = noon_of(2027, 5, (int)number(a, 0)) };
	long long n = 0;
	enum outcome how = further_look(a->db, &round, &n, a->why);

	/* How many it makes differs when it is done in steps. */
	return how;
}

/* --- alerts ----------------------------------------------------------------------------- */

static enum outcome
alert_deadlines(struct act *a)
{
	const int today = (int)number(a, 0);
	const struct deadlines d = { .now = noon_of(2026, 11, today),
		.today = day_of(2026, 11, today),
		.next = day_of(2026, 11, today + 1),
		.recipient = SPAN("Complaints team") };

	return alert_look(a->db, &d, a->why);
}

static enum outcome
alert_goes(struct act *a)
{
	struct alert alert = { .id = 0 };
	const struct alert_mail mail = { NOW, NOW + 3600,
		SPAN("Patient Safety Team"), 0 };
	enum outcome how = alert_next(a->db, NOW, a->mem, &alert, a->why);

	if (how == DONE && alert.id == 0)
		die("test: no alert is due");
	buf_printf(a->out, "%lld", alert.id);
	return how == DONE ? alert_sent(a->db, &alert, &mail, a->why) : how;
}

static enum outcome
alert_waits(struct act *a)
{
	struct alert alert = { .id = 0 };
	const struct alert_trouble trouble = { .kind = (int)number(a, 0),
		.now = NOW,
		.again = NOW - 60,
		.note = SPAN("there is no address") };
	enum outcome how = alert_next(a->db, NOW, a->mem, &alert, a->why);

	if (how == DONE && alert.id == 0)
		die("test: no alert is due");
	return how == DONE ? alert_put_off(a->db, &alert, &trouble, a->why)
			   : how;
}

static enum outcome
alert_again(struct act *a)
{
	return alert_revive(a->db, NOW, a->why);
}

static enum outcome
restricted(struct act *a)
{
	const struct restricting r = { .person_id = number(a, 0),
		.kind = SPAN("no_ack"),
		.reason = SPAN("forty messages on the same matter"),
		.decided_by = SPAN("Dr Kay Moor"),
		.review_due = NO_DATE,
		.who = SPAN("jbell"),
		.at = NOW };
	day due;

	return restriction_add(a->db, &r, &due, a->why);
}

static const struct operation operations[] = {
	{ "Ada complains", DB_INTAKE, arrive_complaint, JUST_DONE,
	    { "m1", "ada" } },
	{ "Ben writes a letter", DB_INTAKE, arrive_letter, JUST_DONE,
	    { "p2", "ben" } },
	{ "Cy asks", DB_INTAKE, arrive_request, JUST_DONE, { "m3", "cy" } },
	{ "one unread", DB_INTAKE, arrive_unread, JUST_DONE, { "m4", "dee" } },
	{ "Eve complains", DB_INTAKE, arrive_complaint, JUST_DONE,
	    { "m5", "eve" } },
	{ "Fay complains", DB_INTAKE, arrive_complaint, JUST_DONE,
	    { "m6", "fay" } },
	{ "an attempt begins", DB_SENDER, start, WHOLE, { "" } },
	{ "nobody answers", DB_SENDER, finish, WHOLE, { "later", "1", NULL } },
	{ "another", DB_SENDER, start, WHOLE, { "" } },
	{ "it may have left", DB_SENDER, finish, WHOLE,
	    { "later", "2", "perhaps" } },
	{ "all have time", DB_INTAKE, sql, JUST_DONE,
	    { "UPDATE outbox SET next_attempt = 1" } },
	{ "one more", DB_SENDER, start, WHOLE, { "" } },
	{ "it is sent", DB_SENDER, finish, WHOLE, { "sent", "0" } },
	{ "the letter", DB_SENDER, start, WHOLE, { "" } },
	{ "it is printed", DB_SENDER, finish, WHOLE, { "printed", "0" } },
	{ "letters", DB_STAFF, letters, WHOLE, { "" } },
	{ "posted", DB_STAFF, posted, WHOLE, { "1" } },
	{ "not again", DB_STAFF, posted, REFUSES, { "1" } },
	{ "all that are", DB_STAFF, posted, WHOLE, { "0" } },
	{ "the request", DB_SENDER, start, WHOLE, { "" } },
	{ "it is refused", DB_SENDER, finish, WHOLE, { "never", "0" } },
	{ "it waits", DB_SENDER, finish, WHOLE, { "wait", "0" } },
	{ "all have time", DB_INTAKE, sql, JUST_DONE,
	    { "UPDATE outbox SET next_attempt = 1" } },
	{ "it waits with the same words", DB_SENDER, finish, WHOLE,
	    { "wait", "0" } },
	{ "a person decides", DB_SENDER, finish, WHOLE, { "hold", "0" } },
	{ "its last day", DB_SENDER, go_neutral, WHOLE, { "" } },
	{ "no more wait", DB_SENDER, go_neutral, WHOLE, { "" } },
	{ "what left", DB_SENDER, departures, WHOLE, { "" } },
	{ "may it go?", DB_SENDER, before_it_goes, WHOLE, { "1" } },
	{ "Eve is restricted", DB_STAFF, restricted, WHOLE, { "5" } },
	{ "may hers go?", DB_SENDER, before_it_goes, IN_STEPS, { "5" } },
	{ "an alert", DB_SENDER, alert_goes, WHOLE, { "" } },
	{ "the server is away", DB_SENDER, alert_waits, WHOLE, { "0" } },
	{ "the address is none", DB_SENDER, alert_waits, WHOLE, { "1" } },
	{ "there is none", DB_SENDER, alert_waits, WHOLE, { "2" } },
	{ "nor any more", DB_SENDER, alert_waits, WHOLE, { "2" } },
	{ "no address took it", DB_SENDER, alert_waits, WHOLE, { "3" } },
	{ "addresses may be there", DB_SENDER, alert_again, WHOLE, { "" } },
	{ "the day before", DB_SENDER, alert_deadlines, WHOLE, { "24" } },
	{ "the last day", DB_SENDER, alert_deadlines, WHOLE, { "25" } },
	{ "all are told", DB_INTAKE, sql, JUST_DONE,
	    { "UPDATE outbox SET state = 'sent'; "
	      "UPDATE cases SET state = 'acknowledged'; DELETE FROM flag" } },
	{ "nothing waits", DB_SENDER, alert_deadlines, WHOLE, { "25" } },
	{ "replies will be late", DB_SENDER, look, IN_STEPS, { "17" } },
	{ "it was answered", DB_INTAKE, sql, JUST_DONE,
	    { "UPDATE cases SET state = 'closed'" } },
	{ "nobody needs them", DB_SENDER, look, IN_STEPS, { "18" } },
	{ "nor this one", DB_SENDER, before_it_goes, IN_STEPS, { "7" } },
};

int
main(void)
{
	return sweep_all(operations, sizeof operations / sizeof *operations);
}
