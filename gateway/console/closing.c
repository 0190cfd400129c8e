/* closing.c - close, reopen, pause and resume */
#include "register/closing.h"
#include "console/casework.h"
#include "console/console.h"
#include "console/desk.h"
#include "register/pausing.h"
#include "triage/workday.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define CLOSE_ARGUMENTS "REF --outcome OUTCOME [--reason WORDS] [--by NAME]"
#define REASON_ARGUMENTS "REF --reason WORDS [--by NAME]"
#define PAUSE_ARGUMENTS "REF --by police|coroner|court|person --reason WORDS"

static void
missing_print(struct span sentence, void *context)
{
	const struct call *call = context;

	fprintf(stderr, "postroom %s: missing: %.*s\n", call->argv[0],
	    SPAN_ARG(sentence));
}

int
close_command(const struct call *asked)
{
	struct call call = *asked;
	const char *outcome = call_value(&call, "--outcome");
	struct closing closing = { .change = casework_asked(&call),
		.outcome = span_of(outcome) };
	struct policy policy;
	struct closed closed;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 2 || outcome == NULL)
		return desk_usage(&call, CLOSE_ARGUMENTS);
	if (!desk_reference(&call, 1, &closing.change.reference))
		return EX_DATAERR;
	closing.policy = &policy;
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = casework_policy(&call, db, &policy, &why);
	if (how == DONE)
		how = closing_run(db, &closing, missing_print, &call, &closed,
		    &why);
	if (how == DONE)
		casework_say(closing.change.reference,
		    "is closed, outcome %s, kept until %.*s", outcome,
		    SPAN_ARG(day_words(closed.retain_until, call.mem)));
	return desk_end(&call, how, &why);
}

typedef enum outcome change_run(struct db *db, const struct change *change,
    struct error *why);

/* A command whose only arguments are a reference, --reason and --by. */
static int
change_command(const struct call *asked, change_run *run, const char *done)
{
	struct call call = *asked;
	struct change change = casework_asked(&call);
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 2)
		return desk_usage(&call, REASON_ARGUMENTS);
	if (!desk_reference(&call, 1, &change.reference))
		return EX_DATAERR;
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = run(db, &change, &why);
	if (how == DONE)
		casework_say(change.reference, "%s", done);
	return desk_end(&call, how, &why);
}

int
reopen_command(const struct call *call)
{
	return change_command(call, closing_undo,
	    "is open again, with the clocks that it had");
}

int
resume_command(const struct call *call)
{
	return change_command(call, pausing_end, "goes on");
}

int
pause_command(const struct call *asked)
{
	struct call call = *asked;
	const char *by = call_value(&call, "--by");
	struct change change = casework_asked(&call);
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 2 || by == NULL)
		return desk_usage(&call, PAUSE_ARGUMENTS);
	if (!desk_reference(&call, 1, &change.reference))
		return EX_DATAERR;
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = pausing_begin(db, &change, span_of(by), &why);
	if (how == DONE)
		casework_say(change.reference,
		    "is paused; its days stay as they were");
	return desk_end(&call, how, &why);
}
