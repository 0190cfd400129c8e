/* days.c - lets go what waited too long, and makes what a day gives */
#include "reply/days.h"
#include "base/io.h"
#include "base/log.h"
#include "register/alert_plan.h"
#include "register/further.h"
#include "register/holidays.h"
#include "register/outbox.h"
#include "triage/address.h"
#include "triage/workday.h"

#define LOOK_SECONDS 600 /* so often for letters of open cases */
#define NEUTRAL_HOUR 14  /* in London: people had the morning to decide */

/* The last day whose neutral texts go out now: from NEUTRAL_HOUR on, today. */
static day
neutral_until(time_t now)
{
	day today = day_in_london(now);
	time_t next = next_hour_in_london(now, NEUTRAL_HOUR);

	return day_in_london(next) > today ? today : today - 1;
}

enum outcome
days_let_go(const struct days *d, bool *found, struct error *why)
{
	time_t now = clock_now();
	enum outcome how = DONE;

	*found = false;
	while (d->house->policy.neutral_after_hold && how == DONE) {
		autoarena mem = { 0 };
		struct span reference;

		how = outbox_go_neutral(d->db, neutral_until(now), now, &mem,
		    &reference, why);
		if (how != DONE || reference.len == 0)
			break;
		*found = true;
		log_warn("case=%.*s nobody decided by the last day: the "
			 "neutral text goes; a person must still read it: "
			 "postroom show %.*s",
		    SPAN_ARG(reference), SPAN_ARG(reference));
	}
	return how;
}

enum outcome
days_look(struct days *d, struct error *why)
{
	autoarena mem = { 0 };
	struct policy policy = d->house->policy;
	time_t now = clock_now();
	struct further_round round = { &policy,
		address_domain(d->options->smtp.from), now };
	long long n = 0;
	enum outcome how;

	if (d->looked_at != 0 && now >= d->looked_at &&
	    now - d->looked_at < LOOK_SECONDS)
		return DONE;
	how = holidays_read(d->db, &mem, &policy, why);
	if (how != DONE)
		return how;
	if (day_is_working((struct calendar){ false, policy.proclaimed,
			       policy.n_proclaimed },
		day_in_london(now)) &&
	    alert_day_has_begun(now, &d->options->alerts))
		how = further_look(d->db, &round, &n, why);
	if (how != DONE)
		return how;
	d->looked_at = now;
	if (n > 0)
		log_info("holding letters owed: %lld", n);
	return DONE;
}
