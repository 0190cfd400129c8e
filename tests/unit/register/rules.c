/* rules.c - what may be written down of a case, and what the law forbids */
#include "matter.h"
#include "register/correction.h"
#include "register/lists.h"

static enum outcome
agree(struct matter *m, const char *due, day on)
{
	return casework_change(m->db,
	    &(struct wanted_change){ .change = m->change,
		.field = case_field_find(SPAN("agreed_due")),
		.value = span_of(due),
		.agreed_on = on },
	    &m->why);
}

static void
test_days(void)
{
	static const struct {
		const char *field, *value, *says; /* NULL: it is done */
	} cases[] = {
		{ "response_sent_on", "2026-11-23", NULL },
		{ "response_sent_on", "2026-11-22", NULL },
		{ "response_sent_on", "2026-11-21", "received later" },
		{ "response_sent_on", "2026-11-24", "has not come yet" },
		{ "event_date", "2025-01-02", NULL },
		{ "actions_due", "2027-01-04", NULL },
		{ "outcome", "upheld", "postroom close" },
		{ "paused_on", "2026-11-23", "postroom pause" },
		{ "agreed_on", "2026-11-23", "--on DATE" },
		{ "acknowledged_on", "2026-11-23", "--by-phone" },
	};
	struct matter m;

	matter_open(&m);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum outcome how =
		    matter_set(&m, cases[i].field, cases[i].value);

		ok(cases[i].says == NULL
			? how == DONE
			: how == REFUSED && matter_says(&m, cases[i].says),
		    "%s %s: %s", cases[i].field, cases[i].value,
		    how == DONE ? "done" : m.why.text);
	}
	m.change.reference = SPAN("CS26-999999-X");
	ok(matter_set(&m, "owner", "Kim Lowe") == REFUSED, "no such case");
	matter_close(&m);
}

/* The six months of a complaint of 22 November 2026 end on 21 May 2027. */
static void
test_agreed(void)
{
	struct matter m;

	matter_open(&m);
	ok(agree(&m, "2026-11-23", NO_DATE) == REFUSED &&
		matter_says(&m, "after today"),
	    "agreed for today: %s", m.why.text);
	ok(agree(&m, "2027-01-29", NO_DATE) == DONE, "agreed");
	is_span(matter_row(&m, m.change.reference).response_due, "2027-01-29",
	    "the response is due then");
	is_text(matter_field(&m, "agreed_on"), "2026-11-23", "agreed today");
	ok(agree(&m, "2027-03-01", NO_DATE) == REFUSED &&
		matter_says(&m, "takes a reason"),
	    "an extension without a reason: %s", m.why.text);
	m.change.reason = SPAN("two wards must answer");
	ok(agree(&m, "2027-03-01", NO_DATE) == DONE, "and with one");
	is_text(matter_event(&m, m.change.reference),
	    "jbell: changed. agreed_due: 2027-03-01 (two wards must answer)",
	    "the history has both");
	m.change.at = noon_of(2027, 5, 21);
	ok(agree(&m, "2027-08-02", NO_DATE) == DONE,
	    "more than six months, agreed on their last day");
	m.change.at = noon_of(2027, 5, 22);
	ok(agree(&m, "2027-09-02", NO_DATE) == REFUSED &&
		matter_says(&m, "six months"),
	    "the day after: %s", m.why.text);
	ok(agree(&m, "2027-09-02", day_of(2027, 5, 21)) == DONE,
	    "written down then, agreed before");
	ok(agree(&m, "2027-09-03", day_of(2027, 5, 23)) == REFUSED,
	    "agreed tomorrow");
	ok(agree(&m, "2027-09-03", day_of(2026, 11, 21)) == REFUSED,
	    "agreed before it came");
	matter_close(&m);
}

static void
test_no_agreement(void)
{
	struct matter m;
	struct item *item;

	matter_open(&m);
	item = sample_complaint("m", &m.mem);
	item->verdict.category = FOI;
	matter_add(&m, item);
	ok(agree(&m, "2027-01-29", NO_DATE) == REFUSED &&
		matter_says(&m, "20 working days"),
	    "the law's days for information: %s", m.why.text);
	item = sample_complaint("m", &m.mem);
	item->verdict.category = CONCERN;
	matter_add(&m, item);
	m.change.at = noon_of(2027, 5, 22);
	ok(agree(&m, "2027-09-02", NO_DATE) == DONE,
	    "six months bind complaints alone");
	matter_close(&m);
}

