/* doctor_house.c - looks at what the house keeps: pack, model, register */
#include "base/io.h"
#include "check.h"
#include "console/console.h"
#include "console/desk.h"
#include "doctor_looks.h"
#include "intake/reading.h"
#include "register/gauges.h"
#include "register/history.h"
#include "register/shelf.h"
#include "triage/workday.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define STALE_BACKUP_DAYS 7
#define DAY_SECONDS 86400

void
look_at_pack(struct doctor *d)
{
	struct house house;
	struct error why;

	if (options_are_workable(d->options, d->mem, &house, &why) != DONE) {
		doctor_say(d, IS_WRONG,
		    "Put it right: postroom check tells more.", "%s", why.text);
		return;
	}
	doctor_say(d, IS_WELL, "", "%.*s loads, with every text of it",
	    SPAN_ARG(house.policy.name));
}

void
look_at_model(struct doctor *d)
{
	struct shelf shelf =
	    shelf_find(d->options->paths.register_, d->call->program, d->mem);
	struct error note = { "" }, why;
	struct shelved s;

	if (shelf_read_current(&shelf, d->mem, &s, &note, &why) != DONE)
		doctor_say(d, IS_WRONG, "Install Postroom again.", "%s",
		    why.text);
	else if (note.text[0] != '\0')
		doctor_say(d, SEE_TO_IT,
		    "Run postroom model rollback, or train a new one.",
		    "%s; the shipped one is used", note.text);
	else
		doctor_say(d, IS_WELL, "", "%.*s loads (%.*s)",
		    SPAN_ARG(s.model.id), SPAN_ARG(s.name));
}

/* --- the reader -------------------------------------------------------------------- */

/* Where Debian's Tesseract has its languages. */
#define LANGUAGE_FILES "/usr/share/tesseract-ocr/*/tessdata/%.*s.traineddata"

static void
look_at_languages(struct doctor *d)
{
	struct span rest = d->options->intake.languages;

	while (rest.len > 0) {
		struct span language = span_trim(span_cut_at(&rest, '+'));
		glob_t found = { 0 };
		const char *pattern =
		    arena_printf(d->mem, LANGUAGE_FILES, SPAN_ARG(language)).at;

		if (language.len == 0)
			continue;
		if (glob(pattern, 0, NULL, &found) != 0)
			doctor_say(d, IS_WRONG,
			    arena_printf(d->mem,
				"Install the package tesseract-ocr-%.*s, or "
				"take it out of languages.",
				SPAN_ARG(language))
				.at,
			    "the language %.*s for scans is not installed",
			    SPAN_ARG(language));
		globfree(&found);
	}
}

/* A document goes through the reader as any other does. */
static enum outcome
reader_try(struct doctor *d, struct error *why)
{
	autofd fd = memfd_create("letter", MFD_CLOEXEC);
	struct item item = { .id = SPAN("doctor") };
	struct reader *reader = NULL;
	enum outcome how;

	if (fd < 0)
		return fail(why, LATER, "memory: %s", strerror(errno));
	how = io_write(fd, SPAN("Postroom reads this.\n"), why);
	if (how == DONE && lseek(fd, 0, SEEK_SET) < 0)
		how = fail(why, LATER, "memory: %s", strerror(errno));
	if (how == DONE)
		how = reader_start(
		    arena_printf(d->mem, "%s-extract", d->call->program).at,
		    d->options->intake.languages, &reader, why);
	if (how == DONE)
		how = reading_run(reader, fd, SPAN("letter.txt"), &item, d->mem,
		    why);
	reader_stop(reader);
	if (how == DONE &&
	    (item.n_parts != 1 || span_find(item.parts[0].text,
				      SPAN("reads this"), 0) == SPAN_NOT_FOUND))
		how = fail(why, BROKEN, "it does not read a plain text");
	return how;
}

void
look_at_reader(struct doctor *d)
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	struct error why;

	look_at_languages(d);
	/* The reader program would log what is told here. */
	if (nowhere >= 0)
		dup2(nowhere, STDERR_FILENO);
	if (reader_try(d, &why) == DONE)
		doctor_say(d, IS_WELL, "",
		    "postroom-extract reads, confined, with languages %.*s",
		    SPAN_ARG(d->options->intake.languages));
	else
		doctor_say(d, IS_WRONG,
		    "Run postroom extract on a file: it logs the cause.",
		    "postroom-extract does not read: %s", why.text);
}

/* --- the register ------------------------------------------------------------------- */

void
look_at_register(struct doctor *d)
{
	const char *path = arena_text(d->mem, d->options->paths.register_);
	struct error why;
	autodb db = NULL;
	enum outcome how = db_open(path, DB_KEEPER, &db, &why);

	if (how == DONE)
		how = gauge_file_check(db, &why);
	if (how == DONE)
		doctor_say(d, IS_WELL, "", "version %d, and the file is whole",
		    db_schema_version());
	else
		doctor_say(d, how == LATER ? SEE_TO_IT : IS_WRONG,
		    how == LATER ? "Start postroom run, or try again."
				 : "Run postroom verify; restore a backup if "
				   "it is damaged.",
		    "%s", why.text);
}

void
look_at_history(struct doctor *d)
{
	char head[HISTORY_HASH_BYTES];
	long long n = 0;
	struct error why;
	autodb db = NULL;

	if (desk_open(d->call, &db, &why) != DONE)
		return; /* told already */
	if (history_verify(db, &n, head, &why) == DONE)
		doctor_say(d, IS_WELL, "", "whole, %lld events", n);
	else
		doctor_say(d, IS_WRONG,
		    "Run postroom verify, and find out who did it.", "%s",
		    why.text);
}

void
look_at_backup(struct doctor *d)
{
	time_t event = 0, backup = 0;
	long long days;
	struct error why;
	autodb db = NULL;

	if (desk_open(d->call, &db, &why) != DONE ||
	    gauge_newest(db, &event, &backup, &why) != DONE)
		return;
	days = (long long)(d->now - backup) / DAY_SECONDS;
	if (backup == 0)
		doctor_say(d, SEE_TO_IT,
		    "Run postroom backup every night, to another disk.",
		    "none was ever taken by postroom backup");
	else
		doctor_say(d, days > STALE_BACKUP_DAYS ? SEE_TO_IT : IS_WELL,
		    days > STALE_BACKUP_DAYS
			? "Run postroom backup every night, to another disk."
			: "",
		    "the last was taken on %.*s, %lld day%s ago",
		    SPAN_ARG(desk_clock(backup, d->mem)), days,
		    days == 1 ? "" : "s");
}

void
look_at_calendar(struct doctor *d)
{
	struct span warning;
	day today = day_in_london(d->now);

	if (!calendar_warning(today, d->mem, &warning))
		doctor_say(d, IS_WELL, "", "known to %.*s",
		    SPAN_ARG(day_words(calendar_end(), d->mem)));
	else
		doctor_say(d,
		    calendar_end() - today < 180 ? IS_WRONG : SEE_TO_IT, "",
		    "%.*s", SPAN_ARG(warning));
}
