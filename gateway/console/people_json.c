/* people_json.c - the people of a case, and one person, as objects */
#include "base/io.h"
#include "console/desk.h"
#include "console/people.h"
#include "register/people_case.h"
#include "register/people_match.h"
#include "register/people_needs.h"
#include "register/restriction.h"

#define MAX_SUGGESTED 20

struct object {
	struct db *db;
	struct arena *mem;
	struct json *json;
	struct error *why;
	enum outcome how; /* of what is read inside a row */
};

static void
json_person(const struct object *o, const char *key, long long id)
{
	json_text(o->json, key, arena_printf(o->mem, "P%lld", id));
}

static bool
json_need(const struct need_row *row, void *context)
{
	struct json *json = ((struct object *)context)->json;

	json_open(json, "", '{');
	json_text(json, "need", row->kind);
	json_text_or_null(json, "detail", row->detail);
	json_close(json, '}');
	return true;
}

static bool
json_involvement(const struct involvement_row *row, void *context)
{
	struct object *o = context;

	json_open(o->json, "", '{');
	json_person(o, "person", row->person.id);
	json_text(o->json, "role", row->role);
	json_text(o->json, "name", row->person.name);
	json_text_or_null(o->json, "born_on", row->person.born_on);
	json_text_or_null(o->json, "contact", row->contact);
	json_text_or_null(o->json, "basis", row->basis);
	json_text_or_null(o->json, "evidence_on", row->evidence_on);
	json_flag(o->json, "restricted", row->is_restricted);
	json_open(o->json, "needs", '[');
	o->how = needs_of_person(o->db, row->person.id, json_need, o, o->why);
	json_close(o->json, ']');
	json_close(o->json, '}');
	return o->how == DONE;
}

static bool
json_task(const struct new_issue_row *row, void *context)
{
	const struct object *o = context;

	json_open(o->json, "", '{');
	json_person(o, "person", row->person_id);
	json_text(o->json, "item", row->item_id);
	json_text(o->json, "asked_at", desk_instant(row->asked_at, o->mem));
	json_text_or_null(o->json, "answer", row->answer);
	json_text_or_null(o->json, "who", row->who);
	json_close(o->json, '}');
	return true;
}

enum outcome
people_json(struct db *db, struct span reference, struct arena *mem,
    struct json *json, struct error *why)
{
	struct object o = { db, mem, json, why, DONE };
	enum outcome how;

	json_open(json, "people", '[');
	how = people_of_case(db, reference, json_involvement, &o, why);
	json_close(json, ']');
	if (how == DONE)
		how = o.how;
	json_open(json, "new_issues", '[');
	if (how == DONE)
		how = restriction_tasks(db, reference, json_task, &o, why);
	json_close(json, ']');
	return how;
}

/* --- one person ------------------------------------------------------------ */

static bool
json_contact(const struct contact_row *row, void *context)
{
	struct json *json = ((struct object *)context)->json;

	json_open(json, "", '{');
	json_text(json, "kind", row->kind);
	json_text(json, "value", row->value);
	json_flag(json, "preferred", row->is_preferred);
	json_close(json, '}');
	return true;
}

static bool
json_restriction(const struct restriction_row *row, void *context)
{
	struct json *json = ((struct object *)context)->json;

	json_open(json, "", '{');
	json_text(json, "kind", row->kind);
	json_text_or_null(json, "detail", row->detail);
	json_text(json, "reason", row->reason);
	json_text(json, "decided_by", row->decided_by);
	json_text(json, "decided_on", row->decided_on);
	json_text(json, "review_due", row->review_due);
	json_text_or_null(json, "ended_on", row->ended_on);
	json_text_or_null(json, "ended_by", row->ended_by);
	json_text_or_null(json, "end_reason", row->end_reason);
	json_close(json, '}');
	return true;
}

static bool
json_case(const struct person_case_row *row, void *context)
{
	struct json *json = ((struct object *)context)->json;

	json_open(json, "", '{');
	json_text(json, "reference", row->reference);
	json_text(json, "role", row->role);
	json_text_or_null(json, "basis", row->basis);
	json_text_or_null(json, "evidence_on", row->evidence_on);
	json_text_or_null(json, "category", row->category);
	json_text(json, "state", row->state);
	json_text(json, "received_on", row->received_on);
	json_close(json, '}');
	return true;
}

static bool
json_alike(const struct alike_row *row, void *context)
{
	const struct object *o = context;

	json_open(o->json, "", '{');
	json_person(o, "person", row->other);
	json_text(o->json, "why", row->why);
	json_close(o->json, '}');
	return true;
}

static enum outcome
json_lists(const struct object *o, long long id)
{
	struct json *json = o->json;
	void *context = (void *)(size_t)o;
	enum outcome how;

	json_open(json, "needs", '[');
	how = needs_of_person(o->db, id, json_need, context, o->why);
	json_close(json, ']');
	json_open(json, "contacts", '[');
	if (how == DONE)
		how = people_contacts(o->db, id, json_contact, context, o->why);
	json_close(json, ']');
	json_open(json, "restrictions", '[');
	if (how == DONE)
		how = restriction_each(o->db, id, json_restriction, context,
		    o->why);
	json_close(json, ']');
	json_open(json, "cases", '[');
	if (how == DONE)
		how = people_cases(o->db, id, json_case, context, o->why);
	json_close(json, ']');
	json_open(json, "perhaps", '[');
	if (how == DONE)
		how = people_alike(o->db, id, MAX_SUGGESTED, json_alike,
		    context, o->why);
	json_close(json, ']');
	return how;
}

enum outcome
person_json(struct db *db, long long id, struct arena *mem, struct json *json,
    struct error *why)
{
	struct object o = { db, mem, json, why, DONE };
	struct person_contacts contacts = { 0 };
	struct person person = { 0 };
	enum outcome how = people_find_present(db, id, mem, &person, why);

	if (how == DONE)
		how = people_count(db, id, clock_now(), &contacts, why);
	if (how != DONE)
		return how;
	json_open(json, "", '{');
	json_person(&o, "person", id);
	json_text(json, "name", person.name);
	json_text_or_null(json, "born_on", person.born_on);
	json_number(json, "items_in_30_days", contacts.items);
	json_number(json, "the_same_again", contacts.same);
	how = json_lists(&o, id);
	json_close(json, '}');
	return how;
}
