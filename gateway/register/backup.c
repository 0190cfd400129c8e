/* backup.c - takes backups */
#include "register/backup.h"
#include "base/digest.h"
#include "base/io.h"
#include "register/backup_work.h"
#include "register/statement.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MAX_OPEN_FOLDERS 8

static int
leftover_remove(const char *path, const struct stat *st, int type,
    struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

/* Removes what a backup that was broken off left behind. */
static void
leftovers_remove(struct span folder)
{
	autoarena mem = { 0 };
	DIR *dir = opendir(arena_text(&mem, folder));
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] == '.' &&
		    span_ends_with(span_of(entry->d_name), SPAN("Z.new")))
			nftw(arena_printf(&mem, "%.*s/%s", SPAN_ARG(folder),
				 entry->d_name)
				 .at,
			    leftover_remove, MAX_OPEN_FOLDERS,
			    FTW_DEPTH | FTW_PHYS);
	if (dir != NULL)
		closedir(dir);
}

/* One process at a time. */
static enum outcome
folder_open(const struct backup_order *order, int *fd, struct error *why)
{
	autoarena mem = { 0 };
	const char *path = arena_text(&mem, order->folder);
	enum outcome how = io_make_dirs(path, why);

	if (how != DONE)
		return how;
	*fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0)
		return fail(why, LATER, "%s: %s", path, strerror(errno));
	if (flock(*fd, LOCK_EX | LOCK_NB) < 0)
		return fail(why, REFUSED,
		    "%s: another backup is being taken to it", path);
	leftovers_remove(order->folder);
	return DONE;
}

/* Copies the register and looks the copy through. */
static enum outcome
register_take(struct work *w, struct db **copy, struct error *why)
{
	autoarena mem = { 0 };
	struct span path =
	    arena_printf(&mem, "%.*s/register.db", SPAN_ARG(w->folder));
	struct span sha256, md5;
	size_t size = 0;
	autofd fd = -1;
	enum outcome how =
	    db_copy(arena_text(&mem, w->order->register_path), path.at, why);

	if (how == DONE)
		how = db_open(path.at, DB_KEEPER, copy, why);
	if (how == DONE)
		how = verify_register(*copy, &w->made->verified, w->show,
		    w->context, why);
	if (how == DONE && (fd = open(path.at, O_RDONLY | O_CLOEXEC)) < 0)
		how = fail(why, LATER, "%s: %s", path.at, strerror(errno));
	if (how == DONE)
		how = digest_file(fd, &mem, &size, &sha256, &md5, why);
	if (how != DONE)
		return how;
	w->made->register_bytes = (long long)size;
	work_row(w, MANIFEST_REGISTER, sha256, (long long)size,
	    SPAN("register.db"));
	return DONE;
}

/* Writes the manifest and gives the whole its name. */
static enum outcome
work_publish(struct work *w, int folder, struct error *why)
{
	autoarena mem = { 0 };
	autobuf text = BUF(MAX_MANIFEST_BYTES);
	struct manifest head = { .taken = w->order->now,
		.schema = db_schema_version(),
		.events = w->made->verified.events };
	enum outcome how;

	memcpy(head.head, w->made->verified.head, sizeof head.head);
	manifest_begin(&text, &head);
	buf_add(&text, buf_span(&w->list));
	manifest_end(&text);
	if (text.overflowed)
		return fail(why, BROKEN, "the backup has too many originals");
	how = io_create(
	    arena_printf(&mem, "%.*s/manifest", SPAN_ARG(w->folder)).at,
	    buf_span(&text), why);
	/* The folders of the originals that were linked. */
	if (how == DONE && syncfs(folder) < 0)
		how = fail(why, LATER, "%.*s: sync: %s",
		    SPAN_ARG(w->order->folder), strerror(errno));
	return how == DONE ? io_move(w->folder.at,
				 arena_printf(&mem, "%.*s/%s",
				     SPAN_ARG(w->order->folder), w->made->name)
				     .at,
				 why)
			   : how;
}

static enum outcome
work_run(struct work *w, int folder, struct error *why)
{
	autodb copy = NULL;
	enum outcome how = io_make_dirs(w->folder.at, why);

	if (how == DONE)
		how = work_look(w, why);
	if (how == DONE)
		how = register_take(w, &copy, why);
	if (how == DONE)
		how = work_files(w, copy, why);
	db_close(copy);
	copy = NULL;
	return how == DONE ? work_publish(w, folder, why) : how;
}

static enum outcome
note_written(struct db *db, const struct work *w, struct error *why)
{
	autoarena mem = { 0 };
	const struct backup_order *o = w->order;
	enum outcome how = statement_run(db, Q_BACKUP_ADD, why,
	    VALUES(value_number(o->now), value_text(o->folder),
		value_word(w->made->name)));

	if (how != DONE)
		return how;
	return history_add(db,
	    &(struct event){ .at = o->now,
		.who = o->who,
		.what = SPAN("backed up"),
		.detail = arena_printf(&mem,
		    "Backup %s with %lld originals, up to event %lld",
		    w->made->name, w->made->originals,
		    w->made->verified.events) },
	    why);
}

static enum outcome
work_note(const struct work *w, struct error *why)
{
	autoarena mem = { 0 };
	autodb db = NULL;
	enum outcome how = db_open(arena_text(&mem, w->order->register_path),
	    DB_KEEPER, &db, why);

	if (how == DONE)
		how = transaction_begin(db, why);
	return how == DONE ? transaction_end(db, note_written(db, w, why), why)
			   : how;
}

enum outcome
backup_take(const struct backup_order *order, struct backup_made *made,
    fault_show *show, void *context, struct error *why)
{
	autoarena mem = { 0 };
	struct work w = { .order = order,
		.made = made,
		.show = show,
		.context = context,
		.list = BUF(MAX_MANIFEST_BYTES),
		.waiting = BUF(MAX_MANIFEST_BYTES) };
	autofd folder = -1;
	struct tm tm;
	enum outcome how;

	*made = (struct backup_made){ 0 };
	gmtime_r(&order->now, &tm);
	strftime(made->name, sizeof made->name, "%Y%m%dT%H%M%SZ", &tm);
	w.folder = arena_printf(&mem, "%.*s/.%s.new", SPAN_ARG(order->folder),
	    made->name);
	how = folder_open(order, &folder, why);
	if (how == DONE && access(arena_printf(&mem, "%.*s/%s",
				      SPAN_ARG(order->folder), made->name)
				      .at,
			       F_OK) == 0)
		how = fail(why, REFUSED, "%.*s: it has a backup %s already",
		    SPAN_ARG(order->folder), made->name);
	if (how == DONE)
		how = work_run(&w, folder, why);
	if (how == DONE)
		how = work_note(&w, why);
	else if (folder >= 0 && how != REFUSED)
		leftovers_remove(order->folder);
	buf_release(&w.list);
	buf_release(&w.waiting);
	return how;
}

enum outcome
backup_folders(struct db *db, time_t since, backup_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	bool is_wanted = true;
	enum outcome how = rows_start(&rows, db, Q_BACKUP_FOLDERS, why,
	    VALUES(value_number(since)));

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted =
		    show(rows_text(&rows, 0), (time_t)rows_number(&rows, 1),
			rows_number(&rows, 2), context);
	return how;
}
