/* person.c - the people of the register, one by one and by case */
#include "base/utf8.h"
#include "console/casework.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/listing.h"
#include "console/pager.h"
#include "console/people.h"
#include "register/people_case.h"
#include "register/people_match.h"
#include "register/people_needs.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define MAX_LISTED 1000
#define PERSON_ARGUMENTS                                                       \
	"list [WORDS...] | show P12 | suggest [P12] | edit P12 ... | need "    \
	"P12 NEED [DETAIL] | merge P1 into P2 --reason WORDS | apart P1 P2"
#define PEOPLE_ARGUMENTS                                                       \
	"[--json] REF [--add ROLE|--remove ROLE P12|--name NAME]"

/* The person that an argument names; false, and told, where it is none. */
static bool
read_person(const struct call *call, int argument, long long *id)
{
	*id = argument < call->argc
		  ? person_number(span_of(call->argv[argument]))
		  : 0;
	if (*id != 0)
		return true;
	fprintf(stderr,
	    "postroom %s: a person has a number, such as P12: postroom person "
	    "list\n",
	    call->argv[0]);
	return false;
}

/* --- lists ----------------------------------------------------------------- */

static const char *const person_titles[] = { "PERSON", "NAME", "BORN",
	"CONTACT", "CASES", "NOTE" };

struct person_list {
	struct listing listing;
	struct arena *mem;
};

static bool
list_person(const struct person_row *row, void *context)
{
	struct person_list *list = context;
	struct span number = arena_printf(list->mem, "P%lld", row->person.id);
	const struct cell cells[] = {
		{ "person", CELL_TEXT, number, 0 },
		{ "name", CELL_TEXT, row->person.name, 0 },
		{ "born_on", CELL_OPTIONAL, row->person.born_on, 0 },
		{ "contact", CELL_OPTIONAL, row->contact, 0 },
		{ "cases", CELL_NUMBER, SPAN(""), row->n_cases },
		{ "communication_needs", CELL_FLAG, SPAN(""), row->has_needs },
		{ "restricted", CELL_FLAG, SPAN(""), row->is_restricted },
	};
	const struct span columns[] = { number, row->person.name,
		row->person.born_on, row->contact,
		arena_printf(list->mem, "%lld", row->n_cases),
		row->has_needs && row->is_restricted ? SPAN("needs, restricted")
		: row->has_needs                     ? SPAN("needs")
		: row->is_restricted                 ? SPAN("restricted")
						     : SPAN("") };

	if (list->listing.n == 0)
		listing_keys(&list->listing, cells, 7);
	listing_add(&list->listing, columns, row->is_restricted, cells, 7);
	return true;
}

static int
person_list_run(struct call *call)
{
	struct person_list list = { .listing =
					listing_make(call, person_titles, 6),
		.mem = call->mem };
	autobuf words = BUF(MAX_PERSON_BYTES);
	struct error why;
	autodb db = NULL;
	enum outcome how = desk_open(call, &db, &why);

	for (int i = 2; i < call->argc; i++)
		buf_printf(&words, "%s%s", i > 2 ? " " : "", call->argv[i]);
	if (how == DONE)
		how = people_each(db, buf_span(&words), MAX_LISTED, list_person,
		    &list, &why);
	if (how == DONE)
		listing_end(&list.listing, "Nobody.");
	return desk_end(call, how, &why);
}

static bool
list_alike(const struct alike_row *row, void *context)
{
	struct person_list *list = context;
	struct span one = arena_printf(list->mem, "P%lld", row->id);
	struct span other = arena_printf(list->mem, "P%lld", row->other);
	const struct cell cells[] = {
		{ "person", CELL_TEXT, one, 0 },
		{ "other", CELL_TEXT, other, 0 },
		{ "why", CELL_TEXT, row->why, 0 },
	};
	const struct span columns[] = { one, other, row->why };

	if (list->listing.n == 0)
		listing_keys(&list->listing, cells, 3);
	listing_add(&list->listing, columns, false, cells, 3);
	return true;
}

