/* casework.c - sets the fields of a case, and keeps what they were */
#include "register/casework.h"
#include "register/history.h"
#include "register/statement.h"
#include "triage/workday.h"

#include <string.h>

#define MAX_PENCE 100000000000ll

#define FIELD_ROW(name, kind, choices, sentence)                               \
	{ name, kind, choices, sentence },
static const struct case_field fields[] = { CASE_FIELDS(FIELD_ROW) };
#undef FIELD_ROW

const struct case_field *
case_fields(size_t *n)
{
	*n = sizeof fields / sizeof *fields;
	return fields;
}

const struct case_field *
case_field_find(struct span name)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (span_is_equal(name, span_of(fields[i].name)))
			return &fields[i];
	return NULL;
}

/* --- values ---------------------------------------------------------------- */

static bool
is_choice(const char *choices, struct span text)
{
	struct span rest = span_of(choices);

	while (rest.len > 0)
		if (span_is_equal(span_cut_at(&rest, ' '), text))
			return true;
	return false;
}

/* "120", "120.5", "1200.50" as "120.00"; false for any other. */
static bool
money_read(struct span text, struct arena *mem, struct span *value)
{
	struct span rest = text, pounds = span_cut_at(&rest, '.');
	bool has_point = pounds.len < text.len;
	long long whole, part = 0;

	if (!span_to_number(pounds, 0, MAX_PENCE / 100, &whole))
		return false;
	if (has_point && (rest.len == 0 || rest.len > 2 ||
			     !span_to_number(rest, 0, 99, &part)))
		return false;
	if (rest.len == 1)
		part *= 10;
	*value = arena_printf(mem, "%lld.%02lld", whole, part);
	return true;
}

enum outcome
case_field_read(const struct case_field *field, struct span text,
    struct arena *mem, struct span *value, struct error *why)
{
	struct span trimmed = span_trim(text), money;

	if (trimmed.len > MAX_VALUE_BYTES)
		return fail(why, REFUSED, "%s: it is too long", field->name);
	switch (field->kind) {
	case FIELD_DATE:
		if (trimmed.len > 0 && day_parse(trimmed) == NO_DATE)
			return fail(why, REFUSED,
			    "%s: a date looks like 2026-11-22", field->name);
		break;
	case FIELD_CHOICE:
		if (trimmed.len > 0 && !is_choice(field->choices, trimmed))
			return fail(why, REFUSED, "%s: it can be: %s",
			    field->name, field->choices);
		break;
	case FIELD_MONEY:
		if (trimmed.len > 0 && !money_read(trimmed, mem, &money))
			return fail(why, REFUSED,
			    "%s: an amount looks like 120 or 120.50",
			    field->name);
		if (trimmed.len > 0)
			trimmed = money;
		break;
	case FIELD_TEXT:
	case FIELD_PERSON:
		break;
	}
	*value = arena_copy(mem, trimmed);
	return DONE;
}

/* --- setting ----------------------------------------------------------------- */

enum outcome
casework_get(struct db *db, struct span reference, const char *field,
    struct arena *mem, struct span *value, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_CASE_FIELD_FIND, why,
	    VALUES(value_text(reference), value_word(field)));

	if (how == DONE)
		*value = rows.has_row ? arena_copy(mem, rows_text(&rows, 0))
				      : SPAN("");
	return how;
}

enum outcome
change_tell(struct db *db, const struct change *change, const char *what,
    struct span detail, struct error *why)
{
	autoarena mem = { 0 };

	return history_add(db,
	    &(struct event){ .at = change->at,
		.who = change->who,
		.what = span_of(what),
		.detail = change->reason.len > 0
			      ? arena_printf(&mem, "%.*s (%.*s)",
				    SPAN_ARG(detail), SPAN_ARG(change->reason))
			      : detail,
		.reference = change->reference },
	    why);
}

/* What the history says: a value only where it names nobody. */
static enum outcome
field_tell(struct db *db, const struct change *change,
    const struct case_field *field, struct span value, struct error *why)
{
	autoarena mem = { 0 };
	bool is_free = field->kind == FIELD_TEXT || field->kind == FIELD_PERSON;
	struct span what = value.len == 0 ? SPAN("cleared")
			   : is_free      ? SPAN("written")
					  : value;

	return change_tell(db, change, "changed",
	    arena_printf(&mem, "%s: %.*s", field->name, SPAN_ARG(what)), why);
}

enum outcome
casework_write(struct db *db, const struct change *change,
    const struct case_field *field, struct span value, struct error *why)
{
	autoarena mem = { 0 };
	struct span now = SPAN("");
	long long case_id = 0;
	enum outcome how = statement_number(db, Q_CASE_ID, &case_id, why,
	    VALUES(value_text(change->reference)));

	if (how == DONE && case_id == 0)
		return fail(why, REFUSED, "there is no case %.*s",
		    SPAN_ARG(change->reference));
	if (how == DONE)
		how = casework_get(db, change->reference, field->name, &mem,
		    &now, why);
	if (how != DONE || span_is_equal(now, value))
		return how;
	how = statement_run(db, Q_CASE_FIELD_END, why,
	    VALUES(value_number(case_id), value_word(field->name)));
	if (how == DONE)
		how = statement_run(db, Q_CASE_FIELD_ADD, why,
		    VALUES(value_number(case_id), value_word(field->name),
			value_text(value), value_number(change->at),
			value_text(change->who)));
	return how == DONE ? field_tell(db, change, field, value, why) : how;
}

enum outcome
casework_each(struct db *db, struct span reference, case_value_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_CASE_FIELDS, why,
	    VALUES(value_text(reference)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted =
		    show(&(struct case_value_row){ .field = rows_text(&rows, 0),
			     .value = rows_text(&rows, 1),
			     .at = (time_t)rows_number(&rows, 2),
			     .who = rows_text(&rows, 3),
			     .is_current = rows_number(&rows, 4) != 0 },
			context);
	return how;
}
