/*
 * backup_files.c - what belongs to a backup beside the register
 *
 * Trusts:  the register; names in the spool only where they are plain.
 * Doubts:  originals, and what the folder has of them: all are read.
 */
#include "base/digest.h"
#include "base/io.h"
#include "base/stop.h"
#include "register/backup_work.h"
#include "register/originals.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- one file ---------------------------------------------------------------- */

void
work_row(struct work *w, enum manifest_kind kind, struct span sha256,
    long long size, struct span place)
{
	manifest_add(&w->list,
	    &(struct manifest_row){ kind, sha256, size, place });
}

/* The folder of a file, made where it is missing. */
static enum outcome
make_folder_of(struct span path, struct error *why)
{
	autoarena mem = { 0 };
	size_t len = path.len;

	while (len > 0 && path.at[len - 1] != '/')
		len--;
	return io_make_dirs(arena_text(&mem, span_head(path, len)), why);
}

/*
 * Puts the file open at fd at path: linked by its descriptor, since its name
 * may change; copied where the folder is on another file system.
 */
static enum outcome
file_put(struct work *w, int fd, struct span path, struct error *why)
{
	autoarena mem = { 0 };
	struct span self = arena_printf(&mem, "/proc/self/fd/%d", fd);
	struct span tmp = arena_printf(&mem, "%.*s.new", SPAN_ARG(path));
	enum outcome how = make_folder_of(path, why);

	if (how != DONE)
		return how;
	unlink(tmp.at);
	if (linkat(AT_FDCWD, self.at, AT_FDCWD, tmp.at, AT_SYMLINK_FOLLOW) ==
	    0) {
		w->made->linked++;
		return io_move(tmp.at, path.at, why);
	}
	w->made->copied++;
	return io_copy(fd, path.at, why);
}

