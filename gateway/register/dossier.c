/* dossier.c - reads a case to be handed over */
#include "register/dossier.h"
#include "register/history.h"
#include "register/statement.h"

enum outcome
dossier_read(struct db *db, struct span reference, struct arena *mem,
    struct dossier *dossier, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_DOSSIER_AUTHOR, why,
	    VALUES(value_text(reference)));

	if (how != DONE)
		return how;
	if (!rows.has_row)
		return fail(why, REFUSED, "there is no case %.*s",
		    SPAN_ARG(reference));
	*dossier = (struct dossier){
		.reference = reference,
		.name = arena_copy(mem, rows_text(&rows, 1)),
		.address = arena_copy(mem, rows_text(&rows, 2)),
		.postal = arena_copy(mem, rows_text(&rows, 3)),
		.phone = arena_copy(mem, rows_text(&rows, 4)),
		.category = arena_copy(mem, rows_text(&rows, 5)),
		.state = arena_copy(mem, rows_text(&rows, 6)),
		.received_on = arena_copy(mem, rows_text(&rows, 7)),
		.ack_due = arena_copy(mem, rows_text(&rows, 8)),
		.response_due = arena_copy(mem, rows_text(&rows, 9)),
		.closed_on = arena_copy(mem, rows_text(&rows, 10)),
		.is_destroyed = rows_number(&rows, 11) != 0,
	};
	return DONE;
}

static struct dossier_item
item_of(const struct rows *rows, struct arena *mem)
{
	return (struct dossier_item){
		.id = arena_copy(mem, rows_text(rows, 0)),
		.channel = arena_copy(mem, rows_text(rows, 1)),
		.kind = arena_copy(mem, rows_text(rows, 2)),
		.type = arena_copy(mem, rows_text(rows, 3)),
		.outcome = arena_copy(mem, rows_text(rows, 4)),
		.note = arena_copy(mem, rows_text(rows, 5)),
		.sha256 = arena_copy(mem, rows_text(rows, 6)),
		.size = rows_number(rows, 7),
		.received_at = (time_t)rows_number(rows, 8),
		.title = arena_copy(mem, rows_text(rows, 9)),
		.author_name = arena_copy(mem, rows_text(rows, 10)),
		.author_address = arena_copy(mem, rows_text(rows, 11)),
		.author_role = arena_copy(mem, rows_text(rows, 12)),
		.forwarder = arena_copy(mem, rows_text(rows, 13)),
		.origin = arena_copy(mem, rows_text(rows, 14)),
		.role = arena_copy(mem, rows_text(rows, 15)),
		.place = arena_copy(mem, rows_text(rows, 16)),
		.first_id = arena_copy(mem, rows_text(rows, 17)),
		.is_destroyed = rows_number(rows, 18) != 0,
	};
}

enum outcome
dossier_items(struct db *db, struct span reference, struct arena *mem,
    struct dossier_item **items, size_t *n, struct error *why)
{
	autorows rows = { 0 };
	struct dossier_item *found = NULL;
	size_t count = 0, room = 0;
	enum outcome how = rows_start(&rows, db, Q_DOSSIER_ITEMS, why,
	    VALUES(value_text(reference)));

	while (rows_take(&rows, &how, why)) {
		if (count == room) {
			struct dossier_item *more;

			room = room == 0 ? 16 : 2 * room;
			more = ARENA_ARRAY(mem, room, struct dossier_item);
			for (size_t i = 0; i < count; i++)
				more[i] = found[i];
			found = more;
		}
		found[count++] = item_of(&rows, mem);
	}
	if (how == DONE) {
		*items = found;
		*n = count;
	}
	return how;
}

enum outcome
dossier_parts(struct db *db, struct span item_id, dossier_part_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_DOSSIER_PARTS, why,
	    VALUES(value_text(item_id)));

	while (rows_take(&rows, &how, why))
		how = show(&(struct dossier_part){ .path = rows_text(&rows, 0),
			       .name = rows_text(&rows, 1),
			       .type = rows_text(&rows, 2),
			       .outcome = rows_text(&rows, 3),
			       .note = rows_text(&rows, 4),
			       .pages = rows_number(&rows, 5),
			       .is_ocr = rows_number(&rows, 6) != 0,
			       .is_alternative = rows_number(&rows, 7) != 0,
			       .text = rows_text(&rows, 8) },
		    context, why);
	return how;
}

enum outcome
dossier_letters(struct db *db, struct span reference, dossier_letter_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_DOSSIER_LETTERS, why,
	    VALUES(value_text(reference)));

	while (rows_take(&rows, &how, why))
		how =
		    show(&(struct dossier_letter){ .kind = rows_text(&rows, 0),
			     .state = rows_text(&rows, 1),
			     .channel = rows_text(&rows, 2),
			     .template = rows_text(&rows, 3),
			     .made_at = (time_t)rows_number(&rows, 4),
			     .finished_at = (time_t)rows_number(&rows, 5),
			     .is_bounced = rows_number(&rows, 6) != 0,
			     .subject = rows_text(&rows, 7),
			     .text = rows_text(&rows, 8) },
			context, why);
	return how;
}

enum outcome
dossier_handed_over(struct db *db, const struct handing_over *handing,
    struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = history_add(db,
	    &(struct event){ .at = handing->at,
		.who = handing->who,
		.what = SPAN("exported"),
		.detail = handing->detail,
		.reference = handing->reference },
	    why);
	return transaction_end(db, how, why);
}
