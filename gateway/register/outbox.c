/* outbox.c - hands out what is due, and writes down what became of it */
#include "register/outbox.h"
#include "base/io.h"
#include "register/departure.h"
#include "register/history.h"
#include "register/letters.h"
#include "register/statement.h"
#include "register/token.h"
#include "triage/circumstances.h"
#include "triage/workday.h"

#include <assert.h>

#define OUTBOX_NAME(name, word) word,
static const char *const state_names[] = { OUTBOX_STATES(OUTBOX_NAME) };
#undef OUTBOX_NAME

static enum channel
channel_of(struct span word)
{
	for (int c = CHANNEL_NONE; c <= CHANNEL_LETTER; c++)
		if (span_is_equal(word, span_of(channel_name((enum channel)c))))
			return (enum channel)c;
	return CHANNEL_NONE;
}

/* What staff say of the law goes before what the words say. */
static unsigned
circumstances_of(const struct rows *rows)
{
	unsigned bits = circumstances_read(rows_text(rows, 19)) |
			circumstances_of_needs(rows_text(rows, 21));

	if (span_is_equal(rows_text(rows, 22), SPAN("eir")))
		bits |= CIRCUMSTANCE_BIT(IS_EIR);
	if (span_is_equal(rows_text(rows, 22), SPAN("foia")))
		bits &= ~CIRCUMSTANCE_BIT(IS_EIR);
	return bits;
}

/* A holding letter names no day but a later one than was named before. */
static day
response_of(const struct rows *rows)
{
	day due = day_parse(rows_text(rows, 15));
	day about = day_parse(rows_text(rows, 23));

	return about != NO_DATE && due <= about ? NO_DATE : due;
}

/* Who may not read the key is shown none. */
static struct span
token_of(const struct rows *rows, struct arena *mem)
{
	struct span key = rows_text(rows, 17);

	return key.len > 0 ? token_make(key, rows_text(rows, 1), mem)
			   : SPAN("");
}

static struct outbox_row
row_of(const struct rows *rows, struct arena *mem)
{
	enum category category = CATEGORY_NONE;

	if (!category_of(rows_text(rows, 5), &category))
		category = CATEGORY_NONE;
	return (struct outbox_row){
		.id = rows_number(rows, 0),
		.reference = arena_copy(mem, rows_text(rows, 1)),
		.token = token_of(rows, mem),
		.kind = arena_copy(mem, rows_text(rows, 2)),
		.template = arena_copy(mem, rows_text(rows, 3)),
		.channel = channel_of(rows_text(rows, 4)),
		.category = category,
		.needs_review = rows_number(rows, 6) != 0,
		.to = { .name = arena_copy(mem, rows_text(rows, 7)),
		    .address = arena_copy(mem, rows_text(rows, 8)) },
		.postal_address = arena_copy(mem, rows_text(rows, 9)),
		.message_id = arena_copy(mem, rows_text(rows, 10)),
		.in_reply_to = arena_copy(mem, rows_text(rows, 11)),
		.references = arena_copy(mem, rows_text(rows, 12)),
		.received_on = day_parse(rows_text(rows, 13)),
		.ack_due = day_parse(rows_text(rows, 14)),
		.response_due = response_of(rows),
		.attempts = rows_number(rows, 16),
		.is_released = rows_number(rows, 18) != 0,
		.circumstances = circumstances_of(rows),
		.needs = arena_copy(mem, rows_text(rows, 21)),
		.scope_reason = arena_copy(mem, rows_text(rows, 20)),
	};
}

enum outcome
outbox_next(struct db *db, time_t now, struct arena *mem,
    struct outbox_row *row, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_OUTBOX_NEXT, why,
	    VALUES(value_number(now)));

	if (how == DONE)
		*row = rows.has_row ? row_of(&rows, mem)
				    : (struct outbox_row){ 0 };
	return how;
}

enum outcome
outbox_of_case(struct db *db, const struct letter_wanted *wanted,
    struct arena *mem, struct outbox_row *row, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_OUTBOX_OF_CASE, why,
	    VALUES(value_text(wanted->reference),
		value_text(letter_first(wanted->kind)),
		value_text(letter_last(wanted->kind))));

	if (how != DONE)
		return how;
	if (!rows.has_row)
		return fail(why, REFUSED,
		    "%.*s: no such case, or it has no such letter",
		    SPAN_ARG(wanted->reference));
	*row = row_of(&rows, mem);
	return DONE;
}

