/* triage.c - what an item is, who wrote it, what is owed */
#include "triage/triage.h"

#include "triage/classify.h"
#include "triage/flags.h"
#include "triage/origin.h"
#include "triage/owed.h"
#include "triage/own.h"
#include "triage/words.h"

#define SAYS_WHAT_IT_IS 900 /* classify.h: confidence of rules 1 and 2 */

/* Somebody's own records are theirs by another law than foi's. */
static void
notice_records_request(struct item *item, struct arena *mem)
{
	struct verdict *v = &item->verdict;

	if (v->disposition != NEW_CASE || v->category == COMPLAINT ||
	    v->category == COMPLIMENT || v->confidence >= SAYS_WHAT_IT_IS ||
	    !flags_have(v, FLAG_RECORDS_REQUEST))
		return;
	v->disposition = RECORDS_REQUEST;
	verdict_ask(v, "it asks for somebody's records", mem);
}

void
triage(struct item *item, const struct triage_house *house, struct arena *mem)
{
	const struct phrase_book *book = phrases_index(mem);
	struct passed_on passed_on, *blocks;
	struct own_words own;
	bool is_staff;

	blocks = words_mark(item, house->addresses, book, mem);
	passed_on = forward_choose(item, blocks, house->internal_domains);
	if (item->message)
		own_join_body(item, mem);
	forward_fill(item, &passed_on, mem);
	origin_decide(item, house, mem);
	is_staff = item->origin.kind == ORIGIN_STAFF_FORWARD;
	own = own_gather(item, &passed_on, is_staff, mem);
	classify(item, &own, book, mem);
	flags_raise(item, &own, book, house->policy, mem);
	notice_records_request(item, mem);
	owed_decide(item, house->policy, mem);
}
