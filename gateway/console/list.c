/* list.c - the lists of cases: list, due, queue, letters, refused */
#include "base/io.h"
#include "console/clocks.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/filters.h"
#include "console/rows.h"
#include "register/outbox.h"
#include "triage/workday.h"

#include <stdio.h>
#include <sysexits.h>

#define MOST_SHOWN 200 /* rows of a table */
#define ALL 0
#define NO_WITHIN (-1)

/* What a command lists, and as which columns. */
struct list_kind {
	const char *const *titles;
	size_t n_titles;
	const char *const *optional; /* as in struct table */
	void (*columns)(const struct case_row *row, day today,
	    struct span *columns, struct arena *mem);
	const char *nothing;
	const char *arguments;
};
#define TITLES(of)                                                             \
	of##_titles, sizeof of##_titles / sizeof *of##_titles, of##_optional

struct list {
	const struct list_kind *kind;
	struct arena *mem;
	day today;
	struct listing listing;
};

/* --- columns --------------------------------------------------------------- */

static const char *const list_titles[] = { "REFERENCE", "RECEIVED", "BY",
	"CATEGORY", "FROM", "SUBJECT", "ACKNOWLEDGED", "DUE", "RESPOND BY",
	"OWNER", "NOTE" };
static const char *const due_titles[] = { "REFERENCE", "CATEGORY", "FROM",
	"OWNER", "OWED", "DUE", "LEFT", "BY LAW", "NOTE" };
static const char *const queue_titles[] = { "REFERENCE", "RECEIVED", "FROM",
	"SUBJECT", "DUE", "LEFT", "TO DECIDE", "FLAGS" };
static const char *const letter_titles[] = { "REFERENCE", "FOR", "DUE",
	"SUBJECT" };
static const char *const unread_titles[] = { "REFERENCE", "RECEIVED", "FROM",
	"SUBJECT", "OUTCOME", "WHY", "FILE" };

/* What a narrow terminal leaves out, first to go first. */
static const char *const list_optional[] = { "BY", "DUE", "OWNER", "NOTE",
	"RESPOND BY", "CATEGORY", "ACKNOWLEDGED", "FROM", NULL };
static const char *const due_optional[] = { "BY LAW", "NOTE", "OWNER",
	"CATEGORY", "DUE", NULL };
static const char *const queue_optional[] = { "RECEIVED", "FLAGS", "DUE",
	"FROM", "SUBJECT", NULL };
static const char *const letter_optional[] = { "SUBJECT", NULL };
static const char *const unread_optional[] = { "FILE", "RECEIVED", "FROM",
	"SUBJECT", NULL };

static void
list_columns(const struct case_row *row, day today, struct span *columns,
    struct arena *mem)
{
	bool is_closed = span_is_equal(row->state, SPAN("closed"));

	columns[0] = row->reference;
	columns[1] = row->received_on;
	columns[2] = row->channel;
	columns[3] = case_category(row);
	columns[4] = row->who;
	columns[5] = row->subject_line;
	columns[6] = row->ack_state;
	columns[7] = row->ack_due;
	columns[8] = row->response_due;
	columns[9] = row->owner;
	columns[10] = span_trim(arena_printf(mem, "%s%s%s%.*s",
	    is_closed ? "closed " : "", case_is_late(row, today) ? "late " : "",
	    row->needs_review ? "review " : "", SPAN_ARG(row->flags)));
}

static void
due_columns(const struct case_row *row, day today, struct span *columns,
    struct arena *mem)
{
	day due;
	enum case_clock clock = case_next(row, &due);

	columns[0] = row->reference;
	columns[1] = case_category(row);
	columns[2] = row->who;
	columns[3] = row->owner;
	columns[4] = case_next_name(clock);
	columns[5] = day_text(due, mem);
	columns[6] = case_days_left(row, today, mem);
	columns[7] = day_text(case_legal_due(row), mem);
	columns[8] = clocks_note(row, today, mem);
	if (columns[8].len == 0)
		columns[8] =
		    row->ack_note.len > 0 ? row->ack_note : row->letter_note;
}

