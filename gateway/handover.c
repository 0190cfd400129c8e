/* handover.c - gives the export its printer */
#include "handover.h"
#include "console/export.h"
#include "reply/readable.h"
#include "start.h"

#include <string.h>

/* Pango and Cairo are linked into postroom-sender alone: see start.c. */
#pragma weak readable_print

static enum outcome
text_print(struct span title, struct span about, struct span text,
    struct span foot, struct buf *pdf, struct error *why)
{
	return readable_print(&(struct readable){ title, about, text, foot },
	    pdf, why);
}

int
export_command(const struct call *call)
{
	for (int i = 1; i < call->argc; i++)
		if (strcmp(call->argv[i], "--csv") == 0)
			return export_csv(call);
	return readable_print == NULL ? sender_exec(call)
				      : export_main(call, text_print);
}
