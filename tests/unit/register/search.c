/* search.c - what is found, by which words, and what is not any more */
#include "register/search.h"
#include "register/statement.h"
#include "sample.h"
#include "schema.h"
#include "tap.h"

/* --- what is typed --------------------------------------------------------- */

static void
test_typed(void)
{
	static const struct {
		const char *typed, *words; /* NULL: refused */
	} table[] = {
		{ "ward", "\"ward\"" },
		{ "  the\tward\n", "\"the\" \"ward\"" },
		{ "\"the ward\" bell", "\"the ward\" \"bell\"" },
		{ "wheel*", "\"wheel\" *" },
		{ "\"lost prop*\"", "\"lost prop\" *" },
		{ "wheel***", "\"wheel\" *" },
		{ "follow-up", "\"follow-up\"" },
		{ "-ward", "\"-ward\"" },
		{ "bell \"the ward", "\"bell\" \"the\" \"ward\"" },
		{ "the\"ward\"bell", "\"the\" \"ward\" \"bell\"" },
		{ "ward AND NOT bell OR (x NEAR y)",
		    "\"ward\" \"AND\" \"NOT\" \"bell\" \"OR\" \"(x\" \"NEAR\" "
		    "\"y)\"" },
		{ "title:ward ^x {a}", "\"title:ward\" \"^x\" \"{a}\"" },
		{ "- * \"\" ward \"", "\"ward\"" },
		{ "", NULL },
		{ " - \" * \"\" ", NULL },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autoarena mem = { 0 };
		struct span words = SPAN("?");
		struct error why;
		enum outcome how =
		    search_read(span_of(table[i].typed), &mem, &words, &why);

		if (table[i].words == NULL)
			ok(how == REFUSED, "<%s> has no word", table[i].typed);
		else
			is_text(arena_text(&mem, words), table[i].words, "<%s>",
			    table[i].typed);
	}
}

static void
test_limit(void)
{
	autoarena mem = { 0 };
	autobuf typed = BUF(1024);
	struct span words;
	struct error why;

	for (int i = 0; i < MAX_SEARCH_WORDS; i++)
		buf_printf(&typed, "w%d ", i);
	ok(search_read(buf_span(&typed), &mem, &words, &why) == DONE,
	    "%d words", MAX_SEARCH_WORDS);
	buf_add_text(&typed, "more");
	ok(search_read(buf_span(&typed), &mem, &words, &why) == REFUSED,
	    "one more: %s", why.text);
}

/* --- what is found --------------------------------------------------------- */

struct seen {
	struct buf text;
	int n, most;
};

static bool
note_hit(const struct search_hit *hit, void *context)
{
	struct seen *seen = context;

	buf_printf(&seen->text, "%s%.*s", seen->n > 0 ? " " : "",
	    SPAN_ARG(hit->item_id));
	return ++seen->n != seen->most;
}

static bool
note_snippet(const struct search_hit *hit, void *context)
{
	struct seen *seen = context;

	for (size_t i = 0; i < hit->snippet.len; i++) {
		char c = hit->snippet.at[i];

		buf_add_char(&seen->text, c == SEARCH_MARK_ON    ? '['
					  : c == SEARCH_MARK_OFF ? ']'
					  : c == '\n'            ? '/'
								 : c);
	}
	return true;
}

static struct wanted
anything(void)
{
	return (struct wanted){ .since = NO_DATE,
		.until = NO_DATE,
		.today = day_of(2026, 11, 24) };
}

struct ask {
	const char *typed, *want;
	const struct wanted *wanted; /* NULL: anything */
	bool is_best_first;
	search_show *show;
};

static void
is_found(struct db *db, const struct ask *ask, const char *what)
{
	autoarena mem = { 0 };
	struct wanted all = anything();
	struct seen seen = { .text = BUF(65536) };
	struct search search = {
		.wanted = ask->wanted != NULL ? ask->wanted : &all,
		.is_best_first = ask->is_best_first,
	};
	struct error why = { "" };

	ok(search_read(span_of(ask->typed), &mem, &search.words, &why) ==
		    DONE &&
		search_each(db, &search, ask->show ? ask->show : note_hit,
		    &seen, &why) == DONE,
	    "search %s: %s", ask->typed, why.text);
	is_text(buf_text(&seen.text), ask->want, "%s: %s", ask->typed, what);
	buf_release(&seen.text);
}

#define FINDS(db, typed, want, what)                                           \
	is_found(db, &(struct ask){ typed, want, NULL, false, NULL }, what)

/* A body with a quoted line, a subject and an author of its own. */
static struct item *
letter(const char *id, const char *subject, const char *own, const char *quoted,
    struct arena *mem)
{
	struct item *i = sample_complaint(id, mem);
	size_t len = strlen(own);

