/* alarm.c - tells an operator once, and again when a day has gone by */
#include "intake/alarm.h"
#include "base/io.h"
#include "base/log.h"

#include <string.h>

#define DAY_SECONDS 86400

/* Is it one that was not said yet?  Then it is from now on. */
static bool
is_new(struct alarm *alarm, const struct error *trouble)
{
	for (size_t i = 0; i < alarm->n_said; i++)
		if (strcmp(alarm->said[i].text, trouble->text) == 0)
			return false;
	if (alarm->n_said == ALARM_MOST_SAID)
		return false;
	alarm->said[alarm->n_said++] = *trouble;
	return true;
}

static bool
is_due(const struct alarm *alarm, const struct poll_row *row, time_t now)
{
	return now - row->since >= alarm->options->alarm &&
	       (row->told_at == 0 || now - row->told_at >= DAY_SECONDS);
}

/* "2026-11-22 10:15 UTC (90 minutes)" */
static struct span
since_say(time_t since, time_t now, struct arena *mem)
{
	char clock[32] = "";
	struct tm t;

	if (gmtime_r(&since, &t) != NULL)
		strftime(clock, sizeof clock, "%Y-%m-%d %H:%M UTC", &t);
	return arena_printf(mem, "%s (%lld minutes)", clock,
	    (long long)(now - since) / 60);
}

static void
alarm_say(const struct alarm *alarm, const struct poll_row *row, time_t now,
    bool is_read)
{
	struct span name = alarm->options->name;
	autoarena mem = { 0 };
	struct span since = since_say(row->since, now, &mem);

	if (is_read)
		log_error("%.*s: trouble since %.*s: %.*s; mail is fetched all "
			  "the same; look at [mailbox %.*s] and at the folder "
			  "on the server",
		    SPAN_ARG(name), SPAN_ARG(since), SPAN_ARG(row->trouble),
		    SPAN_ARG(name));
	else
		log_error("%.*s: no mail since %.*s: %.*s; it waits on the "
			  "server, and clocks run; run postroom check, look at "
			  "[mailbox %.*s], the network and the server",
		    SPAN_ARG(name), SPAN_ARG(since), SPAN_ARG(row->trouble),
		    SPAN_ARG(name));
}

/* Notes the trouble and gives the alarm where it has lasted. */
static enum outcome
trouble_note(const struct alarm *alarm, struct db *db,
    const struct error *trouble, bool is_read, struct error *why)
{
	struct span name = alarm->options->name;
	time_t now = clock_now();
	autoarena mem = { 0 };
	struct poll_row row = { 0 };
	enum outcome how = poll_note_trouble(db, name, span_of(trouble->text),
	    is_read ? now : 0, now, why);

	if (how == DONE)
		how = poll_find(db, name, &mem, &row, why);
	if (how != DONE || !is_due(alarm, &row, now))
		return how;
	alarm_say(alarm, &row, now, is_read);
	return poll_note_told(db, name, now, why);
}

void
alarm_trouble(struct alarm *alarm, struct db *db, const struct error *trouble,
    bool is_read, bool is_final)
{
	struct span name = alarm->options->name;
	struct error why;

	if (is_final)
		log_error("%.*s: %s", SPAN_ARG(name), trouble->text);
	else if (is_new(alarm, trouble))
		log_warn("%.*s: %s", SPAN_ARG(name), trouble->text);
	if (db != NULL &&
	    trouble_note(alarm, db, trouble, is_read, &why) != DONE)
		log_debug("%.*s: %s", SPAN_ARG(name), why.text);
}

enum outcome
alarm_well(struct alarm *alarm, struct db *db, struct error *why)
{
	struct span name = alarm->options->name;
	time_t now = clock_now();
	autoarena mem = { 0 };
	struct poll_row row = { 0 };
	enum outcome how = poll_find(db, name, &mem, &row, why);

	if (how == DONE)
		how = poll_note_well(db, name, now, why);
	if (how == DONE && row.since != 0) {
		struct span since = since_say(row.since, now, &mem);

		log_info("%.*s: well again after trouble since %.*s",
		    SPAN_ARG(name), SPAN_ARG(since));
	}
	if (how == DONE)
		alarm->n_said = 0;
	return how;
}