/* Is the original in the folder already, as it should be? */
static bool
is_there(struct work *w, struct span path, const struct held_item *item)
{
	struct error cause;
	autofd fd = open(path.at, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return false;
	if (item->sha256.len > 0 &&
	    original_compare(fd, item, &cause) == ORIGINAL_WHOLE)
		return true;
	w->made->replaced++;
	return false;
}

static void
original_fault(struct work *w, const struct held_item *item, const char *what)
{
	autoarena mem = { 0 };
	const struct fault fault = { "original",
		arena_printf(&mem, "The original of item %.*s %s",
		    SPAN_ARG(item->id), what),
		item->id };

	w->made->verified.faults++;
	w->show(&fault, w->context);
}

/* An original that the spool has not, or not as it was registered. */
static void
absent_add(struct work *w, const struct held_item *item, const char *what)
{
	original_fault(w, item, what);
	w->made->absent++;
	work_row(w, MANIFEST_ABSENT, item->sha256, item->size,
	    item->place.len > 0 ? item->place : item->id);
}

static enum outcome
original_add(struct work *w, const struct held_item *item, struct error *why)
{
	autoarena mem = { 0 };
	/* One on its way will be kept, or decided upon again. */
	struct span place =
	    item->place.len > 0
		? item->place
		: arena_printf(&mem, "incoming/%.*s", SPAN_ARG(item->id));
	struct span path =
	    arena_printf(&mem, "%.*s/%.*s", SPAN_ARG(w->order->folder),
		SPAN_ARG(manifest_original(place, &mem)));
	bool is_kept = is_there(w, path, item);
	struct error cause;
	struct span found;
	autofd fd = -1;
	enum outcome how = DONE;

	if (!is_kept) {
		fd = original_find(w->order->spool, item, &mem, &found);
		if (fd < 0) {
			absent_add(w, item,
			    errno == ENOENT || errno == ENOTDIR
				? "is missing"
				: "cannot be opened");
			return DONE;
		}
		if (original_compare(fd, item, &cause) != ORIGINAL_WHOLE) {
			absent_add(w, item, "is not as it was registered");
			return DONE;
		}
		how = file_put(w, fd, path, why);
	}
	w->made->originals++;
	work_row(w, MANIFEST_ORIGINAL, item->sha256, item->size, place);
	return how;
}

/* --- the lists --------------------------------------------------------------- */

static enum outcome
originals_add(struct work *w, struct db *copy, struct error *why)
{
	struct held_item page[BALANCE_PAGE];
	struct span after = SPAN("");
	autoarena last = { 0 };
	enum outcome how = DONE;
	size_t n = 1;

	while (how == DONE && n > 0) {
		autoarena mem = { 0 };

		how = balance_items(copy, after, &mem, page, &n, why);
		for (size_t i = 0; i < n && how == DONE; i++) {
			if (stop_is_wanted())
				return fail(why, LATER, "asked to stop");
			if (!page[i].is_destroyed)
				how = original_add(w, &page[i], why);
		}
		if (how == DONE && n > 0) {
			arena_release(&last);
			after = arena_copy(&last, page[n - 1].id);
		}
	}
	return how;
}

/* Calls take for each plain name in a folder; a missing one has none. */
static enum outcome
names_each(struct work *w, struct span folder,
    enum outcome (*take)(struct work *w, struct span name, struct error *why),
    struct error *why)
{
	autoarena mem = { 0 };
	DIR *dir = opendir(arena_text(&mem, folder));
	enum outcome how = DONE;
	struct dirent *entry;

	if (dir == NULL && errno != ENOENT)
		return fail(why, LATER, "%.*s: %s", SPAN_ARG(folder),
		    strerror(errno));
	while (dir != NULL && how == DONE && (errno = 0) == 0 &&
	       (entry = readdir(dir)) != NULL)
		if (manifest_is_place(span_of(entry->d_name)))
			how = take(w, span_of(entry->d_name), why);
	if (dir != NULL && how == DONE && errno != 0)
		how = fail(why, LATER, "%.*s: %s", SPAN_ARG(folder),
		    strerror(errno));
	if (dir != NULL)
		closedir(dir);
	return how;
}

/* Notes an ID of the queue: "ID", or "ID.SLOT" of working/. */
static enum outcome
waiting_note(struct work *w, struct span name, struct error *why)
{
	struct span id = span_cut_at(&name, '.');

	(void)why;
	buf_printf(&w->waiting, "%.*s\n", SPAN_ARG(id));
	return DONE;
}

/*
 * What is ours and in no register yet.  It goes back among the kept, where
 * postroom reconcile --repair finds it, and has it held for a person: it may
 * have been answered since.
 */
static enum outcome
waiting_add(struct work *w, struct db *copy, struct span id, struct error *why)
{
	autoarena mem = { 0 };
	struct held_item item;
	struct span place, found, path, sha256, md5;
	size_t size = 0;
	autofd fd = -1;
	enum outcome how = balance_item(copy, id, &mem, &item, why);

	if (how != DONE || item.id.len > 0 || id.len < 8)
		return how;
	place = arena_printf(&mem, "kept/%.4s/%.2s/%.*s", id.at + 1, id.at + 5,
	    SPAN_ARG(id));
	item = (struct held_item){ .id = id, .place = place };
	fd = original_find(w->order->spool, &item, &mem, &found);
	if (fd < 0 && errno == ENOENT)
		return DONE; /* it went another way since */
	if (fd < 0)
		return fail(why, LATER, "%.*s: %s", SPAN_ARG(id),
		    strerror(errno));
	how = digest_file(fd, &mem, &size, &sha256, &md5, why);
	if (how != DONE)
		return how;
	item.sha256 = sha256;
	path = arena_printf(&mem, "%.*s/%.*s", SPAN_ARG(w->order->folder),
	    SPAN_ARG(manifest_original(place, &mem)));
	if (!is_there(w, path, &item))
		how = file_put(w, fd, path, why);
	w->made->waiting++;
	work_row(w, MANIFEST_WAITING, sha256, (long long)size, place);
	return how;
}

/* Copies a small file beside the manifest. */
static enum outcome
small_add(struct work *w, struct span from, struct span place,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span path = arena_printf(&mem, "%.*s/%.*s", SPAN_ARG(w->folder),
	    SPAN_ARG(place));
	struct span sha256, md5;
	struct stat st;
	size_t size = 0;
	autofd fd = open(arena_text(&mem, from), O_RDONLY | O_CLOEXEC);
	enum outcome how;

	if (fd < 0 && errno != ENOENT)
		return fail(why, LATER, "%.*s: %s", SPAN_ARG(place),
		    strerror(errno));
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return DONE; /* posted, or sent on, since */
	how = make_folder_of(path, why);
	if (how == DONE)
		how = io_copy(fd, path.at, why);
	if (how == DONE)
		how = digest_file(fd, &mem, &size, &sha256, &md5, why);
	if (how == DONE)
		work_row(w, MANIFEST_FILE, sha256, (long long)size, place);
	return how;
}

static enum outcome
print_take(struct work *w, struct span name, struct error *why)
{
	autoarena mem = { 0 };
	struct span place = arena_printf(&mem, "print/%.*s", SPAN_ARG(name));

	return small_add(w,
	    arena_printf(&mem, "%.*s/%.*s", SPAN_ARG(w->order->spool),
		SPAN_ARG(place)),
	    place, why);
}

static enum outcome
reason_take(struct work *w, struct span name, struct error *why)
{
	autoarena mem = { 0 };
	struct span place = arena_printf(&mem, "refused/%.*s", SPAN_ARG(name));

	if (!span_ends_with(name, SPAN(".why")))
		return DONE;
	return small_add(w,
	    arena_printf(&mem, "%.*s/%.*s", SPAN_ARG(w->order->spool),
		SPAN_ARG(place)),
	    place, why);
}

static struct span
models_of(const struct work *w, struct arena *mem)
{
	struct span folder = w->order->register_path;

	while (folder.len > 0 && folder.at[folder.len - 1] != '/')
		folder.len--;
	return arena_printf(mem, "%.*smodels", SPAN_ARG(folder));
}

/* The links current and previous become files of the same bytes. */
static enum outcome
model_take(struct work *w, struct span name, struct error *why)
{
	autoarena mem = { 0 };

	return small_add(w,
	    arena_printf(&mem, "%.*s/%.*s", SPAN_ARG(models_of(w, &mem)),
		SPAN_ARG(name)),
	    arena_printf(&mem, "models/%.*s", SPAN_ARG(name)), why);
}

static enum outcome
folder_take(struct work *w, const char *name,
    enum outcome (*take)(struct work *w, struct span name, struct error *why),
    struct error *why)
{
	autoarena mem = { 0 };

	return names_each(w,
	    arena_printf(&mem, "%.*s/%s", SPAN_ARG(w->order->spool), name),
	    take, why);
}

static enum outcome
small_take(struct work *w, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = folder_take(w, "print", print_take, why);

	if (how == DONE)
		how = folder_take(w, "refused", reason_take, why);
	return how == DONE ? names_each(w, models_of(w, &mem), model_take, why)
			   : how;
}

static enum outcome
waiting_take(struct work *w, struct db *copy, struct error *why)
{
	struct span rest = buf_span(&w->waiting);
	enum outcome how = DONE;

	while (how == DONE && rest.len > 0)
		how = waiting_add(w, copy, span_cut_line(&rest), why);
	return how;
}

enum outcome
work_look(struct work *w, struct error *why)
{
	enum outcome how = folder_take(w, "incoming", waiting_note, why);

	return how == DONE ? folder_take(w, "working", waiting_note, why) : how;
}

enum outcome
work_files(struct work *w, struct db *copy, struct error *why)
{
	enum outcome how = originals_add(w, copy, why);

	if (how == DONE)
		how = waiting_take(w, copy, why);
	return how == DONE ? small_take(w, why) : how;
}
