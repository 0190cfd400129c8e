/* cases.c - reads cases and their history for people */
#include "register/cases.h"
#include "register/asked.h"
#include "triage/workday.h"

struct case_row
case_row_read(const struct rows *r)
{
	return (struct case_row){
		.reference = rows_text(r, 0),
		.item_id = rows_text(r, 1),
		.category = rows_text(r, 2),
		.disposition = rows_text(r, 3),
		.state = rows_text(r, 4),
		.who = rows_text(r, 5),
		.subject_line = rows_text(r, 6),
		.channel = rows_text(r, 7),
		.needs_review = rows_number(r, 8) != 0,
		.review_reason = rows_text(r, 9),
		.received_on = rows_text(r, 10),
		.ack_due = rows_text(r, 11),
		.response_due = rows_text(r, 12),
		.ack_state = rows_text(r, 13),
		.ack_note = rows_text(r, 14),
		.flags = rows_text(r, 15),
		.outcome = rows_text(r, 16),
		.place = rows_text(r, 17),
		.paused_on = rows_text(r, 18),
		.closed_on = rows_text(r, 19),
		.retain_until = rows_text(r, 20),
		.holding_due = rows_text(r, 21),
		.agreed_due = rows_text(r, 22),
		.response_sent_on = rows_text(r, 23),
		.owner = rows_text(r, 24),
		.officer = rows_text(r, 25),
		.letter = rows_text(r, 26),
		.letter_state = rows_text(r, 27),
		.letter_due = rows_text(r, 28),
		.letter_note = rows_text(r, 29),
	};
}

static bool
acknowledgement_is_owed(const struct case_row *row)
{
	static const char *const owed[] = { "due", "sending", "printed", "held",
		"failed", "bounced" };

	for (size_t i = 0; i < sizeof owed / sizeof *owed; i++)
		if (span_is_equal(row->ack_state, span_of(owed[i])))
			return !span_is_equal(row->state, SPAN("closed"));
	return false;
}

enum case_clock
case_next(const struct case_row *row, day *due)
{
	bool is_owed = acknowledgement_is_owed(row);

	*due = NO_DATE;
	if (is_owed && row->ack_due.len > 0) {
		*due = day_parse(row->ack_due);
		return CLOCK_ACKNOWLEDGEMENT;
	}
	if (!span_is_equal(row->state, SPAN("closed")) &&
	    row->letter_due.len > 0) {
		*due = day_parse(row->letter_due);
		return span_is_equal(row->letter, SPAN("follow_up"))
			   ? CLOCK_FOLLOW_UP
			   : CLOCK_HOLDING;
	}
	if (!span_is_equal(row->state, SPAN("closed")) &&
	    row->response_due.len > 0 && row->response_sent_on.len == 0) {
		*due = day_parse(row->response_due);
		return CLOCK_RESPONSE;
	}
	return is_owed ? CLOCK_ACKNOWLEDGEMENT : CLOCK_NONE;
}

static bool
is_before(struct span date, day today)
{
	day d = day_parse(date);

	return d != NO_DATE && d < today;
}

bool
case_is_late(const struct case_row *row, day today)
{
	if (acknowledgement_is_owed(row) && is_before(row->ack_due, today))
		return true;
	return !span_is_equal(row->state, SPAN("closed")) &&
	       row->paused_on.len == 0 && row->response_sent_on.len == 0 &&
	       is_before(row->response_due, today);
}

/* Shows the rows of a statement that is started; *n of them. */
static enum outcome
show_cases(struct rows *rows, case_show *show, void *context, long long *n,
    struct error *why)
{
	enum outcome how = DONE;

	while (rows_take(rows, &how, why)) {
		struct case_row row = case_row_read(rows);

		(*n)++;
		if (!show(&row, context))
			break;
	}
	return how;
}

static enum outcome
ask_cases(struct db *db, enum query query, case_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	long long n = 0;
	enum outcome how = rows_start(&rows, db, query, why, NULL, 0);

	return how == DONE ? show_cases(&rows, show, context, &n, why) : how;
}

