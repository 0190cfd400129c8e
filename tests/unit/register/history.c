/* history.c - the chain of events holds, and shows where it does not */
#include "register/history.h"
#include "register/statement.h"
#include "sample.h"
#include "tap.h"

static void
add(struct db *db, const char *what)
{
	struct error why = { "" };
	enum outcome how = transaction_begin(db, &why);

	if (how == DONE)
		how = transaction_end(db,
		    history_add(db,
			&(struct event){ .at = 1795342500,
			    .who = SPAN("sam"),
			    .what = span_of(what),
			    .detail = SPAN("a note") },
			&why),
		    &why);
	if (how != DONE)
		die("test: %s", why.text);
}

/* A register with a case and two more events; six in all. */
static void
make(struct sample *s)
{
	autoarena mem = { 0 };

	sample_open(s);
	autodb db = sample_db(s, DB_INTAKE);

	sample_register(db, sample_complaint("m1", &mem), &mem);
	add(db, "one");
	add(db, "two");
}

/* Runs SQL as somebody with the file and an editor. */
static bool
meddle(const struct sample *s, const char *sql)
{
	sqlite3 *sqlite = NULL;
	bool done_it = sqlite3_open(s->path, &sqlite) == SQLITE_OK &&
		       sqlite3_exec(sqlite, sql, NULL, NULL, NULL) == SQLITE_OK;

	sqlite3_close(sqlite);
	return done_it;
}

static enum outcome
verify(const struct sample *s, long long *n, struct error *why)
{
	char head[HISTORY_HASH_BYTES] = "";
	autodb db = sample_db(s, DB_STAFF);

	return history_verify(db, n, head, why);
}

static void
test_whole(void)
{
	struct sample s;
	struct error why = { "" };
	char head[HISTORY_HASH_BYTES] = "", later[HISTORY_HASH_BYTES] = "";
	long long n = -1;

	sample_open(&s);
	{
		autodb db = sample_db(&s, DB_STAFF);

		ok(history_verify(db, &n, head, &why) == DONE && n == 0 &&
			head[0] == '\0',
		    "an empty history is whole: %s", why.text);
		add(db, "one");
		ok(history_verify(db, &n, head, &why) == DONE && n == 1 &&
			strlen(head) == 64,
		    "so is one event");
		add(db, "one");
		ok(history_verify(db, &n, later, &why) == DONE && n == 2 &&
			strcmp(head, later) != 0,
		    "the same event again has another hash");
	}
	sample_close(&s);
}

static void
test_triggers(void)
{
	struct sample s;

	make(&s);
	ok(!meddle(&s, "UPDATE event SET detail = 'x' WHERE id = 2"),
	    "the register refuses a change");
	ok(!meddle(&s, "DELETE FROM event WHERE id = 6"), "and a removal");
	sample_close(&s);
}

static void
test_meddling(void)
{
	static const struct {
		const char *sql;
		const char *want; /* in the error */
	} cases[] = {
		{ "UPDATE event SET at = at + 1 WHERE id = 3", "event 3" },
		{ "UPDATE event SET who = 'x' WHERE id = 3", "event 3" },
		{ "UPDATE event SET what = 'x' WHERE id = 1", "event 1" },
		{ "UPDATE event SET detail = 'x' WHERE id = 6", "event 6" },
		{ "UPDATE event SET reference = NULL WHERE id = 2", "event 2" },
		{ "UPDATE event SET item_id = NULL WHERE id = 2", "event 2" },
		{ "UPDATE event SET hash = upper (hash) WHERE id = 4",
		    "event 4" },
		{ "UPDATE event SET who = 'sa', what = 'mone' WHERE id = 5",
		    "event 5" },
		{ "DELETE FROM event WHERE id = 3", "event 3 is missing" },
		{ "DELETE FROM event WHERE id = 1", "event 1 is missing" },
		{ "DELETE FROM event WHERE id = 6", "ends at event 5 of 6" },
		{ "DELETE FROM event", "ends at event 0 of 6" },
		{ "UPDATE event SET id = 9 WHERE id = 5;"
		  "UPDATE event SET id = 5 WHERE id = 6;"
		  "UPDATE event SET id = 6 WHERE id = 9",
		    "event 5" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sample s;
		struct error why = { "" };
		long long n = -1;

		make(&s);
		ok(verify(&s, &n, &why) == DONE && n == 6,
		    "the history is whole");
		ok(meddle(&s,
		       "DROP TRIGGER event_stays; DROP TRIGGER event_is_kept"),
		    "somebody takes the triggers away");
		ok(meddle(&s, cases[i].sql), "%s", cases[i].sql);
		ok(verify(&s, &n, &why) == REFUSED &&
			strstr(why.text, cases[i].want) != NULL,
		    "is noticed: %s", why.text);
		sample_close(&s);
	}
}

/* The last three of six: the one before them is taken as it stands. */
static void
test_newest(void)
{
	static const struct {
		const char *sql;
		const char *want; /* in the error; NULL for whole */
	} cases[] = {
		{ "SELECT 1", NULL },
		{ "UPDATE event SET at = at + 1 WHERE id = 3", NULL },
		{ "DELETE FROM event WHERE id < 3", NULL },
		{ "DELETE FROM event WHERE id = 3", "event 3 is missing" },
		{ "UPDATE event SET hash = upper (hash) WHERE id = 3",
		    "event 4" },
		{ "UPDATE event SET at = at + 1 WHERE id = 4", "event 4" },
		{ "UPDATE event SET what = 'x' WHERE id = 6", "event 6" },
		{ "DELETE FROM event WHERE id = 5", "event 5 is missing" },
		{ "DELETE FROM event WHERE id = 6", "ends at event 5 of 6" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sample s;
		struct error why = { "" };
		const char *want = cases[i].want;
		long long n = -1;

		make(&s);
		ok(meddle(&s,
		       "DROP TRIGGER event_stays; DROP TRIGGER event_is_kept"),
		    "somebody takes the triggers away");
		ok(meddle(&s, cases[i].sql), "%s", cases[i].sql);
		{
			autodb db = sample_db(&s, DB_STAFF);
			enum outcome how =
			    history_verify_newest(db, 3, &n, &why);

			ok(want == NULL ? how == DONE && n == 6
					: how == REFUSED &&
					      strstr(why.text, want) != NULL,
			    "of the newest: %s", why.text);
		}
		sample_close(&s);
	}
}

/* More than there are: all of them. */
static void
test_newest_of_few(void)
{
	struct sample s;
	struct error why = { "" };
	long long n = -1;

	make(&s);
	{
		autodb db = sample_db(&s, DB_STAFF);

		ok(history_verify_newest(db, 6, &n, &why) == DONE && n == 6,
		    "six of six: %s", why.text);
		ok(history_verify_newest(db, 100, &n, &why) == DONE && n == 6,
		    "a hundred of six: %s", why.text);
	}
	ok(meddle(&s, "DROP TRIGGER event_stays;"
		      "UPDATE event SET at = at + 1 WHERE id = 1"),
	    "somebody changes the first");
	{
		autodb db = sample_db(&s, DB_STAFF);

		ok(history_verify_newest(db, 5, &n, &why) == DONE,
		    "the five behind it are whole");
		ok(history_verify_newest(db, 6, &n, &why) == REFUSED,
		    "six are not: %s", why.text);
	}
	sample_close(&s);
}

int
main(void)
{
	test_whole();
	test_triggers();
	test_meddling();
	test_newest();
	test_newest_of_few();
	return done();
}
