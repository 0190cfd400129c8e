/* code.c - what cases are coded as: shown, said, listed, loaded */
#include "base/io.h"
#include "console/casework.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/listing.h"
#include "register/coding.h"
#include "register/coding_list.h"
#include "triage/topics.h"
#include "triage/workday.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define ARGUMENTS                                                              \
	"REF [--json|--csv] [--add CODE]... [--remove CODE]... [--confirm] "   \
	"[--reason WORDS] [--by NAME] | --list [--on DATE] | --topics | "      \
	"--uncoded [--from DATE] [--to DATE] | --load FILE --from DATE"

/* A date of the call, or the one that stands for none; false for another. */
static bool
date_read(struct call *call, const char *word, day otherwise, day *d)
{
	const char *text = call_value(call, word);

	*d = text != NULL ? day_parse(span_of(text)) : otherwise;
	return *d != NO_DATE;
}

/* --- the codes of a case ----------------------------------------------------- */

struct showing {
	struct listing listing;
	struct arena *mem;
};

static bool
list_coding(const struct coding_row *row, void *context)
{
	static const char *const states[] = { [CODE_SUGGESTED] = "suggested",
		[CODE_CONFIRMED] = "confirmed",
		[CODE_REMOVED] = "removed" };
	struct showing *s = context;
	struct span since =
	    row->at != 0 ? desk_instant(row->at, s->mem) : SPAN("");
	const struct cell cells[] = {
		{ "kind", CELL_TEXT, row->kind, 0 },
		{ "code", CELL_TEXT, row->code, 0 },
		{ "parent", CELL_OPTIONAL, row->parent, 0 },
		{ "name", CELL_TEXT, row->name, 0 },
		{ "state", CELL_TEXT, span_of(states[row->state]), 0 },
		{ "weight", CELL_NUMBER, SPAN(""), row->weight },
		{ "phrase", CELL_OPTIONAL, row->phrase, 0 },
		{ "who", CELL_OPTIONAL, row->who, 0 },
		{ "at", CELL_OPTIONAL, since, 0 },
	};
	const struct span columns[] = { row->kind, row->code, row->name,
		cells[4].text, row->phrase };

	if (s->listing.n == 0)
		listing_keys(&s->listing, cells, 9);
	listing_add(&s->listing, columns, false, cells, 9);
	return true;
}

static enum outcome
coding_page(struct call *call, struct db *db, struct span reference,
    struct error *why)
{
	static const char *const titles[] = { "KIND", "CODE", "NAME", "STATE",
		"WORDS" };
	struct showing s = { .listing = listing_make(call, titles, 5),
		.mem = call->mem };
	enum outcome how = coding_each(db, reference, list_coding, &s, why);

	if (how == DONE)
		listing_end(&s.listing, "Nothing is suggested, and nobody has "
					"said anything.");
	return how;
}

/* What a person says, in the order --remove, --add, --confirm. */
static enum outcome
case_say(struct call *call, struct db *db, const struct change *change,
    bool *said, struct error *why)
{
	enum outcome how = DONE;
	const char *code;

	while (how == DONE && (code = call_value(call, "--remove")) != NULL) {
		how = coding_remove(db, change, span_of(code), why);
		if (how == DONE)
			casework_say(change->reference, "is not %s", code);
		*said = true;
	}
	while (how == DONE && (code = call_value(call, "--add")) != NULL) {
		how = coding_add(db, change, span_of(code), why);
		if (how == DONE)
			casework_say(change->reference, "is %s", code);
		*said = true;
	}
	if (how == DONE && call_flag(call, "--confirm")) {
		how = coding_confirm(db, change, why);
		if (how == DONE)
			casework_say(change->reference,
			    "is coded as suggested and said");
		*said = true;
	}
	return how;
}

static int
code_case(struct call *call)
{
	struct change change = casework_asked(call);
	struct error why;
	autodb db = NULL;
	bool said = false;
	enum outcome how;

	if (call->argc < 2 || call->argv[1][0] == '-')
		return desk_usage(call, ARGUMENTS);
	if (!desk_reference(call, 1, &change.reference))
		return EX_DATAERR;
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = case_say(call, db, &change, &said, &why);
	if (how == DONE && !said)
		how = coding_page(call, db, change.reference, &why);
	if (how == DONE && call->argc != 2)
		return desk_usage(call, ARGUMENTS);
	return desk_end(call, how, &why);
}

/* --- the lists --------------------------------------------------------------- */

