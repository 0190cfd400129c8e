/* retention.c - content goes when a person says so, and goes altogether */
#include "register/retention.h"
#include "keeping.h"
#include "tap.h"

#define FIRST "m20261122T101502Z-0123456789abcdef"
#define SECOND "m20261122T101503Z-0123456789abcdef"
#define COPY "m20261122T101504Z-0123456789abcdef"
#define TODAY 24433 /* 2036-11-23 */

/* What the sample's items have of people, and what this test adds. */
static const char *const secrets[] = { "Ada Example", "ada@people.example",
	"wish to complain", "Nobody came", "The ward", "letter.pdf",
	"Secret note", "mail.example" };

static enum outcome
destroy(struct keeping *k, struct span reference, day today, long long *n,
    struct error *why)
{
	const struct destruction d = { .reference = reference,
		.who = SPAN("A Manager"),
		.reason = SPAN("reviewed"),
		.at = 2109672000,
		.today = today };
	autodb db = sample_db(&k->sample, DB_KEEPER);
	bool is_emptied = false;
	enum outcome how = retention_destroy(db, &d, n, why);

	if (how == DONE)
		how = retention_clear(db, span_of(k->spool), &is_emptied, why);
	ok(how != DONE || is_emptied, "the log is empty then");
	return how;
}

/* Bytes of a file, as they are on the disk. */
static bool
file_has(struct keeping *k, const char *name, const char *words)
{
	autobuf out = BUF(64 << 20);
	struct error why;

	return io_read_file(keeping_path(k, name), &out, &why) == DONE &&
	       span_find(buf_span(&out), span_of(words), 0) != SPAN_NOT_FOUND;
}

static bool
count_over(const struct over_row *row, void *context)
{
	int *counts = context;

	counts[row->is_held]++;
	return true;
}

static void
test_refused(struct keeping *k, struct span reference)
{
	static const struct {
		const char *sql;
		day today;
		const char *words;
	} cases[] = {
		{ "SELECT 1", TODAY, "is not closed" },
		{ "UPDATE cases SET state = 'closed', closed_on = '2026-11-22',"
		  " retain_until = '2036-11-22'",
		    TODAY - 1, "must be kept until 2036-11-22" },
		{ "INSERT INTO case_field (case_id, field, value, at, who,"
		  " is_current) VALUES (1, 'legal_hold', 'yes', 1, 'x', 1)",
		    TODAY, "legal hold" },
		{ "UPDATE case_field SET case_id = 2;"
		  "UPDATE cases SET merged_into = 1 WHERE id = 2",
		    TODAY, "CS26-000002-Q is under a legal hold" },
		{ "UPDATE case_field SET case_id = 1;"
		  "UPDATE cases SET merged_into = NULL;"
		  "UPDATE cases SET merged_into = 2 WHERE id = 1",
		    TODAY, "was merged into CS26-000002-Q" },
		{ "DELETE FROM case_field;"
		  "UPDATE cases SET merged_into = NULL, retain_until = NULL",
		    TODAY, "must be kept until its time is set" },
		{ "UPDATE cases SET retain_until = '2036-11-22';"
		  "INSERT INTO cases (id, reference, state, category,"
		  " disposition, confidence, needs_review, review_reason,"
		  " author_name, author_address, author_postal, author_phone,"
		  " received_on, acknowledge, why_not, merged_into)"
		  " WITH RECURSIVE k (n) AS (SELECT 1001 UNION ALL"
		  " SELECT n + 1 FROM k WHERE n < 2000)"
		  " SELECT n, 'C' || n, 'closed', 'complaint', 'case', 1, 0,"
		  " '', '', '', '', '', '2026-11-22', 'true', '', 1 FROM k",
		    TODAY, "more than 1000 cases" },
		{ "DELETE FROM cases WHERE id > 1000;"
		  "INSERT INTO case_field (case_id, field, value, at, who,"
		  " is_current) VALUES (1, 'legal_hold', 'yes', 1, 'x', 1)",
		    TODAY, "legal hold" },
	};
	struct error why = { "" };
	int counts[2] = { 0 };
	long long n;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		keeping_sql(k, cases[i].sql);
		ok(destroy(k, reference, cases[i].today, &n, &why) == REFUSED &&
			strstr(why.text, cases[i].words) != NULL,
		    "it is refused: %s", why.text);
	}
	ok(destroy(k, SPAN("CS26-999999-A"), TODAY, &n, &why) == REFUSED,
	    "no such case: %s", why.text);
	{
		autodb db = sample_db(&k->sample, DB_KEEPER);

		ok(retention_over(db, TODAY, count_over, counts, &why) ==
			    DONE &&
			counts[0] == 1 && counts[1] == 1,
		    "two are over, one of them under a hold: %s", why.text);
		counts[0] = counts[1] = 0;
		ok(retention_over(db, TODAY - 1, count_over, counts, &why) ==
			    DONE &&
			counts[0] == 0 && counts[1] == 0,
		    "the day before none is");
	}
	keeping_sql(k, "DELETE FROM case_field WHERE field = 'legal_hold'");
}

