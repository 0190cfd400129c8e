/* acknowledge.c - what a person does about an acknowledgement */
#include "console/casework.h"
#include "console/console.h"
#include "console/desk.h"
#include "register/acknowledging.h"
#include "triage/workday.h"

#include <stdio.h>
#include <sysexits.h>

#define ARGUMENTS                                                              \
	"REF --by-phone [--on DATE] | --hold REASON | --release "              \
	"[--reason WORDS] [--by NAME]"

/* What was asked for: one of three things. */
struct asked {
	bool by_phone, release;
	const char *hold, *on;
};

static bool
is_one(const struct asked *a)
{
	return a->by_phone + a->release + (a->hold != NULL) == 1 &&
	       (a->on == NULL || a->by_phone);
}

static enum outcome
by_phone(struct db *db, const struct change *change, const char *on,
    struct error *why)
{
	day at =
	    on == NULL ? day_in_london(change->at) : day_parse(span_of(on));

	if (at == NO_DATE)
		return fail(why, REFUSED, "--on: a date looks like 2026-11-22");
	return acknowledging_by_phone(db, change, at, why);
}

int
acknowledge_command(const struct call *asked)
{
	struct call call = *asked;
	struct asked a = { call_flag(&call, "--by-phone"),
		call_flag(&call, "--release"), call_value(&call, "--hold"),
		call_value(&call, "--on") };
	struct change change = casework_asked(&call);
	const char *done = "is acknowledged by telephone";
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 2 || !is_one(&a))
		return desk_usage(&call, ARGUMENTS);
	if (!desk_reference(&call, 1, &change.reference))
		return EX_DATAERR;
	how = desk_open(&call, &db, &why);
	if (how == DONE && a.by_phone)
		how = by_phone(db, &change, a.on, &why);
	if (how == DONE && a.hold != NULL) {
		change.reason = span_trim(span_of(a.hold));
		how = acknowledging_hold(db, &change, &why);
		done = "is not acknowledged until a person lets it go";
	}
	if (how == DONE && a.release) {
		how = acknowledging_release(db, &change, &why);
		done = "is acknowledged as soon as the sender runs";
	}
	if (how == DONE)
		casework_say(change.reference, "%s", done);
	return desk_end(&call, how, &why);
}
