/* details.c - reads what a case is made of */
#include "register/details.h"
#include "register/statement.h"

/* Runs a statement for a reference; each is called for every row. */
typedef bool row_show(struct rows *rows, void *context);

struct shown {
	union {
		detail_item_show *item;
		detail_flag_show *flag;
		detail_letter_show *letter;
	} show;
	void *context;
};

static enum outcome
each_row(struct db *db, enum query query, struct span reference, row_show *each,
    struct shown *shown, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_start(&rows, db, query, why, VALUES(value_text(reference)));

	while (rows_take(&rows, &how, why))
		if (!each(&rows, shown))
			break;
	return how;
}

static bool
item_row(struct rows *r, void *context)
{
	struct shown *shown = context;

	return shown->show.item(
	    &(struct detail_item){
		.id = rows_text(r, 0),
		.role = rows_text(r, 1),
		.channel = rows_text(r, 2),
		.title = rows_text(r, 3),
		.disposition = rows_text(r, 4),
		.outcome = rows_text(r, 5),
		.note = rows_text(r, 6),
		.place = rows_text(r, 7),
		.author_name = rows_text(r, 8),
		.author_address = rows_text(r, 9),
		.forwarder = rows_text(r, 10),
		.authenticated = rows_text(r, 11),
		.received_at = (time_t)rows_number(r, 12),
		.size = rows_number(r, 13),
	    },
	    shown->context);
}

enum outcome
details_items(struct db *db, struct span reference, detail_item_show *show,
    void *context, struct error *why)
{
	struct shown shown = { .show.item = show, .context = context };

	return each_row(db, Q_DETAILS_ITEMS, reference, item_row, &shown, why);
}

static bool
flag_row(struct rows *r, void *context)
{
	struct shown *shown = context;

	return shown->show.flag(
	    &(struct detail_flag){
		.kind = rows_text(r, 0),
		.urgency = rows_text(r, 1),
		.refer_to = rows_text(r, 2),
		.phrase = rows_text(r, 3),
		.item_id = rows_text(r, 4),
	    },
	    shown->context);
}

enum outcome
details_flags(struct db *db, struct span reference, detail_flag_show *show,
    void *context, struct error *why)
{
	struct shown shown = { .show.flag = show, .context = context };

	return each_row(db, Q_DETAILS_FLAGS, reference, flag_row, &shown, why);
}

static bool
letter_row(struct rows *r, void *context)
{
	struct shown *shown = context;

	return shown->show.letter(
	    &(struct detail_letter){
		.kind = rows_text(r, 0),
		.state = rows_text(r, 1),
		.channel = rows_text(r, 2),
		.template = rows_text(r, 3),
		.to_name = rows_text(r, 4),
		.to_address = rows_text(r, 5),
		.to_postal = rows_text(r, 6),
		.note = rows_text(r, 7),
		.message_id = rows_text(r, 8),
		.bounce = rows_text(r, 9),
		.made_at = (time_t)rows_number(r, 10),
		.finished_at = (time_t)rows_number(r, 11),
		.bounced_at = (time_t)rows_number(r, 12),
		.attempts = rows_number(r, 13),
	    },
	    shown->context);
}

enum outcome
details_letters(struct db *db, struct span reference, detail_letter_show *show,
    void *context, struct error *why)
{
	struct shown shown = { .show.letter = show, .context = context };

	return each_row(db, Q_DETAILS_LETTERS, reference, letter_row, &shown,
	    why);
}

/* --- texts ----------------------------------------------------------------- */

static const char *
kind_word(struct span kind)
{
	for (int k = SPAN_QUOTED; k <= SPAN_FORWARD_HEADER; k++)
		if (span_is_equal(kind,
			span_of(span_kind_name((enum span_kind)k))))
			return span_kind_name((enum span_kind)k);
	return "";
}

static enum outcome
read_marks(struct db *db, struct span item_id, long long position,
    struct detail_part *part, struct arena *mem, struct error *why)
{
	autorows rows = { 0 };
	long long n = 0;
	struct detail_mark *marks;
	enum outcome how = statement_number(db, Q_DETAILS_MARK_COUNT, &n, why,
	    VALUES(value_text(item_id), value_number(position)));

	if (how == DONE)
		how = rows_start(&rows, db, Q_DETAILS_MARKS, why,
		    VALUES(value_text(item_id), value_number(position)));
	marks = ARENA_ARRAY(mem, (size_t)n, struct detail_mark);
	while (part->n_marks < (size_t)n && rows_take(&rows, &how, why))
		marks[part->n_marks++] =
		    (struct detail_mark){ kind_word(rows_text(&rows, 0)),
			    (size_t)rows_number(&rows, 1),
			    (size_t)rows_number(&rows, 2) };
	part->marks = marks;
	return how;
}

enum outcome
details_parts(struct db *db, struct span reference, detail_part_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	bool goes_on = true;
	enum outcome how = rows_start(&rows, db, Q_DETAILS_PARTS, why,
	    VALUES(value_text(reference)));

	while (goes_on && rows_take(&rows, &how, why)) {
		autoarena mem = { 0 };
		struct detail_part part = {
			.item_id = rows_text(&rows, 0),
			.path = rows_text(&rows, 2),
			.name = rows_text(&rows, 3),
			.type = rows_text(&rows, 4),
			.outcome = rows_text(&rows, 5),
			.note = rows_text(&rows, 6),
			.text = rows_text(&rows, 7),
			.size = rows_number(&rows, 8),
			.pages = rows_number(&rows, 9),
			.confidence = rows_number(&rows, 10),
			.is_alternative = rows_number(&rows, 11) != 0,
			.is_ocr = rows_number(&rows, 12) != 0,
		};

		how = read_marks(db, part.item_id, rows_number(&rows, 1), &part,
		    &mem, why);
		if (how == DONE)
			goes_on = show(&part, context);
	}
	return how;
}
