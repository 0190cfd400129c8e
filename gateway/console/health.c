/*
 * health.c - says whether all is well, in the manner of a monitoring plug-in
 *
 * Monitoring Plugins Development Guidelines: one line of status, with
 * measures behind '|' as 'name'=value;warning;critical;least, then more lines;
 * exit status 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
 */
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/waiting.h"
#include "options_login.h"
#include "register/alert.h"
#include "register/alert_plan.h"
#include "register/gauges.h"
#include "register/history.h"
#include "register/poll.h"
#include "triage/workday.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sysexits.h>

#define MAX_FINDINGS 64
/* A file is read within seconds; the backlog of a night, within minutes. */
#define WAITING_WARNING 900
#define WAITING_CRITICAL 3600
#define NEWEST_EVENTS 10000  /* older ones are verify's to read */
#define CALENDAR_WARNING 180 /* a complaint's six months */
#define CALENDAR_CRITICAL 60

enum level {
	LEVEL_OK,
	LEVEL_WARNING,
	LEVEL_CRITICAL,
	LEVEL_UNKNOWN
};
static const char *const level_names[] = { "OK", "WARNING", "CRITICAL",
	"UNKNOWN" };

struct findings {
	struct arena *mem;
	struct {
		enum level level;
		struct span text;
	} at[MAX_FINDINGS];
	size_t n;
	struct buf measures; /* own */
};

static void
find(struct findings *f, enum level level, struct span text)
{
	if (f->n == MAX_FINDINGS)
		return;
	f->at[f->n].level = level;
	f->at[f->n++].text = text;
}

/*
 * A measure: "" or what it is counted in, and above what it is a warning and
 * critical; -1 where it never is.
 */
static void
measure(struct findings *f, const char *name, long long n, const char *unit,
    long long warning, long long critical)
{
	buf_add_text(&f->measures, " '");
	for (; *name != '\0'; name++)
		buf_add_char(&f->measures,
		    strchr("'=|\n", *name) != NULL ? '_' : *name);
	buf_printf(&f->measures, "'=%lld%s;", n, unit);
	if (warning >= 0)
		buf_printf(&f->measures, "%lld", warning);
	buf_add_char(&f->measures, ';');
	if (critical >= 0)
		buf_printf(&f->measures, "%lld", critical);
	buf_add_text(&f->measures, ";0");
}

/* One thing is well; many are `level`, said with their number. */
static void
find_count(struct findings *f, long long n, enum level level, const char *one,
    const char *many)
{
	if (n > 0)
		find(f, level,
		    n == 1 ? span_of(one)
			   : arena_printf(f->mem, "%lld %s", n, many));
}

static void
find_counts(struct findings *f, const struct register_health *h)
{
	find_count(f, h->overdue, LEVEL_CRITICAL,
	    "an acknowledgement is overdue: see postroom due",
	    "acknowledgements are overdue: see postroom due");
	find_count(f, h->due_today, LEVEL_WARNING,
	    "an acknowledgement must go today: see postroom due",
	    "acknowledgements must go today: see postroom due");
	find_count(f, h->failed, LEVEL_WARNING,
	    "an acknowledgement was refused; a person must act: see postroom "
	    "due",
	    "acknowledgements were refused; a person must act: see postroom "
	    "due");
	find_count(f, h->unfetchable, LEVEL_WARNING,
	    "a message could not be fetched: read it in the mailbox itself",
	    "messages could not be fetched: read them in the mailbox itself");
	find_count(f, h->too_large, LEVEL_WARNING,
	    "a message is larger than the limit: read it in the mailbox itself",
	    "messages are larger than the limit: read them in the mailbox "
	    "itself");
	find_count(f, h->held, LEVEL_OK,
	    "an acknowledgement waits for a person's decision",
	    "acknowledgements wait for a person's decision");
	find_count(f, h->needs_review, LEVEL_OK,
	    "a case waits for a person's review",
	    "cases wait for a person's review");
	find_count(f, h->outbox_due, LEVEL_OK,
	    "an acknowledgement is on its way",
	    "acknowledgements are on their way");
	measure(f, "overdue", h->overdue, "", -1, 0);
	measure(f, "due_today", h->due_today, "", 0, -1);
	measure(f, "failed", h->failed, "", 0, -1);
	measure(f, "held", h->held, "", -1, -1);
	measure(f, "review", h->needs_review, "", -1, -1);
	measure(f, "outbox", h->outbox_due, "", -1, -1);
	measure(f, "stuck", h->unfetchable + h->too_large, "", 0, -1);
}

