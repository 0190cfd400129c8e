/* closing.c - checklists, days of keeping, opening again, pauses */
#include "register/closing.h"
#include "matter.h"
#include "register/acknowledging.h"
#include "register/pausing.h"

struct missing {
	char text[2048];
	size_t n;
};

static void
note_missing(struct span sentence, void *context)
{
	struct missing *l = context;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof l->text - len, "%.*s|",
	    SPAN_ARG(sentence));
	l->n++;
}

static struct closed closed;

static enum outcome
close_as(struct matter *m, const char *outcome, struct missing *missing)
{
	memset(missing, 0, sizeof *missing);
	return closing_run(m->db,
	    &(struct closing){ .change = m->change,
		.outcome = span_of(outcome),
		.policy = &m->policy },
	    note_missing, missing, &closed, &m->why);
}

static void
set(struct matter *m, const char *field, const char *value)
{
	if (matter_set(m, field, value) != DONE)
		die("test: %s: %s", field, m->why.text);
}

static void
acknowledge(struct matter *m)
{
	if (acknowledging_by_phone(m->db, &m->change, day_of(2026, 11, 23),
		&m->why) != DONE)
		die("test: %s", m->why.text);
}

static void
test_complaint(void)
{
	static const char *const wanted[] = { "the acknowledgement",
		"response_sent_on", "signed_by", "ombudsman_told_on",
		"lessons" };
	struct matter m;
	struct missing l;
	autoarena mem = { 0 };

	matter_open(&m);
	ok(close_as(&m, "upheld", &l) == REFUSED && l.n == 5 &&
		matter_says(&m, "5 things are missing"),
	    "nothing was done: %s", m.why.text);
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		ok(strstr(l.text, wanted[i]) != NULL, "%s is named", wanted[i]);
	is_text(matter_field(&m, "outcome"), "", "and nothing is written");
	ok(close_as(&m, "answered", &l) == REFUSED &&
		matter_says(&m, "upheld partly_upheld not_upheld"),
	    "no outcome of a complaint: %s", m.why.text);
	acknowledge(&m);
	set(&m, "response_sent_on", "2026-11-23");
	set(&m, "signed_by", "Chief Executive");
	set(&m, "ombudsman_told_on", "2026-11-23");
	ok(close_as(&m, "upheld", &l) == REFUSED && l.n == 1, "but one");
	set(&m, "lessons", "none");
	set(&m, "consent", "requested");
	ok(close_as(&m, "upheld", &l) == REFUSED &&
		strstr(l.text, "consent") != NULL,
	    "consent that was asked for");
	set(&m, "consent", "received");
	m.change.at = noon_of(2026, 11, 22);
	set(&m, "response_sent_on", "2026-11-22");
	ok(close_as(&m, "upheld", &l) == DONE, "closed: %s", l.text);
	is_span(matter_row(&m, m.change.reference).state, "closed", "state");
	is_span(matter_row(&m, m.change.reference).closed_on, "2026-11-22",
	    "closed on");
	is_span(day_text(closed.retain_until, &mem), "2036-11-22",
	    "ten years by the calendar");
	is_span(matter_row(&m, m.change.reference).retain_until, "2036-11-22",
	    "as the register has it");
	is_text(matter_field(&m, "outcome"), "upheld", "outcome");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: closed. Outcome upheld; kept until Saturday 22 November "
	    "2036",
	    "history");
	ok(close_as(&m, "upheld", &l) == REFUSED &&
		matter_says(&m, "postroom reopen"),
	    "not twice: %s", m.why.text);
	ok(matter_set(&m, "signed_by", "Kim") == REFUSED, "nothing changes");
	ok(matter_set(&m, "survey_sent_on", "2026-11-22") == DONE,
	    "but what comes after");
	matter_close(&m);
}

static void
test_reopen(void)
{
	struct matter m;
	struct missing l;

	matter_open(&m);
	acknowledge(&m);
	ok(closing_undo(m.db, &m.change, &m.why) == REFUSED, "it is open");
	set(&m, "response_sent_on", "2026-11-23");
	set(&m, "signed_by", "Chief Executive");
	set(&m, "ombudsman_told_on", "2026-11-23");
	set(&m, "lessons", "none");
	ok(close_as(&m, "not_upheld", &l) == DONE, "closed");
	ok(closing_undo(m.db, &m.change, &m.why) == REFUSED &&
		matter_says(&m, "say why"),
	    "opened without a reason: %s", m.why.text);
	m.change.reason = SPAN("new facts");
	ok(closing_undo(m.db, &m.change, &m.why) == DONE, "with one");
	is_span(matter_row(&m, m.change.reference).state, "acknowledged",
	    "it was acknowledged");
	is_span(matter_row(&m, m.change.reference).retain_until, "",
	    "no end of keeping");
	is_span(matter_row(&m, m.change.reference).response_due, "2027-05-21",
	    "the clock that it had");
	is_text(matter_field(&m, "response_sent_on"), "",
	    "a response is owed again");
	is_text(matter_field(&m, "lessons"), "none", "the rest stays");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: reopened. new facts", "history");
	matter_close(&m);
}

