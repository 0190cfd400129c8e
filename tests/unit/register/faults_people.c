/* faults_people.c - who people are, with SQLite failing at each of its calls */
#include "arrivals.h"
#include "register/people_case.h"
#include "register/people_equality.h"
#include "register/people_match.h"
#include "register/people_needs.h"
#include "register/restriction.h"

#define NOW noon_of(2026, 11, 23)

/* By jbell, of no case. */
static struct change
said(const char *reason)
{
	return (struct change){ .reference = SPAN(""),
		.who = SPAN("jbell"),
		.reason = span_of(reason),
		.at = NOW };
}

static const char *
word_or_null(const struct act *a, size_t i, const char *field)
{
	return strcmp(a->with[1], field) == 0 ? a->with[i] : NULL;
}

static enum outcome
edit(struct act *a)
{
	const struct change change = said("");
	const struct person_edit e = {
		.name = word_or_null(a, 2, "name"),
		.born_on = word_or_null(a, 2, "born"),
		.email = word_or_null(a, 2, "email"),
		.postal = word_or_null(a, 2, "postal"),
		.phone = word_or_null(a, 2, "phone"),
		.prefer = word_or_null(a, 2, "prefer"),
		.without = word_or_null(a, 2, "without"),
	};

	return people_edit(a->db, &change, number(a, 0), &e, a->why);
}

static enum outcome
involve(struct act *a)
{
	const struct change change = change_of(a, "");
	const struct involvement i = { .person_id = number(a, 1),
		.name = SPAN("Ida Example"),
		.born_on = SPAN("1950-02-03"),
		.role = span_of(a->with[2]),
		.basis = span_of(a->with[3]),
		.evidence_on =
		    a->with[3][0] != '\0' ? SPAN("2026-11-22") : SPAN("") };
	long long id = 0;
	enum outcome how = people_involve(a->db, &change, &i, &id, a->why);

	buf_printf(a->out, "%lld", id);
	return how;
}

static enum outcome
dismiss(struct act *a)
{
	const struct change change = change_of(a, "by mistake");

	return people_dismiss(a->db, &change, number(a, 1), span_of(a->with[2]),
	    a->why);
}

static enum outcome
merge(struct act *a)
{
	const struct change change = said("the same telephone");

	return people_merge(a->db, &change, number(a, 0), number(a, 1), a->why);
}

static enum outcome
tell_apart(struct act *a)
{
	const struct change change = said("father and son");

	return people_tell_apart(a->db, &change, number(a, 0), number(a, 1),
	    a->why);
}

/* --- what they need, and what they answered ------------------------------------- */

static enum outcome
need(struct act *a)
{
	const struct change change = said("");

	return needs_set(a->db, &change, number(a, 0), span_of(a->with[1]),
	    span_of(a->with[2]), a->why);
}

static enum outcome
need_no_more(struct act *a)
{
	const struct change change = said("");

	return needs_remove(a->db, &change, number(a, 0), span_of(a->with[1]),
	    a->why);
}

static enum outcome
answer(struct act *a)
{
	const struct change change = said("");

	return equality_set(a->db, &change, number(a, 0), span_of(a->with[1]),
	    span_of(a->with[2]), a->why);
}

SHOW(show_need, need_row, "%lld %.*s;", row->person_id, SPAN_ARG(row->kind))

static enum outcome
needs(struct act *a)
{
	enum outcome how =
	    needs_of_person(a->db, number(a, 0), show_need, a->out, a->why);

	return how == DONE
		   ? needs_of_case(a->db, nth(a, 1), show_need, a->out, a->why)
		   : how;
}

SHOW(show_answers, equality_row, "%s %lld;", row->question, row->n)

static enum outcome
answers(struct act *a)
{
	const struct equality_group group = { SPAN("complainant"),
		day_of(2026, 4, 1), day_of(2027, 3, 31) };

	return equality_count(a->db, &group, show_answers, a->out, a->why);
}

/* --- restrictions ---------------------------------------------------------------- */

static struct restricting
decision(const struct act *a)
{
	return (struct restricting){ .person_id = number(a, 0),
		.kind = span_of(a->with[1]),
		.detail = span_of(a->with[2]),
		.reason = SPAN("forty messages on the same matter"),
		.decided_by = SPAN("Dr Kay Moor"),
		.review_due = NO_DATE,
		.who = SPAN("jbell"),
		.at = NOW };
}

static enum outcome
limit(struct act *a)
{
	const struct restricting r = decision(a);
	day due = NO_DATE;
	enum outcome how = restriction_add(a->db, &r, &due, a->why);

	buf_printf(a->out, "%d", due);
	return how;
}

