/* restriction.c - writes down who is restricted, and finds them again */
#include "register/restriction.h"
#include "register/history.h"
#include "register/people.h"
#include "register/statement.h"
#include "triage/workday.h"

#include <string.h>

#define KIND_ROW(name, meaning, detail) { name, detail },
static const struct kind {
	const char *name, *detail;
} kinds[] = { RESTRICTIONS(KIND_ROW) };
#undef KIND_ROW

#define KIND_WORD(name, meaning, detail) " " name
#define KIND_WORDS RESTRICTIONS(KIND_WORD)

static const struct kind *
kind_find(struct span name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (span_is_equal(name, span_of(kinds[i].name)))
			return &kinds[i];
	return NULL;
}

static enum outcome
tell(struct db *db, const struct restricting *r, const char *what,
    struct span detail, struct error *why)
{
	return history_add(db,
	    &(struct event){ .at = r->at,
		.who = r->who,
		.what = span_of(what),
		.detail = detail },
	    why);
}

/* --- deciding -------------------------------------------------------------- */

static enum outcome
check_decider(const struct restricting *r, struct error *why)
{
	if (r->decided_by.len == 0)
		return fail(why, REFUSED, "say who decided: --by NAME");
	if (r->reason.len == 0)
		return fail(why, REFUSED, "say why: --reason WORDS");
	if (kind_find(r->kind) == NULL)
		return fail(why, REFUSED, "--kind can be:" KIND_WORDS);
	return DONE;
}

static bool
is_channel(struct span word)
{
	return span_is_equal(word, SPAN("email")) ||
	       span_is_equal(word, SPAN("post")) ||
	       span_is_equal(word, SPAN("phone"));
}

static enum outcome
check_detail(const struct restricting *r, struct error *why)
{
	const struct kind *kind = kind_find(r->kind);

	if (kind->detail[0] != '\0' && r->detail.len == 0)
		return fail(why, REFUSED, "%s takes --detail: %s", kind->name,
		    kind->detail);
	if (strcmp(kind->name, "one_channel") == 0 && !is_channel(r->detail))
		return fail(why, REFUSED, "--detail of one_channel is %s",
		    kind->detail);
	return DONE;
}

/* Six months by the calendar: 22 November to 22 May. */
static enum outcome
choose_review(const struct restricting *r, day *due, struct error *why)
{
	day today = day_in_london(r->at);
	day last = months_last_day(today, REVIEW_MONTHS) + 1;

	*due = r->review_due == NO_DATE ? last : r->review_due;
	if (*due <= today)
		return fail(why, REFUSED,
		    "--review: the day must lie after today");
	if (*due > last)
		return fail(why, REFUSED,
		    "--review: a restriction is looked at again within %d "
		    "months",
		    REVIEW_MONTHS);
	return DONE;
}

/* What holds of that kind; *id is 0 where none does. */
static enum outcome
find_now(struct db *db, const struct restricting *r, struct arena *mem,
    long long *id, struct span *detail, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_RESTRICTION_FIND, why,
	    VALUES(value_number(r->person_id), value_text(r->kind)));

	*id = 0;
	if (how == DONE && rows.has_row) {
		*id = rows_number(&rows, 0);
		*detail = arena_copy(mem, rows_text(&rows, 1));
	}
	return how;
}

static enum outcome
end(struct db *db, const struct restricting *r, long long id, struct error *why)
{
	autoarena mem = { 0 };

	return statement_run(db, Q_RESTRICTION_END, why,
	    VALUES(value_day(day_in_london(r->at), &mem),
		value_text(r->decided_by), value_text(r->reason),
		value_number(id)));
}

static enum outcome
begin(struct db *db, const struct restricting *r, day due, const char *what,
    struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = statement_run(db, Q_RESTRICTION_ADD, why,
	    VALUES(value_number(r->person_id), value_text(r->kind),
		value_text(r->detail), value_text(r->reason),
		value_text(r->decided_by),
		value_day(day_in_london(r->at), &mem), value_day(due, &mem),
		value_number(r->at), value_text(r->who)));

	if (how != DONE)
		return how;
	return tell(db, r, what,
	    arena_printf(&mem,
		"P%lld, %.*s, decided by %.*s; to be looked at "
		"again by %.*s",
		r->person_id, SPAN_ARG(r->kind), SPAN_ARG(r->decided_by),
		SPAN_ARG(day_words(due, &mem))),
	    why);
}

