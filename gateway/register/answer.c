/* answer.c - which case an item belongs to, and what a machine said of it */
#include "register/answer.h"
#include "register/history.h"
#include "register/letters.h"
#include "register/reference.h"
#include "register/statement.h"
#include "register/token.h"

#include <string.h>

#define ALERT_ID "<alert."
#define RECENT_SECONDS (10 * 24 * 3600) /* how long servers may try */

/* A case that was named, and the one it leads to. */
struct lead {
	long long id, named_id;
	struct span reference, author, named_author, item_id;
	bool is_closed;
};

static bool
is_by_machine(const struct item *item)
{
	return item->verdict.disposition == MACHINE;
}

/* --- what is shown for a case ---------------------------------------------- */

static enum outcome
find_key(const struct entry *entry, struct span *key, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, entry->db, Q_SECRET_FIND, why,
	    VALUES(value_word("token")));

	if (how == DONE)
		*key = rows.has_row
			   ? arena_copy(entry->mem, rows_text(&rows, 0))
			   : SPAN("");
	return how;
}

/* Is one of those who were not reached whom the case's was sent to? */
static enum outcome
is_recipient(const struct entry *entry, long long case_id, bool *is,
    struct error *why)
{
	const struct origin *o = &entry->item->origin;
	enum outcome how = DONE;

	*is = false;
	for (size_t i = 0; i < o->n_bounces && how == DONE && !*is; i++) {
		long long n = 0;

		how = statement_number(entry->db, Q_OUTBOX_IS_TO, &n, why,
		    VALUES(value_number(case_id),
			value_text(o->bounces[i].recipient)));
		*is = n > 0;
	}
	return how;
}

/* Does the member of staff who noted it say so? */
static bool
is_noted(const struct item *item, struct span reference)
{
	return item->note != NULL &&
	       span_is_equal(item->note->reference, reference);
}

/* What an alert's Message-ID says: reply/alert_mail.h. */
struct alert_id {
	struct span token; /* "" for another message's */
	long long mail;
};

static struct alert_id
alert_id_read(struct span message_id)
{
	struct span rest = message_id;
	struct alert_id id = { SPAN(""), 0 };

	if (!span_starts_with(message_id, SPAN(ALERT_ID)))
		return id;
	(void)span_cut_at(&rest, '.');
	(void)span_cut_at(&rest, '.');
	id.token = span_cut_at(&rest, '.');
	if (!span_to_number(span_cut_at(&rest, '@'), 1, 1000000, &id.mail))
		id.token = SPAN("");
	return id;
}

/* The case of our message that a Message-ID names; 0 for none. */
static enum outcome
find_message(const struct entry *entry, struct span message_id,
    const struct lead *lead, long long *of, struct error *why)
{
	struct span token = alert_id_read(message_id).token;

	*of = 0;
	if (message_id.len == 0)
		return DONE;
	if (token.len == 0)
		return statement_number(entry->db, Q_OUTBOX_OF_MESSAGE_ID, of,
		    why, VALUES(value_text(message_id)));
	/* Alerts are for staff, who do not answer them. */
	return is_by_machine(entry->item)
		   ? statement_number(entry->db, Q_ALERT_OF_TOKEN, of, why,
			 VALUES(value_number(lead->named_id),
			     value_text(token)))
		   : DONE;
}

static enum outcome
is_proven(const struct entry *entry, const struct named_case *named,
    const struct lead *lead, bool *is, struct error *why)
{
	long long of = 0;
	struct span key = SPAN("");
	enum outcome how = DONE;

	*is = is_noted(entry->item, named->reference);
	if (*is)
		return DONE;
	how = find_message(entry, named->message_id, lead, &of, why);
	if (how != DONE)
		return how;
	*is = of != 0 && of == lead->named_id;
	if (!*is && named->token.len > 0) {
		how = find_key(entry, &key, why);
		*is = how == DONE &&
		      token_is_valid(key, named->reference, named->token);
	}
	if (how == DONE && !*is && is_by_machine(entry->item))
		how = is_recipient(entry, lead->named_id, is, why);
	return how;
}

/* Does it come from whom the case is of? */
static bool
is_agreed(const struct item *item, const struct lead *lead)
{
	struct span author = item->origin.author.address;
	const char *authenticated = item->origin.authenticated;

	/* Who rings is whom staff took them for. */
	if (is_by_machine(item) ||
	    (item->note != NULL && item->note->reference.len > 0))
		return true;
	if (author.len == 0 ||
	    (authenticated != NULL && strcmp(authenticated, "fail") == 0))
		return false;
	return span_is_same_word(author, lead->author) ||
	       span_is_same_word(author, lead->named_author);
}

/* --- which it is ----------------------------------------------------------- */

