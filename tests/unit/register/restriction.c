/* restriction.c - who is restricted, and what becomes of what they send */
#include "register/restriction.h"
#include "matter.h"
#include "register/people.h"

struct listing {
	char text[2048];
};

static bool
note_restriction(const struct restriction_row *row, void *context)
{
	struct listing *l = context;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof l->text - len,
	    "P%lld %.*s %.*s by %.*s until %.*s%s%.*s;", row->person_id,
	    SPAN_ARG(row->kind), SPAN_ARG(row->detail),
	    SPAN_ARG(row->decided_by), SPAN_ARG(row->review_due),
	    row->ended_on.len > 0 ? ", ended " : "", SPAN_ARG(row->ended_on));
	return true;
}

static struct listing
restrictions(const struct matter *m, long long id)
{
	struct listing l = { "" };
	struct error why;

	if (restriction_each(m->db, id, note_restriction, &l, &why) != DONE)
		die("test: %s", why.text);
	return l;
}

static struct restricting
decision(const struct matter *m, const char *kind)
{
	return (struct restricting){ .person_id = 1,
		.kind = span_of(kind),
		.reason = SPAN("forty messages on the same matter"),
		.decided_by = SPAN("Dr Kay Moor"),
		.review_due = NO_DATE,
		.who = m->change.who,
		.at = m->change.at };
}

static enum outcome
restrict_now(struct matter *m, const char *kind, const char *detail)
{
	struct restricting r = decision(m, kind);
	day due;

	r.detail = span_of(detail);
	return restriction_add(m->db, &r, &due, &m->why);
}

/* --- deciding -------------------------------------------------------------- */

static void
test_deciding(void)
{
	static const struct {
		const char *kind, *detail, *reason, *by, *review;
	} refused[] = {
		{ "no_ack", "", "", "Dr Kay Moor", "" },
		{ "no_ack", "", "why", "", "" },
		{ "gagged", "", "why", "Dr Kay Moor", "" },
		{ "single_contact", "", "why", "Dr Kay Moor", "" },
		{ "one_channel", "", "why", "Dr Kay Moor", "" },
		{ "one_channel", "pigeon", "why", "Dr Kay Moor", "" },
		{ "no_ack", "", "why", "Dr Kay Moor", "2026-11-23" },
		{ "no_ack", "", "why", "Dr Kay Moor", "2027-05-24" },
	};
	struct matter m;
	struct restricting r;
	day due;

	matter_open(&m);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		r = decision(&m, refused[i].kind);
		r.detail = span_of(refused[i].detail);
		r.reason = span_of(refused[i].reason);
		r.decided_by = span_of(refused[i].by);
		r.review_due = day_parse(span_of(refused[i].review));
		ok(restriction_add(m.db, &r, &due, &m.why) == REFUSED,
		    "refused: %s", m.why.text);
	}
	r = decision(&m, "no_ack");
	r.person_id = 9;
	ok(restriction_add(m.db, &r, &due, &m.why) == REFUSED, "nobody");
	is_text(restrictions(&m, 0).text, "", "nothing holds so far");
	r = decision(&m, "no_ack");
	ok(restriction_add(m.db, &r, &due, &m.why) == DONE &&
		due == day_of(2027, 5, 23),
	    "six months by the calendar");
	ok(restriction_add(m.db, &r, &due, &m.why) == REFUSED, "once");
	r.review_due = day_of(2027, 1, 4);
	ok(restriction_renew(m.db, &r, &due, &m.why) == DONE,
	    "looked at again");
	is_text(restrictions(&m, 0).text,
	    "P1 no_ack  by Dr Kay Moor until 2027-01-04;", "goes on");
	ok(restrict_now(&m, "one_channel", "post") == DONE, "another kind");
	r.kind = SPAN("one_channel");
	ok(restriction_renew(m.db, &r, &due, &m.why) == DONE,
	    "keeps its detail");
	r.kind = SPAN("suspended");
	ok(restriction_renew(m.db, &r, &due, &m.why) == REFUSED, "of none");
	ok(restriction_lift(m.db, &r, &m.why) == REFUSED, "nor lifted");
	r.decided_by = SPAN("");
	ok(restriction_lift(m.db, &r, &m.why) == REFUSED &&
		matter_says(&m, "who decided"),
	    "nor by nobody: %s", m.why.text);
	r.decided_by = SPAN("Dr Kay Moor");
	r.kind = SPAN("no_ack");
	ok(restriction_lift(m.db, &r, &m.why) == DONE, "lifted");
	is_text(restrictions(&m, 0).text,
	    "P1 one_channel post by Dr Kay Moor until 2027-01-04;",
	    "what holds");
	is_text(restrictions(&m, 1).text,
	    "P1 no_ack  by Dr Kay Moor until 2027-05-23, ended 2026-11-23;"
	    "P1 no_ack  by Dr Kay Moor until 2027-01-04, ended 2026-11-23;"
	    "P1 one_channel post by Dr Kay Moor until 2027-05-23, ended "
	    "2026-11-23;"
	    "P1 one_channel post by Dr Kay Moor until 2027-01-04;",
	    "all of it stays readable");
	matter_close(&m);
}

