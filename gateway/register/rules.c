/* rules.c - holds changes of a case's fields to the law */
#include "register/rules.h"
#include "register/clarifying.h"
#include "register/standing.h"
#include "register/statement.h"
#include "triage/workday.h"

#define LAW_COMPLAINT_MONTHS 6

/* Fields that a command writes together with what belongs to them. */
static const struct {
	const char *field, *command;
} of_commands[] = {
	{ "outcome", "postroom close REF --outcome" },
	{ "paused_on", "postroom pause" },
	{ "paused_by", "postroom pause" },
	{ "resumed_on", "postroom resume" },
	{ "agreed_on", "postroom set REF agreed_due DATE --on DATE" },
	{ "acknowledged_on", "postroom acknowledge REF --by-phone" },
};

/* What may still be written of a closed case. */
static const char *const after_closing[] = { "owner", "officer", "redress",
	"lessons", "actions", "actions_due", "survey_sent_on", "contacted_on",
	"ombudsman_referred_on", "cqc_referred_on", "ico_referred_on",
	"legal_hold" };

/* A field that takes another one first, or a reason. */
static const struct need {
	const char *field, *value; /* NULL: whatever it becomes */
	const char *other;         /* NULL for none */
	const char *other_value;   /* NULL: any */
	bool of_foi;               /* also of a request for information */
	bool reason;
	const char *sentence;
} needs[] = {
	{ "transferred_to", NULL, "transfer_consent", "received", false, false,
	    "the person must agree first: set transfer_consent received" },
	{ "late_decision", NULL, "late_decided_by", NULL, true, true,
	    "say who decided (late_decided_by), and why: --reason WORDS" },
	{ "staff_matter", NULL, NULL, NULL, true, true,
	    "say why: --reason WORDS" },
	{ "legal_hold", "no", NULL, NULL, true, true,
	    "to end a legal hold takes a reason: --reason WORDS" },
	{ "legal_hold", "", NULL, NULL, true, true,
	    "to end a legal hold takes a reason: --reason WORDS" },
};

/* A change, with the case as it stands. */
struct attempt {
	struct db *db;
	const struct wanted_change *wanted;
	struct standing standing;
	struct arena *mem;
	day today;
};

static bool
is_field(const struct attempt *a, const char *name)
{
	return span_is_equal(span_of(a->wanted->field->name), span_of(name));
}

static enum outcome
get(const struct attempt *a, const char *field, struct span *value,
    struct error *why)
{
	return casework_get(a->db, a->standing.reference, field, a->mem, value,
	    why);
}

static enum outcome
check_command(const struct attempt *a, struct error *why)
{
	for (size_t i = 0; i < sizeof of_commands / sizeof *of_commands; i++)
		if (is_field(a, of_commands[i].field))
			return fail(why, REFUSED, "%s is written by: %s",
			    a->wanted->field->name, of_commands[i].command);
	return DONE;
}

static enum outcome
check_closed(const struct attempt *a, struct error *why)
{
	size_t n = sizeof after_closing / sizeof *after_closing;

	for (size_t i = 0; i < n; i++)
		if (is_field(a, after_closing[i]))
			return DONE;
	return standing_must_be_open(&a->standing, why);
}

/* What happened happened, and since the case began. */
static enum outcome
check_day(const struct attempt *a, struct error *why)
{
	const struct wanted_change *w = a->wanted;
	day at = day_parse(w->value);

	if (w->field->kind != FIELD_DATE || w->value.len == 0 ||
	    !span_ends_with(span_of(w->field->name), SPAN("_on")))
		return DONE;
	if (at > a->today)
		return fail(why, REFUSED, "%s: that day has not come yet",
		    w->field->name);
	if (at < a->standing.received_on)
		return fail(why, REFUSED,
		    "%s: the case was received later, on %.*s", w->field->name,
		    SPAN_ARG(day_text(a->standing.received_on, a->mem)));
	return DONE;
}

static enum outcome
check_need(const struct attempt *a, const struct need *n, struct error *why)
{
	struct span value = SPAN("");
	enum outcome how = DONE;
	bool is_met = !n->reason || a->wanted->change.reason.len > 0;

	if (n->other != NULL)
		how = get(a, n->other, &value, why);
	if (how != DONE)
		return how;
	if (n->other != NULL && n->other_value == NULL)
		is_met &= value.len > 0;
	else if (n->other != NULL)
		is_met &= span_is_equal(value, span_of(n->other_value));
	return is_met ? DONE
		      : fail(why, REFUSED, "%s: %s", n->field, n->sentence);
}

static enum outcome
check_needs(const struct attempt *a, struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0; i < sizeof needs / sizeof *needs && how == DONE;
	     i++) {
		const struct need *n = &needs[i];
		bool is_meant =
		    n->value == NULL
			? a->wanted->value.len > 0
			: span_is_equal(a->wanted->value, span_of(n->value));

		if (!is_field(a, n->field) || !is_meant ||
		    (a->standing.category == FOI && !n->of_foi))
			continue;
		/* What was never held needs no end. */
		if (n->value != NULL) {
			struct span now = SPAN("");

			how = get(a, n->field, &now, why);
			if (how != DONE || !span_is_equal(now, SPAN("yes")))
				continue;
		}
		how = check_need(a, n, why);
	}
	return how;
}

