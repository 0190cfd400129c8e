/* answer.c - follow-ups, and what machines say of our acknowledgements */
#include "register/answer.h"
#include "register/cases.h"
#include "register/lists.h"
#include "register/statement.h"
#include "register/token.h"
#include "sample.h"
#include "tap.h"

#define ADA "ada@people.example"

/* Runs SQL as any program may, past the register's rights. */
static void
run_sql(const struct sample *s, const char *sql)
{
	sqlite3 *sqlite = NULL;

	if (sqlite3_open(s->path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

/* One text of the register; "" for no row. */
static struct span
text(const struct sample *s, const char *sql, struct arena *mem)
{
	sqlite3 *sqlite = NULL;
	sqlite3_stmt *at = NULL;
	struct span found = SPAN("");

	if (sqlite3_open(s->path, &sqlite) != SQLITE_OK ||
	    sqlite3_prepare_v2(sqlite, sql, -1, &at, NULL) != SQLITE_OK)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
	if (sqlite3_step(at) == SQLITE_ROW)
		found = arena_copy(mem,
		    span_of((const char *)sqlite3_column_text(at, 0)));
	sqlite3_finalize(at);
	sqlite3_close(sqlite);
	return found;
}

/* A register with Ada's case, and Ben's, both acknowledged by e-mail. */
struct scene {
	struct sample s;
	struct db *db;
	struct arena mem;
	struct span ada, ben;
};

static void
scene_open(struct scene *c)
{
	struct item *ben = sample_complaint("m2", &c->mem);

	sample_open(&c->s);
	c->db = sample_db(&c->s, DB_INTAKE);
	c->ada =
	    sample_register(c->db, sample_complaint("m1", &c->mem), &c->mem);
	ben->origin.author.address = SPAN("ben@people.example");
	ben->owed.to = ben->origin.author;
	c->ben = sample_register(c->db, ben, &c->mem);
	run_sql(&c->s, "UPDATE outbox SET state = 'sent'; "
		       "UPDATE cases SET state = 'acknowledged'");
}

static void
scene_close(struct scene *c)
{
	db_close(c->db);
	sample_close(&c->s);
	arena_release(&c->mem);
}

static struct span
token_of(const struct scene *c, struct span reference, struct arena *mem)
{
	return token_make(text(&c->s, "SELECT value FROM secret", mem),
	    reference, mem);
}

static struct span
message_id_of(const struct scene *c, struct span reference, struct arena *mem)
{
	return text(&c->s,
	    arena_printf(mem,
		"SELECT message_id FROM outbox JOIN cases c "
		"ON c.id = case_id WHERE reference = '%.*s'",
		SPAN_ARG(reference))
		.at,
	    mem);
}

/* A further message of Ada's that names a case. */
static struct item *
further(struct scene *c, const struct named_case *named, size_t n)
{
	struct item *i = sample_complaint("m9", &c->mem);

	i->verdict.disposition = FOLLOW_UP;
	i->verdict.named = ARENA_ARRAY(&c->mem, n, struct named_case);
	if (n > 0)
		memcpy(i->verdict.named, named, n * sizeof *named);
	i->verdict.n_named = n;
	i->owed.acknowledge = ACK_HOLD;
	return i;
}

#define LINKS                                                                  \
	"SELECT COALESCE (group_concat (other_id || ' ' || why), '') "         \
	"FROM item_link WHERE item_id = 'm9'"

/* What must be shown for a case, and who must show it. */
static void
test_people(void)
{
	enum proof {
		NOTHING,
		TOKEN,
		WRONG_TOKEN,
		MESSAGE_ID,
		OTHER_MESSAGE_ID
	};
	static const struct {
		enum proof proof;
		const char *from, *authenticated;
		bool joins;
		const char *what;
	} rows[] = {
		{ TOKEN, ADA, "pass", true, "a token and its author" },
		{ TOKEN, "Ada@People.Example", "none", true,
		    "in other letters" },
		{ MESSAGE_ID, ADA, "none", true, "our Message-ID" },
		{ NOTHING, ADA, "pass", false, "the reference alone" },
		{ WRONG_TOKEN, ADA, "pass", false, "the token of another" },
		{ OTHER_MESSAGE_ID, ADA, "pass", false,
		    "the Message-ID of another" },
		{ TOKEN, "eve@example.org", "pass", false, "a stranger" },
		{ MESSAGE_ID, "eve@example.org", "pass", false,
		    "a stranger who answers it" },
		{ TOKEN, ADA, "fail", false, "who failed authentication" },
		{ TOKEN, "", "pass", false, "nobody" },
		{ TOKEN, ADA, NULL, true,
		    "one whose authentication is unknown" },
	};

	for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
		struct scene c = { .db = NULL };
		struct named_case named = { .token = SPAN("") };
		struct item *i;
		struct span got;

		scene_open(&c);
		named.reference = c.ada;
		if (rows[n].proof == TOKEN)
			named.token = token_of(&c, c.ada, &c.mem);
		if (rows[n].proof == WRONG_TOKEN)
			named.token = token_of(&c, c.ben, &c.mem);
		if (rows[n].proof == MESSAGE_ID)
			named.message_id = message_id_of(&c, c.ada, &c.mem);
		if (rows[n].proof == OTHER_MESSAGE_ID)
			named.message_id = message_id_of(&c, c.ben, &c.mem);
		i = further(&c, &named, 1);
		i->origin.author.address = span_of(rows[n].from);
		i->origin.authenticated = rows[n].authenticated;
		got = sample_register(c.db, i, &c.mem);
		is_number(span_is_equal(got, c.ada), rows[n].joins, "%s",
		    rows[n].what);
		is_span(text(&c.s, LINKS, &c.mem),
		    rows[n].joins ? "" : "m1 possibly_related",
		    "%s: a person looks, or need not", rows[n].what);
		is_span(text(&c.s,
			    "SELECT reference FROM event "
			    "WHERE what = 'possibly related'",
			    &c.mem),
		    rows[n].joins ? "" : arena_text(&c.mem, c.ada),
		    "%s: the case is told", rows[n].what);
		scene_close(&c);
	}
}

static void
test_two(void)
{
	struct scene c = { .db = NULL };
	struct named_case named[2] = { { .token = SPAN("") },
		{ .token = SPAN("") } };
	struct item *i;
	struct span got;

	scene_open(&c);
	run_sql(&c.s, "UPDATE cases SET author_address = '" ADA "'");
	named[0].reference = c.ada;
	named[1].reference = c.ben;
	named[0].token = token_of(&c, c.ada, &c.mem);
	named[1].token = token_of(&c, c.ben, &c.mem);
	i = further(&c, named, 2);
	got = sample_register(c.db, i, &c.mem);
	ok(!span_is_equal(got, c.ada) && !span_is_equal(got, c.ben),
	    "two that are both proven: neither");
	is_span(text(&c.s, LINKS, &c.mem),
	    "m1 possibly_related,m2 possibly_related", "but both are told");
	i->id = i->sha256 = i->content = SPAN("m8");
	i->verdict.named[1].token = SPAN("");
	got = sample_register(c.db, i, &c.mem);
	ok(span_is_equal(got, c.ada), "one of two is proven: that one");
	is_span(text(&c.s,
		    "SELECT group_concat (other_id) FROM item_link "
		    "WHERE item_id = 'm8' AND "
		    "why = 'possibly_related'",
		    &c.mem),
	    "m2", "the other is told");
	scene_close(&c);
}

static void
test_merged_and_closed(void)
{
	struct scene c = { .db = NULL };
	struct named_case named = { .token = SPAN("") };
	struct item *i;

	scene_open(&c);
	run_sql(&c.s, "UPDATE cases SET merged_into = 2 WHERE id = 1; "
		      "UPDATE cases SET state = 'closed' WHERE id = 2");
	named.reference = c.ada;
	named.token = token_of(&c, c.ada, &c.mem);
	i = further(&c, &named, 1);
	ok(span_is_equal(sample_register(c.db, i, &c.mem), c.ben),
	    "a case that was merged stands for the one it went into");
	is_span(text(&c.s,
		    "SELECT state || ' ' || needs_review || ' ' || "
		    "review_reason FROM cases WHERE id = 2",
		    &c.mem),
	    "closed 1 A further message arrived after it was closed",
	    "a closed one stays closed, and a person looks");
	is_span(text(&c.s, "SELECT COUNT (*) FROM outbox", &c.mem), "2",
	    "nothing more is owed");
	run_sql(&c.s, "UPDATE cases SET merged_into = 1 WHERE id = 2");
	i->id = i->sha256 = i->content = SPAN("m8");
	ok(!span_is_equal(sample_register(c.db, i, &c.mem), c.ben),
	    "two that were merged into each other are none");
	scene_close(&c);
}

/* A machine's message about Ada's acknowledgement. */
static struct item *
machine_says(struct scene *c, enum machine machine, const char *status,
    bool is_delayed)
{
	struct named_case named = { .reference = c->ada };
	struct item *i;

	named.message_id = message_id_of(c, c->ada, &c->mem);
	i = further(c, &named, 1);
	i->verdict.disposition = MACHINE;
	i->origin.kind = ORIGIN_MACHINE;
	i->origin.machine = machine;
	i->origin.author.address = SPAN("");
	i->owed.acknowledge = ACK_NO;
	if (machine != MACHINE_BOUNCE)
		return i;
	i->origin.bounces = ARENA_ARRAY(&c->mem, 1, struct bounce);
	i->origin.bounces[0] =
	    (struct bounce){ SPAN(ADA), span_of(status), is_delayed };
	i->origin.n_bounces = 1;
	return i;
}

static bool
note_row(const struct case_row *row, void *context)
{
	struct scene *c = context;

	c->ben = arena_printf(&c->mem, "%.*s: %.*s", SPAN_ARG(row->ack_state),
	    SPAN_ARG(row->ack_note));
	return true;
}

static void
test_machines(void)
{
	static const struct {
		enum machine machine;
		const char *status;
		bool is_delayed, is_likely;
		const char *state, *bounce, *event, *reason;
	} rows[] = {
		{ MACHINE_BOUNCE, "5.1.1", false, false, "received", "5.1.1",
		    "bounced",
		    "the acknowledgement to " ADA " could not be delivered "
		    "(5.1.1): send a letter instead" },
		{ MACHINE_BOUNCE, "4.4.7", false, false, "received", "4.4.7",
		    "bounced",
		    "the acknowledgement to " ADA " could not be delivered "
		    "(4.4.7): send a letter instead" },
		{ MACHINE_BOUNCE, "", false, true, "received", "", "bounced",
		    "the acknowledgement to " ADA " could not be delivered"
		    ": send a letter instead" },
		{ MACHINE_BOUNCE, "4.2.2", true, false, "acknowledged", "-",
		    "delivery delayed", "" },
		{ MACHINE_AUTO_REPLY, "", false, false, "acknowledged", "-",
		    "automatic reply", "" },
		{ MACHINE_AUTO_REPLY, "", false, true, "acknowledged", "-",
		    "automatic reply",
		    "a further message reads like one of a machine" },
		{ MACHINE_RECEIPT, "", false, false, "acknowledged", "-",
		    "receipt", "" },
		{ MACHINE_NOTICE, "", false, false, "acknowledged", "-",
		    "machine's answer", "" },
	};

	for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
		struct scene c = { .db = NULL };
		struct item *i;

		scene_open(&c);
		i = machine_says(&c, rows[n].machine, rows[n].status,
		    rows[n].is_delayed);
		i->origin.is_likely_machine = rows[n].is_likely;
		ok(span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
		    "row %zu: it joins the case", n);
		is_span(text(&c.s, "SELECT COUNT (*) FROM cases", &c.mem), "2",
		    "row %zu: and opens none", n);
		is_span(text(&c.s, "SELECT COUNT (*) FROM outbox", &c.mem), "2",
		    "row %zu: nor is it answered", n);
		is_span(
		    text(&c.s, "SELECT state FROM cases WHERE id = 1", &c.mem),
		    rows[n].state, "row %zu: the state of the case", n);
		is_span(text(&c.s,
			    "SELECT CASE WHEN bounced_at IS NULL THEN '-' "
			    "ELSE bounce END FROM outbox WHERE case_id = 1",
			    &c.mem),
		    rows[n].bounce, "row %zu: the outbox", n);
		is_span(text(&c.s,
			    "SELECT review_reason FROM cases WHERE id = 1",
			    &c.mem),
		    rows[n].reason, "row %zu: what a person is asked", n);
		is_span(text(&c.s,
			    "SELECT what FROM event WHERE item_id = 'm9' "
			    "ORDER BY id DESC LIMIT 1",
			    &c.mem),
		    rows[n].event, "row %zu: the history", n);
		is_span(text(&c.s,
			    "SELECT COUNT (*) FROM event WHERE detail LIKE "
			    "'%people%'",
			    &c.mem),
		    "0", "row %zu: names no address", n);
		scene_close(&c);
	}
}

/* Two reports of one failure, and what staff see of it. */
static void
test_bounced_twice(void)
{
	struct scene c = { .db = NULL };
	struct item *i;
	struct error why = { "" };
	const struct wanted all = { .since = NO_DATE, .until = NO_DATE };

	scene_open(&c);
	i = machine_says(&c, MACHINE_BOUNCE, "5.1.1", false);
	sample_register(c.db, i, &c.mem);
	i->id = i->sha256 = i->content = SPAN("m8");
	i->origin.bounces[0].status = SPAN("5.2.2");
	sample_register(c.db, i, &c.mem);
	is_span(text(&c.s, "SELECT COUNT (*) FROM event WHERE what = 'bounced'",
		    &c.mem),
	    "1", "what failed fails once");
	db_close(c.db);
	c.db = sample_db(&c.s, DB_STAFF);
	ok(cases_find(c.db, c.ada, note_row, &c, &why) == DONE, "%s", why.text);
	is_span(c.ben,
	    "bounced: it could not be delivered to " ADA
	    " (5.1.1): send a letter instead",
	    "staff see the next step");
	c.ben = SPAN("");
	ok(lists_due(c.db, &all, NO_DATE, note_row, &c, &why) == DONE &&
		c.ben.len > 0,
	    "among what is due");
	scene_close(&c);
}

/* A report of a letter that came after the acknowledgement. */
static void
test_letter_bounced(void)
{
	struct scene c = { .db = NULL };
	struct item *i;

	scene_open(&c);
	run_sql(&c.s,
	    "INSERT INTO outbox SELECT 9, case_id, 'follow_up', state, "
	    "channel, 'follow_up', to_name, to_address, to_postal, "
	    "'<ack.cs26-000001-x.0123456789abcdef@x.example>', '', '', 1, 1, "
	    "1, 1, '', NULL, '', NULL, '', 0, '', '', '2026-11-25', '' "
	    "FROM outbox WHERE id = 1");
	i = machine_says(&c, MACHINE_BOUNCE, "5.1.1", false);
	i->verdict.named[0].message_id =
	    SPAN("<ack.cs26-000001-x.0123456789abcdef@x.example>");
	ok(span_is_equal(sample_register(c.db, i, &c.mem), c.ada), "joins");
	is_span(text(&c.s,
		    "SELECT group_concat (kind) FROM outbox "
		    "WHERE bounced_at IS NOT NULL",
		    &c.mem),
	    "follow_up", "the letter that it names");
	is_span(
	    text(&c.s,
		"SELECT state || ': ' || review_reason FROM cases WHERE id = 1",
		&c.mem),
	    "acknowledged: the follow-up to " ADA " could not be delivered "
	    "(5.1.1): send a letter instead",
	    "the case stays acknowledged, and a person is asked");
	scene_close(&c);
}

#define TOKEN_OF_ALERT "00112233445566aa"

/* A report of an alert: the next address is tried, unless it is in hand. */
static void
test_alert_bounced(void)
{
	static const struct {
		const char *sql, *token;
		int mail;
		bool is_delayed;
		const char *want;
	} rows[] = {
		{ "", TOKEN_OF_ALERT, 2, false, "due 1 due" },
		{ "UPDATE alert SET sent_to = 1", TOKEN_OF_ALERT, 2, false,
		    "due 2 due" },
		{ "", TOKEN_OF_ALERT, 2, true, "sent 0 -" },
		{ "", TOKEN_OF_ALERT, 1, false, "sent 0 -" },
		{ "", "00112233445566ab", 2, false, "sent 0 -" },
		{ "UPDATE alert SET state = 'confirmed'", TOKEN_OF_ALERT, 2,
		    false, "confirmed 0 -" },
	};

	for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
		struct scene c = { .db = NULL };
		struct item *i;

		scene_open(&c);
		run_sql(&c.s,
		    "INSERT INTO alert (case_id, kind, about, urgency, "
		    "recipient, state, raised_at, sent_at, times, token) "
		    "VALUES "
		    "(1, 'media', 'm1', 'routine', 'Team', 'sent', 1, 1, 2, "
		    "'" TOKEN_OF_ALERT "')");
		run_sql(&c.s, rows[n].sql);
		i = machine_says(&c, MACHINE_BOUNCE, "5.1.1",
		    rows[n].is_delayed);
		i->origin.bounces[0].recipient = SPAN("team@northmoor.example");
		i->verdict.named[0].message_id =
		    arena_printf(&c.mem, "<alert.x.%s.%d@northmoor.example>",
			rows[n].token, rows[n].mail);
		sample_register(c.db, i, &c.mem);
		is_span(text(&c.s,
			    "SELECT state || ' ' || returned || ' ' || "
			    "CASE WHEN due_at IS NULL THEN '-' ELSE 'due' END "
			    "FROM alert",
			    &c.mem),
		    rows[n].want, "alert %zu", n + 1);
		is_span(text(&c.s,
			    "SELECT COUNT (*) FROM outbox "
			    "WHERE bounced_at IS NOT NULL",
			    &c.mem),
		    "0", "alert %zu: it is no acknowledgement's", n + 1);
		is_span(text(&c.s,
			    "SELECT COUNT (*) FROM event "
			    "WHERE what = 'alert bounced'",
			    &c.mem),
		    strncmp(rows[n].want, "due", 3) == 0 ? "1" : "0",
		    "alert %zu: the history", n + 1);
		scene_close(&c);
	}
}

