/* acknowledging.c - letters told otherwise, held, let go and cancelled */
#include "register/acknowledging.h"
#include "register/history.h"
#include "register/standing.h"
#include "register/statement.h"
#include "triage/workday.h"

#define NOON (12 * 3600)
#define DAY_SECONDS 86400

/* The last letter of a kind; id is 0 for none. */
struct found {
	long long id;
	struct span kind, state, channel, to_address, to_postal;
	bool is_bounced;
};

/* What is to be done: by whom, to which letter of which case. */
struct act {
	struct db *db;
	const struct change *change;
	day on;             /* they were told */
	struct span form;   /* in which a person sent it; "": by telephone */
	struct span postal; /* to which it goes instead; "" for none */
	struct found letter;
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

/* "holding letter held" */
static const char *
became(const struct act *act, const char *what)
{
	return arena_printf(act->mem, "%s %s", letter_name(act->letter.kind),
	    what)
	    .at;
}

static enum outcome
find_letter(struct act *act, long long case_id, struct error *why)
{
	enum letter_kind kind = act->change->letter;
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, act->db, Q_LETTER_FIND, why,
	    VALUES(value_number(case_id), value_text(letter_first(kind)),
		value_text(letter_last(kind))));

	if (how != DONE)
		return how;
	act->letter = (struct found){ .kind = letter_first(kind) };
	if (rows.has_row)
		act->letter = (struct found){ .id = rows_number(&rows, 0),
			.kind = arena_copy(act->mem, rows_text(&rows, 1)),
			.state = arena_copy(act->mem, rows_text(&rows, 2)),
			.is_bounced = rows_number(&rows, 3) != 0,
			.channel = arena_copy(act->mem, rows_text(&rows, 4)),
			.to_address = arena_copy(act->mem, rows_text(&rows, 5)),
			.to_postal =
			    arena_copy(act->mem, rows_text(&rows, 6)) };
	return DONE;
}

/* Does it to an open case, in a transaction. */
static enum outcome
act_on_case(const struct act *what, act_run *run, struct error *why)
{
	autoarena mem = { 0 };
	struct act act = *what;
	struct standing s = { 0 };
	enum outcome how = transaction_begin(act.db, why);

	if (how != DONE)
		return how;
	act.mem = &mem;
	how = standing_read(act.db, act.change->reference, &mem, &s, why);
	if (how == DONE)
		how = standing_must_be_open(&s, why);
	if (how == DONE)
		how = find_letter(&act, s.id, why);
	if (how == DONE)
		how = run(&act, &s, why);
	return transaction_end(act.db, how, why);
}

static bool
is_state(const struct act *act, const char *state)
{
	return span_is_equal(act->letter.state, span_of(state));
}

/* --- told otherwise ------------------------------------------------------------ */

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
check_told(const struct act *act, const struct standing *s, struct error *why)
{
	bool is_ack = letter_is_acknowledgement(act->letter.kind);

	if (act->letter.id == 0 && !is_ack)
		return fail(why, REFUSED, "%.*s: it has no %s",
		    SPAN_ARG(s->reference), letter_name(act->letter.kind));
	if (is_state(act, "sending"))
		return fail(why, REFUSED, "%.*s: the %s is being sent just now",
		    SPAN_ARG(s->reference), letter_name(act->letter.kind));
	if (!is_state(act, "posted") && !is_state(act, "telephoned") &&
	    (!is_state(act, "sent") || act->letter.is_bounced))
		return DONE;
	if (is_ack)
		return fail(why, REFUSED, "%.*s is acknowledged already (%.*s)",
		    SPAN_ARG(s->reference), SPAN_ARG(act->letter.state));
	return fail(why, REFUSED, "%.*s: the last %s has left already (%.*s)",
	    SPAN_ARG(s->reference), letter_name(act->letter.kind),
	    SPAN_ARG(act->letter.state));
}

/* That they were told, and, of a whole case, that it is acknowledged. */
static enum outcome
write_told(const struct act *act, const struct standing *s, struct error *why)
{
	struct span on = day_text(act->on, act->mem);
	bool by_phone = act->form.len == 0;
	enum outcome how = DONE;

	if (letter_is_acknowledgement(act->letter.kind)) {
		how = statement_run(act->db, Q_CASE_TOLD, why,
		    VALUES(value_number(s->id)));
		if (how == DONE && by_phone)
			how = casework_write(act->db, act->change,
			    case_field_find(SPAN("acknowledged_on")), on, why);
	}
	return how == DONE ? casework_write(act->db, act->change,
				 case_field_find(SPAN("contacted_on")), on, why)
			   : how;
}

