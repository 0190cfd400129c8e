/* watch.c - shows the history as it happens */
#include "base/io.h"
#include "base/stop.h"
#include "console/console.h"
#include "console/desk.h"
#include "triage/workday.h"

#include <dirent.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#define LOOK_MS 250
#define MAX_IDLE_SECONDS 86400

struct watch {
	const struct call *call;
	struct db *db;  /* own; NULL until the register is made */
	long long last; /* event shown */
	long long changed_ms;
	long long idle_ms; /* to end after; 0 for never */
	bool is_new;       /* the register was made while we waited */
};

static bool
show_event(const struct case_event_row *row, void *context)
{
	struct watch *watch = context;
	autoarena mem = { 0 };
	struct span clock = desk_clock(row->at, &mem);
	struct span of = row->reference.len > 0 ? row->reference : row->item_id;

	watch->last = row->id;
	watch->changed_ms = clock_monotonic_ms();
	printf("%.*s  %.*s  %.*s%s%.*s\n", SPAN_ARG(clock), SPAN_ARG(of),
	    SPAN_ARG(row->what), row->detail.len > 0 ? ". " : "",
	    SPAN_ARG(row->detail));
	return true;
}

static bool
skip_event(const struct case_event_row *row, void *context)
{
	struct watch *watch = context;

	watch->last = row->id;
	return true;
}

/* Whether the folder of the spool is there and holds a visible file. */
static bool
has_files(const struct call *call, const char *folder)
{
	autoarena mem = { 0 };
	struct span path = arena_printf(&mem, "%.*s/%s",
	    SPAN_ARG(call->options->paths.spool), folder);
	DIR *dir = opendir(path.at);
	struct dirent *entry;
	bool found = false;

	if (dir == NULL)
		return false;
	while (!found && (entry = readdir(dir)) != NULL)
		found = entry->d_name[0] != '.';
	closedir(dir);
	return found;
}

static enum outcome
is_idle(const struct watch *watch, bool *idle, struct error *why)
{
	struct register_health health = { 0 };
	enum outcome how = DONE;

	*idle = false;
	if (watch->idle_ms == 0 ||
	    clock_monotonic_ms() - watch->changed_ms < watch->idle_ms)
		return DONE;
	if (has_files(watch->call, "post") ||
	    has_files(watch->call, "incoming") ||
	    has_files(watch->call, "working"))
		return DONE;
	if (watch->db != NULL)
		how = cases_health(watch->db, day_in_london(clock_now()),
		    &health, why);
	*idle = how == DONE && health.outbox_due == 0;
	return how;
}

/* Opens the register when it is made; what it holds already is not news. */
static enum outcome
watch_open(struct watch *watch, struct error *why)
{
	const struct call *call = watch->call;
	const char *path =
	    arena_text(call->mem, call->options->paths.register_);
	enum outcome how;

	if (access(path, F_OK) < 0) {
		watch->is_new = true;
		return fail(why, LATER, "%s: is not made yet", path);
	}
	how = desk_open(call, &watch->db, why);
	if (how == DONE && !watch->is_new)
		how = cases_events(watch->db, SPAN(""), 0, skip_event, watch,
		    why);
	return how;
}

static enum outcome
watch_news(struct watch *watch, struct error *why)
{
	enum outcome how = watch->db == NULL ? watch_open(watch, why) : DONE;

	return how == DONE ? cases_events(watch->db, SPAN(""), watch->last,
				 show_event, watch, why)
			   : how;
}

/* Looks until it is stopped or idle; a busy register is looked at again. */
static enum outcome
watch_look(struct watch *watch, struct error *why)
{
	bool idle = false;

	while (!idle && !stop_is_wanted() && !ferror(stdout)) {
		enum outcome how = watch_news(watch, why);

		fflush(stdout);
		if (how == DONE || how == LATER)
			how = is_idle(watch, &idle, why);
		if (how == REFUSED || how == BROKEN)
			return how;
		if (!idle)
			stop_sleep(LOOK_MS, -1);
	}
	return DONE;
}

int
watch_command(const struct call *asked)
{
	struct call call = *asked;
	struct watch watch = { .call = &call };
	const char *seconds = call_value(&call, "--until-idle");
	struct error why = { "" };
	enum outcome how;

	if (call.argc > 1 ||
	    (seconds != NULL && !span_to_number(span_of(seconds), 1,
				    MAX_IDLE_SECONDS, &watch.idle_ms)))
		return desk_usage(&call, "[--until-idle SECONDS]");
	watch.idle_ms *= 1000;
	watch.changed_ms = clock_monotonic_ms();
	stop_install();
	how = watch_look(&watch, &why);
	db_close(watch.db);
	return desk_end(&call, how, &why);
}