/* Bounces that do not give our Message-ID back. */
static void
test_bare_bounces(void)
{
	struct scene c = { .db = NULL };
	struct item *i;

	scene_open(&c);
	i = machine_says(&c, MACHINE_BOUNCE, "5.1.1", false);
	i->verdict.named[0].message_id = SPAN("");
	ok(span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
	    "the reference and the recipient are enough");

	i->id = i->sha256 = i->content = SPAN("m8");
	i->verdict.named[0].reference = c.ben;
	is_span(sample_register(c.db, i, &c.mem), "", "not those of two cases");

	i->id = i->sha256 = i->content = SPAN("m7");
	i->verdict.n_named = 0;
	i->origin.bounces[0].recipient = SPAN("Ben@people.example");
	is_span(sample_register(c.db, i, &c.mem), "",
	    "the recipient alone is not enough");
	is_span(text(&c.s,
		    "SELECT other_id || why FROM item_link "
		    "WHERE item_id = 'm7'",
		    &c.mem),
	    "m2possibly_related", "but a person looks");
	run_sql(&c.s, "UPDATE outbox SET made_at = made_at - 864001");
	i->id = i->sha256 = i->content = SPAN("m6");
	sample_register(c.db, i, &c.mem);
	is_span(text(&c.s,
		    "SELECT COUNT (*) FROM item_link WHERE item_id = 'm6' "
		    "AND why = 'possibly_related'",
		    &c.mem),
	    "0", "not at what was sent long ago");
	is_span(text(&c.s, "SELECT COUNT (*) FROM cases", &c.mem), "2",
	    "none opens a case");
	scene_close(&c);
}

