/* correction.c - what a person says of a category */
#include "register/correction.h"
#include "register/cases.h"
#include "register/history.h"
#include "sample.h"
#include "tap.h"

static const struct policy policy = {
	.name = { "trust", 5 },
	.ack_days = { 3, 3, 3, 3, 3, 2 },
	.acknowledges = { true, true, true, true, true, true },
	.response_days = { [FOI] = 20 },
};

static enum outcome
correct(struct db *db, struct span reference, enum category to,
    const char *reason, enum category *from)
{
	struct error why = { "" };
	struct correction c = { .reference = reference,
		.to = to,
		.by = SPAN("Ann Officer"),
		.reason = span_of(reason),
		.at = 1795400000,
		.policy = &policy };
	enum outcome how = correction_add(db, &c, from, &why);

	if (how != DONE)
		printf("# %s\n", why.text);
	return how;
}

struct seen {
	char category[32], ack_due[32], response_due[32], received_on[32];
	bool needs_review;
};

static bool
see(const struct case_row *row, void *context)
{
	struct seen *s = context;

	snprintf(s->category, sizeof s->category, "%.*s",
	    SPAN_ARG(row->category));
	snprintf(s->ack_due, sizeof s->ack_due, "%.*s", SPAN_ARG(row->ack_due));
	snprintf(s->response_due, sizeof s->response_due, "%.*s",
	    SPAN_ARG(row->response_due));
	snprintf(s->received_on, sizeof s->received_on, "%.*s",
	    SPAN_ARG(row->received_on));
	s->needs_review = row->needs_review;
	return true;
}

static struct seen
look(struct db *db, struct span reference)
{
	struct seen s = { .category = "" };
	struct error why;

	if (cases_find(db, reference, see, &s, &why) != DONE)
		die("test: %s", why.text);
	return s;
}

struct learnt {
	int n;
	enum category category;
	bool has_text, has_mark;
};

static void
learn(const struct corrected *c, void *context)
{
	struct learnt *l = context;

	l->n++;
	l->category = c->category;
	l->has_text = c->text.len > 0;
	l->has_mark = span_find(c->text, SPAN("> "), 0) != SPAN_NOT_FOUND;
}

/* The case of a complaint that intake registered. */
static struct span
register_one(const struct sample *s, struct arena *mem)
{
	struct db *db = sample_db(s, DB_INTAKE);
	struct item *item = sample_complaint("20261122T101500-1", mem);
	struct registration r = { 0 };
	struct error why;

	if (items_register(db, item, SPAN("northmoor.example"), mem, &r,
		&why) != DONE)
		die("test: %s", why.text);
	db_close(db);
	return r.reference;
}

static void
test_rules(struct db *db, struct span reference)
{
	enum category from = FOI;
	struct seen s = look(db, reference);
	char received[32];

	snprintf(received, sizeof received, "%s", s.received_on);
	is_number(correct(db, SPAN("CS26-999999-X"), COMMENT, "x", &from),
	    REFUSED, "no such case");
	is_number(correct(db, reference, COMPLIMENT, "", &from), REFUSED,
	    "a complaint becomes nothing less without a reason");
	is_number(correct(db, reference, CONCERN, "", &from), REFUSED,
	    "nor a concern");
	is_text(look(db, reference).category, "complaint", "and stays one");
	is_number(from, FOI, "with nothing told");
	is_number(correct(db, reference, COMPLAINT, "", &from), DONE,
	    "it is confirmed");
	is_number(correct(db, reference, FOI, "it asks for figures", &from),
	    DONE, "with a reason it becomes a request");
	is_number(from, COMPLAINT, "that was a complaint");
	s = look(db, reference);
	is_text(s.category, "foi", "a request now");
	is_text(s.received_on, received, "received when it was");
	is_text(s.response_due, "2026-12-21", "due by its own law");
	ok(!s.needs_review, "that nobody needs to look at");
	is_number(correct(db, reference, COMPLAINT, "", &from), DONE,
	    "to make more of it takes none");
	is_text(look(db, reference).response_due, "2027-05-21",
	    "and brings a complaint's days");
}

static void
test_kept(struct db *db, struct span reference)
{
	struct learnt l = { 0 };
	struct error why = { "" };
	char head[HISTORY_HASH_BYTES];
	long long n;
	enum category from;

	if (correct(db, reference, COMMENT, "an idea", &from) != DONE)
		die("test: not corrected");
	is_number(corrections_each(db, learn, &l, &why), DONE, "%s", why.text);
	is_number(l.n, 1, "an item is learnt once");
	is_number(l.category, COMMENT, "by what was said last");
	ok(l.has_text, "from its text");
	ok(!l.has_mark, "without what it quotes");
	is_number(history_verify(db, &n, head, &why), DONE,
	    "the history is whole");
}

/* What a person cannot decide is put back, and taken up again. */
static void
test_undecided(struct db *db, struct span reference)
{
	struct learnt l = { 0 };
	struct error why = { "" };
	enum category from = FOI;

	if (correct(db, reference, CONCERN, "it hurt", &from) != DONE)
		die("test: not corrected");
	is_number(correct(db, reference, CATEGORY_NONE, "", &from), REFUSED,
	    "a concern becomes undecided with a reason");
	is_number(
	    correct(db, reference, CATEGORY_NONE, "there are two in it", &from),
	    DONE, "which is given");
	is_text(look(db, reference).category, "", "nobody knows what it is");
	is_number(corrections_each(db, learn, &l, &why), DONE, "%s", why.text);
	ok(l.n == 1 && l.category == CATEGORY_NONE, "and it teaches so");
	is_number(correct(db, reference, COMMENT, "", &from), REFUSED,
	    "it may be a complaint: less takes a reason");
	is_number(correct(db, reference, COMPLAINT, "", &from), DONE,
	    "that takes none");
	is_number(from, CATEGORY_NONE, "and was undecided before");
}

int
main(void)
{
	autoarena mem = { NULL };
	struct sample s;
	struct span reference;
	struct db *db;

	sample_open(&s);
	reference = register_one(&s, &mem);
	db = sample_db(&s, DB_STAFF);
	test_rules(db, reference);
	test_kept(db, reference);
	test_undecided(db, reference);
	db_close(db);
	sample_close(&s);
	return done();
}