static void
test_destroyed(struct keeping *k, struct span reference)
{
	struct verified v;
	struct error why = { "" };
	long long n = 0;

	keeping_sql(k, "INSERT INTO case_field (case_id, field, value, at, who,"
		       " is_current) VALUES (1, 'lessons', 'Secret note', 1,"
		       " 'x', 1)");
	keeping_write(k,
	    arena_printf(&k->mem, "spool/print/%.*s-acknowledgement.pdf",
		SPAN_ARG(reference))
		.at,
	    "Dear Ada Example");
	ok(file_has(k, "register.db", "Secret note") ||
		file_has(k, "register.db-wal", "Secret note"),
	    "content is there");
	ok(destroy(k, reference, TODAY, &n, &why) == DONE,
	    "the case is destroyed: %s", why.text);
	is_number(n, 2, "its item and the copy of it");
	ok(keeping_read(k, "spool/kept/2026/11/" FIRST) == NULL &&
		keeping_read(k, "spool/kept/2026/11/" COPY) == NULL &&
		keeping_read(k, "spool/print/CS26-000001-"
				"P-acknowledgement.pdf") == NULL,
	    "its files are gone");
	ok(keeping_read(k, "spool/kept/2026/11/" SECOND) != NULL,
	    "those of others are not");
	is_number(keeping_verify(k, &v), 0, "all is whole %s", k->told);
	ok(v.destroyed == 2 && v.originals == 1, "and the rest still is");
	ok(destroy(k, reference, TODAY, &n, &why) == REFUSED,
	    "it is not destroyed twice: %s", why.text);
}

/* The other case has the same people and words: so it goes, too. */
static void
test_no_trace(struct keeping *k, struct span reference)
{
	struct error why = { "" };
	long long n = 0;

	ok(destroy(k, reference, TODAY, &n, &why) == DONE,
	    "the last case is destroyed: %s", why.text);
	for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
		ok(!file_has(k, "register.db", secrets[i]) &&
			!file_has(k, "register.db-wal", secrets[i]),
		    "no \"%s\" is left in the register's file", secrets[i]);
	ok(file_has(k, "register.db",
	       "All content of 1 cases and 1 items; "
	       "complaint, received 2026-11-22, closed "
	       "2026-11-22 (reviewed)"),
	    "its history is");
}

