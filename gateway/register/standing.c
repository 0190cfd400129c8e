/* standing.c - reads how a case stands */
#include "register/standing.h"
#include "register/casework.h"
#include "register/statement.h"
#include "triage/workday.h"

static struct span
copy_of(const struct rows *rows, int column, struct arena *mem)
{
	return arena_copy(mem, rows_text(rows, column));
}

static struct standing
standing_of(const struct rows *rows, struct arena *mem)
{
	struct standing s = {
		.id = rows_number(rows, 0),
		.disposition = copy_of(rows, 2, mem),
		.state = copy_of(rows, 3, mem),
		.item_id = copy_of(rows, 4, mem),
		.channel = copy_of(rows, 5, mem),
		.origin = copy_of(rows, 6, mem),
		.machine = copy_of(rows, 7, mem),
		.needs_review = rows_number(rows, 8) != 0,
		.review_reason = copy_of(rows, 9, mem),
		.received_on = day_parse(rows_text(rows, 10)),
		.ack_due = day_parse(rows_text(rows, 11)),
		.holding_due = day_parse(rows_text(rows, 12)),
		.response_due = day_parse(rows_text(rows, 13)),
		.paused_on = day_parse(rows_text(rows, 14)),
		.merged_into = copy_of(rows, 15, mem),
		.ack_state = copy_of(rows, 16, mem),
		.is_bounced = rows_number(rows, 17) != 0,
		.ack_channel = copy_of(rows, 18, mem),
		.to_address = copy_of(rows, 19, mem),
		.to_postal = copy_of(rows, 20, mem),
		.author_name = copy_of(rows, 21, mem),
		.author_address = copy_of(rows, 22, mem),
		.author_postal = copy_of(rows, 23, mem),
	};

	if (!category_of(rows_text(rows, 1), &s.category))
		s.category = CATEGORY_NONE;
	return s;
}

enum outcome
standing_read(struct db *db, struct span reference, struct arena *mem,
    struct standing *standing, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_CASE_STANDING, why,
	    VALUES(value_text(reference)));

	if (how != DONE)
		return how;
	if (!rows.has_row)
		return fail(why, REFUSED, "%.*s: no such case in the register",
		    SPAN_ARG(reference));
	*standing = standing_of(&rows, mem);
	standing->reference = arena_copy(mem, reference);
	return DONE;
}

bool
standing_is_closed(const struct standing *standing)
{
	return span_is_equal(standing->state, SPAN("closed"));
}

enum outcome
standing_must_be_open(const struct standing *standing, struct error *why)
{
	if (!standing_is_closed(standing))
		return DONE;
	if (standing->merged_into.len > 0)
		return fail(why, REFUSED,
		    "%.*s went into %.*s, and is closed: work on that one",
		    SPAN_ARG(standing->reference),
		    SPAN_ARG(standing->merged_into));
	return fail(why, REFUSED,
	    "%.*s is closed: postroom reopen %.*s --reason WORDS opens it "
	    "again",
	    SPAN_ARG(standing->reference), SPAN_ARG(standing->reference));
}

enum outcome
standing_is_oral(struct db *db, const struct standing *standing, bool *is_oral,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span value = SPAN("");
	enum outcome how = casework_get(db, standing->reference, "made_orally",
	    &mem, &value, why);

	if (how != DONE)
		return how;
	*is_oral =
	    value.len > 0
		? span_is_equal(value, SPAN("yes"))
		: span_is_equal(standing->channel, SPAN("phone")) ||
		      span_is_equal(standing->channel, SPAN("in_person"));
	return DONE;
}
