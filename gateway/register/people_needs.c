/* people_needs.c - keeps the communication needs of people */
#include "register/people_needs.h"
#include "register/history.h"
#include "register/people.h"
#include "register/statement.h"

#define NEED_ROW(name, meaning, detail) { name, meaning, detail },
static const struct kind {
	const char *name, *meaning, *detail;
} kinds[] = { NEEDS(NEED_ROW) };
#undef NEED_ROW

#define NEED_WORD(name, meaning, detail) " " name
#define NEED_WORDS NEEDS(NEED_WORD)

static const struct kind *
kind_find(struct span name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (span_is_equal(name, span_of(kinds[i].name)))
			return &kinds[i];
	return NULL;
}

const char *
need_meaning(struct span kind)
{
	const struct kind *found = kind_find(kind);

	return found != NULL ? found->meaning : NULL;
}

/* The history says of whom, and not what it is. */
static enum outcome
tell(struct db *db, const struct change *change, long long id,
    struct error *why)
{
	autoarena mem = { 0 };

	return history_add(db,
	    &(struct event){ .at = change->at,
		.who = change->who,
		.what = SPAN("communication needs changed"),
		.detail = arena_printf(&mem, "P%lld", id) },
	    why);
}

static enum outcome
set(struct db *db, const struct change *change, long long id,
    const struct need_row *need, struct error *why)
{
	autoarena mem = { 0 };
	struct person person;
	enum outcome how = people_find_present(db, id, &mem, &person, why);

	if (how == DONE)
		how = statement_run(db, Q_NEED_SET, why,
		    VALUES(value_number(id), value_text(need->kind),
			value_text(need->detail), value_number(change->at),
			value_text(change->who)));
	return how == DONE ? tell(db, change, id, why) : how;
}

enum outcome
needs_set(struct db *db, const struct change *change, long long id,
    struct span kind, struct span detail, struct error *why)
{
	const struct kind *found = kind_find(kind);
	struct need_row need = { id, kind, span_trim(detail) };
	enum outcome how;

	if (found == NULL)
		return fail(why, REFUSED, "a need can be:" NEED_WORDS);
	if (need.detail.len > MAX_PERSON_BYTES)
		return fail(why, REFUSED, "%s: it is too long", found->name);
	if (found->detail[0] != '\0' && need.detail.len == 0)
		return fail(why, REFUSED, "%s: say %s as well", found->name,
		    found->detail);
	how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	return transaction_end(db, set(db, change, id, &need, why), why);
}

static enum outcome
take(struct db *db, const struct change *change, long long id, struct span kind,
    struct error *why)
{
	enum outcome how = statement_run(db, Q_NEED_REMOVE, why,
	    VALUES(value_number(id), value_text(kind)));

	if (how != DONE)
		return how;
	if (statement_changes(db) == 0)
		return fail(why, REFUSED, "P%lld has no such need", id);
	return tell(db, change, id, why);
}

enum outcome
needs_remove(struct db *db, const struct change *change, long long id,
    struct span kind, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, take(db, change, id, kind, why), why);
}

static enum outcome
each(struct rows *rows, need_show *show, void *context, struct error *why)
{
	enum outcome how = DONE;
	bool is_wanted = true;

	while (is_wanted && rows_take(rows, &how, why))
		is_wanted =
		    show(&(struct need_row){ .person_id = rows_number(rows, 0),
			     .kind = rows_text(rows, 1),
			     .detail = rows_text(rows, 2) },
			context);
	return how;
}

enum outcome
needs_of_person(struct db *db, long long id, need_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_NEEDS_OF_PERSON, why,
	    VALUES(value_number(id)));

	return how == DONE ? each(&rows, show, context, why) : how;
}

enum outcome
needs_of_case(struct db *db, struct span reference, need_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_NEEDS_OF_CASE, why,
	    VALUES(value_text(reference)));

	return how == DONE ? each(&rows, show, context, why) : how;
}
