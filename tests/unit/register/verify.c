/* verify.c - what is wrong is found, and nothing else */
#include "keeping.h"
#include "register/originals.h"
#include "tap.h"

#define ID "m20261122T101502Z-0123456789abcdef"
#define KEPT "spool/kept/2026/11/" ID

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
	expect(k, 1, "is missing (kept/2026/11/" ID ")", "a missing one");
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

static void
test_index(struct keeping *k)
{
	keeping_sql(k, "DELETE FROM search_item");
	expect(k, 2, "index: The index of words is wrong about 1 items",
	    "an item that is not in the index");
}

int
main(void)
{
	struct keeping k;

	keeping_open(&k);
	keeping_item(&k, ID, "Dear Sir, I complain");
	test_originals(&k);
	test_register(&k);
	test_index(&k);
	arena_release(&k.mem);
	return done();
}
