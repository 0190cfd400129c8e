/* search_walk.c - what is found far down, by either way, page by page */
#include "register/search.h"
#include "register/statement.h"
#include "sample.h"
#include "tap.h"

/* The case that has most documents; the others have one each. */
#define LONG_CASE 9999

/* So many a page: more than are read at a time. */
#define PAGE 150

static void
run(const struct sample *s, const char *sql, int first, int last)
{
	autodb db = sample_db(s, DB_STAFF);
	autobuf all = BUF(4096);
	char *cause = NULL;

	/* These rows belong to several roles. */
	sqlite3_set_authorizer(db->sqlite, NULL, NULL);
	buf_printf(&all,
	    "WITH RECURSIVE k (n) AS (SELECT %d UNION ALL SELECT n + 1 FROM k "
	    "WHERE n < %d) %s",
	    first, last, sql);
	if (sqlite3_exec(db->sqlite, buf_text(&all), NULL, NULL, &cause) !=
	    SQLITE_OK)
		die("test: %s: %s", sql, cause);
}

/* Items i7, i8 ...; in the index later ones are newer. */
static void
add_items(const struct sample *s, int first, int last)
{
	run(s,
	    "INSERT INTO item (id, channel, kind, file, sha256, size, "
	    "received_at, registered_at, type, outcome, note, message_id, "
	    "sent_date, title, author_name, author_address, author_postal, "
	    "author_phone, forwarder, origin, machine, authenticated, "
	    "disposition, place) SELECT 'i' || n, 'email', 'message', '', '', "
	    "1, 0, 0, '', 'read', '', '', '', 'Lost', '', '', '', '', '', "
	    "'public', '', 'none', 'case', '' FROM k",
	    first, last);
}

static void
add_cases(const struct sample *s, const char *category, int first, int last)
{
	autobuf sql = BUF(1024);

	buf_printf(&sql,
	    "INSERT INTO cases (id, reference, state, category, disposition, "
	    "confidence, needs_review, review_reason, author_name, "
	    "author_address, author_postal, author_phone, received_on, "
	    "acknowledge, why_not) SELECT n, 'CASE-' || n, 'received', '%s', "
	    "'case', 1, 0, '', '', '', '', '', '2026-11-22', 'true', '' "
	    "FROM k",
	    category);
	run(s, buf_text(&sql), first, last);
}

/* Concerns with a document each: "lost", and where n is even "bell". */
static void
add_concerns(const struct sample *s, int first, int last)
{
	add_items(s, first, last);
	add_cases(s, "concern", first, last);
	run(s, "INSERT INTO item_case SELECT 'i' || n, n, 'original' FROM k",
	    first, last);
	run(s,
	    "INSERT INTO search_item (item_id, title, people, refs) SELECT "
	    "'i' || n, CASE WHEN n % 2 = 0 THEN 'lost bell' ELSE 'lost' END, "
	    "'', '' FROM k ORDER BY n",
	    first, last);
}

/* One complaint with all these documents. */
static void
add_complaint(const struct sample *s, int first, int last)
{
	add_items(s, first, last);
	add_cases(s, "complaint", LONG_CASE, LONG_CASE);
	run(s,
	    "INSERT INTO item_case SELECT 'i' || n, 9999, CASE WHEN n = 1001 "
	    "THEN 'original' ELSE 'follow_up' END FROM k",
	    first, last);
	run(s,
	    "INSERT INTO search_item (item_id, title, people, refs) SELECT "
	    "'i' || n, 'lost bell', '', '' FROM k ORDER BY n",
	    first, last);
}

struct seen {
	struct buf text;
	struct span last; /* its reference, in mem */
	struct arena mem;
	int n;
};

static bool
note_hit(const struct search_hit *hit, void *context)
{
	struct seen *seen = context;

	buf_printf(&seen->text, "%.*s %s ", SPAN_ARG(hit->item_id),
	    span_find(hit->snippet, SPAN("\002"), 0) == SPAN_NOT_FOUND
		? "without a hit"
		: "");
	seen->last = arena_copy(&seen->mem, hit->row->reference);
	seen->n++;
	return true;
}

/* Every page of the concerns that have the word: from first down by step. */
static void
is_found(const struct sample *s, const char *word, int first, int step)
{
	autodb db = sample_db(s, DB_STAFF);
	autobuf want = BUF(65536);
	struct seen seen = { .text = BUF(65536) };
	struct wanted wanted = { .category = SPAN("concern"),
		.since = NO_DATE,
		.until = NO_DATE,
		.most = PAGE };
	struct search search = { .wanted = &wanted };
	struct error why = { "" };
	int pages = 0;

	for (int n = first; n > 0; n -= step)
		buf_printf(&want, "i%d  ", n);
	search.words = arena_printf(&seen.mem, "\"%s\"", word);
	do {
		seen.n = 0;
		wanted.after = seen.last;
		if (search_each(db, &search, note_hit, &seen, &why) != DONE)
			die("test: %s", why.text);
		ok(seen.n <= PAGE, "%s: page %d has %d", word, ++pages, seen.n);
	} while (seen.n > 0 && pages < 20);
	is_text(buf_text(&seen.text), buf_text(&want),
	    "%s: all of them, each once, the newest first", word);
	buf_release(&seen.text);
	arena_release(&seen.mem);
}

/* A case is found once, by the newest of its documents. */
static void
test_once(const struct sample *s)
{
	const struct {
		struct span category, after;
		int want; /* its number; 0 for none */
		const char *what;
	} rows[] = {
		{ SPAN("complaint"), SPAN(""), 1000 + MAX_WALK - 1,
		    "of its category" },
		{ { 0 }, SPAN("CASE-2"), 1, "older than another" },
		{ { 0 }, SPAN("CASE-1"), 0, "older than the oldest" },
		{ SPAN("concern"), SPAN("CASE-9999"), 0,
		    "behind one that is not in the list" },
	};
	autodb db = sample_db(s, DB_STAFF);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct seen seen = { .text = BUF(65536) };
		const struct wanted wanted = { .category = rows[i].category,
			.after = rows[i].after,
			.since = NO_DATE,
			.until = NO_DATE,
			.most = 3 };
		const struct search search = { .words = SPAN("\"lost\""),
			.wanted = &wanted };
		struct error why = { "" };

		ok(search_each(db, &search, note_hit, &seen, &why) == DONE,
		    "%s: %s", rows[i].what, why.text);
		is_text(buf_text(&seen.text),
		    rows[i].want == 0
			? ""
			: arena_printf(&seen.mem, "i%d  ", rows[i].want).at,
		    "%s", rows[i].what);
		buf_release(&seen.text);
		arena_release(&seen.mem);
	}
}

int
main(void)
{
	struct sample s;

	sample_open(&s);
	/* The walk ends at the first of the concerns, which are few. */
	add_concerns(&s, 1, MAX_FEW);
	add_complaint(&s, 1001, 1000 + MAX_WALK - 1);
	is_found(&s, "lost", MAX_FEW, 1);
	is_found(&s, "bell", MAX_FEW, 2);
	test_once(&s);
	/* One more, and they are too many to look into one by one. */
	add_concerns(&s, MAX_FEW + 1, MAX_FEW + 1);
	is_found(&s, "lost", MAX_FEW + 1, 1);
	is_found(&s, "bell", MAX_FEW, 2);
	sample_close(&s);
	return done();
}
