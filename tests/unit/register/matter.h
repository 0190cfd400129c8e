/*
 * matter.h - a case in a register of its own, and the person who works on it
 */
#ifndef MATTER_H
#define MATTER_H

#include "policy.h"
#include "register/cases.h"
#include "register/rules.h"
#include "sample.h"
#include "tap.h"

struct matter {
	struct sample sample;
	struct arena mem;
	struct policy policy;
	struct change change; /* by jbell, of the first case */
	struct db *db;        /* own; of staff */
	struct error why;     /* of the last refusal */
	size_t n;             /* items so far */
};

/* Registers the item and works on its case. */
static inline struct span
matter_add(struct matter *m, struct item *item)
{
	struct db *intake = sample_db(&m->sample, DB_INTAKE);

	item->id = arena_printf(&m->mem, "m20261122T101500Z-%016zu", ++m->n);
	item->sha256 = arena_printf(&m->mem, "sha-%zu", m->n);
	item->content = item->sha256;
	if (item->message != NULL)
		item->message->message_id =
		    arena_printf(&m->mem, "<%zu@mail.example>", m->n);
	m->change.reference = sample_register(intake, item, &m->mem);
	db_close(intake);
	return m->change.reference;
}

/* A register with one case: a complaint by e-mail of 22 November 2026. */
static inline void
matter_open(struct matter *m)
{
	memset(m, 0, sizeof *m);
	sample_open(&m->sample);
	m->policy.retention_years = 10;
	for (int c = 0; c < CATEGORY_COUNT; c++)
		m->policy.ack_days[c] = 3;
	m->policy.response_days[FOI] = 20;
	m->change.who = SPAN("jbell");
	m->change.at = noon_of(2026, 11, 23);
	m->change.reason = SPAN("");
	matter_add(m, sample_complaint("m", &m->mem));
	m->db = sample_db(&m->sample, DB_STAFF);
}

static inline void
matter_close(struct matter *m)
{
	db_close(m->db);
	arena_release(&m->mem);
	sample_close(&m->sample);
}

/* Sets a field by the rules. */
static inline enum outcome
matter_set(struct matter *m, const char *field, const char *value)
{
	struct wanted_change wanted = { .change = m->change,
		.field = case_field_find(span_of(field)),
		.agreed_on = NO_DATE };
	enum outcome how = case_field_read(wanted.field, span_of(value),
	    &m->mem, &wanted.value, &m->why);

	return how == DONE ? casework_change(m->db, &wanted, &m->why) : how;
}

static inline const char *
matter_field(struct matter *m, const char *field)
{
	struct span value = SPAN("?");

	if (casework_get(m->db, m->change.reference, field, &m->mem, &value,
		&m->why) != DONE)
		die("test: %s", m->why.text);
	return arena_text(&m->mem, value);
}

struct matter_row {
	struct arena *mem;
	struct case_row row;
};

static inline bool
matter_copy(const struct case_row *row, void *context)
{
	struct matter_row *r = context;

	r->row.state = arena_copy(r->mem, row->state);
	r->row.category = arena_copy(r->mem, row->category);
	r->row.received_on = arena_copy(r->mem, row->received_on);
	r->row.ack_due = arena_copy(r->mem, row->ack_due);
	r->row.response_due = arena_copy(r->mem, row->response_due);
	r->row.ack_state = arena_copy(r->mem, row->ack_state);
	r->row.ack_note = arena_copy(r->mem, row->ack_note);
	r->row.paused_on = arena_copy(r->mem, row->paused_on);
	r->row.closed_on = arena_copy(r->mem, row->closed_on);
	r->row.retain_until = arena_copy(r->mem, row->retain_until);
	r->row.review_reason = arena_copy(r->mem, row->review_reason);
	r->row.item_id = arena_copy(r->mem, row->item_id);
	r->row.flags = arena_copy(r->mem, row->flags);
	r->row.needs_review = row->needs_review;
	return true;
}

/* The case as staff see it. */
static inline struct case_row
matter_row(struct matter *m, struct span reference)
{
	struct matter_row r = { .mem = &m->mem };

	if (cases_find(m->db, reference, matter_copy, &r, &m->why) != DONE)
		die("test: %s", m->why.text);
	return r.row;
}

static inline bool
matter_note_event(const struct case_event_row *row, void *context)
{
	struct span *last = ((void **)context)[0];

	*last = arena_printf(((void **)context)[1], "%.*s: %.*s. %.*s",
	    SPAN_ARG(row->who), SPAN_ARG(row->what), SPAN_ARG(row->detail));
	return true;
}

/* The last thing that the history tells of the case. */
static inline const char *
matter_event(struct matter *m, struct span reference)
{
	struct span last = SPAN("");
	void *context[2] = { &last, &m->mem };

	if (cases_events(m->db, reference, 0, matter_note_event, context,
		&m->why) != DONE)
		die("test: %s", m->why.text);
	return arena_text(&m->mem, last);
}

/* Does the last refusal say these words? */
static inline bool
matter_says(const struct matter *m, const char *words)
{
	return strstr(m->why.text, words) != NULL;
}

#endif
