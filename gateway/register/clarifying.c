/* clarifying.c - stops and restarts the days of a request for information */
#include "register/clarifying.h"
#include "register/history.h"
#include "register/statement.h"
#include "triage/owed.h"
#include "triage/workday.h"

#define ASKED "clarify_requested_on"
#define ANSWERED "clarified_on"

bool
clarifying_is_field(const struct case_field *field)
{
	return span_is_equal(span_of(field->name), SPAN(ASKED)) ||
	       span_is_equal(span_of(field->name), SPAN(ANSWERED));
}

static enum outcome
get(const struct clarifying *c, const char *field, day *at, struct error *why)
{
	struct span value = SPAN("");
	enum outcome how = casework_get(c->db, c->standing->reference, field,
	    c->mem, &value, why);

	*at = day_parse(value);
	return how;
}

static enum outcome
put(const struct clarifying *c, const char *field, struct span value,
    struct error *why)
{
	return casework_write(c->db, &c->wanted->change,
	    case_field_find(span_of(field)), value, why);
}

static enum outcome
set_pause(const struct clarifying *c, day since, struct error *why)
{
	return statement_run(c->db, Q_CASE_PAUSE, why,
	    VALUES(value_day(since, c->mem), value_number(c->standing->id)));
}

static enum outcome
tell(const struct clarifying *c, const char *what, struct span detail,
    struct error *why)
{
	return history_add(c->db,
	    &(struct event){ .at = c->wanted->change.at,
		.who = c->wanted->change.who,
		.what = span_of(what),
		.detail = detail,
		.reference = c->standing->reference },
	    why);
}

/* --- asked ------------------------------------------------------------------- */

static enum outcome
take_back(const struct clarifying *c, day answered, struct error *why)
{
	enum outcome how;

	if (answered != NO_DATE)
		return fail(why, REFUSED,
		    ASKED ": the days are counted from the answer of %.*s",
		    SPAN_ARG(day_text(answered, c->mem)));
	how = put(c, ASKED, SPAN(""), why);
	return how == DONE ? set_pause(c, NO_DATE, why) : how;
}

static enum outcome
check_asked(const struct clarifying *c, day on, day asked, day answered,
    struct error *why)
{
	const struct standing *s = c->standing;
	bool rests = asked != NO_DATE && answered == NO_DATE;

	if (answered != NO_DATE && on < answered)
		return fail(why, REFUSED,
		    ASKED ": they answered before, on %.*s",
		    SPAN_ARG(day_text(answered, c->mem)));
	if (s->paused_on != NO_DATE && !rests)
		return fail(why, REFUSED, "%.*s is paused since %.*s",
		    SPAN_ARG(s->reference),
		    SPAN_ARG(day_words(s->paused_on, c->mem)));
	if (s->response_due != NO_DATE && on > s->response_due)
		return fail(why, REFUSED,
		    ASKED ": the answer was due on %.*s; to ask after that "
			  "does not stop the clock (FOI Act 2000 s.10; EIR "
			  "2004 reg 9(2))",
		    SPAN_ARG(day_text(s->response_due, c->mem)));
	return DONE;
}

static enum outcome
set_asked(const struct clarifying *c, day asked, day answered,
    struct error *why)
{
	day on = day_parse(c->wanted->value);
	enum outcome how;

	if (on == NO_DATE)
		return take_back(c, answered, why);
	how = check_asked(c, on, asked, answered, why);
	if (how == DONE)
		how = put(c, ASKED, c->wanted->value, why);
	if (how == DONE)
		how = put(c, ANSWERED, SPAN(""), why);
	if (how == DONE)
		how = set_pause(c, on, why);
	if (how != DONE)
		return how;
	return tell(c, "clock stopped",
	    arena_printf(c->mem,
		"The requester was asked on %.*s what is wanted; the days "
		"begin anew with the answer",
		SPAN_ARG(day_words(on, c->mem))),
	    why);
}

/* --- answered ---------------------------------------------------------------- */

static enum outcome
restart(const struct clarifying *c, day on, struct error *why)
{
	struct owed days;
	enum outcome how;

	if (!owed_days(FOI, c->wanted->policy, on, &days))
		return fail(why, REFUSED,
		    "its dates lie outside the table of bank holidays");
	how = statement_run(c->db, Q_CASE_SET_REPLY_DAYS, why,
	    VALUES(value_day(days.response_due, c->mem),
		value_day(days.holding_due, c->mem),
		value_number(c->standing->id)));
	if (how == DONE)
		how = set_pause(c, NO_DATE, why);
	if (how != DONE)
		return how;
	return tell(c, "clock restarted",
	    arena_printf(c->mem,
		"The requester answered on %.*s; the reply is due by %.*s",
		SPAN_ARG(day_words(on, c->mem)),
		SPAN_ARG(day_words(days.response_due, c->mem))),
	    why);
}

static enum outcome
set_answered(const struct clarifying *c, day asked, struct error *why)
{
	day on = day_parse(c->wanted->value);
	enum outcome how;

	if (on == NO_DATE)
		return fail(why, REFUSED,
		    ANSWERED ": the days are counted from it; set another day");
	if (asked == NO_DATE)
		return fail(why, REFUSED,
		    ANSWERED ": say first when they were asked: set " ASKED);
	if (on < asked)
		return fail(why, REFUSED,
		    ANSWERED ": they were asked later, on %.*s",
		    SPAN_ARG(day_text(asked, c->mem)));
	how = put(c, ANSWERED, c->wanted->value, why);
	return how == DONE ? restart(c, on, why) : how;
}

enum outcome
clarifying_set(const struct clarifying *c, struct error *why)
{
	day asked = NO_DATE, answered = NO_DATE, sent = NO_DATE;
	enum outcome how = get(c, ASKED, &asked, why);

	if (how == DONE)
		how = get(c, ANSWERED, &answered, why);
	if (how == DONE)
		how = get(c, "response_sent_on", &sent, why);
	if (how != DONE)
		return how;
	if (c->standing->category != FOI)
		return fail(why, REFUSED,
		    "%s: only a request for information rests until it is "
		    "clear; a complaint's days go on",
		    c->wanted->field->name);
	if (sent != NO_DATE)
		return fail(why, REFUSED, "%s: it was answered on %.*s",
		    c->wanted->field->name, SPAN_ARG(day_text(sent, c->mem)));
	if (span_is_equal(span_of(c->wanted->field->name), SPAN(ASKED)))
		return set_asked(c, asked, answered, why);
	return set_answered(c, asked, why);
}

enum outcome
clarifying_waits(struct db *db, struct span reference, bool *waits,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span asked = SPAN(""), answered = SPAN("");
	enum outcome how =
	    casework_get(db, reference, ASKED, &mem, &asked, why);

	if (how == DONE)
		how =
		    casework_get(db, reference, ANSWERED, &mem, &answered, why);
	*waits = how == DONE && asked.len > 0 && answered.len == 0;
	return how;
}
