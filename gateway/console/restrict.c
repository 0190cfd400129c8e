/* restrict.c - restrictions, and the question whether it is a new issue */
#include "base/io.h"
#include "console/casework.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/listing.h"
#include "register/people.h"
#include "register/restriction.h"
#include "triage/workday.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define ARGUMENTS                                                              \
	"P12 --kind KIND --by NAME --reason WORDS [--detail WORDS] "           \
	"[--review DATE] [--reviewed|--lift] | --list | --tasks | "            \
	"--new-issue yes|no REF"

/* --- lists ----------------------------------------------------------------- */

struct restriction_list {
	struct listing listing;
	struct arena *mem;
	day today;
};

static bool
list_restriction(const struct restriction_row *row, void *context)
{
	struct restriction_list *list = context;
	struct span number = arena_printf(list->mem, "P%lld", row->person_id);
	bool is_late = day_parse(row->review_due) < list->today;
	const struct cell cells[] = {
		{ "person", CELL_TEXT, number, 0 },
		{ "name", CELL_TEXT, row->name, 0 },
		{ "kind", CELL_TEXT, row->kind, 0 },
		{ "detail", CELL_OPTIONAL, row->detail, 0 },
		{ "reason", CELL_TEXT, row->reason, 0 },
		{ "decided_by", CELL_TEXT, row->decided_by, 0 },
		{ "decided_on", CELL_TEXT, row->decided_on, 0 },
		{ "review_due", CELL_TEXT, row->review_due, 0 },
		{ "review_late", CELL_FLAG, SPAN(""), is_late },
	};
	const struct span columns[] = { number, row->name, row->kind,
		row->decided_by, row->decided_on, row->review_due,
		is_late ? SPAN("late") : SPAN("") };

	if (list->listing.n == 0)
		listing_keys(&list->listing, cells, 9);
	listing_add(&list->listing, columns, is_late, cells, 9);
	return true;
}

static bool
list_task(const struct new_issue_row *row, void *context)
{
	struct restriction_list *list = context;
	struct span number = arena_printf(list->mem, "P%lld", row->person_id);
	const struct cell cells[] = {
		{ "reference", CELL_TEXT, row->reference, 0 },
		{ "person", CELL_TEXT, number, 0 },
		{ "name", CELL_TEXT, row->name, 0 },
		{ "item", CELL_TEXT, row->item_id, 0 },
		{ "asked_at", CELL_TEXT, desk_instant(row->asked_at, list->mem),
		    0 },
	};
	const struct span columns[] = { row->reference, number, row->name,
		desk_clock(row->asked_at, list->mem) };

	if (list->listing.n == 0)
		listing_keys(&list->listing, cells, 5);
	listing_add(&list->listing, columns, false, cells, 5);
	return true;
}

static int
restrict_list(struct call *call, bool is_tasks)
{
	static const char *const titles[] = { "PERSON", "NAME", "KIND",
		"DECIDED BY", "ON", "REVIEW BY", "" };
	static const char *const task_titles[] = { "REFERENCE", "PERSON",
		"NAME", "ASKED" };
	struct restriction_list list = {
		.listing = is_tasks ? listing_make(call, task_titles, 4)
				    : listing_make(call, titles, 7),
		.mem = call->mem,
		.today = day_in_london(clock_now())
	};
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc != 1)
		return desk_usage(call, ARGUMENTS);
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = is_tasks ? restriction_tasks(db, SPAN(""), list_task,
				     &list, &why)
			       : restriction_each(db, 0, list_restriction,
				     &list, &why);
	if (how == DONE)
		listing_end(&list.listing,
		    is_tasks ? "Nothing is asked." : "Nobody is restricted.");
	return desk_end(call, how, &why);
}

/* --- the new issue --------------------------------------------------------- */

static void
answer_say(struct span reference, const struct issue_answer *answer)
{
	switch (answer->became) {
	case ISSUE_RELEASED:
		casework_say(reference, "is a new issue; the acknowledgement "
					"goes out");
		break;
	case ISSUE_HELD:
		casework_say(reference,
		    "is a new issue; the acknowledgement waits for a person: "
		    "%.*s",
		    SPAN_ARG(answer->note));
		break;
	case ISSUE_CANCELLED:
		casework_say(reference, "is no new issue; nothing is "
					"acknowledged");
		break;
	case ISSUE_NOTED:
		casework_say(reference,
		    "has its answer; no acknowledgement was held");
		break;
	}
}

static int
restrict_answer(struct call *call, const char *word)
{
	struct change change = casework_asked(call);
	struct issue_answer answer = { .became = ISSUE_NOTED };
	bool is_new = strcmp(word, "yes") == 0;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc != 2 || (!is_new && strcmp(word, "no") != 0))
		return desk_usage(call, ARGUMENTS);
	if (!desk_reference(call, 1, &change.reference))
		return EX_DATAERR;
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = restriction_answer(db, &change, is_new, call->mem,
		    &answer, &why);
	if (how == DONE)
		answer_say(change.reference, &answer);
	return desk_end(call, how, &why);
}

/* --- deciding -------------------------------------------------------------- */

static struct restricting
restricting_read(struct call *call)
{
	return (struct restricting){
		.kind = span_of(call_value(call, "--kind")),
		.detail = span_trim(span_of(call_value(call, "--detail"))),
		.reason = span_trim(span_of(call_value(call, "--reason"))),
		.decided_by = span_trim(span_of(call_value(call, "--by"))),
		.review_due = NO_DATE,
		.who = desk_login(call->mem),
		.at = clock_now(),
	};
}

static int
restrict_decide(struct call *call)
{
	bool is_lift = call_flag(call, "--lift");
	bool is_renewed = call_flag(call, "--reviewed");
	const char *review = call_value(call, "--review");
	struct restricting r = restricting_read(call);
	day due = NO_DATE;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc != 2 || (is_lift && (is_renewed || review != NULL)))
		return desk_usage(call, ARGUMENTS);
	r.person_id = person_number(span_of(call->argv[1]));
	r.review_due = review != NULL ? day_parse(span_of(review)) : NO_DATE;
	if (r.person_id == 0 || (review != NULL && r.review_due == NO_DATE)) {
		fprintf(stderr, "postroom restrict: a person looks like P12, a "
				"date like 2026-11-22\n");
		return EX_DATAERR;
	}
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = is_lift      ? restriction_lift(db, &r, &why)
		      : is_renewed ? restriction_renew(db, &r, &due, &why)
				   : restriction_add(db, &r, &due, &why);
	if (how == DONE && is_lift)
		printf("P%lld is not restricted so any more.\n", r.person_id);
	else if (how == DONE)
		printf("P%lld is restricted; look at it again by %.*s.\n",
		    r.person_id, SPAN_ARG(day_words(due, call->mem)));
	return desk_end(call, how, &why);
}

int
restrict_command(const struct call *asked)
{
	struct call call = *asked;
	const char *answer = call_value(&call, "--new-issue");

	if (answer != NULL)
		return restrict_answer(&call, answer);
	if (call_flag(&call, "--list"))
		return restrict_list(&call, false);
	if (call_flag(&call, "--tasks"))
		return restrict_list(&call, true);
	return restrict_decide(&call);
}
