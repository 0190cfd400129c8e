/*
 * health.c - says whether all is well, in the manner of Nagios plug-ins
 */
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "options_login.h"
#include "register/alert.h"
#include "register/alert_plan.h"
#include "register/history.h"
#include "register/poll.h"
#include "triage/workday.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sysexits.h>

#define MAX_FINDINGS 64

enum level {
	LEVEL_OK,
	LEVEL_WARNING,
	LEVEL_CRITICAL
};
static const char *const level_names[] = { "OK", "WARNING", "CRITICAL" };

struct findings {
	struct arena *mem;
	struct {
		enum level level;
		struct span text;
	} at[MAX_FINDINGS];
	size_t n;
};

static void
find(struct findings *f, enum level level, struct span text)
{
	if (f->n == MAX_FINDINGS)
		return;
	f->at[f->n].level = level;
	f->at[f->n++].text = text;
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
	return DONE;
}

static enum outcome
find_history(struct findings *f, struct db *db, struct error *why)
{
	char head[HISTORY_HASH_BYTES];
	long long n = 0;
	enum outcome how = history_verify(db, &n, head, why);

	if (how == REFUSED) {
		find(f, LEVEL_CRITICAL, arena_copy(f->mem, span_of(why->text)));
		return DONE;
	}
	if (how == DONE)
		find(f, LEVEL_OK,
		    arena_printf(f->mem, "the history is whole: %lld event%s",
			n, n == 1 ? "" : "s"));
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

/* The worst first, since monitoring shows the first line. */
static int
print_findings(const struct findings *f, bool is_json)
{
	int worst = LEVEL_OK;

	for (int level = LEVEL_CRITICAL; level >= LEVEL_OK; level--)
		for (size_t i = 0; i < f->n; i++) {
			if ((int)f->at[i].level != level)
				continue;
			if (level > worst)
				worst = level;
			print_finding(f, i, is_json);
		}
	return worst;
}

int
health_command(const struct call *asked)
{
	struct call call = *asked;
	bool is_json = call_flag(&call, "--json");
	struct findings findings = { .mem = call.mem };
	struct error why;
	int worst;

	if (call.argc > 1)
		return desk_usage(&call, "[--json]");
	if (find_in_register(&findings, &call, &why) != DONE)
		find(&findings, LEVEL_CRITICAL, span_of(why.text));
	find_in_spool(&findings, &call);
	find_secrets(&findings, call.options);
	worst = print_findings(&findings, is_json);
	return fflush(stdout) == 0 ? worst : EX_IOERR;
}
