/* equality.c - answers to the equality questions: entered, and counted */
#include "base/io.h"
#include "console/casework.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/listing.h"
#include "register/people.h"
#include "register/people_equality.h"
#include "triage/workday.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define ARGUMENTS                                                              \
	"questions | set P12 QUESTION ANSWER [--by NAME] | "                   \
	"report [--json|--csv] [--role patient] [--from DATE] [--to DATE]"

static int
equality_questions_run(struct call *call)
{
	static const char *const titles[] = { "QUESTION", "ANSWERS" };
	struct listing listing = listing_make(call, titles, 2);
	struct error why;
	size_t n;
	const struct equality_question *questions = equality_questions(&n);

	if (call->argc != 2)
		return desk_usage(call, ARGUMENTS);
	for (size_t i = 0; i < n; i++) {
		const struct cell cells[] = {
			{ "question", CELL_TEXT, span_of(questions[i].name),
			    0 },
			{ "answers", CELL_WORDS, span_of(questions[i].answers),
			    0 },
		};
		const struct span columns[] = { cells[0].text, cells[1].text };

		if (i == 0)
			listing_keys(&listing, cells, 2);
		listing_add(&listing, columns, false, cells, 2);
	}
	listing_end(&listing, "");
	return desk_end(call, DONE, &why);
}

static int
equality_enter(struct call *call)
{
	struct change change = casework_asked(call);
	struct error why;
	autodb db = NULL;
	long long id;
	enum outcome how;

	if (call->argc != 5)
		return desk_usage(call, ARGUMENTS);
	id = person_number(span_of(call->argv[2]));
	if (id == 0) {
		fprintf(stderr, "postroom equality: a person has a number, "
				"such as P12\n");
		return EX_DATAERR;
	}
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = equality_set(db, &change, id, span_of(call->argv[3]),
		    span_of(call->argv[4]), &why);
	/* What was answered is not said again. */
	if (how == DONE)
		printf("The answer of P%lld is written down.\n", id);
	return desk_end(call, how, &why);
}

struct report {
	struct listing listing;
	struct arena *mem;
};

static bool
list_answer(const struct equality_row *row, void *context)
{
	struct report *r = context;
	const struct cell cells[] = {
		{ "question", CELL_TEXT, span_of(row->question), 0 },
		{ "answer", CELL_TEXT, row->answer, 0 },
		{ "people", row->is_hidden ? CELL_NOTHING : CELL_NUMBER,
		    SPAN(""), row->is_hidden ? 0 : row->n },
		{ "hidden", CELL_FLAG, SPAN(""), row->is_hidden },
	};
	const struct span columns[] = { cells[0].text, row->answer,
		row->is_hidden ? SPAN("hidden")
			       : arena_printf(r->mem, "%lld", row->n) };

	if (r->listing.n == 0)
		listing_keys(&r->listing, cells, 4);
	listing_add(&r->listing, columns, false, cells, 4);
	return true;
}

/* A date of the call, or the one that stands for none; false for another. */
static bool
read_date(struct call *call, const char *word, day otherwise, day *d)
{
	const char *text = call_value(call, word);

	*d = text != NULL ? day_parse(span_of(text)) : otherwise;
	return *d != NO_DATE;
}

static int
equality_report(struct call *call)
{
	static const char *const titles[] = { "QUESTION", "ANSWER", "PEOPLE" };
	struct report r = { .listing = listing_make(call, titles, 3),
		.mem = call->mem };
	const char *role = call_value(call, "--role");
	struct equality_group group = {
		.role = role != NULL ? span_of(role) : SPAN("complainant")
	};
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (!read_date(call, "--from", day_of(1970, 1, 1), &group.from) ||
	    !read_date(call, "--to", day_of(9999, 12, 31), &group.until) ||
	    call->argc != 2 ||
	    (!span_is_equal(group.role, SPAN("complainant")) &&
		!span_is_equal(group.role, SPAN("patient"))))
		return desk_usage(call, ARGUMENTS);
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = equality_count(db, &group, list_answer, &r, &why);
	if (how == DONE)
		listing_end(&r.listing, "");
	return desk_end(call, how, &why);
}

int
equality_command(const struct call *asked)
{
	static const struct {
		const char *word;
		int (*run)(struct call *call);
	} verbs[] = {
		{ "questions", equality_questions_run },
		{ "set", equality_enter },
		{ "report", equality_report },
	};
	struct call call = *asked;

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (call.argc > 1 && strcmp(call.argv[1], verbs[i].word) == 0)
			return verbs[i].run(&call);
	return desk_usage(&call, ARGUMENTS);
}
