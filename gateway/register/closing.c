/* closing.c - the checklists of closing */
#include "register/closing.h"
#include "register/history.h"
#include "register/people_case.h"
#include "register/standing.h"
#include "register/statement.h"
#include "triage/workday.h"

#define INVESTIGATED "upheld partly_upheld not_upheld"

/* The outcomes that a case of each category can have. */
static const char *const outcomes_of[CATEGORY_COUNT] = {
	[CATEGORY_NONE] = "answered noted withdrawn out_of_scope transferred",
	[COMPLAINT] =
	    INVESTIGATED " withdrawn out_of_scope transferred settled_orally",
	[CONCERN] = INVESTIGATED " answered withdrawn out_of_scope transferred "
				 "settled_orally",
	[COMMENT] = "noted answered withdrawn out_of_scope transferred",
	[COMPLIMENT] = "noted answered withdrawn out_of_scope transferred",
	[FOI] = "answered partly_answered refused not_held withdrawn "
		"transferred",
};

/* What must have been written down; the words are of lists parted by blanks. */
static const struct demand {
	const char *categories, *outcomes;
	const char *field;
	const char *instead; /* another field that will do; NULL none */
	const char *value;   /* NULL: any */
	const char *sentence;
} demands[] = {
	{ "complaint", INVESTIGATED, "response_sent_on", NULL, NULL,
	    "the day on which the response was sent (response_sent_on)" },
	{ "complaint", INVESTIGATED, "signed_by", NULL, NULL,
	    "who signed the response (signed_by)" },
	{ "complaint", INVESTIGATED, "ombudsman_told_on", NULL, NULL,
	    "the day on which the person was told of the Ombudsman "
	    "(ombudsman_told_on)" },
	{ "complaint", INVESTIGATED, "lessons", NULL, NULL,
	    "the lessons learned, or \"none\" (lessons)" },
	{ "concern", INVESTIGATED " answered", "response_sent_on",
	    "contacted_on", NULL,
	    "the day on which the person was answered (response_sent_on, or "
	    "contacted_on)" },
	{ "complaint concern", "out_of_scope", "response_sent_on", NULL, NULL,
	    "the day on which the reasons were given in writing "
	    "(response_sent_on)" },
	{ "complaint concern comment foi", "transferred", "transferred_to",
	    NULL, NULL, "the body that it went to (transferred_to)" },
	{ "complaint concern comment", "transferred", "transfer_consent", NULL,
	    "received", "the person's consent (transfer_consent)" },
	{ "complaint concern", "settled_orally", "satisfied_on", NULL, NULL,
	    "the day on which the person said that it is settled "
	    "(satisfied_on)" },
	{ "comment compliment", "answered", "response_sent_on", "contacted_on",
	    NULL,
	    "the day on which the person was answered (response_sent_on, or "
	    "contacted_on)" },
	{ "foi", "answered partly_answered refused not_held",
	    "response_sent_on", NULL, NULL,
	    "the day on which the answer was sent (response_sent_on)" },
	{ "foi", "partly_answered refused", "ico_told_on", NULL, NULL,
	    "the day on which the requester was told of the internal review "
	    "and the ICO (ico_told_on)" },
};

/* A case on its way to be closed. */
struct checking {
	struct db *db;
	const struct closing *closing;
	struct standing standing;
	struct arena *mem;
	day today;
	closing_missing *missing;
	void *context;
	size_t n; /* things missing */
};

static bool
has_word(const char *words, struct span wanted)
{
	struct span rest = span_of(words);

	while (rest.len > 0)
		if (span_is_equal(span_cut_at(&rest, ' '), wanted))
			return true;
	return false;
}

static bool
is_outcome(const struct checking *c, const char *words)
{
	return has_word(words, c->closing->outcome);
}

static void
lacks(struct checking *c, struct span sentence)
{
	c->n++;
	c->missing(sentence, c->context);
}

static enum outcome
check_demand(struct checking *c, const struct demand *d, struct error *why)
{
	struct span reference = c->standing.reference;
	struct span value = SPAN("");
	enum outcome how =
	    casework_get(c->db, reference, d->field, c->mem, &value, why);

	if (how == DONE && value.len == 0 && d->instead != NULL)
		how = casework_get(c->db, reference, d->instead, c->mem, &value,
		    why);
	if (how == DONE &&
	    (d->value == NULL ? value.len == 0
			      : !span_is_equal(value, span_of(d->value))))
		lacks(c, span_of(d->sentence));
	return how;
}

