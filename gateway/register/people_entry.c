/* people_entry.c - who wrote the item, and may they be acknowledged? */
#include "register/people_entry.h"
#include "register/people_match.h"
#include "register/restriction.h"
#include "register/statement.h"

enum outcome
people_entry_check(struct entry *entry, struct error *why)
{
	enum outcome how = restriction_find(entry->db, &entry->item->origin,
	    &entry->restricted, why);
	struct item *held;
	struct owed *owed;

	if (how != DONE || entry->restricted == 0 ||
	    entry->item->owed.acknowledge == ACK_NO)
		return how;
	held = arena_alloc(entry->mem, sizeof *held);
	*held = *entry->item;
	owed = &held->owed;
	owed->why_not = owed->acknowledge == ACK_HOLD
			    ? arena_printf(entry->mem, "%.*s; %s",
				  SPAN_ARG(owed->why_not), RESTRICTED_WORDS)
			    : SPAN(RESTRICTED_WORDS);
	owed->acknowledge = ACK_HOLD;
	owed->may_go_neutral = false;
	entry->item = held;
	return DONE;
}

/* Without an address it cannot be told whether it is whom it was before. */
static enum outcome
is_entered(const struct entry *entry, long long case_id, bool *is,
    struct error *why)
{
	long long n = 0;
	enum outcome how = statement_number(entry->db, Q_COMPLAINANT_COUNT, &n,
	    why, VALUES(value_number(case_id)));

	*is = n > 0 && entry->item->origin.author.address.len == 0;
	return how;
}

static enum outcome
enter(const struct entry *entry, bool is_again, struct error *why)
{
	struct authorship authorship = { .origin = &entry->item->origin,
		.reference = entry->result.reference,
		.who = SPAN("intake"),
		.at = entry->now };
	long long person = 0;
	bool is_done = false;
	enum outcome how = statement_number(entry->db, Q_CASE_ID,
	    &authorship.case_id, why, VALUES(value_text(authorship.reference)));

	if (how == DONE && is_again)
		how = is_entered(entry, authorship.case_id, &is_done, why);
	if (how != DONE || is_done)
		return how;
	return people_enter(entry->db, &authorship, &person, why);
}

enum outcome
people_entry_make(struct entry *entry, bool is_opened, bool is_again,
    struct error *why)
{
	enum outcome how = DONE;

	if (entry->result.reference.len == 0)
		return DONE;
	if (is_opened)
		how = enter(entry, is_again, why);
	if (how == DONE && entry->restricted == 0 &&
	    entry->item->verdict.disposition != MACHINE)
		how = restriction_find(entry->db, &entry->item->origin,
		    &entry->restricted, why);
	if (how != DONE || entry->restricted == 0)
		return how;
	return restriction_ask(entry->db,
	    &(struct new_issue){ .item_id = entry->item->id,
		.reference = entry->result.reference,
		.person_id = entry->restricted,
		.at = entry->now },
	    why);
}
