/*
 * reconcile_server.c - is what the mail server has in the ledger?
 *
 * Trusts:  the ledger.
 * Doubts:  the server: it is asked for UIDs, sizes and times, and for nothing
 *          that anybody wrote.  Nothing is changed there.
 */
#include "base/stop.h"
#include "credential.h"
#include "intake/folder.h"
#include "intake/reconcile_round.h"

#include <string.h>

/* A row that does not agree with the server, on the first look. */
struct suspect {
	struct ledger_row row;
	struct suspect *next;
};

/* One configured folder, as it is on its server. */
struct side {
	struct round *round;
	const struct mailbox_options *options;
	struct imap *imap; /* own */
	struct arena mem;  /* own */
	struct numbering numbering;
	uint32_t *uids;
	size_t n;
	uint32_t *unknown; /* of them, those without a row */
	size_t n_unknown;
	struct suspect *suspects;
};

/* The server's fault ends the look at this folder, not the round. */
static enum outcome
of_server(enum outcome how, struct error *why)
{
	return how == DONE ? DONE : fail(why, REFUSED, "%s", why->text);
}

static enum outcome
side_open(struct side *side, struct credentials *credentials, struct error *why)
{
	uint32_t uidvalidity = 0;
	enum outcome how =
	    imap_open(side->options, credentials, &side->imap, why);

	if (how == DONE)
		how = imap_select(side->imap, side->options->folder,
		    &uidvalidity, why);
	if (how == DONE)
		how = imap_list(side->imap, &side->mem, &side->uids, &side->n,
		    why);
	if (how != DONE)
		return of_server(how, why);
	side->numbering = (struct numbering){ .mailbox = side->options->name,
		.folder = side->options->folder,
		.uidvalidity = uidvalidity };
	side->unknown = ARENA_ARRAY(&side->mem, side->n + 1, uint32_t);
	side->round->tally.messages += (long long)side->n;
	return DONE;
}

static void
side_tell(struct side *side, enum finding_kind kind,
    const struct ledger_row *row, struct span cause)
{
	finding_tell(&side->round->tally, &(struct finding){ .kind = kind,
					      .item_id = row->item_id,
					      .message = row,
					      .cause = cause });
}

/* --- messages with a row ------------------------------------------------------ */

/* What the row says, and whether the server has the message, may disagree. */
static bool
is_at_odds(const struct side *side, const struct ledger_row *row, bool is_there)
{
	if (row->is_settled)
		return false;
	if (row->state == LEDGER_SEEN)
		return !is_there;
	if (row->state == LEDGER_FETCHED)
		return is_there && side->options->processed_folder.len > 0;
	return row->state == LEDGER_FILED && is_there;
}

static void
suspect_add(struct side *side, const struct ledger_row *row)
{
	struct suspect *s = arena_alloc(&side->mem, sizeof *s);

	s->row = *row;
	s->row.item_id = arena_copy(&side->mem, row->item_id);
	s->row.mailbox = side->options->name;
	s->row.folder = side->options->folder;
	s->next = side->suspects;
	side->suspects = s;
}

/* Goes through UIDs and rows together; both ascend. */
static enum outcome
rows_compare(struct side *side, struct error *why)
{
	struct ledger_row page[BALANCE_PAGE];
	enum outcome how = DONE;
	long long after = 0;
	size_t n = 1, at = 0;

	while (how == DONE && n > 0) {
		autoarena mem = { 0 };

		how = balance_rows(side->round->db, &side->numbering, after,
		    &mem, page, &n, why);
		for (size_t i = 0; i < n && how == DONE; i++) {
			bool is_there;

			while (at < side->n && side->uids[at] < page[i].uid)
				side->unknown[side->n_unknown++] =
				    side->uids[at++];
			is_there =
			    at < side->n && side->uids[at] == page[i].uid;
			at += is_there;
			if (is_at_odds(side, &page[i], is_there))
				suspect_add(side, &page[i]);
			after = page[i].uid;
		}
	}
	while (at < side->n)
		side->unknown[side->n_unknown++] = side->uids[at++];
	return how;
}

static bool
is_listed(const uint32_t *uids, size_t n, long long uid)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (uids[mid] == uid)
			return true;
		if (uids[mid] < uid)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

static void
suspect_tell(struct side *side, const struct ledger_row *row)
{
	bool is_late = row->internaldate < side->round->now - LATE_SECONDS;

	if (row->state == LEDGER_SEEN)
		side_tell(side, FOUND_GONE, row, SPAN(""));
	else if (row->state == LEDGER_FILED)
		side_tell(side, FOUND_STILL_THERE, row, SPAN(""));
	else
		side_tell(side, is_late ? FOUND_NEVER_FILED : FOUND_NOT_FILED,
		    row, SPAN(""));
}

/*
 * A mailbox role at work fetches and moves meanwhile, and writes its row
 * before the server is told: so the server is asked again, and then the row.
 */
static enum outcome
suspects_judge(struct side *side, struct error *why)
{
	uint32_t *uids = NULL;
	size_t n = 0;
	enum outcome how;

	if (side->suspects == NULL)
		return DONE;
	how = of_server(imap_list(side->imap, &side->mem, &uids, &n, why), why);
	for (struct suspect *s = side->suspects; s != NULL && how == DONE;
	     s = s->next) {
		struct ledger_row row = { .uid = 0 };

		how = ledger_find(side->round->db, side->numbering.mailbox,
		    side->numbering.folder, side->numbering.uidvalidity,
		    s->row.uid, &side->mem, &row, why);
		if (how == DONE && row.uid != 0 &&
		    is_at_odds(side, &row, is_listed(uids, n, row.uid)))
			suspect_tell(side, &row);
	}
	return how;
}

