/* balance.c - what reconcile sees of the register, and puts right in it */
#include "register/balance.h"
#include "register/history.h"
#include "register/outbox.h"
#include "sample.h"
#include "tap.h"

/* One item, and the roles that write it and its rows. */
struct books {
	struct sample sample;
	struct arena mem;
	struct db *db; /* own: of reconcile */
};

static void
books_open(struct books *b, size_t n)
{
	struct db *intake;

	sample_open(&b->sample);
	b->mem = (struct arena){ 0 };
	intake = sample_db(&b->sample, DB_INTAKE);
	for (size_t i = 0; i < n; i++) {
		struct span id = arena_printf(&b->mem, "m%04zu", i);

		sample_register(intake, sample_complaint(id.at, &b->mem),
		    &b->mem);
	}
	db_close(intake);
	b->db = sample_db(&b->sample, DB_RECONCILE);
}

static void
books_close(struct books *b)
{
	db_close(b->db);
	arena_release(&b->mem);
	sample_close(&b->sample);
}

static void
put(const struct books *b, const struct ledger_row *row)
{
	autodb db = sample_db(&b->sample, DB_MAILBOX);
	struct error why = { "" };

	if (ledger_put(db, row, &why) != DONE)
		die("test: %s", why.text);
}

/* A message of INBOX, numbered by the second numbering. */
static struct ledger_row
row_of(long long uid, enum ledger_state state, const char *item)
{
	return (struct ledger_row){ .mailbox = SPAN("main"),
		.folder = SPAN("INBOX"),
		.uidvalidity = 2,
		.uid = uid,
		.internaldate = 1000 + uid,
		.size = 10,
		.state = state,
		.item_id = span_of(item) };
}

/* Lists that are a page long, one more, and empty. */
static void
test_pages(void)
{
	static const size_t sizes[] = { 0, 1, BALANCE_PAGE, BALANCE_PAGE + 1 };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct held_item page[BALANCE_PAGE];
		struct span after = SPAN("");
		struct error why = { "" };
		size_t n = 1, seen = 0;
		struct books b;
		int wrong = 0;

		books_open(&b, sizes[i]);
		while (n > 0 && balance_items(b.db, after, &b.mem, page, &n,
				    &why) == DONE) {
			for (size_t k = 0; k < n; k++, seen++)
				wrong += !span_is_equal(page[k].id,
				    arena_printf(&b.mem, "m%04zu", seen));
			if (n > 0)
				after = page[n - 1].id;
		}
		is_number(seen, sizes[i], "all of %zu items", sizes[i]);
		is_number(wrong, 0, "in order %s", why.text);
		books_close(&b);
	}
}

static void
test_item(void)
{
	struct books b;
	struct held_item item;
	struct error why = { "" };
	struct ledger_row row = row_of(7, LEDGER_FETCHED, "m0000");

	books_open(&b, 1);
	ok(balance_item(b.db, SPAN("m0000"), &b.mem, &item, &why) == DONE &&
		item.size == 4096 && item.received_at == 1795342500 &&
		!item.has_row,
	    "an item without a row: %s", why.text);
	is_span(item.sha256, "sha-of-m0000", "its digest");
	is_span(item.place, "", "its place is not known yet");
	put(&b, &row);
	ok(balance_item(b.db, SPAN("m0000"), &b.mem, &item, &why) == DONE &&
		item.has_row,
	    "then it has one");
	ok(balance_item(b.db, SPAN("m9999"), &b.mem, &item, &why) == DONE &&
		item.id.len == 0,
	    "an unknown one is none");
	ok(balance_set_place(b.db, SPAN("m0000"), SPAN("refused/m0000"),
	       &why) == DONE &&
		balance_item(b.db, SPAN("m0000"), &b.mem, &item, &why) == DONE,
	    "its place is put right: %s", why.text);
	is_span(item.place, "refused/m0000", "and kept");
	ok(balance_set_place(b.db, SPAN("m9999"), SPAN("x"), &why) == REFUSED,
	    "an unknown one has none");
	books_close(&b);
}

static void
test_rows(void)
{
	struct books b;
	struct ledger_row page[BALANCE_PAGE], row;
	struct numbering inbox = { SPAN("main"), SPAN("INBOX"), 2 };
	struct error why = { "" };
	long long now = 0, others = 0;
	size_t n = 0, seen = 0;

	books_open(&b, 0);
	for (int uid = 1; uid <= BALANCE_PAGE + 1; uid++) {
		row = row_of(uid, LEDGER_FILED, "m0000");
		put(&b, &row);
	}
	row = row_of(500, LEDGER_SEEN, "");
	row.uidvalidity = 1;
	put(&b, &row);
	row.folder = SPAN("Archive");
	put(&b, &row);
	ok(balance_count(b.db, &inbox, &now, &others, &why) == DONE &&
		now == BALANCE_PAGE + 1 && others == 1,
	    "messages are counted by numbering: %s", why.text);
	do {
		long long after = seen == 0 ? 0 : page[n - 1].uid;

		if (balance_rows(b.db, &inbox, after, &b.mem, page, &n, &why) !=
		    DONE)
			break;
		seen += n;
	} while (n > 0);
	is_number(seen, BALANCE_PAGE + 1, "all rows of a numbering %s",
	    why.text);
	ok(balance_rows(b.db, &inbox, 40, &b.mem, page, &n, &why) == DONE &&
		page[0].uid == 41 && page[0].state == LEDGER_FILED &&
		page[0].internaldate == 1041 && page[0].size == 10,
	    "from one UID on");
	books_close(&b);
}

