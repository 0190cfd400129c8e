/* opening.c - decides on an item's case, and writes what follows from it */
#include "register/opening.h"
#include "base/buf.h"
#include "register/answer.h"
#include "register/casework.h"
#include "register/further.h"
#include "register/history.h"
#include "register/people_entry.h"
#include "register/reference.h"
#include "register/statement.h"
#include "register/threading.h"
#include "triage/circumstances.h"
#include "triage/workday.h"

static day
receipt_day(const struct item *item)
{
	return item->owed.received_on != NO_DATE
		   ? item->owed.received_on
		   : day_in_london(item->received_at);
}

/* A machine's message may be empty; nothing else may. */
static bool
is_unread(const struct item *item)
{
	if (item->root.outcome == PART_EMPTY)
		return item->verdict.disposition != MACHINE;
	return item->root.outcome != PART_READ;
}

static bool
has_unread_part(const struct item *item)
{
	for (size_t i = 0; i < item->n_parts; i++)
		if (item->parts[i].outcome != PART_READ &&
		    item->parts[i].outcome != PART_EMPTY)
			return true;
	return false;
}

static bool
wants_case(const struct entry *entry)
{
	const struct item *i = entry->item;

	return entry->result.first_id.len == 0 &&
	       (i->verdict.disposition != MACHINE || i->verdict.needs_review ||
		   is_unread(i));
}

static struct span
review_reason(const struct item *item, struct arena *mem)
{
	if (item->verdict.review_reason.len > 0 || !is_unread(item))
		return item->verdict.review_reason;
	if (item->root.note.len > 0)
		return item->root.note;
	return arena_printf(mem, "It could not be read: %s",
	    part_outcome_name(item->root.outcome));
}

static enum outcome
add_event(const struct entry *entry, const char *what, struct span detail,
    struct error *why)
{
	return history_add(entry->db,
	    &(struct event){ .at = entry->now,
		.who = SPAN("intake"),
		.what = span_of(what),
		.detail = detail,
		.reference = entry->result.reference,
		.item_id = entry->item->id },
	    why);
}

/* Does the item go to the case it answers, rather than open its own? */
static bool
joins(const struct item *item)
{
	return item->verdict.disposition == MACHINE ||
	       (item->verdict.disposition == FOLLOW_UP && !is_unread(item) &&
		   item->owed.acknowledge != ACK_YES);
}

/* Why somebody must look at a follow-up; "" where nobody must. */
static struct span
further_reason(const struct item *item, const struct answer *answer)
{
	if (item->verdict.disposition == MACHINE)
		return SPAN("");
	if (answer->is_closed)
		return SPAN("A further message arrived after it was closed");
	if (item->note != NULL)
		return SPAN("");
	if (item->verdict.needs_review && item->verdict.review_reason.len > 0)
		return item->verdict.review_reason;
	if (has_unread_part(item))
		return SPAN("A part of a further message could not be read");
	if (item->verdict.needs_review || item->owed.acknowledge == ACK_HOLD)
		return SPAN("A further message arrived");
	return SPAN("");
}

static enum outcome
join_case(struct entry *entry, const struct answer *answer, struct error *why)
{
	const struct item *i = entry->item;
	struct span reason = further_reason(i, answer);
	enum outcome how = statement_run(entry->db, Q_ITEM_CASE_ADD, why,
	    VALUES(value_text(i->id), value_number(answer->case_id),
		value_word("follow_up")));

	entry->result.reference = answer->reference;
	if (how == DONE && reason.len > 0)
		how = statement_run(entry->db, Q_CASE_REVIEW, why,
		    VALUES(value_text(reason), value_number(answer->case_id)));
	return how;
}

static enum outcome
make_reference(struct entry *entry, struct error *why)
{
	long long number = 0;
	int year, month, day_of_month;
	enum outcome how;

	day_split(receipt_day(entry->item), &year, &month, &day_of_month);
	how = statement_number(entry->db, Q_SEQUENCE_NEXT, &number, why,
	    VALUES(value_number(year)));
	if (how != DONE)
		return how;
	if (number > MAX_REFERENCE_NUMBER)
		return fail(why, BROKEN,
		    "register: the references of %d are used up", year);
	entry->result.reference = reference_make(year, number, entry->mem);
	return DONE;
}

