/* alert.c - raises alerts, hands them out, and keeps what became of them */
#include "register/alert.h"
#include "base/buf.h"
#include "base/conf.h"
#include "register/history.h"
#include "register/standing.h"
#include "register/statement.h"
#include "triage/workday.h"

#define MAX_RAISED_BYTES 8192
/* An acknowledgement that nobody holds has so long to leave. */
#define ACK_PATIENCE_SECONDS 3600
/* Who confirms what was settled without a person. */
#define BY_ITSELF "postroom"

#define ALERT_NAME(name, word) word,
static const char *const state_names[] = { ALERT_STATES(ALERT_NAME) };
#undef ALERT_NAME

static enum alert_state
state_of(struct span word)
{
	int state = ALERT_DUE;

	while (state < ALERT_CONFIRMED &&
	       !span_is_equal(word, span_of(state_names[state])))
		state++;
	return (enum alert_state)state;
}

static enum urgency
urgency_of(struct span word)
{
	int urgency = ROUTINE;

	while (
	    urgency < IMMEDIATE &&
	    !span_is_equal(word, span_of(urgency_name((enum urgency)urgency))))
		urgency++;
	return (enum urgency)urgency;
}

/* --- raising ----------------------------------------------------------------- */

/* What an item raises, on its way into the register. */
struct raising {
	struct db *db;
	struct value reference, item_id, now;
	struct buf *told; /* what is new */
};

static enum outcome
raise_for(const struct raising *r, const struct flag *flag, struct span whom,
    struct error *why)
{
	const char *kind = flag_name(flag->kind);
	const char *urgency = urgency_name(flag->urgency);
	enum outcome how = statement_run(r->db, Q_ALERT_RAISE, why,
	    VALUES(value_word(kind), r->item_id, value_word(urgency),
		value_text(whom), r->now, r->reference));

	if (how == DONE && statement_changes(r->db) > 0)
		buf_printf(r->told, "%s%s (%s): %.*s",
		    r->told->len > 0 ? "; " : "", kind, urgency,
		    SPAN_ARG(whom));
	return how;
}

enum outcome
alert_raise(struct db *db, const struct item *item, struct span reference,
    time_t now, struct error *why)
{
	const struct verdict *v = &item->verdict;
	autobuf told = BUF(MAX_RAISED_BYTES);
	struct raising r = { db, value_text(reference), value_text(item->id),
		value_number(now), &told };
	enum outcome how = DONE;

	for (size_t i = 0; i < v->n_flags; i++) {
		const struct flag *f = &v->flags[i];
		struct span rest = f->refer_to, whom;

		if (f->kind == FLAG_FOI && v->category == FOI)
			continue;
		while (how == DONE && conf_list_next(&rest, &whom))
			how = raise_for(&r, f, whom, why);
	}
	if (how != DONE || told.len == 0)
		return how;
	return history_add(db,
	    &(struct event){ .at = now,
		.who = SPAN("intake"),
		.what = SPAN("alerts raised"),
		.detail = buf_span(&told),
		.reference = reference,
		.item_id = item->id },
	    why);
}

/* --- deadlines --------------------------------------------------------------- */

static enum outcome
settle(struct db *db, const struct deadlines *d, struct error *why)
{
	autoarena mem = { 0 };
	struct value by = value_word(BY_ITSELF), now = value_number(d->now);
	struct value today = value_day(d->today, &mem);
	enum outcome how = statement_run(db, Q_ALERT_SETTLE_ACK, why,
	    VALUES(by, now, value_word(ALERT_ACK_WAITS),
		value_word(ALERT_ACK_DUE), today));

	if (how == DONE)
		how = statement_run(db, Q_ALERT_SETTLE_RESPONSE, why,
		    VALUES(by, now, value_word(ALERT_RESPONSE_LATE), today));
	return how;
}

/* Acknowledgements that are due from one day to another. */
static enum outcome
raise_ack(struct db *db, const struct deadlines *d, const char *kind, day from,
    day until, struct error *why)
{
	autoarena mem = { 0 };
	enum urgency urgency = until == d->today ? IMMEDIATE : SAME_DAY;

	return statement_run(db, Q_ALERT_RAISE_ACK, why,
	    VALUES(value_word(kind), value_word(urgency_name(urgency)),
		value_text(d->recipient), value_number(d->now),
		value_day(from, &mem), value_day(until, &mem),
		value_number(d->now - ACK_PATIENCE_SECONDS),
		value_word(BY_ITSELF)));
}

