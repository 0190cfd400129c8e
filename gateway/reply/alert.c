/* alert.c - sends what is due, and writes down where it went */
#include "reply/alert.h"
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"
#include "register/alert_plan.h"
#include "register/holidays.h"
#include "reply/alert_mail.h"
#include "reply/retry.h"

#define BUSY_WAIT_MS 1000

enum outcome
alert_open(const struct alerting *a, struct error *why)
{
	return alert_revive(a->db, clock_now(), why);
}

/* The calendar with the holidays of the register, which live in mem. */
static enum outcome
calendar_read(const struct alerting *a, struct arena *mem,
    struct calendar *calendar, struct error *why)
{
	struct policy policy = a->house->policy;
	enum outcome how = holidays_read(a->db, mem, &policy, why);

	if (how == DONE)
		*calendar = (struct calendar){ false, policy.proclaimed,
			policy.n_proclaimed };
	return how;
}

/* --- deadlines --------------------------------------------------------------- */

/* By night and on holidays nobody is told; what was settled is settled. */
static enum outcome
look(struct alerting *a, time_t now, struct error *why)
{
	autoarena mem = { 0 };
	struct deadlines d = { .now = now,
		.today = day_in_london(now),
		.next = NO_DATE,
		.recipient = a->house->policy.signatory };
	struct calendar calendar;
	enum outcome how;

	if (a->looked_at != 0 && now >= a->looked_at &&
	    now - a->looked_at < ALERT_LOOK_SECONDS)
		return DONE;
	how = calendar_read(a, &mem, &calendar, why);
	if (how != DONE)
		return how;
	if (day_is_working(calendar, d.today) &&
	    alert_day_has_begun(now, &a->options->alerts) &&
	    workday_add(calendar, d.today, 1, &d.next, why) != DONE)
		d.next = d.today + 1;
	how = alert_look(a->db, &d, why);
	if (how == DONE)
		a->looked_at = now;
	return how;
}

/* --- sending ----------------------------------------------------------------- */

/* Notes that the mail left, as often as it takes: forgetting sends it twice. */
static enum outcome
note_sent(const struct alerting *a, const struct alert *alert,
    const struct alert_mail *mail, struct error *why)
{
	enum outcome how;

	while ((how = alert_sent(a->db, alert, mail, why)) == LATER &&
	       !stop_is_wanted()) {
		log_warn("case=%.*s %s", SPAN_ARG(alert->reference), why->text);
		stop_sleep(BUSY_WAIT_MS, -1);
	}
	if (how == DONE)
		log_info("case=%.*s alert=%.*s mail=%lld sent",
		    SPAN_ARG(alert->reference), SPAN_ARG(alert->kind),
		    alert->times + 1);
	return how;
}

static enum outcome
finish(const struct alerting *a, const struct alert *alert,
    const struct alert_addressee *to, struct calendar calendar,
    struct error *why)
{
	autoarena mem = { 0 };
	const char *where = to->is_escalated    ? "the escalation address, for "
			    : !to->is_recipient ? "another address, for "
						: "";
	struct alert_mail mail = { .at = clock_now(),
		.to = arena_printf(&mem, "%s%.*s", where,
		    SPAN_ARG(alert->recipient)),
		.sent_to = (long long)to->at };

	mail.next = alert_after(alert->urgency, alert->times + 1, mail.at,
	    &a->options->alerts, calendar);
	return note_sent(a, alert, &mail, why);
}

/* Tells the log what stands in the way. */
static void
say(const struct alert *alert, struct span words)
{
	if (alert->urgency == IMMEDIATE)
		log_error("case=%.*s alert=%.*s immediate: %.*s",
		    SPAN_ARG(alert->reference), SPAN_ARG(alert->kind),
		    SPAN_ARG(words));
	else
		log_warn("case=%.*s alert=%.*s %.*s",
		    SPAN_ARG(alert->reference), SPAN_ARG(alert->kind),
		    SPAN_ARG(words));
}

