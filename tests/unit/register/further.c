/* further.c - letters of open cases: made once, held, seen, taken back */
#include "register/further.h"
#include "matter.h"
#include "register/acknowledging.h"
#include "register/lists.h"
#include "register/threading.h"
#include "register/token.h"
#include "triage/circumstances.h"

#include <sqlite3.h>

#define LETTERS                                                                \
	"SELECT COALESCE (group_concat (kind || ' ' || state || ' ' || "       \
	"channel || ' ' || COALESCE (due_on, '-') || ' ' || about, ';'), '') " \
	"FROM outbox WHERE kind <> 'acknowledgement'"
#define LAST_EVENT "SELECT what FROM event ORDER BY id DESC LIMIT 1"

/* Runs SQL as any program may; the first text of the last row, "" for none. */
static const char *
sql(struct matter *m, const char *words)
{
	sqlite3 *sqlite = NULL;
	sqlite3_stmt *at = NULL;
	const char *found = "";

	if (sqlite3_open(m->sample.path, &sqlite) != SQLITE_OK ||
	    sqlite3_prepare_v2(sqlite, words, -1, &at, NULL) != SQLITE_OK)
		die("test: %s: %s", words, sqlite3_errmsg(sqlite));
	if (sqlite3_step(at) == SQLITE_ROW &&
	    sqlite3_column_text(at, 0) != NULL)
		found = arena_text(&m->mem,
		    span_of((const char *)sqlite3_column_text(at, 0)));
	sqlite3_finalize(at);
	sqlite3_close(sqlite);
	return found;
}

/* A case without flags, acknowledged by e-mail. */
static void
told_open(struct matter *m)
{
	matter_open(m);
	sql(m, "DELETE FROM flag");
	sql(m, "UPDATE outbox SET state = 'sent'");
	sql(m, "UPDATE cases SET state = 'acknowledged'");
	m->policy.holding = LETTER_BY_ITSELF;
}

/* --- a further message ---------------------------------------------------------- */

/* One from the author of the case, which shows its token. */
static struct item *
further_item(struct matter *m, const char *id)
{
	struct item *i = sample_complaint(id, &m->mem);
	struct named_case *named = ARENA_ARRAY(&m->mem, 1, struct named_case);

	named->reference = m->change.reference;
	named->token = token_make(span_of(sql(m, "SELECT value FROM secret")),
	    m->change.reference, &m->mem);
	i->verdict.disposition = FOLLOW_UP;
	i->verdict.named = named;
	i->verdict.n_named = 1;
	i->verdict.n_flags = 0;
	i->owed.acknowledge = ACK_HOLD;
	i->owed.further = ACK_YES;
	i->owed.circumstances = CIRCUMSTANCE_BIT(IS_LATE);
	return i;
}

static void
receive(struct matter *m, const struct item *i)
{
	autodb intake = sample_db(&m->sample, DB_INTAKE);

	sample_register(intake, i, &m->mem);
}

static void
test_message(void)
{
	struct matter m;
	struct outbox_row row = { 0 };
	struct item *i;

	told_open(&m);
	i = further_item(&m, "m9");
	receive(&m, i);
	is_text(sql(&m, LETTERS), "follow_up due email 2026-11-25 ",
	    "what came is acknowledged");
	is_text(sql(&m, LAST_EVENT), "follow-up owed", "the history says so");
	receive(&m, i);
	receive(&m, further_item(&m, "m8"));
	is_text(sql(&m, LETTERS), "follow_up due email 2026-11-25 ",
	    "once, however often somebody writes");
	is_text(sql(&m, LAST_EVENT), "follow-up not owed",
	    "which the history says");
	{
		autodb sender = sample_db(&m.sample, DB_SENDER);

		ok(sample_take(sender, clock_now() + 10, &m.mem, &row,
		       &m.why) == DONE,
		    "it is due: %s", m.why.text);
		is_span(row.kind, "follow_up", "its kind");
		is_span(row.template, "follow_up", "its text");
		is_span(row.to.address, "ada@people.example", "to its author");
		is_span(row.in_reply_to, "<m9@mail.example>", "in the thread");
		is_number(row.circumstances, CIRCUMSTANCE_BIT(IS_LATE),
		    "with its circumstances");
		sql(&m, "UPDATE cases SET state = 'received'");
		ok(outbox_finish(sender, &row, OUTBOX_SENT, 1, &m.why) == DONE,
		    "it is sent: %s", m.why.text);
	}
	is_text(sql(&m, "SELECT state FROM cases"), "received",
	    "the case is not acknowledged by it");
	is_text(sql(&m, LAST_EVENT), "follow-up sent", "the history");
	matter_close(&m);
}