static enum outcome
look(struct db *db, const struct deadlines *d, struct error *why)
{
	autoarena mem = { 0 };
	day old = d->today - DEADLINE_OLD_DAYS;
	enum outcome how = settle(db, d, why);

	if (how != DONE || d->next == NO_DATE)
		return how;
	how = raise_ack(db, d, ALERT_ACK_DUE, old, d->today, why);
	if (how == DONE)
		how = raise_ack(db, d, ALERT_ACK_WAITS, d->today + 1, d->next,
		    why);
	if (how != DONE)
		return how;
	return statement_run(db, Q_ALERT_RAISE_RESPONSE, why,
	    VALUES(value_word(ALERT_RESPONSE_LATE),
		value_word(urgency_name(SAME_DAY)), value_text(d->recipient),
		value_number(d->now), value_day(old, &mem),
		value_day(d->today, &mem), value_word(BY_ITSELF)));
}

enum outcome
alert_look(struct db *db, const struct deadlines *deadlines, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, look(db, deadlines, why), why);
}

/* --- on their way ------------------------------------------------------------ */

/* The columns of the part "alert" of queries.sql. */
static struct alert
alert_read(const struct rows *rows)
{
	return (struct alert){
		.id = rows_number(rows, 0),
		.reference = rows_text(rows, 1),
		.kind = rows_text(rows, 2),
		.about = rows_text(rows, 3),
		.urgency = urgency_of(rows_text(rows, 4)),
		.recipient = rows_text(rows, 5),
		.state = state_of(rows_text(rows, 6)),
		.token = rows_text(rows, 7),
		.times = rows_number(rows, 8),
		.attempts = rows_number(rows, 9),
		.refusals = rows_number(rows, 10),
		.note = rows_text(rows, 11),
		.raised_at = (time_t)rows_number(rows, 12),
		.due_at = (time_t)rows_number(rows, 13),
		.sent_at = (time_t)rows_number(rows, 14),
		.confirmed_by = rows_text(rows, 15),
		.confirmed_at = (time_t)rows_number(rows, 16),
		.returned = rows_number(rows, 17),
	};
}

static void
alert_keep(struct alert *a, struct arena *mem)
{
	struct span *texts[] = { &a->reference, &a->kind, &a->about,
		&a->recipient, &a->token, &a->note, &a->confirmed_by };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = arena_copy(mem, *texts[i]);
}

enum outcome
alert_next(struct db *db, time_t now, struct arena *mem, struct alert *alert,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_first(&rows, db, Q_ALERT_NEXT, why, VALUES(value_number(now)));

	if (how != DONE)
		return how;
	*alert = (struct alert){ .id = 0 };
	if (rows.has_row) {
		*alert = alert_read(&rows);
		alert_keep(alert, mem);
	}
	return DONE;
}

/* Runs the statement and writes the event, both or none; "" is no event. */
static enum outcome
change(struct db *db, const struct event *event, enum query query,
    struct error *why, const struct value *values, size_t n)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = statement_run(db, query, why, values, n);
	if (how == DONE && event->what.len > 0)
		how = history_add(db, event, why);
	return transaction_end(db, how, why);
}

enum outcome
alert_sent(struct db *db, const struct alert *alert,
    const struct alert_mail *mail, struct error *why)
{
	autoarena mem = { 0 };
	struct value next = mail->next > 0 ? value_number(mail->next)
					   : (struct value){ VALUE_NULL };
	struct event event = { .at = mail->at,
		.who = SPAN("sender"),
		.what = SPAN("alert sent"),
		.detail = arena_printf(&mem, "%.*s, mail %lld: to %.*s",
		    SPAN_ARG(alert->kind), alert->times + 1,
		    SPAN_ARG(mail->to)),
		.reference = alert->reference };

	return change(db, &event, Q_ALERT_SENT, why,
	    VALUES(value_number(mail->sent_to), value_number(mail->at),
		value_text(arena_printf(&mem, "to %.*s", SPAN_ARG(mail->to))),
		next, value_number(alert->id)));
}

