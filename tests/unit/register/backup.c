/* backup.c - what is backed up comes back, and what is damaged is told of */
#include "keeping.h"
#include "register/restore.h"
#include "tap.h"

#define FIRST "m20261122T101502Z-0123456789abcdef"
#define SECOND "m20261122T101503Z-0123456789abcdef"
#define QUEUED "m20261122T101504Z-0123456789abcdef"
#define NOON 1795348800 /* 2026-11-22T12:00:00Z */

static enum outcome
take(struct keeping *k, time_t now, struct backup_made *made, struct error *why)
{
	const struct backup_order order = { span_of(k->sample.path),
		span_of(k->spool), span_of(k->folder), SPAN("ops"), now };

	k->told[0] = '\0';
	return backup_take(&order, made, keeping_tell, k, why);
}

static enum outcome
look(struct keeping *k, struct restored *back, struct error *why)
{
	struct span backup;
	enum outcome how =
	    restore_find(span_of(k->folder), &k->mem, &backup, why);

	k->told[0] = '\0';
	return how == DONE
		   ? restore_verify(backup, &k->mem, back, keeping_tell, k, why)
		   : how;
}

static enum outcome
lay(struct keeping *k, const char *name, time_t now, struct restored *back,
    struct error *why)
{
	struct span backup = SPAN("");
	struct restore_order order = { .place = span_of(keeping_path(k, name)),
		.who = SPAN("ops"),
		.now = now };
	enum outcome how =
	    restore_find(span_of(k->folder), &k->mem, &backup, why);

	order.backup = backup;
	k->told[0] = '\0';
	return how == DONE
		   ? restore_into(&order, &k->mem, back, keeping_tell, k, why)
		   : how;
}

static void
test_taken(struct keeping *k)
{
	struct backup_made made;
	struct restored back;
	struct error why = { "" };

	keeping_item(k, FIRST, "Dear Sir, I complain");
	keeping_write(k, "spool/print/CS26-000001-P-acknowledgement.pdf",
	    "%PDF");
	keeping_write(k, "spool/working/" QUEUED ".2", "not read yet");
	keeping_write(k, "models/0123456789ab.model", "weights");
	if (symlink("0123456789ab.model", keeping_path(k, "models/current")) <
	    0)
		die("test: no link");
	ok(take(k, NOON, &made, &why) == DONE, "a backup is taken: %s %s",
	    why.text, k->told);
	is_text(made.name, "20261122T120000Z", "named by its time");
	ok(made.originals == 1 && made.linked + made.copied == 2 &&
		made.waiting == 1 && made.absent == 0,
	    "with the original and what was in work");
	ok(keeping_read(k, "backups/originals/2026/11/" FIRST) != NULL &&
		keeping_read(k, "backups/20261122T120000Z/manifest") != NULL,
	    "both are where they belong");
	ok(look(k, &back, &why) == DONE && back.verified.faults == 0 &&
		back.originals == 1 && back.waiting == 1,
	    "it is whole: %s %s", why.text, k->told);
	ok(take(k, NOON, &made, &why) == REFUSED,
	    "none takes the name of another: %s", why.text);
	keeping_item(k, SECOND, "Dear Sir, I complain again");
	ok(take(k, NOON + 60, &made, &why) == DONE && made.originals == 2 &&
		made.linked + made.copied == 1,
	    "the next takes what is new: %s", why.text);
}

/* Backups in the register's own history. */
static bool
count_folder(struct span folder, time_t last, long long n, void *context)
{
	struct keeping *k = context;

	is_span(folder, k->folder, "the register knows the folder");
	is_number(last, NOON + 60, "and the last one");
	is_number(n, 2, "of two");
	return true;
}

static void
test_known(struct keeping *k)
{
	autodb db = sample_db(&k->sample, DB_KEEPER);
	struct error why;

	ok(backup_folders(db, 0, count_folder, k, &why) == DONE,
	    "it lists its backups");
}