static enum outcome
tell_told(const struct act *act, const struct standing *s, struct error *why)
{
	bool is_ack = letter_is_acknowledgement(act->letter.kind);
	struct span words = day_words(act->on, act->mem);
	const char *late =
	    is_ack && s->ack_due != NO_DATE && act->on > s->ack_due ? ", late"
								    : "";

	return tell(act, is_ack ? "acknowledged" : became(act, "told"),
	    arena_printf(act->mem, "%s on %.*s%s",
		act->form.len > 0 ? "By a person, in a form that they can read,"
				  : "By telephone",
		SPAN_ARG(words), late),
	    why);
}

static enum outcome
told(const struct act *act, const struct standing *s, struct error *why)
{
	struct span words = day_words(act->on, act->mem);
	struct span form = act->form;
	struct span note =
	    form.len > 0
		? arena_printf(act->mem, "sent by a person on %.*s: %.*s",
		      SPAN_ARG(words), SPAN_ARG(form))
		: arena_printf(act->mem, "by telephone on %.*s",
		      SPAN_ARG(words));
	enum outcome how = check_day(act, s, why);

	if (how == DONE)
		how = check_told(act, s, why);
	if (how == DONE)
		how = statement_run(act->db, Q_LETTER_TOLD, why,
		    VALUES(value_word(form.len > 0 ? "posted" : "telephoned"),
			value_number((long long)act->on * DAY_SECONDS + NOON),
			value_text(note), value_number(act->letter.id)));
	if (how == DONE)
		how = write_told(act, s, why);
	return how == DONE ? tell_told(act, s, why) : how;
}

enum outcome
acknowledging_by_phone(struct db *db, const struct change *change, day on,
    struct error *why)
{
	return act_on_case(
	    &(struct act){ .db = db, .change = change, .on = on }, told, why);
}

enum outcome
acknowledging_sent(struct db *db, const struct change *change, day on,
    struct span form, struct error *why)
{
	if (form.len == 0)
		return fail(why, REFUSED, "say in which form it was sent");
	return act_on_case(
	    &(struct act){ .db = db, .change = change, .on = on, .form = form },
	    told, why);
}

/* --- held, let go, cancelled ------------------------------------------------------ */

static enum outcome
fail_state(const struct act *act, const char *what, struct error *why)
{
	return fail(why, REFUSED, "%.*s: no %s is %s (%.*s)",
	    SPAN_ARG(act->change->reference), letter_name(act->letter.kind),
	    what,
	    SPAN_ARG(act->letter.id != 0 ? act->letter.state : SPAN("none")));
}

static enum outcome
hold(const struct act *act, const struct standing *s, struct error *why)
{
	struct span reason = act->change->reason;
	enum outcome how;

	(void)s;
	if (reason.len == 0)
		return fail(why, REFUSED, "say why it is held");
	if (!is_state(act, "due"))
		return fail_state(act, "due that could be held", why);
	how = statement_run(act->db, Q_LETTER_HOLD_BACK, why,
	    VALUES(value_text(reason), value_number(act->letter.id)));
	return how == DONE ? tell(act, became(act, "held"), reason, why) : how;
}

enum outcome
acknowledging_hold(struct db *db, const struct change *change,
    struct error *why)
{
	return act_on_case(&(struct act){ .db = db, .change = change }, hold,
	    why);
}

static bool
is_email(const struct act *act)
{
	return act->postal.len == 0 &&
	       span_is_equal(act->letter.channel, SPAN("email"));
}

#define LEAST_LINES 2
#define MOST_LINES 8 /* that a window shows */

/* An address that a person typed. */
static enum outcome
check_postal(const struct act *act, struct error *why)
{
	struct span rest = act->postal;
	int n = 0;

	if (rest.len == 0)
		return DONE;
	for (; rest.len > 0; n++)
		(void)span_cut_line(&rest);
	if (n < LEAST_LINES || n > MOST_LINES)
		return fail(why, REFUSED,
		    "--address: an address has 2 to 8 lines, parted by commas");
	if (act->change->reason.len == 0)
		return fail(why, REFUSED,
		    "say how it is known that they live there: --reason WORDS");
	return DONE;
}