/* Each of the ways that one may be written to. */
static void
test_channels(void)
{
	static const struct {
		const char *word;
		enum outcome want;
	} ways[] = {
		{ "email", DONE },
		{ "post", DONE },
		{ "phone", DONE },
		{ "Post", REFUSED },
		{ "letter", REFUSED },
	};

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct matter m;

		matter_open(&m);
		is_number(restrict_now(&m, "one_channel", ways[i].word),
		    ways[i].want, "by %s alone", ways[i].word);
		matter_close(&m);
	}
}

/* --- what they send -------------------------------------------------------- */

static bool
note_case(const struct case_row *row, void *context)
{
	struct listing *l = context;

	snprintf(l->text, sizeof l->text, "%.*s%s%.*s%s",
	    SPAN_ARG(row->ack_state), row->ack_note.len > 0 ? ": " : "",
	    SPAN_ARG(row->ack_note), row->needs_review ? "; review" : "");
	return true;
}

/* How the acknowledgement of the case stands. */
static struct listing
standing(const struct matter *m)
{
	struct listing l = { "" };
	struct error why;

	if (cases_find(m->db, m->change.reference, note_case, &l, &why) != DONE)
		die("test: %s", why.text);
	return l;
}

#define ASKED "held: " RESTRICTED_WORDS "; review"

static struct item *
letter_of(struct matter *m, const char *name, const char *address)
{
	struct item *i = sample_complaint("m", &m->mem);

	i->origin.author =
	    (struct mailbox_address){ span_of(name), span_of(address) };
	return i;
}

static void
test_items(void)
{
	static const struct {
		const char *name, *address, *postal, *phone, *standing;
	} table[] = {
		{ "Ada Example", "ada@people.example", "", "", ASKED },
		{ "Somebody Else", "ADA@people.example", "", "", ASKED },
		{ "", "ada@people.example", "", "", ASKED },
		{ "Ada Example", "ada@home.example", "", "", "due" },
		{ "Ada Example", "", "1 mill lane northmoor", "", ASKED },
		{ "Bob Example", "", "1 Mill Lane, Northmoor", "", "due" },
		{ "Ada Example", "", "", "+44 113 496 0101", ASKED },
		{ "Bob Example", "", "", "0113 496 0101", "due" },
		{ "Ada Example", "", "", "", "due" },
	};
	struct matter m;
	struct item *i;

	matter_open(&m);
	ok(people_edit(m.db, &m.change, 1,
	       &(struct person_edit){ .postal = "1 Mill Lane\nNorthmoor",
		   .phone = "0113 496 0101" },
	       &m.why) == DONE,
	    "contact points");
	is_text(standing(&m).text, "due", "before");
	ok(restrict_now(&m, "no_ack", "") == DONE, "restricted");
	for (size_t n = 0; n < sizeof table / sizeof *table; n++) {
		i = letter_of(&m, table[n].name, table[n].address);
		i->origin.postal_address = span_of(table[n].postal);
		i->origin.phone = span_of(table[n].phone);
		matter_add(&m, i);
		is_text(standing(&m).text, table[n].standing, "%s, %s %s %s",
		    table[n].name, table[n].address, table[n].postal,
		    table[n].phone);
	}
	i = letter_of(&m, "Ada Example", "ada@people.example");
	i->owed.acknowledge = ACK_HOLD;
	i->owed.why_not = SPAN("No address was found");
	i->owed.may_go_neutral = true;
	matter_add(&m, i);
	is_text(standing(&m).text,
	    "held: No address was found; " RESTRICTED_WORDS "; review",
	    "held for two reasons");
	i = letter_of(&m, "Ada Example", "ada@people.example");
	i->owed.acknowledge = ACK_NO;
	matter_add(&m, i);
	is_text(standing(&m).text, "none; review",
	    "what is not acknowledged is asked about too");
	matter_close(&m);
}

