/* verify.c - what is wrong is found, and nothing else */
#include "keeping.h"
#include "register/gauges.h"
#include "register/originals.h"
#include "tap.h"

#define ID "m20261122T101502Z-0123456789abcdef"
#define MONTH "spool/kept/2026/11"
#define PLACE "kept/2026/11/" ID
#define KEPT "spool/" PLACE

/* Does it, then counts faults and looks for words. */
static void
expect(struct keeping *k, long long n, const char *words, const char *what)
{
	struct verified v;

	is_number(keeping_verify(k, &v), n, "%s: %s", what, k->told);
	ok(strstr(k->told, words) != NULL, "and it is said");
}

static void
test_originals(struct keeping *k)
{
	struct verified v;

	is_number(keeping_verify(k, &v), 0, "all is whole %s", k->told);
	ok(v.originals == 1 && v.events > 0 && strlen(v.head) == 64,
	    "and was looked at");
	keeping_write(k, KEPT, "Dear Sir, all was well");
	expect(k, 1, "original: The original of item " ID " is not as it was",
	    "an altered original");
	unlink(keeping_path(k, KEPT));
	expect(k, 1, "is missing (" PLACE ")", "a missing one");
	keeping_write(k, "spool/working/" ID ".3", "Dear Sir, I complain");
	is_number(keeping_verify(k, &v), 0, "one in work is none");
	unlink(keeping_path(k, "spool/working/" ID ".3"));
	keeping_write(k, "spool/incoming/" ID, "Dear Sir, I complain");
	is_number(keeping_verify(k, &v), 0, "nor one on its way");
	if (symlink(keeping_path(k, "spool/incoming/" ID),
		keeping_path(k, KEPT)) < 0)
		die("test: no link");
	expect(k, 1, "cannot be opened", "a link is not followed");
	unlink(keeping_path(k, KEPT));
	rmdir(keeping_path(k, MONTH));
	keeping_write(k, MONTH, "no folder");
	expect(k, 1, "is missing (" PLACE ")", "a file in place of its folder");
	unlink(keeping_path(k, MONTH));
	unlink(keeping_path(k, "spool/incoming/" ID));
	keeping_write(k, KEPT, "Dear Sir, I complain");
}

static void
test_register(struct keeping *k)
{
	static const struct {
		const char *damage, *repair, *words;
	} cases[] = {
		{ "PRAGMA foreign_keys = OFF; UPDATE outbox SET case_id = 99",
		    "UPDATE outbox SET case_id = 1",
		    "reference: Row 1 of outbox belongs to a row of cases" },
		{ "PRAGMA foreign_keys = OFF; UPDATE item_case SET case_id ="
		  " case_id + 98",
		    "UPDATE item_case SET case_id = case_id - 98",
		    "reference: A row of item_case belongs to a row of cases" },
		{ "DROP TRIGGER event_stays; UPDATE event SET detail = 'x'"
		  " WHERE id = 2",
		    "SELECT 1", "history: The history was changed" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		keeping_sql(k, cases[i].damage);
		expect(k, 1, cases[i].words, cases[i].damage);
		keeping_sql(k, cases[i].repair);
	}
}

/* So many are told, that the others are found when these are mended. */
static void
test_many(struct keeping *k)
{
	keeping_sql(k,
	    "PRAGMA foreign_keys = OFF; WITH RECURSIVE n (i) AS (SELECT 1 "
	    "UNION ALL"
	    " SELECT i + 1 FROM n WHERE i < 30) INSERT INTO item_case (item_id,"
	    " case_id, role) SELECT '" ID "', 900 + i, 'follow_up' FROM n");
	expect(k, 20, "belongs to a row of cases", "thirty rows of no case");
	keeping_sql(k, "PRAGMA foreign_keys = OFF;"
		       "DELETE FROM item_case WHERE case_id > 900");
}

static void
test_index(struct keeping *k)
{
	keeping_sql(k, "DELETE FROM search_item");
	expect(k, 2, "index: The index of words is wrong about 1 items",
	    "an item that is not in the index");
}

/* A page of the file that nothing leads to any more, beside all else. */
static void
test_pages(struct keeping *k)
{
	sqlite3 *sqlite = NULL;
	struct error why = { "" };

	if (sqlite3_open(k->sample.path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite,
		"PRAGMA writable_schema = ON;"
		"DELETE FROM sqlite_schema WHERE name = 'event_by_case'",
		NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s", sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
	expect(k, 3, "register: The register's file is damaged (",
	    "a page that is lost");
	{
		autodb db = sample_db(&k->sample, DB_KEEPER);

		ok(gauge_file_check(db, &why) == BROKEN &&
			strstr(why.text, "never used") != NULL,
		    "health tells of it: %s", why.text);
	}
}

int
main(void)
{
	struct keeping k;

	keeping_open(&k);
	keeping_item(&k, ID, "Dear Sir, I complain");
	test_originals(&k);
	test_many(&k);
	test_register(&k);
	test_index(&k);
	test_pages(&k);
	arena_release(&k.mem);
	return done();
}