static int
person_suggest(struct call *call)
{
	static const char *const titles[] = { "PERSON", "OTHER", "WHY" };
	struct person_list list = { .listing = listing_make(call, titles, 3),
		.mem = call->mem };
	long long id = 0;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc > 3)
		return desk_usage(call, PERSON_ARGUMENTS);
	if (call->argc == 3 && !read_person(call, 2, &id))
		return EX_DATAERR;
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = people_alike(db, id, MAX_LISTED, list_alike, &list, &why);
	if (how == DONE)
		listing_end(&list.listing, "Nobody looks the same.");
	return desk_end(call, how, &why);
}

/* --- one person ------------------------------------------------------------ */

static int
person_show_run(struct call *call)
{
	bool is_json = call_flag(call, "--json");
	autobuf page = BUF(MAX_PAGE_BYTES);
	struct json json = { .out = &page };
	long long id;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc != 3)
		return desk_usage(call, PERSON_ARGUMENTS);
	if (!read_person(call, 2, &id))
		return EX_DATAERR;
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = is_json ? person_json(db, id, call->mem, &json, &why)
			      : person_page(db, id, call->mem, &page, &why);
	if (how == DONE && is_json)
		desk_print(&page);
	else if (how == DONE)
		pager_print(buf_span(&page));
	return desk_end(call, how, &why);
}

static int
person_edit_run(struct call *call)
{
	struct person_edit edit = {
		.name = call_value(call, "--name"),
		.born_on = call_value(call, "--born"),
		.email = call_value(call, "--email"),
		.postal = call_value(call, "--address"),
		.phone = call_value(call, "--phone"),
		.prefer = call_value(call, "--prefer"),
		.without = call_value(call, "--without"),
	};
	struct change change = casework_asked(call);
	long long id;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc != 3)
		return desk_usage(call, PERSON_ARGUMENTS);
	if (!read_person(call, 2, &id))
		return EX_DATAERR;
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = people_edit(db, &change, id, &edit, &why);
	if (how == DONE)
		printf("P%lld is changed.\n", id);
	return desk_end(call, how, &why);
}

static int
person_need(struct call *call)
{
	const char *without = call_value(call, "--without");
	struct change change = casework_asked(call);
	autobuf detail = BUF(MAX_PERSON_BYTES + 1);
	long long id;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (without != NULL ? call->argc != 3 : call->argc < 4)
		return desk_usage(call, PERSON_ARGUMENTS);
	if (!read_person(call, 2, &id))
		return EX_DATAERR;
	for (int i = 4; i < call->argc; i++)
		buf_printf(&detail, "%s%s", i > 4 ? " " : "", call->argv[i]);
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how =
		    without != NULL
			? needs_remove(db, &change, id, span_of(without), &why)
			: needs_set(db, &change, id, span_of(call->argv[3]),
			      buf_span(&detail), &why);
	if (how == DONE)
		printf("P%lld: %s is %s.\n", id,
		    without != NULL ? without : call->argv[3],
		    without != NULL ? "taken off" : "written down");
	return desk_end(call, how, &why);
}

/* --- two people ------------------------------------------------------------ */

static int
person_merge(struct call *call)
{
	struct change change = casework_asked(call);
	long long from, into;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc != 5 ||
	    !span_is_same_word(span_of(call->argv[3]), SPAN("into")))
		return desk_usage(call, PERSON_ARGUMENTS);
	if (!read_person(call, 2, &from) || !read_person(call, 4, &into))
		return EX_DATAERR;
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = people_merge(db, &change, from, into, &why);
	if (how == DONE)
		printf("P%lld is P%lld from now on.\n", from, into);
	return desk_end(call, how, &why);
}