/* A file that cannot be removed is told of; one that cannot be there is not. */
static void
test_files(struct keeping *k)
{
	static const struct {
		const char *place;
		enum outcome how;
		const char *what;
	} cases[] = {
		{ "kept/gone/m1", DONE, "a file that went before" },
		{ "spot/m1", DONE, "one below another file" },
		{ "kept", LATER, "a folder" },
	};
	autodb db = sample_db(&k->sample, DB_KEEPER);
	struct error why = { "" };
	bool is_emptied;

	keeping_write(k, "spool/spot", "no folder");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		keeping_sql(k,
		    arena_printf(&k->mem,
			"UPDATE item SET place = '%s' WHERE id = '" SECOND "'",
			cases[i].place)
			.at);
		is_number(
		    retention_clear(db, span_of(k->spool), &is_emptied, &why),
		    cases[i].how, "%s: %s", cases[i].what, why.text);
	}
	keeping_sql(k, "UPDATE item SET place = '' WHERE id = '" SECOND "'");
	is_number(retention_clear(db, span_of(keeping_path(k, "nowhere")),
		      &is_emptied, &why),
	    DONE, "without any letter: %s", why.text);
	is_number(retention_clear(db, span_of(keeping_path(k, "spool/spot")),
		      &is_emptied, &why),
	    LATER, "but letters that cannot be looked at: %s", why.text);
}

/* A crash between the two steps is made good by the next call. */
static void
test_broken_off(struct keeping *k)
{
	struct span reference = keeping_item(k, SECOND "0", "Another letter");
	struct destruction d = { .reference = reference,
		.who = SPAN("x"),
		.at = 1,
		.today = TODAY };
	autodb db = sample_db(&k->sample, DB_KEEPER);
	struct verified v = { 0 };
	struct error why = { "" };
	bool is_emptied;
	long long n;

	keeping_sql(k, "UPDATE cases SET state = 'closed',"
		       " closed_on = '2026-11-22',"
		       " retain_until = '2036-11-22'");
	ok(retention_destroy(db, &d, &n, &why) == DONE &&
		keeping_read(k, "spool/kept/2026/11/" SECOND "0") != NULL,
	    "destroyed, and the file is still there: %s", why.text);
	ok(verify_originals(db, span_of(k->spool), &v, keeping_tell, k, &why) ==
		    DONE &&
		v.faults == 0,
	    "which is no fault");
	ok(retention_clear(db, span_of(k->spool), &is_emptied, &why) == DONE &&
		keeping_read(k, "spool/kept/2026/11/" SECOND "0") == NULL,
	    "the next call removes it: %s", why.text);
}

/*
 * Each table is one that a destruction clears, or has no personal data: a new
 * one must be put into one of the two lists.
 */
static void
test_tables(struct keeping *k)
{
	static const char *const known[] = { /* cleared or deleted */
		"item", "part", "mark", "reason", "flag", "cases", "outbox",
		"departure", "case_field", "correction", "ledger", "person",
		"person_name", "contact", "person_case", "need", "equality",
		"restriction", "alert", "letter", "topic", "search",
		"search_item", "search_data", "search_idx", "search_docsize",
		"search_word",
		/* numbers, words of ours, and staff */
		"sequence", "item_case", "item_link", "event", "poll", "secret",
		"score", "holiday", "backup", "restoration", "person_apart",
		"new_issue", "code", "code_topic", "case_code", "search_config",
		"sqlite_sequence"
	};
	struct error why;
	autodb db = NULL;
	sqlite3_stmt *at = NULL;
	long long version;

	if (db_open_copy(k->sample.path, &db, &version, &why) != DONE ||
	    sqlite3_prepare_v2(db->sqlite,
		"SELECT name FROM sqlite_schema WHERE type = 'table'", -1, &at,
		NULL) != SQLITE_OK)
		die("test: %s", why.text);
	while (sqlite3_step(at) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(at, 0);
		bool is_known = false;

		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			is_known = is_known || strcmp(known[i], name) == 0;
		ok(is_known, "table %s: it is known what a destruction does",
		    name);
	}
	sqlite3_finalize(at);
}

int
main(void)
{
	struct keeping k;
	struct span first, second;

	keeping_open(&k);
	first = keeping_item(&k, FIRST, "Dear Sir, I complain");
	keeping_item(&k, COPY, "Dear Sir, I complain");
	second = keeping_item(&k, SECOND, "Dear Sir, I complain again");
	test_refused(&k, first);
	test_destroyed(&k, first);
	test_no_trace(&k, second);
	test_files(&k);
	test_broken_off(&k);
	test_tables(&k);
	arena_release(&k.mem);
	return done();
}