/* When the case answers for itself. */
static void
test_message_not_owed(void)
{
	static const struct {
		const char *sql, *want;
	} rows[] = {
		{ "UPDATE outbox SET state = 'due'", "" },
		{ "UPDATE outbox SET state = 'held'", "" },
		{ "UPDATE cases SET state = 'closed'", "" },
		{ "UPDATE cases SET paused_on = '2026-11-23'", "" },
		{ "INSERT INTO restriction (person_id, kind, detail, reason, "
		  "decided_by, decided_on, review_due, at, who) VALUES (1, "
		  "'no_ack', '', 'x', 'x', '2026-11-23', '2027-05-23', 1, 'x')",
		    "" },
		{ "UPDATE outbox SET state = 'posted'",
		    "follow_up due email 2026-11-25 " },
		{ "UPDATE outbox SET bounced_at = 1",
		    "follow_up held email 2026-11-25 " },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct matter m;

		told_open(&m);
		sql(&m, rows[i].sql);
		receive(&m, further_item(&m, "m9"));
		is_text(sql(&m, LETTERS), rows[i].want, "row %zu: %s", i + 1,
		    rows[i].sql);
		is_text(sql(&m, "SELECT COUNT (*) FROM cases"), "1",
		    "row %zu: it joins the case", i + 1);
		matter_close(&m);
	}
}

/* --- a holding letter ----------------------------------------------------------- */

/* The sender's look at noon of that day; how many letters it made. */
static long long
look(struct matter *m, day on)
{
	autodb sender = sample_db(&m->sample, DB_SENDER);
	struct further_round round = { &m->policy,
		SPAN("northmoor.nhs.example"), (time_t)on * 86400 + 43200 };
	long long n = -1;

	if (further_look(sender, &round, &n, &m->why) != DONE)
		die("test: %s", m->why.text);
	return n;
}

static void
test_holding(void)
{
	struct matter m;
	struct outbox_row row = { 0 };
	day due = day_of(2026, 12, 16);

	told_open(&m);
	sql(&m, "UPDATE cases SET response_due = '2026-12-16'");
	is_number(look(&m, due), 0, "not before the day is over");
	is_number(look(&m, due + 1), 1, "then it is owed");
	is_number(look(&m, due + 1), 0, "once");
	is_text(sql(&m, LETTERS),
	    "holding-2026-12-17 due email 2026-12-17 2026-12-16",
	    "with its day, and what was named");
	is_text(sql(&m, LAST_EVENT), "holding letter owed", "the history");
	{
		autodb sender = sample_db(&m.sample, DB_SENDER);
		time_t later = ((time_t)due + 2) * 86400;

		ok(outbox_next(sender, later, &m.mem, &row, &m.why) == DONE &&
			row.id != 0,
		    "it is due: %s", m.why.text);
		is_span(row.template, "holding", "its text");
		is_number(row.response_due, NO_DATE, "it names no old day");
		is_text(arena_text(&m.mem, row.in_reply_to),
		    sql(&m, "SELECT message_id FROM outbox WHERE id = 1"),
		    "in the thread of the acknowledgement");
		ok(span_starts_with(row.references, SPAN("<1@mail.example> ")),
		    "and of what it answered");
		sql(&m, "UPDATE cases SET response_due = '2027-01-29'");
		ok(outbox_next(sender, later, &m.mem, &row, &m.why) == DONE &&
			row.response_due == day_of(2027, 1, 29),
		    "but a new one");
		ok(outbox_start(sender, &row, later, &m.why) == DONE &&
			outbox_finish(sender, &row, OUTBOX_SENT, later,
			    &m.why) == DONE,
		    "sent: %s", m.why.text);
	}
	is_number(look(&m, due + 2), 0, "a new day is a new promise");
	is_number(look(&m, day_of(2027, 2, 1)), 1, "which may be broken too");
	matter_close(&m);
}

