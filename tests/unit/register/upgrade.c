/*
 * upgrade.c - a register of any older version, with something in every table,
 * is brought up to date: nothing changed, a copy of what was beside it
 */
#include "base/digest.h"
#include "register/history.h"
#include "register/search.h"
#include "register/statement.h"
#include "sample.h"
#include "schema.h"
#include "tap.h"

#define MAX_ALL_BYTES (1 << 20)

/* What was written by programs of that version, and is there ever since. */
static const struct {
	int since;
	const char *sql;
} rows[] = {
	{ 1, "INSERT INTO item VALUES ('m1', 'email', 'message', '', 'sha-1',"
	     " 10, 1, 2, NULL, 'message/rfc822', 'read', '',"
	     " '<m1@x.example>', '2026-11-20', 'The ward', 'Ada Example',"
	     " 'ada@people.example', '', '', '', 'public', '', 'pass',"
	     " 'case', 'kept/2026/11/m1')" },
	{ 1, "INSERT INTO item VALUES ('p1', 'post', 'document', 'scan.pdf',"
	     " 'sha-2', 20, 3, 4, 'm1', 'application/pdf', 'encrypted',"
	     " 'under a password', '', '', 'scan.pdf', '', '',"
	     " '1 Mill Lane', '01632 960100', '', 'public', '', 'none',"
	     " 'case', 'refused/p1')" },
	{ 1, "INSERT INTO part VALUES ('m1', 0, '1', '', 'text/plain',"
	     " 'text/plain', 9, 'sha-3', 'md5-3', 'body', 0, 0, 'read', '',"
	     " 0, 0, 1000, 'en', 'Nobody came; caf\xc3\xa9')" },
	{ 1, "INSERT INTO mark VALUES ('m1', 0, 'signature', 0, 3, 9)" },
	{ 1, "INSERT INTO reason VALUES ('m1', 0, 'nobody came', 400,"
	     " 'complaint', 0, 0, 11)" },
	{ 1, "INSERT INTO flag VALUES ('m1', 0, 'media', 'routine', 'Press',"
	     " 'the paper', 0, 0, 9)" },
	{ 1, "INSERT INTO sequence VALUES (2026, 7)" },
	{ 1, "INSERT INTO cases (id, reference, state, category, disposition,"
	     " confidence, needs_review, review_reason, author_name,"
	     " author_address, author_postal, author_phone, received_on,"
	     " ack_due, holding_due, response_due, acknowledge, why_not)"
	     " VALUES (1, 'CS26-000001-P', 'acknowledged', 'complaint',"
	     " 'case', 930, 1, 'see', 'Ada Example', 'ada@people.example',"
	     " '', '', '2026-11-20', '2026-11-25', NULL, '2027-05-19',"
	     " 'true', '')" },
	{ 1, "INSERT INTO cases (id, reference, state, category, disposition,"
	     " confidence, needs_review, review_reason, author_name,"
	     " author_address, author_postal, author_phone, received_on,"
	     " acknowledge, why_not) VALUES (2, 'CS26-000002-Q', 'received',"
	     " '', 'case', 0, 1, '', '', '', '1 Mill Lane', '01632 960100',"
	     " '2026-11-21', 'hold', 'unsure')" },
	{ 1, "INSERT INTO item_case VALUES ('m1', 1, 'original'),"
	     " ('p1', 2, 'original')" },
	{ 1, "INSERT INTO outbox (id, case_id, kind, state, channel, template,"
	     " to_name, to_address, to_postal, message_id, in_reply_to,"
	     " thread, attempts, next_attempt, made_at, finished_at, note)"
	     " VALUES (1, 1, 'acknowledgement', 'sent', 'email', 'complaint',"
	     " 'Ada Example', 'ada@people.example', '', '<ack.1@x.example>',"
	     " '<m1@x.example>', '<m1@x.example>', 2, 5, 4, 6, 'mailbox "
	     "busy')" },
	{ 1, "INSERT INTO ledger (mailbox, folder, uidvalidity, uid, file,"
	     " item_id, internaldate, size, state, attempts, last_error)"
	     " VALUES ('main', 'INBOX', 77, 4, '', 'm1', 1, 10, 'filed', 1,"
	     " 'time-out'), ('post', '', 0, 0, 'scan.pdf', 'p1', 3, 20,"
	     " 'filed', 0, ''), ('main', 'INBOX', 77, 5, '', '', 1, 10,"
	     " 'unfetchable', 9, 'no')" },
	{ 1, "INSERT INTO poll (mailbox, at) VALUES ('main', 9)" },
	{ 2, "INSERT INTO departure (outbox_id, address, domain, at)"
	     " VALUES (1, 'ada@people.example', 'people.example', 6)" },
	{ 3, "UPDATE poll SET trouble = 'time-out', since = 8" },
	{ 4, "INSERT INTO item_link VALUES ('p1', 'm1', 'same_message_id')" },
	{ 5, "INSERT INTO secret VALUES ('token', 'the key of old')" },
	{ 6, "UPDATE ledger SET settled_at = 9 WHERE uid = 5" },
	{ 7, "INSERT INTO case_field (case_id, field, value, at, who,"
	     " is_current) VALUES (1, 'owner', 'Kim Lowe', 7, 'jo', 1)" },
	{ 8, "INSERT INTO score VALUES ('m1', 'complaint', 930, 'abc')" },
	{ 8, "INSERT INTO correction (case_id, item_id, at, who,"
	     " category_from, category_to, reason, model) VALUES (1, 'm1', 8,"
	     " 'jo', 'concern', 'complaint', 'she says so', 'abc')" },
	{ 9, "INSERT INTO holiday VALUES ('2027-01-04', 1, 'A wedding', 8,"
	     " 'jo')" },
	{ 10, "UPDATE outbox SET released_at = 8" },
	{ 11, "INSERT INTO backup (at, folder, name) VALUES (9, '/b', 'n')" },
	{ 11, "INSERT INTO restoration (taken_at, restored_at)"
	      " VALUES (9, 10)" },
	{ 12, "INSERT INTO need VALUES (1, 'large_print', '18', 9, 'jo')" },
	{ 12, "INSERT INTO equality VALUES (1, 'disability', 'yes', 9, 'jo')" },
	{ 12, "INSERT INTO restriction (person_id, kind, detail, reason,"
	      " decided_by, decided_on, review_due, at, who) VALUES (1,"
	      " 'no_ack', '', 'too many', 'Dr Moor', '2026-11-21',"
	      " '2027-05-20', 9, 'jo')" },
	{ 12, "INSERT INTO new_issue VALUES ('m1', 1, 1, 9, '', NULL, '')" },
	{ 12, "INSERT INTO person_apart VALUES (1, 2, 9, 'jo')" },
	{ 14, "UPDATE outbox SET circumstances = 'late', text_sent = 'x'" },
	{ 15, "INSERT INTO alert (case_id, kind, about, urgency, recipient,"
	      " state, raised_at, token) VALUES (1, 'media', 'm1', 'routine',"
	      " 'Press', 'sent', 9, 'abc')" },
	{ 16, "INSERT INTO letter VALUES (1, 'We have it', 'Dear Ada')" },
};

