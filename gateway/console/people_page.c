/* people_page.c - the people of a case, and one person, as pages */
#include "base/io.h"
#include "base/utf8.h"
#include "console/desk.h"
#include "console/people.h"
#include "register/people_case.h"
#include "register/people_match.h"
#include "register/people_needs.h"
#include "register/restriction.h"

#define MAX_SUGGESTED 20

/* What the rows are written on. */
struct page {
	struct arena *mem;
	struct buf *text;
	struct span reference;
	bool is_numbered; /* lines say whom they are of */
};

static void
add_line(const struct page *page, const char *label, struct span value)
{
	buf_printf(page->text, "%-16s %.*s\n", label,
	    SPAN_ARG(utf8_clean_line(value, page->mem)));
}

/* ", words", or nothing. */
static struct span
comma(const struct page *page, struct span words)
{
	return words.len > 0
		   ? arena_printf(page->mem, ", %.*s", SPAN_ARG(words))
		   : SPAN("");
}

static struct span
number_of(const struct page *page, long long id)
{
	return page->is_numbered ? arena_printf(page->mem, "P%lld ", id)
				 : SPAN("");
}

/* --- lines ----------------------------------------------------------------- */

static bool
line_need(const struct need_row *row, void *context)
{
	const struct page *page = context;
	const char *meaning = need_meaning(row->kind);

	add_line(page, "Communication",
	    arena_printf(page->mem, "%.*s%s%s%.*s",
		SPAN_ARG(number_of(page, row->person_id)),
		meaning != NULL ? meaning : "has a need",
		row->detail.len > 0 ? ": " : "", SPAN_ARG(row->detail)));
	return true;
}

static const char *
role_label(struct span role)
{
	static const struct {
		const char *role, *label;
	} labels[] = { { "complainant", "Complainant" },
		{ "patient", "Patient" },
		{ "representative", "Representative" }, { "mp", "MP" },
		{ "advocate", "Advocate" } };

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (span_is_equal(role, span_of(labels[i].role)))
			return labels[i].label;
	return "Person";
}

static bool
line_involvement(const struct involvement_row *row, void *context)
{
	const struct page *page = context;
	bool represents = span_is_equal(row->role, SPAN("representative"));
	struct span evidence =
	    row->evidence_on.len > 0
		? arena_printf(page->mem, "evidence seen on %.*s",
		      SPAN_ARG(row->evidence_on))
		: SPAN("no evidence seen yet");

	add_line(page, role_label(row->role),
	    arena_printf(page->mem, "P%lld %.*s%.*s%.*s%.*s", row->person.id,
		SPAN_ARG(row->person.name.len > 0 ? row->person.name
						  : SPAN("(no name)")),
		SPAN_ARG(comma(page, row->contact)),
		SPAN_ARG(comma(page, row->basis)),
		SPAN_ARG(represents ? comma(page, evidence) : SPAN(""))));
	if (row->is_restricted)
		add_line(page, "Restricted",
		    arena_printf(page->mem, "P%lld: postroom person show P%lld",
			row->person.id, row->person.id));
	return true;
}

static bool
line_task(const struct new_issue_row *row, void *context)
{
	const struct page *page = context;

	add_line(page, "New issue?",
	    row->answer.len == 0
		? arena_printf(page->mem,
		      "P%lld is restricted; a person answers: postroom "
		      "restrict --new-issue yes|no %.*s",
		      row->person_id, SPAN_ARG(row->reference))
		: arena_printf(page->mem, "%.*s, said %.*s",
		      SPAN_ARG(row->answer), SPAN_ARG(row->who)));
	return true;
}

enum outcome
people_page(struct db *db, struct span reference, struct arena *mem,
    struct buf *text, struct error *why)
{
	struct page page = { mem, text, reference, true };
	enum outcome how = needs_of_case(db, reference, line_need, &page, why);

	if (how == DONE)
		how =
		    people_of_case(db, reference, line_involvement, &page, why);
	return how == DONE
		   ? restriction_tasks(db, reference, line_task, &page, why)
		   : how;
}

static bool
line_contact(const struct contact_row *row, void *context)
{
	const struct page *page = context;

	add_line(page,
	    span_is_equal(row->kind, SPAN("email"))    ? "E-mail"
	    : span_is_equal(row->kind, SPAN("postal")) ? "Post"
						       : "Telephone",
	    row->is_preferred ? arena_printf(page->mem, "%.*s (preferred)",
				    SPAN_ARG(row->value))
			      : row->value);
	return true;
}

static bool
line_restriction(const struct restriction_row *row, void *context)
{
	const struct page *page = context;
	bool is_over = row->ended_on.len > 0;

	add_line(page, is_over ? "Was restricted" : "Restricted",
	    arena_printf(page->mem,
		"%.*s%.*s, by %.*s on %.*s: %.*s; %s %.*s%s%.*s%s%.*s",
		SPAN_ARG(row->kind), SPAN_ARG(comma(page, row->detail)),
		SPAN_ARG(row->decided_by), SPAN_ARG(row->decided_on),
		SPAN_ARG(row->reason),
		is_over ? "ended on" : "to be looked at again by",
		SPAN_ARG(is_over ? row->ended_on : row->review_due),
		is_over ? ", by " : "", SPAN_ARG(row->ended_by),
		is_over ? ": " : "", SPAN_ARG(row->end_reason)));
	return true;
}

static bool
line_case(const struct person_case_row *row, void *context)
{
	const struct page *page = context;

	add_line(page, "Case",
	    arena_printf(page->mem, "%.*s %.*s%.*s: %.*s of %.*s, %.*s",
		SPAN_ARG(row->reference), SPAN_ARG(row->role),
		SPAN_ARG(comma(page, row->basis)),
		SPAN_ARG(
		    row->category.len > 0 ? row->category : SPAN("undecided")),
		SPAN_ARG(row->received_on), SPAN_ARG(row->state)));
	return true;
}

static bool
line_alike(const struct alike_row *row, void *context)
{
	const struct page *page = context;

	add_line(page, "Perhaps",
	    arena_printf(page->mem, "the same as P%lld: %.*s", row->other,
		SPAN_ARG(row->why)));
	return true;
}

static enum outcome
line_count(struct db *db, long long id, const struct page *page,
    struct error *why)
{
	struct person_contacts contacts = { 0 };
	enum outcome how = people_count(db, id, clock_now(), &contacts, why);

	if (how == DONE)
		add_line(page, "Wrote",
		    arena_printf(page->mem,
			"%lld times in %d days, of which %lld the same again",
			contacts.items, CONTACT_DAYS, contacts.same));
	return how;
}

enum outcome
person_page(struct db *db, long long id, struct arena *mem, struct buf *text,
    struct error *why)
{
	struct page page = { .mem = mem, .text = text };
	struct person person = { 0 };
	enum outcome how = people_find_present(db, id, mem, &person, why);

	if (how != DONE)
		return how;
	buf_printf(text, "P%lld\n\n", id);
	how = needs_of_person(db, id, line_need, &page, why);
	add_line(&page, "Name", person.name);
	if (person.born_on.len > 0)
		add_line(&page, "Born", person.born_on);
	if (how == DONE)
		how = people_contacts(db, id, line_contact, &page, why);
	if (how == DONE)
		how = restriction_each(db, id, line_restriction, &page, why);
	if (how == DONE)
		how = line_count(db, id, &page, why);
	if (how == DONE)
		how = people_cases(db, id, line_case, &page, why);
	return how == DONE
		   ? people_alike(db, id, MAX_SUGGESTED, line_alike, &page, why)
		   : how;
}
