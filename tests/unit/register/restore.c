/* restore.c - what stands in a backup's way, and what is no backup of ours */
#include "register/restore.h"
#include "base/stop.h"
#include "keeping.h"
#include "tap.h"

#include <errno.h>
#include <signal.h>

#define FIRST "m20261122T101502Z-0123456789abcdef"
#define SECOND "m20261122T101503Z-0123456789abcdef"
#define QUEUED "m20261122T101504Z-0123456789abcdef"
#define NOON 1795348800 /* 2026-11-22T12:00:00Z */
#define NAME "20261122T120000Z"

static enum outcome
take_to(struct keeping *k, const char *folder, time_t now,
    struct backup_made *made, struct error *why)
{
	const struct backup_order order = { span_of(k->sample.path),
		span_of(k->spool), span_of(keeping_path(k, folder)),
		SPAN("ops"), now };

	k->told[0] = '\0';
	return backup_take(&order, made, keeping_tell, k, why);
}

static enum outcome
look_at(struct keeping *k, const char *backup, struct restored *back,
    struct error *why)
{
	k->told[0] = '\0';
	return restore_verify(span_of(backup), &k->mem, back, keeping_tell, k,
	    why);
}

static enum outcome
lay(struct keeping *k, const char *name, struct restored *back,
    struct error *why)
{
	struct restore_order order = { .backup = span_of(
					   keeping_path(k, "backups/" NAME)),
		.place = span_of(keeping_path(k, name)),
		.who = SPAN("ops"),
		.now = NOON };

	k->told[0] = '\0';
	return restore_into(&order, &k->mem, back, keeping_tell, k, why);
}

static void
link_to(struct keeping *k, const char *name, const char *to)
{
	if (symlink(to, keeping_path(k, name)) < 0)
		die("test: %s: %s", name, strerror(errno));
}

/* --- what is put into it ------------------------------------------------------- */

static void
test_taken(struct keeping *k)
{
	struct backup_made made;
	struct restored back;
	struct error why = { "" };

	keeping_item(k, FIRST, "Dear Sir, I complain");
	keeping_item(k, SECOND, "Dear Sir, I complain again");
	/* One on its way, which the register has already. */
	keeping_sql(k, "UPDATE item SET place = '' WHERE id = '" FIRST "'");
	if (rename(keeping_path(k, "spool/kept/2026/11/" FIRST),
		keeping_path(k, "spool/kept/2026/11/x")) < 0)
		die("test: no rename");
	keeping_write(k, "spool/working/" FIRST ".1", "Dear Sir, I complain");
	keeping_write(k, "spool/incoming/" QUEUED, "not read yet");
	keeping_write(k, "spool/incoming/" QUEUED "0", "nor this");
	keeping_write(k, "spool/incoming/short", "none of ours");
	keeping_write(k, "spool/refused/" QUEUED, "what was refused");
	keeping_write(k, "spool/refused/" QUEUED ".why", "too large");
	keeping_write(k, "spool/print/a.pdf", "%PDF");
	keeping_write(k, "spool/print/folder/b.pdf", "%PDF");
	link_to(k, "spool/print/gone.pdf", "nowhere");
	keeping_write(k, "models/0123456789ab.model", "weights");
	keeping_write(k, "models/note", "weights of spring");
	link_to(k, "models/current", "0123456789ab.model");
	ok(take_to(k, "backups", NOON, &made, &why) == DONE &&
		k->told[0] == '\0',
	    "a backup is taken: %s %s", why.text, k->told);
	is_number(made.originals, 2, "with both originals");
	is_number(made.waiting, 2, "and what waits, but no other file");
	ok(look_at(k, keeping_path(k, "backups/" NAME), &back, &why) == DONE &&
		back.verified.faults == 0,
	    "it is whole: %s", k->told);
	ok(keeping_read(k, "backups/" NAME "/print/a.pdf") != NULL &&
		keeping_read(k, "backups/" NAME "/print/gone.pdf") == NULL &&
		access(keeping_path(k, "backups/" NAME "/print/folder"), F_OK) <
		    0,
	    "of letters those that are files");
	ok(keeping_read(k, "backups/" NAME "/refused/" QUEUED ".why") != NULL &&
		keeping_read(k, "backups/" NAME "/refused/" QUEUED) == NULL,
	    "of what was refused the reason");
	ok(lay(k, "place", &back, &why) == DONE && back.verified.faults == 0,
	    "it is laid out: %s %s", why.text, k->told);
	is_text(keeping_read(k, "place/models/note"), "weights of spring",
	    "with a file that is no model");
	is_text(keeping_read(k, "place/spool/incoming/" FIRST),
	    "Dear Sir, I complain", "and one that was on its way");
}

