/* further.c - writes letters of open cases into the outbox */
#include "register/further.h"
#include "register/answer.h"
#include "register/history.h"
#include "register/letters.h"
#include "register/restriction.h"
#include "register/statement.h"
#include "register/threading.h"
#include "triage/circumstances.h"
#include "triage/further.h"
#include "triage/workday.h"

#define NO_MORE "nobody needs it any more"
/* Days that hold the most working days before a reply, and holidays. */
#define LOOK_AHEAD_DAYS 60

/* A row of the outbox to be. */
struct new_letter {
	long long case_id;
	struct span reference, kind, template;
	struct letter_owed owed;
	struct mailbox_address to;
	struct span postal_address;
	struct span in_reply_to, thread, circumstances, about;
	enum channel channel;
	const char *who; /* that makes it, for the history */
	time_t now;
};

/* Whether the case had none of that kind before. */
static enum outcome
letter_add(struct db *db, const struct new_letter *l, struct span domain,
    struct arena *mem, bool *is_new, struct error *why)
{
	struct span id;
	enum outcome how = message_id_make(l->reference, domain, mem, &id, why);

	if (how == DONE)
		how = statement_run(db, Q_LETTER_ADD, why,
		    VALUES(value_number(l->case_id), value_text(l->kind),
			value_word(l->owed.is == ACK_YES ? "due" : "held"),
			value_word(channel_name(l->channel)),
			value_text(l->template), value_text(l->to.name),
			value_text(l->to.address),
			value_text(l->postal_address), value_text(id),
			value_text(l->in_reply_to), value_text(l->thread),
			value_number(l->now), value_word(l->owed.why),
			value_text(l->circumstances),
			value_day(l->owed.on, mem), value_text(l->about)));
	*is_new = how == DONE && statement_changes(db) > 0;
	return how;
}

static enum outcome
tell_letter(struct db *db, const struct new_letter *l, struct span item_id,
    struct arena *mem, struct error *why)
{
	bool is_held = l->owed.is == ACK_HOLD;
	struct span on = day_words(l->owed.on, mem);

	return history_add(db,
	    &(struct event){ .at = l->now,
		.who = span_of(l->who),
		.what = arena_printf(mem, "%s %s", letter_name(l->kind),
		    is_held ? "held" : "owed"),
		.detail = is_held ? arena_printf(mem,
					"A person decides, until %.*s: %s",
					SPAN_ARG(on), l->owed.why)
				  : arena_printf(mem, "By %s, until %.*s",
					l->channel == CHANNEL_LETTER ? "letter"
								     : "e-mail",
					SPAN_ARG(on)),
		.reference = l->reference,
		.item_id = item_id },
	    why);
}

/* --- a further message ---------------------------------------------------------- */

static enum outcome
read_answered(const struct entry *entry, long long case_id,
    struct answered_case *c, struct error *why)
{
	autorows rows = { 0 };
	long long restricted = 0;
	enum outcome how =
	    restriction_find(entry->db, &entry->item->origin, &restricted, why);

	if (how == DONE)
		how = rows_first(&rows, entry->db, Q_LETTER_ANSWERED, why,
		    VALUES(value_number(case_id)));
	if (how != DONE)
		return how;
	*c = (struct answered_case){
		.is_closed = rows_number(&rows, 0) != 0,
		.is_paused = rows_number(&rows, 1) != 0,
		.is_told = rows_number(&rows, 2) != 0,
		.is_bounced = rows_number(&rows, 3) != 0,
		.has_one = rows_number(&rows, 4) != 0,
		.is_restricted = restricted != 0,
	};
	return DONE;
}

static struct new_letter
follow_up_make(const struct entry *entry, long long case_id,
    struct letter_owed owed)
{
	const struct item *i = entry->item;
	struct new_letter l = {
		.case_id = case_id,
		.reference = entry->result.reference,
		.kind = SPAN(KIND_FOLLOW_UP),
		.template = SPAN("follow_up"),
		.owed = owed,
		.to = i->owed.to,
		.postal_address = i->origin.postal_address,
		.circumstances =
		    circumstances_words(i->owed.circumstances, entry->mem),
		.channel = i->owed.channel,
		.who = "intake",
		.now = entry->now,
	};

