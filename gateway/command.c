/* command.c - takes flags out of a command's arguments */
#include "command.h"

#include <string.h>

static void
argument_drop(struct call *call, int at)
{
	for (int i = at; i < call->argc - 1; i++)
		call->argv[i] = call->argv[i + 1];
	call->argv[--call->argc] = NULL;
}

bool
call_flag(struct call *call, const char *word)
{
	for (int i = 1; i < call->argc; i++)
		if (strcmp(call->argv[i], word) == 0) {
			argument_drop(call, i);
			return true;
		}
	return false;
}

const char *
call_value(struct call *call, const char *word)
{
	const char *value;

	for (int i = 1; i < call->argc - 1; i++)
		if (strcmp(call->argv[i], word) == 0) {
			value = call->argv[i + 1];
			argument_drop(call, i);
			argument_drop(call, i);
			return value;
		}
	return NULL;
}