/* By whatever name it is called. */
static void
test_found(struct keeping *k)
{
	const char *const paths[] = { keeping_path(k, "backups"),
		keeping_path(k, "backups//"), keeping_path(k, "backups/" NAME),
		keeping_path(k, "backups/" NAME "/") };
	struct restored back;
	struct error why = { "" };
	struct span backup;

	/* Of the length of a name, but without a manifest. */
	keeping_write(k, "backups/20261123T120000Z/register.db", "half");
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		backup = SPAN("");
		ok(restore_find(span_of(paths[i]), &k->mem, &backup, &why) ==
			DONE,
		    "there is one: %s", why.text);
		is_span(backup, keeping_path(k, "backups/" NAME), "path %zu",
		    i);
	}
	if (chdir(keeping_path(k, "backups")) < 0)
		die("test: no chdir");
	ok(look_at(k, NAME, &back, &why) == DONE && back.verified.faults == 0,
	    "by its name alone: %s %s", why.text, k->told);
	is_span(back.name, NAME, "which is told");
	if (chdir("/") < 0)
		die("test: no chdir");
}

/* --- what stands in its way ------------------------------------------------------ */

static void
test_blocked(struct keeping *k)
{
	static const struct {
		const char *name, *to; /* a link that leads nowhere */
	} cases[] = {
		{ "spool/print/loop.pdf", "loop.pdf" },
		{ "spool/incoming/" QUEUED "1", QUEUED "1" },
	};
	struct backup_made made;
	struct restored back;
	struct error why = { "" };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		link_to(k, cases[i].name, cases[i].to);
		ok(take_to(k, "backups", NOON + 60, &made, &why) == LATER,
		    "what cannot be opened is not left out: %s", why.text);
		unlink(keeping_path(k, cases[i].name));
	}
	keeping_write(k, "blocked/originals", "no folder");
	ok(take_to(k, "blocked", NOON, &made, &why) != DONE &&
		why.text[0] != '\0',
	    "nor is there one without its originals: %s", why.text);
	keeping_write(k, "file", "no folder");
	ok(lay(k, "file", &back, &why) != DONE && why.text[0] != '\0',
	    "none is laid over a file: %s", why.text);
}

/* What became of an original is told. */
static void
test_absent(struct keeping *k)
{
	static const struct {
		const char *link, *words;
	} cases[] = {
		{ NULL, "is missing" },
		{ SECOND, "cannot be opened" },
	};
	const char *kept = "spool/kept/2026/11/" SECOND;
	struct restored back;
	struct error why = { "" };

	unlink(keeping_path(k, kept));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *folder = arena_printf(&k->mem, "absent%zu", i).at;
		struct backup_made made;
		struct verified v;

		if (cases[i].link != NULL)
			link_to(k, kept, cases[i].link);
		ok(take_to(k, folder, NOON, &made, &why) == DONE &&
			made.absent == 1 &&
			strstr(k->told, cases[i].words) != NULL,
		    "an original is told of: %s", k->told);
		ok(look_at(k,
		       keeping_path(k,
			   arena_printf(&k->mem, "%s/" NAME, folder).at),
		       &back, &why) == DONE &&
			back.absent == 1 && back.verified.faults == 0,
		    "and is no fault of the backup: %s", k->told);
		ok(keeping_verify(k, &v) == 1 &&
			strstr(k->told, cases[i].words) != NULL,
		    "verify says so: %s", k->told);
	}
	unlink(keeping_path(k, kept));
	keeping_sql(k,
	    "UPDATE item SET destroyed_at = 1 WHERE id = '" SECOND "'");
	{
		struct backup_made made;

		ok(take_to(k, "absent9", NOON, &made, &why) == DONE &&
			made.absent == 0 && made.originals == 1,
		    "what was destroyed is not looked for: %s", k->told);
	}
}