/* What waits for a person, and may wait too long. */
static enum outcome
find_waiting(struct findings *f, struct db *db, struct error *why)
{
	day today = day_in_london(clock_now()), next = today + 1;
	struct gauge_waiting w;
	struct error no_matter;
	enum outcome how;

	if (workday_add(CALENDAR_ENGLAND, today, 1, &next, &no_matter) != DONE)
		next = today + 1; /* beyond the calendar, which is told too */
	how = gauge_waiting_read(db, today, next, &w, why);
	if (how != DONE)
		return how;
	find_count(f, w.held_soon, LEVEL_WARNING,
	    "an acknowledgement that a person holds must go by the next "
	    "working day: see postroom queue",
	    "acknowledgements that a person holds must go by the next working "
	    "day: see postroom queue");
	find_count(f, w.refused, LEVEL_WARNING,
	    "an item could not be read and waits for a person: see postroom "
	    "refused",
	    "items could not be read and wait for a person: see postroom "
	    "refused");
	measure(f, "held_soon", w.held_soon, "", 0, -1);
	measure(f, "unreadable", w.refused, "", 0, -1);
	return DONE;
}

static enum outcome
find_alerts(struct findings *f, struct db *db, const struct options *o,
    struct error *why)
{
	struct alert_health h;
	enum outcome how = alert_health_read(db, clock_now(),
	    alert_escalates_at(IMMEDIATE, &o->alerts), &h, why);

	if (how != DONE)
		return how;
	find_count(f, h.untold, LEVEL_CRITICAL,
	    "nobody was told of something immediate: see postroom alerts",
	    "immediate alerts reached nobody: see postroom alerts");
	find_count(f, h.unheard, LEVEL_CRITICAL,
	    "nobody has confirmed something immediate: see postroom alerts",
	    "immediate alerts were not confirmed by anybody: see postroom "
	    "alerts");
	find_count(f, h.troubled, LEVEL_WARNING,
	    "an alert does not reach its recipient: see postroom alerts",
	    "alerts do not reach their recipients: see postroom alerts");
	find_count(f, h.unanswered, LEVEL_OK, "an alert waits to be confirmed",
	    "alerts wait to be confirmed");
	measure(f, "alerts_unheard", h.untold + h.unheard, "", -1, 0);
	measure(f, "alerts_unconfirmed",
	    h.untold + h.unheard + h.troubled + h.unanswered, "", -1, -1);
	return DONE;
}

/*
 * A mailbox is well until its alarm: when trouble has lasted so long, or when
 * nobody has read it for so long after the poll that was due.
 */
static enum level
mailbox_level(const struct poll_row *row, const struct mailbox_options *mailbox,
    time_t now)
{
	bool is_silent =
	    row->at != 0 && now - row->at > mailbox->poll + mailbox->alarm;
	bool is_troubled =
	    row->since != 0 && now - row->since >= mailbox->alarm;

	/* Read all the same: what was read could not be filed away. */
	if (is_troubled && row->at >= row->since && !is_silent)
		return LEVEL_WARNING;
	if (is_silent || is_troubled)
		return LEVEL_CRITICAL;
	return row->at == 0 ? LEVEL_WARNING : LEVEL_OK;
}

