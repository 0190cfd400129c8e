/*
 * restore.c - checks backups and lays them out
 *
 * Trusts:  nothing of a backup but what its digests prove.
 */
#include "register/restore.h"
#include "base/digest.h"
#include "base/io.h"
#include "base/stop.h"
#include "register/backup_work.h"
#include "register/reference.h"
#include "register/statement.h"
#include "triage/workday.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct reader {
	struct span backup; /* its folder */
	struct span folder; /* of backups: above it */
	struct buf text;    /* the manifest */
	struct restored *restored;
	fault_show *show;
	void *context;
};

/* --- finding --------------------------------------------------------------------- */

static bool
has_manifest(struct span folder)
{
	autoarena mem = { 0 };

	return access(arena_printf(&mem, "%.*s/manifest", SPAN_ARG(folder)).at,
		   F_OK) == 0;
}

static struct span
without_slash(struct span path)
{
	while (path.len > 1 && path.at[path.len - 1] == '/')
		path.len--;
	return path;
}

enum outcome
restore_find(struct span folder, struct arena *mem, struct span *backup,
    struct error *why)
{
	struct span path = without_slash(folder), newest = SPAN("");
	DIR *dir = opendir(arena_text(mem, path));
	struct dirent *entry;
	int error;

	if (dir == NULL)
		return fail(why, REFUSED, "%.*s: %s", SPAN_ARG(path),
		    strerror(errno));
	while ((errno = 0) == 0 && (entry = readdir(dir)) != NULL) {
		struct span name = span_of(entry->d_name);

		/* Their names are in the order of time. */
		if (entry->d_name[0] != '.' && name.len == 16 &&
		    has_manifest(arena_printf(mem, "%.*s/%s", SPAN_ARG(path),
			entry->d_name)) &&
		    (newest.len == 0 ||
			memcmp(name.at, newest.at, name.len) > 0))
			newest = arena_copy(mem, name);
	}
	error = errno;
	closedir(dir);
	/* The newest may be among those that could not be seen. */
	if (error != 0)
		return fail(why, LATER, "%.*s: %s", SPAN_ARG(path),
		    strerror(error));
	if (has_manifest(path))
		*backup = arena_copy(mem, path);
	else if (newest.len > 0)
		*backup = arena_printf(mem, "%.*s/%.*s", SPAN_ARG(path),
		    SPAN_ARG(newest));
	else
		return fail(why, REFUSED, "%.*s: there is no backup in it",
		    SPAN_ARG(path));
	return DONE;
}

/* --- reading --------------------------------------------------------------------- */

static void
reader_fault(struct reader *r, const char *kind, struct span words)
{
	const struct fault fault = { kind, words, SPAN("") };

	r->restored->verified.faults++;
	r->show(&fault, r->context);
}

static enum outcome
reader_open(struct reader *r, struct span backup, struct arena *mem,
    struct error *why)
{
	struct span above = backup;
	enum outcome how;

	while (above.len > 0 && above.at[above.len - 1] != '/')
		above.len--;
	r->backup = backup;
	r->folder = above.len > 0 ? without_slash(above) : SPAN(".");
	r->restored->name = span_from(backup, above.len);
	how = io_read_file(
	    arena_printf(mem, "%.*s/manifest", SPAN_ARG(backup)).at, &r->text,
	    why);
	return how == DONE ? manifest_read(buf_span(&r->text),
				 &r->restored->manifest, why)
			   : how;
}

/* The path of a row's file. */
static struct span
row_path(const struct reader *r, const struct manifest_row *row,
    struct arena *mem)
{
	bool is_item =
	    row->kind == MANIFEST_ORIGINAL || row->kind == MANIFEST_WAITING;

	return is_item ? arena_printf(mem, "%.*s/%.*s", SPAN_ARG(r->folder),
			     SPAN_ARG(manifest_original(row->place, mem)))
		       : arena_printf(mem, "%.*s/%.*s", SPAN_ARG(r->backup),
			     SPAN_ARG(row->place));
}

/* Opens a row's file, and tells where it is not as it was written: -1. */
static int
row_open(struct reader *r, const struct manifest_row *row)
{
	autoarena mem = { 0 };
	struct span path = row_path(r, row, &mem), sha256, md5;
	struct error cause = { "" };
	size_t size = 0;
	int fd = open(path.at, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0) {
		reader_fault(r, "backup",
		    arena_printf(&mem, "The backup lacks %.*s",
			SPAN_ARG(row->place)));
		return -1;
	}
	if (digest_file(fd, &mem, &size, &sha256, &md5, &cause) == DONE &&
	    span_is_equal(sha256, row->sha256))
		return fd;
	reader_fault(r, "backup",
	    arena_printf(&mem, "The backup's copy of %.*s is damaged",
		SPAN_ARG(row->place)));
	close(fd);
	return -1;
}