/* Where a reference leads; lead->id is 0 where there is no such case. */
static enum outcome
find_lead(const struct entry *entry, struct span reference, struct lead *lead,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how;

	*lead = (struct lead){ .id = 0 };
	if (!reference_is_valid(reference))
		return DONE;
	how = rows_first(&rows, entry->db, Q_CASE_NAMED, why,
	    VALUES(value_text(reference)));
	if (how == DONE && rows.has_row)
		*lead = (struct lead){
			.id = rows_number(&rows, 0),
			.reference =
			    arena_copy(entry->mem, rows_text(&rows, 1)),
			.is_closed =
			    span_is_equal(rows_text(&rows, 2), SPAN("closed")),
			.author = arena_copy(entry->mem, rows_text(&rows, 3)),
			.named_author =
			    arena_copy(entry->mem, rows_text(&rows, 4)),
			.named_id = rows_number(&rows, 5),
			.item_id = arena_copy(entry->mem, rows_text(&rows, 6)),
		};
	return how;
}

static void
add_related(struct answer *answer, const struct lead *lead)
{
	for (size_t i = 0; i < answer->n_related; i++)
		if (span_is_equal(answer->related[i], lead->reference))
			return;
	answer->related[answer->n_related] = lead->reference;
	answer->related_items[answer->n_related++] = lead->item_id;
}

/* The case of the last acknowledgement to somebody whom a bounce names. */
static enum outcome
find_recent(const struct entry *entry, struct answer *answer, struct error *why)
{
	const struct origin *o = &entry->item->origin;
	enum outcome how = DONE;

	for (size_t i = 0; i < o->n_bounces && i < MAX_NAMED_CASES; i++) {
		autorows rows = { 0 };
		struct lead lead = { .id = 0 };

		how = rows_first(&rows, entry->db, Q_OUTBOX_TO, why,
		    VALUES(value_text(o->bounces[i].recipient),
			value_number(entry->now - RECENT_SECONDS)));
		if (how == DONE && rows.has_row)
			how = find_lead(entry, rows_text(&rows, 0), &lead, why);
		if (how != DONE)
			break;
		if (lead.id != 0)
			add_related(answer, &lead);
	}
	return how;
}

enum outcome
answer_find(const struct entry *entry, struct answer *answer, struct error *why)
{
	const struct item *item = entry->item;
	const struct verdict *v = &item->verdict;
	size_t n_answered = 0;

	*answer = (struct answer){ .case_id = 0 };
	if (item->origin.machine == MACHINE_OWN)
		return DONE;
	for (size_t i = 0; i < v->n_named && i < MAX_NAMED_CASES; i++) {
		struct lead lead;
		bool is_shown = false;
		enum outcome how =
		    find_lead(entry, v->named[i].reference, &lead, why);

		if (how == DONE && lead.id != 0)
			how = is_proven(entry, &v->named[i], &lead, &is_shown,
			    why);
		if (how != DONE)
			return how;
		if (lead.id == 0)
			continue;
		add_related(answer, &lead);
		if (!is_shown || !is_agreed(item, &lead) ||
		    answer->case_id == lead.id)
			continue;
		n_answered++;
		answer->case_id = lead.id;
		answer->reference = lead.reference;
		answer->is_closed = lead.is_closed;
		answer->named_id = lead.named_id;
		answer->message_id = v->named[i].message_id;
	}
	if (n_answered > 1)
		answer->case_id = 0;
	if (v->n_named == 0 && item->origin.machine == MACHINE_BOUNCE)
		return find_recent(entry, answer, why);
	return DONE;
}

/* --- what is told of it ---------------------------------------------------- */

static enum outcome
tell(const struct entry *entry, struct span reference, const char *what,
    struct span detail, struct error *why)
{
	return history_add(entry->db,
	    &(struct event){ .at = entry->now,
		.who = SPAN("intake"),
		.what = span_of(what),
		.detail = detail,
		.reference = reference,
		.item_id = entry->item->id },
	    why);
}

/* The recipient who was not reached for good, else the first; or NULL. */
static const struct bounce *
worst_bounce(const struct origin *o)
{
	for (size_t i = 0; i < o->n_bounces; i++)
		if (!o->bounces[i].is_delayed)
			return &o->bounces[i];
	return o->n_bounces > 0 ? &o->bounces[0] : NULL;
}

/* " (5.1.1)", or nothing. */
static struct span
in_brackets(struct span status, struct arena *mem)
{
	return status.len > 0 ? arena_printf(mem, " (%.*s)", SPAN_ARG(status))
			      : SPAN("");
}

/* Asks for a letter instead of the one to that address. */
static enum outcome
ask_for_letter(const struct entry *entry, const struct answer *answer,
    const char *name, struct span to, struct span status, struct error *why)
{
	return statement_run(entry->db, Q_CASE_REVIEW, why,
	    VALUES(value_text(arena_printf(entry->mem,
		       "the %s to %.*s could not be delivered%.*s: send a "
		       "letter instead",
		       name, SPAN_ARG(to), SPAN_ARG(status))),
		value_number(answer->case_id)));
}

