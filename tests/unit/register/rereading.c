/* rereading.c - an item that was refused is read once more */
#include "register/rereading.h"
#include "matter.h"
#include "register/details.h"

/* A message that could not be opened, set aside. */
static struct item *
a_sealed(struct matter *m)
{
	struct item *i = sample_complaint("m", &m->mem);

	i->root.outcome = PART_ENCRYPTED;
	i->root.note = SPAN("it has a password");
	i->n_parts = 0;
	i->n_spans = 0;
	i->verdict = (struct verdict){ .needs_review = true };
	i->verdict.flags = ARENA_ARRAY(&m->mem, 1, struct flag);
	i->verdict.flags[0] = (struct flag){ .kind = MEDIA };
	i->verdict.n_flags = 1;
	i->origin.author = (struct mailbox_address){ SPAN(""), SPAN("") };
	i->owed.acknowledge = ACK_HOLD;
	i->owed.why_not = SPAN("nothing in it could be read");
	i->owed.to = (struct mailbox_address){ SPAN(""), SPAN("") };
	i->owed.template = SPAN("unreadable");
	return i;
}

static void
place(struct matter *m, struct span id, const char *where)
{
	autodb intake = sample_db(&m->sample, DB_INTAKE);

	if (items_set_place(intake, id, span_of(where), &m->why) != DONE)
		die("test: %s", m->why.text);
}

static enum outcome
ask(struct matter *m, struct span id, struct rereading *found)
{
	return rereading_ask(m->db, id, &m->change, &m->mem, found, &m->why);
}

static struct registration
read_as(struct matter *m, struct item *item)
{
	autodb intake = sample_db(&m->sample, DB_INTAKE);
	struct registration r = { 0 };

	if (items_register(intake, item, SPAN("nhs.example"), &m->mem, &r,
		&m->why) != DONE)
		die("test: %s", m->why.text);
	return r;
}

static bool
note_part(const struct detail_part *row, void *context)
{
	struct buf *texts = context;

	buf_printf(texts, "%.*s|", SPAN_ARG(row->text));
	return true;
}

static const char *
texts_of(struct matter *m, struct span reference)
{
	autobuf texts = BUF(65536);

	if (details_parts(m->db, reference, note_part, &texts, &m->why) != DONE)
		die("test: %s", m->why.text);
	return arena_text(&m->mem, buf_span(&texts));
}

static void
test_asking(struct matter *m, struct span id)
{
	struct rereading found = { .reference = SPAN("?") };

	ok(ask(m, SPAN("m9"), &found) == REFUSED, "no such item");
	ok(ask(m, id, &found) == REFUSED && matter_says(m, "not refused"),
	    "one in work: %s", m->why.text);
	place(m, id, "kept/2026/11/m");
	ok(ask(m, id, &found) == REFUSED, "one that is kept");
	is_span(found.reference, "?", "gives nothing");
	place(m, id, "refused/m");
	ok(ask(m, id, &found) == DONE, "one that was refused");
	is_span(found.reference, arena_text(&m->mem, m->change.reference),
	    "of this case");
	is_text(matter_event(m, m->change.reference),
	    "jbell: to be read again. ", "history");
	ok(ask(m, id, &found) == DONE, "asked twice");
}

static void
test_reading(void)
{
	struct matter m;
	struct item *item;
	struct span id, reference;
	struct case_row row;

	matter_open(&m);
	item = a_sealed(&m);
	reference = matter_add(&m, item);
	id = item->id;
	is_text(texts_of(&m, reference), "", "nothing of it is known");
	item = sample_complaint("m", &m.mem);
	item->id = id;
	(void)read_as(&m, item);
	is_text(texts_of(&m, reference), "",
	    "and nothing more, unless somebody asks");
	test_asking(&m, id);
	is_span(read_as(&m, item).reference, arena_text(&m.mem, reference),
	    "the same case");
	is_text(texts_of(&m, reference),
	    "I wish to complain about the ward.|Nobody came.|",
	    "has its text now");
	row = matter_row(&m, reference);
	is_span(row.category, "complaint", "its category");
	is_span(row.flags, "patient_safety media", "its flags, each once");
	is_span(row.ack_due, "2026-11-25", "the clock that it had");
	ok(row.needs_review && span_ends_with(row.review_reason,
				   SPAN("it was read again: see what it is")),
	    "a person looks: %.*s", SPAN_ARG(row.review_reason));
	is_span(row.ack_state, "held", "before anything is sent");
	is_text(matter_event(&m, reference),
	    "intake: read again. It could be read; a person reviews it",
	    "history");
	item->n_parts = 0;
	(void)read_as(&m, item);
	ok(strlen(texts_of(&m, reference)) > 0, "once for each time asked");
	matter_close(&m);
}

static void
test_decided(void)
{
	struct matter m;
	struct item *item;
	struct span id, reference, of = SPAN("?");
	struct rereading found;

	matter_open(&m);
	item = a_sealed(&m);
	reference = matter_add(&m, item);
	id = item->id;
	ok(item_case_find(m.db, id, &m.mem, &of, &m.why) == DONE &&
		span_is_equal(of, reference),
	    "the case of the item is found");
	ok(item_case_find(m.db, SPAN("m9"), &m.mem, &of, &m.why) == DONE &&
		of.len == 0,
	    "none of an item that there is not");
	place(&m, id, "refused/m");
	m.change.reference = reference;
	if (ask(&m, id, &found) != DONE)
		die("test: %s", m.why.text);
	(void)read_as(&m, item);
	is_text(matter_event(&m, reference),
	    "intake: read again. It still cannot be read (encrypted)",
	    "it may fail once more");
	matter_close(&m);
}

int
main(void)
{
	test_reading();
	test_decided();
	return done();
}