static enum outcome
tell(struct db *db, struct span reference, struct event event,
    struct error *why)
{
	event.reference = reference;
	return history_add(db, &event, why);
}

/* Changes a row: BROKEN where it is not in the state that this asks for. */
static enum outcome
change(struct db *db, enum query query, struct error *why,
    const struct value *values, size_t n)
{
	enum outcome how = statement_run(db, query, why, values, n);

	if (how == DONE && statement_changes(db) == 0)
		return fail(why, BROKEN,
		    "outbox: a row is not in the state it should be in");
	return how;
}

static enum outcome
start(struct db *db, struct outbox_row *row, time_t now, struct error *why)
{
	long long departure = 0;
	enum outcome how =
	    change(db, Q_OUTBOX_START, why, VALUES(value_number(row->id)));

	if (how == DONE && row->channel == CHANNEL_EMAIL)
		how = departure_add(db, row->id, row->to.address, now,
		    &departure, why);
	if (how == DONE)
		row->departure = departure;
	return how;
}

enum outcome
outbox_start(struct db *db, struct outbox_row *row, time_t now,
    struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, start(db, row, now, why), why);
}

/* Says once that a case's row waits, however often it is put off. */
static enum outcome
tell_waiting(struct db *db, const struct outbox_row *row, time_t now,
    struct span cause, struct error *why)
{
	long long is_told = 0;
	enum outcome how = statement_number(db, Q_OUTBOX_IS_TOLD, &is_told, why,
	    VALUES(value_word("waiting"), value_text(row->reference)));

	if (how != DONE || is_told != 0)
		return how;
	return tell(db, row->reference,
	    (struct event){ .at = now,
		.who = SPAN("sender"),
		.what = SPAN("waiting"),
		.detail = cause },
	    why);
}

static enum outcome
wait_for_turn(struct db *db, const struct outbox_row *row,
    const struct outbox_wait *wait, struct error *why)
{
	struct value until = value_number(wait->until);
	struct value note = value_text(wait->note);
	enum outcome how = change(db, Q_OUTBOX_WAIT, why,
	    VALUES(until, note, value_number(row->id)));

	if (how == DONE)
		how = statement_run(db, Q_OUTBOX_WAIT_TOO, why,
		    VALUES(until, note));
	return how == DONE
		   ? tell_waiting(db, row, clock_now(), wait->cause, why)
		   : how;
}

enum outcome
outbox_wait(struct db *db, const struct outbox_row *row,
    const struct outbox_wait *wait, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, wait_for_turn(db, row, wait, why), why);
}

static enum outcome
hold(struct db *db, const struct outbox_row *row,
    const struct outbox_wait *wait, time_t now, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = change(db, Q_OUTBOX_HOLD, why,
	    VALUES(value_text(wait->note), value_number(row->id)));

	if (how != DONE)
		return how;
	return tell(db, row->reference,
	    (struct event){ .at = now,
		.who = SPAN("sender"),
		.what = arena_printf(&mem, "%s held", letter_name(row->kind)),
		.detail = wait->cause },
	    why);
}

enum outcome
outbox_hold(struct db *db, const struct outbox_row *row,
    const struct outbox_wait *wait, time_t now, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, hold(db, row, wait, now, why), why);
}

static enum outcome
go_neutral(struct db *db, day until, time_t now, struct arena *mem,
    struct span *reference, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_OUTBOX_WAITS_TOO_LONG, why,
	    VALUES(value_day(until, mem)));

	if (how != DONE || !rows.has_row) {
		*reference = SPAN("");
		return how;
	}
	*reference = arena_copy(mem, rows_text(&rows, 1));
	how = change(db, Q_OUTBOX_GO_NEUTRAL, why,
	    VALUES(value_number(now), value_number(rows_number(&rows, 0))));
	if (how != DONE)
		return how;
	return tell(db, *reference,
	    (struct event){ .at = now,
		.who = SPAN("sender"),
		.what = SPAN("neutral text let go"),
		.detail = SPAN("Nobody had decided by the last day; a person "
			       "must still read it") },
	    why);
}

enum outcome
outbox_go_neutral(struct db *db, day until, time_t now, struct arena *mem,
    struct span *reference, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db,
	    go_neutral(db, until, now, mem, reference, why), why);
}

#define SHORT_VERSION 12 /* digits of the digest that people are shown */

