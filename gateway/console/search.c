/* search.c - finds cases by words */
#include "register/search.h"
#include "base/utf8.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/filters.h"
#include "console/rows.h"
#include "triage/workday.h"

#include <sysexits.h>

#define MOST_FOUND 50
#define MAX_TYPED_BYTES 4096
#define MAX_SNIPPET_BYTES 4096
#define FOUND_CELLS (CASE_CELLS + 2)
#define ARGUMENTS "[--json|--csv] [--best] " FILTER_OPTIONS " WORDS..."

static const char *const titles[] = { "REFERENCE", "RECEIVED", "CATEGORY",
	"FROM", "SUBJECT", "FOUND" };

/* What a narrow terminal leaves out, first to go first. */
static const char *const optional[] = { "CATEGORY", "RECEIVED", "FROM",
	"SUBJECT", NULL };

struct finds {
	struct arena *mem;
	day today;
	struct listing listing;
};

/* The snippet on one line, each hit in brackets. */
static struct span
bracketed(struct span snippet, struct arena *mem)
{
	autobuf out = BUF(MAX_SNIPPET_BYTES);

	for (size_t i = 0; i < snippet.len; i++)
		switch (snippet.at[i]) {
		case SEARCH_MARK_ON:
			buf_add_char(&out, '[');
			break;
		case SEARCH_MARK_OFF:
			buf_add_char(&out, ']');
			break;
		default:
			buf_add_char(&out, snippet.at[i]);
		}
	return utf8_clean_line(span_trim(buf_span(&out)), mem);
}

/* The same for the table, which shows the hits itself. */
static struct span
marked(struct span snippet, struct arena *mem)
{
	autobuf out = BUF(MAX_SNIPPET_BYTES);

	for (size_t i = 0; i < snippet.len; i++)
		switch (snippet.at[i]) {
		case SEARCH_MARK_ON:
			utf8_add(&out, TABLE_MARK_ON);
			break;
		case SEARCH_MARK_OFF:
			utf8_add(&out, TABLE_MARK_OFF);
			break;
		default:
			buf_add_char(&out, snippet.at[i]);
		}
	return utf8_clean_line(span_trim(buf_span(&out)), mem);
}

static void
add_hit_cells(struct span snippet, struct span item_id, struct cell *cells)
{
	cells[CASE_CELLS] =
	    (struct cell){ .key = "found", .type = CELL_TEXT, .text = snippet };
	cells[CASE_CELLS + 1] = (struct cell){ .key = "found_item",
		.type = CELL_TEXT,
		.text = item_id };
}

static bool
show_hit(const struct search_hit *hit, void *context)
{
	struct finds *finds = context;
	struct cell cells[MAX_CASE_CELLS];
	const struct case_row *row = hit->row;
	bool is_table = finds->listing.form == LISTING_TABLE;
	const struct span columns[] = { row->reference, row->received_on,
		case_category(row), row->who, row->subject_line,
		is_table ? marked(hit->snippet, finds->mem) : SPAN("") };

	case_cells(row, finds->today, finds->mem, cells);
	add_hit_cells(bracketed(hit->snippet, finds->mem), hit->item_id, cells);
	listing_add(&finds->listing, columns, case_is_urgent(row, finds->today),
	    cells, FOUND_CELLS);
	return true;
}

/*
 * The words as one line.  A shell takes the quotes off "two words": what has
 * blanks and no quotes of its own is a phrase.
 */
static struct span
typed_words(const struct call *call)
{
	autobuf typed = BUF(MAX_TYPED_BYTES);

	for (int i = 1; i < call->argc; i++) {
		struct span word = span_of(call->argv[i]);
		bool is_phrase =
		    span_find(word, SPAN(" "), 0) != SPAN_NOT_FOUND &&
		    span_find(word, SPAN("\""), 0) == SPAN_NOT_FOUND;

		buf_add_text(&typed, is_phrase ? "\"" : "");
		buf_add(&typed, word);
		buf_add_text(&typed, is_phrase ? "\" " : " ");
	}
	return arena_copy(call->mem, buf_span(&typed));
}

static void
finds_start(struct finds *finds)
{
	static const struct case_row blank;
	struct cell cells[MAX_CASE_CELLS];

	case_cells(&blank, finds->today, finds->mem, cells);
	add_hit_cells(SPAN(""), SPAN(""), cells);
	listing_keys(&finds->listing, cells, FOUND_CELLS);
}

static int
search_run(struct call *call, const struct wanted *wanted, bool is_best_first,
    struct finds *finds)
{
	struct search search = { .wanted = wanted,
		.is_best_first = is_best_first };
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (search_read(typed_words(call), call->mem, &search.words, &why) !=
	    DONE) {
		desk_end(call, REFUSED, &why);
		return EX_USAGE;
	}
	finds_start(finds);
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = search_each(db, &search, show_hit, finds, &why);
	if (how == DONE)
		listing_end(&finds->listing, "Nothing was found.");
	return desk_end(call, how, &why);
}

int
search_command(const struct call *asked)
{
	struct call call = *asked;
	bool is_best_first = call_flag(&call, "--best");
	struct wanted wanted;
	struct finds finds = { .mem = call.mem };
	int status;

	finds.listing =
	    listing_make(&call, titles, sizeof titles / sizeof *titles);
	finds.listing.table.optional = optional;
	status = filters_take(&call, &wanted, MOST_FOUND);
	if (status != EX_OK)
		return status;
	if (call.argc < 2)
		return desk_usage(&call, ARGUMENTS);
	finds.today = wanted.today;
	return search_run(&call, &wanted, is_best_first, &finds);
}
