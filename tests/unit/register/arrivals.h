/*
 * arrivals.h - what comes into the registers of a sweep
 */
#ifndef ARRIVALS_H
#define ARRIVALS_H

#include "register/casework.h"
#include "sweep.h"

#define DOMAIN SPAN("northmoor.nhs.example")

/* The reference of the case of that number. */
static inline struct span
nth(const struct act *a, long long n)
{
	return reference_make(2026, n, a->mem);
}

static inline enum outcome
enter(struct act *a, const struct item *item)
{
	struct registration r = { 0 };
	enum outcome how =
	    items_register(a->db, item, DOMAIN, a->mem, &r, a->why);

	if (how == DONE)
		buf_printf(a->out, "%d %.*s %.*s", r.is_known,
		    SPAN_ARG(r.first_id), SPAN_ARG(r.reference));
	return how;
}

/* Somebody else's, all of it read. */
static inline struct item *
from(struct act *a, const char *id, const char *name)
{
	struct item *i = sample_complaint(id, a->mem);

	i->origin.author.name = span_of(name);
	i->origin.author.address =
	    arena_printf(a->mem, "%s@people.example", name);
	i->owed.to = i->origin.author;
	return i;
}

/* The number that one of the operation's words is. */
static inline long long
number(const struct act *a, size_t word)
{
	long long n = 0;

	if (!span_to_number(span_of(a->with[word]), 0, 1000000, &n))
		die("test: %s is no number", a->with[word]);
	return n;
}

/* By jbell, of the case whose number the first word is. */
static inline struct change
change_of(const struct act *a, const char *reason)
{
	return (struct change){ .reference = nth(a, number(a, 0)),
		.who = SPAN("jbell"),
		.reason = span_of(reason),
		.at = noon_of(2026, 11, 23) };
}

/* --- a complaint, a letter, a request, one unread, a call, a compliment ------ */

static inline enum outcome
arrive_complaint(struct act *a)
{
	struct item *i = from(a, a->with[0], a->with[1]);
	static struct topic topics[] = { { .name = "attitude",
	    .weight = 700,
	    .phrase = { "rude", 4 },
	    .end = 4 } };

	i->verdict.flags[0].refer_to = SPAN("Press Office, Head of Legal");
	i->verdict.flags[1].refer_to = SPAN("Patient Safety Team");
	i->verdict.topics = topics;
	i->verdict.n_topics = 1;
	i->origin.phone = SPAN("01632 960101");
	i->origin.postal_address = SPAN("1 Mill Lane\nNorthmoor");
	return enter(a, i);
}

static inline enum outcome
arrive_letter(struct act *a)
{
	struct item *i = sample_letter(a->with[0], a->mem);

	i->origin.author.name = span_of(a->with[1]);
	return enter(a, i);
}

static inline enum outcome
arrive_request(struct act *a)
{
	struct item *i = from(a, a->with[0], a->with[1]);

	i->verdict.category = FOI;
	i->owed.template = SPAN("foi");
	i->owed.response_due = day_of(2026, 12, 18);
	return enter(a, i);
}

static inline enum outcome
arrive_unread(struct act *a)
{
	struct item *i = from(a, a->with[0], a->with[1]);

	i->root.outcome = PART_ENCRYPTED;
	i->n_parts = i->n_spans = 0;
	i->verdict = (struct verdict){ .needs_review = true };
	i->owed.acknowledge = ACK_HOLD;
	i->owed.why_not = SPAN("nothing in it could be read");
	i->owed.template = SPAN("unreadable");
	i->owed.may_go_neutral = true;
	return enter(a, i);
}

static inline enum outcome
arrive_call(struct act *a)
{
	struct item *i = from(a, a->with[0], a->with[1]);
	struct note *note = arena_alloc(a->mem, sizeof *note);

	note->by = SPAN("jbell");
	i->note = note;
	i->message = NULL;
	i->owed.acknowledge = ACK_NO;
	i->owed.why_not = SPAN("told on the telephone");
	return enter(a, i);
}

static inline enum outcome
arrive_compliment(struct act *a)
{
	struct item *i = from(a, a->with[0], a->with[1]);

	i->verdict.category = COMPLIMENT;
	i->verdict.n_flags = 0;
	i->owed.template = SPAN("compliment");
	i->owed.response_due = NO_DATE;
	return enter(a, i);
}

#endif