static enum outcome
add_case(const struct entry *entry, long long *id, struct error *why)
{
	const struct item *i = entry->item;
	const struct verdict *v = &i->verdict;
	const struct owed *owed = &i->owed;
	struct arena *mem = entry->mem;

	return statement_number(entry->db, Q_CASE_ADD, id, why,
	    VALUES(value_text(entry->result.reference),
		value_word(category_name(v->category)),
		value_word(disposition_name(v->disposition)),
		value_number(v->confidence),
		value_number(v->needs_review || is_unread(i)),
		value_text(review_reason(i, mem)),
		value_text(i->origin.author.name),
		value_text(i->origin.author.address),
		value_text(i->origin.postal_address),
		value_text(i->origin.phone), value_day(receipt_day(i), mem),
		value_day(owed->ack_due, mem),
		value_day(owed->holding_due, mem),
		value_day(owed->response_due, mem),
		value_word(acknowledge_name(owed->acknowledge)),
		value_text(owed->why_not)));
}

static enum outcome
add_outbox(const struct entry *entry, long long case_id, struct error *why)
{
	const struct item *i = entry->item;
	const struct owed *owed = &i->owed;
	struct span id, in_reply_to = SPAN(""), references = SPAN("");
	enum outcome how = message_id_make(entry->result.reference,
	    entry->domain, entry->mem, &id, why);

	if (how != DONE)
		return how;
	if (i->message != NULL && i->origin.kind != ORIGIN_STAFF_FORWARD)
		thread_answer(i->message, entry->mem, &in_reply_to,
		    &references);
	return statement_run(entry->db, Q_OUTBOX_ADD, why,
	    VALUES(value_number(case_id),
		value_word(owed->acknowledge == ACK_YES ? "due" : "held"),
		value_word(channel_name(owed->channel)),
		value_text(owed->template), value_text(owed->to.name),
		value_text(owed->to.address),
		value_text(i->origin.postal_address), value_text(id),
		value_text(in_reply_to), value_text(references),
		value_number(entry->now), value_text(owed->why_not),
		value_text(
		    circumstances_words(owed->circumstances, entry->mem)),
		value_number(owed->may_go_neutral)));
}

static enum outcome
tell_verdict(const struct entry *entry, struct error *why)
{
	const struct verdict *v = &entry->item->verdict;
	autobuf detail = BUF(1024);

	buf_printf(&detail, "%s, confidence %lld.%03lld",
	    v->category == CATEGORY_NONE ? "undecided"
					 : category_name(v->category),
	    v->confidence / 1000, v->confidence % 1000);
	for (size_t i = 0; i < v->n_also; i++)
		buf_printf(&detail, "%s %s", i == 0 ? ", also" : " and",
		    category_name(v->also[i]));
	if (v->n_flags > 0)
		buf_printf(&detail, "; passages to refer: %zu", v->n_flags);
	if (v->needs_review || is_unread(entry->item))
		buf_add_text(&detail, "; a person reviews it");
	return add_event(entry, "classified", buf_span(&detail), why);
}

static enum outcome
tell_owed(const struct entry *entry, struct error *why)
{
	const struct owed *owed = &entry->item->owed;
	struct span due = day_words(owed->ack_due, entry->mem);

	if (owed->acknowledge == ACK_YES)
		return add_event(entry, "acknowledgement owed",
		    arena_printf(entry->mem, "By %s, until %.*s",
			owed->channel == CHANNEL_LETTER ? "letter" : "e-mail",
			SPAN_ARG(due)),
		    why);
	if (owed->acknowledge == ACK_HOLD)
		return add_event(entry, "acknowledgement held",
		    arena_printf(entry->mem,
			"A person decides, until %.*s: %.*s", SPAN_ARG(due),
			SPAN_ARG(owed->why_not)),
		    why);
	return add_event(entry, "acknowledgement not owed", owed->why_not, why);
}

