/* settle.c - records that a person saw to what never became an item */
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "register/ledger.h"

#include <stdint.h>
#include <stdio.h>
#include <sysexits.h>

#define ARGUMENTS "MAILBOX UID REASON | ITEM REASON"

int
settle_command(const struct call *call)
{
	struct settling settling = { .who = desk_login(call->mem),
		.reason = span_of(call->argv[call->argc - 1]),
		.at = clock_now() };
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc == 4) {
		settling.mailbox = span_of(call->argv[1]);
		if (!span_to_number(span_of(call->argv[2]), 1, UINT32_MAX,
			&settling.uid))
			return desk_usage(call, ARGUMENTS);
	} else if (call->argc == 3) {
		settling.item_id = span_of(call->argv[1]);
	} else {
		return desk_usage(call, ARGUMENTS);
	}
	if (settling.reason.len == 0)
		return desk_usage(call, ARGUMENTS);
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = ledger_settle(db, &settling, &why);
	if (how == DONE)
		puts("Settled.");
	return desk_end(call, how, &why);
}