static void
queue_columns(const struct case_row *row, day today, struct span *columns,
    struct arena *mem)
{
	day due;

	case_next(row, &due);
	columns[0] = row->reference;
	columns[1] = row->received_on;
	columns[2] = row->who;
	columns[3] = row->subject_line;
	columns[4] = day_text(due, mem);
	columns[5] = case_days_left(row, today, mem);
	columns[6] = case_decision(row, mem);
	columns[7] = row->flags;
}

static void
letter_columns(const struct case_row *row, day today, struct span *columns,
    struct arena *mem)
{
	(void)today;
	(void)mem;
	columns[0] = row->reference;
	columns[1] = row->who;
	columns[2] = row->ack_due;
	columns[3] = row->subject_line;
}

static void
unread_columns(const struct case_row *row, day today, struct span *columns,
    struct arena *mem)
{
	(void)today;
	(void)mem;
	columns[0] = row->reference;
	columns[1] = row->received_on;
	columns[2] = row->who;
	columns[3] = row->subject_line;
	columns[4] = row->outcome;
	columns[5] = row->review_reason;
	columns[6] = row->place;
}

/* --- lists ----------------------------------------------------------------- */

static bool
list_row(const struct case_row *row, void *context)
{
	struct list *list = context;
	struct cell cells[MAX_CASE_CELLS];
	struct span columns[MAX_COLUMNS];

	if (list->listing.form == LISTING_TABLE)
		list->kind->columns(row, list->today, columns, list->mem);
	else
		case_cells(row, list->today, list->mem, cells);
	listing_add(&list->listing, columns, case_is_urgent(row, list->today),
	    cells, CASE_CELLS);
	return true;
}

static struct list
list_make(const struct list_kind *kind, struct call *call)
{
	static const struct case_row blank;
	struct cell cells[MAX_CASE_CELLS];
	struct list list = { .kind = kind,
		.mem = call->mem,
		.today = day_in_london(clock_now()),
		.listing = listing_make(call, kind->titles, kind->n_titles) };

	list.listing.table.optional = kind->optional;
	case_cells(&blank, list.today, list.mem, cells);
	listing_keys(&list.listing, cells, CASE_CELLS);
	return list;
}

/* A table is for eyes; records are for programs, which want all of them. */
static long long
list_most(const struct list *list)
{
	return list->listing.form == LISTING_TABLE ? MOST_SHOWN : ALL;
}

/* What is in no ordinary list is not forgotten. */
static enum outcome
list_tell_staff(const struct list *list, struct db *db, const struct call *call,
    bool is_shown, struct error *why)
{
	long long n = 0;
	enum outcome how = DONE;

	if (list->listing.form == LISTING_TABLE && !is_shown)
		how = lists_staff_matters(db, &n, why);
	if (how == DONE && n > 0)
		fprintf(stderr,
		    "postroom %s: not shown: %lld open staff matter%s, "
		    "confidential: --staff-matters\n",
		    call->argv[0], n, n == 1 ? "" : "s");
	return how;
}

static void
list_end(struct list *list, const struct call *call, long long most)
{
	listing_end(&list->listing, list->kind->nothing);
	if (list->listing.form != LISTING_TABLE ||
	    (long long)list->listing.n < most)
		return;
	fflush(stdout);
	fprintf(stderr,
	    "postroom %s: there may be more: --limit N, or --after REF\n",
	    call->argv[0]);
}

typedef enum outcome list_ask(struct db *db, case_show *show, void *context,
    struct error *why);

/* A list without filters. */
static int
list_run(const struct call *asked, const struct list_kind *kind, list_ask *ask)
{
	struct call call = *asked;
	struct list list = list_make(kind, &call);
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc > 1)
		return desk_usage(&call, kind->arguments);
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = ask(db, list_row, &list, &why);
	if (how == DONE)
		listing_end(&list.listing, kind->nothing);
	return desk_end(&call, how, &why);
}

typedef enum outcome wanted_ask(struct db *db, const struct wanted *wanted,
    case_show *show, void *context, struct error *why);