static enum outcome
open_case(struct entry *entry, struct error *why)
{
	long long id = 0;
	enum outcome how = people_entry_check(entry, why);

	if (how == DONE)
		how = make_reference(entry, why);
	if (how == DONE)
		how = add_case(entry, &id, why);
	if (how == DONE)
		how = statement_run(entry->db, Q_ITEM_CASE_ADD, why,
		    VALUES(value_text(entry->item->id), value_number(id),
			value_word("original")));
	if (how == DONE && entry->item->owed.acknowledge != ACK_NO)
		how = add_outbox(entry, id, why);
	if (how == DONE && entry->item->note != NULL)
		how = casework_write(entry->db,
		    &(struct change){ .reference = entry->result.reference,
			.who = entry->item->note->by,
			.at = entry->now },
		    case_field_find(SPAN("made_orally")), SPAN("yes"), why);
	return how;
}

/* What is told of an item without a case of its own. */
static struct span
registered_detail(const struct entry *entry)
{
	const char *machine = machine_name(entry->item->origin.machine);

	if (entry->result.reference.len > 0)
		return SPAN("Added to the case that it answers");
	if (entry->result.first_id.len > 0)
		return SPAN("No case: the same was registered before");
	return arena_printf(entry->mem, "No case: written by a machine%s%s%s",
	    machine[0] != '\0' ? " (" : "", machine,
	    machine[0] != '\0' ? ")" : "");
}

static const char *
way_words(const struct item *item)
{
	if (item->note != NULL)
		return item->note->is_in_person ? "In person" : "By telephone";
	return item_is_post(item) ? "By post" : "By e-mail";
}

static enum outcome
tell_received(const struct entry *entry, struct error *why)
{
	const struct item *i = entry->item;
	struct span on = day_words(receipt_day(i), entry->mem);

	return add_event(entry, "received",
	    arena_printf(entry->mem, "%s on %.*s, %zu bytes%s%.*s",
		way_words(i), SPAN_ARG(on), i->size,
		i->note != NULL ? "; noted by " : "",
		SPAN_ARG(i->note != NULL ? i->note->by : SPAN(""))),
	    why);
}

/* The reference of the item's case; "" where it has none. */
static enum outcome
find_reference(const struct entry *entry, struct span id,
    struct span *reference, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, entry->db, Q_ITEM_FIND, why,
	    VALUES(value_text(id)));

	if (how == DONE && rows.has_row)
		*reference = arena_copy(entry->mem, rows_text(&rows, 1));
	return how;
}

/* The case of the first item learns that its content came again. */
static enum outcome
tell_again(const struct entry *entry, struct error *why)
{
	const struct item *i = entry->item;
	struct span reference = SPAN("");
	enum outcome how =
	    find_reference(entry, entry->result.first_id, &reference, why);

	if (how != DONE || reference.len == 0)
		return how;
	return history_add(entry->db,
	    &(struct event){ .at = entry->now,
		.who = SPAN("intake"),
		.what = SPAN("received again"),
		.detail = arena_printf(entry->mem,
		    "The same came once more, by %s; nothing is owed for it",
		    item_is_post(i) ? "post" : "e-mail"),
		.reference = reference,
		.item_id = i->id },
	    why);
}

/* What the item shares its Message-ID with. */
static enum outcome
tell_namesake(const struct entry *entry, struct error *why)
{
	struct span reference = SPAN("");
	enum outcome how =
	    find_reference(entry, entry->namesake, &reference, why);

	if (how != DONE)
		return how;
	if (reference.len == 0)
		reference = entry->namesake;
	return add_event(entry, "linked",
	    arena_printf(entry->mem,
		"It shares its Message-ID with %.*s, but is another message",
		SPAN_ARG(reference)),
	    why);
}

static enum outcome
tell_links(const struct entry *entry, struct error *why)
{
	enum outcome how = DONE;

	if (entry->result.first_id.len > 0)
		how = tell_again(entry, why);
	if (how == DONE && entry->namesake.len > 0)
		how = tell_namesake(entry, why);
	return how;
}

static enum outcome
tell_opened(const struct entry *entry, struct error *why)
{
	enum outcome how =
	    add_event(entry, "registered", SPAN("Opened a case"), why);

	if (how == DONE)
		how = tell_verdict(entry, why);
	return how == DONE ? tell_owed(entry, why) : how;
}

