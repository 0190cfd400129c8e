/* metrics.c - counts, and writes it as Prometheus reads it */
#include "console/metrics.h"
#include "base/io.h"
#include "console/desk.h"
#include "console/waiting.h"
#include "options_login.h"
#include "register/gauges.h"
#include "triage/workday.h"

#include <stdio.h>

#define DAY_SECONDS 86400LL

struct page {
	const struct options *options;
	struct buf *out;
	struct db *db;
	struct arena *mem;
	time_t now;
	const char *name; /* of the family under way */
	const char *labels[2];
};

/* --- the format -------------------------------------------------------------- */

static void
family(struct page *p, const char *name, const char *type, const char *help)
{
	p->name = name;
	p->labels[0] = p->labels[1] = NULL;
	buf_printf(p->out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
	    type);
}

/* A label's value: backslash, quote and line feed are escaped. */
static void
add_label(struct buf *out, const char *label, struct span value)
{
	buf_printf(out, "%s=\"", label);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];

		if (c == '\n') {
			buf_add_text(out, "\\n");
			continue;
		}
		if (c == '\\' || c == '"')
			buf_add_char(out, '\\');
		buf_add_char(out, c);
	}
	buf_add_char(out, '"');
}

static void
sample(struct page *p, const struct span *values, long long n)
{
	buf_add_text(p->out, p->name);
	for (int i = 0; i < 2 && p->labels[i] != NULL; i++) {
		buf_add_char(p->out, i == 0 ? '{' : ',');
		add_label(p->out, p->labels[i],
		    values[i].len > 0 ? values[i] : SPAN("none"));
	}
	buf_printf(p->out, "%s %lld\n", p->labels[0] != NULL ? "}" : "", n);
}

static void
single(struct page *p, const char *name, const char *help, long long n)
{
	const struct span none[2] = { SPAN(""), SPAN("") };

	family(p, name, "gauge", help);
	sample(p, none, n);
}

/* --- the register -------------------------------------------------------------- */

/* What is counted by the register alone. */
static const struct measure {
	enum gauge gauge;
	const char *name, *type, *help;
	const char *labels[2];
} measures[] = {
	{ GAUGE_ITEMS, "postroom_items_total", "counter",
	    "Things that arrived and were registered.",
	    { "channel", "outcome" } },
	{ GAUGE_CASES, "postroom_cases", "gauge", "Cases, by their state.",
	    { "state", NULL } },
	{ GAUGE_OPEN, "postroom_cases_open", "gauge",
	    "Cases that are not closed, by category.", { "category", NULL } },
	{ GAUGE_OUTBOX, "postroom_outbox", "gauge",
	    "Acknowledgements, by what became of them.", { "state", NULL } },
	{ GAUGE_ALERTS, "postroom_alerts_unconfirmed", "gauge",
	    "Alerts that nobody has confirmed.", { "urgency", NULL } },
	{ GAUGE_MESSAGES, "postroom_mailbox_messages_total", "counter",
	    "Messages that the mail server ever showed.", { "mailbox", NULL } },
	{ GAUGE_STUCK, "postroom_mailbox_messages_stuck", "gauge",
	    "Messages that a person has to look at in the mailbox.",
	    { "mailbox", "state" } },
	{ GAUGE_EVENTS, "postroom_history_events_total", "counter",
	    "Events written into the history.", { NULL, NULL } },
	{ GAUGE_REFUSED, "postroom_cases_unreadable", "gauge",
	    "Open cases whose item could not be read.", { NULL, NULL } },
	{ GAUGE_OLDEST, "postroom_outbox_oldest_timestamp_seconds", "gauge",
	    "When the oldest thing to be sent was owed, 0 for none.",
	    { NULL, NULL } },
	{ GAUGE_BACKUP, "postroom_backup_last_timestamp_seconds", "gauge",
	    "When the last backup was taken, 0 for never.", { NULL, NULL } },
};

static void
count_show(const struct span words[2], long long n, void *context)
{
	sample(context, words, n);
}

static enum outcome
measures_write(struct page *p, struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0;
	     i < sizeof measures / sizeof *measures && how == DONE; i++) {
		const struct measure *m = &measures[i];

		family(p, m->name, m->type, m->help);
		p->labels[0] = m->labels[0];
		p->labels[1] = m->labels[1];
		how = gauge_read(p->db, m->gauge, count_show, p, why);
	}
	return how;
}