static enum outcome
renew(struct act *a)
{
	const struct restricting r = decision(a);
	day due = NO_DATE;
	enum outcome how = restriction_renew(a->db, &r, &due, a->why);

	buf_printf(a->out, "%d", due);
	return how;
}

static enum outcome
lift(struct act *a)
{
	const struct restricting r = decision(a);

	return restriction_lift(a->db, &r, a->why);
}

static enum outcome
new_issue(struct act *a)
{
	const struct change change = change_of(a, "");
	struct issue_answer result = { .note = SPAN("") };
	enum outcome how = restriction_answer(a->db, &change, number(a, 1) != 0,
	    a->mem, &result, a->why);

	buf_printf(a->out, "%d %.*s", (int)result.became,
	    SPAN_ARG(result.note));
	return how;
}

SHOW(show_restriction, restriction_row, "%lld %.*s;", row->person_id,
    SPAN_ARG(row->kind))

SHOW(show_task, new_issue_row, "%.*s %lld;", SPAN_ARG(row->reference),
    row->person_id)

static enum outcome
restrictions(struct act *a)
{
	enum outcome how =
	    restriction_each(a->db, 0, show_restriction, a->out, a->why);

	if (how == DONE)
		how = restriction_each(a->db, 1, show_restriction, a->out,
		    a->why);
	if (how == DONE)
		how = restriction_tasks(a->db, SPAN(""), show_task, a->out,
		    a->why);
	return how == DONE ? restriction_tasks(a->db, nth(a, 1), show_task,
				 a->out, a->why)
			   : how;
}

/* --- looking ---------------------------------------------------------------------- */

SHOW(show_person, person_row, "%lld %.*s %lld;", row->person.id,
    SPAN_ARG(row->contact), row->n_cases)

SHOW(show_contact, contact_row, "%.*s %d;", SPAN_ARG(row->value),
    row->is_preferred)

SHOW(show_involvement, involvement_row, "%lld %.*s;", row->person.id,
    SPAN_ARG(row->role))

SHOW(show_case, person_case_row, "%.*s;", SPAN_ARG(row->reference))

SHOW(show_alike, alike_row, "%lld %lld %.*s;", row->id, row->other,
    SPAN_ARG(row->why))

static enum outcome
look(struct act *a)
{
	struct person person = { .id = 0 };
	struct person_contacts n = { 0 };
	long long id = number(a, 0);
	enum outcome how = people_find(a->db, id, a->mem, &person, a->why);

	if (how == DONE)
		how = people_find_present(a->db, id, a->mem, &person, a->why);
	if (how == DONE)
		how = people_contacts(a->db, id, show_contact, a->out, a->why);
	if (how == DONE)
		how = people_count(a->db, id, NOW, &n, a->why);
	buf_printf(a->out, "%.*s %lld %lld;", SPAN_ARG(person.name), n.items,
	    n.same);
	return how == DONE ? people_cases(a->db, id, show_case, a->out, a->why)
			   : how;
}

static enum outcome
everybody(struct act *a)
{
	enum outcome how =
	    people_each(a->db, SPAN(""), 50, show_person, a->out, a->why);

	if (how == DONE)
		how = people_each(a->db, SPAN("ada"), 50, show_person, a->out,
		    a->why);
	if (how == DONE)
		how = people_of_case(a->db, nth(a, 1), show_involvement, a->out,
		    a->why);
	if (how == DONE)
		how = people_alike(a->db, 1, 50, show_alike, a->out, a->why);
	return how == DONE
		   ? people_alike(a->db, 0, 50, show_alike, a->out, a->why)
		   : how;
}

static enum outcome
may_go(struct act *a)
{
	struct release release = { .reason = SPAN("") };
	enum outcome how = people_release(a->db, nth(a, number(a, 0)),
	    TO_COMPLAINANT, a->mem, &release, a->why);

	buf_printf(a->out, "%d %.*s", release.is_allowed,
	    SPAN_ARG(release.reason));
	return how;
}

