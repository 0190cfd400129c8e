/* list.c - the lists of cases: list, due, letters, refused */
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/table.h"
#include "register/outbox.h"
#include "triage/workday.h"

#include <pwd.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#define MOST_LISTED 1000

typedef void row_cells(const struct case_row *row, struct span *cells,
    struct arena *mem);

struct list {
	bool is_json;
	day today;
	struct table table;
	row_cells *cells;
	struct buf page;
};

static const char *const list_titles[] = { "REFERENCE", "RECEIVED", "BY",
	"CATEGORY", "FROM", "SUBJECT", "ACKNOWLEDGED", "DUE", "RESPOND BY",
	"NOTE" };
static const char *const due_titles[] = { "REFERENCE", "CATEGORY", "FROM",
	"ACKNOWLEDGED", "DUE", "RESPOND BY", "NOTE" };
static const char *const letter_titles[] = { "REFERENCE", "FOR", "DUE",
	"SUBJECT" };
static const char *const unread_titles[] = { "REFERENCE", "RECEIVED", "FROM",
	"SUBJECT", "OUTCOME", "WHY", "FILE" };

/* What stands for a category where there is none: "undecided", "spam". */
static struct span
category_cell(const struct case_row *row)
{
	if (row->category.len > 0)
		return row->category;
	return row->needs_review ? SPAN("undecided") : row->disposition;
}

static void
list_cells(const struct case_row *row, struct span *cells, struct arena *mem)
{
	cells[0] = row->reference;
	cells[1] = row->received_on;
	cells[2] = row->channel;
	cells[3] = category_cell(row);
	cells[4] = row->who;
	cells[5] = row->subject_line;
	cells[6] = row->ack_state;
	cells[7] = row->ack_due;
	cells[8] = row->response_due;
	cells[9] = span_trim(arena_printf(mem, "%s %.*s",
	    row->needs_review ? "review" : "", SPAN_ARG(row->flags)));
}

static void
due_cells(const struct case_row *row, struct span *cells, struct arena *mem)
{
	(void)mem;
	cells[0] = row->reference;
	cells[1] = category_cell(row);
	cells[2] = row->who;
	cells[3] = row->ack_state;
	cells[4] = row->ack_due;
	cells[5] = row->response_due;
	cells[6] = row->ack_note;
}

static void
letter_cells(const struct case_row *row, struct span *cells, struct arena *mem)
{
	(void)mem;
	cells[0] = row->reference;
	cells[1] = row->who;
	cells[2] = row->ack_due;
	cells[3] = row->subject_line;
}

static void
unread_cells(const struct case_row *row, struct span *cells, struct arena *mem)
{
	(void)mem;
	cells[0] = row->reference;
	cells[1] = row->received_on;
	cells[2] = row->who;
	cells[3] = row->subject_line;
	cells[4] = row->outcome;
	cells[5] = row->review_reason;
	cells[6] = row->place;
}

/* An acknowledgement that is late, or that only a person can bring on. */
static bool
is_urgent(const struct case_row *row, day today)
{
	bool is_sent = span_is_equal(row->ack_state, SPAN("sent")) ||
		       span_is_equal(row->ack_state, SPAN("posted")) ||
		       span_is_equal(row->ack_state, SPAN("none"));

	if (span_is_equal(row->ack_state, SPAN("failed")))
		return true;
	return !is_sent && row->ack_due.len > 0 &&
	       day_parse(row->ack_due) < today;
}

static bool
list_row(const struct case_row *row, void *context)
{
	struct list *list = context;
	struct span cells[MAX_COLUMNS];

	if (list->is_json) {
		struct json json = { .out = &list->page };

		json_open(&json, "", '{');
		desk_case_json(row, &json);
		json_close(&json, '}');
		desk_print(&list->page);
		return true;
	}
	list->cells(row, cells, list->table.mem);
	table_add(&list->table, cells, is_urgent(row, list->today));
	return true;
}

static void
list_end(struct list *list, const char *nothing)
{
	if (!list->is_json && list->table.n_rows == 0)
		puts(nothing);
	else if (!list->is_json) {
		table_print(&list->table, terminal_width(), &list->page);
		fwrite(list->page.at, 1, list->page.len, stdout);
	}
	buf_release(&list->page);
}

typedef enum outcome list_ask(struct db *db, case_show *show, void *context,
    struct error *why);

static enum outcome
newest(struct db *db, case_show *show, void *context, struct error *why)
{
	return cases_list(db, MOST_LISTED, show, context, why);
}

struct kind_of_list {
	list_ask *ask;
	const char *const *titles;
	size_t n_titles;
	row_cells *cells;
	const char *nothing;
};
#define TITLES(titles) titles, sizeof titles / sizeof *titles

/* Runs a list whose only argument may be --json. */
static int
list_run(const struct call *asked, const struct kind_of_list *kind)
{
	struct call call = *asked;
	struct list list = {
		.is_json = call_flag(&call, "--json"),
		.today = day_in_london(clock_now()),
		.table = table_make(kind->titles, kind->n_titles, call.mem),
		.cells = kind->cells,
		.page = BUF(MAX_PAGE_BYTES),
	};
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc > 1)
		return desk_usage(&call, "[--json]");
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = kind->ask(db, list_row, &list, &why);
	if (how == DONE)
		list_end(&list, kind->nothing);
	return desk_end(&call, how, &why);
}

int
list_command(const struct call *call)
{
	return list_run(call,
	    &(struct kind_of_list){ newest, TITLES(list_titles), list_cells,
		"The register holds no case yet." });
}

int
due_command(const struct call *call)
{
	return list_run(call,
	    &(struct kind_of_list){ cases_due, TITLES(due_titles), due_cells,
		"Nothing is owed." });
}

int
refused_command(const struct call *call)
{
	return list_run(call,
	    &(struct kind_of_list){ cases_unread, TITLES(unread_titles),
		unread_cells, "Everything could be read." });
}

/* The login that the history will show. */
static struct span
own_login(struct arena *mem)
{
	const struct passwd *user = getpwuid(getuid());

	return user != NULL ? arena_copy(mem, span_of(user->pw_name))
			    : arena_printf(mem, "uid %u", getuid());
}

/* Records the letters of the cases named, or all of them, as posted. */
static int
letters_posted(const struct call *call)
{
	size_t n_references = (size_t)call->argc - 1;
	struct span *references =
	    ARENA_ARRAY(call->mem, n_references, struct span);
	struct posting posting = { references, n_references,
		own_login(call->mem), clock_now() };
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
	struct call call = *asked;

	if (call_flag(&call, "--printed"))
		return call_flag(&call, "--json")
			   ? desk_usage(&call, "[--json] [--printed [REF...]]")
			   : letters_posted(&call);
	return list_run(&call,
	    &(struct kind_of_list){ cases_letters, TITLES(letter_titles),
		letter_cells, "No letter waits to be posted." });
}