static void
test_others(void)
{
	struct matter m;
	struct missing l;
	struct item *item;

	matter_open(&m);
	acknowledge(&m);
	ok(close_as(&m, "withdrawn", &l) == REFUSED && l.n == 1,
	    "withdrawn without a word: %s", l.text);
	m.change.reason = SPAN("by telephone, to me");
	ok(close_as(&m, "withdrawn", &l) == DONE, "with one");
	m.change.reason = SPAN("");

	item = sample_complaint("m", &m.mem);
	item->verdict.category = FOI;
	matter_add(&m, item);
	ok(close_as(&m, "answered", &l) == REFUSED && l.n == 1,
	    "information: %s", l.text);
	set(&m, "response_sent_on", "2026-11-23");
	ok(close_as(&m, "refused", &l) == REFUSED &&
		strstr(l.text, "ico_told_on") != NULL,
	    "withheld: %s", l.text);
	ok(close_as(&m, "answered", &l) == DONE, "answered: %s", l.text);

	item->verdict.category = COMPLIMENT;
	matter_add(&m, item);
	ok(close_as(&m, "noted", &l) == DONE, "praise is noted");

	item->verdict.category = COMPLAINT;
	matter_add(&m, item);
	acknowledge(&m);
	ok(close_as(&m, "transferred", &l) == REFUSED && l.n == 2,
	    "transferred: %s", l.text);
	ok(close_as(&m, "out_of_scope", &l) == REFUSED &&
		strstr(l.text, "in writing") != NULL,
	    "out of scope: %s", l.text);

	item->verdict.needs_review = true;
	matter_add(&m, item);
	acknowledge(&m);
	m.change.reason = SPAN("told me");
	ok(close_as(&m, "withdrawn", &l) == REFUSED &&
		strstr(l.text, "postroom correct") != NULL,
	    "undecided: %s", l.text);
	matter_close(&m);
}

/* Regulation 8(1)(c); 22 November 2026 was a Sunday. */
static void
test_oral(void)
{
	struct note note = { .by = SPAN("jbell") };
	struct matter m;
	struct missing l;
	struct item *item;

	matter_open(&m);
	set(&m, "satisfied_on", "2026-11-23");
	ok(close_as(&m, "settled_orally", &l) == REFUSED && l.n == 1 &&
		strstr(l.text, "in writing") != NULL,
	    "what came in writing: %s", l.text);
	item = sample_complaint("m", &m.mem);
	item->note = &note;
	matter_add(&m, item);
	is_text(matter_field(&m, "made_orally"), "yes", "a call");
	ok(close_as(&m, "settled_orally", &l) == REFUSED &&
		strstr(l.text, "satisfied_on") != NULL,
	    "nobody said so: %s", l.text);
	set(&m, "satisfied_on", "2026-11-23");
	m.change.at = noon_of(2026, 11, 24);
	ok(close_as(&m, "settled_orally", &l) == REFUSED &&
		strstr(l.text, "Monday 23 November 2026") != NULL,
	    "a day late: %s", l.text);
	m.change.at = noon_of(2026, 11, 23) + 11 * 3600;
	ok(close_as(&m, "settled_orally", &l) == DONE,
	    "by the end of the next working day: %s", l.text);
	is_span(matter_row(&m, m.change.reference).ack_state, "cancelled",
	    "nothing is acknowledged");
	matter_close(&m);
}

static void
test_pause(void)
{
	struct matter m;
	struct missing l;

	matter_open(&m);
	ok(pausing_begin(m.db, &m.change, SPAN("police"), &m.why) == REFUSED,
	    "paused without a reason");
	m.change.reason = SPAN("asked by letter");
	ok(pausing_begin(m.db, &m.change, SPAN("manager"), &m.why) == REFUSED &&
		matter_says(&m, "police coroner court person"),
	    "by somebody who may not ask: %s", m.why.text);
	ok(pausing_end(m.db, &m.change, &m.why) == REFUSED, "not paused");
	ok(pausing_begin(m.db, &m.change, SPAN("coroner"), &m.why) == DONE,
	    "paused");
	is_span(matter_row(&m, m.change.reference).paused_on, "2026-11-23",
	    "since today");
	is_span(matter_row(&m, m.change.reference).response_due, "2027-05-21",
	    "its days stay");
	is_text(matter_field(&m, "paused_by"), "coroner", "by whom");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: paused. By request of the coroner: asked by letter",
	    "history");
	ok(pausing_begin(m.db, &m.change, SPAN("court"), &m.why) == REFUSED,
	    "not twice");
	acknowledge(&m);
	ok(close_as(&m, "withdrawn", &l) == REFUSED && l.n == 1 &&
		strstr(l.text, "postroom resume") != NULL,
	    "not closed meanwhile: %s", l.text);
	m.change.at = noon_of(2026, 12, 1);
	ok(pausing_end(m.db, &m.change, &m.why) == DONE, "it goes on");
	is_span(matter_row(&m, m.change.reference).paused_on, "", "now");
	is_text(matter_field(&m, "resumed_on"), "2026-12-01", "since");
	is_text(matter_field(&m, "paused_on"), "2026-11-23",
	    "and was paused from");
	ok(pausing_begin(m.db, &m.change, SPAN("court"), &m.why) == DONE,
	    "again");
	is_text(matter_field(&m, "resumed_on"), "", "and does not go on");
	matter_close(&m);
}

int
main(void)
{
	autoarena mem = { 0 };

	test_complaint();
	test_reopen();
	test_others();
	test_oral();
	test_pause();
	is_span(day_text(years_later(day_of(2028, 2, 29), 10), &mem),
	    "2038-03-01", "a leap day is kept no shorter");
	return done();
}
