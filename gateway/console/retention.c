/* retention.c - what is over its time, and its destruction */
#include "register/retention.h"
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/table.h"
#include "register/backup.h"
#include "triage/workday.h"

#include <stdio.h>
#include <sysexits.h>

#define USAGE "[--dry-run] [--json] | --destroy REF --by NAME --reason WORDS"
#define COLUMNS 5

struct list {
	struct arena *mem;
	struct table table;
	bool is_json;
	long long over, held;
};

/* --- the list ---------------------------------------------------------------- */

static void
over_json(const struct over_row *row)
{
	autobuf out = BUF(MAX_PAGE_BYTES);
	struct json json = { .out = &out };

	json_open(&json, "", '{');
	json_text(&json, "reference", row->reference);
	json_text_or_null(&json, "category", row->category);
	json_text(&json, "closed_on", row->closed_on);
	json_text(&json, "retain_until", row->retain_until);
	json_number(&json, "items", row->items);
	json_close(&json, '}');
	desk_print(&out);
}

static bool
over_take(const struct over_row *row, void *context)
{
	struct list *list = context;
	const struct span cells[COLUMNS] = { row->reference,
		row->category.len > 0 ? row->category : SPAN("undecided"),
		row->closed_on, row->retain_until,
		arena_printf(list->mem, "%lld", row->items) };

	if (row->is_held) {
		list->held++;
		return true;
	}
	list->over++;
	if (list->is_json)
		over_json(row);
	else
		table_add(&list->table, cells, false);
	return true;
}

static void
list_tell(struct list *list)
{
	autobuf page = BUF(MAX_PAGE_BYTES);

	if (list->is_json)
		return;
	if (list->over == 0) {
		puts("No case is past the time for which it must be kept.");
	} else {
		table_print(&list->table, terminal_width(), &page);
		desk_print(&page);
		puts("Look at each; then postroom retention --destroy REF --by "
		     "NAME --reason WORDS.");
	}
	if (list->held > 0)
		printf("%lld more are under a legal hold.\n", list->held);
}

static enum outcome
over_list(const struct call *call, struct db *db, bool is_json,
    struct error *why)
{
	static const char *const titles[COLUMNS] = { "Reference", "Category",
		"Closed", "Keep until", "Items" };
	struct list list = { .mem = call->mem, .is_json = is_json };
	enum outcome how;

	list.table = table_make(titles, COLUMNS, call->mem);
	how = retention_over(db, day_in_london(clock_now()), over_take, &list,
	    why);
	if (how == DONE)
		list_tell(&list);
	return how;
}

/* --- destruction ------------------------------------------------------------- */

static bool
backup_tell(struct span folder, time_t last, long long n, void *context)
{
	const struct call *call = context;

	printf("  %.*s: %lld, the last of %.*s\n", SPAN_ARG(folder), n,
	    SPAN_ARG(desk_clock(last, call->mem)));
	return true;
}

static void
destroyed_tell(const struct destruction *d, long long n, bool is_emptied)
{
	printf("The content of %.*s is destroyed: %lld items with their "
	       "originals, letters, names and notes.  Its history stays.\n",
	    SPAN_ARG(d->reference), n);
	if (!is_emptied)
		puts("Somebody was reading the register: pages of it are "
		     "left in its log until the next postroom retention.");
	puts("Backups taken until now still have it: destroy these when a "
	     "newer one is at hand.");
}

static enum outcome
case_destroy(const struct call *call, struct db *db,
    const struct destruction *d, struct error *why)
{
	long long n = 0;
	bool is_emptied = true;
	enum outcome how = retention_destroy(db, d, &n, why);

	if (how == DONE)
		how = retention_clear(db, call->options->paths.spool,
		    &is_emptied, why);
	if (how != DONE)
		return how;
	destroyed_tell(d, n, is_emptied);
	return backup_folders(db, 0, backup_tell, (void *)(size_t)call, why);
}

static int
destroy_named(const struct call *call, struct db *db, struct destruction *d)
{
	struct error why;

	d->at = clock_now();
	d->today = day_in_london(d->at);
	return desk_end(call, case_destroy(call, db, d, &why), &why);
}

/* The reference after --destroy, as desk_reference wants it: an argument. */
static bool
reference_read(const struct call *call, const char *word,
    struct span *reference)
{
	char *argv[] = { call->argv[0], arena_alloc(call->mem, 1) };
	struct call asked = *call;
	struct span copy = arena_copy(call->mem, span_of(word));

	argv[1] = (char *)(size_t)copy.at;
	asked.argv = argv;
	asked.argc = 2;
	return desk_reference(&asked, 1, reference);
}

int
retention_command(const struct call *asked)
{
	struct call call = *asked;
	bool is_json = call_flag(&call, "--json");
	bool is_dry = call_flag(&call, "--dry-run");
	const char *reference = call_value(&call, "--destroy");
	const char *by = call_value(&call, "--by");
	const char *reason = call_value(&call, "--reason");
	struct destruction d = { .who = span_of(by),
		.reason = span_of(reason) };
	struct error why;
	autodb db = NULL;
	bool is_emptied;
	enum outcome how;

	if (call.argc > 1 || (reference != NULL && (is_dry || is_json)) ||
	    (reference != NULL) != (by != NULL && reason != NULL))
		return desk_usage(&call, USAGE);
	if (reference != NULL &&
	    !reference_read(&call, reference, &d.reference))
		return EX_DATAERR;
	how = db_open(arena_text(call.mem, call.options->paths.register_),
	    DB_KEEPER, &db, &why);
	if (how == DONE && reference != NULL)
		return destroy_named(&call, db, &d);
	/* What a destruction that was broken off left behind. */
	if (how == DONE && !is_dry)
		how = retention_clear(db, call.options->paths.spool,
		    &is_emptied, &why);
	if (how == DONE)
		how = over_list(&call, db, is_json, &why);
	return desk_end(&call, how, &why);
}