static enum outcome
check_demands(struct checking *c, struct error *why)
{
	struct span category = span_of(category_name(c->standing.category));
	enum outcome how = DONE;

	for (size_t i = 0; i < sizeof demands / sizeof *demands && how == DONE;
	     i++)
		if (has_word(demands[i].categories, category) &&
		    is_outcome(c, demands[i].outcomes))
			how = check_demand(c, &demands[i], why);
	return how;
}

/* Regulation 8(1)(c): by the end of the working day after it was made. */
static enum outcome
check_oral(struct checking *c, struct error *why)
{
	const struct policy *p = c->closing->policy;
	struct calendar england = { false, p->proclaimed, p->n_proclaimed };
	bool is_oral = false;
	day last = NO_DATE;
	enum outcome how;

	if (!is_outcome(c, "settled_orally"))
		return DONE;
	how = standing_is_oral(c->db, &c->standing, &is_oral, why);
	if (how == DONE)
		how = workday_add(england, c->standing.received_on, 1, &last,
		    why);
	if (how != DONE)
		return how;
	if (!is_oral)
		lacks(c, SPAN("it came in writing: only what was made by word "
			      "of mouth can be settled so"));
	if (c->today > last)
		lacks(c,
		    arena_printf(c->mem,
			"the time to settle it so ended with the next working "
			"day, %.*s: it is investigated and answered like any "
			"other",
			SPAN_ARG(day_words(last, c->mem))));
	return DONE;
}

static enum outcome
check_consent(struct checking *c, struct error *why)
{
	struct release release = { .is_allowed = true };
	enum outcome how = DONE;

	if (is_outcome(c, INVESTIGATED))
		how = people_release(c->db, c->standing.reference,
		    TO_COMPLAINANT, c->mem, &release, why);
	if (how == DONE && !release.is_allowed)
		lacks(c, release.reason);
	return how;
}

/* What the register itself knows of the case. */
static void
check_standing(struct checking *c)
{
	const struct standing *s = &c->standing;
	struct span reference = s->reference;

	if (s->needs_review)
		lacks(c, arena_printf(c->mem,
			     "a person's decision%s%.*s (postroom correct %.*s "
			     "--category CATEGORY)",
			     s->review_reason.len > 0 ? ": " : "",
			     SPAN_ARG(s->review_reason), SPAN_ARG(reference)));
	/* Who never said what they wanted gets no answer (FOI Act s.1(3)). */
	if (s->paused_on != NO_DATE &&
	    !(s->category == FOI && is_outcome(c, "withdrawn")))
		lacks(c, arena_printf(c->mem,
			     "it is paused since %.*s (postroom resume %.*s)",
			     SPAN_ARG(day_words(s->paused_on, c->mem)),
			     SPAN_ARG(reference)));
	if (s->category == COMPLAINT && !is_outcome(c, "settled_orally") &&
	    span_is_equal(s->state, SPAN("received")))
		lacks(c, arena_printf(c->mem,
			     "the acknowledgement: none has left (postroom "
			     "acknowledge %.*s)",
			     SPAN_ARG(reference)));
	if (is_outcome(c, "withdrawn") && c->closing->change.reason.len == 0)
		lacks(c, SPAN("how the person withdrew it (--reason WORDS)"));
}

static enum outcome
check_outcome(const struct checking *c, struct error *why)
{
	enum category category = c->standing.category;

	if (is_outcome(c, outcomes_of[category]))
		return DONE;
	return fail(why, REFUSED, "the outcome of a %s can be: %s",
	    category == CATEGORY_NONE ? "case without a category"
				      : category_name(category),
	    outcomes_of[category]);
}

day
years_later(day from, long long years)
{
	int year, month, day_of_month;
	day later;

	day_split(from, &year, &month, &day_of_month);
	later = day_of(year + (int)years, month, day_of_month);
	return later != NO_DATE ? later : day_of(year + (int)years, 3, 1);
}

static enum outcome
close_case(const struct checking *c, const struct closed *closed,
    struct error *why)
{
	const struct change *change = &c->closing->change;
	struct value until = value_day(closed->retain_until, c->mem);
	bool is_settled = is_outcome(c, "settled_orally");
	enum outcome how = casework_write(c->db, change,
	    case_field_find(SPAN("outcome")), c->closing->outcome, why);