enum outcome
cases_letters(struct db *db, case_show *show, void *context, struct error *why)
{
	return ask_cases(db, Q_CASES_LETTERS, show, context, why);
}

enum outcome
cases_unread(struct db *db, case_show *show, void *context, struct error *why)
{
	return ask_cases(db, Q_CASES_UNREAD, show, context, why);
}

enum outcome
cases_find(struct db *db, struct span reference, case_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	long long n = 0;
	enum outcome how = rows_start(&rows, db, Q_CASES_FIND, why,
	    VALUES(value_text(reference)));

	if (how == DONE)
		how = show_cases(&rows, show, context, &n, why);
	if (how == DONE && n == 0)
		return fail(why, REFUSED, "%.*s: no such case in the register",
		    SPAN_ARG(reference));
	return how;
}

enum outcome
cases_links(struct db *db, struct span reference, case_link_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_CASES_LINKS, why,
	    VALUES(value_text(reference)));

	while (rows_take(&rows, &how, why)) {
		const struct case_link_row row = {
			.why = rows_text(&rows, 0),
			.item_id = rows_text(&rows, 1),
			.reference = rows_text(&rows, 2),
		};

		if (!show(&row, context))
			break;
	}
	return how;
}

enum outcome
cases_reasons(struct db *db, struct span reference, case_reason_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_CASES_REASONS, why,
	    VALUES(value_text(reference)));

	while (rows_take(&rows, &how, why)) {
		const struct case_reason_row row = {
			.phrase = rows_text(&rows, 0),
			.category = rows_text(&rows, 1),
			.weight = rows_number(&rows, 2),
		};

		if (!show(&row, context))
			break;
	}
	return how;
}

static enum outcome
events_start(struct rows *rows, struct db *db, struct span reference,
    long long after, struct error *why)
{
	if (reference.len == 0)
		return rows_start(rows, db, Q_EVENTS_AFTER, why,
		    VALUES(value_number(after)));
	return rows_start(rows, db, Q_EVENTS_OF_CASE, why,
	    VALUES(value_text(reference), value_number(after)));
}

enum outcome
cases_events(struct db *db, struct span reference, long long after,
    case_event_show *show, void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = events_start(&rows, db, reference, after, why);

	while (rows_take(&rows, &how, why)) {
		const struct case_event_row row = {
			.id = rows_number(&rows, 0),
			.at = (time_t)rows_number(&rows, 1),
			.who = rows_text(&rows, 2),
			.what = rows_text(&rows, 3),
			.detail = rows_text(&rows, 4),
			.reference = rows_text(&rows, 5),
			.item_id = rows_text(&rows, 6),
		};

		if (!show(&row, context))
			break;
	}
	return how;
}

static enum outcome
count_outbox(struct db *db, day today, struct register_health *health,
    struct error *why)
{
	autoarena mem = { 0 };
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_HEALTH_OUTBOX, why,
	    VALUES(value_day(today, &mem)));

	if (how == DONE) {
		health->due_today = rows_number(&rows, 0);
		health->overdue = rows_number(&rows, 1);
		health->held = rows_number(&rows, 2);
		health->failed = rows_number(&rows, 3);
		health->outbox_due = rows_number(&rows, 4);
	}
	return how;
}

enum outcome
cases_health(struct db *db, day today, struct register_health *health,
    struct error *why)
{
	struct register_health found = { 0 };
	enum outcome how = count_outbox(db, today, &found, why);

	if (how == DONE)
		how = statement_number(db, Q_HEALTH_REVIEW, &found.needs_review,
		    why, NULL, 0);
	if (how == DONE)
		how = statement_number(db, Q_HEALTH_UNFETCHABLE,
		    &found.unfetchable, why, NULL, 0);
	if (how == DONE)
		how = statement_number(db, Q_HEALTH_TOO_LARGE, &found.too_large,
		    why, NULL, 0);
	if (how == DONE)
		*health = found;
	return how;
}