static void
test_restored(struct keeping *k)
{
	struct restored back;
	struct registration r;
	struct error why = { "" };
	struct item *item = sample_complaint("m9", &k->mem);
	struct sample there = { .folder = "" };

	ok(lay(k, "place", NOON + 3600, &back, &why) == DONE &&
		back.verified.faults == 0,
	    "it is laid out: %s %s", why.text, k->told);
	ok(back.verified.originals == 2 && back.held == 2,
	    "with originals, and what was owed is held");
	is_text(keeping_read(k, "place/spool/kept/2026/11/" FIRST),
	    "Dear Sir, I complain", "an original");
	is_text(keeping_read(k, "place/spool/kept/2026/11/" QUEUED),
	    "not read yet", "what was in work is with the kept");
	is_text(keeping_read(k, "place/models/current"), "weights",
	    "the model in use is");
	ok(keeping_read(k, "place/register.db.restoring") == NULL,
	    "nothing half done is left");
	ok(lay(k, "place", NOON + 3600, &back, &why) == REFUSED,
	    "it is not laid over another: %s", why.text);
	snprintf(there.path, sizeof there.path, "%s",
	    keeping_path(k, "place/register.db"));
	{
		autodb db = sample_db(&there, DB_INTAKE);

		ok(items_register(db, item, SPAN("nhs.example"), &k->mem, &r,
		       &why) == DONE,
		    "it goes on: %s", why.text);
		is_span(span_head(r.reference, 11), "CS26-010003",
		    "with numbers that nobody had");
	}
}

static void
test_damaged(struct keeping *k)
{
	struct backup_made made;
	struct restored back;
	struct error why = { "" };
	const char *copy = "backups/originals/2026/11/" FIRST;

	/* Its own bytes, not those that are linked with the spool's. */
	unlink(keeping_path(k, copy));
	keeping_write(k, copy, "Dear Sir, all was well");
	ok(look(k, &back, &why) == DONE && back.verified.faults == 1 &&
		strstr(k->told, "is damaged") != NULL,
	    "a damaged copy is found: %s", k->told);
	ok(lay(k, "other", NOON, &back, &why) == REFUSED &&
		keeping_read(k, "other/register.db") == NULL,
	    "and no register comes of it: %s", why.text);
	ok(take(k, NOON + 120, &made, &why) == DONE && made.replaced == 1,
	    "the next backup puts it right: %s", why.text);
	ok(look(k, &back, &why) == DONE && back.verified.faults == 0,
	    "and so all is whole: %s", k->told);
	keeping_write(k, "spool/kept/2026/11/" SECOND, "altered");
	ok(take(k, NOON + 180, &made, &why) == DONE &&
		made.verified.faults == 0,
	    "an altered original does not reach the backup's copy: %s",
	    k->told);
	unlink(keeping_path(k, "backups/originals/2026/11/" SECOND));
	ok(take(k, NOON + 240, &made, &why) == DONE && made.absent == 1 &&
		strstr(k->told, "not as it was registered") != NULL,
	    "without one it is absent, and told of: %s", k->told);
	keeping_write(k, "backups/20261122T120400Z/manifest", "postroom");
	ok(look(k, &back, &why) == REFUSED, "a manifest cut off is none: %s",
	    why.text);
}

static void
test_leftovers(struct keeping *k)
{
	struct backup_made made;
	struct error why = { "" };

	keeping_write(k, "backups/.20261122T110000Z.new/register.db", "half");
	ok(take(k, NOON + 300, &made, &why) == DONE &&
		keeping_read(k, "backups/.20261122T110000Z.new/register.db") ==
		    NULL,
	    "what was broken off is removed: %s", why.text);
}

/* What is none is not taken for one. */
static void
test_nothing(struct keeping *k)
{
	struct span backup;
	struct error why = { "" };

	ok(restore_find(span_of(k->spool), &k->mem, &backup, &why) == REFUSED,
	    "no backup: %s", why.text);
	ok(restore_find(SPAN("/nonexistent/x"), &k->mem, &backup, &why) ==
		REFUSED,
	    "no folder: %s", why.text);
}

int
main(void)
{
	struct keeping k;

	keeping_open(&k);
	test_taken(&k);
	test_known(&k);
	test_restored(&k);
	test_damaged(&k);
	test_leftovers(&k);
	test_nothing(&k);
	arena_release(&k.mem);
	return done();
}