static enum outcome
clocks_write(struct page *p, struct error *why)
{
	struct register_health h;
	enum outcome how = cases_health(p->db, day_in_london(p->now), &h, why);

	if (how != DONE)
		return how;
	single(p, "postroom_acknowledgements_overdue",
	    "Acknowledgements that have not left after their last day.",
	    h.overdue);
	single(p, "postroom_acknowledgements_due_today",
	    "Acknowledgements whose last day is today.", h.due_today);
	single(p, "postroom_cases_for_review",
	    "Open cases that wait for a person's review.", h.needs_review);
	return DONE;
}

static void
read_show(struct span mailbox, time_t at, time_t since, void *context)
{
	(void)since;
	sample(context, &mailbox, at);
}

static void
trouble_show(struct span mailbox, time_t at, time_t since, void *context)
{
	(void)at;
	sample(context, &mailbox, since);
}

static enum outcome
polls_write(struct page *p, struct error *why)
{
	enum outcome how;

	family(p, "postroom_mailbox_read_timestamp_seconds", "gauge",
	    "When the mailbox was last read to its end, 0 for never.");
	p->labels[0] = "mailbox";
	how = gauge_polls(p->db, read_show, p, why);
	if (how != DONE)
		return how;
	family(p, "postroom_mailbox_trouble_timestamp_seconds", "gauge",
	    "When trouble with the mailbox began, 0 for none.");
	p->labels[0] = "mailbox";
	return gauge_polls(p->db, trouble_show, p, why);
}

/* --- what is no part of the register -------------------------------------------- */

static void
spool_write(struct page *p)
{
	struct waiting w[WAITING_FOLDERS];
	size_t n = waiting_read(p->options->paths.spool, p->mem, w);

	family(p, "postroom_spool_files", "gauge",
	    "Files in a folder of the spool.");
	p->labels[0] = "folder";
	for (size_t i = 0; i < n; i++) {
		struct span name = span_of(w[i].folder);

		sample(p, &name, w[i].files);
	}
	family(p, "postroom_spool_oldest_timestamp_seconds", "gauge",
	    "When the oldest file came into the folder, 0 for none.");
	p->labels[0] = "folder";
	for (size_t i = 0; i < n; i++) {
		struct span name = span_of(w[i].folder);

		sample(p, &name, w[i].oldest);
	}
}

static void
dates_write(struct page *p)
{
	day today = day_in_london(p->now);

	single(p, "postroom_calendar_end_timestamp_seconds",
	    "Last day that bank holidays are known for.",
	    calendar_end() * DAY_SECONDS);
	family(p, "postroom_client_secret_end_timestamp_seconds", "gauge",
	    "Last day of a client secret.");
	p->labels[0] = "oauth";
	for (size_t i = 0; i < p->options->n_oauths; i++) {
		const struct oauth_options *o = &p->options->oauth[i];
		int days;

		if (oauth_secret_days_left(o, today, &days))
			sample(p, &o->name, (today + days) * DAY_SECONDS);
	}
}

/* All that is counted in it, or the fact that it cannot be. */
static enum outcome
register_write(struct page *p, struct error *why)
{
	autodb db = NULL;
	size_t begin = p->out->len;
	enum outcome how =
	    db_open(arena_text(p->mem, p->options->paths.register_), DB_MONITOR,
		&db, why);

	p->db = db;
	if (how == DONE)
		how = measures_write(p, why);
	if (how == DONE)
		how = clocks_write(p, why);
	if (how == DONE)
		how = polls_write(p, why);
	if (how != DONE)
		buf_cut(p->out, begin);
	single(p, "postroom_register_up", "Whether the register can be read.",
	    how == DONE);
	return how;
}

enum outcome
metrics_write(const struct options *options, struct buf *out, struct error *why)
{
	autoarena mem = { 0 };
	struct page p = { .options = options,
		.out = out,
		.mem = &mem,
		.now = clock_now() };
	struct span version = SPAN(VERSION);
	enum outcome how;

	family(&p, "postroom_build_info", "gauge", "The version, as a label.");
	p.labels[0] = "version";
	sample(&p, &version, 1);
	how = register_write(&p, why);
	spool_write(&p);
	dates_write(&p);
	return how;
}

int
metrics_print(const struct call *call)
{
	autobuf out = BUF(MAX_METRICS_BYTES);
	struct error why;
	enum outcome how = metrics_write(call->options, &out, &why);

	fwrite(out.at, 1, out.len, stdout);
	return desk_end(call, how, &why);
}