/* Opens a case or joins one; *is_opened tells which, if any. */
static enum outcome
place_item(struct entry *entry, struct answer *answer, bool *is_opened,
    struct error *why)
{
	enum outcome how;

	*answer = (struct answer){ .case_id = 0 };
	*is_opened = false;
	if (entry->result.first_id.len > 0)
		return DONE;
	how = answer_find(entry, answer, why);
	if (how != DONE)
		return how;
	if (answer->case_id != 0 && joins(entry->item))
		return join_case(entry, answer, why);
	answer->case_id = 0;
	answer->reference = SPAN("");
	*is_opened = wants_case(entry);
	return *is_opened ? open_case(entry, why) : DONE;
}

/* What follows for the cases that the item answers, or may belong to. */
static enum outcome
tell_answer(const struct entry *entry, const struct answer *answer,
    struct error *why)
{
	bool is_machine = entry->item->verdict.disposition == MACHINE;
	enum outcome how = DONE;

	if (answer->case_id != 0)
		how = is_machine ? answer_tell_machine(entry, answer, why)
				 : further_enter(entry, answer->case_id, why);
	return how == DONE ? answer_tell_related(entry, answer, why) : how;
}

enum outcome
opening_run(struct entry *entry, struct error *why)
{
	struct answer answer;
	bool is_opened;
	enum outcome how = place_item(entry, &answer, &is_opened, why);

	/* A reference may stand in the history once its case exists. */
	if (how == DONE)
		how = tell_received(entry, why);
	if (how != DONE)
		return how;
	how = is_opened ? tell_opened(entry, why)
			: add_event(entry, "registered",
			      registered_detail(entry), why);
	if (how == DONE)
		how = tell_answer(entry, &answer, why);
	if (how == DONE)
		how = people_entry_make(entry, is_opened, false, why);
	return how == DONE ? tell_links(entry, why) : how;
}

/* --- an item that is read again ------------------------------------------------ */

static enum outcome
update_case(const struct entry *entry, long long id, struct error *why)
{
	const struct item *i = entry->item;
	const struct verdict *v = &i->verdict;
	enum outcome how = statement_run(entry->db, Q_CASE_REREAD, why,
	    VALUES(value_word(category_name(v->category)),
		value_word(disposition_name(v->disposition)),
		value_number(v->confidence), value_text(i->origin.author.name),
		value_text(i->origin.author.address),
		value_text(i->origin.postal_address),
		value_text(i->origin.phone), value_number(id),
		value_text(i->id)));

	if (how == DONE)
		how = statement_run(entry->db, Q_CASE_REVIEW, why,
		    VALUES(value_word("it was read again: see what it is"),
			value_number(id)));
	if (how != DONE || i->owed.acknowledge == ACK_NO)
		return how;
	return statement_run(entry->db, Q_OUTBOX_REREAD, why,
	    VALUES(value_word(channel_name(i->owed.channel)),
		value_text(i->owed.template), value_text(i->owed.to.name),
		value_text(i->owed.to.address),
		value_text(i->origin.postal_address),
		value_text(i->owed.why_not.len > 0
			       ? i->owed.why_not
			       : SPAN("it was read again: a person lets it "
				      "go")),
		value_text(
		    circumstances_words(i->owed.circumstances, entry->mem)),
		value_number(i->owed.may_go_neutral), value_number(id)));
}

enum outcome
opening_reread(struct entry *entry, struct error *why)
{
	const struct item *i = entry->item;
	long long id = 0;
	enum outcome how = statement_number(entry->db, Q_CASE_REREAD_ID, &id,
	    why, VALUES(value_text(i->id)));

	if (how == DONE && id != 0)
		how = people_entry_check(entry, why);
	if (how == DONE && id != 0)
		how = update_case(entry, id, why);
	if (how == DONE && id != 0)
		how = people_entry_make(entry, true, true, why);
	if (how != DONE)
		return how;
	return add_event(entry, "read again",
	    is_unread(i)
		? arena_printf(entry->mem, "It still cannot be read (%s)",
		      part_outcome_name(i->root.outcome))
		: SPAN("It could be read; a person reviews it"),
	    why);
}
