/* disposition.c - which way an item goes: a case, or something else */
#include "triage/disposition.h"

#include "triage/address.h"
#include "triage/classify.h"
#include "triage/origin.h"
#include "triage/signs.h"

#define LEAST_SPAM_LEVEL 5 /* Exchange: spam confidence level of junk */

/* --- its origin ------------------------------------------------------------ */

/* These may carry what a person wrote. */
static bool
may_carry_a_letter(enum machine machine)
{
	return machine == MACHINE_LIST || machine == MACHINE_NOTICE ||
	       machine == MACHINE_AUTO_REPLY;
}

void
disposition_of_origin(struct item *item, bool reads_like_a_case)
{
	struct verdict *v = &item->verdict;
	bool has_reference = v->reference.len > 0;
	bool is_by_hand =
	    reads_like_a_case && may_carry_a_letter(item->origin.machine);

	v->disposition = has_reference ? FOLLOW_UP : NEW_CASE;
	if (item->origin.kind == ORIGIN_MACHINE && !is_by_hand &&
	    (!item->origin.is_likely_machine || has_reference))
		v->disposition = MACHINE;
	else if (!has_reference && item->message &&
		 origin_is_parliament(item->message->from.address))
		v->disposition = MP_ENQUIRY;
}

void
disposition_ask(struct item *item, struct arena *mem)
{
	struct verdict *v = &item->verdict;

	if (item->origin.kind == ORIGIN_MACHINE)
		verdict_ask(v,
		    item->origin.is_likely_machine
			? "only its words say that a machine sent it"
			: "a machine sent it, but it reads like a case",
		    mem);
	if (v->disposition == FOLLOW_UP)
		verdict_ask(v, "it answers an earlier case", mem);
}

/* --- marks of spam --------------------------------------------------------- */

/* Did a server of the list take it in: "from ... by mx.example.org with"? */
static bool
is_trusted_hop(struct span received, struct span trusted)
{
	while (received.len > 0) {
		struct span word = span_cut_at(&received, ' ');

		if (span_is_same_word(word, SPAN("by")))
			return address_is_listed(span_cut_at(&received, ' '),
			    trusted);
	}
	return false;
}

static bool
begins_with_yes(struct span value)
{
	return value.len >= 3 &&
	       span_is_same_word(span_head(value, 3), SPAN("yes"));
}

static bool
is_mark_of_spam(const struct header *h)
{
	struct span value = span_trim(h->value);
	long long level;

	if (span_is_same_word(h->name, SPAN("X-Spam-Flag")) ||
	    span_is_same_word(h->name, SPAN("X-Spam-Status")))
		return begins_with_yes(value);
	if (span_is_same_word(h->name, SPAN("X-Forefront-Antispam-Report")))
		return span_find(value, SPAN("SFV:SPM"), 0) != SPAN_NOT_FOUND;
	return span_is_same_word(h->name,
		   SPAN("X-MS-Exchange-Organization-SCL")) &&
	       span_to_number(value, 0, 9, &level) && level >= LEAST_SPAM_LEVEL;
}

bool
spam_is_marked(const struct message *message, struct span trusted)
{
	for (size_t i = 0; i < message->n_headers; i++) {
		const struct header *h = &message->headers[i];

		if (span_is_same_word(h->name, SPAN("Received")) &&
		    !is_trusted_hop(h->value, trusted))
			return false;
		if (is_mark_of_spam(h))
			return true;
	}
	return false;
}

/* --- what its words point at ----------------------------------------------- */

struct pointing {
	int weights[WAY_COUNT];
	bool *seen; /* by sign */
	struct arena *mem;
};

static void
weigh(struct pointing *p, const struct folded *folded)
{
	struct sign_text text = signs_split(folded, p->mem);
	struct sign_scan scan = { .text = &text };
	struct sign_hit hit;

	while (signs_next(&scan, &hit)) {
		bool *seen = &p->seen[sign_number(hit.sign)];

		if (hit.sign->kind == SIGN_WAY && !*seen)
			p->weights[hit.sign->name] += hit.sign->figure;
		*seen = true;
	}
}

static bool
is_complaint(const struct verdict *v)
{
	return v->category == COMPLAINT && v->is_said;
}

static enum disposition
way_of(const struct item *item, const int *weights, bool is_marked)
{
	const struct verdict *v = &item->verdict;
	bool is_alien = v->scores[CATEGORY_NONE] >= WAY_ALIEN;
	bool has_care = weights[WAY_HEALTH] > 0;
	bool is_sure_spam = weights[WAY_SPAM] >= WAY_SURE && !has_care;

	if (weights[WAY_MP] >= WAY_HINT)
		return MP_ENQUIRY;
	if (weights[WAY_RECORDS] >= WAY_HINT && v->category != COMPLAINT &&
	    v->category != COMPLIMENT)
		return RECORDS_REQUEST;
	if ((is_marked && !v->is_said) || (is_sure_spam && !is_complaint(v)))
		return SPAM;
	if (weights[WAY_STAFF_MATTER] >= WAY_SURE + has_care &&
	    !is_complaint(v))
		return STAFF_MATTER;
	if (weights[WAY_OUT_OF_SCOPE] >= (is_alien ? WAY_HINT : WAY_SURE) &&
	    !has_care && !is_complaint(v) && v->category != COMPLIMENT)
		return OUT_OF_SCOPE;
	return NEW_CASE;
}

static void
ask_about_way(struct item *item, const int *weights, bool is_marked,
    struct arena *mem)
{
	static const char *const reasons[] = {
		[MP_ENQUIRY] = "it speaks for a constituent",
		[RECORDS_REQUEST] = "it asks for somebody's records",
		[SPAM] = "it looks like spam",
		[STAFF_MATTER] = "it is about its writer's own employment",
		[OUT_OF_SCOPE] = "it seems to be for somebody else",
		[NEW_CASE] = NULL,
	};
	struct verdict *v = &item->verdict;

	if (reasons[v->disposition] != NULL) {
		verdict_ask(v, reasons[v->disposition], mem);
		return;
	}
	if (is_marked)
		verdict_ask(v, "the mail server takes it for spam", mem);
	if (weights[WAY_STAFF_MATTER] >= WAY_HINT)
		verdict_ask(v, "it may be a matter of a member of staff", mem);
	if (weights[WAY_OUT_OF_SCOPE] >= WAY_SURE)
		verdict_ask(v, "it may be for somebody else", mem);
	if (weights[WAY_SPAM] >= WAY_SURE)
		verdict_ask(v, "parts of it read like spam", mem);
}

void
disposition_refine(struct item *item, const struct own_words *own,
    struct span trusted, struct arena *mem)
{
	struct verdict *v = &item->verdict;
	struct pointing p = { .seen = ARENA_ARRAY(mem, signs_count(), bool),
		.mem = mem };
	bool is_marked = item->message && item->origin.kind != ORIGIN_MACHINE &&
			 spam_is_marked(item->message, trusted);

	if (v->disposition != NEW_CASE)
		return;
	weigh(&p, &own->subject);
	for (size_t i = 0; i < own->n_parts; i++)
		weigh(&p, &own->parts[i]);
	v->disposition = way_of(item, p.weights, is_marked);
	ask_about_way(item, p.weights, is_marked, mem);
}
