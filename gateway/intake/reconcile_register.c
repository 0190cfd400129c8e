/*
 * reconcile_register.c - has the register what it says it has?
 *
 * Trusts:  the register, but for what it says of files.
 * Doubts:  the originals: each is read again, whole, and hashed.
 */
#include "base/io.h"
#include "base/stop.h"
#include "intake/note.h"
#include "intake/reconcile_round.h"
#include "register/originals.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* --- items ------------------------------------------------------------------- */

/* Reads the original at the item's place. */
static void
original_read(struct round *round, int fd, const struct held_item *item)
{
	struct finding f = { .item_id = item->id, .place = item->place };
	struct error cause = { "" };

	switch (original_compare(fd, item, &cause)) {
	case ORIGINAL_WHOLE:
	case ORIGINAL_MISSING:
		return;
	case ORIGINAL_ALTERED:
		f.kind = FOUND_ALTERED;
		break;
	case ORIGINAL_UNREADABLE:
		f.kind = FOUND_UNREADABLE;
		f.cause = span_of(cause.text);
		break;
	}
	finding_tell(&round->tally, &f);
}

/*
 * Looks at the item's original.  One that is elsewhere in the spool is on its
 * way, or is told of by reconcile_spool.
 */
static void
original_look(struct round *round, const struct held_item *item)
{
	struct finding f = { .kind = FOUND_MISSING,
		.item_id = item->id,
		.place = item->place };
	autofd fd = -1;

	if (item->is_destroyed)
		return; /* reconcile_spool tells of one that is there again */
	fd = original_open(span_of(round->spool.root), item->place);
	if (fd >= 0) {
		original_read(round, fd, item);
		return;
	}
	if (item->place.len > 0 && errno != ENOENT && errno != ENOTDIR) {
		f.kind = FOUND_UNREADABLE;
		f.cause = span_of(strerror(errno));
	} else if (round_has_file(round, item->id)) {
		return;
	}
	finding_tell(&round->tally, &f);
}

/*
 * Adds the row that the ledger lacks.  Of a message that is no longer on the
 * server the mailbox and UID are not known: the ID is a hash of them.
 */
static enum outcome
row_look(struct round *round, const struct held_item *item, struct error *why)
{
	bool is_post = item->id.at[0] == 'p';
	const struct ledger_row row = {
		.mailbox = is_post                 ? SPAN("post")
			   : item->id.at[0] == 'n' ? SPAN(NOTE_MAILBOX)
						   : SPAN(""),
		.file = item->file,
		.item_id = item->id,
		.internaldate = item->received_at,
		.size = item->size,
		.state = LEDGER_FILED,
		.last_error = SPAN("added by reconcile"),
	};
	struct finding f = { .kind = FOUND_NO_ROW, .item_id = item->id };
	enum outcome how = DONE;

	if (item->has_row)
		return DONE;
	if (round->may_repair) {
		how = balance_add_row(round->db, &row, why);
		f.is_repaired = how == DONE;
	}
	finding_tell(&round->tally, &f);
	return how;
}

static enum outcome
items_look(struct round *round, struct error *why)
{
	struct held_item page[BALANCE_PAGE];
	char after[SPOOL_ID_BYTES] = "";
	enum outcome how = DONE;
	size_t n = 1;

	while (how == DONE && n > 0) {
		autoarena mem = { 0 };

		how = balance_items(round->db, span_of(after), &mem, page, &n,
		    why);
		for (size_t i = 0; i < n && how == DONE; i++) {
			if (stop_is_wanted())
				return fail(why, LATER, "asked to stop");
			round->tally.items++;
			original_look(round, &page[i]);
			how = row_look(round, &page[i], why);
		}
		if (how == DONE && n > 0)
			snprintf(after, sizeof after, "%.*s",
			    SPAN_ARG(page[n - 1].id));
	}
	return how;
}

/* --- ledger rows ---------------------------------------------------------------- */