static enum outcome
decide(struct db *db, const struct restricting *asked, bool is_renewed,
    day *due, struct error *why)
{
	autoarena mem = { 0 };
	struct restricting r = *asked;
	struct person person;
	struct span detail = SPAN("");
	long long id = 0;
	enum outcome how =
	    people_find_present(db, r.person_id, &mem, &person, why);

	if (how == DONE)
		how = find_now(db, &r, &mem, &id, &detail, why);
	if (how != DONE)
		return how;
	if (id != 0 && !is_renewed)
		return fail(why, REFUSED,
		    "P%lld is restricted so already; --reviewed says that it "
		    "was looked at again",
		    r.person_id);
	if (id == 0 && is_renewed)
		return fail(why, REFUSED, "P%lld is not restricted so",
		    r.person_id);
	if (r.detail.len == 0)
		r.detail = detail;
	how = check_detail(&r, why);
	if (how == DONE && id != 0)
		how = end(db, &r, id, why);
	if (how == DONE)
		how = begin(db, &r, *due,
		    is_renewed ? "restriction goes on" : "restricted", why);
	return how;
}

static enum outcome
decide_whole(struct db *db, const struct restricting *r, bool is_renewed,
    day *review_due, struct error *why)
{
	day due = NO_DATE;
	enum outcome how = check_decider(r, why);

	if (how == DONE)
		how = choose_review(r, &due, why);
	if (how == DONE)
		how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	how = transaction_end(db, decide(db, r, is_renewed, &due, why), why);
	if (how == DONE)
		*review_due = due;
	return how;
}

enum outcome
restriction_add(struct db *db, const struct restricting *r, day *review_due,
    struct error *why)
{
	return decide_whole(db, r, false, review_due, why);
}

enum outcome
restriction_renew(struct db *db, const struct restricting *r, day *review_due,
    struct error *why)
{
	return decide_whole(db, r, true, review_due, why);
}

static enum outcome
lift(struct db *db, const struct restricting *r, struct error *why)
{
	autoarena mem = { 0 };
	struct span detail = SPAN("");
	long long id = 0;
	enum outcome how = find_now(db, r, &mem, &id, &detail, why);

	if (how == DONE && id == 0)
		how = fail(why, REFUSED, "P%lld is not restricted so",
		    r->person_id);
	if (how == DONE)
		how = end(db, r, id, why);
	if (how != DONE)
		return how;
	return tell(db, r, "restriction lifted",
	    arena_printf(&mem, "P%lld, %.*s, decided by %.*s", r->person_id,
		SPAN_ARG(r->kind), SPAN_ARG(r->decided_by)),
	    why);
}

enum outcome
restriction_lift(struct db *db, const struct restricting *r, struct error *why)
{
	enum outcome how = check_decider(r, why);

	if (how == DONE)
		how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	return transaction_end(db, lift(db, r, why), why);
}

/* --- reading --------------------------------------------------------------- */

enum outcome
restriction_each(struct db *db, long long person_id, restriction_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    person_id == 0
		? rows_start(&rows, db, Q_RESTRICTIONS_NOW, why, NULL, 0)
		: rows_start(&rows, db, Q_RESTRICTIONS_OF, why,
		      VALUES(value_number(person_id)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted =
		    show(&(struct restriction_row){ .person_id =
							rows_number(&rows, 0),
			     .name = rows_text(&rows, 1),
			     .kind = rows_text(&rows, 2),
			     .detail = rows_text(&rows, 3),
			     .reason = rows_text(&rows, 4),
			     .decided_by = rows_text(&rows, 5),
			     .decided_on = rows_text(&rows, 6),
			     .review_due = rows_text(&rows, 7),
			     .ended_on = rows_text(&rows, 8),
			     .ended_by = rows_text(&rows, 9),
			     .end_reason = rows_text(&rows, 10) },
			context);
	return how;
}

enum outcome
restriction_find(struct db *db, const struct origin *origin,
    long long *person_id, struct error *why)
{
	autoarena mem = { 0 };

	return statement_number(db, Q_RESTRICTION_OF_AUTHOR, person_id, why,
	    VALUES(value_text(contact_likeness(CONTACT_EMAIL,
		       origin->author.address, &mem)),
		value_text(origin->author.name),
		value_text(contact_likeness(CONTACT_POSTAL,
		    origin->postal_address, &mem)),
		value_text(
		    contact_likeness(CONTACT_PHONE, origin->phone, &mem))));
}
