/* dividing.c - split a case, merge two */
#include "register/dividing.h"
#include "console/casework.h"
#include "console/console.h"
#include "console/desk.h"

#include <stdio.h>
#include <sysexits.h>

#define SPLIT_ARGUMENTS "REF --category CATEGORY [--reason WORDS] [--by NAME]"
#define MERGE_ARGUMENTS "REF INTO-REF --reason WORDS [--by NAME]"

/* What stands behind the '@' of the address that we write from. */
static struct span
mail_domain(const struct options *options)
{
	struct span domain = options->smtp.from;

	(void)span_cut_at(&domain, '@');
	return domain;
}

int
split_command(const struct call *asked)
{
	struct call call = *asked;
	const char *category = call_value(&call, "--category");
	struct splitting s = { .change = casework_asked(&call),
		.domain = mail_domain(call.options) };
	struct policy policy;
	struct span reference;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 2 || category == NULL || category[0] == '\0' ||
	    !category_of(span_of(category), &s.category))
		return desk_usage(&call, SPLIT_ARGUMENTS);
	if (!desk_reference(&call, 1, &s.change.reference))
		return EX_DATAERR;
	s.policy = &policy;
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = casework_policy(&call, db, &policy, &why);
	if (how == DONE)
		how = case_split(db, &s, call.mem, &reference, &why);
	if (how == DONE)
		casework_say(reference,
		    "is the second case, %s; its acknowledgement is held",
		    category);
	return desk_end(&call, how, &why);
}

int
merge_command(const struct call *asked)
{
	struct call call = *asked;
	struct change change = casework_asked(&call);
	struct span into;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 3)
		return desk_usage(&call, MERGE_ARGUMENTS);
	if (!desk_reference(&call, 1, &change.reference) ||
	    !desk_reference(&call, 2, &into))
		return EX_DATAERR;
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = case_merge(db, &change, into, &why);
	if (how == DONE)
		casework_say(change.reference, "went into %.*s",
		    SPAN_ARG(into));
	return desk_end(&call, how, &why);
}