/* The number of the configured folder, or that of no mailbox. */
static size_t
folder_find(const struct round *round, const struct ledger_row *row)
{
	const struct options *o = round->options;
	size_t i = 0;

	while (i < o->n_mailboxes &&
	       !(span_is_equal(o->mailbox[i].name, row->mailbox) &&
		   span_is_equal(o->mailbox[i].folder, row->folder)))
		i++;
	return i;
}

/* A message that was shown and not fetched, other than on the server now. */
static enum outcome
seen_look(struct round *round, const struct ledger_row *row, bool *is_found,
    struct finding *f, struct error *why)
{
	size_t i = folder_find(round, row);
	bool has_twin = false;
	enum outcome how;

	*is_found = false;
	if (i == round->options->n_mailboxes) {
		f->kind = FOUND_NOT_CONFIGURED;
		*is_found = true;
		return DONE;
	}
	if (round->uidvalidity[i] == 0 ||
	    round->uidvalidity[i] == row->uidvalidity)
		return DONE; /* reconcile_server has told */
	f->kind = FOUND_GONE;
	f->cause = SPAN("the server has numbered the folder anew since");
	how = balance_has_twin(round->db, row, &has_twin, why);
	*is_found = !has_twin;
	return how;
}

static enum outcome
open_row_look(struct round *round, const struct open_row *open,
    struct error *why)
{
	const struct ledger_row *row = &open->row;
	struct finding f = { .item_id = row->item_id, .message = row };
	enum outcome how = DONE;
	bool is_found = true;

	switch (row->state) {
	case LEDGER_SEEN:
		how = seen_look(round, row, &is_found, &f, why);
		break;
	case LEDGER_FETCHED:
	case LEDGER_FILED:
		f.kind = row->uid > 0 ? FOUND_NO_FILE : FOUND_NO_FILE_POST;
		is_found = !round_has_file(round, row->item_id);
		break;
	case LEDGER_UNFETCHABLE:
		f.kind = FOUND_UNFETCHABLE;
		break;
	case LEDGER_TOO_LARGE:
		f.kind = FOUND_TOO_LARGE;
		is_found =
		    !open->has_item && !round_has_file(round, row->item_id);
		break;
	}
	if (how == DONE && is_found)
		finding_tell(&round->tally, &f);
	return how;
}

static enum outcome
open_rows_look(struct round *round, struct error *why)
{
	struct open_row page[BALANCE_PAGE];
	enum outcome how = DONE;
	long long after = 0;
	size_t n = 1;

	while (how == DONE && n > 0) {
		autoarena mem = { 0 };

		how = balance_open_rows(round->db, after, &mem, page, &n, why);
		for (size_t i = 0; i < n && how == DONE; i++)
			how = open_row_look(round, &page[i], why);
		if (how == DONE && n > 0)
			after = page[n - 1].id;
	}
	return how;
}

/* --- letters ---------------------------------------------------------------------- */

static void
letter_look(struct round *round, const struct printed_letter *letter)
{
	autoarena mem = { 0 };
	struct span place = arena_printf(&mem, "print/%.*s-%.*s.pdf",
	    SPAN_ARG(letter->reference), SPAN_ARG(letter->kind));
	char path[PATH_MAX];
	struct stat st;

	round_path(round, place, path);
	if (lstat(path, &st) == 0 && st.st_size > 0)
		return;
	finding_tell(&round->tally, &(struct finding){ .kind = FOUND_NO_LETTER,
					.reference = letter->reference,
					.place = place });
}

static enum outcome
letters_look(struct round *round, struct error *why)
{
	struct printed_letter page[BALANCE_PAGE];
	enum outcome how = DONE;
	long long after = 0;
	size_t n = 1;

	while (how == DONE && n > 0) {
		autoarena mem = { 0 };

		how = balance_letters(round->db, after, &mem, page, &n, why);
		for (size_t i = 0; i < n && how == DONE; i++)
			letter_look(round, &page[i]);
		if (how == DONE && n > 0)
			after = page[n - 1].id;
	}
	return how;
}

enum outcome
reconcile_register(struct round *round, struct error *why)
{
	enum outcome how = items_look(round, why);

	if (how == DONE)
		how = open_rows_look(round, why);
	return how == DONE ? letters_look(round, why) : how;
}
