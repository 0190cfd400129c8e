/* refusals.c - what staff are refused, and what they are told then */
#include "matter.h"
#include "register/acknowledging.h"
#include "register/closing.h"
#include "register/coding.h"
#include "register/coding_list.h"
#include "register/correction.h"
#include "register/dividing.h"
#include "register/people.h"
#include "register/statement.h"

/* Runs SQL as any program may, past the register's rights. */
static void
run_sql(const struct matter *m, const char *sql)
{
	sqlite3 *sqlite = NULL;

	if (sqlite3_open(m->sample.path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

/* --- corrections ------------------------------------------------------------- */

static enum outcome
correct(struct matter *m, enum category to, const char *by, const char *reason)
{
	enum category from;

	return correction_add(m->db,
	    &(struct correction){ .reference = m->change.reference,
		.to = to,
		.by = span_of(by),
		.reason = span_of(reason),
		.at = m->change.at,
		.policy = &m->policy },
	    &from, &m->why);
}

static void
test_corrections(void)
{
	static const struct {
		const char *sql;
		enum category to;
		const char *by, *reason;
		enum outcome how;
		const char *says, *row;
	} cases[] = {
		{ "SELECT 1", CONCERN, "", "x", REFUSED, "who decides",
		    "complaint 2026-11-25 2027-05-21" },
		{ "UPDATE cases SET category = ''", COMMENT, "jbell", "",
		    REFUSED, "less of what may be", " 2026-11-25 2027-05-21" },
		{ "UPDATE cases SET category = ''", COMPLAINT, "jbell", "",
		    DONE, "", "complaint 2026-11-25 2027-05-21" },
		{ "UPDATE cases SET category = 'concern'", COMMENT, "jbell", "",
		    REFUSED, "less of what is",
		    "concern 2026-11-25 2027-05-21" },
		{ "UPDATE cases SET category = 'comment'", COMPLIMENT, "jbell",
		    "", DONE, "", "compliment 2026-11-25 " },
		{ "SELECT 1", CATEGORY_NONE, "jbell", "a leaflet", DONE, "",
		    "  " },
		{ "UPDATE cases SET received_on = 'soon'", CONCERN, "jbell",
		    "x", BROKEN, "is no day",
		    "complaint 2026-11-25 2027-05-21" },
		{ "UPDATE cases SET received_on = '2199-01-04'", FOI, "jbell",
		    "x", REFUSED, "bank holidays",
		    "complaint 2026-11-25 2027-05-21" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct matter m;
		struct case_row row;

		matter_open(&m);
		run_sql(&m, cases[i].sql);
		ok(correct(&m, cases[i].to, cases[i].by, cases[i].reason) ==
			    cases[i].how &&
			(cases[i].how == DONE ||
			    matter_says(&m, cases[i].says)),
		    "correction %zu: %s", i,
		    cases[i].how == DONE ? "" : m.why.text);
		row = matter_row(&m, m.change.reference);
		is_span(arena_printf(&m.mem, "%.*s %.*s %.*s",
			    SPAN_ARG(row.category), SPAN_ARG(row.ack_due),
			    SPAN_ARG(row.response_due)),
		    cases[i].row, "correction %zu: the case", i);
		matter_close(&m);
	}
}

static void
keep_corrected(const struct corrected *c, void *context)
{
	void **k = context;

	*(struct span *)k[0] =
	    arena_printf(k[1], "%d %.*s", (int)c->category, SPAN_ARG(c->text));
}

/* What a model learns from is the author's, and nobody else's. */
static void
test_learnt(void)
{
	static const struct {
		enum origin_kind origin;
		struct marked_span spans[3];
		const char *text;
	} cases[] = {
		/* 012345678901234567890123456789 */
		/* Please log.HEADthe ward again */
		{ ORIGIN_PUBLIC, { { 0 } }, "Please log.HEADthe ward again" },
		{ ORIGIN_PUBLIC, { { SPAN_FORWARD_HEADER, 0, 11, 15 } },
		    "Please log.the ward again" },
		{ ORIGIN_STAFF_FORWARD, { { SPAN_FORWARD_HEADER, 0, 11, 15 } },
		    "the ward again" },
		{ ORIGIN_STAFF_FORWARD,
		    { { SPAN_FORWARD_HEADER, 0, 11, 15 },
			{ SPAN_FORWARD_HEADER, 0, 19, 23 } },
		    "the  again" },
		{ ORIGIN_STAFF_FORWARD, { { SPAN_QUOTED, 0, 0, 11 } },
		    "HEADthe ward again" },
		{ ORIGIN_PUBLIC,
		    { { SPAN_QUOTED, 0, 0, 15 }, { SPAN_QUOTED, 0, 11, 19 } },
		    "the ward again" },
		{ ORIGIN_PUBLIC, { { SPAN_SIGNATURE, 0, 23, 99 } },
		    "Please log.HEADthe ward again" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct matter m;
		struct item *item;
		struct span text = SPAN("");
		void *context[2];

		matter_open(&m);
		item = sample_complaint("m", &m.mem);
		item->n_parts = 1;
		item->parts[0].text = SPAN("Please log.HEADthe ward again");
		item->origin.kind = cases[i].origin;
		item->spans = ARENA_ARRAY(&m.mem, 3, struct marked_span);
		for (item->n_spans = 0;
		     item->n_spans < 3 && cases[i].spans[item->n_spans].end > 0;
		     item->n_spans++)
			item->spans[item->n_spans] =
			    cases[i].spans[item->n_spans];
		matter_add(&m, item);
		if (correct(&m, CATEGORY_NONE, "jbell", "no case") != DONE)
			die("test: %s", m.why.text);
		context[0] = &text;
		context[1] = &m.mem;
		ok(corrections_each(m.db, keep_corrected, context, &m.why) ==
			DONE,
		    "what was learnt is read");
		is_span(text,
		    arena_printf(&m.mem, "%d %s", (int)CATEGORY_NONE,
			cases[i].text)
			.at,
		    "text %zu", i);
		matter_close(&m);
	}
}

/* --- two into one --------------------------------------------------------------- */

static void
test_merges(void)
{
	static const struct {
		const char *sql; /* the first case goes into the second */
		enum outcome how;
		const char *says;
	} cases[] = {
		{ "SELECT 1", DONE, "" },
		{ "UPDATE cases SET category = ''", REFUSED,
		    "is undecided and would be lost in a case that is "
		    "undecided" },
		{ "UPDATE cases SET category = '' WHERE id = 1", DONE, "" },
		{ "UPDATE cases SET category = 'concern'", DONE, "" },
		{ "UPDATE cases SET category = 'foi'", DONE, "" },
		{ "UPDATE cases SET category = 'foi' WHERE id = 2", REFUSED,
		    "complaint and would be lost in a case that is foi" },
		{ "UPDATE outbox SET state = 'held'", REFUSED,
		    "waits for a person" },
		{ "UPDATE outbox SET state = 'failed'", REFUSED,
		    "waits for a person" },
		{ "UPDATE outbox SET state = 'sent'", DONE, "" },
		{ "UPDATE outbox SET state = 'sent', bounced_at = 1", REFUSED,
		    "waits for a person" },
		{ "UPDATE outbox SET state = 'telephoned', bounced_at = 1",
		    DONE, "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct matter m;
		struct span first, second;

		matter_open(&m);
		first = m.change.reference;
		second = matter_add(&m, sample_complaint("m", &m.mem));
		run_sql(&m, cases[i].sql);
		m.change.reference = first;
		m.change.reason = SPAN("one matter");
		ok(case_merge(m.db, &m.change, second, &m.why) ==
			    cases[i].how &&
			(cases[i].how == DONE ||
			    matter_says(&m, cases[i].says)),
		    "merge %zu: %s", i, cases[i].how == DONE ? "" : m.why.text);
		is_span(matter_row(&m, first).state,
		    cases[i].how == DONE ? "closed" : "received",
		    "merge %zu: what becomes of it", i);
		matter_close(&m);
	}
}

static void
test_splits(void)
{
	static const struct {
		const char *sql, *says;
		enum outcome how;
	} cases[] = {
		{ "UPDATE cases SET received_on = '2199-01-04'",
		    "bank holidays", REFUSED },
		{ "UPDATE sequence SET last = 999999", "are used up", BROKEN },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct matter m;
		struct span second = SPAN("");

		matter_open(&m);
		run_sql(&m, cases[i].sql);
		ok(case_split(m.db,
		       &(struct splitting){ .change = m.change,
			   .category = FOI,
			   .policy = &m.policy,
			   .domain = SPAN("northmoor.nhs.example") },
		       &m.mem, &second, &m.why) == cases[i].how &&
			matter_says(&m, cases[i].says) && second.len == 0,
		    "no second case: %s", m.why.text);
		matter_close(&m);
	}
}

/* --- acknowledging ------------------------------------------------------------- */

static enum outcome
do_phone(struct matter *m)
{
	return acknowledging_by_phone(m->db, &m->change,
	    day_in_london(m->change.at), &m->why);
}

static enum outcome
do_release(struct matter *m)
{
	return acknowledging_release(m->db, &m->change, &m->why);
}

static enum outcome
do_cancel(struct matter *m)
{
	return acknowledging_cancel(m->db, &m->change, &m->why);
}

static void
test_acknowledging(void)
{
	static const struct {
		enum outcome (*run)(struct matter *m);
		const char *sql, *reason;
		enum outcome how;
		const char *says; /* or the state that it has then */
	} cases[] = {
		{ do_phone, "UPDATE outbox SET state = 'sending'", "", REFUSED,
		    "being sent just now" },
		{ do_phone, "UPDATE outbox SET state = 'posted'", "", REFUSED,
		    "acknowledged already (posted)" },
		{ do_phone, "UPDATE outbox SET state = 'sent'", "", REFUSED,
		    "acknowledged already (sent)" },
		{ do_phone, "UPDATE outbox SET state = 'sent', bounced_at = 1",
		    "", DONE, "telephoned" },
		{ do_phone, "UPDATE cases SET ack_due = NULL", "", DONE,
		    "telephoned" },
		{ do_release,
		    "UPDATE outbox SET state = 'held';"
		    "UPDATE item SET disposition = 'machine';"
		    "UPDATE cases SET disposition = 'machine'",
		    "", REFUSED, "a machine wrote it" },
		{ do_release,
		    "UPDATE outbox SET state = 'held', to_address = ''", "",
		    REFUSED, "no e-mail address" },
		{ do_cancel, "UPDATE cases SET category = 'concern'", "",
		    REFUSED, "say why" },
		{ do_cancel, "UPDATE cases SET category = 'concern'", "thanked",
		    DONE, "cancelled" },
		{ do_cancel,
		    "UPDATE cases SET category = 'concern';"
		    "UPDATE outbox SET state = 'failed'",
		    "thanked", DONE, "cancelled" },
		{ do_cancel,
		    "UPDATE cases SET category = 'concern';"
		    "UPDATE outbox SET state = 'sent'",
		    "thanked", REFUSED, "waiting that could be cancelled" },
		{ do_cancel, "UPDATE cases SET category = ''", "thanked",
		    REFUSED, "the law wants" },
		{ do_cancel, "SELECT 1", "thanked", REFUSED, "the law wants" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct matter m;
		enum outcome how;

		matter_open(&m);
		run_sql(&m, cases[i].sql);
		m.change.reason = span_of(cases[i].reason);
		how = cases[i].run(&m);
		if (cases[i].how == DONE && how == DONE)
			is_span(matter_row(&m, m.change.reference).ack_state,
			    cases[i].says, "letter %zu", i);
		else
			ok(how == cases[i].how &&
				matter_says(&m, cases[i].says),
			    "letter %zu: %s", i, m.why.text);
		matter_close(&m);
	}
}

/* --- closing -------------------------------------------------------------------- */

static void
note_missing(struct span sentence, void *context)
{
	buf_printf(context, "%.*s;", SPAN_ARG(sentence));
}

static void
test_closing(void)
{
	static const struct {
		const char *sql, *outcome, *says;
		bool is_said; /* in what is missing, or not */
	} cases[] = {
		{ "UPDATE cases SET needs_review = 1", "withdrawn",
		    "a person's decision (postroom correct", true },
		{ "UPDATE cases SET needs_review = 1, review_reason = 'odd'",
		    "withdrawn", "a person's decision: odd (postroom", true },
		{ "UPDATE cases SET paused_on = '2026-11-23'", "withdrawn",
		    "it is paused since", true },
		{ "UPDATE cases SET category = 'foi', paused_on = '2026-11-23'",
		    "withdrawn", "it is paused since", false },
		{ "UPDATE cases SET category = 'foi', paused_on = '2026-11-23'",
		    "answered", "it is paused since", true },
		{ "UPDATE cases SET category = ''", "upheld",
		    "the outcome of a case without a category can be", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct matter m;
		autobuf missing = BUF(8192);
		struct closed closed;
		enum outcome how;

		matter_open(&m);
		run_sql(&m, cases[i].sql);
		how = closing_run(m.db,
		    &(struct closing){ .change = m.change,
			.outcome = span_of(cases[i].outcome),
			.policy = &m.policy },
		    note_missing, &missing, &closed, &m.why);
		buf_printf(&missing, "%s", m.why.text);
		ok(how == REFUSED &&
			(strstr(buf_text(&missing), cases[i].says) != NULL) ==
			    cases[i].is_said,
		    "closing %zu: %s", i, buf_text(&missing));
		matter_close(&m);
	}
}

/* Open again, it is as far as it was. */
static void
test_open_again(void)
{
	static const struct {
		const char *sql, *reason, *state;
	} cases[] = {
		{ "SELECT 1", "", "closed" },
		{ "SELECT 1", "they wrote", "received" },
		{ "UPDATE outbox SET state = 'sent'", "they wrote",
		    "acknowledged" },
		{ "UPDATE outbox SET state = 'sent', bounced_at = 1",
		    "they wrote", "received" },
		{ "INSERT INTO case_field (case_id, field, value, at, who,"
		  " is_current) VALUES (1, 'acknowledged_on', '2026-11-23', 1,"
		  " 'x', 1)",
		    "they wrote", "acknowledged" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct matter m;

		matter_open(&m);
		run_sql(&m,
		    "UPDATE cases SET state = 'closed',"
		    " closed_on = '2026-11-23', retain_until = '2036-11-23'");
		run_sql(&m, cases[i].sql);
		m.change.reason = span_of(cases[i].reason);
		ok((closing_undo(m.db, &m.change, &m.why) == DONE) ==
			(cases[i].reason[0] != '\0'),
		    "opened again, with a reason");
		is_span(matter_row(&m, m.change.reference).state,
		    cases[i].state, "as far as it was: %zu", i);
		matter_close(&m);
	}
}

/* --- people ---------------------------------------------------------------------- */

static const char *
letters(struct arena *mem, char c, size_t n)
{
	char *s = arena_alloc(mem, n + 1);

	memset(s, c, n);
	return s;
}

static void
test_people(void)
{
	struct matter m;
	long long id = 0, other = 0;
	struct {
		struct person_edit edit;
		enum outcome how;
	} edits[9] = { { .how = DONE } };
	size_t n = 0;

	matter_open(&m);
#define EDIT(field, value, outcome)                                            \
	(edits[n].edit.field = (value), edits[n++].how = (outcome))
	EDIT(name, letters(&m.mem, 'a', MAX_PERSON_BYTES), DONE);
	EDIT(name, letters(&m.mem, 'a', MAX_PERSON_BYTES + 1), REFUSED);
	EDIT(postal, letters(&m.mem, 'a', MAX_PERSON_BYTES), DONE);
	EDIT(postal, letters(&m.mem, 'a', MAX_PERSON_BYTES + 1), REFUSED);
	EDIT(postal, " ", REFUSED);
	EDIT(phone, "none", REFUSED);
	EDIT(email, "@people.example", REFUSED);
	EDIT(email, "ada@", REFUSED);
	EDIT(email, "ada people@people.example", REFUSED);
	for (size_t i = 0; i < n; i++)
		is_number(
		    people_edit(m.db, &m.change, 1, &edits[i].edit, &m.why),
		    edits[i].how, "edit %zu: %s", i,
		    edits[i].how == DONE ? "" : m.why.text);
	ok(people_add(m.db, &m.change, SPAN(" "), SPAN(""), &id, &m.why) ==
		    REFUSED &&
		id == 0,
	    "nobody without a name: %s", m.why.text);
	ok(people_add(m.db, &m.change,
	       span_of(letters(&m.mem, 'b', MAX_PERSON_BYTES + 1)), SPAN(""),
	       &id, &m.why) == REFUSED,
	    "nor with too long a one");
	ok(people_add(m.db, &m.change, SPAN("Bo"), SPAN("1950-01-02"), &id,
	       &m.why) == DONE &&
		people_add(m.db, &m.change, SPAN("Cy"), SPAN("1950-01-03"),
		    &other, &m.why) == DONE,
	    "two of other days of birth: %s", m.why.text);
	m.change.reason = SPAN("they say so");
	ok(people_merge(m.db, &m.change, id, other, &m.why) == REFUSED &&
		matter_says(&m, "dates of birth differ"),
	    "are not one: %s", m.why.text);
	ok(people_merge(m.db, &m.change, id, 1, &m.why) == DONE,
	    "one whose day is not known may be: %s", m.why.text);
	run_sql(&m, "CREATE TEMP TABLE want (n INTEGER CHECK (n = 1));"
		    "INSERT INTO want SELECT COUNT (*) FROM person"
		    " WHERE id = 1 AND born_on = '1950-01-02'");
	ok(true, "and gets it");
	matter_close(&m);
}

/* --- fields ---------------------------------------------------------------------- */

static void
test_fields(void)
{
	static const struct {
		const char *sql, *field, *value, *reason;
		enum outcome how;
		const char *says; /* or a condition that the case meets then */
	} cases[] = {
		{ "SELECT 1", "transferred_to", "Southmoor", "", REFUSED,
		    "must agree first" },
		{ "UPDATE cases SET category = 'foi'", "transferred_to",
		    "Southmoor", "", DONE, "1" },
		{ "UPDATE item SET channel = 'post'", "made_orally", "yes", "x",
		    REFUSED, "in writing" },
		{ "UPDATE item SET channel = 'post'", "made_orally", "no", "",
		    DONE, "1" },
		{ "UPDATE item SET channel = 'phone'", "made_orally", "yes", "",
		    DONE, "1" },
		{ "UPDATE item SET origin = 'staff_forward'", "made_orally",
		    "yes", "", REFUSED, "takes a reason" },
		{ "UPDATE item SET origin = 'staff_forward'", "made_orally",
		    "yes", "she rang the ward", DONE, "1" },
		{ "SELECT 1", "agreed_due", "", "", REFUSED,
		    "agree on another day" },
		{ "UPDATE cases SET category = 'foi'", "agreed_due",
		    "2027-01-15", "", REFUSED, "20 working days" },
		{ "UPDATE cases SET category = 'concern',"
		  " holding_due = '2026-12-01', response_due = '2026-12-15'",
		    "agreed_due", "2027-01-15", "", DONE,
		    "holding_due = '2026-12-31'"
		    " AND response_due = '2027-01-15'" },
		{ "UPDATE cases SET category = ''", "agreed_due", "2027-01-15",
		    "", DONE, "response_due = '2027-01-15'" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct matter m;
		enum outcome how;

		matter_open(&m);
		run_sql(&m, cases[i].sql);
		m.change.reason = span_of(cases[i].reason);
		how = matter_set(&m, cases[i].field, cases[i].value);
		ok(how == cases[i].how &&
			(how == DONE || matter_says(&m, cases[i].says)),
		    "%s %s: %s", cases[i].field, cases[i].value,
		    how == DONE ? "" : m.why.text);
		if (how == DONE)
			run_sql(&m,
			    arena_printf(&m.mem,
				"CREATE TEMP TABLE want"
				" (n INTEGER CHECK (n = 1));"
				"INSERT INTO want SELECT COUNT (*) FROM cases"
				" WHERE %s",
				cases[i].says)
				.at);
		matter_close(&m);
	}
}

static void
test_long_field(void)
{
	struct matter m;

	matter_open(&m);
	ok(matter_set(&m, "lessons", letters(&m.mem, 'a', MAX_VALUE_BYTES)) ==
		DONE,
	    "the longest value");
	ok(matter_set(&m, "lessons",
	       letters(&m.mem, 'a', MAX_VALUE_BYTES + 1)) == REFUSED,
	    "is not one byte longer: %s", m.why.text);
	ok(coding_add(m.db, &m.change, SPAN(""), &m.why) == REFUSED &&
		coding_remove(m.db, &m.change, SPAN(""), &m.why) == REFUSED,
	    "no code is no code: %s", m.why.text);
	matter_close(&m);
}

int
main(void)
{
	test_fields();
	test_long_field();
	test_corrections();
	test_learnt();
	test_merges();
	test_splits();
	test_acknowledging();
	test_closing();
	test_open_again();
	test_people();
	return done();
}
