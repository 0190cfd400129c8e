/* triage.c - what an item is, who wrote it, what is owed */
#include "triage/triage.h"

#include "triage/classify.h"
#include "triage/disposition.h"
#include "triage/flags.h"
#include "triage/origin.h"
#include "triage/owed.h"
#include "triage/own.h"
#include "triage/topics.h"
#include "triage/words.h"

void
triage(struct item *item, const struct triage_house *house, struct arena *mem)
{
	struct passed_on passed_on, *blocks;
	struct own_words own;
	bool is_staff;

	blocks = words_mark(item, house, house->phrases, mem);
	passed_on = forward_choose(item, blocks, house->internal_domains);
	if (item->message)
		own_join_body(item, mem);
	forward_fill(item, &passed_on, mem);
	origin_decide(item, house, mem);
	is_staff = item->origin.kind == ORIGIN_STAFF_FORWARD;
	own = own_gather(item, &passed_on, is_staff, mem);
	classify(item, &own, house->phrases, house->model, mem);
	flags_raise(item, &own, house->policy, mem);
	topics_find(item, &own, mem);
	disposition_refine(item, &own, house->trusted_authserv, mem);
	owed_decide(item, house->policy, mem);
}