static bool
list_code(const struct code_row *row, void *context)
{
	struct showing *s = context;
	const struct cell cells[] = {
		{ "kind", CELL_TEXT, row->kind, 0 },
		{ "code", CELL_TEXT, row->code, 0 },
		{ "parent", CELL_OPTIONAL, row->parent, 0 },
		{ "name", CELL_TEXT, row->name, 0 },
		{ "suggested_by", CELL_WORDS, row->suggested_by, 0 },
		{ "source", CELL_OPTIONAL, row->source, 0 },
		{ "valid_from", CELL_TEXT, row->valid_from, 0 },
		{ "valid_until", CELL_TEXT, row->valid_until, 0 },
	};
	const struct span columns[] = { row->kind, row->code, row->name,
		row->source, row->valid_from };

	if (s->listing.n == 0)
		listing_keys(&s->listing, cells, 8);
	listing_add(&s->listing, columns, false, cells, 8);
	return true;
}

static int
code_lists(struct call *call)
{
	static const char *const titles[] = { "KIND", "CODE", "NAME", "SOURCE",
		"FROM" };
	struct showing s = { .listing = listing_make(call, titles, 5),
		.mem = call->mem };
	struct error why;
	autodb db = NULL;
	enum outcome how;
	day on;

	if (!date_read(call, "--on", day_in_london(clock_now()), &on) ||
	    call->argc != 1)
		return desk_usage(call, ARGUMENTS);
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = codes_each(db, on, list_code, &s, &why);
	if (how == DONE)
		listing_end(&s.listing, "There was no code on that day.");
	return desk_end(call, how, &why);
}

static int
code_topics(struct call *call)
{
	struct error why;

	if (call->argc != 1)
		return desk_usage(call, ARGUMENTS);
	for (size_t i = 0; i < topics_count(); i++)
		puts(topic_name(i));
	return desk_end(call, DONE, &why);
}

static bool
list_uncoded(const struct coding_missing_row *row, void *context)
{
	struct showing *s = context;
	struct span lacks =
	    arena_printf(s->mem, "%s%s%s", row->has_subject ? "" : "subject ",
		row->has_service ? "" : "service ",
		row->has_profession ? "" : "profession");
	const struct cell cells[] = {
		{ "reference", CELL_TEXT, row->reference, 0 },
		{ "closed_on", CELL_TEXT, row->closed_on, 0 },
		{ "lacks", CELL_WORDS, span_trim(lacks), 0 },
	};
	const struct span columns[] = { row->reference, row->closed_on,
		cells[2].text };

	if (s->listing.n == 0)
		listing_keys(&s->listing, cells, 3);
	listing_add(&s->listing, columns, false, cells, 3);
	return true;
}

static int
code_uncoded(struct call *call)
{
	static const char *const titles[] = { "CASE", "CLOSED", "LACKS" };
	struct showing s = { .listing = listing_make(call, titles, 3),
		.mem = call->mem };
	day today = day_in_london(clock_now()), from, until;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (!date_read(call, "--from", report_year_start(today), &from) ||
	    !date_read(call, "--to", today, &until) || call->argc != 1)
		return desk_usage(call, ARGUMENTS);
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = coding_missing(db, from, until, list_uncoded, &s, &why);
	if (how == DONE)
		listing_end(&s.listing,
		    "Every complaint decided in that time is coded.");
	return desk_end(call, how, &why);
}

static int
code_load(struct call *call, const char *file)
{
	struct change change = casework_asked(call);
	const char *from = call_value(call, "--from");
	day first = from != NULL ? day_parse(span_of(from)) : NO_DATE;
	struct code_list_loaded loaded = { 0 };
	struct code_list list = { 0 };
	autobuf text = BUF(MAX_CODE_FILE);
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc != 1 || first == NO_DATE)
		return desk_usage(call, ARGUMENTS);
	how = io_read_file(file, &text, &why);
	if (how == LATER)
		how = REFUSED; /* it is the file that was named */
	if (how == DONE)
		how = code_list_read(buf_span(&text), call->mem, &list, &why);
	if (how == DONE)
		how = desk_open(call, &db, &why);
	if (how == DONE)
		how = code_list_load(db, &change, &list, first, &loaded, &why);
	if (how == DONE)
		printf("From %.*s: %lld new, %lld changed, %lld ended, %lld "
		       "as they were.\n",
		    SPAN_ARG(day_words(first, call->mem)), loaded.added,
		    loaded.changed, loaded.ended, loaded.same);
	return desk_end(call, how, &why);
}

int
code_command(const struct call *asked)
{
	struct call call = *asked;
	const char *file = call_value(&call, "--load");

	if (file != NULL)
		return code_load(&call, file);
	if (call_flag(&call, "--list"))
		return code_lists(&call);
	if (call_flag(&call, "--topics"))
		return code_topics(&call);
	if (call_flag(&call, "--uncoded"))
		return code_uncoded(&call);
	return code_case(&call);
}