/* What was agreed holds when somebody says that it is a complaint after all. */
static void
test_corrected(void)
{
	struct matter m;
	struct item *item;
	enum category from;
	struct correction c = { .to = COMPLAINT, .by = SPAN("Kim") };

	matter_open(&m);
	item = sample_complaint("m", &m.mem);
	item->verdict.category = CONCERN;
	c.reference = matter_add(&m, item);
	c.policy = &m.policy;
	ok(agree(&m, "2027-01-29", NO_DATE) == DONE, "agreed");
	ok(correction_add(m.db, &c, &from, &m.why) == DONE, "corrected");
	is_span(matter_row(&m, c.reference).response_due, "2027-01-29",
	    "the day stays");
	is_span(matter_row(&m, c.reference).received_on, "2026-11-22",
	    "and the receipt");
	c.to = FOI;
	c.reason = SPAN("it asks for figures");
	ok(correction_add(m.db, &c, &from, &m.why) == DONE, "information");
	is_span(matter_row(&m, c.reference).response_due, "2026-12-21",
	    "has the law's");
	matter_close(&m);
}

static void
test_needs(void)
{
	struct matter m;

	matter_open(&m);
	ok(matter_set(&m, "transferred_to", "Southmoor Trust") == REFUSED &&
		matter_says(&m, "agree first"),
	    "passed on without consent: %s", m.why.text);
	ok(matter_set(&m, "transfer_consent", "requested") == DONE, "asked");
	ok(matter_set(&m, "transferred_to", "Southmoor Trust") == REFUSED,
	    "is not enough");
	ok(matter_set(&m, "transfer_consent", "received") == DONE, "given");
	ok(matter_set(&m, "transferred_to", "Southmoor Trust") == DONE,
	    "passed on");
	ok(matter_set(&m, "transferred_from", "Eastmoor ICB") == DONE,
	    "it came from another body");
	ok(matter_set(&m, "late_decision", "refused") == REFUSED,
	    "late: nobody decided");
	ok(matter_set(&m, "late_decided_by", "Kim Lowe") == DONE, "who");
	ok(matter_set(&m, "late_decision", "refused") == REFUSED, "nor why");
	m.change.reason = SPAN("the notes are gone");
	ok(matter_set(&m, "late_decision", "refused") == DONE, "and why");
	m.change.reason = SPAN("");
	ok(matter_set(&m, "legal_hold", "no") == DONE, "never held");
	ok(matter_set(&m, "legal_hold", "yes") == DONE, "held");
	ok(matter_set(&m, "legal_hold", "no") == REFUSED, "no end unexplained");
	ok(matter_set(&m, "legal_hold", "") == REFUSED, "in whatever way");
	m.change.reason = SPAN("the inquest is over");
	ok(matter_set(&m, "legal_hold", "no") == DONE, "explained");
	matter_close(&m);
}

static void
test_staff_matter(void)
{
	struct matter m;
	long long n = -1;

	matter_open(&m);
	ok(matter_set(&m, "staff_matter", "yes") == REFUSED, "why is it one");
	m.change.reason = SPAN("she writes of her own contract");
	ok(matter_set(&m, "staff_matter", "yes") == DONE, "a staff matter");
	is_span(matter_row(&m, m.change.reference).ack_state, "held",
	    "is not acknowledged by itself");
	ok(lists_staff_matters(m.db, &n, &m.why) == DONE && n == 1,
	    "and in the list of such");
	ok(matter_set(&m, "staff_matter", "no") == DONE, "it was none");
	ok(lists_staff_matters(m.db, &n, &m.why) == DONE && n == 0,
	    "so it is in the others again");
	matter_close(&m);
}

static void
test_oral(void)
{
	struct matter m;
	struct item *item;

	matter_open(&m);
	m.change.reason = SPAN("it was a call");
	ok(matter_set(&m, "made_orally", "yes") == REFUSED &&
		matter_says(&m, "in writing"),
	    "a letter is no call: %s", m.why.text);
	ok(matter_set(&m, "made_orally", "no") == DONE, "to say so is right");
	item = sample_complaint("m", &m.mem);
	item->origin.kind = ORIGIN_STAFF_FORWARD;
	matter_add(&m, item);
	ok(matter_set(&m, "made_orally", "yes") == DONE,
	    "a note that staff passed on may tell of one");
	m.change.reason = SPAN("");
	matter_add(&m, item);
	ok(matter_set(&m, "made_orally", "yes") == REFUSED, "with a reason");
	matter_close(&m);
}

int
main(void)
{
	test_days();
	test_agreed();
	test_no_agreement();
	test_corrected();
	test_needs();
	test_staff_matter();
	test_oral();
	return done();
}
