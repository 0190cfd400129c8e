/* dividing.c - two cases of one item, one case of two */
#include "register/dividing.h"
#include "matter.h"
#include "register/acknowledging.h"
#include "register/closing.h"

static enum outcome
split_to(struct matter *m, enum category category, struct span *reference)
{
	return case_split(m->db,
	    &(struct splitting){ .change = m->change,
		.category = category,
		.policy = &m->policy,
		.domain = SPAN("northmoor.nhs.example") },
	    &m->mem, reference, &m->why);
}

static void
test_split(void)
{
	struct matter m;
	struct span second = SPAN("");
	struct case_row row;

	matter_open(&m);
	ok(split_to(&m, COMPLAINT, &second) == REFUSED, "it is that already");
	ok(split_to(&m, FOI, &second) == DONE, "a request inside a complaint");
	row = matter_row(&m, second);
	is_span(row.category, "foi", "its category");
	is_span(row.item_id, "m20261122T101500Z-0000000000000001",
	    "the same item");
	is_span(row.received_on, "2026-11-22", "received with it");
	is_span(row.response_due, "2026-12-21", "its own clock, of the UK");
	is_span(row.ack_due, "2026-11-25", "and to acknowledge");
	is_span(row.ack_state, "held", "its acknowledgement is held");
	row = matter_row(&m, m.change.reference);
	is_span(row.category, "complaint", "the first stays");
	is_span(row.response_due, "2027-05-21", "with its clock");
	is_span(row.ack_state, "due", "and its acknowledgement");
	ok(strstr(matter_event(&m, m.change.reference), "became CS26-000002") !=
		NULL,
	    "it says so: %s", matter_event(&m, m.change.reference));
	m.change.reference = second;
	ok(acknowledging_release(m.db, &m.change, &m.why) == DONE,
	    "a person lets the second one go: %s", m.why.text);
	is_span(matter_row(&m, second).ack_state, "due", "to the same author");
	matter_close(&m);
}

static struct span
add(struct matter *m, enum category category, int day_of_month)
{
	struct item *item = sample_complaint("m", &m->mem);

	item->verdict.category = category;
	item->owed.received_on = day_of(2026, 11, day_of_month);
	return matter_add(m, item);
}

static enum outcome
merge(struct matter *m, struct span from, struct span into)
{
	m->change.reference = from;
	return case_merge(m->db, &m->change, into, &m->why);
}

static void
test_merge(void)
{
	struct matter m;
	struct span first, second, foi, comment, early, held;
	struct item *item;

	matter_open(&m);
	first = m.change.reference;
	second = add(&m, COMPLAINT, 23);
	foi = add(&m, FOI, 23);
	comment = add(&m, COMMENT, 22);
	early = add(&m, COMPLAINT, 20);
	item = sample_complaint("m", &m.mem);
	item->owed.acknowledge = ACK_HOLD;
	held = matter_add(&m, item);
	ok(merge(&m, second, first) == REFUSED && matter_says(&m, "say why"),
	    "without a reason: %s", m.why.text);
	m.change.reason = SPAN("written twice");
	ok(merge(&m, first, first) == REFUSED, "into itself");
	ok(merge(&m, foi, first) == REFUSED && matter_says(&m, "lost"),
	    "a request loses its clock: %s", m.why.text);
	ok(merge(&m, second, comment) == REFUSED,
	    "a complaint does not end in a comment: %s", m.why.text);
	ok(merge(&m, early, first) == REFUSED &&
		matter_says(&m, "received first"),
	    "the earlier one counts: %s", m.why.text);
	ok(merge(&m, held, first) == REFUSED &&
		matter_says(&m, "waits for a person"),
	    "an acknowledgement is held: %s", m.why.text);
	ok(merge(&m, second, first) == DONE, "the second goes into the first");
	is_span(matter_row(&m, second).state, "closed", "and is closed");
	is_span(matter_row(&m, second).retain_until, "",
	    "kept as long as the other");
	ok(matter_set(&m, "owner", "Kim") == DONE, "an owner may be named");
	ok(matter_set(&m, "signed_by", "Kim") == REFUSED &&
		matter_says(&m, "went into"),
	    "no more: %s", m.why.text);
	ok(closing_undo(m.db, &m.change, &m.why) == REFUSED,
	    "it is not opened again");
	ok(merge(&m, second, first) == REFUSED, "nor merged again");
	matter_close(&m);
}

static void
ignore(struct span sentence, void *context)
{
	(void)sentence;
	(void)context;
}

/* What was merged is kept until its target may go. */
static void
test_keeping(void)
{
	struct matter m;
	struct span first, second, third;
	struct closed closed;

	matter_open(&m);
	first = m.change.reference;
	second = add(&m, COMPLAINT, 23);
	third = add(&m, COMPLAINT, 23);
	m.change.reason = SPAN("one matter");
	ok(merge(&m, third, second) == DONE && merge(&m, second, first) == DONE,
	    "a way of two");
	m.change.reference = first;
	ok(acknowledging_by_phone(m.db, &m.change, day_of(2026, 11, 23),
	       &m.why) == DONE,
	    "acknowledged");
	ok(closing_run(m.db,
	       &(struct closing){ .change = m.change,
		   .outcome = SPAN("withdrawn"),
		   .policy = &m.policy },
	       ignore, NULL, &closed, &m.why) == DONE,
	    "closed");
	is_span(matter_row(&m, first).retain_until, "2036-11-23", "kept until");
	is_span(matter_row(&m, second).retain_until, "2036-11-23", "so long");
	is_span(matter_row(&m, third).retain_until, "2036-11-23", "all of it");
	matter_close(&m);
}

int
main(void)
{
	test_split();
	test_merge();
	test_keeping();
	return done();
}