static enum outcome
find_mailbox(struct findings *f, struct db *db,
    const struct mailbox_options *mailbox, struct error *why)
{
	time_t now = clock_now();
	struct poll_row row;
	enum outcome how = poll_find(db, mailbox->name, f->mem, &row, why);
	struct span read, trouble = SPAN("");

	if (how != DONE)
		return how;
	read = desk_clock(row.at, f->mem);
	if (row.since != 0) {
		struct span since = desk_clock(row.since, f->mem);

		trouble = arena_printf(f->mem,
		    "; trouble since %.*s (%lld minutes): %.*s",
		    SPAN_ARG(since), (long long)(now - row.since) / 60,
		    SPAN_ARG(row.trouble));
	}
	if (row.at == 0)
		read = arena_printf(f->mem, "mailbox %.*s was never read%.*s",
		    SPAN_ARG(mailbox->name), SPAN_ARG(trouble));
	else
		read = arena_printf(f->mem,
		    "mailbox %.*s was last read on %.*s (%lld minutes ago)%.*s",
		    SPAN_ARG(mailbox->name), SPAN_ARG(read),
		    (long long)(now - row.at) / 60, SPAN_ARG(trouble));
	find(f, mailbox_level(&row, mailbox, now), read);
	if (row.at != 0)
		measure(f,
		    arena_printf(f->mem, "age_%.*s", SPAN_ARG(mailbox->name))
			.at,
		    now > row.at ? (long long)(now - row.at) : 0, "s", -1,
		    mailbox->poll + mailbox->alarm);
	return DONE;
}

static enum outcome
find_history(struct findings *f, struct db *db, struct error *why)
{
	long long n = 0;
	enum outcome how = history_verify_newest(db, NEWEST_EVENTS, &n, why);

	if (how == REFUSED) {
		find(f, LEVEL_CRITICAL, arena_copy(f->mem, span_of(why->text)));
		return DONE;
	}
	if (how == DONE)
		find(f, LEVEL_OK,
		    n > NEWEST_EVENTS
			? arena_printf(f->mem,
			      "the last %d of the %lld events of the history "
			      "are whole; postroom verify reads all of them",
			      NEWEST_EVENTS, n)
			: arena_printf(f->mem,
			      "the history is whole: %lld event%s", n,
			      n == 1 ? "" : "s"));
	return how;
}

static enum outcome
find_in_register(struct findings *f, const struct call *call, struct error *why)
{
	const struct options *options = call->options;
	struct register_health health;
	autodb db = NULL;
	enum outcome how = desk_open(call, &db, why);

	if (how == DONE)
		how =
		    cases_health(db, day_in_london(clock_now()), &health, why);
	if (how != DONE)
		return how;
	find_counts(f, &health);
	how = find_waiting(f, db, why);
	if (how == DONE)
		how = find_alerts(f, db, options, why);
	for (size_t i = 0; i < options->n_mailboxes && how == DONE; i++)
		how = find_mailbox(f, db, &options->mailbox[i], why);
	return how == DONE ? find_history(f, db, why) : how;
}

static void
find_in_spool(struct findings *f, const struct call *call)
{
	const char *path = arena_text(call->mem, call->options->paths.spool);
	DIR *dir = opendir(path);

	if (dir == NULL)
		find(f, LEVEL_CRITICAL,
		    arena_printf(f->mem, "the spool cannot be opened: %s",
			strerror(errno)));
	else
		closedir(dir);
}

/* How long the oldest file waits in a folder that we empty. */
static void
find_oldest(struct findings *f, const struct call *call)
{
	struct waiting w[WAITING_FOLDERS];
	size_t n = waiting_read(call->options->paths.spool, f->mem, w);
	time_t now = clock_now();
	long long longest = 0;

	for (size_t i = 0; i < n; i++) {
		long long age = (long long)(now - w[i].oldest);

		if (!w[i].is_work || w[i].files == 0)
			continue;
		longest = age > longest ? age : longest;
		find(f,
		    age > WAITING_CRITICAL  ? LEVEL_CRITICAL
		    : age > WAITING_WARNING ? LEVEL_WARNING
					    : LEVEL_OK,
		    arena_printf(f->mem,
			"%lld file%s in spool/%s, the oldest for %lld minutes",
			w[i].files, w[i].files == 1 ? "" : "s", w[i].folder,
			age / 60));
	}
	measure(f, "oldest", longest, "s", WAITING_WARNING, WAITING_CRITICAL);
}

static void
find_calendar(struct findings *f)
{
	long long left = calendar_end() - day_in_london(clock_now());

	if (left < CALENDAR_WARNING)
		find(f,
		    left < CALENDAR_CRITICAL ? LEVEL_CRITICAL : LEVEL_WARNING,
		    arena_printf(f->mem,
			"the bank holidays known reach %lld days further: "
			"install a newer version",
			left));
	buf_printf(&f->measures, " 'calendar_days'=%lld;%d:;%d:", left,
	    CALENDAR_WARNING, CALENDAR_CRITICAL);
}