static bool
note_who(const struct case_row *row, void *context)
{
	struct scene *c = context;

	c->ben = arena_copy(&c->mem, row->who);
	return true;
}

/* What names cases, and yet leads to none, or to one alone. */
static void
test_named(void)
{
	struct scene c = { .db = NULL };
	struct named_case named[MAX_NAMED_CASES + 1] = { 0 };
	struct note note = { .by = SPAN("jbell") };
	struct item *i;

	scene_open(&c);
	named[0].reference = SPAN("CS26-000001-Z");
	named[0].token = token_of(&c, c.ada, &c.mem);
	i = further(&c, named, 1);
	ok(!span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
	    "a reference with another letter");
	is_span(text(&c.s, LINKS, &c.mem), "", "is none");

	named[0].reference = named[1].reference = c.ada;
	named[1].token = named[0].token;
	i = further(&c, named, 2);
	i->id = i->sha256 = i->content = SPAN("m8");
	ok(span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
	    "the same case twice is one");

	named[0].token = SPAN("");
	named[0].message_id =
	    SPAN("<alert.x." TOKEN_OF_ALERT ".1@northmoor.example>");
	i = further(&c, named, 1);
	i->id = i->sha256 = i->content = SPAN("m7");
	run_sql(&c.s,
	    "INSERT INTO alert (case_id, kind, about, urgency, recipient, "
	    "state, raised_at, sent_at, times, token) VALUES (1, 'media', "
	    "'m1', 'routine', 'Team', 'sent', 1, 1, 1, '" TOKEN_OF_ALERT "')");
	ok(!span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
	    "an alert's Message-ID proves nothing of a person");

	for (size_t n = 0; n < MAX_NAMED_CASES; n++)
		named[n] = (struct named_case){ .reference = c.ben };
	named[MAX_NAMED_CASES].reference = c.ada;
	named[MAX_NAMED_CASES].token = token_of(&c, c.ada, &c.mem);
	i = further(&c, named, MAX_NAMED_CASES + 1);
	i->id = i->sha256 = i->content = SPAN("m6");
	ok(!span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
	    "one too many is not looked at");

	named[0] = (struct named_case){ .reference = c.ada };
	note.reference = c.ben;
	i = further(&c, named, 1);
	i->id = i->sha256 = i->content = SPAN("m5");
	i->note = &note;
	i->message = NULL;
	ok(!span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
	    "a note of another case is not of this one");
	note.reference = c.ada;
	i->id = i->sha256 = i->content = SPAN("m4");
	i->origin.author.address = SPAN("");
	ok(span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
	    "who notes a call says of which it is");

	run_sql(&c.s, "DELETE FROM secret");
	named[0].token = named[MAX_NAMED_CASES].token;
	i = further(&c, named, 1);
	i->id = i->sha256 = i->content = SPAN("m3");
	ok(!span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
	    "without a key no token is right");
	scene_close(&c);
}