/* --- the answer ------------------------------------------------------------ */

static bool
count_task(const struct new_issue_row *row, void *context)
{
	(void)row;
	++*(int *)context;
	return true;
}

static int
tasks(const struct matter *m)
{
	struct error why;
	int n = 0;

	if (restriction_tasks(m->db, SPAN(""), count_task, &n, &why) != DONE)
		die("test: %s", why.text);
	return n;
}

static void
test_answer(void)
{
	static const struct {
		const char *kind, *detail, *held_for;
		bool is_new;
		int became;
		const char *standing;
	} table[] = {
		{ "no_ack", "", "", true, ISSUE_RELEASED, "due" },
		{ "suspended", "", "", true, ISSUE_RELEASED, "due" },
		{ "no_ack", "", "", false, ISSUE_CANCELLED,
		    "cancelled: no new issue: this correspondent is "
		    "restricted" },
		{ "no_ack", "", "No address was found", true, ISSUE_HELD,
		    "held: No address was found" },
		{ "one_channel", "post", "No address was found", true,
		    ISSUE_HELD,
		    "held: No address was found; a new issue; this "
		    "correspondent is written to by post alone" },
		{ "via_advocate", "", "", true, ISSUE_HELD,
		    "held: a new issue; this correspondent is written to "
		    "through the advocate alone" },
		{ "one_channel", "post", "", true, ISSUE_HELD,
		    "held: a new issue; this correspondent is written to by "
		    "post alone" },
		{ "single_contact", "Jo Bell", "", true, ISSUE_HELD,
		    "held: a new issue; this correspondent is written to by "
		    "Jo Bell alone" },
	};

	for (size_t n = 0; n < sizeof table / sizeof *table; n++) {
		struct matter m;
		struct issue_answer answer = { .became = ISSUE_NOTED };
		struct item *i;

		matter_open(&m);
		ok(restrict_now(&m, table[n].kind, table[n].detail) == DONE,
		    "%s", table[n].kind);
		i = letter_of(&m, "Ada Example", "ada@people.example");
		if (table[n].held_for[0] != '\0') {
			i->owed.acknowledge = ACK_HOLD;
			i->owed.why_not = span_of(table[n].held_for);
		}
		matter_add(&m, i);
		is_number(tasks(&m), 1, "a task");
		ok(restriction_answer(m.db, &m.change, table[n].is_new, &m.mem,
		       &answer, &m.why) == DONE,
		    "answered");
		is_number((int)answer.became, table[n].became, "to this end");
		is_text(standing(&m).text, table[n].standing, "then");
		is_number(tasks(&m), 0, "no task");
		ok(restriction_answer(m.db, &m.change, true, &m.mem, &answer,
		       &m.why) == REFUSED,
		    "once: %s", m.why.text);
		matter_close(&m);
	}
}

/* --- sending --------------------------------------------------------------- */

