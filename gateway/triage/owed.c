/* owed.c - is an acknowledgement owed, to whom, and by which day */
#include "triage/owed.h"

#include "triage/address.h"
#include "triage/circumstances.h"
#include "triage/classify.h"
#include "triage/flags.h"
#include "triage/machine.h"
#include "triage/stamp.h"
#include "triage/workday.h"

#define LAW_FOI_DAYS 20
#define LAW_COMPLAINT_MONTHS 6
#define LAW_RECORDS_MONTHS 1
#define MAX_FORWARD_DAYS 366 /* an older date is more likely a mistake */

/* --- days ------------------------------------------------------------------ */

static day
forwarded_on(const struct item *item, day received)
{
	day first;

	if (item->origin.kind != ORIGIN_STAFF_FORWARD ||
	    item->origin.author.address.len == 0)
		return received;
	first = forward_day(item->forward.date);
	return first < received && received - first <= MAX_FORWARD_DAYS
		   ? first
		   : received;
}

static day
received_on(struct item *item, struct arena *mem)
{
	day received = day_in_london(item->received_at);
	struct stamp stamp = stamp_of(item, received);

	if (stamp.is_contradicted)
		verdict_ask(&item->verdict,
		    "different dates of receipt are stamped on it", mem);
	received = forwarded_on(item, received);
	return stamp.first != NO_DATE && stamp.first < received ? stamp.first
								: received;
}

static void
keep_earliest(day *kept, day other)
{
	if (other != NO_DATE && (*kept == NO_DATE || other < *kept))
		*kept = other;
}

static struct calendar
england(const struct policy *policy)
{
	return (
	    struct calendar){ false, policy->proclaimed, policy->n_proclaimed };
}

static struct calendar
uk(const struct policy *policy)
{
	return (
	    struct calendar){ true, policy->proclaimed, policy->n_proclaimed };
}

static bool
response_day(enum category c, const struct policy *policy, day received,
    day *due)
{
	long long days = policy->response_days[c];

	*due = NO_DATE;
	if (c == FOI)
		return workday_add(uk(policy), received,
			   days > 0 ? days : LAW_FOI_DAYS, due, NULL) == DONE;
	if (days > 0)
		return workday_add(england(policy), received, days, due,
			   NULL) == DONE;
	if (c == COMPLAINT)
		*due = months_last_day(received, LAW_COMPLAINT_MONTHS);
	return *due <= calendar_end(); /* NO_DATE is */
}

static bool
holding_day(const struct policy *policy, day response, day *due)
{
	*due = NO_DATE;
	if (policy->holding_days == 0 || response == NO_DATE)
		return true;
	return workday_back(england(policy), response, policy->holding_days,
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
		known &= workday_add(england(policy), o->received_on,
			     policy->ack_days[c], &ack, NULL) == DONE;
		known &=
		    response_day(category, policy, o->received_on, &response);
		keep_earliest(&o->ack_due, ack);
		keep_earliest(&o->response_due, response);
	}
	if (v->disposition == RECORDS_REQUEST) {
		o->response_due = months_day(england(policy), o->received_on,
		    LAW_RECORDS_MONTHS);
		known &= o->response_due != NO_DATE;
	}
	known &= holding_day(policy, o->response_due, &o->holding_due);
	if (known)
		return;
	o->ack_due = o->response_due = o->holding_due = NO_DATE;
	verdict_ask(v, "its dates lie outside the table of bank holidays", mem);
}

bool
owed_days(enum category category, const struct policy *policy, day received,
    struct owed *days)
{
	struct owed found = { .received_on = received, .ack_due = NO_DATE };

	if (workday_add(england(policy), received, policy->ack_days[category],
		&found.ack_due, NULL) != DONE ||
	    !response_day(category, policy, received, &found.response_due) ||
	    !holding_day(policy, found.response_due, &found.holding_due))
		return false;
	*days = found;
	return true;
}

/* --- to whom --------------------------------------------------------------- */

/* Why nobody can be told that it came; NULL where somebody may be. */
static const char *
why_unreturnable(const struct item *item)
{
	const struct origin *o = &item->origin;

	if (o->kind == ORIGIN_STAFF_FORWARD || o->author.address.len > 0 ||
	    o->postal_address.len > 0 || o->phone.len > 0)
		return NULL;
	if (flags_have(&item->verdict, ANONYMOUS))
		return "it is anonymous, and gives no address to reply to";
	/*
	 * A letter, a web form or a message in a portal may hold an address
	 * that was not recognised.
	 */
	return item->message != NULL && item->message->from.address.len == 0 &&
		       item->note == NULL
		   ? "it gives no address to reply to"
		   : NULL;
}

/* Why nothing is sent, ever; NULL where that is not so. */
static const char *
why_never(const struct item *item)
{
	if (item->origin.machine == MACHINE_OWN)
		return "it is our own mail";
	if (item->origin.machine == MACHINE_LIST)
		return "it was sent to a list";
	if (item->origin.machine != MACHINE_NONE)
		return "a machine sent it";
	if (item->note && item->note->reference.len > 0)
		return "it is a note on a case that is there";
	if (machine_is_no_reply(item->origin.author.address))
		return "the address takes no replies";
	return why_unreturnable(item);
}