	if (i->message != NULL && i->origin.kind != ORIGIN_STAFF_FORWARD)
		thread_answer(i->message, entry->mem, &l.in_reply_to,
		    &l.thread);
	return l;
}

enum outcome
further_enter(const struct entry *entry, long long case_id, struct error *why)
{
	struct answered_case c;
	struct letter_owed owed;
	struct new_letter l;
	bool is_new = false;
	enum outcome how = read_answered(entry, case_id, &c, why);

	if (how != DONE)
		return how;
	owed = further_message_owed(&entry->item->owed, &c);
	l = follow_up_make(entry, case_id, owed);
	if (owed.is != ACK_NO)
		how = letter_add(entry->db, &l, entry->domain, entry->mem,
		    &is_new, why);
	if (how == DONE && is_new)
		return tell_letter(entry->db, &l, entry->item->id, entry->mem,
		    why);
	if (how != DONE || owed.why[0] == '\0')
		return how;
	return history_add(entry->db,
	    &(struct event){ .at = entry->now,
		.who = SPAN("intake"),
		.what = SPAN("follow-up not owed"),
		.detail = span_of(owed.why),
		.reference = entry->result.reference,
		.item_id = entry->item->id },
	    why);
}

/* --- a holding letter ----------------------------------------------------------- */

/* A case whose reply may be late, and where it would be written to. */
struct late {
	struct late_case c;
	long long id;
	struct span reference, message_id, thread, circumstances;
	struct span to_postal;
	struct mailbox_address to;
	enum channel channel;
	struct late *next;
};

static enum channel
way_of(const struct late *l, bool was_email)
{
	if (was_email && !l->c.is_bounced && l->to.address.len > 0)
		return CHANNEL_EMAIL;
	return l->to_postal.len > 0 ? CHANNEL_LETTER : CHANNEL_EMAIL;
}

static enum disposition
disposition_of(struct span word)
{
	int d = NEW_CASE;

	while (d < OUT_OF_SCOPE &&
	       !span_is_equal(word,
		   span_of(disposition_name((enum disposition)d))))
		d++;
	return (enum disposition)d;
}

static void
late_read(const struct rows *r, struct late *l, struct arena *mem)
{
	bool was_email = span_is_equal(rows_text(r, 10), SPAN("email"));

	l->id = rows_number(r, 0);
	l->reference = arena_copy(mem, rows_text(r, 1));
	l->c = (struct late_case){
		.disposition = disposition_of(rows_text(r, 3)),
		.received_on = day_parse(rows_text(r, 4)),
		.response_due = day_parse(rows_text(r, 5)),
		.is_paused = rows_number(r, 6) != 0,
		.is_answered = rows_number(r, 7) != 0,
		.is_told = rows_number(r, 8) != 0,
		.is_bounced = rows_number(r, 9) != 0,
		.is_restricted = rows_number(r, 17) != 0,
		.is_immediate = rows_number(r, 18) != 0,
		.last = letter_holding_day(rows_text(r, 19)),
		.is_waiting = rows_number(r, 20) != 0,
	};
	if (!category_of(rows_text(r, 2), &l->c.category))
		l->c.category = CATEGORY_NONE;
	l->to.name = arena_copy(mem, rows_text(r, 11));
	l->to.address = arena_copy(mem, rows_text(r, 12));
	l->to_postal = arena_copy(mem, rows_text(r, 13));
	l->message_id = arena_copy(mem, rows_text(r, 14));
	l->thread = arena_copy(mem, rows_text(r, 15));
	l->circumstances = arena_copy(mem, rows_text(r, 16));
	l->channel = way_of(l, was_email);
	l->c.has_address = l->channel == CHANNEL_EMAIL
			       ? l->to.address.len > 0 && !l->c.is_bounced
			       : l->to_postal.len > 0;
	/* A letter arrives where an e-mail came back. */
	if (l->channel == CHANNEL_LETTER)
		l->c.is_bounced = false;
}

/* The late ones, in their order; NULL for none. */
static enum outcome
late_list(struct db *db, day until, struct arena *mem, struct late **first,
    struct error *why)
{
	autorows rows = { 0 };
	struct late **last = first;
	enum outcome how = rows_start(&rows, db, Q_LETTER_LATE, why,
	    VALUES(value_day(until, mem)));