/* Reports that name nobody, or many. */
static void
test_recipients(void)
{
	struct scene c = { .db = NULL };
	struct bounce many[MAX_NAMED_CASES + 1];
	struct item *i;

	scene_open(&c);
	for (size_t n = 0; n <= MAX_NAMED_CASES; n++)
		many[n] = (struct bounce){ SPAN("x@people.example"),
			SPAN("5.1.1"), true };
	many[1] = (struct bounce){ SPAN(ADA), SPAN("5.2.1"), false };
	i = machine_says(&c, MACHINE_BOUNCE, "5.1.1", false);
	i->verdict.named[0].message_id = SPAN("");
	i->origin.bounces = many;
	i->origin.n_bounces = 3;
	ok(span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
	    "one of several is enough");
	is_span(
	    text(&c.s, "SELECT bounce FROM outbox WHERE case_id = 1", &c.mem),
	    "5.2.1", "the one that came back for good counts");
	many[1].recipient = SPAN("x@people.example");
	many[MAX_NAMED_CASES].recipient = SPAN("ben@people.example");
	i->id = i->sha256 = i->content = SPAN("m8");
	i->verdict.n_named = 0;
	i->origin.n_bounces = MAX_NAMED_CASES + 1;
	sample_register(c.db, i, &c.mem);
	is_span(text(&c.s,
		    "SELECT COUNT (*) FROM item_link WHERE item_id = 'm8' "
		    "AND why = 'possibly_related'",
		    &c.mem),
	    "0", "one too many is not looked at");
	scene_close(&c);

	c = (struct scene){ .db = NULL };
	scene_open(&c);
	i = machine_says(&c, MACHINE_BOUNCE, "", false);
	i->origin.n_bounces = 0;
	ok(span_is_equal(sample_register(c.db, i, &c.mem), c.ada),
	    "our Message-ID is enough");
	is_span(text(&c.s, "SELECT detail FROM event WHERE what = 'bounced'",
		    &c.mem),
	    "The acknowledgement could not be delivered; a person sends a "
	    "letter instead",
	    "of a report that names nobody");
	i = machine_says(&c, MACHINE_OWN, "", false);
	i->id = i->sha256 = i->content = SPAN("m7");
	is_span(sample_register(c.db, i, &c.mem), "",
	    "what we wrote ourselves answers nothing");
	scene_close(&c);
}

/* In what role somebody writes, staff see. */
static void
test_role(void)
{
	struct scene c = { .db = NULL };
	struct item *i;
	struct span reference;
	struct error why = { "" };

	scene_open(&c);
	i = further(&c, NULL, 0);
	i->origin.role = "solicitor";
	reference = sample_register(c.db, i, &c.mem);
	db_close(c.db);
	c.db = sample_db(&c.s, DB_STAFF);
	ok(cases_find(c.db, reference, note_who, &c, &why) == DONE, "%s",
	    why.text);
	is_span(c.ben, "Ada Example (solicitor)", "who, and in what role");
	scene_close(&c);
}

int
main(void)
{
	test_people();
	test_two();
	test_merged_and_closed();
	test_machines();
	test_bounced_twice();
	test_bare_bounces();
	test_letter_bounced();
	test_alert_bounced();
	test_named();
	test_recipients();
	test_role();
	return done();
}