/* "acknowledged", "follow-up sent", "holding letter printed" */
static struct span
finish_words(const struct outbox_row *row, bool is_sent, struct arena *mem)
{
	if (letter_is_acknowledgement(row->kind))
		return is_sent ? SPAN("acknowledged") : SPAN("letter printed");
	return arena_printf(mem, "%s %s", letter_name(row->kind),
	    is_sent ? "sent" : "printed");
}

/* How it went, and which text, in which version. */
static struct span
finish_detail(const struct outbox_row *row, bool is_sent, struct arena *mem)
{
	struct span way = is_sent ? arena_printf(mem, "By e-mail, attempt %lld",
					row->attempts)
				  : SPAN("To be posted by a person");

	if (row->text_sent.len == 0)
		return way;
	return arena_printf(mem, "%.*s; text %.*s, version %.*s", SPAN_ARG(way),
	    SPAN_ARG(row->text_sent),
	    SPAN_ARG(span_head(row->version, SHORT_VERSION)));
}

static enum outcome
finish(struct db *db, const struct outbox_row *row, enum outbox_state state,
    time_t now, struct error *why)
{
	autoarena mem = { 0 };
	bool is_sent = state == OUTBOX_SENT;
	enum outcome how = change(db, Q_OUTBOX_FINISH, why,
	    VALUES(value_word(state_names[state]), value_number(now),
		value_word(""), value_text(row->text_sent),
		value_text(row->version), value_number(row->id)));

	if (how == DONE && row->words_said.len > 0)
		how = statement_run(db, Q_LETTER_KEEP, why,
		    VALUES(value_number(row->id), value_text(row->subject_said),
			value_text(row->words_said)));
	if (how == DONE && is_sent && letter_is_acknowledgement(row->kind))
		how = statement_run(db, Q_CASE_ACKNOWLEDGED, why,
		    VALUES(value_text(row->reference)));
	if (how != DONE)
		return how;
	return tell(db, row->reference,
	    (struct event){ .at = now,
		.who = SPAN("sender"),
		.what = finish_words(row, is_sent, &mem),
		.detail = finish_detail(row, is_sent, &mem) },
	    why);
}

enum outcome
outbox_finish(struct db *db, const struct outbox_row *row,
    enum outbox_state state, time_t now, struct error *why)
{
	enum outcome how;

	assert(state == OUTBOX_SENT || state == OUTBOX_PRINTED);
	how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	return transaction_end(db, finish(db, row, state, now, why), why);
}

static enum outcome
postpone(struct db *db, const struct outbox_row *row, time_t next_attempt,
    struct span cause, bool may_have_left, struct error *why)
{
	autoarena mem = { 0 };
	time_t now = clock_now();
	enum outcome how = change(db, Q_OUTBOX_POSTPONE, why,
	    VALUES(value_number(next_attempt), value_text(cause),
		value_number(row->id)));

	if (how == DONE && !may_have_left)
		how = departure_undo(db, row->departure, why);
	if (how != DONE)
		return how;
	/* The cause may quote a server that quotes an address. */
	return tell(db, row->reference,
	    (struct event){ .at = now,
		.who = SPAN("sender"),
		.what = SPAN("postponed"),
		.detail = arena_printf(&mem,
		    "Attempt %lld did not succeed; again in %lld s",
		    row->attempts, (long long)(next_attempt - now)) },
	    why);
}

enum outcome
outbox_postpone(struct db *db, const struct outbox_row *row,
    time_t next_attempt, struct span cause, bool may_have_left,
    struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how == DONE)
		how = transaction_end(db,
		    postpone(db, row, next_attempt, cause, may_have_left, why),
		    why);
	return how;
}

static enum outcome
give_up(struct db *db, const struct outbox_row *row, struct span cause,
    time_t now, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = change(db, Q_OUTBOX_FINISH, why,
	    VALUES(value_word(state_names[OUTBOX_FAILED]), value_number(now),
		value_text(cause), value_text(row->text_sent),
		value_text(row->version), value_number(row->id)));

	if (how == DONE)
		how = departure_undo(db, row->departure, why);
	if (how != DONE)
		return how;
	return tell(db, row->reference,
	    (struct event){ .at = now,
		.who = SPAN("sender"),
		.what = SPAN("failed"),
		.detail = arena_printf(&mem,
		    "The %s was refused at attempt %lld; a person must act",
		    letter_name(row->kind), row->attempts) },
	    why);
}

enum outcome
outbox_give_up(struct db *db, const struct outbox_row *row, struct span cause,
    time_t now, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, give_up(db, row, cause, now, why), why);
}