	*first = NULL;
	while (rows_take(&rows, &how, why)) {
		*last = arena_alloc(mem, sizeof **last);
		late_read(&rows, *last, mem);
		last = &(*last)->next;
	}
	return how;
}

/* It follows our acknowledgement in the thread. */
static struct span
thread_behind(const struct late *l, struct arena *mem)
{
	if (l->thread.len == 0 ||
	    l->thread.len + 1 + l->message_id.len > MAX_REFERENCES_BYTES)
		return l->message_id;
	return arena_printf(mem, "%.*s %.*s", SPAN_ARG(l->thread),
	    SPAN_ARG(l->message_id));
}

static enum outcome
holding_add(struct db *db, const struct further_round *round,
    const struct late *late, struct letter_owed owed, bool *is_new,
    struct error *why)
{
	autoarena mem = { 0 };
	struct new_letter l = {
		.case_id = late->id,
		.reference = late->reference,
		.kind = letter_holding(owed.on, &mem),
		.template = SPAN("holding"),
		.owed = owed,
		.to = late->to,
		.postal_address = late->to_postal,
		.circumstances = late->circumstances,
		.about = day_text(late->c.response_due, &mem),
		.channel = late->channel,
		.who = "sender",
		.now = round->now,
	};
	enum outcome how;

	if (late->channel == CHANNEL_EMAIL) {
		l.in_reply_to = late->message_id;
		l.thread = thread_behind(late, &mem);
	}
	how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	how = letter_add(db, &l, round->domain, &mem, is_new, why);
	if (how == DONE && *is_new)
		how = tell_letter(db, &l, SPAN(""), &mem, why);
	return transaction_end(db, how, why);
}

/* --- what nobody needs any more ------------------------------------------------- */

static enum outcome
drop(struct db *db, long long id, struct span reference, struct span kind,
    time_t now, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = statement_run(db, Q_LETTER_DROP, why,
	    VALUES(value_number(now), value_word(NO_MORE), value_number(id)));

	if (how != DONE)
		return how;
	return history_add(db,
	    &(struct event){ .at = now,
		.who = SPAN("sender"),
		.what = arena_printf(&mem, "%s cancelled", letter_name(kind)),
		.detail = SPAN("The case is closed, paused or answered"),
		.reference = reference },
	    why);
}

/* The first one that is over, in a transaction; *found says whether. */
static enum outcome
drop_first(struct db *db, time_t now, bool *found, struct error *why)
{
	autoarena mem = { 0 };
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_LETTER_OVER, why, NULL, 0);

	*found = how == DONE && rows.has_row;
	if (!*found)
		return how;
	return drop(db, rows_number(&rows, 0),
	    arena_copy(&mem, rows_text(&rows, 1)),
	    arena_copy(&mem, rows_text(&rows, 2)), now, why);
}

static enum outcome
drop_all(struct db *db, time_t now, struct error *why)
{
	enum outcome how = DONE;
	bool found = true;

	while (how == DONE && found) {
		how = transaction_begin(db, why);
		if (how == DONE)
			how = transaction_end(db,
			    drop_first(db, now, &found, why), why);
	}
	return how;
}

enum outcome
further_look(struct db *db, const struct further_round *round, long long *n,
    struct error *why)
{
	autoarena mem = { 0 };
	day today = day_in_london(round->now);
	struct late *l = NULL;
	long long added = 0;
	enum outcome how = drop_all(db, round->now, why);

	if (how == DONE)
		how = late_list(db, today + LOOK_AHEAD_DAYS, &mem, &l, why);
	for (; l != NULL && how == DONE; l = l->next) {
		struct letter_owed owed =
		    holding_letter_owed(&l->c, round->policy, today);
		bool is_new = false;

		if (owed.is != ACK_NO)
			how = holding_add(db, round, l, owed, &is_new, why);
		added += is_new;
	}
	if (how == DONE)
		*n = added;
	return how;
}

enum outcome
further_check(struct db *db, long long outbox_id, time_t now, bool *is_owed,
    struct error *why)
{
	long long yes = 0;
	enum outcome how = statement_number(db, Q_LETTER_IS_OWED, &yes, why,
	    VALUES(value_number(outbox_id)));

	if (how != DONE)
		return how;
	*is_owed = yes != 0;
	return *is_owed ? DONE : drop_all(db, now, why);
}