/* What the history says of it; it says once that there is no address. */
static const char *
trouble_event(const struct alert *alert, const struct alert_trouble *t)
{
	switch (t->kind) {
	case ALERT_NOWHERE:
		return span_is_equal(alert->note, t->note) ? "" : "alert waits";
	case ALERT_LOST:
		return "alert failed";
	case ALERT_UNREACHED:
	case ALERT_REFUSED:
		break;
	}
	return "";
}

enum outcome
alert_put_off(struct db *db, const struct alert *alert,
    const struct alert_trouble *t, struct error *why)
{
	autoarena mem = { 0 };
	struct event event = { .at = t->now,
		.who = SPAN("sender"),
		.what = span_of(trouble_event(alert, t)),
		.detail = arena_printf(&mem, "%.*s: %.*s",
		    SPAN_ARG(alert->kind), SPAN_ARG(t->note)),
		.reference = alert->reference };

	if (t->kind == ALERT_LOST)
		return change(db, &event, Q_ALERT_FAIL, why,
		    VALUES(value_text(t->note), value_number(alert->id)));
	return change(db, &event, Q_ALERT_PUT_OFF, why,
	    VALUES(value_number(t->again), value_text(t->note),
		value_number(t->kind == ALERT_UNREACHED),
		value_number(t->kind == ALERT_REFUSED),
		value_number(alert->id)));
}

enum outcome
alert_revive(struct db *db, time_t now, struct error *why)
{
	return statement_run(db, Q_ALERT_REVIVE, why,
	    VALUES(value_number(now)));
}

/* --- staff ------------------------------------------------------------------- */

static enum outcome
confirm(struct db *db, const struct confirming *c, long long *n,
    struct error *why)
{
	autoarena mem = { 0 };
	struct standing standing;
	enum outcome how =
	    standing_read(db, c->reference, &mem, &standing, why);

	if (how == DONE)
		how = statement_run(db, Q_ALERT_CONFIRM, why,
		    VALUES(value_text(c->who), value_number(c->at),
			value_number(standing.id), value_text(c->kind)));
	if (how != DONE)
		return how;
	*n = statement_changes(db);
	if (*n == 0)
		return fail(why, REFUSED,
		    "%.*s: no alert%s%.*s waits to be confirmed",
		    SPAN_ARG(c->reference), c->kind.len > 0 ? " of " : "",
		    SPAN_ARG(c->kind));
	return history_add(db,
	    &(struct event){ .at = c->at,
		.who = c->who,
		.what = SPAN("alert confirmed"),
		.detail = c->kind.len > 0 ? c->kind : SPAN("All of the case"),
		.reference = c->reference },
	    why);
}

enum outcome
alert_confirm(struct db *db, const struct confirming *confirming, long long *n,
    struct error *why)
{
	long long confirmed = 0;
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how =
	    transaction_end(db, confirm(db, confirming, &confirmed, why), why);
	if (how == DONE)
		*n = confirmed;
	return how;
}

enum outcome
alert_list(struct db *db, struct span reference, alert_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	struct value wanted = value_text(reference);
	enum outcome how = rows_start(&rows, db,
	    reference.len > 0 ? Q_ALERTS_OF_CASE : Q_ALERTS_OPEN, why, &wanted,
	    reference.len > 0 ? 1 : 0);

	while (rows_take(&rows, &how, why)) {
		struct alert alert = alert_read(&rows);

		if (!show(&alert, context))
			break;
	}
	return how;
}

enum outcome
alert_health_read(struct db *db, time_t now, long long escalated_at,
    struct alert_health *health, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_ALERT_HEALTH, why,
	    VALUES(value_number(now - ALERT_PATIENCE_SECONDS),
		value_number(escalated_at)));

	if (how == DONE)
		*health = (struct alert_health){
			.untold = rows_number(&rows, 0),
			.unheard = rows_number(&rows, 1),
			.troubled = rows_number(&rows, 2),
			.unanswered = rows_number(&rows, 3),
		};
	return how;
}