/* Is what its author wrote beyond us: sealed, or nothing of it read? */
static bool
is_closed_to_us(const struct item *item)
{
	if (item->root.outcome == PART_ENCRYPTED)
		return true;
	for (size_t i = 0; i < item->n_parts; i++)
		if (item->parts[i].text.len > 0)
			return false;
	return true;
}

/* Why what is no case for the team waits; NULL where it is one. */
static const char *
why_way_waits(enum disposition disposition)
{
	switch (disposition) {
	case SPAM:
		return "it looks like spam";
	case STAFF_MATTER:
		return "it is about its writer's own employment";
	case OUT_OF_SCOPE:
		return "it seems to be for somebody else";
	case MP_ENQUIRY:
		return "a member of Parliament gets a person's answer";
	case FOLLOW_UP:
		return "it answers an earlier case";
	case NEW_CASE:
	case MACHINE:
	case RECORDS_REQUEST:
		break;
	}
	return NULL;
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
			   : "it has no e-mail address to reply to";
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

/* E-mail where no postal address was noted, since that is more certain. */
static bool
is_answered_by_email(const struct item *item)
{
	if (item->note)
		return item->note->postal_address.len == 0 &&
		       item->note->caller.address.len > 0;
	return item->message != NULL;
}

/* Why the acknowledgement of what was said waits for a person. */
static const char *
why_note_waits(const struct item *item)
{
	if (is_answered_by_email(item))
		return address_is_fit(item->note->caller.address)
			   ? NULL
			   : "the address to reply to is not well formed";
	return item->note->postal_address.len > 0
		   ? NULL
		   : "no address was noted: acknowledge it by telephone, and "
		     "record that";
}

/* Why it is not sure to whom it would go; NULL where it is. */
static const char *
why_unsure(const struct item *item)
{
	if (item->note)
		return why_note_waits(item);
	if (item->message)
		return why_message_waits(item);
	if (item->origin.postal_address.len == 0)
		return "no postal address was recognised for sure";
	return NULL;
}

/* Why it waits for a person; NULL where it need not. */
static const char *
why_held(const struct item *item)
{
	if (item->was_put_back)
		return "it had been lost from the register, and may have "
		       "been acknowledged before";
	if (flags_are_immediate(&item->verdict))
		return "a person reads it first: see its flags";
	if (is_closed_to_us(item))
		return "nothing in it could be read";
	if (why_way_waits(item->verdict.disposition))
		return why_way_waits(item->verdict.disposition);
	if (why_unsure(item))
		return why_unsure(item);
	return circumstances_beyond_us(item);
}

/*
 * May the neutral text go out on the last day though nobody has looked?  Only
 * to somebody who is sure, who was not answered before, and whose matter is
 * the team's.
 */
static bool
may_go_neutral(const struct item *item)
{
	enum disposition way = item->verdict.disposition;

	return !item->was_put_back && way != SPAM && way != STAFF_MATTER &&
	       why_unsure(item) == NULL;
}

/* The text of the pack; its circumstances choose among those of that name. */
static struct span
text_choose(const struct item *item)
{
	if (is_closed_to_us(item))
		return SPAN("unreadable");
	switch (item->verdict.disposition) {
	case MP_ENQUIRY:
		return SPAN("mp");
	case RECORDS_REQUEST:
		return SPAN("records");
	case OUT_OF_SCOPE:
		return SPAN("out_of_scope");
	case NEW_CASE:
	case FOLLOW_UP:
	case MACHINE:
	case SPAM:
	case STAFF_MATTER:
		break;
	}
	return item->verdict.needs_review
		   ? SPAN("review")
		   : span_of(category_name(item->verdict.category));
}

static void
set_recipient(struct item *item)
{
	struct owed *o = &item->owed;

	o->to.name = name_for_greeting(item->origin.author.name);
	if (is_answered_by_email(item)) {
		if (address_is_fit(item->origin.author.address))
			o->to.address = item->origin.author.address;
		o->channel = CHANNEL_EMAIL;
	} else {
		o->channel = CHANNEL_LETTER;
	}
	o->template = text_choose(item);
	o->circumstances = circumstances_find(item);
}

/* Why nothing may be said of what answers a case; NULL where it may be. */
static const char *
why_further_waits(const struct item *item, const struct policy *policy)
{
	if (item->origin.is_likely_machine)
		return "it reads like a message of a machine";
	if (flags_are_immediate(&item->verdict))
		return "a person reads it first: see its flags";
	if (policy->follow_up == LETTER_HELD)
		return "the policy leaves it to a person";
	return why_unsure(item);
}

/* Is it owed that it came, should it answer a case that is open? */
static void
decide_further(struct item *item, const struct policy *policy)
{
	struct owed *o = &item->owed;
	const char *why = NULL;

	if (item->verdict.disposition != FOLLOW_UP)
		return;
	if (o->acknowledge == ACK_NO)
		why = o->why_not.at;
	else if (policy->follow_up == LETTER_NEVER)
		why = "the policy acknowledges no further messages";
	if (why == NULL) {
		why = why_further_waits(item, policy);
		o->further = why ? ACK_HOLD : ACK_YES;
	}
	o->further_why = span_of(why);
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
		.received_on = received_on(item, mem),
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
		o->may_go_neutral = why != NULL && may_go_neutral(item);
	}
	o->why_not = span_of(why);
	decide_further(item, policy);
}