static int
wanted_run(const struct call *asked, const struct list_kind *kind,
    wanted_ask *ask)
{
	struct call call = *asked;
	struct list list = list_make(kind, &call);
	struct wanted wanted;
	struct error why;
	autodb db = NULL;
	int status = filters_take(&call, &wanted, list_most(&list));
	enum outcome how;

	if (status != EX_OK)
		return status;
	if (call.argc > 1)
		return desk_usage(&call, kind->arguments);
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = ask(db, &wanted, list_row, &list, &why);
	if (how == DONE)
		list_end(&list, &call, wanted.most);
	if (how == DONE)
		how = list_tell_staff(&list, db, &call, wanted.of_staff, &why);
	return desk_end(&call, how, &why);
}

int
list_command(const struct call *call)
{
	return wanted_run(call,
	    &(struct list_kind){ TITLES(list), list_columns,
		"There is no such case.", "[--json|--csv] " FILTER_OPTIONS },
	    lists_newest);
}

int
queue_command(const struct call *call)
{
	return wanted_run(call,
	    &(struct list_kind){ TITLES(queue), queue_columns,
		"Nothing waits for a decision.",
		"[--json|--csv] " FILTER_OPTIONS },
	    lists_queue);
}

static int
due_run(struct call *call, struct list *list, day horizon)
{
	struct wanted wanted;
	struct error why;
	autodb db = NULL;
	int status = filters_take(call, &wanted, list_most(list));
	enum outcome how;

	if (status != EX_OK)
		return status;
	if (call->argc > 1)
		return desk_usage(call, list->kind->arguments);
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = lists_due(db, &wanted, horizon, list_row, list, &why);
	if (how == DONE)
		list_end(list, call, wanted.most);
	if (how == DONE)
		how = list_tell_staff(list, db, call, wanted.of_staff, &why);
	return desk_end(call, how, &why);
}

int
due_command(const struct call *asked)
{
	static const struct list_kind kind = { TITLES(due), due_columns,
		"Nothing is owed.",
		"[--json|--csv] [--within DAYS] " FILTER_OPTIONS };
	struct call call = *asked;
	struct list list = list_make(&kind, &call);
	const char *within = call_value(&call, "--within");
	long long days = NO_WITHIN;

	if (within != NULL && !span_to_number(span_of(within), 0, 36500, &days))
		return desk_usage(&call, kind.arguments);
	return due_run(&call, &list,
	    days == NO_WITHIN ? NO_DATE : list.today + (day)days);
}

int
refused_command(const struct call *call)
{
	return list_run(call,
	    &(struct list_kind){ TITLES(unread), unread_columns,
		"Everything could be read.", "[--json|--csv]" },
	    cases_unread);
}

/* Records the letters of the cases named, or all of them, as posted. */
static int
letters_posted(const struct call *call)
{
	size_t n_references = (size_t)call->argc - 1;
	struct span *references =
	    ARENA_ARRAY(call->mem, n_references, struct span);
	struct posting posting = { references, n_references,
		desk_login(call->mem), clock_now() };
	struct error why;
	long long n = 0;
	autodb db = NULL;
	enum outcome how;

	for (size_t i = 0; i < n_references; i++)
		if (!desk_reference(call, (int)i + 1, &references[i]))
			return EX_DATAERR;
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = outbox_letters_posted(db, &posting, &n, &why);
	if (how == DONE)
		printf("%lld letter%s recorded as posted.\n", n,
		    n == 1 ? "" : "s");
	return desk_end(call, how, &why);
}

int
letters_command(const struct call *asked)
{
	static const char arguments[] = "[--json|--csv] [--printed [REF...]]";
	struct call call = *asked;

	if (call_flag(&call, "--printed"))
		return call_flag(&call, "--json") || call_flag(&call, "--csv")
			   ? desk_usage(&call, arguments)
			   : letters_posted(&call);
	return list_run(&call,
	    &(struct list_kind){ TITLES(letter), letter_columns,
		"No letter waits to be posted.", arguments },
	    cases_letters);
}