static void
test_open_rows(void)
{
	static const struct {
		enum ledger_state state;
		const char *item;
		bool is_open, has_item;
	} rows[] = {
		{ LEDGER_SEEN, "", true, false },
		{ LEDGER_FETCHED, "m0000", false, true },
		{ LEDGER_FETCHED, "m0001", true, false },
		{ LEDGER_FILED, "m0000", false, true },
		{ LEDGER_FILED, "m0001", true, false },
		{ LEDGER_UNFETCHABLE, "", true, false },
		{ LEDGER_TOO_LARGE, "m0000", true, true },
		{ LEDGER_TOO_LARGE, "", true, false },
	};
	struct open_row page[BALANCE_PAGE];
	struct error why = { "" };
	size_t n = 0, at = 0;
	struct books b;

	books_open(&b, 1);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ledger_row row =
		    row_of((long long)i + 1, rows[i].state, rows[i].item);

		put(&b, &row);
	}
	ok(balance_open_rows(b.db, 0, &b.mem, page, &n, &why) == DONE,
	    "rows that are not at their end: %s", why.text);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool is_there = at < n && page[at].row.uid == (long long)i + 1;

		ok(is_there == rows[i].is_open &&
			(!is_there || (page[at].has_item == rows[i].has_item &&
					  page[at].row.state == rows[i].state)),
		    "row %zu", i);
		at += is_there;
	}
	ok(balance_open_rows(b.db, page[n - 1].id, &b.mem, page, &n, &why) ==
		    DONE &&
		n == 0,
	    "and no more");
	books_close(&b);
}

/* The same message under another numbering, by all that a server tells. */
static void
test_twins(void)
{
	static const struct {
		long long uidvalidity, internaldate, size;
		enum ledger_state state;
		bool is_twin;
	} others[] = {
		{ 3, 1007, 10, LEDGER_FETCHED, true },
		{ 3, 1007, 10, LEDGER_FILED, true },
		{ 3, 1007, 10, LEDGER_SEEN, false },
		{ 3, 1008, 10, LEDGER_FILED, false },
		{ 3, 1007, 11, LEDGER_FILED, false },
		{ 2, 1007, 10, LEDGER_FILED, false },
	};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct ledger_row row = row_of(7, LEDGER_SEEN, "");
		struct ledger_row other = row_of(8, others[i].state, "m1");
		struct error why = { "" };
		bool has = !others[i].is_twin;
		struct books b;

		other.uidvalidity = others[i].uidvalidity;
		other.internaldate = others[i].internaldate;
		other.size = others[i].size;
		books_open(&b, 0);
		put(&b, &row);
		put(&b, &other);
		ok(balance_has_twin(b.db, &row, &has, &why) == DONE &&
			has == others[i].is_twin,
		    "row %zu: a twin or none %s", i, why.text);
		books_close(&b);
	}
}

static void
test_letters(void)
{
	struct printed_letter page[BALANCE_PAGE];
	struct error why = { "" };
	struct books b;
	size_t n = 1;

	books_open(&b, 1);
	ok(balance_letters(b.db, 0, &b.mem, page, &n, &why) == DONE && n == 0,
	    "no letter waits: %s", why.text);
	{
		autodb sender = sample_db(&b.sample, DB_SENDER);
		struct outbox_row row;

		ok(outbox_next(sender, clock_now() + 9, &b.mem, &row, &why) ==
			    DONE &&
			outbox_start(sender, &row, clock_now(), &why) == DONE &&
			outbox_finish(sender, &row, OUTBOX_PRINTED, clock_now(),
			    &why) == DONE,
		    "one is printed: %s", why.text);
	}
	ok(balance_letters(b.db, 0, &b.mem, page, &n, &why) == DONE && n == 1,
	    "then one does");
	ok(span_starts_with(page[0].reference, SPAN("CS26-000001-")),
	    "for its case");
	is_span(page[0].kind, "acknowledgement", "of its kind");
	ok(balance_letters(b.db, page[0].id, &b.mem, page, &n, &why) == DONE &&
		n == 0,
	    "and no more");
	books_close(&b);
}

static void
test_repairs(void)
{
	char head[HISTORY_HASH_BYTES];
	struct books b;
	struct error why = { "" };
	struct ledger_row row = row_of(7, LEDGER_FILED, "m0000");
	struct open_row page[BALANCE_PAGE];
	size_t n_rows = 0;
	long long n = 0;

	books_open(&b, 1);
	ok(balance_add_row(b.db, &row, &why) == DONE,
	    "a missing row is added: %s", why.text);
	ok(balance_add_row(b.db, &row, &why) == REFUSED, "once: %s", why.text);
	row.item_id = SPAN("m0001");
	row.uid = 0;
	for (int again = 0; again < 2; again++)
		ok(balance_put_back(b.db, &row, SPAN("Put back"), &why) == DONE,
		    "one nobody registered is put back: %s", why.text);
	ok(balance_open_rows(b.db, 0, &b.mem, page, &n_rows, &why) == DONE &&
		n_rows == 1,
	    "with one row");
	ok(balance_tell(b.db, SPAN("Removed"), &why) == DONE,
	    "the history is told: %s", why.text);
	{
		autodb staff = sample_db(&b.sample, DB_STAFF);

		ok(history_verify(staff, &n, head, &why) == DONE,
		    "and whole: %s", why.text);
		is_number(n, 4 + 4, "of what was done");
	}
	books_close(&b);
}

int
main(void)
{
	test_pages();
	test_item();
	test_rows();
	test_open_rows();
	test_twins();
	test_letters();
	test_repairs();
	return done();
}
