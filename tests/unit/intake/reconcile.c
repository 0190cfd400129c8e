/* reconcile.c - spool and register compared, at any hour */
#include "base/digest.h"
#include "base/io.h"
#include "intake/reconcile_round.h"
#include "register/items.h"
#include "scratch.h"
#include "tap.h"

#include <sys/stat.h>
#include <unistd.h>

#define ID "m20261126T120000Z-0123456789abcdef"
#define KEPT "kept/2026/11/" ID
#define TEXT "From: jo@example.org\n\nThe ward was cold.\n"

static struct options options;
static int houses;

/* A spool and a register of its own, under the scratch folder. */
static void
round_open(struct round *round, const char *root)
{
	char path[PATH_MAX];
	struct error why = { "" };

	*round = (struct round){ .options = &options, .now = clock_now() };
	snprintf(path, sizeof path, "%s/%d", root, houses++);
	if (spool_open(&round->spool, span_of(path), &why) != DONE)
		die("test: %s", why.text);
	snprintf(path, sizeof path, "%s/register.db", round->spool.root);
	if (db_migrate(path, &why) != DONE ||
	    db_open(path, DB_RECONCILE, &round->db, &why) != DONE)
		die("test: %s", why.text);
	round->tally.telling = TELL_LOG;
}

static void
file_put(const struct round *round, const char *place, const char *text)
{
	char path[PATH_MAX];
	struct error why = { "" };

	round_path(round, SPAN("kept/2026/11"), path);
	if (io_make_dirs(path, &why) != DONE)
		die("test: %s", why.text);
	round_path(round, span_of(place), path);
	if (io_create(path, span_of(text), &why) != DONE)
		die("test: %s", why.text);
}

static bool
file_is_there(const struct round *round, const char *place)
{
	char path[PATH_MAX];

	round_path(round, span_of(place), path);
	return access(path, F_OK) == 0;
}

/* Registers an item whose file is to be at place. */
static void
item_put(const struct round *round, struct span sha256, const char *place)
{
	struct item item = { .id = SPAN(ID), .sha256 = sha256 };
	struct registration registration;
	autoarena mem = { 0 };
	struct error why = { "" };
	char path[PATH_MAX];
	struct message message = { .message_id = SPAN("") };
	autodb db = NULL;

	item.message = &message;
	item.origin.authenticated = "none";
	item.verdict.disposition = MACHINE;
	snprintf(path, sizeof path, "%s/register.db", round->spool.root);
	if (db_open(path, DB_INTAKE, &db, &why) != DONE ||
	    items_register(db, &item, SPAN("mail.test"), &mem, &registration,
		&why) != DONE ||
	    items_set_place(db, item.id, span_of(place), &why) != DONE)
		die("test: %s", why.text);
}

static void
compare(struct round *round)
{
	struct error why = { "" };

	ok(reconcile_spool(round, &why) == DONE &&
		reconcile_register(round, &why) == DONE,
	    "compared %s", why.text);
}

