/* alerts.c - who must hear of what, and that somebody has */
#include "console/alerts.h"
#include "base/io.h"
#include "console/casework.h"
#include "console/console.h"
#include "console/desk.h"

#include <assert.h>
#include <stdio.h>
#include <sysexits.h>

#define ARGUMENTS "[--json|--csv] [REF] | --confirm REF [FLAG] [--by NAME]"

struct alert_listing {
	struct listing listing;
	struct arena *mem;
};

static struct span
instant(time_t at, struct arena *mem)
{
	return at == 0 ? SPAN("") : desk_instant(at, mem);
}

struct span
alert_news(const struct alert *a, struct arena *mem)
{
	if (a->state == ALERT_CONFIRMED)
		return arena_printf(mem, "confirmed by %.*s",
		    SPAN_ARG(a->confirmed_by));
	if (a->times == 0)
		return a->note.len > 0 ? a->note : SPAN("not sent yet");
	return a->note;
}

bool
alert_is_urgent(const struct alert *a)
{
	return a->urgency == IMMEDIATE && a->state != ALERT_CONFIRMED;
}

static const char *
state_word(enum alert_state state)
{
#define STATE_WORD(name, word) [name] = word,
	static const char *const words[] = { ALERT_STATES(STATE_WORD) };
#undef STATE_WORD

	return words[state];
}

void
alert_cells(const struct alert *a, struct arena *mem,
    struct cell cells[ALERT_CELLS])
{
	const struct cell all[] = {
		{ "reference", CELL_TEXT, a->reference, 0 },
		{ "flag", CELL_TEXT, a->kind, 0 },
		{ "about", CELL_TEXT, a->about, 0 },
		{ "urgency", CELL_TEXT, span_of(urgency_name(a->urgency)), 0 },
		{ "recipient", CELL_TEXT, a->recipient, 0 },
		{ "state", CELL_TEXT, span_of(state_word(a->state)), 0 },
		{ "times", CELL_NUMBER, SPAN(""), a->times },
		{ "raised_at", CELL_TEXT, instant(a->raised_at, mem), 0 },
		{ "due_at", CELL_OPTIONAL, instant(a->due_at, mem), 0 },
		{ "sent_at", CELL_OPTIONAL, instant(a->sent_at, mem), 0 },
		{ "note", CELL_OPTIONAL, a->note, 0 },
		{ "attempts", CELL_NUMBER, SPAN(""), a->attempts },
		{ "confirmed_by", CELL_OPTIONAL, a->confirmed_by, 0 },
		{ "confirmed_at", CELL_OPTIONAL, instant(a->confirmed_at, mem),
		    0 },
	};

	static_assert(sizeof all / sizeof *all == ALERT_CELLS,
	    "as many as alerts.h says");
	for (size_t i = 0; i < ALERT_CELLS; i++)
		cells[i] = all[i];
}

static bool
list_alert(const struct alert *a, void *context)
{
	struct alert_listing *list = context;
	struct arena *mem = list->mem;
	struct cell cells[ALERT_CELLS];
	const struct span columns[] = { a->reference, a->kind,
		span_of(urgency_name(a->urgency)), a->recipient,
		desk_clock(a->raised_at, mem),
		arena_printf(mem, "%lld", a->times),
		a->due_at > 0 ? desk_clock(a->due_at, mem) : SPAN(""),
		alert_news(a, mem) };

	alert_cells(a, mem, cells);
	if (list->listing.n == 0)
		listing_keys(&list->listing, cells, ALERT_CELLS);
	listing_add(&list->listing, columns, alert_is_urgent(a), cells,
	    ALERT_CELLS);
	return true;
}

static int
alerts_list(struct call *call)
{
	static const char *const titles[] = { "REFERENCE", "FLAG", "URGENCY",
		"FOR", "RAISED", "MAILS", "NEXT", "NOTE" };
	struct alert_listing list = {
		.listing =
		    listing_make(call, titles, sizeof titles / sizeof *titles),
		.mem = call->mem,
	};
	struct span reference = SPAN("");
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc > 2)
		return desk_usage(call, ARGUMENTS);
	if (call->argc == 2 && !desk_reference(call, 1, &reference))
		return EX_DATAERR;
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = alert_list(db, reference, list_alert, &list, &why);
	if (how == DONE)
		listing_end(&list.listing,
		    reference.len > 0 ? "This case has given no alert."
				      : "No alert waits to be confirmed.");
	return desk_end(call, how, &why);
}

/* Is it the word of a flag, or of a deadline's alert? */
static bool
is_kind(struct span word)
{
	static const char *const others[] = { ALERT_ACK_WAITS, ALERT_ACK_DUE,
		ALERT_RESPONSE_LATE };
	enum flag_kind flag;

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (span_is_equal(word, span_of(others[i])))
			return true;
	return flag_of(word, &flag);
}

static int
alerts_confirm(struct call *call, const char *reference)
{
	struct change by = casework_asked(call);
	struct confirming c = { .who = by.who,
		.at = by.at,
		.kind = call->argc > 1 ? span_of(call->argv[1]) : SPAN("") };
	struct error why;
	autodb db = NULL;
	enum outcome how;
	long long n = 0;

	if (call->argc > 2)
		return desk_usage(call, ARGUMENTS);
	if (!desk_reference_of(call, span_of(reference), &c.reference))
		return EX_DATAERR;
	if (c.kind.len > 0 && !is_kind(c.kind)) {
		fprintf(stderr,
		    "postroom alerts: %s is no flag; postroom alerts %.*s "
		    "lists those of the case\n",
		    call->argv[1], SPAN_ARG(c.reference));
		return EX_USAGE;
	}
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = alert_confirm(db, &c, &n, &why);
	if (how == DONE)
		printf("%.*s: %lld alert%s confirmed; nobody is told again.\n",
		    SPAN_ARG(c.reference), n, n == 1 ? "" : "s");
	return desk_end(call, how, &why);
}

int
alerts_command(const struct call *asked)
{
	struct call call = *asked;
	const char *confirmed = call_value(&call, "--confirm");

	if (confirmed == NULL && call_flag(&call, "--confirm"))
		return desk_usage(&call, ARGUMENTS);
	return confirmed != NULL ? alerts_confirm(&call, confirmed)
				 : alerts_list(&call);
}
