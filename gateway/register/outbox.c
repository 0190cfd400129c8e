/* outbox.c - hands out what is due, and writes down what became of it */
#include "register/outbox.h"
#include "base/io.h"
#include "register/history.h"
#include "register/statement.h"
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

static struct outbox_row
row_of(const struct rows *rows, struct arena *mem)
{
	enum category category = CATEGORY_NONE;

	if (!category_of(rows_text(rows, 5), &category))
		category = CATEGORY_NONE;
	return (struct outbox_row){
		.id = rows_number(rows, 0),
		.reference = arena_copy(mem, rows_text(rows, 1)),
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
		.response_due = day_parse(rows_text(rows, 15)),
		.attempts = rows_number(rows, 16),
	};
}

static enum outcome
find_next(struct db *db, time_t now, struct arena *mem, struct outbox_row *row,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_OUTBOX_NEXT, why,
	    VALUES(value_number(now)));

	if (how == DONE)
		how = rows_next(&rows, why);
	if (how == DONE && rows.has_row)
		*row = row_of(&rows, mem);
	return how;
}

enum outcome
outbox_take(struct db *db, time_t now, struct arena *mem,
    struct outbox_row *row, struct error *why)
{
	struct outbox_row found = { 0 };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = find_next(db, now, mem, &found, why);
	if (how == DONE && found.id != 0)
		how = statement_run(db, Q_OUTBOX_START, why,
		    VALUES(value_number(found.id)));
	how = transaction_end(db, how, why);
	if (how == DONE)
		*row = found;
	return how;
}

static enum outcome
tell(struct db *db, struct span reference, struct event event,
    struct error *why)
{
	event.reference = reference;
	return history_add(db, &event, why);
}

/* Changes the row that is being sent: BROKEN where nobody is sending it. */
static enum outcome
change(struct db *db, enum query query, struct error *why,
    const struct value *values, size_t n)
{
	enum outcome how = statement_run(db, query, why, values, n);

	if (how == DONE && statement_changes(db) == 0)
		return fail(why, BROKEN,
		    "outbox: a row is not being sent by anybody");
	return how;
}

static enum outcome
finish(struct db *db, const struct outbox_row *row, enum outbox_state state,
    time_t now, struct error *why)
{
	autoarena mem = { 0 };
	bool is_sent = state == OUTBOX_SENT;
	enum outcome how = change(db, Q_OUTBOX_FINISH, why,
	    VALUES(value_word(state_names[state]), value_number(now),
		value_word(""), value_number(row->id)));

	if (how == DONE && is_sent)
		how = statement_run(db, Q_CASE_ACKNOWLEDGED, why,
		    VALUES(value_text(row->reference)));
	if (how != DONE)
		return how;
	return tell(db, row->reference,
	    (struct event){ .at = now,
		.who = SPAN("sender"),
		.what = is_sent ? SPAN("acknowledged") : SPAN("letter printed"),
		.detail = is_sent
			      ? arena_printf(&mem, "By e-mail, attempt %lld",
				    row->attempts)
			      : SPAN("To be posted by a person") },
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
    struct span cause, struct error *why)
{
	autoarena mem = { 0 };
	time_t now = clock_now();
	enum outcome how = change(db, Q_OUTBOX_POSTPONE, why,
	    VALUES(value_number(next_attempt), value_text(cause),
		value_number(row->id)));

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
    time_t next_attempt, struct span cause, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, postpone(db, row, next_attempt, cause, why),
	    why);
}

static enum outcome
give_up(struct db *db, const struct outbox_row *row, struct span cause,
    time_t now, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = change(db, Q_OUTBOX_FINISH, why,
	    VALUES(value_word(state_names[OUTBOX_FAILED]), value_number(now),
		value_text(cause), value_number(row->id)));

	if (how != DONE)
		return how;
	return tell(db, row->reference,
	    (struct event){ .at = now,
		.who = SPAN("sender"),
		.what = SPAN("failed"),
		.detail = arena_printf(&mem,
		    "The acknowledgement was refused at attempt %lld; a "
		    "person must act",
		    row->attempts) },
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

static enum outcome
post_letter(struct db *db, long long id, const struct event *event,
    struct error *why)
{
	enum outcome how = statement_run(db, Q_LETTER_POSTED, why,
	    VALUES(value_number(event->at), value_number(id)));

	if (how == DONE)
		how = statement_run(db, Q_CASE_POSTED, why,
		    VALUES(value_number(id)));
	return how == DONE ? history_add(db, event, why) : how;
}

static enum outcome
post_letters(struct db *db, struct span who, time_t now, long long *n,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_start(&rows, db, Q_LETTERS_PRINTED, why, NULL, 0);

	while (how == DONE && (how = rows_next(&rows, why)) == DONE &&
	       rows.has_row) {
		autoarena mem = { 0 };
		const struct event event = {
			.at = now,
			.who = who,
			.what = SPAN("letter posted"),
			.detail = SPAN("Printed and posted by a person"),
			.reference = arena_copy(&mem, rows_text(&rows, 1)),
		};

		how = post_letter(db, rows_number(&rows, 0), &event, why);
		(*n)++;
	}
	return how;
}

enum outcome
outbox_letters_posted(struct db *db, struct span who, time_t now, long long *n,
    struct error *why)
{
	long long posted = 0;
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how =
	    transaction_end(db, post_letters(db, who, now, &posted, why), why);
	if (how == DONE)
		*n = posted;
	return how;
}