	if (how == DONE)
		how = statement_run(c->db, Q_CASE_CLOSE, why,
		    VALUES(value_day(closed->on, c->mem), until,
			value_number(c->standing.id)));
	if (how == DONE)
		how = statement_run(c->db, Q_CASE_RETAIN_MERGED, why,
		    VALUES(value_number(c->standing.id), until));
	if (how == DONE)
		how = statement_run(c->db, Q_OUTBOX_CANCEL, why,
		    VALUES(value_number(change->at),
			value_word("the case was closed"),
			value_number(c->standing.id),
			value_number(is_settled)));
	if (how != DONE)
		return how;
	return history_add(c->db,
	    &(struct event){ .at = change->at,
		.who = change->who,
		.what = SPAN("closed"),
		.detail = arena_printf(c->mem, "Outcome %.*s; kept until %.*s",
		    SPAN_ARG(c->closing->outcome),
		    SPAN_ARG(day_words(closed->retain_until, c->mem))),
		.reference = c->standing.reference },
	    why);
}

static enum outcome
check_and_close(struct checking *c, struct closed *closed, struct error *why)
{
	enum outcome how = standing_must_be_open(&c->standing, why);

	if (how == DONE)
		how = check_outcome(c, why);
	if (how != DONE)
		return how;
	check_standing(c);
	how = check_demands(c, why);
	if (how == DONE)
		how = check_oral(c, why);
	if (how == DONE)
		how = check_consent(c, why);
	if (how == DONE && c->n > 0)
		return fail(why, REFUSED,
		    "%.*s cannot be closed yet: %zu thing%s missing",
		    SPAN_ARG(c->standing.reference), c->n,
		    c->n == 1 ? " is" : "s are");
	closed->on = c->today;
	closed->retain_until =
	    years_later(c->today, c->closing->policy->retention_years);
	return how == DONE ? close_case(c, closed, why) : how;
}

enum outcome
closing_run(struct db *db, const struct closing *closing,
    closing_missing *missing, void *context, struct closed *closed,
    struct error *why)
{
	autoarena mem = { 0 };
	struct checking c = { .db = db,
		.closing = closing,
		.mem = &mem,
		.today = day_in_london(closing->change.at),
		.missing = missing,
		.context = context };
	struct closed found = { NO_DATE, NO_DATE };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = standing_read(db, closing->change.reference, &mem, &c.standing,
	    why);
	if (how == DONE)
		how = check_and_close(&c, &found, why);
	how = transaction_end(db, how, why);
	if (how == DONE)
		*closed = found;
	return how;
}

/* --- opening again ----------------------------------------------------------- */

/* Was the person told that we have it? */
static bool
is_acknowledged(const struct standing *s)
{
	return !s->is_bounced &&
	       has_word("sent posted telephoned", s->ack_state);
}

static enum outcome
clear_fields(struct db *db, const struct change *change, struct error *why)
{
	static const char *const cleared[] = { "outcome", "response_sent_on",
		"signed_by", "ombudsman_told_on", "ico_told_on",
		"satisfied_on" };
	enum outcome how = DONE;

	for (size_t i = 0; i < sizeof cleared / sizeof *cleared && how == DONE;
	     i++) {
		autoarena mem = { 0 };
		struct span value = SPAN("");

		how = casework_get(db, change->reference, cleared[i], &mem,
		    &value, why);
		if (how == DONE && value.len > 0)
			how = casework_write(db, change,
			    case_field_find(span_of(cleared[i])), SPAN(""),
			    why);
	}
	return how;
}

static enum outcome
reopen(struct db *db, const struct change *change, struct arena *mem,
    struct error *why)
{
	struct standing s = { 0 };
	struct span told = SPAN("");
	enum outcome how = standing_read(db, change->reference, mem, &s, why);

	if (how != DONE)
		return how;
	if (!standing_is_closed(&s))
		return fail(why, REFUSED, "%.*s is open",
		    SPAN_ARG(s.reference));
	if (s.merged_into.len > 0)
		return standing_must_be_open(&s, why);
	if (change->reason.len == 0)
		return fail(why, REFUSED,
		    "say why it is opened again: --reason WORDS");
	how = casework_get(db, s.reference, "acknowledged_on", mem, &told, why);
	if (how == DONE)
		how = statement_run(db, Q_CASE_REOPEN, why,
		    VALUES(value_word(is_acknowledged(&s) || told.len > 0
					  ? "acknowledged"
					  : "received"),
			value_number(s.id)));
	if (how == DONE)
		how = statement_run(db, Q_CASE_RETAIN_MERGED, why,
		    VALUES(value_number(s.id), value_optional(SPAN(""))));
	if (how == DONE)
		how = clear_fields(db, change, why);
	if (how != DONE)
		return how;
	return history_add(db,
	    &(struct event){ .at = change->at,
		.who = change->who,
		.what = SPAN("reopened"),
		.detail = change->reason,
		.reference = s.reference },
	    why);
}

enum outcome
closing_undo(struct db *db, const struct change *change, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, reopen(db, change, &mem, why), why);
}
