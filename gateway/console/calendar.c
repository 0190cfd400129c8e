/* calendar.c - bank holidays: how far they reach, which they are, a new one */
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/table.h"
#include "register/holidays.h"
#include "triage/workday.h"

#include <stdio.h>
#include <sysexits.h>

#define USAGE                                                                  \
	"check | show [--json] [YEAR] | add DATE NAME --by WHO [--nations "    \
	"england|elsewhere]"
#define WARN_DAYS 365     /* a complaint's six months, and time to act */
#define CRITICAL_DAYS 184 /* from here on some clocks cannot be set */

/* --- check ----------------------------------------------------------------- */

bool
calendar_warning(day today, struct arena *mem, struct span *warning)
{
	day left = calendar_end() - today;

	if (left >= WARN_DAYS)
		return false;
	*warning =
	    left < 0 ? SPAN("The bank holidays known have run out: no clock "
			    "can be set.  Install a newer version.")
		     : arena_printf(mem,
			   "The bank holidays known reach %d days further, to "
			   "%.*s.  Install a newer version.",
			   left, SPAN_ARG(day_text(calendar_end(), mem)));
	return true;
}

static int
calendar_check(const struct call *call)
{
	day today = day_in_london(clock_now());
	struct span warning;

	if (call->argc > 2)
		return desk_usage(call, USAGE);
	if (!calendar_warning(today, call->mem, &warning)) {
		printf("The bank holidays known reach to %.*s.\n",
		    SPAN_ARG(day_words(calendar_end(), call->mem)));
		return 0;
	}
	printf("%.*s\n", SPAN_ARG(warning));
	return calendar_end() - today < CRITICAL_DAYS ? 2 : 1;
}

/* --- show ------------------------------------------------------------------ */

static const char *const titles[] = { "DATE", "DAY", "WHERE", "NAME",
	"ADDED BY" };

struct listing {
	bool is_json;
	int year;
	struct table table;
	struct buf page;
	struct arena *mem;
};

static void
holiday_print(const struct holiday_row *row, void *context)
{
	struct listing *l = context;
	struct span date = day_text(row->at, l->mem);
	struct span words = day_words(row->at, l->mem), cells[5];
	struct span where =
	    row->in_england ? SPAN("England and Wales") : SPAN("elsewhere");
	int year, month, day_of_month;

	day_split(row->at, &year, &month, &day_of_month);
	if (year != l->year)
		return;
	if (!l->is_json) {
		cells[0] = arena_copy(l->mem, date);
		cells[1] = span_cut_at(&words, ' ');
		cells[2] = where;
		cells[3] = arena_copy(l->mem, row->name);
		cells[4] = arena_copy(l->mem, row->who);
		table_add(&l->table, cells, row->who.len > 0);
	} else {
		struct json json = { .out = &l->page };

		json_open(&json, "", '{');
		json_text(&json, "date", date);
		json_text(&json, "where", where);
		json_text(&json, "name", row->name);
		json_text(&json, "added_by", row->who);
		json_close(&json, '}');
		desk_print(&l->page);
	}
}

static void
table_print_all(struct listing *l)
{
	table_print(&l->table, terminal_width(), &l->page);
	fwrite(l->page.at, 1, l->page.len, stdout);
}

static int
calendar_show(const struct call *asked)
{
	struct call call = *asked;
	struct listing l = { .is_json = call_flag(&call, "--json"),
		.table = table_make(titles, sizeof titles / sizeof *titles,
		    call.mem),
		.page = BUF(MAX_PAGE_BYTES),
		.mem = call.mem };
	struct proclaimed holiday;
	struct error why;
	autodb db = NULL;
	long long year;
	int month, day_of_month;
	const char *name;
	enum outcome how;

	day_split(day_in_london(clock_now()), &l.year, &month, &day_of_month);
	if (call.argc > 3)
		return desk_usage(&call, USAGE);
	if (call.argc == 3) {
		if (!span_to_number(span_of(call.argv[2]), 1, 9999, &year))
			return desk_usage(&call, USAGE);
		l.year = (int)year;
	}
	how = desk_open(&call, &db, &why);
	for (size_t n = 0; how == DONE && calendar_holiday(n, &holiday, &name);
	     n++)
		holiday_print(&(struct holiday_row){ holiday.at,
				  holiday.in_england, span_of(name), SPAN("") },
		    &l);
	if (how == DONE)
		how = holidays_list(db, holiday_print, &l, &why);
	if (how == DONE && !l.is_json && l.table.n_rows == 0)
		printf("No bank holiday is known in %d.\n", l.year);
	else if (how == DONE && !l.is_json)
		table_print_all(&l);
	buf_release(&l.page);
	return desk_end(&call, how, &why);
}

/* --- add ------------------------------------------------------------------- */

static int
calendar_add(const struct call *asked)
{
	struct call call = *asked;
	const char *by = call_value(&call, "--by");
	const char *nations = call_value(&call, "--nations");
	struct new_holiday new = { .now = clock_now() };
	struct error why;
	autodb db = NULL;
	long long moved = 0;
	enum outcome how;

	if (call.argc != 4 || by == NULL || *by == '\0' ||
	    (nations != NULL && strcmp(nations, "england") != 0 &&
		strcmp(nations, "elsewhere") != 0))
		return desk_usage(&call, USAGE);
	new.at = day_parse(span_of(call.argv[2]));
	new.name = span_trim(span_of(call.argv[3]));
	new.who = span_of(by);
	new.in_england = nations == NULL || strcmp(nations, "england") == 0;
	if (new.at == NO_DATE || new.name.len == 0)
		return desk_usage(&call, USAGE);
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = holiday_add(db, &new, &moved, &why);
	if (how == REFUSED) {
		fprintf(stderr, "postroom calendar: %s\n", why.text);
		return EX_DATAERR;
	}
	if (how == DONE)
		printf("%.*s is a holiday; the due days of %lld open case%s "
		       "moved.\n",
		    SPAN_ARG(day_words(new.at, call.mem)), moved,
		    moved == 1 ? "" : "s");
	return desk_end(&call, how, &why);
}

int
calendar_command(const struct call *call)
{
	const char *what = call->argc > 1 ? call->argv[1] : "";

	if (strcmp(what, "check") == 0)
		return calendar_check(call);
	if (strcmp(what, "show") == 0)
		return calendar_show(call);
	if (strcmp(what, "add") == 0)
		return calendar_add(call);
	return desk_usage(call, USAGE);
}
