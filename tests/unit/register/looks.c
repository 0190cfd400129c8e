/* looks.c - lists that are narrowed, words for letters, models */
#include "matter.h"
#include "register/letters.h"
#include "register/lists.h"
#include "register/reference.h"
#include "register/search.h"
#include "register/shelf.h"
#include "register/statement.h"

#include <fcntl.h>

/* --- narrowed ------------------------------------------------------------------- */

static bool
case_count(const struct case_row *row, void *context)
{
	(void)row;
	++*(int *)context;
	return true;
}

static bool
hit_count(const struct search_hit *hit, void *context)
{
	(void)hit;
	++*(int *)context;
	return true;
}

/* Each alone: in the list, and among what is found. */
static void
test_narrowed(struct matter *m)
{
	const struct {
		const char *what;
		struct wanted wanted;
		int n;
	} cases[] = {
#define DAYS .since = NO_DATE, .until = NO_DATE, .today = day_of(2026, 11, 30)
		{ "all", { DAYS }, 3 },
		{ "complaints", { DAYS, .category = SPAN("complaint") }, 2 },
		{ "of one state", { DAYS, .state = SPAN("closed") }, 0 },
		{ "open", { DAYS, .state = SPAN("open") }, 3 },
		{ "by post", { DAYS, .channel = SPAN("post") }, 1 },
		{ "with a flag", { DAYS, .flag = SPAN("media") }, 3 },
		{ "an owner's", { DAYS, .owner = SPAN("Kim") }, 1 },
		{ "an officer's", { DAYS, .officer = SPAN("Lee") }, 1 },
		{ "late", { DAYS, .is_late = true }, 3 },
		{ "for review", { DAYS, .needs_review = true }, 1 },
		{ "of staff", { DAYS, .of_staff = true }, 0 },
		{ "since", { .since = day_of(2026, 11, 22), .until = NO_DATE },
		    2 },
		{ "until", { .since = NO_DATE, .until = day_of(2026, 11, 21) },
		    1 },
		{ "on a day",
		    { .since = day_of(2026, 11, 22),
			.until = day_of(2026, 11, 22) },
		    2 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct search search = { .words = SPAN("\"complain\""),
			.wanted = &cases[i].wanted };
		int n = 0;

		if (lists_newest(m->db, &cases[i].wanted, case_count, &n,
			&m->why) != DONE)
			die("test: %s", m->why.text);
		is_number(n, cases[i].n, "listed: %s", cases[i].what);
		n = 0;
		if (search_each(m->db, &search, hit_count, &n, &m->why) != DONE)
			die("test: %s", m->why.text);
		is_number(n, cases[i].n, "found: %s", cases[i].what);
	}
}

/* Three cases: a complaint, another's by post, a comment. */
static void
fill(struct matter *m)
{
	struct item *letter = sample_letter("m", &m->mem);
	struct item *comment = sample_complaint("m", &m->mem);
	sqlite3 *sqlite = NULL;

	letter->verdict.needs_review = true;
	matter_add(m, letter);
	comment->verdict.category = COMMENT;
	comment->owed.received_on = day_of(2026, 11, 20);
	matter_add(m, comment);
	m->change.reference = reference_make(2026, 1, &m->mem);
	if (matter_set(m, "owner", "Kim") != DONE ||
	    matter_set(m, "officer", "Lee") != DONE)
		die("test: %s", m->why.text);
	if (sqlite3_open(m->sample.path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite,
		"UPDATE item SET channel = 'post' WHERE kind = 'document'",
		NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s", sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

/* --- letters ----------------------------------------------------------------------- */

static void
test_letters(void)
{
	static const struct {
		const char *word, *name;
		bool is_kind;
	} cases[] = {
		{ "acknowledgement", "acknowledgement", true },
		{ "follow_up", "follow-up", true },
		{ "holding", "holding letter", true },
		{ "holding-2027-01-15", "holding letter", false },
		{ "reply", "letter", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum letter_kind kind = LETTER_ACKNOWLEDGEMENT;

		is_number(letter_kind_of(span_of(cases[i].word), &kind),
		    cases[i].is_kind, "%s: is it a kind?", cases[i].word);
		is_text(letter_name(span_of(cases[i].word)), cases[i].name,
		    "%s: what it is called", cases[i].word);
	}
}

/* --- models ------------------------------------------------------------------------ */

static bool
name_enough(struct span name, void *context)
{
	(void)name;
	return ++*(int *)context < 1;
}

static void
make(const char *path, const char *text)
{
	struct error why;

	if (io_create(path, span_of(text), &why) != DONE)
		die("test: %s", why.text);
}

/* The model that was installed with the program. */
static void
test_came_with(const struct sample *s, struct arena *mem)
{
	static const char *const folders[] = { "bin", "share",
		"share/postroom" };
	struct shelf shelf;
	const char *program =
	    arena_printf(mem, "%s/bin/postroom", s->folder).at;
	const char *model =
	    arena_printf(mem, "%s/bin/../share/postroom/model.bin", s->folder)
		.at;
	struct shelved got;
	struct error note, why = { "" };

	for (size_t i = 0; i < 3; i++)
		if (mkdir(arena_printf(mem, "%s/%s", s->folder, folders[i]).at,
			0700) < 0)
			die("test: no folder");
	make(model, "no model at all");
	shelf = shelf_find(span_of(s->path), program, mem);
	is_span(shelf.shipped, model, "found beside the program");
	ok(shelf_read_current(&shelf, mem, &got, &note, &why) == BROKEN,
	    "but it is none: %s", why.text);
	unlink(model);
	for (size_t i = 3; i-- > 0;)
		rmdir(arena_printf(mem, "%s/%s", s->folder, folders[i]).at);
}

static void
test_shelf(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct shelf shelf;
	struct error why = { "" };
	const char *path;
	int n = 0;

	sample_open(&s);
	shelf = shelf_find(SPAN("register.db"), "postroom", &mem);
	is_span(shelf.folder, "models", "beside a register that is here");
	path = arena_printf(&mem, "%s/models", s.folder).at;
	shelf = shelf_find(span_of(s.path), "/nowhere/postroom", &mem);
	is_span(shelf.folder, path, "beside one elsewhere");
	test_came_with(&s, &mem);
	ok(shelf_promote(&shelf, SPAN("0123456789ag"), &why) == REFUSED,
	    "no ID has a g: %s", why.text);
	ok(shelf_list(&shelf, name_enough, &n, &why) == DONE && n == 1,
	    "without a folder there is one model");
	make(path, "no folder");
	ok(shelf_list(&shelf, name_enough, &n, &why) == LATER,
	    "what cannot be read is told of: %s", why.text);
	unlink(path);
	if (mkdir(path, 0700) < 0)
		die("test: no folder");
	make(arena_printf(&mem, "%s/0123456789ab.model", path).at, "x");
	make(arena_printf(&mem, "%s/0123456789ac.model", path).at, "x");
	n = -5;
	ok(shelf_list(&shelf, name_enough, &n, &why) == DONE && n == -2,
	    "the shipped one and two of ours");
	n = 0;
	ok(shelf_list(&shelf, name_enough, &n, &why) == DONE && n == 1,
	    "no more than was wanted");
	n = -1;
	ok(shelf_list(&shelf, name_enough, &n, &why) == DONE && n == 1,
	    "nor than the first of ours");
	shelf.shipped = SPAN("gateway/triage/model.bin");
	if (mkdir(arena_printf(&mem, "%s/previous.new", path).at, 0700) < 0)
		die("test: no folder");
	ok(shelf_promote(&shelf, SPAN("shipped"), &why) == LATER,
	    "a folder in the way of the link: %s", why.text);
	rmdir(arena_printf(&mem, "%s/previous.new", path).at);
	unlink(arena_printf(&mem, "%s/0123456789ab.model", path).at);
	unlink(arena_printf(&mem, "%s/0123456789ac.model", path).at);
	rmdir(path);
	sample_close(&s);
}

int
main(void)
{
	struct matter m;

	matter_open(&m);
	fill(&m);
	test_narrowed(&m);
	matter_close(&m);
	test_letters();
	test_shelf();
	return done();
}