/* No address is left to try it with: a person tells them. */
static enum outcome
give_to_person(const struct alerting *a, const struct alert *alert,
    bool has_address, struct error *why)
{
	autoarena mem = { 0 };
	struct alert_trouble t = { .kind =
				       has_address ? ALERT_LOST : ALERT_NOWHERE,
		.now = clock_now() };

	t.again = t.now + ALERT_WAIT_ADDRESS;
	t.note = arena_printf(&mem,
	    has_address ? "Every address refused it: tell %.*s by telephone"
			: "%.*s has no address in postroom.conf: tell them, or "
			  "configure one",
	    SPAN_ARG(alert->recipient));
	if (!span_is_equal(alert->note, t.note))
		say(alert, arena_printf(&mem, "%.*s; postroom alerts lists it",
			       SPAN_ARG(t.note)));
	return alert_put_off(a->db, alert, &t, why);
}

static long long
wait_after(const struct alert *alert, time_t now)
{
	long long most = alert->urgency == IMMEDIATE ? ALERT_WAIT_IMMEDIATE
						     : ALERT_WAIT_LONGEST;
	long long wait = retry_wait(alert->attempts + 1,
	    (unsigned)(now + alert->id + alert->attempts));

	return wait < most ? wait : most;
}

static enum outcome
put_off(struct alerting *a, const struct alert *alert, enum outcome cause,
    const struct error *words, struct error *why)
{
	autoarena mem = { 0 };
	struct alert_trouble t = { .kind = cause == REFUSED ? ALERT_REFUSED
							    : ALERT_UNREACHED,
		.now = clock_now(),
		.note = span_of(words->text) };
	long long wait = cause == REFUSED ? 0 : wait_after(alert, t.now);

	t.again = t.now + wait;
	a->has_postponed |= cause != REFUSED;
	say(alert, arena_printf(&mem, "for %.*s, again in %lld s: %s",
		       SPAN_ARG(alert->recipient), wait, words->text));
	return alert_put_off(a->db, alert, &t, why);
}

static enum outcome
deliver(const struct alerting *a, const struct alert *alert,
    const struct alert_addressee *to, struct error *why)
{
	autoarena mem = { 0 };
	struct outgoing mail;
	bool may_have_left = false;
	enum outcome how = alert_mail_make(alert, to, a->options, clock_now(),
	    &mem, &mail, why);

	return how == DONE ? a->transport->send(a->transport, &mail,
				 &may_have_left, why)
			   : how;
}

/*
 * Which address it is to be tried with: the first, but for those that refused
 * it, or that the last mail came back from.
 */
static size_t
address_next(const struct alert *alert, bool is_escalated,
    const struct alerts_options *o)
{
	bool was_escalated =
	    alert_is_escalated(alert->urgency, alert->times, o);
	long long left_out =
	    is_escalated == was_escalated ? alert->returned : 0;

	return (size_t)(left_out + alert->refusals);
}

static enum outcome
tell(struct alerting *a, const struct alert *alert, struct error *why)
{
	struct span addresses[MAX_ALERT_ADDRESSES];
	struct alert_addressee to = { .is_escalated = alert_is_escalated(
					  alert->urgency, alert->times + 1,
					  &a->options->alerts) };
	bool has_own;
	autoarena mem = { 0 };
	struct calendar calendar;
	size_t n = alert_addresses(a->options, alert->recipient,
	    to.is_escalated, addresses, &has_own);
	size_t at = address_next(alert, to.is_escalated, &a->options->alerts);
	struct error cause;
	enum outcome how;

	if (at >= n)
		return give_to_person(a, alert, n > 0, why);
	/* What is needed when it has left is read before. */
	how = calendar_read(a, &mem, &calendar, why);
	if (how != DONE)
		return how;
	to.address = addresses[at];
	to.at = at;
	to.is_recipient = !to.is_escalated && has_own && at == 0;
	how = deliver(a, alert, &to, &cause);
	if (how == DONE)
		return finish(a, alert, &to, calendar, why);
	if (how == BROKEN)
		return fail(why, BROKEN, "%s", cause.text);
	return put_off(a, alert, how, &cause, why);
}

enum outcome
alert_turn(struct alerting *a, bool *found, struct error *why)
{
	autoarena mem = { 0 };
	struct alert alert;
	time_t now = clock_now();
	enum outcome how = look(a, now, why);

	if (how == DONE)
		how = alert_next(a->db, now, &mem, &alert, why);
	if (how != DONE)
		return how;
	*found = alert.id != 0;
	return *found ? tell(a, &alert, why) : DONE;
}