/* Is the row that is due next let through? */
static bool
may_leave(const struct matter *m, time_t now)
{
	autoarena mem = { 0 };
	struct outbox_row row = { 0 };
	struct error why;
	struct db *sender = sample_db(&m->sample, DB_SENDER);
	long long person = 0;

	if (outbox_next(sender, now, &mem, &row, &why) != DONE || row.id == 0 ||
	    restriction_of_row(sender, row.id, now, &person, &why) != DONE)
		die("test: nothing is due");
	db_close(sender);
	return person == 0;
}

static void
test_sending(void)
{
	struct matter m;
	struct issue_answer answer;
	time_t now = clock_now() + 1;

	matter_open(&m);
	ok(may_leave(&m, now), "what is owed may leave");
	ok(restrict_now(&m, "no_ack", "") == DONE, "restricted since");
	is_number(tasks(&m), 0, "nobody is asked yet");
	ok(!may_leave(&m, now), "it may not");
	is_number(tasks(&m), 1, "now a person is");
	m.change.at += 60;
	ok(restriction_answer(m.db, &m.change, true, &m.mem, &answer, &m.why) ==
		DONE,
	    "a new issue, though nothing is held yet");
	ok(!may_leave(&m, now), "it may not without being let go");
	matter_close(&m);
}

/* Restricted since, with something else to wait for. */
static void
test_held_before(void)
{
	struct matter m;
	struct issue_answer answer;
	struct item *i;

	matter_open(&m);
	i = letter_of(&m, "Ada Example", "ada@people.example");
	i->owed.acknowledge = ACK_HOLD;
	i->owed.why_not = SPAN("No address was found");
	matter_add(&m, i);
	ok(restriction_answer(m.db, &m.change, true, &m.mem, &answer, &m.why) ==
		REFUSED,
	    "of nobody who is restricted: %s", m.why.text);
	ok(restrict_now(&m, "no_ack", "") == DONE, "restricted since");
	ok(restriction_answer(m.db, &m.change, true, &m.mem, &answer, &m.why) ==
		DONE,
	    "it can be answered, though nobody has asked");
	is_text(standing(&m).text, "held: No address was found",
	    "and waits for the rest");
	m.change.reference = SPAN("CS26-000999-X");
	ok(restriction_answer(m.db, &m.change, true, &m.mem, &answer, &m.why) ==
		    REFUSED &&
		matter_says(&m, "no such case"),
	    "of a case that there is: %s", m.why.text);
	matter_close(&m);
}

/* No new issue, of what nothing would have gone out for anyhow. */
static void
test_nothing_held(void)
{
	struct matter m;
	struct issue_answer answer;
	struct item *i;

	matter_open(&m);
	ok(restrict_now(&m, "no_ack", "") == DONE, "restricted");
	i = letter_of(&m, "Ada Example", "ada@people.example");
	i->owed.acknowledge = ACK_NO;
	i->owed.why_not = SPAN("it was answered on the telephone");
	matter_add(&m, i);
	m.change.reason = SPAN("the fourth of this week");
	ok(restriction_answer(m.db, &m.change, false, &m.mem, &answer,
	       &m.why) == DONE &&
		answer.became == ISSUE_NOTED,
	    "it is noted: %s", m.why.text);
	is_text(standing(&m).text, "none: it was answered on the telephone",
	    "and a person is done with it");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: new issue?. No: it is read and placed on file (the fourth "
	    "of this week)",
	    "history, with the reason");
	matter_close(&m);
}

static void
test_counts(void)
{
	struct matter m;
	struct person_contacts c = { 0 };
	struct item *i;

	matter_open(&m);
	matter_add(&m, letter_of(&m, "Ada Example", "ADA@people.example"));
	i = letter_of(&m, "Ada Example", "ada@people.example");
	i->received_at -= 40 * 86400;
	matter_add(&m, i);
	ok(people_count(m.db, 1, m.change.at, &c, &m.why) == DONE &&
		c.items == 2 && c.same == 0,
	    "what came within 30 days");
	is_text(restrictions(&m, 0).text, "", "restricts nobody");
	matter_close(&m);
}

int
main(void)
{
	test_deciding();
	test_channels();
	test_items();
	test_answer();
	test_sending();
	test_held_before();
	test_nothing_held();
	test_counts();
	return done();
}
