/* alert_plan.c - counts when somebody is told again, and finds where */
#include "register/alert_plan.h"
#include "triage/address.h"

#define DAY_SECONDS 86400
/* The first hour of the day's end that comes too soon is left out. */
#define LEAST_SECONDS 3600

long long
alert_escalates_at(enum urgency urgency, const struct alerts_options *o)
{
	switch (urgency) {
	case IMMEDIATE:
		return o->repeats + 2;
	case SAME_DAY:
		return 3;
	case ROUTINE:
		break;
	}
	return 0;
}

bool
alert_is_escalated(enum urgency urgency, long long n,
    const struct alerts_options *o)
{
	long long first = alert_escalates_at(urgency, o);

	return first > 0 && n >= first;
}

/* The first hour of that number on a working day, after an instant. */
static time_t
working_hour(time_t after, long long hour, struct calendar calendar)
{
	do
		after = next_hour_in_london(after, (int)hour);
	while (!day_is_working(calendar, day_in_london(after)));
	return after;
}

time_t
alert_after(enum urgency urgency, long long n, time_t at,
    const struct alerts_options *o, struct calendar calendar)
{
	switch (urgency) {
	case IMMEDIATE:
		return n <= o->repeats + 1 ? at + o->repeat : at + DAY_SECONDS;
	case SAME_DAY:
		if (n >= 3)
			return 0;
		return working_hour(at + LEAST_SECONDS, o->day_ends, calendar);
	case ROUTINE:
		break;
	}
	return 0;
}

bool
alert_day_has_begun(time_t now, const struct alerts_options *o)
{
	return day_in_london(next_hour_in_london(now, (int)o->day_begins)) >
	       day_in_london(now);
}

static void
add_address(struct span address, struct span *addresses, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		if (span_is_same_word(addresses[i], address))
			return;
	if (address.len > 0)
		addresses[(*n)++] = address;
}

const struct recipient_options *
recipient_find(const struct options *o, struct span name)
{
	for (size_t i = 0; i < o->n_recipients; i++)
		if (span_is_same_word(o->recipient[i].name, name))
			return &o->recipient[i];
	return NULL;
}

size_t
alert_addresses(const struct options *o, struct span recipient,
    bool is_escalated, struct span addresses[MAX_ALERT_ADDRESSES],
    bool *has_own)
{
	const struct recipient_options *found = recipient_find(o, recipient);
	struct span own = found != NULL ? found->address : SPAN("");
	size_t n = 0;

	*has_own = found != NULL;
	if (is_escalated) {
		add_address(o->alerts.escalation, addresses, &n);
		add_address(o->alerts.fallback, addresses, &n);
		add_address(own, addresses, &n);
	} else {
		add_address(own, addresses, &n);
		add_address(o->alerts.fallback, addresses, &n);
		add_address(o->alerts.escalation, addresses, &n);
	}
	return n;
}

/* --- what is configured ------------------------------------------------------ */

static enum outcome
address_check(const struct options *o, struct span address, const char *where,
    struct span name, struct error *why)
{
	if (address.len == 0 || address_is_fit(address))
		return DONE;
	return fail(why, BROKEN, "%s: %s%.*s]: not a plain e-mail address",
	    o->file, where, SPAN_ARG(name));
}

enum outcome
alert_options_check(const struct options *o, struct error *why)
{
	enum outcome how =
	    address_check(o, o->alerts.fallback, "[alerts", SPAN(""), why);

	if (how == DONE)
		how = address_check(o, o->alerts.escalation, "[alerts",
		    SPAN(""), why);
	for (size_t i = 0; i < o->n_recipients && how == DONE; i++)
		how = address_check(o, o->recipient[i].address, "[recipient ",
		    o->recipient[i].name, why);
	return how;
}

/* Does the list name it, before the place of `name` in it? */
static bool
list_names(struct span list, struct span name)
{
	struct span word;

	while (conf_list_next(&list, &word) && word.at != name.at)
		if (span_is_same_word(word, name))
			return true;
	return false;
}

/* Is the name one of an earlier flag's, or the signatory? */
static bool
is_named_before(const struct policy *policy, int flag, struct span name)
{
	for (int i = 0; i < flag; i++)
		if (list_names(policy->refer_to[i], name))
			return true;
	return list_names(policy->refer_to[flag], name) ||
	       span_is_same_word(policy->signatory, name);
}

void
recipients_missing(const struct options *o, const struct policy *policy,
    recipient_show *show, void *context)
{
	if (recipient_find(o, policy->signatory) == NULL)
		show(policy->signatory, context);
	for (int i = 0; i < (int)FLAG_COUNT; i++) {
		struct span rest = policy->refer_to[i], name;

		while (conf_list_next(&rest, &name))
			if (!is_named_before(policy, i, name) &&
			    recipient_find(o, name) == NULL)
				show(name, context);
	}
}