/* Nobody makes a letter into a telephone call. */
static enum outcome
check_oral(const struct attempt *a, struct error *why)
{
	bool is_written = span_is_equal(a->standing.channel, SPAN("email")) ||
			  span_is_equal(a->standing.channel, SPAN("post"));

	if (!is_field(a, "made_orally") || !is_written ||
	    !span_is_equal(a->wanted->value, SPAN("yes")))
		return DONE;
	if (span_is_equal(a->standing.origin, SPAN("staff_forward")) &&
	    a->wanted->change.reason.len > 0)
		return DONE;
	return fail(why, REFUSED,
	    "made_orally: it came in writing; only a note that a member of "
	    "staff passed on can tell of a call, and that takes a reason");
}

/* --- the agreed day -------------------------------------------------------- */

static enum outcome
check_agreed(const struct attempt *a, day due, day on, struct error *why)
{
	const struct standing *s = &a->standing;
	day law = months_last_day(s->received_on, LAW_COMPLAINT_MONTHS);
	bool is_bound =
	    s->category == COMPLAINT || s->category == CATEGORY_NONE;
	struct span before = SPAN("");
	enum outcome how = get(a, "agreed_due", &before, why);

	if (how != DONE)
		return how;
	if (s->category == FOI)
		return fail(why, REFUSED,
		    "agreed_due: the law gives a request for information 20 "
		    "working days, and nobody can agree on more");
	if (due <= a->today)
		return fail(why, REFUSED,
		    "agreed_due: the day must lie after today");
	if (on > a->today || on < s->received_on)
		return fail(why, REFUSED,
		    "agreed_due: it was agreed between the receipt and today");
	if (is_bound && due > law && on > law)
		return fail(why, REFUSED,
		    "agreed_due: more than six months can be agreed on within "
		    "them only, until %.*s; write to the person why it is "
		    "late and when the response will come (regulation 14)",
		    SPAN_ARG(day_text(law, a->mem)));
	if (before.len > 0 && a->wanted->change.reason.len == 0 &&
	    day_parse(before) != due)
		return fail(why, REFUSED,
		    "agreed_due: %.*s was agreed before; to change it takes a "
		    "reason: --reason WORDS",
		    SPAN_ARG(before));
	return DONE;
}

/* The holding letter stays as many working days before the response. */
static enum outcome
move_days(const struct attempt *a, day due, struct error *why)
{
	const struct standing *s = &a->standing;
	day holding = s->holding_due;
	long long n = 0;
	enum outcome how = DONE;

	for (day d = holding; d != NO_DATE && d < s->response_due; d++)
		n += day_is_working(CALENDAR_ENGLAND, d + 1);
	if (holding != NO_DATE)
		how = workday_back(CALENDAR_ENGLAND, due, n, &holding, why);
	if (how != DONE)
		return how;
	return statement_run(a->db, Q_CASE_SET_REPLY_DAYS, why,
	    VALUES(value_day(due, a->mem), value_day(holding, a->mem),
		value_number(s->id)));
}

static enum outcome
agree(const struct attempt *a, struct error *why)
{
	const struct wanted_change *w = a->wanted;
	day due = day_parse(w->value);
	day on = w->agreed_on == NO_DATE ? a->today : w->agreed_on;
	enum outcome how = check_agreed(a, due, on, why);

	if (how == DONE)
		how = casework_write(a->db, &w->change,
		    case_field_find(SPAN("agreed_on")), day_text(on, a->mem),
		    why);
	if (how == DONE)
		how =
		    casework_write(a->db, &w->change, w->field, w->value, why);
	return how == DONE ? move_days(a, due, why) : how;
}

/* --- matters of staff ------------------------------------------------------- */

/* It leaves the ordinary lists, unacknowledged, or comes back to them. */
static enum outcome
set_staff_matter(const struct attempt *a, struct error *why)
{
	bool is_one = span_is_equal(a->wanted->value, SPAN("yes"));
	enum outcome how = statement_run(a->db, Q_CASE_OF_STAFF, why,
	    VALUES(value_word(is_one ? "staff_matter" : "case"),
		value_number(a->standing.id)));

	if (how == DONE && is_one)
		how = statement_run(a->db, Q_CASE_HOLD_OF_STAFF, why,
		    VALUES(value_number(a->standing.id)));
	return how;
}

static enum outcome
try(const struct attempt *a, struct error *why)
{
	enum outcome how = check_command(a, why);

	if (how == DONE)
		how = check_closed(a, why);
	if (how == DONE)
		how = check_day(a, why);
	if (how == DONE)
		how = check_needs(a, why);
	if (how == DONE)
		how = check_oral(a, why);
	if (how != DONE)
		return how;
	if (is_field(a, "agreed_due")) {
		if (a->wanted->value.len > 0)
			return agree(a, why);
		return fail(why, REFUSED,
		    "agreed_due: agree on another day in place of it");
	}
	if (clarifying_is_field(a->wanted->field))
		return clarifying_set(&(struct clarifying){ a->db, a->wanted,
					  &a->standing, a->mem },
		    why);
	if (is_field(a, "staff_matter")) {
		how = set_staff_matter(a, why);
		if (how != DONE)
			return how;
	}
	return casework_write(a->db, &a->wanted->change, a->wanted->field,
	    a->wanted->value, why);
}

enum outcome
casework_change(struct db *db, const struct wanted_change *wanted,
    struct error *why)
{
	autoarena mem = { 0 };
	struct attempt a = { .db = db,
		.wanted = wanted,
		.mem = &mem,
		.today = day_in_london(wanted->change.at) };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how =
	    standing_read(db, wanted->change.reference, &mem, &a.standing, why);
	if (how == DONE)
		how = try(&a, why);
	return transaction_end(db, how, why);
}
