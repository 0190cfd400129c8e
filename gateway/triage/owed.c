/* owed.c - is an acknowledgement owed, to whom, and by which day */
#include "triage/owed.h"

#include "triage/address.h"
#include "triage/classify.h"
#include "triage/flags.h"
#include "triage/machine.h"
#include "triage/workday.h"

#define LAW_FOI_DAYS 20
#define LAW_COMPLAINT_MONTHS 6
#define MAX_FORWARD_DAYS 366 /* an older date is more likely a mistake */

/* --- days ------------------------------------------------------------------ */

static day
received_on(const struct item *item)
{
	day received = day_in_london(item->received_at), first;

	if (item->origin.kind != ORIGIN_STAFF_FORWARD ||
	    item->origin.author.address.len == 0)
		return received;
	first = forward_day(item->forward.date);
	return first < received && received - first <= MAX_FORWARD_DAYS
		   ? first
		   : received;
}

static void
keep_earliest(day *kept, day other)
{
	if (other != NO_DATE && (*kept == NO_DATE || other < *kept))
		*kept = other;
}

static bool
response_day(enum category c, const struct policy *policy, day received,
    day *due)
{
	long long days = policy->response_days[c];

	*due = NO_DATE;
	if (c == FOI)
		return workday_add(CALENDAR_UK, received,
			   days > 0 ? days : LAW_FOI_DAYS, due, NULL) == DONE;
	if (days > 0)
		return workday_add(CALENDAR_ENGLAND, received, days, due,
			   NULL) == DONE;
	if (c == COMPLAINT)
		*due = months_last_day(received, LAW_COMPLAINT_MONTHS);
	return *due == NO_DATE || *due <= calendar_end();
}

static bool
holding_day(const struct policy *policy, day response, day *due)
{
	*due = NO_DATE;
	if (policy->holding_days == 0 || response == NO_DATE)
		return true;
	return workday_back(CALENDAR_ENGLAND, response, policy->holding_days,
		   due, NULL) == DONE;
}

static void
set_days(struct item *item, const struct policy *policy, struct arena *mem)
{
	struct owed *o = &item->owed;
	struct verdict *v = &item->verdict;
	bool known = true;

	for (int c = CATEGORY_NONE; c < CATEGORY_COUNT; c++) {
		enum category category = (enum category)c;
		day ack = NO_DATE, response = NO_DATE;

		if (!verdict_may_be(v, category))
			continue;
		known &= workday_add(CALENDAR_ENGLAND, o->received_on,
			     policy->ack_days[c], &ack, NULL) == DONE;
		known &=
		    response_day(category, policy, o->received_on, &response);
		keep_earliest(&o->ack_due, ack);
		keep_earliest(&o->response_due, response);
	}
	known &= holding_day(policy, o->response_due, &o->holding_due);
	if (known)
		return;
	o->ack_due = o->response_due = o->holding_due = NO_DATE;
	verdict_ask(v, "its dates lie outside the table of bank holidays", mem);
}

/* --- to whom --------------------------------------------------------------- */

/* Why nothing is sent, ever; NULL where that is not so. */
static const char *
why_never(const struct item *item)
{
	switch (item->origin.machine) {
	case MACHINE_OWN:
		return "it is our own mail";
	case MACHINE_LIST:
		return "it was sent to a list";
	case MACHINE_BOUNCE:
	case MACHINE_AUTO_REPLY:
	case MACHINE_FEEDBACK:
	case MACHINE_RECEIPT:
	case MACHINE_NOTICE:
		return "a machine sent it";
	case MACHINE_NONE:
		break;
	}
	if (machine_is_no_reply(item->origin.author.address))
		return "the address takes no replies";
	return NULL;
}

static bool
is_readable(const struct item *item)
{
	for (size_t i = 0; i < item->n_parts; i++)
		if (item->parts[i].text.len > 0)
			return true;
	return false;
}

/* Why a message's acknowledgement waits for a person. */
static const char *
why_message_waits(const struct item *item)
{
	const struct origin *o = &item->origin;

	if (o->author.address.len == 0)
		return o->kind == ORIGIN_STAFF_FORWARD
			   ? "a member of staff sent it, and its author is not "
			     "sure"
			   : "it has no address to reply to";
	if (!address_is_fit(o->author.address))
		return "the address to reply to is not well formed";
	if (strcmp(o->authenticated, "fail") == 0)
		return "the sender's identity could not be confirmed";
	if (o->kind == ORIGIN_ORGANISATION)
		return "a public body gets a person's answer";
	if (item->verdict.category != FOI &&
	    address_is_within(o->author.address, SPAN("whatdotheyknow.com")))
		return "replies to this address are published";
	return NULL;
}

/* Why it waits for a person; NULL where it need not. */
static const char *
why_held(const struct item *item)
{
	if (flags_are_immediate(&item->verdict))
		return "a person reads it first: see its flags";
	if (!is_readable(item))
		return "nothing in it could be read";
	if (item->verdict.disposition == FOLLOW_UP)
		return "it answers an earlier case";
	if (item->message)
		return why_message_waits(item);
	if (item->origin.postal_address.len == 0)
		return "no postal address was recognised for sure";
	return NULL;
}

static void
set_recipient(struct item *item)
{
	struct owed *o = &item->owed;

	o->to.name = name_for_greeting(item->origin.author.name);
	if (item->message) {
		if (address_is_fit(item->origin.author.address))
			o->to.address = item->origin.author.address;
		o->channel = CHANNEL_EMAIL;
	} else {
		o->channel = CHANNEL_LETTER;
	}
	o->template = item->verdict.needs_review
			  ? SPAN("review")
			  : span_of(category_name(item->verdict.category));
}

static bool
is_acknowledged(const struct item *item, const struct policy *policy)
{
	const struct verdict *v = &item->verdict;

	return policy
	    ->acknowledges[v->needs_review ? CATEGORY_NONE : v->category];
}

void
owed_decide(struct item *item, const struct policy *policy, struct arena *mem)
{
	struct owed *o = &item->owed;
	const char *why = why_never(item);

	*o = (struct owed){ .acknowledge = ACK_NO,
		.received_on = received_on(item),
		.ack_due = NO_DATE,
		.response_due = NO_DATE,
		.holding_due = NO_DATE };
	if (item->verdict.disposition != MACHINE)
		set_days(item, policy, mem);
	if (!why && !is_acknowledged(item, policy))
		why = "the policy acknowledges no such item";
	if (why) {
		o->ack_due = NO_DATE;
	} else {
		set_recipient(item);
		why = why_held(item);
		o->acknowledge = why ? ACK_HOLD : ACK_YES;
	}
	o->why_not = span_of(why);
}
