/* people_match.c - finds the person who wrote, or makes one */
#include "register/people_match.h"
#include "base/buf.h"
#include "register/history.h"
#include "register/statement.h"

#define MAX_SUGGESTED 5 /* in the history of a case */

enum outcome
people_make(struct db *db, struct span name, struct span born_on, time_t now,
    long long *id, struct error *why)
{
	enum outcome how = statement_number(db, Q_PERSON_ADD, id, why,
	    VALUES(value_text(name), value_optional(born_on),
		value_number(now)));

	if (how != DONE)
		return how;
	return statement_run(db, Q_PERSON_NAME_ADD, why,
	    VALUES(value_number(*id), value_text(name)));
}

/* --- who wrote ------------------------------------------------------------- */

static enum outcome
tell(struct db *db, const struct authorship *a, const char *what,
    struct span detail, struct error *why)
{
	return history_add(db,
	    &(struct event){ .at = a->at,
		.who = a->who,
		.what = span_of(what),
		.detail = detail,
		.reference = a->reference },
	    why);
}

static enum outcome
add_contacts(struct db *db, const struct origin *o, long long id,
    struct error *why)
{
	const struct span values[] = { [CONTACT_EMAIL] = o->author.address,
		[CONTACT_POSTAL] = o->postal_address,
		[CONTACT_PHONE] = o->phone };
	autoarena mem = { 0 };
	enum outcome how = DONE;

	for (int kind = CONTACT_EMAIL; kind <= CONTACT_PHONE && how == DONE;
	     kind++) {
		struct span likeness = contact_likeness((enum contact_kind)kind,
		    values[kind], &mem);

		if (likeness.len > 0)
			how = statement_run(db, Q_CONTACT_ADD, why,
			    VALUES(value_number(id),
				value_word(
				    contact_kind_name((enum contact_kind)kind)),
				value_text(values[kind]),
				value_text(likeness)));
	}
	return how;
}

static enum outcome
find_same(struct db *db, const struct origin *o, long long *id,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span likeness =
	    contact_likeness(CONTACT_EMAIL, o->author.address, &mem);

	*id = 0;
	if (likeness.len == 0)
		return DONE;
	return statement_number(db, Q_PERSON_SAME, id, why,
	    VALUES(value_text(o->author.name), value_text(likeness)));
}

static bool
add_suggestion(const struct alike_row *row, void *context)
{
	struct buf *detail = context;

	buf_printf(detail, "%s P%lld: %.*s",
	    detail->len == 0 ? "Perhaps the same as" : ", or as", row->other,
	    SPAN_ARG(row->why));
	return true;
}

static enum outcome
each_alike(struct rows *rows, long long id, alike_show *show, void *context,
    struct error *why)
{
	enum outcome how = DONE;
	bool is_wanted = true;

	while (is_wanted && rows_take(rows, &how, why)) {
		int at = id == 0 ? 1 : 0;

		is_wanted = show(
		    &(struct alike_row){ .id = id == 0 ? rows_number(rows, 0)
						       : id,
			.other = rows_number(rows, at),
			.why = rows_text(rows, at + 1) },
		    context);
	}
	return how;
}

static enum outcome
tell_suggestions(struct db *db, const struct authorship *a, long long id,
    struct error *why)
{
	autobuf detail = BUF(1024);
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_PERSON_ALIKE, why,
	    VALUES(value_number(id), value_number(0),
		value_number(MAX_SUGGESTED)));

	if (how == DONE)
		how = each_alike(&rows, id, add_suggestion, &detail, why);
	if (how != DONE || detail.len == 0)
		return how;
	return tell(db, a, "perhaps known", buf_span(&detail), why);
}

static enum outcome
tell_known(struct db *db, const struct authorship *a, long long id,
    struct error *why)
{
	autoarena mem = { 0 };
	long long needs = 0;
	enum outcome how = statement_number(db, Q_NEED_COUNT, &needs, why,
	    VALUES(value_number(id)));

	if (how != DONE)
		return how;
	return tell(db, a, "known",
	    arena_printf(&mem, "The author is P%lld, who wrote before%s", id,
		needs > 0 ? "; they have communication needs" : ""),
	    why);
}

enum outcome
people_enter(struct db *db, const struct authorship *authorship, long long *id,
    struct error *why)
{
	const struct origin *o = authorship->origin;
	long long has = 0; /* already, in this very case */
	enum outcome how = find_same(db, o, id, why);
	bool is_known = how == DONE && *id != 0;

	if (how != DONE)
		return how;
	if (!is_known && o->author.name.len == 0 &&
	    o->author.address.len == 0 && o->postal_address.len == 0 &&
	    o->phone.len == 0)
		return DONE;
	if (is_known)
		how = statement_number(db, Q_PERSON_CASE_HAS, &has, why,
		    VALUES(value_number(authorship->case_id),
			value_number(*id)));
	else
		how = people_make(db, o->author.name, SPAN(""), authorship->at,
		    id, why);
	if (how == DONE)
		how = add_contacts(db, o, *id, why);
	if (how == DONE)
		how = statement_run(db, Q_PERSON_CASE_ENTER, why,
		    VALUES(value_number(*id), value_number(authorship->case_id),
			value_number(authorship->at),
			value_text(authorship->who)));
	if (how != DONE || has != 0)
		return how;
	return is_known ? tell_known(db, authorship, *id, why)
			: tell_suggestions(db, authorship, *id, why);
}

/* --- who may be the same --------------------------------------------------- */

enum outcome
people_alike(struct db *db, long long id, long long most, alike_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = id == 0
			       ? rows_start(&rows, db, Q_PERSONS_ALIKE, why,
				     VALUES(value_number(most)))
			       : rows_start(&rows, db, Q_PERSON_ALIKE, why,
				     VALUES(value_number(id), value_number(1),
					 value_number(most)));

	return how == DONE ? each_alike(&rows, id, show, context, why) : how;
}

static enum outcome
tell_apart(struct db *db, const struct change *change, long long low,
    long long high, struct error *why)
{
	autoarena mem = { 0 };
	struct person one = { 0 }, other = { 0 };
	enum outcome how = people_find_present(db, low, &mem, &one, why);

	if (how == DONE)
		how = people_find_present(db, high, &mem, &other, why);
	if (how == DONE)
		how = statement_run(db, Q_PERSON_APART_ADD, why,
		    VALUES(value_number(low), value_number(high),
			value_number(change->at), value_text(change->who)));
	if (how != DONE)
		return how;
	return history_add(db,
	    &(struct event){ .at = change->at,
		.who = change->who,
		.what = SPAN("people told apart"),
		.detail =
		    arena_printf(&mem, "P%lld and P%lld are two", low, high) },
	    why);
}

enum outcome
people_tell_apart(struct db *db, const struct change *change, long long one,
    long long other, struct error *why)
{
	enum outcome how;

	if (one == other)
		return fail(why, REFUSED, "that is one person");
	how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	return transaction_end(db,
	    tell_apart(db, change, one < other ? one : other,
		one < other ? other : one, why),
	    why);
}