static void
test_holding_ways(void)
{
	static const struct {
		const char *sql, *want;
	} rows[] = {
		{ "UPDATE outbox SET state = 'posted', channel = 'letter', "
		  "to_postal = '1 Mill Lane'",
		    "holding-2026-12-17 due letter 2026-12-17 2026-12-16" },
		/* A letter instead of the e-mail that came back. */
		{ "UPDATE outbox SET bounced_at = 1, to_postal = '1 Mill Lane'",
		    "holding-2026-12-17 due letter 2026-12-17 2026-12-16" },
		{ "UPDATE outbox SET bounced_at = 1",
		    "holding-2026-12-17 held email 2026-12-17 2026-12-16" },
		{ "UPDATE outbox SET state = 'telephoned', to_address = ''",
		    "holding-2026-12-17 held email 2026-12-17 2026-12-16" },
		{ "UPDATE outbox SET state = 'held'",
		    "holding-2026-12-17 held email 2026-12-17 2026-12-16" },
		/* A person decides first what it is, and whose. */
		{ "UPDATE cases SET category = ''", "" },
		{ "UPDATE cases SET disposition = 'records_request'", "" },
		{ "UPDATE cases SET disposition = 'out_of_scope'", "" },
		{ "DELETE FROM outbox", "" },
		{ "UPDATE cases SET paused_on = '2026-11-23'", "" },
		{ "UPDATE cases SET state = 'closed'", "" },
		{ "UPDATE cases SET category = 'foi'", "" },
		{ "UPDATE cases SET response_due = NULL", "" },
		{ "INSERT INTO case_field (case_id, field, value, at, who, "
		  "is_current) VALUES (1, 'response_sent_on', '2026-12-01', 1, "
		  "'x', 1)",
		    "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct matter m;

		told_open(&m);
		sql(&m, "UPDATE cases SET response_due = '2026-12-16'");
		sql(&m, rows[i].sql);
		look(&m, day_of(2026, 12, 17));
		is_text(sql(&m, LETTERS), rows[i].want, "way %zu: %s", i + 1,
		    rows[i].sql);
		matter_close(&m);
	}
}

/* It stands behind the acknowledgement in the thread, which has its limit. */
static void
test_holding_thread(void)
{
	static const struct {
		int before; /* bytes of the acknowledgement's References */
		bool is_kept;
	} rows[] = {
		{ 0, false },
		{ 100, true },
		{ MAX_REFERENCES_BYTES - 1 - 8, true },
		{ MAX_REFERENCES_BYTES - 8, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct matter m;

		told_open(&m);
		sql(&m, arena_printf(&m.mem,
			    "UPDATE outbox SET message_id = '<ack@nm>', "
			    "thread = substr ('%0*d', 1, %d)",
			    MAX_REFERENCES_BYTES, 0, rows[i].before)
			    .at);
		sql(&m, "UPDATE cases SET response_due = '2026-12-16'");
		is_number(look(&m, day_of(2026, 12, 17)), 1, "a letter");
		is_text(sql(&m, "SELECT replace (thread, '0', '') || ' ' || "
				"(length (thread) > 8) FROM outbox "
				"WHERE id = 2"),
		    rows[i].is_kept ? " <ack@nm> 1" : "<ack@nm> 0",
		    "behind %d bytes", rows[i].before);
		matter_close(&m);
	}
}

/* What was owed when it was made, and is no more when it would go. */
static void
test_taken_back(void)
{
	static const struct {
		const char *state, *sql, *want;
	} rows[] = {
		{ "held", "UPDATE cases SET state = 'closed'", "cancelled" },
		{ "due", "UPDATE cases SET state = 'closed'", "cancelled" },
		{ "due", "UPDATE cases SET paused_on = '2026-12-17'",
		    "cancelled" },
		{ "held",
		    "INSERT INTO case_field (case_id, field, value, at, who, "
		    "is_current) VALUES (1, 'response_sent_on', '2026-12-17', "
		    "1, 'x', 1)",
		    "cancelled" },
		{ "sending", "UPDATE cases SET state = 'closed'", "sending" },
		{ "printed", "UPDATE cases SET state = 'closed'", "printed" },
		{ "due", "UPDATE cases SET needs_review = 1", "due" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct matter m;
		bool is_owed = false;

		told_open(&m);
		sql(&m, "UPDATE cases SET response_due = '2026-12-16'");
		look(&m, day_of(2026, 12, 17));
		sql(&m, arena_printf(&m.mem,
			    "UPDATE outbox SET state = '%s' WHERE id = 2",
			    rows[i].state)
			    .at);
		sql(&m, rows[i].sql);
		{
			autodb sender = sample_db(&m.sample, DB_SENDER);

			ok(further_check(sender, 2, 1, &is_owed, &m.why) ==
				DONE,
			    "row %zu: %s", i + 1, m.why.text);
			ok(further_check(sender, 1, 1, &is_owed, &m.why) ==
				    DONE &&
				is_owed,
			    "row %zu: an acknowledgement is owed", i + 1);
		}
		look(&m, day_of(2026, 12, 17));
		is_text(sql(&m, "SELECT state FROM outbox WHERE id = 2"),
		    rows[i].want, "row %zu: %s", i + 1, rows[i].sql);
		is_text(sql(&m, LAST_EVENT),
		    strcmp(rows[i].want, "cancelled") == 0
			? "holding letter cancelled"
			: "holding letter owed",
		    "row %zu: the history", i + 1);
		matter_close(&m);
	}
}

/* --- staff ---------------------------------------------------------------------- */

struct noted {
	struct matter *m;
	const char *text;
};

static bool
note_row(const struct case_row *row, void *context)
{
	struct noted *n = context;
	day due = NO_DATE;
	enum case_clock clock = case_next(row, &due);

	n->text =
	    arena_printf(&n->m->mem, "%d %.*s %.*s %.*s: %.*s", (int)clock,
		SPAN_ARG(day_text(due, &n->m->mem)), SPAN_ARG(row->letter),
		SPAN_ARG(row->letter_state), SPAN_ARG(row->letter_note))
		.at;
	return true;
}

typedef enum outcome list(struct db *db, const struct wanted *wanted,
    case_show *show, void *context, struct error *why);

static enum outcome
due_list(struct db *db, const struct wanted *wanted, case_show *show,
    void *context, struct error *why)
{
	return lists_due(db, wanted, NO_DATE, show, context, why);
}

static const char *
listed(struct matter *m, list *ask)
{
	struct noted n = { m, "" };
	const struct wanted all = { .since = NO_DATE, .until = NO_DATE };

	if (ask(m->db, &all, note_row, &n, &m->why) != DONE)
		die("test: %s", m->why.text);
	return n.text;
}

static void
test_staff(void)
{
	struct matter m;
	const char *held = "3 2026-12-17 holding-2026-12-17 held: ";

	told_open(&m);
	m.policy.holding = LETTER_HELD;
	m.change.at = noon_of(2026, 12, 18);
	m.change.letter = LETTER_HOLDING;
	sql(&m, "UPDATE cases SET response_due = '2026-12-16'");
	ok(acknowledging_release(m.db, &m.change, &m.why) == REFUSED &&
		matter_says(&m, "no holding letter is held (none)"),
	    "none: %s", m.why.text);
	look(&m, day_of(2026, 12, 17));
	ok(strncmp(listed(&m, due_list), held, strlen(held)) == 0,
	    "staff see what is due: %s", listed(&m, due_list));
	ok(strncmp(listed(&m, lists_queue), held, strlen(held)) == 0,
	    "and what waits for them");
	ok(acknowledging_release(m.db, &m.change, &m.why) == DONE, "let go: %s",
	    m.why.text);
	is_text(sql(&m, LAST_EVENT), "holding letter released", "history");
	m.change.reason = SPAN("she is away");
	ok(acknowledging_hold(m.db, &m.change, &m.why) == DONE, "held again");
	ok(acknowledging_by_phone(m.db, &m.change, day_of(2026, 12, 18),
	       &m.why) == DONE,
	    "told by telephone: %s", m.why.text);
	is_text(sql(&m, "SELECT state FROM outbox WHERE id = 2"), "telephoned",
	    "that letter");
	is_text(sql(&m, "SELECT state FROM outbox WHERE id = 1"), "sent",
	    "and no other");
	ok(acknowledging_cancel(m.db, &m.change, &m.why) == REFUSED &&
		matter_says(&m, "no holding letter is waiting"),
	    "over: %s", m.why.text);
	matter_close(&m);
}

static void
test_cancelled(void)
{
	struct matter m;

	matter_open(&m);
	m.change.reason = SPAN("it was a test");
	ok(acknowledging_cancel(m.db, &m.change, &m.why) == REFUSED &&
		matter_says(&m, "the law wants a complaint acknowledged"),
	    "not a complaint's acknowledgement: %s", m.why.text);
	sql(&m, "UPDATE cases SET category = 'comment'");
	ok(acknowledging_cancel(m.db, &m.change, &m.why) == DONE,
	    "but a comment's: %s", m.why.text);
	is_text(sql(&m, "SELECT state || ' ' || note FROM outbox"),
	    "cancelled it was a test", "for ever");
	matter_close(&m);
}

/* A person sent it as somebody can read it. */
static void
test_sent(void)
{
	struct matter m;

	matter_open(&m);
	sql(&m, "UPDATE outbox SET state = 'held'");
	ok(acknowledging_sent(m.db, &m.change, day_of(2026, 11, 23), SPAN(""),
	       &m.why) == REFUSED,
	    "in which form: %s", m.why.text);
	ok(acknowledging_sent(m.db, &m.change, day_of(2026, 11, 23),
	       SPAN("Braille"), &m.why) == DONE,
	    "sent: %s", m.why.text);
	is_text(sql(&m, "SELECT state || ': ' || note FROM outbox"),
	    "posted: sent by a person on Monday 23 November 2026: Braille",
	    "staff see how");
	is_text(sql(&m, "SELECT state FROM cases"), "acknowledged",
	    "the clock stops");
	is_text(sql(&m, "SELECT detail FROM event ORDER BY id DESC LIMIT 1"),
	    "By a person, in a form that they can read, on Monday 23 November "
	    "2026",
	    "the history does not say what somebody needs");
	is_text(sql(&m, "SELECT COUNT (*) FROM case_field "
			"WHERE field = 'acknowledged_on'"),
	    "0", "nobody telephoned");
	matter_close(&m);
}

/* What staff say of the law chooses the text. */
static void
test_law(void)
{
	static const struct {
		const char *law;
		unsigned found, want;
	} rows[] = {
		{ "eir", 0, CIRCUMSTANCE_BIT(IS_EIR) },
		{ "foia", CIRCUMSTANCE_BIT(IS_EIR), 0 },
		{ "", CIRCUMSTANCE_BIT(IS_EIR), CIRCUMSTANCE_BIT(IS_EIR) },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct matter m;
		struct outbox_row row = { 0 };
		struct item *item;

		matter_open(&m);
		item = sample_complaint("m", &m.mem);
		item->verdict.category = FOI;
		item->owed.template = SPAN("foi");
		item->owed.circumstances = rows[i].found;
		matter_add(&m, item);
		ok(matter_set(&m, "law", rows[i].law) == DONE, "set: %s",
		    m.why.text);
		ok(outbox_of_case(m.db,
		       &(struct letter_wanted){ m.change.reference,
			   LETTER_ACKNOWLEDGEMENT },
		       &m.mem, &row, &m.why) == DONE,
		    "%s", m.why.text);
		is_number(row.circumstances, rows[i].want, "law \"%s\"",
		    rows[i].law);
		matter_close(&m);
	}
}

int
main(void)
{
	test_message();
	test_message_not_owed();
	test_holding();
	test_holding_ways();
	test_holding_thread();
	test_taken_back();
	test_staff();
	test_cancelled();
	test_sent();
	test_law();
	return done();
}