	i->message->subject = span_of(subject);
	i->parts[0].text = arena_printf(mem, "%s\n%s\nYours", own, quoted);
	i->spans[0] = (struct marked_span){ SPAN_QUOTED, 0, len + 1,
		len + 1 + strlen(quoted) };
	return i;
}

static void
fill(const struct sample *s, struct arena *mem)
{
	autodb db = sample_db(s, DB_INTAKE);
	struct item *i = letter("m1", "The wheelchair",
	    "My mother's wheelchair was lost at the Zo\xc3\xab clinic.",
	    "> please see the follow-up note", mem);

	i->origin.author = (struct mailbox_address){ SPAN("Ren\xc3\xa9"
							  "e Kh\xc3\xa0n"),
		SPAN("renee.khan@people.example") };
	i->origin.phone = SPAN("01632 960 111");
	sample_register(db, i, mem);
	i = letter("m2", "Property", "The property that was lost has not come.",
	    "> your wheelchair", mem);
	i->verdict.category = CONCERN;
	i->owed.received_on = day_of(2026, 11, 23);
	i->parts[1].name = SPAN("holiday-rota.pdf");
	i->parts[1].text = SPAN("the same again");
	i->parts[1].is_alternative = true;
	sample_register(db, i, mem);
	sample_register(db,
	    letter("m3", "Lost property",
		"A bell \"rang\" \xc2\xa3"
		"20",
		"> x", mem),
	    mem);
}

static void
test_words(struct db *db)
{
	FINDS(db, "wheelchair", "m2 m1", "newest first, quoted words too");
	FINDS(db, "WHEELCHAIR zoe", "m1", "any case, without accents");
	FINDS(db, "lost property", "m3 m2", "all words, anywhere");
	FINDS(db, "\"lost property\"", "m3", "a phrase");
	FINDS(db, "\"property lost\"", "", "not turned round");
	FINDS(db, "wheel", "", "words are whole");
	FINDS(db, "wheel*", "m2 m1", "unless they have a star");
	FINDS(db, "WHEEL* bel*", "", "all of them");
	FINDS(db, "lost wheel* moth*", "m1", "stems beside a word");
	FINDS(db, "x* lost", "m3", "a stem of one letter");
	FINDS(db, "zzz* lost", "", "a stem of no word");
	FINDS(db, "\"the prop*\"", "m2", "a phrase that ends in one");
	FINDS(db, "Zo\xc3\xab-cl*", "m1", "behind an accent and a hyphen");
	FINDS(db, "zo\xc3\xab* cl*", "m1", "a stem with an accent");
	FINDS(db, "\"was lo*\"", "m2 m1", "a phrase may end in one");
	FINDS(db, "follow-up", "m1", "a hyphen is none of its business");
	FINDS(db, "-wheelchair", "m2 m1", "nor at the front");
	FINDS(db, "rang\"", "m3", "nor is a stray quote");
	FINDS(db, "lost OR bell", "", "OR is a word");
	FINDS(db, "title:wheelchair", "", "nor is there a column");
	FINDS(db, "khan", "m1", "by name");
	FINDS(db, "renee.khan@people.example", "m1", "by address");
	FINDS(db, "01632960111", "m1", "by telephone");
	FINDS(db, "cs26-000002-q", "m2", "by reference");
	FINDS(db, "CS26-00000* nobody", "m3 m1",
	    "by its beginning, beside a word of an attachment");
	FINDS(db, "letter.pdf", "m3 m1", "by the name of a file");
	FINDS(db, "again", "", "what is said twice is there once");
	FINDS(db, "\xc2\xa3", "", "what is no word is nowhere");
	FINDS(db, "\xc2\xa3 bell", "m3", "and is no hindrance");
	is_found(db, &(struct ask){ "wheelchair", "m1 m2", NULL, true, NULL },
	    "own words and subject before what was quoted");
	is_found(db,
	    &(struct ask){ "bell",
		"A [bell] \"rang\" \xc2\xa3"
		"20//Yours/Nobody came./",
		NULL, false, note_snippet },
	    "the words around it");
}

/* More words than a stem may stand for. */
static void
test_short_stem(void)
{
	autoarena mem = { 0 };
	autobuf text = BUF(65536);
	struct sample s;
	struct item *i = sample_complaint("m1", &mem);
	struct wanted all = anything();
	struct search search = { .wanted = &all };
	struct seen seen = { .text = BUF(65536) };
	struct error why;

	for (int n = 0; n < MAX_STEM_WORDS; n++)
		buf_printf(&text, "qa%d ", n);
	buf_add_text(&text, "qb");
	i->parts[0].text = buf_span(&text);
	i->n_spans = 0;
	sample_open(&s);
	{
		autodb db = sample_db(&s, DB_INTAKE);

		sample_register(db, i, &mem);
	}
	autodb db = sample_db(&s, DB_STAFF);

	FINDS(db, "qa*", "m1", "as many words as a stem may have");
	FINDS(db, "\"qa198 qa1*\"", "m1", "behind a word");
	FINDS(db, "\"qa199 qa1*\"", "", "which must stand there");
	ok(search_read(SPAN("q*"), &mem, &search.words, &why) == DONE &&
		search_each(db, &search, note_hit, &seen, &why) == REFUSED,
	    "one more: %s", why.text);
	buf_release(&seen.text);
	sample_close(&s);
}

