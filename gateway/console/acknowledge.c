/* acknowledge.c - what a person does about an acknowledgement */
#include "base/utf8.h"
#include "console/casework.h"
#include "console/console.h"
#include "console/desk.h"
#include "register/acknowledging.h"
#include "triage/address.h"
#include "triage/workday.h"

#include <stdio.h>
#include <sysexits.h>

#define ARGUMENTS                                                              \
	"REF [--letter follow_up|holding] --by-phone [--on DATE] | "           \
	"--sent FORM [--on DATE] | --hold REASON | --cancel REASON | "         \
	"--release [--address ADDRESS] [--reason WORDS] [--by NAME]"

/* What was asked for: one of five things. */
struct asked {
	bool by_phone, release;
	const char *hold, *cancel, *sent, *on, *address;
	const char *letter; /* which one; NULL for the acknowledgement */
};

static bool
is_one(const struct asked *a)
{
	int n = a->by_phone + a->release + (a->hold != NULL) +
		(a->cancel != NULL) + (a->sent != NULL);

	return n == 1 && (a->on == NULL || a->by_phone || a->sent != NULL) &&
	       (a->address == NULL || a->release);
}

/* They were told by a person, on that day or today. */
static enum outcome
told(struct db *db, const struct change *change, const struct asked *a,
    struct error *why)
{
	day at = a->on == NULL ? day_in_london(change->at)
			       : day_parse(span_of(a->on));

	if (at == NO_DATE)
		return fail(why, REFUSED, "--on: a date looks like 2026-11-22");
	if (a->by_phone)
		return acknowledging_by_phone(db, change, at, why);
	return acknowledging_sent(db, change, at, span_trim(span_of(a->sent)),
	    why);
}

static enum outcome
release(const struct call *call, struct db *db, const struct change *change,
    const char *address, struct error *why)
{
	struct span typed = address == NULL
				? SPAN("")
				: utf8_clean_line(span_of(address), call->mem);

	if (address == NULL)
		return acknowledging_release(db, change, why);
	return acknowledging_release_to(db, change,
	    postal_lines(typed, call->mem), why);
}

static enum outcome
act(const struct call *call, struct db *db, const struct change *change,
    const struct asked *a, struct error *why)
{
	struct change reasoned = *change;

	if (a->by_phone || a->sent != NULL)
		return told(db, change, a, why);
	if (a->release)
		return release(call, db, change, a->address, why);
	reasoned.reason = span_trim(span_of(a->hold ? a->hold : a->cancel));
	return a->hold ? acknowledging_hold(db, &reasoned, why)
		       : acknowledging_cancel(db, &reasoned, why);
}

static const char *
done_words(const struct asked *a)
{
	if (a->by_phone)
		return "given by telephone";
	if (a->sent != NULL)
		return "sent by a person";
	if (a->hold != NULL)
		return "held until a person lets it go";
	return a->cancel != NULL ? "cancelled"
				 : "sent as soon as the sender runs";
}

int
acknowledge_command(const struct call *asked)
{
	struct call call = *asked;
	struct asked a = { call_flag(&call, "--by-phone"),
		call_flag(&call, "--release"), call_value(&call, "--hold"),
		call_value(&call, "--cancel"), call_value(&call, "--sent"),
		call_value(&call, "--on"), call_value(&call, "--address"),
		call_value(&call, "--letter") };
	struct change change = casework_asked(&call);
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 2 || !is_one(&a) ||
	    (a.letter != NULL &&
		!letter_kind_of(span_of(a.letter), &change.letter)))
		return desk_usage(&call, ARGUMENTS);
	if (!desk_reference(&call, 1, &change.reference))
		return EX_DATAERR;
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = act(&call, db, &change, &a, &why);
	if (how == DONE)
		casework_say(change.reference, "has its %s %s",
		    letter_name(letter_first(change.letter)), done_words(&a));
	return desk_end(&call, how, &why);
}