/* Counts a row; calls put with its file, where it has one that is whole. */
typedef enum outcome row_put(struct reader *r, const struct manifest_row *row,
    int fd, const void *context, struct error *why);

static enum outcome
rows_each(struct reader *r, row_put *put, const void *context,
    struct error *why)
{
	struct span rest = buf_span(&r->text);
	struct manifest_row row;
	enum outcome how = DONE;

	while (how == DONE && manifest_next(&rest, &row)) {
		autofd fd = -1;

		if (stop_is_wanted())
			return fail(why, LATER, "asked to stop");
		r->restored->originals += row.kind == MANIFEST_ORIGINAL;
		r->restored->waiting += row.kind == MANIFEST_WAITING;
		r->restored->absent += row.kind == MANIFEST_ABSENT;
		if (row.kind == MANIFEST_ABSENT)
			continue;
		fd = row_open(r, &row);
		if (fd >= 0 && put != NULL)
			how = put(r, &row, fd, context, why);
	}
	return how;
}

/* Its history is the one that the manifest tells of. */
static void
history_compare(struct reader *r)
{
	const struct restored *back = r->restored;

	if (back->verified.events != back->manifest.events ||
	    strcmp(back->verified.head, back->manifest.head) != 0)
		reader_fault(r, "history",
		    SPAN("The register's history is not the one that the "
			 "manifest tells of"));
}

static enum outcome
register_look(struct reader *r, struct error *why)
{
	autoarena mem = { 0 };
	autodb db = NULL;
	long long version = 0;
	enum outcome how = db_open_copy(
	    arena_printf(&mem, "%.*s/register.db", SPAN_ARG(r->backup)).at, &db,
	    &version, why);

	if (how == DONE)
		how = verify_register(db, &r->restored->verified, r->show,
		    r->context, why);
	if (how == DONE)
		history_compare(r);
	return how;
}

enum outcome
restore_verify(struct span backup, struct arena *mem, struct restored *restored,
    fault_show *show, void *context, struct error *why)
{
	struct reader r = { .text = BUF(MAX_MANIFEST_BYTES),
		.restored = restored,
		.show = show,
		.context = context };
	enum outcome how;

	*restored = (struct restored){ 0 };
	how = reader_open(&r, backup, mem, why);
	if (how == DONE && restored->manifest.schema > db_schema_version())
		how = fail(why, REFUSED, "the backup is of a newer Postroom");
	if (how == DONE)
		how = rows_each(&r, NULL, NULL, why);
	if (how == DONE)
		how = register_look(&r, why);
	buf_release(&r.text);
	return how;
}

/* --- laying out ------------------------------------------------------------------ */