static void
find_secrets(struct findings *f, const struct options *options)
{
	day today = day_in_london(clock_now());

	for (size_t i = 0; i < options->n_oauths; i++) {
		const struct oauth_options *o = &options->oauth[i];
		struct span warning = oauth_secret_warning(o, today, f->mem);
		int days = 0;

		if (warning.len > 0 && oauth_secret_days_left(o, today, &days))
			find(f, days < 0 ? LEVEL_CRITICAL : LEVEL_WARNING,
			    warning);
	}
}

static void
print_finding(const struct findings *f, size_t at, bool is_json)
{
	const char *level = level_names[f->at[at].level];
	autobuf line = BUF(65536);
	struct json json = { .out = &line };

	if (is_json) {
		json_open(&json, "", '{');
		json_text(&json, "level", span_of(level));
		json_text(&json, "finding", f->at[at].text);
		json_close(&json, '}');
	} else {
		buf_printf(&line, "%s: %.*s", level, SPAN_ARG(f->at[at].text));
	}
	desk_print(&line);
}

/* '|' would begin the measures. */
static void
add_words(struct buf *out, struct span words)
{
	for (size_t i = 0; i < words.len; i++) {
		char c = words.at[i];

		buf_add_char(out, c == '|' || c == '\n' ? '/' : c);
	}
}

/* The line that monitoring shows. */
static void
print_status(const struct findings *f, enum level worst)
{
	autobuf line = BUF(65536);
	size_t n = 0;

	buf_printf(&line, "POSTROOM %s - ", level_names[worst]);
	for (size_t i = 0; i < f->n; i++) {
		if (f->at[i].level != worst || worst == LEVEL_OK)
			continue;
		if (n++ == 0)
			add_words(&line, f->at[i].text);
	}
	if (n > 1)
		buf_printf(&line, " (and %zu more)", n - 1);
	if (n == 0)
		buf_add_text(&line, "all is well");
	if (f->measures.len > 0)
		buf_printf(&line, " |%s", buf_text(&f->measures));
	desk_print(&line);
}

/* What is wrong goes before what cannot be told. */
static int
rank(enum level level)
{
	static const int ranks[] = { [LEVEL_OK] = 0,
		[LEVEL_WARNING] = 1,
		[LEVEL_UNKNOWN] = 2,
		[LEVEL_CRITICAL] = 3 };

	return ranks[level];
}

/* The worst first. */
static enum level
print_findings(const struct findings *f, bool is_json)
{
	enum level worst = LEVEL_OK;

	for (size_t i = 0; i < f->n; i++)
		if (rank(f->at[i].level) > rank(worst))
			worst = f->at[i].level;
	if (!is_json)
		print_status(f, worst);
	for (int r = rank(LEVEL_CRITICAL); r >= 0; r--)
		for (size_t i = 0; i < f->n; i++)
			if (rank(f->at[i].level) == r)
				print_finding(f, i, is_json);
	return worst;
}

int
health_unknown(const char *why)
{
	autoarena mem = { 0 };
	struct findings f = { .mem = &mem };

	find(&f, LEVEL_UNKNOWN, span_of(why));
	print_status(&f, LEVEL_UNKNOWN);
	return LEVEL_UNKNOWN;
}

int
health_command(const struct call *asked)
{
	struct call call = *asked;
	bool is_json = call_flag(&call, "--json");
	struct findings findings = { .mem = call.mem, .measures = BUF(65536) };
	struct error why;
	enum outcome how;
	enum level worst;

	if (call.argc > 1) {
		desk_usage(&call, "[--json]");
		return LEVEL_UNKNOWN;
	}
	how = find_in_register(&findings, &call, &why);
	if (how != DONE)
		find(&findings, how == LATER ? LEVEL_UNKNOWN : LEVEL_CRITICAL,
		    arena_copy(call.mem, span_of(why.text)));
	find_in_spool(&findings, &call);
	find_oldest(&findings, &call);
	find_calendar(&findings);
	find_secrets(&findings, call.options);
	worst = print_findings(&findings, is_json);
	buf_release(&findings.measures);
	return fflush(stdout) == 0 ? (int)worst : EX_IOERR;
}
