/* faults_casework.c - what staff do, with SQLite failing at each of its calls */
#include "arrivals.h"
#include "policy.h"
#include "register/acknowledging.h"
#include "register/alert.h"
#include "register/closing.h"
#include "register/coding.h"
#include "register/coding_list.h"
#include "register/correction.h"
#include "register/dividing.h"
#include "register/dossier.h"
#include "register/holidays.h"
#include "register/pausing.h"
#include "register/retention.h"
#include "register/rules.h"

static struct policy policy = { .retention_years = 10,
	.ack_days = { 3, 3, 3, 3, 3, 3 } };

static enum outcome
set_field(struct act *a)
{
	struct wanted_change wanted = { .change = change_of(a, "as agreed"),
		.field = case_field_find(span_of(a->with[1])),
		.agreed_on = NO_DATE,
		.policy = &policy };
	enum outcome how = case_field_read(wanted.field, span_of(a->with[2]),
	    a->mem, &wanted.value, a->why);

	return how == DONE ? casework_change(a->db, &wanted, a->why) : how;
}

/* --- letters ------------------------------------------------------------------ */

static enum outcome
told_by_phone(struct act *a)
{
	const struct change change = change_of(a, "");

	return acknowledging_by_phone(a->db, &change, day_of(2026, 11, 23),
	    a->why);
}

static enum outcome
told_in_form(struct act *a)
{
	const struct change change = change_of(a, "");

	return acknowledging_sent(a->db, &change, day_of(2026, 11, 23),
	    SPAN("Braille"), a->why);
}

static enum outcome
hold(struct act *a)
{
	const struct change change = change_of(a, "it is another's");

	return acknowledging_hold(a->db, &change, a->why);
}

static enum outcome
release(struct act *a)
{
	const struct change change = change_of(a, "");

	return acknowledging_release(a->db, &change, a->why);
}

static enum outcome
release_to(struct act *a)
{
	const struct change change = change_of(a, "the electoral roll");

	return acknowledging_release_to(a->db, &change,
	    SPAN("2 Mill Lane\nNorthmoor"), a->why);
}

static enum outcome
cancel(struct act *a)
{
	const struct change change = change_of(a, "it was thanked for");

	return acknowledging_cancel(a->db, &change, a->why);
}

/* --- what becomes of a case ---------------------------------------------------- */

static enum outcome
split(struct act *a)
{
	const struct splitting s = { .change = change_of(a, "two matters"),
		.category = FOI,
		.policy = &policy,
		.domain = DOMAIN };
	struct span reference = SPAN("");
	enum outcome how = case_split(a->db, &s, a->mem, &reference, a->why);

	buf_add(a->out, reference);
	return how;
}

static enum outcome
merge(struct act *a)
{
	const struct change change = change_of(a, "one matter");

	return case_merge(a->db, &change, nth(a, number(a, 1)), a->why);
}

static enum outcome
rest(struct act *a)
{
	const struct change change = change_of(a, "an inquest");

	return pausing_begin(a->db, &change, SPAN("coroner"), a->why);
}

static enum outcome
resume(struct act *a)
{
	const struct change change = change_of(a, "");

	return pausing_end(a->db, &change, a->why);
}

static void
note_missing(struct span sentence, void *context)
{
	buf_printf(context, "%.*s;", SPAN_ARG(sentence));
}

static enum outcome
close_as(struct act *a)
{
	const struct closing closing = { .change = change_of(a, "by letter"),
		.outcome = span_of(a->with[1]),
		.policy = &policy };
	struct closed closed = { NO_DATE, NO_DATE };
	enum outcome how;

	buf_clear(a->out);
	how =
	    closing_run(a->db, &closing, note_missing, a->out, &closed, a->why);
	buf_printf(a->out, "%d", closed.retain_until);
	return how;
}

static enum outcome
open_again(struct act *a)
{
	const struct change change = change_of(a, "they wrote again");

	return closing_undo(a->db, &change, a->why);
}

static enum outcome
correct(struct act *a)
{
	const struct correction c = { .reference = nth(a, number(a, 0)),
		.by = SPAN("jbell"),
		.reason = SPAN("it says so"),
		.at = fault.now,
		.policy = &policy,
		.to = span_is_equal(span_of(a->with[1]), SPAN("concern"))
			  ? CONCERN
			  : COMPLAINT };
	enum category from = FOI;
	enum outcome how = correction_add(a->db, &c, &from, a->why);

	buf_printf(a->out, "%d", (int)from);
	return how;
}