static const struct operation operations[] = {
	{ "Ada complains", DB_INTAKE, arrive_complaint, JUST_DONE,
	    { "m1", "ada" } },
	{ "Ben writes a letter", DB_INTAKE, arrive_letter, JUST_DONE,
	    { "p2", "ben" } },
	{ "Cy asks", DB_INTAKE, arrive_request, JUST_DONE, { "m3", "cy" } },
	{ "Dee complains", DB_INTAKE, arrive_complaint, JUST_DONE,
	    { "m4", "dee" } },
	{ "a name", DB_STAFF, edit, WHOLE, { "1", "name", "Ada Sample" } },
	{ "a date of birth", DB_STAFF, edit, WHOLE,
	    { "1", "born", "1950-01-02" } },
	{ "an address", DB_STAFF, edit, WHOLE,
	    { "1", "email", "ada@other.example" } },
	{ "a postal address", DB_STAFF, edit, WHOLE,
	    { "1", "postal", "2 Mill Lane\nNorthmoor" } },
	{ "a telephone", DB_STAFF, edit, WHOLE,
	    { "1", "phone", "01632 960102" } },
	{ "the one to use", DB_STAFF, edit, WHOLE,
	    { "1", "prefer", "ada@other.example" } },
	{ "without one", DB_STAFF, edit, WHOLE,
	    { "1", "without", "ada@other.example" } },
	{ "without what there is not", DB_STAFF, edit, REFUSES,
	    { "1", "without", "ada@other.example" } },
	{ "nobody", DB_STAFF, edit, REFUSES, { "99", "name", "Nobody" } },
	{ "the patient", DB_STAFF, involve, WHOLE,
	    { "1", "2", "patient", "" } },
	{ "a new person", DB_STAFF, involve, WHOLE,
	    { "1", "0", "patient", "" } },
	{ "who writes for her", DB_STAFF, involve, WHOLE,
	    { "1", "3", "representative", "poa" } },
	{ "for another reason", DB_STAFF, involve, WHOLE,
	    { "1", "3", "representative", "child" } },
	{ "no more", DB_STAFF, dismiss, WHOLE, { "1", "3", "representative" } },
	{ "who was not", DB_STAFF, dismiss, REFUSES,
	    { "1", "3", "representative" } },
	{ "a need", DB_STAFF, need, WHOLE, { "1", "large_print", "" } },
	{ "one with words", DB_STAFF, need, WHOLE,
	    { "1", "language", "Welsh" } },
	{ "other words", DB_STAFF, need, WHOLE, { "1", "language", "Polish" } },
	{ "who needs what", DB_STAFF, needs, WHOLE, { "1" } },
	{ "a need no more", DB_STAFF, need_no_more, WHOLE,
	    { "1", "language" } },
	{ "which was none", DB_STAFF, need_no_more, REFUSES,
	    { "1", "language" } },
	{ "an answer", DB_STAFF, answer, WHOLE, { "1", "carer", "yes" } },
	{ "taken back", DB_STAFF, answer, WHOLE,
	    { "1", "carer", "not_disclosed" } },
	{ "another", DB_STAFF, answer, WHOLE, { "4", "sex", "female" } },
	{ "all answers", DB_STAFF, answers, WHOLE, { "" } },
	{ "two people", DB_STAFF, tell_apart, WHOLE, { "1", "3" } },
	{ "one person", DB_STAFF, merge, WHOLE, { "4", "1" } },
	{ "who was one before", DB_STAFF, merge, REFUSES, { "4", "1" } },
	{ "a person", DB_STAFF, look, WHOLE, { "1" } },
	{ "who is another now", DB_STAFF, look, REFUSES, { "4" } },
	{ "all people", DB_STAFF, everybody, WHOLE, { "" } },
	{ "may it be told?", DB_STAFF, may_go, WHOLE, { "1" } },
	{ "may a request?", DB_STAFF, may_go, WHOLE, { "3" } },
	{ "is it a case?", DB_STAFF, may_go, REFUSES, { "99" } },
	{ "restricted", DB_STAFF, limit, WHOLE, { "1", "no_ack", "" } },
	{ "once more", DB_STAFF, limit, REFUSES, { "1", "no_ack", "" } },
	{ "to post", DB_STAFF, limit, WHOLE, { "3", "one_channel", "post" } },
	{ "goes on", DB_STAFF, renew, WHOLE, { "3", "one_channel", "" } },
	{ "Ada writes again", DB_INTAKE, arrive_complaint, WHOLE,
	    { "m5", "ada" } },
	{ "and Cy", DB_INTAKE, arrive_request, WHOLE, { "m6", "cy" } },
	{ "and once more", DB_INTAKE, arrive_complaint, WHOLE,
	    { "m7", "ada" } },
	{ "all restrictions", DB_STAFF, restrictions, WHOLE, { "" } },
	{ "a new issue", DB_STAFF, new_issue, WHOLE, { "5", "1" } },
	{ "of one who writes by post", DB_STAFF, new_issue, WHOLE,
	    { "6", "1" } },
	{ "no new one", DB_STAFF, new_issue, WHOLE, { "7", "0" } },
	{ "nothing is asked", DB_STAFF, new_issue, REFUSES, { "2", "0" } },
	{ "it ends", DB_STAFF, lift, WHOLE, { "1", "no_ack", "" } },
	{ "it ended", DB_STAFF, lift, REFUSES, { "1", "no_ack", "" } },
};

int
main(void)
{
	return sweep_all(operations, sizeof operations / sizeof *operations);
}