/* --- manifests ------------------------------------------------------------------- */

/* Writes the manifest again, with another head. */
static void
rewrite(struct keeping *k, const char *text, long long schema, long long events,
    const char *head)
{
	const char *name = "backups/" NAME "/manifest";
	autobuf out = BUF(1 << 20);
	struct manifest m = { .taken = NOON,
		.schema = schema,
		.events = events };
	struct span rest = span_of(text);

	snprintf(m.head, sizeof m.head, "%s", head);
	manifest_begin(&out, &m);
	for (int i = 0; i < 4; i++)
		(void)span_cut_line(&rest);
	while (!span_starts_with(rest, SPAN("end "))) {
		buf_add(&out, span_cut_line(&rest));
		buf_add_char(&out, '\n');
	}
	manifest_end(&out);
	unlink(keeping_path(k, name));
	keeping_write(k, name, buf_text(&out));
}

static void
test_manifests(struct keeping *k)
{
	const char *text = keeping_read(k, "backups/" NAME "/manifest");
	const char *path = keeping_path(k, "backups/" NAME);
	long long now = db_schema_version();
	struct restored back, was;
	struct error why = { "" };

	if (look_at(k, path, &was, &why) != DONE)
		die("test: %s", why.text);
	rewrite(k, text, now, was.manifest.events, was.manifest.head);
	ok(look_at(k, path, &back, &why) == DONE && back.verified.faults == 0,
	    "as it was: %s", k->told);
	rewrite(k, text, now, was.manifest.events + 1, was.manifest.head);
	ok(look_at(k, path, &back, &why) == DONE && back.verified.faults == 1 &&
		strstr(k->told, "history") != NULL,
	    "of more history: %s", k->told);
	rewrite(k, text, now, was.manifest.events, "");
	ok(look_at(k, path, &back, &why) == DONE && back.verified.faults == 1 &&
		strstr(k->told, "history") != NULL,
	    "of another history: %s", k->told);
	rewrite(k, text, now + 1, was.manifest.events, was.manifest.head);
	ok(look_at(k, path, &back, &why) == REFUSED &&
		strstr(why.text, "newer") != NULL,
	    "of a newer program: %s", why.text);
	ok(lay(k, "newer", &back, &why) == REFUSED &&
		access(keeping_path(k, "newer"), F_OK) < 0,
	    "it is not laid out: %s", why.text);
	rewrite(k, text, now, was.manifest.events, was.manifest.head);
	unlink(keeping_path(k, "backups/" NAME "/print/a.pdf"));
	ok(look_at(k, path, &back, &why) == DONE && back.verified.faults == 1 &&
		strstr(k->told, "lacks print/a.pdf") != NULL,
	    "a file that is gone is told of: %s", k->told);
}

/* Asked to stop, all of them do; the last test, since it stays asked. */
static void
test_stopped(struct keeping *k)
{
	autodb db = sample_db(&k->sample, DB_KEEPER);
	struct backup_made made;
	struct restored back;
	struct verified v = { 0 };
	struct error why = { "" };

	stop_install();
	raise(SIGTERM);
	ok(take_to(k, "stopped", NOON, &made, &why) == LATER &&
		keeping_read(k, "stopped/" NAME "/manifest") == NULL,
	    "no backup is taken: %s", why.text);
	ok(look_at(k, keeping_path(k, "backups/" NAME), &back, &why) == LATER,
	    "none is looked at: %s", why.text);
	ok(verify_originals(db, span_of(k->spool), &v, keeping_tell, k, &why) ==
		LATER,
	    "no original is: %s", why.text);
}

int
main(void)
{
	struct keeping k;

	keeping_open(&k);
	test_taken(&k);
	test_found(&k);
	test_blocked(&k);
	test_absent(&k);
	test_manifests(&k);
	test_stopped(&k);
	arena_release(&k.mem);
	return done();
}