static void
run(sqlite3 *sqlite, const char *sql)
{
	if (sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
}

/* Opens a file as it stands, with the functions that its triggers call. */
static struct db *
connect(const char *path)
{
	struct db *db = calloc(1, sizeof *db);
	struct error why;

	db->role = DB_OWNER;
	if (sqlite3_open(path, &db->sqlite) != SQLITE_OK ||
	    search_install(db, &why) != DONE)
		die("test: %s", path);
	return db;
}

static struct span
field(const char *text, struct arena *mem)
{
	return arena_printf(mem, "%zu:%s,", strlen(text), text);
}

/* Two events as history.c has always chained them. */
static void
add_events(sqlite3 *sqlite)
{
	autoarena mem = { 0 };
	struct span hash = SPAN("");

	for (int id = 1; id <= 2; id++) {
		struct span before =
		    arena_printf(&mem, "%zu:%.*s,", hash.len, SPAN_ARG(hash));
		const char *what = id == 1 ? "received" : "registered";
		struct span fields = arena_printf(&mem,
		    "%.*s%d,%d,%.*s%.*s%.*s%.*s%.*s", SPAN_ARG(before), id,
		    id + 1, SPAN_ARG(field("intake", &mem)),
		    SPAN_ARG(field(what, &mem)),
		    SPAN_ARG(field("By e-mail", &mem)),
		    SPAN_ARG(field("CS26-000001-P", &mem)),
		    SPAN_ARG(field("m1", &mem)));

		hash = digest_sha256(fields, &mem);
		run(sqlite,
		    arena_printf(&mem,
			"INSERT INTO event (id, at, who, what, detail,"
			" reference, item_id, hash) VALUES (%d, %d, 'intake',"
			" '%s', 'By e-mail', 'CS26-000001-P', 'm1', '%.*s')",
			id, id + 1, what, SPAN_ARG(hash))
			.at);
	}
}

/* Makes it as the programs up to that version would have, one by one. */
static void
make_version(const char *path, int version)
{
	autodb db = connect(path);

	run(db->sqlite, "PRAGMA foreign_keys = ON");
	run(db->sqlite, "PRAGMA synchronous = OFF");
	for (int v = 1; v <= version; v++) {
		for (size_t i = 0;
		     i < sizeof schema_steps / sizeof *schema_steps; i++)
			if (schema_steps[i].migration == v)
				run(db->sqlite, schema_steps[i].sql);
		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
			if (rows[i].since == v)
				run(db->sqlite, rows[i].sql);
		if (v == 1)
			add_events(db->sqlite);
	}
}

/* The first column of all rows, a line each; dies where it is wrong. */
static void
ask(sqlite3 *sqlite, const char *sql, struct buf *out)
{
	sqlite3_stmt *at = NULL;

	if (sqlite3_prepare_v2(sqlite, sql, -1, &at, NULL) != SQLITE_OK)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
	while (sqlite3_step(at) == SQLITE_ROW)
		buf_printf(out, "%s\n",
		    (const char *)sqlite3_column_text(at, 0));
	sqlite3_finalize(at);
}

/* A statement for each table, that says all its rows and columns. */
static struct span
statements_of(sqlite3 *sqlite, struct arena *mem)
{
	autobuf out = BUF(MAX_ALL_BYTES);

	ask(sqlite,
	    "SELECT 'SELECT ''' || t.name || ': '' || ' ||"
	    " (SELECT group_concat ('quote (' || c.name || ')', ' || '', '' || "
	    "')"
	    "  FROM pragma_table_info (t.name) c) ||"
	    " ' FROM ' || t.name || ' ORDER BY 1'"
	    " FROM sqlite_schema t WHERE t.type = 'table'"
	    " AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'search%'"
	    " ORDER BY t.name",
	    &out);
	return arena_copy(mem, buf_span(&out));
}

static struct span
answers_to(sqlite3 *sqlite, struct span statements, struct arena *mem)
{
	autobuf out = BUF(MAX_ALL_BYTES);

	while (statements.len > 0)
		ask(sqlite, arena_text(mem, span_cut_line(&statements)), &out);
	return arena_copy(mem, buf_span(&out));
}

/* It is whole, and goes on: the history, references, a new item. */
static void
check_alive(const struct sample *s, int version, struct arena *mem)
{
	autodb staff = sample_db(s, DB_STAFF);
	autodb intake = sample_db(s, DB_INTAKE);
	autobuf said = BUF(4096);
	char head[HISTORY_HASH_BYTES];
	struct error why = { "" };
	long long n = 0;
	struct db *raw;

	ok(history_verify(staff, &n, head, &why) == DONE && n == 2,
	    "version %d: the history is whole: %s", version, why.text);
	raw = connect(s->path);
	ask(raw->sqlite, "PRAGMA integrity_check", &said);
	ask(raw->sqlite, "PRAGMA foreign_key_check", &said);
	is_text(buf_text(&said), "ok\n", "version %d: the file is", version);
	db_close(raw);
	sample_register(intake, sample_complaint("m9", mem), mem);
	ok(history_verify(staff, &n, head, &why) == DONE && n > 2,
	    "version %d: it goes on", version);
}

static void
test_version(int version)
{
	autoarena mem = { 0 };
	struct error why = { "" };
	struct span statements, before, copied;
	struct sample s;
	autobuf said = BUF(4096);
	struct db *raw;

	sample_open(&s);
	make_version(s.path, version);
	raw = connect(s.path);
	statements = statements_of(raw->sqlite, &mem);
	before = answers_to(raw->sqlite, statements, &mem);
	db_close(raw);
	ok(db_migrate(s.path, &why) == DONE, "version %d is migrated: %s",
	    version, why.text);
	raw = connect(s.path);
	/* What a migration adds of its own accord comes after it. */
	ok(span_is_equal(answers_to(raw->sqlite, statements, &mem), before),
	    "version %d: all is as it was", version);
	db_close(raw);
	raw = connect(
	    arena_printf(&mem, "%s.before-%d", s.path, SCHEMA_VERSION).at);
	ask(raw->sqlite, "PRAGMA user_version", &said);
	is_text(buf_text(&said), arena_printf(&mem, "%d\n", version).at,
	    "version %d: a copy of it is there", version);
	copied = answers_to(raw->sqlite, statements, &mem);
	ok(span_is_equal(copied, before), "version %d: and is whole", version);
	db_close(raw);
	check_alive(&s, version, &mem);
	sample_close(&s);
}

int
main(void)
{
	for (int version = 1; version < SCHEMA_VERSION; version++)
		test_version(version);
	return done();
}