static void
test_filters(struct db *db)
{
	struct wanted w = anything();

	w.category = SPAN("concern");
	is_found(db, &(struct ask){ "lost", "m2", &w, false, NULL },
	    "of a category");
	is_found(db, &(struct ask){ "lost", "m2", &w, true, NULL },
	    "also the best first");
	w = anything();
	w.most = 1;
	is_found(db, &(struct ask){ "lost", "m3", &w, false, NULL }, "a page");
	w.after = SPAN("CS26-000003-R");
	is_found(db, &(struct ask){ "lost", "m2", &w, false, NULL },
	    "the next one");
	w.after = SPAN("CS26-000001-P");
	is_found(db, &(struct ask){ "lost", "", &w, false, NULL }, "the last");
	w = anything();
	w.since = day_of(2026, 11, 23);
	is_found(db, &(struct ask){ "lost", "m2", &w, false, NULL },
	    "received since");
	w = anything();
	w.state = SPAN("open");
	is_found(db, &(struct ask){ "lost", "m3 m2 m1", &w, false, NULL },
	    "case by case, the newest first");
	w.most = 1;
	is_found(db, &(struct ask){ "lost", "m3", &w, false, NULL }, "a page");
	w.after = SPAN("CS26-000003-R");
	is_found(db, &(struct ask){ "lost", "m2", &w, false, NULL },
	    "the next one");
	w.after = SPAN("CS26-000001-P");
	is_found(db, &(struct ask){ "lost", "", &w, false, NULL }, "the last");
	w = anything();
	w.of_staff = true;
	is_found(db, &(struct ask){ "lost", "", &w, false, NULL },
	    "no staff matter");
}

/* --- what changes ---------------------------------------------------------- */

/* FTS5 compares the index with what it is of. */
static void
index_is_true(const struct sample *s, const char *what)
{
	autodb db = sample_db(s, DB_STAFF);
	char *cause = NULL;
	int answer = sqlite3_exec(db->sqlite,
	    "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)",
	    NULL, NULL, &cause);

	ok(answer == SQLITE_OK, "%s: the index is true: %s", what,
	    cause ? cause : "");
	sqlite3_free(cause);
}

/* What a program of the gateway could do with its rights. */
static void
run(const struct sample *s, const char *sql)
{
	autodb db = sample_db(s, DB_STAFF);
	char *cause = NULL;

	/* These rows belong to several roles. */
	sqlite3_set_authorizer(db->sqlite, NULL, NULL);
	if (sqlite3_exec(db->sqlite, sql, NULL, NULL, &cause) != SQLITE_OK)
		die("test: %s: %s", sql, cause);
}

static void
test_changes(const struct sample *s)
{
	autodb db = sample_db(s, DB_STAFF);

	index_is_true(s, "at first");
	run(s, "INSERT INTO person (id, name, made_at) VALUES "
	       "(99, 'Ivy Quill', 0);"
	       "INSERT INTO person_case VALUES (99, 2, 'patient', '', NULL, 0, "
	       "'x')");
	FINDS(db, "quill property", "m2", "somebody the case is about");
	run(s, "INSERT INTO contact VALUES (NULL, 99, 'email', "
	       "'ivy@people.example', 'ivy', 0)");
	FINDS(db, "ivy@people.example", "m2", "by a new address");
	run(s, "UPDATE contact SET value = 'quill@people.example' "
	       "WHERE person_id = 99; "
	       "UPDATE person SET name = 'Ivy Feather' WHERE id = 99");
	FINDS(db, "ivy@people.example", "", "not by the old one");
	FINDS(db, "\"ivy feather\" quill@people.example", "m2", "by the next");
	run(s, "INSERT INTO item_case VALUES ('m3', 2, 'follow_up')");
	FINDS(db, "feather bell CS26-000002-Q", "m3 m3",
	    "an item that came to the case, in both of its cases");
	run(s, "INSERT INTO item_case VALUES ('m3', 2, 'follow_up') "
	       "ON CONFLICT DO NOTHING; "
	       "INSERT OR IGNORE INTO item_case VALUES ('m3', 2, 'follow_up')");
	FINDS(db, "feather bell CS26-000002-Q", "m3 m3", "twice is once");
	index_is_true(s, "afterwards");
	run(s, "DELETE FROM item_case WHERE item_id = 'm3' AND case_id = 2");
	FINDS(db, "feather bell", "", "and that went again");
	run(s, "DELETE FROM person_case WHERE person_id = 99");
	FINDS(db, "feather", "", "so did the person");
	index_is_true(s, "at last");
}

