/* dossier.c - a case with many items is handed over whole, in order */
#include "register/dossier.h"
#include "register/statement.h"
#include "sample.h"
#include "tap.h"

/* Cases of one item each, an hour between them; all their items are the first
 * one's then. */
static struct span
fill(const struct sample *s, int n, struct arena *mem)
{
	autodb db = sample_db(s, DB_INTAKE);
	struct span first = SPAN("");
	sqlite3 *sqlite = NULL;

	for (int i = 0; i < n; i++) {
		struct item *item =
		    sample_complaint(arena_printf(mem, "m%03d", i).at, mem);
		struct span reference;

		item->received_at += 3600 * i;
		reference = sample_register(db, item, mem);
		if (i == 0)
			first = reference;
	}
	if (sqlite3_open(s->path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite,
		"UPDATE item_case SET case_id = 1, role = 'follow_up'"
		" WHERE case_id > 1",
		NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s", sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
	return first;
}

/* As many as fit at first, one more, and as many as fit at last. */
static void
test_items(void)
{
	static const int counts[] = { 1, 16, 17, 33 };

	for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
		autoarena mem = { 0 };
		struct sample s;
		struct span reference;
		struct dossier_item *items = NULL;
		struct error why = { "" };
		size_t n = 0, in_order = 0;

		sample_open(&s);
		reference = fill(&s, counts[c], &mem);
		autodb db = sample_db(&s, DB_STAFF);

		ok(dossier_items(db, reference, &mem, &items, &n, &why) == DONE,
		    "%d items: %s", counts[c], why.text);
		is_number(n, counts[c], "all of them");
		for (size_t i = 0; i < n; i++) {
			char id[32];

			snprintf(id, sizeof id, "m%03zu", i);
			in_order += span_is_equal(items[i].id, span_of(id)) &&
				    items[i].size == 4096;
		}
		is_number(in_order, counts[c], "the oldest first");
		sample_close(&s);
	}
}

int
main(void)
{
	test_items();
	return done();
}