/* A letter of the case's came back for good. */
static enum outcome
letter_returned(const struct entry *entry, const struct answer *answer,
    const struct rows *row, struct span code, struct error *why)
{
	struct span kind = arena_copy(entry->mem, rows_text(row, 1));
	struct span to = arena_copy(entry->mem, rows_text(row, 2));
	struct span status = in_brackets(code, entry->mem);
	const char *name = letter_name(kind);
	enum outcome how = statement_run(entry->db, Q_OUTBOX_BOUNCED, why,
	    VALUES(value_number(entry->now), value_text(code),
		value_number(rows_number(row, 0))));

	if (how == DONE && letter_is_acknowledgement(kind))
		how = statement_run(entry->db, Q_CASE_UNACKNOWLEDGED, why,
		    VALUES(value_number(answer->case_id)));
	if (how == DONE)
		how = ask_for_letter(entry, answer, name, to, status, why);
	if (how != DONE)
		return how;
	return tell(entry, answer->reference, "bounced",
	    arena_printf(entry->mem,
		"The %s could not be delivered%.*s; a person sends a letter "
		"instead",
		name, SPAN_ARG(status)),
	    why);
}

/* An alert came back for good: its next address is tried at once. */
static enum outcome
alert_returned(const struct entry *entry, const struct answer *answer,
    struct alert_id id, struct span status, struct error *why)
{
	enum outcome how = statement_run(entry->db, Q_ALERT_RETURNED, why,
	    VALUES(value_number(entry->now),
		value_text(arena_printf(entry->mem,
		    "The last e-mail came back%.*s: another address is tried",
		    SPAN_ARG(status))),
		value_number(answer->named_id), value_text(id.token),
		value_number(id.mail)));

	if (how != DONE || statement_changes(entry->db) == 0)
		return how;
	return tell(entry, answer->reference, "alert bounced",
	    arena_printf(entry->mem,
		"It could not be delivered%.*s; another address is tried",
		SPAN_ARG(status)),
	    why);
}

static enum outcome
tell_bounce(const struct entry *entry, const struct answer *answer,
    struct error *why)
{
	const struct bounce *b = worst_bounce(&entry->item->origin);
	struct span code = b != NULL ? b->status : SPAN("");
	struct span status = in_brackets(code, entry->mem);
	struct alert_id alert = alert_id_read(answer->message_id);
	autorows rows = { 0 };
	enum outcome how;

	if (b != NULL && b->is_delayed)
		return tell(entry, answer->reference, "delivery delayed",
		    arena_printf(entry->mem,
			"%s is not delivered yet%.*s; the mail server goes on "
			"trying",
			alert.token.len > 0 ? "An alert"
					    : "The acknowledgement",
			SPAN_ARG(status)),
		    why);
	if (alert.token.len > 0)
		return alert_returned(entry, answer, alert, status, why);
	how = rows_first(&rows, entry->db, Q_OUTBOX_REPORTED, why,
	    VALUES(value_number(answer->case_id),
		value_text(answer->message_id)));
	return how == DONE && rows.has_row
		   ? letter_returned(entry, answer, &rows, code, why)
		   : how;
}

enum outcome
answer_tell_machine(const struct entry *entry, const struct answer *answer,
    struct error *why)
{
	const struct origin *o = &entry->item->origin;
	enum outcome how = DONE;

	/* What may be a person's words after all, a person reads. */
	if (o->is_likely_machine && o->machine != MACHINE_BOUNCE)
		how = statement_run(entry->db, Q_CASE_REVIEW, why,
		    VALUES(value_word("a further message reads like one of a "
				      "machine"),
			value_number(answer->case_id)));
	if (how != DONE)
		return how;
	switch (o->machine) {
	case MACHINE_BOUNCE:
		return tell_bounce(entry, answer, why);
	case MACHINE_RECEIPT:
		return tell(entry, answer->reference, "receipt",
		    SPAN("A receipt says that the acknowledgement arrived"),
		    why);
	case MACHINE_AUTO_REPLY:
		return tell(entry, answer->reference, "automatic reply",
		    SPAN("An automatic reply came to the acknowledgement; "
			 "nothing is owed for it"),
		    why);
	case MACHINE_NONE:
	case MACHINE_FEEDBACK:
	case MACHINE_LIST:
	case MACHINE_NOTICE:
	case MACHINE_OWN:
		break;
	}
	return tell(entry, answer->reference, "machine's answer",
	    SPAN("A machine answered the acknowledgement; nothing is owed for "
		 "it"),
	    why);
}

enum outcome
answer_tell_related(const struct entry *entry, const struct answer *answer,
    struct error *why)
{
	bool is_bounce = entry->item->origin.machine == MACHINE_BOUNCE;
	enum outcome how = DONE;

	for (size_t i = 0; i < answer->n_related && how == DONE; i++) {
		if (span_is_equal(answer->related[i], answer->reference))
			continue;
		how = statement_run(entry->db, Q_ITEM_LINK_ADD, why,
		    VALUES(value_text(entry->item->id),
			value_text(answer->related_items[i]),
			value_word("possibly_related")));
		if (how == DONE)
			how = tell(entry, answer->related[i],
			    "possibly related",
			    is_bounce ? SPAN("A report of a message that was "
					     "not delivered may be of its "
					     "acknowledgement")
				      : SPAN("Another item names this case; a "
					     "person decides whether they "
					     "belong together"),
			    why);
	}
	return how;
}
