/*
 * queries.c - no statement reads a table from end to end unless queries.sql
 * says why it may
 */
#include "register/statement.h"
#include "sample.h"
#include "tap.h"

/* FTS5 is asked for rows that match, or for one by its number. */
static bool
searches_words(struct span detail)
{
	size_t at = span_find(detail, SPAN("VIRTUAL TABLE INDEX "), 0);

	return at != SPAN_NOT_FOUND &&
	       (span_find(detail, SPAN(":M"), at) != SPAN_NOT_FOUND ||
		   span_find(detail, SPAN(":="), at) != SPAN_NOT_FOUND);
}

/* The first step of the plan that scans a table; false where none does. */
static bool
plan_scans(sqlite3 *sqlite, const char *sql, struct buf *step)
{
	autobuf explain = BUF(65536);
	sqlite3_stmt *at = NULL;
	bool scans = false;

	buf_printf(&explain, "EXPLAIN QUERY PLAN %s", sql);
	if (sqlite3_prepare_v2(sqlite, buf_text(&explain), -1, &at, NULL) !=
	    SQLITE_OK)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
	while (!scans && sqlite3_step(at) == SQLITE_ROW) {
		struct span detail =
		    span_of((const char *)sqlite3_column_text(at, 3));

		/* Rows that a statement made itself are few. */
		scans = span_starts_with(detail, SPAN("SCAN ")) &&
			!span_starts_with(detail, SPAN("SCAN CONSTANT")) &&
			!searches_words(detail) &&
			!span_starts_with(detail, SPAN("SCAN (subquery")) &&
			!span_starts_with(detail, SPAN("SCAN (join"));
		buf_clear(step);
		buf_add(step, detail);
	}
	sqlite3_finalize(at);
	return scans;
}

int
main(void)
{
	struct sample s;
	struct db *db;
	sqlite3 *sqlite;
	struct error why = { "" };
	autobuf step = BUF(1024);

	sample_open(&s);
	db = sample_db(&s, DB_STAFF);
	sqlite = db->sqlite;
	for (size_t i = 0; i < QUERY_COUNT; i++)
		if ((query_texts[i].roles & ROLE(DB_STAFF)) != 0)
			ok(statement_prepare(db, (enum query)i, &why) == DONE,
			    "staff may: %s", why.text);
	sqlite3_set_authorizer(sqlite, NULL, NULL);
	/* The plans of statements, not those of the checks behind them. */
	sqlite3_db_config(sqlite, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	for (size_t i = 0; i < QUERY_COUNT; i++) {
		const struct query_text *q = &query_texts[i];
		bool scans = plan_scans(sqlite, q->sql, &step);

		ok(!scans || q->scan[0] != '\0', "%s: %s", q->name,
		    scans ? buf_text(&step) : "searches");
	}
	ok(plan_scans(sqlite, "SELECT id FROM item WHERE title = 'x'", &step),
	    "a scan is recognised: %s", buf_text(&step));
	db_close(db);
	sample_close(&s);
	return done();
}