static long long
bytes_with(const struct sample *s, const char *word)
{
	autodb db = sample_db(s, DB_STAFF);
	sqlite3_stmt *at = NULL;
	long long n = -1;

	sqlite3_set_authorizer(db->sqlite, NULL, NULL);
	if (sqlite3_prepare_v2(db->sqlite,
		"SELECT COUNT (*) FROM search_data WHERE INSTR (block, "
		"CAST (?1 AS BLOB)) > 0",
		-1, &at, NULL) == SQLITE_OK &&
	    sqlite3_bind_text(at, 1, word, -1, SQLITE_STATIC) == SQLITE_OK &&
	    sqlite3_step(at) == SQLITE_ROW)
		n = sqlite3_column_int64(at, 0);
	sqlite3_finalize(at);
	return n;
}

static void
test_destroyed(const struct sample *s)
{
	autodb db = sample_db(s, DB_STAFF);
	struct error why = { "" };

	ok(bytes_with(s, "heelchair") > 0, "its words are in the file");
	ok(search_forget(db, SPAN("m1"), &why) == DONE &&
		search_forget(db, SPAN("m1"), &why) == DONE &&
		search_forget(db, SPAN("none"), &why) == DONE,
	    "an item is taken out: %s", why.text);
	FINDS(db, "zoe", "", "it is not found");
	FINDS(db, "lost", "m3 m2", "the others are");
	run(s, "DELETE FROM part WHERE item_id = 'm3'; "
	       "DELETE FROM mark WHERE item_id = 'm3'");
	FINDS(db, "bell", "", "nor is one whose parts are deleted");
	run(s, "UPDATE item SET title = '', author_name = '' WHERE id = 'm2'");
	FINDS(db, "property", "", "or whose title is");
	index_is_true(s, "without them");
	ok(search_purge(db, &why) == DONE, "a purge: %s", why.text);
	ok(bytes_with(s, "heelchair") == 0, "and then no more");
}

/* --- what was there before the index --------------------------------------- */

#define BEFORE_INDEX 12

static void
test_migrated(void)
{
	static const char old[] =
	    "INSERT INTO item (id, channel, kind, file, sha256, size, "
	    "received_at, registered_at, type, outcome, note, message_id, "
	    "sent_date, title, author_name, author_address, author_postal, "
	    "author_phone, forwarder, origin, machine, authenticated, "
	    "disposition, place) VALUES ('m1', 'email', 'message', '', '', 1, "
	    "0, 0, '', 'read', '', '', '', 'An old matter', 'Ivy Quill', '', "
	    "'', '', '', 'public', '', 'none', 'case', '');"
	    "INSERT INTO part VALUES ('m1', 0, '1', '', '', '', 1, '', '', "
	    "'body', 0, 0, 'read', '', 0, 0, 1000, 'en', 'The wheelchair');"
	    "INSERT INTO cases (reference, state, category, disposition, "
	    "confidence, needs_review, review_reason, author_name, "
	    "author_address, author_postal, author_phone, received_on, "
	    "acknowledge, why_not) VALUES ('CS26-000001-P', 'received', "
	    "'complaint', 'case', 1, 0, '', '', '', '', '', '2026-11-22', "
	    "'true', '');"
	    "INSERT INTO item_case VALUES ('m1', 1, 'original')";
	struct sample s;
	sqlite3 *sqlite = NULL;

	sample_open(&s);
	if (sqlite3_open(s.path, &sqlite) != SQLITE_OK)
		die("test: no register");
	for (size_t i = 0; i < sizeof schema_steps / sizeof *schema_steps; i++)
		if (schema_steps[i].migration <= BEFORE_INDEX &&
		    sqlite3_exec(sqlite, schema_steps[i].sql, NULL, NULL,
			NULL) != SQLITE_OK)
			die("test: %s", sqlite3_errmsg(sqlite));
	if (sqlite3_exec(sqlite, old, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s", sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
	autodb db = sample_db(&s, DB_STAFF);

	FINDS(db, "wheelchair old quill CS26-000001-P", "m1",
	    "what was registered before there was an index");
	index_is_true(&s, "after the migration");
	sample_close(&s);
}

int
main(void)
{
	autoarena mem = { 0 };
	struct sample s;

	test_typed();
	test_limit();
	test_short_stem();
	sample_open(&s);
	fill(&s, &mem);
	{
		autodb db = sample_db(&s, DB_STAFF);

		test_words(db);
		test_filters(db);
	}
	test_changes(&s);
	test_destroyed(&s);
	test_migrated();
	sample_close(&s);
	return done();
}
