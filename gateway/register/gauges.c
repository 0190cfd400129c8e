/* gauges.c - counts what is in the register */
#include "register/gauges.h"
#include "register/statement.h"

static const struct {
	enum query query;
	int n_words;
} gauges[GAUGE_COUNT] = {
	[GAUGE_ITEMS] = { Q_MEASURE_ITEMS, 2 },
	[GAUGE_CASES] = { Q_MEASURE_CASES, 1 },
	[GAUGE_OPEN] = { Q_MEASURE_OPEN, 1 },
	[GAUGE_OUTBOX] = { Q_MEASURE_OUTBOX, 1 },
	[GAUGE_ALERTS] = { Q_MEASURE_ALERTS, 1 },
	[GAUGE_MESSAGES] = { Q_MEASURE_MESSAGES, 1 },
	[GAUGE_STUCK] = { Q_MEASURE_STUCK, 2 },
	[GAUGE_EVENTS] = { Q_EVENT_COUNT, 0 },
	[GAUGE_REFUSED] = { Q_MEASURE_REFUSED, 0 },
	[GAUGE_OLDEST] = { Q_MEASURE_OLDEST, 0 },
	[GAUGE_BACKUP] = { Q_MEASURE_BACKUP, 0 },
};

enum outcome
gauge_read(struct db *db, enum gauge gauge, gauge_show *show, void *context,
    struct error *why)
{
	int n = gauges[gauge].n_words;
	autorows rows = { 0 };
	enum outcome how =
	    rows_start(&rows, db, gauges[gauge].query, why, NULL, 0);

	while (rows_take(&rows, &how, why)) {
		const struct span words[2] = {
			n > 0 ? rows_text(&rows, 0) : SPAN(""),
			n > 1 ? rows_text(&rows, 1) : SPAN(""),
		};

		show(words, rows_number(&rows, n), context);
	}
	return how;
}

enum outcome
gauge_polls(struct db *db, gauge_poll_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_MEASURE_POLLS, why, NULL, 0);

	while (rows_take(&rows, &how, why))
		show(rows_text(&rows, 0), (time_t)rows_number(&rows, 1),
		    (time_t)rows_number(&rows, 2), context);
	return how;
}

enum outcome
gauge_waiting_read(struct db *db, day today, day until,
    struct gauge_waiting *waiting, struct error *why)
{
	autoarena mem = { 0 };
	struct gauge_waiting w = { 0 };
	long long oldest = 0;
	enum outcome how = statement_number(db, Q_MEASURE_HELD, &w.held_soon,
	    why, VALUES(value_day(today, &mem), value_day(until, &mem)));

	if (how == DONE)
		how = statement_number(db, Q_MEASURE_REFUSED, &w.refused, why,
		    NULL, 0);
	if (how == DONE)
		how = statement_number(db, Q_MEASURE_OLDEST, &oldest, why, NULL,
		    0);
	w.oldest = (time_t)oldest;
	if (how == DONE)
		*waiting = w;
	return how;
}

enum outcome
gauge_newest(struct db *db, time_t *event, time_t *backup, struct error *why)
{
	long long at = 0, taken = 0;
	enum outcome how =
	    statement_number(db, Q_EVENT_NEWEST, &at, why, NULL, 0);

	if (how == DONE)
		how = statement_number(db, Q_MEASURE_BACKUP, &taken, why, NULL,
		    0);
	if (how == DONE) {
		*event = (time_t)at;
		*backup = (time_t)taken;
	}
	return how;
}

enum outcome
gauge_file_check(struct db *db, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_first(&rows, db, Q_INTEGRITY_CHECK, why, NULL, 0);

	if (how == DONE &&
	    (!rows.has_row || !span_is_equal(rows_text(&rows, 0), SPAN("ok"))))
		how = fail(why, BROKEN, "register: damaged: %.*s",
		    SPAN_ARG(rows_text(&rows, 0)));
	return how;
}
