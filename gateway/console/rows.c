/* rows.c - says of a case what lists show */
#include "console/rows.h"
#include "base/buf.h"
#include "console/clocks.h"
#include "triage/workday.h"

#include <assert.h>

#define MAX_DECISION_BYTES 4000

struct span
case_category(const struct case_row *row)
{
	if (row->category.len > 0)
		return row->category;
	return row->needs_review ? SPAN("undecided") : row->disposition;
}

struct span
case_next_name(enum case_clock clock)
{
	switch (clock) {
	case CLOCK_ACKNOWLEDGEMENT:
		return SPAN("acknowledgement");
	case CLOCK_FOLLOW_UP:
		return SPAN("follow-up");
	case CLOCK_HOLDING:
		return SPAN("holding letter");
	case CLOCK_RESPONSE:
		return SPAN("response");
	case CLOCK_NONE:
		break;
	}
	return SPAN("");
}

struct span
days_left(day due, day today, struct arena *mem)
{
	int days = due - today;

	if (due == NO_DATE)
		return SPAN("");
	if (days == 0)
		return SPAN("today");
	return arena_printf(mem, "%d day%s%s", days < 0 ? -days : days,
	    days == 1 || days == -1 ? "" : "s", days < 0 ? " late" : "");
}

struct span
case_days_left(const struct case_row *row, day today, struct arena *mem)
{
	day due;
	enum case_clock clock = case_next(row, &due);

	if (clock == CLOCK_RESPONSE && row->paused_on.len > 0)
		return SPAN("paused");
	return days_left(due, today, mem);
}

static bool
ack_is(const struct case_row *row, const char *state)
{
	return span_is_equal(row->ack_state, span_of(state));
}

bool
case_is_urgent(const struct case_row *row, day today)
{
	if (span_is_equal(row->state, SPAN("closed")))
		return false;
	return ack_is(row, "failed") || ack_is(row, "bounced") ||
	       case_is_late(row, today);
}

/* --- cells ----------------------------------------------------------------- */

static struct cell
cell_text(const char *key, struct span text)
{
	return (struct cell){ .key = key, .type = CELL_TEXT, .text = text };
}

static struct cell
cell_optional(const char *key, struct span text)
{
	return (struct cell){ .key = key, .type = CELL_OPTIONAL, .text = text };
}

static struct cell
cell_words(const char *key, struct span words)
{
	return (struct cell){ .key = key, .type = CELL_WORDS, .text = words };
}

static struct cell
cell_flag(const char *key, bool yes)
{
	return (struct cell){ .key = key, .type = CELL_FLAG, .number = yes };
}

static struct cell
cell_days(day due, day today)
{
	return (struct cell){ .key = "days_left",
		.type = due == NO_DATE ? CELL_NOTHING : CELL_NUMBER,
		.number = due == NO_DATE ? 0 : due - today };
}

static struct span
days_words(const day days[SIX_MONTHS_ALARMS], struct arena *mem)
{
	struct span words = SPAN("");

	for (int i = 0; i < SIX_MONTHS_ALARMS; i++)
		words = arena_printf(mem, "%.*s%s%.*s", SPAN_ARG(words),
		    i > 0 ? " " : "", SPAN_ARG(day_text(days[i], mem)));
	return words;
}

day
case_legal_due(const struct case_row *row)
{
	struct six_months months;

	if (clocks_six_months(row, &months))
		return months.end;
	return span_is_equal(row->category, SPAN("foi"))
		   ? day_parse(row->response_due)
		   : NO_DATE;
}

void
case_cells(const struct case_row *row, day today, struct arena *mem,
    struct cell cells[MAX_CASE_CELLS])
{
	day due;
	enum case_clock clock = case_next(row, &due);
	struct six_months months;
	bool has_months = clocks_six_months(row, &months);
	const struct cell all[] = {
		cell_text("reference", row->reference),
		cell_text("item", row->item_id),
		cell_optional("category", row->category),
		cell_text("disposition", row->disposition),
		cell_text("state", row->state),
		cell_text("who", row->who),
		cell_text("subject", row->subject_line),
		cell_text("channel", row->channel),
		cell_flag("needs_review", row->needs_review),
		cell_text("review_reason", row->review_reason),
		cell_text("received_on", row->received_on),
		cell_optional("ack_due", row->ack_due),
		cell_optional("response_due", row->response_due),
		cell_text("acknowledgement", row->ack_state),
		cell_text("acknowledgement_note", row->ack_note),
		cell_words("flags", row->flags),
		cell_text("outcome", row->outcome),
		cell_optional("place", row->place),
		cell_optional("owner", row->owner),
		cell_optional("officer", row->officer),
		cell_optional("holding_due", row->holding_due),
		cell_optional("agreed_due", row->agreed_due),
		cell_optional("letter", row->letter),
		cell_optional("letter_state", row->letter_state),
		cell_optional("letter_due", row->letter_due),
		cell_text("letter_note", row->letter_note),
		cell_optional("next", case_next_name(clock)),
		cell_days(due, today),
		cell_flag("late", case_is_late(row, today)),
		cell_optional("paused_on", row->paused_on),
		cell_optional("closed_on", row->closed_on),
		cell_optional("retain_until", row->retain_until),
		cell_optional("six_months",
		    day_text(has_months ? months.end : NO_DATE, mem)),
		cell_words("alarms",
		    has_months ? days_words(months.alarms, mem) : SPAN("")),
	};

	static_assert(sizeof all / sizeof *all == CASE_CELLS,
	    "as many as rows.h says");
	for (size_t i = 0; i < CASE_CELLS; i++)
		cells[i] = all[i];
}

/* --- decisions ------------------------------------------------------------- */

static void
add_reason(struct buf *out, struct span what, struct span why)
{
	if (out->len > 0)
		buf_add_text(out, "; ");
	buf_add(out, what);
	if (what.len > 0 && why.len > 0)
		buf_add_text(out, ": ");
	buf_add(out, why);
}

/* "Holding letter held" */
static struct span
case_letter_name(const struct case_row *row, const char *state,
    struct arena *mem)
{
	return arena_printf(mem, "%s %s",
	    span_is_equal(row->letter, SPAN("follow_up")) ? "Follow-up"
							  : "Holding letter",
	    state);
}

struct span
case_decision(const struct case_row *row, struct arena *mem)
{
	autobuf out = BUF(MAX_DECISION_BYTES);

	if (row->needs_review)
		add_reason(&out, SPAN(""),
		    row->review_reason.len > 0 ? row->review_reason
					       : SPAN("What is it?"));
	if (ack_is(row, "held"))
		add_reason(&out, SPAN("Acknowledgement held"), row->ack_note);
	else if (ack_is(row, "failed"))
		add_reason(&out, SPAN("Acknowledgement failed"), row->ack_note);
	else if (ack_is(row, "bounced"))
		add_reason(&out, SPAN("Acknowledgement came back"),
		    row->ack_note);
	if (span_is_equal(row->letter_state, SPAN("held")))
		add_reason(&out, case_letter_name(row, "held", mem),
		    row->letter_note);
	else if (span_is_equal(row->letter_state, SPAN("failed")))
		add_reason(&out, case_letter_name(row, "failed", mem),
		    row->letter_note);
	return arena_copy(mem, buf_span(&out));
}