static int
person_apart(struct call *call)
{
	struct change change = casework_asked(call);
	long long one, other;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc != 4)
		return desk_usage(call, PERSON_ARGUMENTS);
	if (!read_person(call, 2, &one) || !read_person(call, 3, &other))
		return EX_DATAERR;
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = people_tell_apart(db, &change, one, other, &why);
	if (how == DONE)
		printf("P%lld and P%lld are two people.\n", one, other);
	return desk_end(call, how, &why);
}

int
person_command(const struct call *asked)
{
	static const struct {
		const char *word;
		int (*run)(struct call *call);
	} verbs[] = {
		{ "list", person_list_run },
		{ "show", person_show_run },
		{ "suggest", person_suggest },
		{ "edit", person_edit_run },
		{ "need", person_need },
		{ "merge", person_merge },
		{ "apart", person_apart },
	};
	struct call call = *asked;

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (call.argc > 1 && strcmp(call.argv[1], verbs[i].word) == 0)
			return verbs[i].run(&call);
	return desk_usage(&call, PERSON_ARGUMENTS);
}

/* --- the people of a case -------------------------------------------------- */

/* A change of who is who, as it was asked for. */
struct people_order {
	struct change change;
	const char *add, *remove; /* a role */
	struct involvement who;
};

static struct people_order
order_read(struct call *call)
{
	struct people_order order = { .change = casework_asked(call),
		.add = call_value(call, "--add"),
		.remove = call_value(call, "--remove") };
	const char *name = call_value(call, "--name");

	order.who = (struct involvement){
		.name = span_of(name),
		.born_on = span_trim(span_of(call_value(call, "--born"))),
		.basis = span_of(call_value(call, "--basis")),
		.evidence_on =
		    span_trim(span_of(call_value(call, "--evidence"))),
		.role = span_of(order.add),
	};
	return order;
}

static enum outcome
order_run(struct db *db, const struct people_order *order, struct error *why)
{
	const struct involvement *who = &order->who;
	long long id = who->person_id;
	enum outcome how;

	if (order->remove != NULL)
		how = people_dismiss(db, &order->change, id,
		    span_of(order->remove), why);
	else
		how = people_involve(db, &order->change, who, &id, why);
	if (how == DONE)
		printf("%.*s: P%lld is %s%s.\n",
		    SPAN_ARG(order->change.reference), id,
		    order->remove != NULL ? "no more " : "",
		    order->remove != NULL ? order->remove : order->add);
	return how;
}

static enum outcome
people_print(struct db *db, const struct call *call, struct span reference,
    bool is_json, struct error *why)
{
	autobuf page = BUF(MAX_PAGE_BYTES);
	struct json json = { .out = &page };
	enum outcome how;

	if (!is_json) {
		how = people_page(db, reference, call->mem, &page, why);
		if (how == DONE && page.len == 0)
			puts("Nobody is known.");
		else if (how == DONE)
			pager_print(buf_span(&page));
		return how;
	}
	json_open(&json, "", '{');
	json_text(&json, "reference", reference);
	how = people_json(db, reference, call->mem, &json, why);
	json_close(&json, '}');
	if (how == DONE)
		desk_print(&page);
	return how;
}

int
people_command(const struct call *asked)
{
	struct call call = *asked;
	bool is_json = call_flag(&call, "--json");
	struct people_order order = order_read(&call);
	bool is_change = order.add != NULL || order.remove != NULL;
	bool is_named = order.who.name.len > 0;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != (is_change && !is_named ? 3 : 2) ||
	    (order.add != NULL && order.remove != NULL) ||
	    (is_named && order.add == NULL))
		return desk_usage(&call, PEOPLE_ARGUMENTS);
	if (!desk_reference(&call, 1, &order.change.reference) ||
	    (is_change && !is_named &&
		!read_person(&call, 2, &order.who.person_id)))
		return EX_DATAERR;
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = is_change ? order_run(db, &order, &why)
				: people_print(db, &call,
				      order.change.reference, is_json, &why);
	return desk_end(&call, how, &why);
}
