/* correct.c - a person says what a case is */
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "register/correction.h"
#include "register/holidays.h"

#include <stdio.h>
#include <sysexits.h>

#define ARGUMENTS "REF --category CATEGORY --by NAME [--reason WORDS]"

/* A category, or "none" for what is no case. */
static bool
read_category(const char *word, enum category *c)
{
	struct span name = span_of(word);

	if (span_is_equal(name, SPAN("none")))
		name = SPAN("");
	else if (name.len == 0)
		return false;
	return category_of(name, c);
}

int
correct_command(const struct call *asked)
{
	struct call call = *asked;
	const char *category = call_value(&call, "--category");
	struct correction c = { .by = span_trim(
				    span_of(call_value(&call, "--by"))),
		.reason = span_trim(span_of(call_value(&call, "--reason"))),
		.at = clock_now() };
	struct policy policy;
	enum category from;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 2 || category == NULL || c.by.len == 0 ||
	    !read_category(category, &c.to))
		return desk_usage(&call, ARGUMENTS);
	if (!desk_reference(&call, 1, &c.reference))
		return EX_DATAERR;
	how = policy_read(call.options->organisation.policy,
	    call.options->paths.templates, call.mem, &policy, &why);
	c.policy = &policy;
	if (how == DONE)
		how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = holidays_read(db, call.mem, &policy, &why);
	if (how == DONE)
		how = correction_add(db, &c, &from, &why);
	if (how == DONE && from == c.to)
		printf("%.*s is %s, as it was.\n", SPAN_ARG(c.reference),
		    category);
	else if (how == DONE)
		printf("%.*s was %s and is %s.\n", SPAN_ARG(c.reference),
		    from == CATEGORY_NONE ? "undecided" : category_name(from),
		    category);
	return desk_end(&call, how, &why);
}