/* --- messages without a row ----------------------------------------------------- */

/*
 * The message is registered under the ID that its number gives: what is
 * missing is its row.  Without --repair reconcile_register tells of the item.
 */
static enum outcome
known_look(struct side *side, const struct imap_message *message,
    const struct held_item *item, struct error *why)
{
	const struct ledger_row row = {
		.mailbox = side->numbering.mailbox,
		.folder = side->numbering.folder,
		.uidvalidity = side->numbering.uidvalidity,
		.uid = message->uid,
		.internaldate = message->internaldate,
		.size = item->size,
		.state = LEDGER_FETCHED,
		.item_id = item->id,
		.last_error = SPAN("added by reconcile"),
	};
	struct finding f = { .kind = FOUND_NO_ROW,
		.item_id = item->id,
		.message = &row,
		.is_repaired = true };
	enum outcome how = DONE;

	if (!side->round->may_repair)
		return DONE;
	how = balance_add_row(side->round->db, &row, why);
	if (how == REFUSED)
		return DONE; /* the mailbox role wrote it just now */
	if (how == DONE)
		finding_tell(&side->round->tally, &f);
	return how;
}

static enum outcome
unknown_look(struct side *side, const struct imap_message *message,
    struct error *why)
{
	const struct ledger_row row = {
		.mailbox = side->numbering.mailbox,
		.folder = side->numbering.folder,
		.uidvalidity = side->numbering.uidvalidity,
		.uid = message->uid,
		.internaldate = message->internaldate,
		.item_id = SPAN(""),
	};
	char id[SPOOL_ID_BYTES];
	struct held_item item;
	enum outcome how;

	folder_message_id(side->options, (uint32_t)side->numbering.uidvalidity,
	    message, id);
	how =
	    balance_item(side->round->db, span_of(id), &side->mem, &item, why);
	if (how != DONE)
		return how;
	if (item.id.len > 0)
		return known_look(side, message, &item, why);
	if (round_has_file(side->round, span_of(id)))
		return DONE; /* its row comes after its file */
	side_tell(side,
	    message->internaldate != 0 &&
		    message->internaldate < side->round->now - LATE_SECONDS
		? FOUND_NOT_POLLED
		: FOUND_NOT_TAKEN,
	    &row, SPAN(""));
	return DONE;
}

static enum outcome
unknown_measure(struct side *side, const uint32_t *uids, size_t n,
    struct error *why)
{
	struct imap_message messages[IMAP_MOST_AT_ONCE];
	enum outcome how;

	for (size_t i = 0; i < n; i++)
		messages[i] =
		    (struct imap_message){ .uid = uids[i], .size = -1 };
	how = imap_measure(side->imap, messages, n, why);
	if (how != DONE && how != REFUSED)
		return of_server(how, why);
	how = DONE;
	for (size_t i = 0; i < n && how == DONE; i++)
		how = unknown_look(side, &messages[i], why);
	return how;
}

static enum outcome
unknown_judge(struct side *side, struct error *why)
{
	const struct ledger_row folder = {
		.mailbox = side->numbering.mailbox,
		.folder = side->numbering.folder,
		.uidvalidity = side->numbering.uidvalidity,
		.item_id = SPAN(""),
	};
	long long now = 0, others = 0;
	enum outcome how = balance_count(side->round->db, &side->numbering,
	    &now, &others, why);

	if (how != DONE)
		return how;
	if (now == 0 && others > 0 && side->n_unknown > 0) {
		side_tell(side, FOUND_RENUMBERED, &folder,
		    arena_printf(&side->mem, "%zu messages", side->n_unknown));
		return DONE;
	}
	for (size_t i = 0; i < side->n_unknown && how == DONE;
	     i += IMAP_MOST_AT_ONCE) {
		size_t n = side->n_unknown - i;

		how = unknown_measure(side, &side->unknown[i],
		    n < IMAP_MOST_AT_ONCE ? n : IMAP_MOST_AT_ONCE, why);
	}
	return how;
}

/* --- mailboxes -------------------------------------------------------------------- */

static enum outcome
side_compare(struct side *side, struct credentials *credentials,
    struct error *why)
{
	enum outcome how = side_open(side, credentials, why);

	if (how == DONE)
		how = rows_compare(side, why);
	if (how == DONE)
		how = suspects_judge(side, why);
	return how == DONE ? unknown_judge(side, why) : how;
}

static enum outcome
mailbox_compare(struct round *round, size_t at, struct error *why)
{
	struct side side = { .round = round,
		.options = &round->options->mailbox[at] };
	const struct ledger_row folder = { .mailbox = side.options->name,
		.folder = side.options->folder,
		.item_id = SPAN("") };
	struct credentials credentials = { 0 };
	enum outcome how;

	credentials_of_mailbox(&credentials, side.options);
	how = side_compare(&side, &credentials, why);
	imap_close(side.imap);
	credentials_close(&credentials);
	round->uidvalidity[at] = (uint32_t)side.numbering.uidvalidity;
	if (how == REFUSED) {
		side_tell(&side, FOUND_UNREACHABLE, &folder,
		    span_of(why->text));
		how = DONE;
	}
	arena_release(&side.mem);
	return how;
}

enum outcome
reconcile_server(struct round *round, struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0; i < round->options->n_mailboxes && how == DONE; i++)
		how = stop_is_wanted() ? fail(why, LATER, "asked to stop")
				       : mailbox_compare(round, i, why);
	return how;
}
