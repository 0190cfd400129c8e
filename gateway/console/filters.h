/*
 * filters.h - the options that every list of cases takes
 */
#ifndef CONSOLE_FILTERS_H
#define CONSOLE_FILTERS_H

#include "command.h"
#include "register/lists.h"

/* As the table of commands shows them. */
#define FILTER_OPTIONS                                                         \
	"[--category C] [--state S] [--owner NAME] [--officer NAME] "          \
	"[--flag F] [--channel C] [--late] [--review] "                        \
	"[--staff-matters] [--since DATE] "                                    \
	"[--until DATE] [--limit N] [--after REF]"

/*
 * Takes them out of the call's arguments; most where --limit does not say how
 * many.  EX_OK, or EX_USAGE or EX_DATAERR where a value cannot be, told on
 * standard error with what would do.
 */
int filters_take(struct call *call, struct wanted *wanted, long long most);

#endif