/* A file in a folder, looked at in time and late. */
static void
test_time(const char *root)
{
	static const struct {
		const char *place;
		long long seconds;
		long long coming, waits;
		const char *what;
	} cases[] = {
		{ "tmp/" ID, 60, 0, 0, "being written" },
		{ "tmp/" ID, LATE_SECONDS - 60, 0, 0, "still being written" },
		{ "tmp/" ID, LATE_SECONDS + 60, 0, 1, "left over" },
		{ "incoming/" ID, 60, 1, 0, "to be read" },
		{ "incoming/" ID, LATE_SECONDS + 60, 0, 1, "never read" },
		{ "working/" ID ".1", 60, 1, 0, "being read" },
		{ "working/" ID ".64", LATE_SECONDS + 60, 0, 1,
		    "in a slot that is gone" },
		{ "working/" ID ".65", 60, 0, 1, "no slot" },
		{ "working/" ID, 60, 0, 1, "no slot at all" },
		{ "working/." ID ".tries", LATE_SECONDS + 60, 0, 0,
		    "a count of tries" },
		{ "working/.intake-1.lock", LATE_SECONDS + 60, 0, 0, "a lock" },
		{ "incoming/letter.pdf", 60, 0, 1, "no ID in incoming/" },
		{ "kept/2026/letter.pdf", 60, 0, 1, "a file for a month" },
		{ "kept/letter.pdf", 60, 0, 1, "a file for a year" },
		{ "kept/2026/11/letter.pdf", 60, 0, 1, "no ID in kept/" },
		{ "refused/letter.why", 60, 0, 1, "a reason for nothing" },
		{ "refused/" ID ".why", 60, 0, 1, "a reason without its ID" },
		{ KEPT, 60, 0, 1, "an item nobody registered" },
		{ "duplicate/" ID, 60, 0, 1, "a copy nobody registered" },
		{ "refused/" ID, 60, 0, 1, "a refused one" },
		{ "print/anything.pdf", 60, 0, 0, "a file in print/" },
		{ "post/anything.pdf", 60, 0, 0, "a file in the tray" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct round round;

		round_open(&round, root);
		file_put(&round, cases[i].place, TEXT);
		round.now += cases[i].seconds;
		compare(&round);
		is_number(round.tally.found[LEVEL_COMING], cases[i].coming,
		    "%s: coming", cases[i].what);
		is_number(round.tally.found[LEVEL_WAITS], cases[i].waits,
		    "%s: waits", cases[i].what);
		is_number(round.tally.found[LEVEL_LOST], 0, "nothing is lost");
		is_number(tally_status(&round.tally), cases[i].waits,
		    "the exit status");
		db_close(round.db);
	}
}

/* Old half-written files go; those being written stay. */
static void
test_left_over(const char *root)
{
	struct round round;

	round_open(&round, root);
	round.may_repair = true;
	file_put(&round, "tmp/" ID, TEXT);
	compare(&round);
	ok(file_is_there(&round, "tmp/" ID), "a file being written stays");
	round.now += LATE_SECONDS + 60;
	compare(&round);
	ok(!file_is_there(&round, "tmp/" ID), "an old one is removed");
	ok(round.tally.repaired == 1 && tally_status(&round.tally) == 0,
	    "and put right");
	db_close(round.db);
}

/* Where the register says the file is, and where it is. */
static void
test_places(const char *root)
{
	static const struct {
		const char *said, *is, *too;
		long long coming, waits, lost;
		const char *repaired; /* where the register then says it is */
		const char *what;
	} cases[] = {
		{ KEPT, KEPT, NULL, 0, 0, 0, KEPT, "in its place" },
		{ KEPT, "refused/" ID, NULL, 0, 1, 0, "refused/" ID,
		    "elsewhere" },
		{ "", KEPT, NULL, 0, 1, 0, KEPT, "without a place" },
		{ KEPT, "incoming/" ID, NULL, 1, 0, 0, KEPT, "on its way" },
		{ KEPT, "working/" ID ".1", NULL, 1, 0, 0, KEPT, "in work" },
		{ "", "working/" ID ".1", NULL, 1, 0, 0, "",
		    "in work, without a place" },
		{ KEPT, KEPT, "duplicate/" ID, 0, 1, 0, KEPT, "a copy" },
		{ KEPT, "tmp/" ID, NULL, 0, 0, 1, KEPT, "missing" },
		{ "", "tmp/" ID, NULL, 0, 0, 1, "", "never anywhere" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct round round;
		struct held_item item;
		struct error why;

		round_open(&round, root);
		file_put(&round, cases[i].is, TEXT);
		if (cases[i].too != NULL)
			file_put(&round, cases[i].too, TEXT);
		item_put(&round, SPAN(""), cases[i].said);
		compare(&round); /* its row is missing as well */
		is_number(round.tally.found[LEVEL_COMING], cases[i].coming,
		    "%s: coming", cases[i].what);
		is_number(round.tally.found[LEVEL_WAITS], cases[i].waits + 1,
		    "%s: waits", cases[i].what);
		is_number(round.tally.found[LEVEL_LOST], cases[i].lost,
		    "%s: lost", cases[i].what);
		round.may_repair = true;
		round.tally = (struct tally){ .telling = TELL_LOG };
		compare(&round);
		ok(balance_item(round.db, SPAN(ID), &mem, &item, &why) ==
			    DONE &&
			item.has_row,
		    "its row is added");
		is_span(item.place, cases[i].repaired, "%s: its place",
		    cases[i].what);
		round.tally = (struct tally){ .telling = TELL_LOG };
		compare(&round);
		is_number(round.tally.repaired, 0,
		    "nothing is put right twice");
		db_close(round.db);
	}
}

/* Its bytes are those registered, or they are not. */
static void
test_bytes(const char *root)
{
	static const char *const texts[] = { TEXT, TEXT " ", "" };
	autoarena mem = { 0 };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct round round;

		round_open(&round, root);
		file_put(&round, KEPT, texts[i]);
		item_put(&round, digest_sha256(SPAN(TEXT), &mem), KEPT);
		compare(&round);
		is_number(round.tally.found[LEVEL_LOST], i > 0,
		    "bytes %zu: what was registered, or lost", i);
		db_close(round.db);
	}
}

int
main(void)
{
	const char *root = scratch_make();

	/* What is found is counted here; how it is told is for people. */
	if (freopen("/dev/null", "w", stderr) == NULL)
		return 1;
	test_time(root);
	test_left_over(root);
	test_places(root);
	test_bytes(root);
	return done();
}