/* The folder is made where it is missing, and must be empty. */
static enum outcome
place_open(struct span place, struct error *why)
{
	autoarena mem = { 0 };
	const char *path = arena_text(&mem, place);
	enum outcome how = io_make_dirs(path, why);
	DIR *dir = how == DONE ? opendir(path) : NULL;
	struct dirent *entry;
	bool is_empty = true;

	if (how == DONE && dir == NULL)
		how = fail(why, LATER, "%s: %s", path, strerror(errno));
	while (
	    dir != NULL && (errno = 0) == 0 && (entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			is_empty = false;
	if (dir != NULL && errno != 0)
		how = fail(why, LATER, "%s: %s", path, strerror(errno));
	if (dir != NULL)
		closedir(dir);
	return how == DONE && !is_empty
		   ? fail(why, REFUSED, "%s: it is not empty", path)
		   : how;
}

/* A model's link was kept as a file: the model of the same bytes, or "". */
static struct span
link_target(const struct reader *r, const struct manifest_row *link)
{
	struct span rest = buf_span(&r->text);
	struct manifest_row row;

	while (manifest_next(&rest, &row))
		if (row.kind == MANIFEST_FILE &&
		    span_is_equal(row.sha256, link->sha256) &&
		    span_ends_with(row.place, SPAN(".model")))
			return span_from(row.place, strlen("models/"));
	return SPAN("");
}

static enum outcome
row_lay(struct reader *r, const struct manifest_row *row, int fd,
    const void *context, struct error *why)
{
	const struct restore_order *order = context;
	autoarena mem = { 0 };
	bool is_model = span_starts_with(row->place, SPAN("models/"));
	const char *top =
	    row->kind == MANIFEST_REGISTER || is_model ? "" : "spool/";
	/* The register has its own name only when all else is done. */
	const char *end = row->kind == MANIFEST_REGISTER ? ".restoring" : "";
	struct span path = arena_printf(&mem, "%.*s/%s%.*s%s",
	    SPAN_ARG(order->place), top, SPAN_ARG(row->place), end);
	struct span folder = path, target = SPAN("");
	enum outcome how;

	while (folder.at[folder.len - 1] != '/')
		folder.len--;
	how = io_make_dirs(arena_text(&mem, folder), why);
	if (how != DONE)
		return how;
	if (is_model && !span_ends_with(row->place, SPAN(".model")))
		target = link_target(r, row);
	if (target.len == 0)
		return io_copy(fd, path.at, why);
	if (symlink(arena_text(&mem, target), path.at) < 0)
		return fail(why, LATER, "%s: %s", path.at, strerror(errno));
	return DONE;
}

static enum outcome
numbers_raise(struct db *db, const struct restore_order *order,
    const struct restored *back, struct error *why)
{
	struct tm from, to;
	enum outcome how = statement_run(db, Q_SEQUENCE_RAISE, why,
	    VALUES(value_number(RESTORE_MARGIN),
		value_number(MAX_REFERENCE_NUMBER)));

	gmtime_r(&back->manifest.taken, &from);
	gmtime_r(&order->now, &to);
	/* Years that began since have numbers, too. */
	for (int year = from.tm_year; year <= to.tm_year && how == DONE; year++)
		how = statement_run(db, Q_SEQUENCE_BEGIN, why,
		    VALUES(value_number(year + 1900),
			value_number(RESTORE_MARGIN)));
	return how;
}

static enum outcome
restoration_write(struct db *db, const struct restore_order *order,
    struct restored *back, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = numbers_raise(db, order, back, why);

	if (how == DONE)
		how = statement_run(db, Q_OUTBOX_RESTORED, why,
		    VALUES(value_word("The register was restored from a "
				      "backup: it may have been sent since")));
	back->held = statement_changes(db);
	if (how == DONE)
		how = statement_run(db, Q_RESTORATION_ADD, why,
		    VALUES(value_number(back->manifest.taken),
			value_number(order->now)));
	if (how != DONE)
		return how;
	return history_add(db,
	    &(struct event){ .at = order->now,
		.who = order->who,
		.what = SPAN("restored"),
		.detail = arena_printf(&mem,
		    "From backup %.*s; %lld acknowledgements are held, case "
		    "numbers go on %d ahead",
		    SPAN_ARG(back->name), back->held, RESTORE_MARGIN) },
	    why);
}

/* The register goes on from here: opened, noted, verified. */
static enum outcome
register_resume(const char *path, const struct restore_order *order,
    struct reader *r, struct error *why)
{
	autoarena mem = { 0 };
	autodb db = NULL;
	enum outcome how = db_migrate(path, why);

	if (how == DONE)
		how = db_open(path, DB_KEEPER, &db, why);
	if (how == DONE)
		how = transaction_begin(db, why);
	if (how == DONE)
		how = transaction_end(db,
		    restoration_write(db, order, r->restored, why), why);
	if (how == DONE)
		how = verify_register(db, &r->restored->verified, r->show,
		    r->context, why);
	if (how == DONE)
		how = verify_originals(db,
		    arena_printf(&mem, "%.*s/spool", SPAN_ARG(order->place)),
		    &r->restored->verified, r->show, r->context, why);
	return how;
}

static enum outcome
reader_lay(struct reader *r, const struct restore_order *order,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span path =
	    arena_printf(&mem, "%.*s/register.db", SPAN_ARG(order->place));
	struct span new = arena_printf(&mem, "%.*s.restoring", SPAN_ARG(path));
	enum outcome how = rows_each(r, row_lay, order, why);

	if (how == DONE && r->restored->verified.faults > 0)
		how = fail(why, REFUSED,
		    "the backup has faults; what is whole of it is at %.*s, "
		    "without a register",
		    SPAN_ARG(order->place));
	if (how == DONE)
		how = register_resume(new.at, order, r, why);
	/* The backup is the copy of an older one. */
	unlink(arena_printf(&mem, "%.*s.before-%d", SPAN_ARG(new),
	    db_schema_version())
		   .at);
	/* Its log was emptied into it when it was closed. */
	return how == DONE ? io_move(new.at, path.at, why) : how;
}

enum outcome
restore_into(const struct restore_order *order, struct arena *mem,
    struct restored *restored, fault_show *show, void *context,
    struct error *why)
{
	struct reader r = { .text = BUF(MAX_MANIFEST_BYTES),
		.restored = restored,
		.show = show,
		.context = context };
	enum outcome how;

	*restored = (struct restored){ 0 };
	how = reader_open(&r, order->backup, mem, why);
	if (how == DONE && restored->manifest.schema > db_schema_version())
		how = fail(why, REFUSED, "the backup is of a newer Postroom");
	if (how == DONE)
		how = place_open(order->place, why);
	if (how == DONE)
		how = reader_lay(&r, order, why);
	buf_release(&r.text);
	return how;
}
