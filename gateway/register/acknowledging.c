/* acknowledging.c - acknowledgements by telephone, held and let go */
#include "register/acknowledging.h"
#include "register/history.h"
#include "register/standing.h"
#include "register/statement.h"
#include "triage/workday.h"

#define NOON (12 * 3600)
#define DAY_SECONDS 86400

/* What is to be done: by whom, to which case, and told on which day. */
struct act {
	struct db *db;
	const struct change *change;
	day on; /* by telephone */
	struct arena *mem;
};
typedef enum outcome act_run(const struct act *act, const struct standing *s,
    struct error *why);

static enum outcome
tell(const struct act *act, const char *what, struct span detail,
    struct error *why)
{
	return history_add(act->db,
	    &(struct event){ .at = act->change->at,
		.who = act->change->who,
		.what = span_of(what),
		.detail = detail,
		.reference = act->change->reference },
	    why);
}

/* Does it to an open case, in a transaction. */
static enum outcome
act_on_case(struct db *db, const struct change *change, day on, act_run *run,
    struct error *why)
{
	autoarena mem = { 0 };
	const struct act act = { db, change, on, &mem };
	struct standing s = { 0 };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = standing_read(db, change->reference, &mem, &s, why);
	if (how == DONE)
		how = standing_must_be_open(&s, why);
	if (how == DONE)
		how = run(&act, &s, why);
	return transaction_end(db, how, why);
}

static bool
is_state(const struct standing *s, const char *state)
{
	return span_is_equal(s->ack_state, span_of(state));
}

/* --- by telephone -------------------------------------------------------------- */

static enum outcome
check_day(const struct act *act, const struct standing *s, struct error *why)
{
	if (act->on > day_in_london(act->change->at))
		return fail(why, REFUSED, "that day has not come yet");
	if (act->on < s->received_on)
		return fail(why, REFUSED,
		    "the case was received later, on %.*s",
		    SPAN_ARG(day_text(s->received_on, act->mem)));
	return DONE;
}

static enum outcome
check_telephoned(const struct standing *s, struct error *why)
{
	if (is_state(s, "sending"))
		return fail(why, REFUSED,
		    "%.*s: the acknowledgement is being sent just now",
		    SPAN_ARG(s->reference));
	if (is_state(s, "posted") || is_state(s, "telephoned") ||
	    (is_state(s, "sent") && !s->is_bounced))
		return fail(why, REFUSED, "%.*s is acknowledged already (%.*s)",
		    SPAN_ARG(s->reference), SPAN_ARG(s->ack_state));
	return DONE;
}

static enum outcome
write_told(const struct act *act, struct error *why)
{
	struct span on = day_text(act->on, act->mem);
	enum outcome how = casework_write(act->db, act->change,
	    case_field_find(SPAN("acknowledged_on")), on, why);

	if (how != DONE)
		return how;
	return casework_write(act->db, act->change,
	    case_field_find(SPAN("contacted_on")), on, why);
}

static enum outcome
by_phone(const struct act *act, const struct standing *s, struct error *why)
{
	struct span words = day_words(act->on, act->mem);
	struct span note =
	    arena_printf(act->mem, "by telephone on %.*s", SPAN_ARG(words));
	enum outcome how = check_day(act, s, why);

	if (how == DONE)
		how = check_telephoned(s, why);
	if (how == DONE)
		how = statement_run(act->db, Q_OUTBOX_TELEPHONED, why,
		    VALUES(
			value_number((long long)act->on * DAY_SECONDS + NOON),
			value_text(note), value_number(s->id)));
	if (how == DONE)
		how = statement_run(act->db, Q_CASE_TOLD, why,
		    VALUES(value_number(s->id)));
	if (how == DONE)
		how = write_told(act, why);
	if (how != DONE)
		return how;
	return tell(act, "acknowledged",
	    arena_printf(act->mem, "By telephone on %.*s%s", SPAN_ARG(words),
		s->ack_due != NO_DATE && act->on > s->ack_due ? ", late" : ""),
	    why);
}

enum outcome
acknowledging_by_phone(struct db *db, const struct change *change, day on,
    struct error *why)
{
	return act_on_case(db, change, on, by_phone, why);
}

/* --- held, and let go ------------------------------------------------------------ */

static enum outcome
fail_state(const struct standing *s, const char *what, struct error *why)
{
	return fail(why, REFUSED, "%.*s: no acknowledgement is %s (%.*s)",
	    SPAN_ARG(s->reference), what,
	    SPAN_ARG(s->ack_state.len > 0 ? s->ack_state : SPAN("none")));
}

static enum outcome
hold(const struct act *act, const struct standing *s, struct error *why)
{
	struct span reason = act->change->reason;
	enum outcome how;

	if (reason.len == 0)
		return fail(why, REFUSED, "say why it is held");
	if (!is_state(s, "due"))
		return fail_state(s, "due that could be held", why);
	how = statement_run(act->db, Q_OUTBOX_HOLD_BACK, why,
	    VALUES(value_text(reason), value_number(s->id)));
	return how == DONE ? tell(act, "acknowledgement held", reason, why)
			   : how;
}

enum outcome
acknowledging_hold(struct db *db, const struct change *change,
    struct error *why)
{
	return act_on_case(db, change, NO_DATE, hold, why);
}

/* Whom nothing is sent to, whoever asks. */
static enum outcome
check_recipient(const struct act *act, const struct standing *s,
    struct error *why)
{
	bool is_email = span_is_equal(s->ack_channel, SPAN("email"));
	long long is_restricted = 0;
	enum outcome how = statement_number(act->db, Q_CASE_IS_RESTRICTED,
	    &is_restricted, why, VALUES(value_number(s->id)));

	if (how != DONE)
		return how;
	if (is_restricted != 0)
		return fail(why, REFUSED,
		    "%.*s: its correspondent is restricted: answer first "
		    "whether it is a new issue",
		    SPAN_ARG(s->reference));

	if (s->machine.len > 0 ||
	    span_is_equal(s->disposition, SPAN("machine")))
		return fail(why, REFUSED,
		    "%.*s: a machine wrote it (%.*s), and gets no answer",
		    SPAN_ARG(s->reference), SPAN_ARG(s->machine));
	if (is_email ? s->to_address.len == 0 : s->to_postal.len == 0)
		return fail(why, REFUSED,
		    "%.*s: there is no %s address to send it to: telephone, "
		    "and record that with --by-phone",
		    SPAN_ARG(s->reference), is_email ? "e-mail" : "postal");
	return DONE;
}

static enum outcome
release(const struct act *act, const struct standing *s, struct error *why)
{
	struct span reason = act->change->reason;
	bool is_email = span_is_equal(s->ack_channel, SPAN("email"));
	enum outcome how;

	if (!is_state(s, "held"))
		return fail_state(s, "held", why);
	how = check_recipient(act, s, why);
	if (how == DONE)
		how = statement_run(act->db, Q_OUTBOX_RELEASE, why,
		    VALUES(value_number(act->change->at), value_number(s->id)));
	if (how != DONE)
		return how;
	return tell(act, "acknowledgement released",
	    arena_printf(act->mem, "A person lets it go by %s%s%.*s",
		is_email ? "e-mail" : "letter", reason.len > 0 ? ": " : "",
		SPAN_ARG(reason)),
	    why);
}

enum outcome
acknowledging_release(struct db *db, const struct change *change,
    struct error *why)
{
	return act_on_case(db, change, NO_DATE, release, why);
}