static void
show_corrected(const struct corrected *c, void *context)
{
	buf_printf(context, "%d %.*s;", (int)c->category, SPAN_ARG(c->text));
}

static enum outcome
corrections(struct act *a)
{
	return corrections_each(a->db, show_corrected, a->out, a->why);
}

static enum outcome
new_model(struct act *a)
{
	return correction_tell_model(a->db, SPAN("jbell"), SPAN("0a1b"),
	    a->why);
}

/* --- codes -------------------------------------------------------------------- */

#define CODES                                                                  \
	"subject\tstaff\t-\tStaff\tattitude\town\n"                            \
	"sub_subject\trude\tstaff\tRude\tattitude\town\n"                      \
	"service\tward\t-\tWards\t-\town\n"                                    \
	"profession\tnurse\t-\tNurses\t-\town\n"                               \
	"age\tadult\t-\tAdults\t18-150\town\n"                                 \
	"age\tchild\t-\tChildren\t0-17\town\n"

#define MORE_CODES                                                             \
	CODES "service\tclinic\t-\tClinics\t-\town\n"                          \
	      "status\tpatient\t-\tPatient\t-\town\n"

/* The list of that number, from so many days into the year. */
static enum outcome
load_codes(struct act *a)
{
	static const char *const lists[] = { CODES, MORE_CODES,
		/* other topics, another source, and no clinics */
		CODES "service\tward2\t-\tWards\tcleanliness\town\n"
		      "status\tpatient\t-\tPatient\t-\tours\n",
		/* each that began on that day anew */
		CODES "service\tward2\t-\tWards\tattitude\town\n"
		      "status\tpatient\t-\tThe patient\tattitude\tours\n",
		/* other years, which began before */
		"age\tadult\t-\tAdults\t18-149\town\n"
		"age\tchild\t-\tChildren\t1-17\town\n",
		/* without a ward */
		"service\tward2\t-\tWards\tattitude\town\n" };
	struct change change = change_of(a, "");
	struct code_list list = { 0 };
	struct code_list_loaded n = { 0 };
	enum outcome how =
	    code_list_read(span_of(lists[number(a, 2)]), a->mem, &list, a->why);

	change.reference = SPAN("");
	if (how == DONE)
		how = code_list_load(a->db, &change, &list,
		    day_of(2026, 4, (int)number(a, 1)), &n, a->why);
	buf_printf(a->out, "%lld %lld %lld %lld", n.added, n.ended, n.changed,
	    n.same);
	return how;
}

static enum outcome
code_add(struct act *a)
{
	const struct change change = change_of(a, "");

	return coding_add(a->db, &change, span_of(a->with[1]), a->why);
}

static enum outcome
code_remove(struct act *a)
{
	const struct change change = change_of(a, "");

	return coding_remove(a->db, &change, span_of(a->with[1]), a->why);
}

static enum outcome
code_confirm(struct act *a)
{
	const struct change change = change_of(a, "");

	return coding_confirm(a->db, &change, a->why);
}

/* --- days, alerts, letters, papers --------------------------------------------- */

static enum outcome
proclaim(struct act *a)
{
	const struct new_holiday h = { .at = day_of(2026, 11, 24),
		.in_england = true,
		.name = SPAN("A day of thanks"),
		.who = SPAN("jbell"),
		.now = fault.now };
	long long moved = -1;
	enum outcome how = holiday_add(a->db, &h, &moved, a->why);

	buf_printf(a->out, "%lld", moved);
	return how;
}

static enum outcome
confirm_alerts(struct act *a)
{
	const struct confirming c = { .reference = nth(a, number(a, 0)),
		.kind = span_of(a->with[1]),
		.who = SPAN("jbell"),
		.at = fault.now };
	long long n = -1;
	enum outcome how = alert_confirm(a->db, &c, &n, a->why);

	buf_printf(a->out, "%lld", n);
	return how;
}

static enum outcome
hand_over(struct act *a)
{
	const struct handing_over h = { .reference = nth(a, number(a, 0)),
		.who = SPAN("jbell"),
		.detail = SPAN("To the Ombudsman"),
		.at = fault.now };

	return dossier_handed_over(a->db, &h, a->why);
}