/* Whom nothing is sent to, whoever asks. */
static enum outcome
check_recipient(const struct act *act, const struct standing *s,
    struct error *why)
{
	long long is_restricted = 0;
	enum outcome how = statement_number(act->db, Q_CASE_IS_RESTRICTED,
	    &is_restricted, why, VALUES(value_number(s->id)));

	if (how != DONE)
		return how;
	if (is_restricted != 0 && letter_is_acknowledgement(act->letter.kind))
		return fail(why, REFUSED,
		    "%.*s: its correspondent is restricted: answer first "
		    "whether it is a new issue",
		    SPAN_ARG(s->reference));

	if (s->machine.len > 0 ||
	    span_is_equal(s->disposition, SPAN("machine")))
		return fail(why, REFUSED,
		    "%.*s: a machine wrote it (%.*s), and gets no answer",
		    SPAN_ARG(s->reference), SPAN_ARG(s->machine));
	if (is_email(act) ? act->letter.to_address.len == 0
			  : act->letter.to_postal.len + act->postal.len == 0)
		return fail(why, REFUSED,
		    "%.*s: there is no %s address to send it to: telephone, "
		    "and record that with --by-phone",
		    SPAN_ARG(s->reference),
		    is_email(act) ? "e-mail" : "postal");
	return DONE;
}

static enum outcome
release(const struct act *act, const struct standing *s, struct error *why)
{
	struct span reason = act->change->reason;
	enum outcome how;

	if (!is_state(act, "held"))
		return fail_state(act, "held", why);
	how = check_postal(act, why);
	if (how == DONE)
		how = check_recipient(act, s, why);
	if (how == DONE && act->postal.len > 0)
		how = statement_run(act->db, Q_OUTBOX_READDRESS, why,
		    VALUES(value_text(act->postal),
			value_number(act->letter.id)));
	if (how == DONE)
		how = statement_run(act->db, Q_LETTER_RELEASE, why,
		    VALUES(value_number(act->change->at),
			value_number(act->letter.id)));
	if (how != DONE)
		return how;
	return tell(act, became(act, "released"),
	    arena_printf(act->mem, "A person lets it go by %s%s%s%.*s",
		is_email(act) ? "e-mail" : "letter",
		act->postal.len > 0 ? ", to an address that they typed" : "",
		reason.len > 0 ? ": " : "", SPAN_ARG(reason)),
	    why);
}

enum outcome
acknowledging_release(struct db *db, const struct change *change,
    struct error *why)
{
	return act_on_case(&(struct act){ .db = db, .change = change }, release,
	    why);
}

enum outcome
acknowledging_release_to(struct db *db, const struct change *change,
    struct span postal, struct error *why)
{
	return act_on_case(
	    &(struct act){ .db = db, .change = change, .postal = postal },
	    release, why);
}

/* What the law wants to be acknowledged. */
static bool
is_wanted_by_law(const struct act *act, const struct standing *s)
{
	return letter_is_acknowledgement(act->letter.kind) &&
	       (s->category == COMPLAINT || s->category == CATEGORY_NONE);
}

static enum outcome
cancel(const struct act *act, const struct standing *s, struct error *why)
{
	struct span reason = act->change->reason;
	enum outcome how;

	if (reason.len == 0)
		return fail(why, REFUSED, "say why it is cancelled");
	if (!is_state(act, "due") && !is_state(act, "held") &&
	    !is_state(act, "failed"))
		return fail_state(act, "waiting that could be cancelled", why);
	if (is_wanted_by_law(act, s))
		return fail(why, REFUSED,
		    "%.*s: the law wants a complaint acknowledged (Complaints "
		    "Regulations 2009, reg 13(3)): let it go, or --by-phone",
		    SPAN_ARG(s->reference));
	how = statement_run(act->db, Q_LETTER_CANCEL, why,
	    VALUES(value_number(act->change->at), value_text(reason),
		value_number(act->letter.id)));
	return how == DONE ? tell(act, became(act, "cancelled"), reason, why)
			   : how;
}

enum outcome
acknowledging_cancel(struct db *db, const struct change *change,
    struct error *why)
{
	return act_on_case(&(struct act){ .db = db, .change = change }, cancel,
	    why);
}
