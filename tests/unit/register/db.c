/* db.c - the register's file, and what each role may do in it */
#include "register/statement.h"
#include "sample.h"
#include "schema.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>

/* Runs SQL on a file as any program could. */
static void
run_sql(const char *path, const char *sql)
{
	sqlite3 *sqlite = NULL;

	if (sqlite3_open(path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

static void
test_made(void)
{
	struct sample s;
	struct stat st;
	struct error why = { "" };
	struct db *db = NULL;

	sample_open(&s);
	ok(db_open(s.path, DB_STAFF, &db, &why) == BROKEN,
	    "a missing register is BROKEN");
	ok(db_migrate(s.path, &why) == DONE, "it is made: %s", why.text);
	ok(stat(s.path, &st) == 0 && (st.st_mode & 0777) == 0600,
	    "for its owner alone");
	ok(db_migrate(s.path, &why) == DONE, "making it again is harmless");
	for (int role = DB_MAILBOX; role <= DB_MONITOR; role++) {
		ok(db_open(s.path, (enum db_role)role, &db, &why) == DONE,
		    "role %d opens it: %s", role, why.text);
		db_close(db);
		db = NULL;
	}
	db_close(NULL);
	sample_close(&s);
}

static void
test_refused_files(void)
{
	static const struct {
		const char *sql;
		enum outcome migrate, open;
		const char *what;
	} cases[] = {
		{ "PRAGMA user_version = 0", DONE, DONE, "an empty file" },
		{ "CREATE TABLE stamps (name TEXT)", BROKEN, LATER,
		    "tables of another program" },
		{ "CREATE TABLE stamps (name TEXT); PRAGMA user_version = 1",
		    BROKEN, BROKEN, "the same with a version" },
		{ "PRAGMA application_id = 7; CREATE TABLE stamps (n TEXT)",
		    BROKEN, BROKEN, "another program's name" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sample s;
		struct error why = { "" };
		autodb db = NULL;

		sample_open(&s);
		run_sql(s.path, cases[i].sql);
		ok(db_migrate(s.path, &why) == cases[i].migrate,
		    "%s: made or not (%s)", cases[i].what, why.text);
		ok(db_open(s.path, DB_STAFF, &db, &why) == cases[i].open,
		    "%s: opened or not", cases[i].what);
		sample_close(&s);
	}
}

static void
test_versions(void)
{
	struct sample s;
	struct error why = { "" };
	struct db *db = NULL;

	sample_open(&s);
	ok(db_migrate(s.path, &why) == DONE, "a register is made");
	run_sql(s.path, "PRAGMA user_version = 999");
	ok(db_open(s.path, DB_STAFF, &db, &why) == BROKEN &&
		strstr(why.text, "newer") != NULL,
	    "a newer one is not opened: %s", why.text);
	ok(db_migrate(s.path, &why) == BROKEN, "nor migrated");
	sample_close(&s);
	sample_open(&s);
	ok(io_create(s.path, SPAN(""), &why) == DONE &&
		db_open(s.path, DB_STAFF, &db, &why) == LATER,
	    "an empty file may become one: %s", why.text);
	ok(io_create(s.path, SPAN("a letter of some length, not a database"),
	       &why) == DONE &&
		db_open(s.path, DB_STAFF, &db, &why) == BROKEN &&
		db_migrate(s.path, &why) == BROKEN,
	    "another file never does: %s", why.text);
	sample_close(&s);
}

/* Makes the register that the first version made, with two items in it. */
static void
make_version_one(const char *path)
{
	for (size_t i = 0; i < sizeof schema_steps / sizeof *schema_steps; i++)
		if (schema_steps[i].migration == 1)
			run_sql(path, schema_steps[i].sql);
	run_sql(path,
	    "INSERT INTO item VALUES ('m1', 'email', 'message', '', 'sha-1',"
	    " 10, 1, 2, NULL, 'message/rfc822', 'read', '', '<m1@x.example>',"
	    " '', 't', '', '', '', '', '', 'public', '', 'none', 'case',"
	    " 'kept/2026/11/m1');"
	    "INSERT INTO item SELECT 'm2', channel, kind, file, 'sha-2', size,"
	    " received_at, 3, NULL, type, outcome, note, '', sent_date, title,"
	    " author_name, author_address, author_postal, author_phone,"
	    " forwarder, origin, machine, authenticated, disposition, ''"
	    " FROM item");
}

/* A register of the first version is brought up to date, and goes on. */
static void
test_upgrade(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct error why = { "" };
	struct registration r = { 0 };
	struct item *item = sample_complaint("m3", &mem);
	struct db *db = NULL;

	sample_open(&s);
	make_version_one(s.path);
	ok(db_open(s.path, DB_STAFF, &db, &why) == BROKEN &&
		strstr(why.text, "older") != NULL,
	    "version 1 is not opened: %s", why.text);
	ok(db_migrate(s.path, &why) == DONE, "but migrated: %s", why.text);
	run_sql(s.path, "CREATE TEMP TABLE want (n INTEGER CHECK (n = 2));"
			"INSERT INTO want SELECT COUNT (*) FROM item"
			" WHERE content = sha256 AND content <> ''");
	ok(true, "its items have the content that their bytes give");
	{
		autodb intake = sample_db(&s, DB_INTAKE);

		item->sha256 = SPAN("sha-1");
		ok(items_register(intake, item, SPAN("nhs.example"), &mem, &r,
		       &why) == DONE,
		    "an item comes again: %s", why.text);
		is_span(r.first_id, "m1", "and is known by its bytes");
		item = sample_complaint("m4", &mem);
		item->message->message_id = SPAN("<m1@x.example>");
		sample_register(intake, item, &mem);
	}
	run_sql(s.path, "CREATE TEMP TABLE want (n INTEGER CHECK (n = 1));"
			"INSERT INTO want SELECT COUNT (*) FROM item_link"
			" WHERE item_id = 'm4' AND other_id = 'm1'");
	ok(true, "another one of its Message-ID is linked to it");
	ok(db_migrate(s.path, &why) == DONE, "migrated again: %s", why.text);
	sample_close(&s);
}

/* The outbox was made anew with more states: its rows and what left stay. */
static void
test_outbox_upgrade(void)
{
	struct sample s;
	struct error why = { "" };

	sample_open(&s);
	for (size_t i = 0; i < sizeof schema_steps / sizeof *schema_steps; i++)
		if (schema_steps[i].migration > 0 &&
		    schema_steps[i].migration < 10)
			run_sql(s.path, schema_steps[i].sql);
	run_sql(s.path,
	    "INSERT INTO cases (id, reference, state, category, disposition,"
	    " confidence, needs_review, review_reason, author_name,"
	    " author_address, author_postal, author_phone, received_on,"
	    " acknowledge, why_not) VALUES (7, 'CS26-000001-P', 'received',"
	    " 'complaint', 'case', 1, 0, '', '', '', '', '', '2026-11-22',"
	    " 'true', '');"
	    "INSERT INTO outbox VALUES (3, 7, 'acknowledgement', 'sent',"
	    " 'email', 'complaint', '', 'a@x.example', '', '<m@x.example>', '',"
	    " '', 1, 5, 4, 6, 'n', 8, '5.1.1');"
	    "INSERT INTO departure VALUES (9, 3, 'a@x.example', 'x.example',"
	    " 5);");
	ok(db_migrate(s.path, &why) == DONE, "it is migrated: %s", why.text);
	run_sql(s.path,
	    "CREATE TEMP TABLE want (n INTEGER CHECK (n = 1));"
	    "INSERT INTO want SELECT COUNT (*) FROM outbox WHERE id = 3"
	    " AND case_id = 7 AND finished_at = 6 AND bounce = '5.1.1'"
	    " AND released_at IS NULL;"
	    "INSERT INTO want SELECT COUNT (*) FROM departure"
	    " WHERE outbox_id = 3;"
	    "INSERT INTO want SELECT NOT COUNT (*) FROM"
	    " pragma_foreign_key_check;"
	    "UPDATE outbox SET state = 'telephoned';"
	    "UPDATE outbox SET state = 'cancelled'");
	ok(true, "nothing is lost, and the new states are there");
	sample_close(&s);
}

/* What each role must not be able to prepare, whatever it asks for. */
static void
test_rights(void)
{
	static const struct {
		enum db_role role;
		const char *sql;
	} cases[] = {
		{ DB_MAILBOX, "SELECT text FROM part" },
		{ DB_MAILBOX, "SELECT COUNT (*) FROM cases" },
		{ DB_MAILBOX, "INSERT INTO event (who) VALUES ('x')" },
		{ DB_INTAKE, "DELETE FROM item" },
		{ DB_INTAKE, "UPDATE item SET sha256 = ''" },
		{ DB_INTAKE, "UPDATE outbox SET state = 'sent'" },
		{ DB_INTAKE, "UPDATE cases SET received_on = '2026-11-21'" },
		{ DB_INTAKE, "UPDATE item SET content = ''" },
		{ DB_INTAKE, "DELETE FROM item_link" },
		{ DB_INTAKE, "DELETE FROM event" },
		{ DB_INTAKE, "UPDATE event SET detail = ''" },
		{ DB_SENDER, "INSERT INTO item (id) VALUES ('x')" },
		{ DB_SENDER, "SELECT title FROM item" },
		{ DB_SENDER, "SELECT text FROM part" },
		{ DB_SENDER, "UPDATE outbox SET to_address = ''" },
		{ DB_SENDER, "UPDATE outbox SET message_id = ''" },
		{ DB_SENDER, "INSERT INTO ledger (mailbox) VALUES ('x')" },
		{ DB_STAFF, "INSERT INTO item (id) VALUES ('x')" },
		{ DB_STAFF, "DELETE FROM event" },
		{ DB_STAFF, "DROP TABLE event" },
		{ DB_STAFF, "DROP TRIGGER event_stays" },
		{ DB_STAFF, "ATTACH 'other.db' AS other" },
		{ DB_STAFF, "PRAGMA user_version = 7" },
		{ DB_STAFF, "UPDATE sqlite_sequence SET seq = 0" },
		{ DB_RECONCILE, "DELETE FROM item" },
		{ DB_RECONCILE, "DELETE FROM ledger" },
		{ DB_RECONCILE, "UPDATE ledger SET state = 'filed'" },
		{ DB_RECONCILE, "UPDATE item SET sha256 = ''" },
		{ DB_RECONCILE, "INSERT INTO item (id) VALUES ('x')" },
		{ DB_RECONCILE, "UPDATE outbox SET state = 'posted'" },
		{ DB_RECONCILE, "SELECT author_name FROM item" },
		{ DB_RECONCILE, "SELECT title FROM item" },
		{ DB_RECONCILE, "SELECT text FROM part" },
		{ DB_RECONCILE, "SELECT author_name FROM cases" },
		{ DB_RECONCILE, "SELECT to_address FROM outbox" },
		{ DB_RECONCILE, "DELETE FROM part" },
		{ DB_STAFF, "DELETE FROM part" },
		{ DB_STAFF, "UPDATE item SET destroyed_at = 1" },
		{ DB_STAFF, "PRAGMA integrity_check" },
		{ DB_KEEPER, "DELETE FROM event" },
		{ DB_KEEPER, "UPDATE event SET detail = ''" },
		{ DB_KEEPER, "DELETE FROM item" },
		{ DB_KEEPER, "DELETE FROM cases" },
		{ DB_KEEPER, "UPDATE item SET sha256 = ''" },
		{ DB_KEEPER, "UPDATE cases SET retain_until = NULL" },
		{ DB_KEEPER, "INSERT INTO item (id) VALUES ('x')" },
		{ DB_KEEPER, "SELECT value FROM secret" },
		{ DB_KEEPER, "PRAGMA user_version = 7" },
		{ DB_KEEPER, "DROP TRIGGER event_is_kept" },
	};
	struct sample s;

	sample_open(&s);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autodb db = sample_db(&s, cases[i].role);
		sqlite3_stmt *at = NULL;
		int answer =
		    sqlite3_prepare_v2(db->sqlite, cases[i].sql, -1, &at, NULL);

		ok((answer & 0xff) == SQLITE_AUTH || at == NULL,
		    "role %d is refused: %s", cases[i].role, cases[i].sql);
		sqlite3_finalize(at);
	}
	sample_close(&s);
}

static void
test_others_statements(void)
{
	struct sample s;
	struct error why = { "" };

	sample_open(&s);
	for (int role = DB_MAILBOX; role <= DB_MONITOR; role++) {
		autodb db = sample_db(&s, (enum db_role)role);
		int wrong = 0;

		/* Staff's are prepared when they are run: queries.c. */
		for (size_t q = 0; q < QUERY_COUNT; q++) {
			bool has = db->statements[q] != NULL;
			bool may = (query_texts[q].roles & ROLE(role)) != 0;

			wrong += has && !may;
			wrong += !has && may && role != DB_STAFF;
		}
		is_number(wrong, 0, "role %d has its statements, no more",
		    role);
		if (role == DB_SENDER)
			ok(statement_run(db, Q_ITEM_SET_PLACE, &why,
			       VALUES(value_word("x"), value_word("y"))) ==
				BROKEN,
			    "another role's is BROKEN: %s", why.text);
	}
	sample_close(&s);
}

static void
test_busy(void)
{
	struct sample s;
	struct error why = { "" };

	sample_open(&s);
	{
		autodb one = sample_db(&s, DB_INTAKE);
		autodb two = sample_db(&s, DB_INTAKE);

		sqlite3_busy_timeout(two->sqlite, 1);
		ok(transaction_begin(one, &why) == DONE, "one writer begins");
		ok(transaction_begin(two, &why) == LATER,
		    "another has to wait: %s", why.text);
		ok(transaction_end(one, REFUSED, &why) == REFUSED,
		    "the first gives up");
		ok(transaction_begin(two, &why) == DONE &&
			transaction_end(two, DONE, &why) == DONE,
		    "and the other goes on");
	}
	sample_close(&s);
}

/* The descriptor by which this process has the file open. */
static int
descriptor_of(const char *path)
{
	struct stat wanted, st;

	if (stat(path, &wanted) < 0)
		die("test: no register");
	for (int fd = 3; fd < 100; fd++)
		if (fstat(fd, &st) == 0 && st.st_ino == wanted.st_ino &&
		    st.st_dev == wanted.st_dev)
			return fd;
	die("test: it is not open");
}

/* A disk that cannot be read is no damage. */
static void
test_disk(void)
{
	struct sample s;
	struct error why = { "" };

	sample_open(&s);
	{
		autodb db = sample_db(&s, DB_STAFF);
		int fd = descriptor_of(s.path), kept = dup(fd);
		int unread = open(s.path, O_WRONLY);
		autorows rows = { 0 };

		ok(statement_fail(db->sqlite, "look", SQLITE_CORRUPT, &why) ==
			    BROKEN &&
			strstr(why.text, "register: look") != NULL,
		    "damage is damage: %s", why.text);
		/* From now on it is open for writing alone. */
		if (kept < 0 || unread < 0 || dup2(unread, fd) < 0)
			die("test: no descriptor");
		sqlite3_exec(db->sqlite, "PRAGMA cache_size = 0", NULL, NULL,
		    NULL);
		ok(rows_first(&rows, db, Q_LIST_PLACE, &why,
		       VALUES(value_word("x"))) != DONE,
		    "what cannot be read is told of: %s", why.text);
		rows_close(&rows);
		ok(statement_fail(db->sqlite, "look", SQLITE_CORRUPT, &why) ==
			    BROKEN &&
			strstr(why.text, strerror(EBADF)) != NULL,
		    "with what the system says of it: %s", why.text);
		dup2(kept, fd);
		close(kept);
		close(unread);
	}
	sample_close(&s);
}

int
main(void)
{
	test_disk();
	test_made();
	test_refused_files();
	test_versions();
	test_upgrade();
	test_outbox_upgrade();
	test_rights();
	test_others_statements();
	test_busy();
	return done();
}