/* Beyond the ten years of what was closed. */
static enum outcome
destroy(struct act *a)
{
	const struct destruction d = { .reference = nth(a, number(a, 0)),
		.who = SPAN("A Manager"),
		.reason = SPAN("reviewed"),
		.at = fault.now,
		.today = day_of(2037, 1, 5) };
	long long n = -1;
	enum outcome how = retention_destroy(a->db, &d, &n, a->why);

	buf_printf(a->out, "%lld", n);
	return how;
}

static const struct operation operations[] = {
	{ "codes of the year", DB_STAFF, load_codes, WHOLE, { "1", "1", "0" } },
	{ "a complaint", DB_INTAKE, arrive_complaint, JUST_DONE,
	    { "m1", "ada" } },
	{ "a letter", DB_INTAKE, arrive_letter, JUST_DONE, { "p2", "ben" } },
	{ "a request", DB_INTAKE, arrive_request, JUST_DONE, { "m3", "cy" } },
	{ "one unread", DB_INTAKE, arrive_unread, JUST_DONE, { "m4", "dee" } },
	{ "a call", DB_INTAKE, arrive_call, JUST_DONE, { "n5", "eve" } },
	{ "a compliment", DB_INTAKE, arrive_compliment, JUST_DONE,
	    { "m6", "fay" } },
	{ "another complaint", DB_INTAKE, arrive_complaint, JUST_DONE,
	    { "m7", "gus" } },
	{ "its owner", DB_STAFF, set_field, WHOLE,
	    { "1", "owner", "Kay Moor" } },
	{ "another owner", DB_STAFF, set_field, WHOLE,
	    { "1", "owner", "Lee Moor" } },
	{ "no owner", DB_STAFF, set_field, WHOLE, { "1", "owner", "" } },
	{ "no such case", DB_STAFF, set_field, REFUSES,
	    { "99", "owner", "Kay Moor" } },
	{ "a day agreed", DB_STAFF, set_field, WHOLE,
	    { "1", "agreed_due", "2027-03-01" } },
	{ "another day", DB_STAFF, set_field, WHOLE,
	    { "1", "agreed_due", "2027-04-01" } },
	{ "made orally", DB_STAFF, set_field, REFUSES,
	    { "1", "made_orally", "yes" } },
	{ "who decides", DB_STAFF, set_field, WHOLE,
	    { "1", "late_decided_by", "Dr Kay Moor" } },
	{ "late by a year", DB_STAFF, set_field, WHOLE,
	    { "1", "late_decision", "accepted" } },
	{ "to be kept", DB_STAFF, set_field, WHOLE,
	    { "1", "legal_hold", "yes" } },
	{ "and no more", DB_STAFF, set_field, WHOLE,
	    { "1", "legal_hold", "" } },
	{ "of staff", DB_STAFF, set_field, WHOLE,
	    { "7", "staff_matter", "yes" } },
	{ "passed on", DB_STAFF, set_field, REFUSES,
	    { "7", "transferred_to", "Southmoor" } },
	{ "with consent", DB_STAFF, set_field, WHOLE,
	    { "7", "transfer_consent", "received" } },
	{ "passed on at last", DB_STAFF, set_field, WHOLE,
	    { "7", "transferred_to", "Southmoor" } },
	{ "what is meant?", DB_STAFF, set_field, WHOLE,
	    { "3", "clarify_requested_on", "2026-11-23" } },
	{ "it rests", DB_STAFF, resume, REFUSES, { "3" } },
	{ "that is meant", DB_STAFF, set_field, WHOLE,
	    { "3", "clarified_on", "2026-11-23" } },
	{ "another request", DB_INTAKE, arrive_request, JUST_DONE,
	    { "m8", "hal" } },
	{ "what is meant here?", DB_STAFF, set_field, WHOLE,
	    { "8", "clarify_requested_on", "2026-11-23" } },
	{ "it was clear after all", DB_STAFF, set_field, WHOLE,
	    { "8", "clarify_requested_on", "" } },
	{ "told by telephone", DB_STAFF, told_by_phone, WHOLE, { "1" } },
	{ "told in Braille", DB_STAFF, told_in_form, WHOLE, { "2" } },
	{ "held", DB_STAFF, hold, WHOLE, { "6" } },
	{ "cancelled", DB_STAFF, cancel, WHOLE, { "6" } },
	{ "let go", DB_STAFF, release, WHOLE, { "7" } },
	{ "held again", DB_STAFF, hold, WHOLE, { "7" } },
	{ "by post", DB_STAFF, release_to, WHOLE, { "7" } },
	{ "a second case", DB_STAFF, split, WHOLE, { "1" } },
	{ "a code", DB_STAFF, code_add, WHOLE, { "1", "ward" } },
	{ "with its subject", DB_STAFF, code_add, WHOLE, { "1", "rude" } },
	{ "of one kind alone", DB_STAFF, code_add, WHOLE, { "1", "adult" } },
	{ "another age", DB_STAFF, code_add, WHOLE, { "1", "child" } },
	{ "not this one", DB_STAFF, code_remove, WHOLE, { "1", "staff" } },
	{ "nor that", DB_STAFF, code_remove, WHOLE, { "1", "rude" } },
	{ "no such code", DB_STAFF, code_add, REFUSES, { "1", "nothing" } },
	{ "not all that it lacks", DB_STAFF, code_confirm, REFUSES, { "1" } },
	{ "its subject", DB_STAFF, code_add, WHOLE, { "1", "staff" } },
	{ "its profession", DB_STAFF, code_add, WHOLE, { "1", "nurse" } },
	{ "all that is suggested", DB_STAFF, code_confirm, WHOLE, { "1" } },
	{ "codes from a later day", DB_STAFF, load_codes, WHOLE,
	    { "1", "2", "1" } },
	{ "one less, others new", DB_STAFF, load_codes, WHOLE,
	    { "1", "2", "2" } },
	{ "they are other ones", DB_STAFF, load_codes, WHOLE,
	    { "1", "2", "3" } },
	{ "other years", DB_STAFF, load_codes, WHOLE, { "1", "3", "4" } },
	{ "a code of a case's", DB_STAFF, load_codes, REFUSES,
	    { "1", "3", "5" } },
	{ "it rests", DB_STAFF, rest, WHOLE, { "1" } },
	{ "it goes on", DB_STAFF, resume, WHOLE, { "1" } },
	{ "a concern", DB_STAFF, correct, WHOLE, { "4", "concern" } },
	{ "a complaint after all", DB_STAFF, correct, WHOLE,
	    { "4", "complaint" } },
	{ "what was learnt", DB_STAFF, corrections, WHOLE, { "" } },
	{ "a model of it", DB_STAFF, new_model, WHOLE, { "" } },
	{ "a holiday", DB_STAFF, proclaim, WHOLE, { "" } },
	{ "one alert", DB_STAFF, confirm_alerts, WHOLE, { "1", "media" } },
	{ "all alerts", DB_STAFF, confirm_alerts, WHOLE, { "1", "" } },
	{ "no alert", DB_STAFF, confirm_alerts, REFUSES, { "1", "" } },
	{ "more is missing", DB_STAFF, close_as, REFUSES, { "1", "upheld" } },
	{ "the response", DB_STAFF, set_field, WHOLE,
	    { "1", "response_sent_on", "2026-11-23" } },
	{ "its signature", DB_STAFF, set_field, WHOLE,
	    { "1", "signed_by", "The chief executive" } },
	{ "the Ombudsman", DB_STAFF, set_field, WHOLE,
	    { "1", "ombudsman_told_on", "2026-11-23" } },
	{ "lessons", DB_STAFF, set_field, WHOLE, { "1", "lessons", "none" } },
	{ "consent", DB_STAFF, set_field, WHOLE,
	    { "1", "consent", "not_needed" } },
	{ "closed", DB_STAFF, close_as, WHOLE, { "1", "upheld" } },
	{ "open again", DB_STAFF, open_again, WHOLE, { "1" } },
	{ "it is open", DB_STAFF, open_again, REFUSES, { "1" } },
	{ "settled at once", DB_STAFF, set_field, WHOLE,
	    { "5", "satisfied_on", "2026-11-23" } },
	{ "and closed", DB_STAFF, close_as, WHOLE, { "5", "settled_orally" } },
	{ "two are one", DB_STAFF, merge, WHOLE, { "2", "1" } },
	{ "handed over", DB_STAFF, hand_over, WHOLE, { "1" } },
	{ "destroyed", DB_KEEPER, destroy, WHOLE, { "5" } },
	{ "not twice", DB_KEEPER, destroy, REFUSES, { "5" } },
	{ "nor what is open", DB_KEEPER, destroy, REFUSES, { "3" } },
};

int
main(void)
{
	policy.response_days[FOI] = 20;
	return sweep_all(operations, sizeof operations / sizeof *operations);
}
