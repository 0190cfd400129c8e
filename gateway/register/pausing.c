/* pausing.c - pauses cases, and lets them go on */
#include "register/pausing.h"
#include "register/clarifying.h"
#include "register/history.h"
#include "register/standing.h"
#include "register/statement.h"
#include "triage/workday.h"

struct field_value {
	const char *field;
	struct span value;
};

static enum outcome
write_all(struct db *db, const struct change *change,
    const struct field_value *fields, size_t n, struct error *why)
{
	/* The reason stands once, in the event of its own. */
	struct change silent = *change;
	enum outcome how = DONE;

	silent.reason = SPAN("");
	for (size_t i = 0; i < n && how == DONE; i++)
		how = casework_write(db, &silent,
		    case_field_find(span_of(fields[i].field)), fields[i].value,
		    why);
	return how;
}

static enum outcome
tell(struct db *db, const struct change *change, const char *what,
    struct span detail, struct error *why)
{
	return history_add(db,
	    &(struct event){ .at = change->at,
		.who = change->who,
		.what = span_of(what),
		.detail = detail,
		.reference = change->reference },
	    why);
}

static enum outcome
begin(struct db *db, const struct change *change, struct span by,
    struct arena *mem, struct error *why)
{
	struct span today = day_text(day_in_london(change->at), mem);
	struct standing s = { 0 };
	enum outcome how = standing_read(db, change->reference, mem, &s, why);

	if (how == DONE)
		how = standing_must_be_open(&s, why);
	if (how != DONE)
		return how;
	if (s.paused_on != NO_DATE)
		return fail(why, REFUSED, "%.*s is paused since %.*s",
		    SPAN_ARG(s.reference),
		    SPAN_ARG(day_words(s.paused_on, mem)));
	if (change->reason.len == 0)
		return fail(why, REFUSED,
		    "say why it is paused: --reason WORDS");
	how = write_all(db, change,
	    (const struct field_value[]){ { "paused_on", today },
		{ "paused_by", by }, { "resumed_on", SPAN("") } },
	    3, why);
	if (how == DONE)
		how = statement_run(db, Q_CASE_PAUSE, why,
		    VALUES(value_text(today), value_number(s.id)));
	if (how != DONE)
		return how;
	return tell(db, change, "paused",
	    arena_printf(mem, "By request of the %.*s: %.*s", SPAN_ARG(by),
		SPAN_ARG(change->reason)),
	    why);
}

enum outcome
pausing_begin(struct db *db, const struct change *change, struct span by,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span value = SPAN("");
	enum outcome how = case_field_read(case_field_find(SPAN("paused_by")),
	    by, &mem, &value, why);

	if (how == DONE && value.len == 0)
		how = fail(why, REFUSED, "say by whose request: --by");
	if (how == DONE)
		how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	return transaction_end(db, begin(db, change, value, &mem, why), why);
}

static enum outcome
end(struct db *db, const struct change *change, struct arena *mem,
    struct error *why)
{
	struct span today = day_text(day_in_london(change->at), mem);
	struct standing s = { 0 };
	bool waits = false;
	enum outcome how = standing_read(db, change->reference, mem, &s, why);

	if (how == DONE && s.paused_on == NO_DATE)
		how = fail(why, REFUSED, "%.*s is not paused",
		    SPAN_ARG(change->reference));
	if (how == DONE && s.category == FOI)
		how = clarifying_waits(db, change->reference, &waits, why);
	if (how == DONE && waits)
		how = fail(why, REFUSED,
		    "%.*s rests until the requester says what is wanted: "
		    "postroom set %.*s clarified_on DATE",
		    SPAN_ARG(change->reference), SPAN_ARG(change->reference));
	if (how == DONE)
		how = write_all(db, change,
		    &(struct field_value){ "resumed_on", today }, 1, why);
	if (how == DONE)
		how = statement_run(db, Q_CASE_PAUSE, why,
		    VALUES(value_optional(SPAN("")), value_number(s.id)));
	if (how != DONE)
		return how;
	return tell(db, change, "resumed",
	    arena_printf(mem, "It was paused since %.*s%s%.*s",
		SPAN_ARG(day_words(s.paused_on, mem)),
		change->reason.len > 0 ? ": " : "", SPAN_ARG(change->reason)),
	    why);
}

enum outcome
pausing_end(struct db *db, const struct change *change, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, end(db, change, &mem, why), why);
}
