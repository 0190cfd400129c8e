/*
 * reconcile_spool.c - are the files of the spool those of the register?
 *
 * Trusts:  the register.
 * Doubts:  names in the spool; the bytes are not looked at here.
 */
#include "base/io.h"
#include "intake/reconcile_round.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name of a folder of the spool. */
struct name {
	const char *folder; /* "kept/2026/11" */
	const char *name;
	struct span place; /* both */
	struct stat st;
};

typedef enum outcome name_look(struct round *round, const struct name *name,
    struct error *why);

void
round_path(const struct round *round, struct span place, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/%.*s", round->spool.root, SPAN_ARG(place));
}

static bool
is_there(const struct round *round, struct span place)
{
	char path[PATH_MAX];
	struct stat st;

	round_path(round, place, path);
	return lstat(path, &st) == 0;
}

/* Looks at each name of the folder; one that is missing has none. */
static enum outcome
folder_look(struct round *round, const char *folder, name_look *look,
    struct error *why)
{
	char path[PATH_MAX];
	enum outcome how = DONE;
	struct dirent *entry;
	DIR *dir;

	round_path(round, span_of(folder), path);
	dir = opendir(path);
	if (dir == NULL && errno != ENOENT)
		return fail(why, LATER, "spool: %s: %s", folder,
		    strerror(errno));
	while (dir != NULL && how == DONE && (entry = readdir(dir)) != NULL) {
		autoarena mem = { 0 };
		struct name name = { .folder = folder, .name = entry->d_name };

		name.place = arena_printf(&mem, "%s/%s", folder, name.name);
		round_path(round, name.place, path);
		if (strcmp(name.name, ".") != 0 &&
		    strcmp(name.name, "..") != 0 && lstat(path, &name.st) == 0)
			how = look(round, &name, why);
	}
	if (dir != NULL)
		closedir(dir);
	return how;
}

static bool
is_late(const struct round *round, const struct name *name)
{
	return name->st.st_ctime < round->now - LATE_SECONDS;
}

static enum outcome
stray_tell(struct round *round, const struct name *name)
{
	finding_tell(&round->tally,
	    &(struct finding){ .kind = FOUND_STRAY, .place = name->place });
	return DONE;
}

/* --- tmp, incoming, working -------------------------------------------------- */

static enum outcome
tmp_look(struct round *round, const struct name *name, struct error *why)
{
	struct finding f = { .kind = FOUND_LEFT_OVER, .place = name->place };
	char path[PATH_MAX];
	enum outcome how = DONE;

	if (!S_ISREG(name->st.st_mode))
		return stray_tell(round, name);
	if (!is_late(round, name))
		return DONE; /* somebody writes it */
	round_path(round, name->place, path);
	if (round->may_repair && unlink(path) == 0) {
		how = balance_tell(round->db,
		    SPAN("A half-written file was removed from tmp/"), why);
		f.is_repaired = true;
	}
	finding_tell(&round->tally, &f);
	return how;
}

/* A file that intake has yet to read. */
static enum outcome
waiting_tell(struct round *round, const struct name *name, struct span id)
{
	round->tally.files++;
	finding_tell(&round->tally,
	    &(struct finding){ .kind = is_late(round, name) ? FOUND_STUCK
							    : FOUND_IN_WORK,
		.item_id = id,
		.place = name->place });
	return DONE;
}

static enum outcome
incoming_look(struct round *round, const struct name *name, struct error *why)
{
	struct span id = span_of(name->name);
	time_t received;

	(void)why;
	if (!S_ISREG(name->st.st_mode) || !spool_id_time(id, &received))
		return stray_tell(round, name);
	return waiting_tell(round, name, id);
}

/* ID.SLOT; the locks and counts of the roles begin with a dot. */
static enum outcome
working_look(struct round *round, const struct name *name, struct error *why)
{
	struct span rest = span_of(name->name);
	struct span id = span_cut_at(&rest, '.');
	time_t received;
	long long slot;

	(void)why;
	if (name->name[0] == '.')
		return DONE;
	if (!S_ISREG(name->st.st_mode) || !spool_id_time(id, &received) ||
	    !span_to_number(rest, 1, 64, &slot))
		return stray_tell(round, name);
	return waiting_tell(round, name, id);
}

/* --- kept, duplicate, refused -------------------------------------------------- */

/* Puts the file where intake takes it up again. */
static enum outcome
file_put_back(struct round *round, const struct name *name, bool *is_back,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span incoming = arena_printf(&mem, "incoming/%s", name->name);
	struct ledger_row row = { .item_id = span_of(name->name),
		.mailbox = name->name[0] == 'p' ? SPAN("post") : SPAN(""),
		.size = name->st.st_size,
		.state = LEDGER_FILED,
		.last_error = SPAN("added by reconcile") };
	char from[PATH_MAX], path[PATH_MAX];
	enum outcome how;

	*is_back = false;
	if (is_there(round, incoming))
		return DONE;
	(void)spool_id_time(row.item_id, &row.internaldate);
	/* Marked before it moves: intake must not answer it unasked. */
	how = balance_put_back(round->db, &row,
	    arena_printf(&mem,
		"%s was in %s/ without being registered: goes back into "
		"incoming/",
		name->name, name->folder),
	    why);
	if (how != DONE)
		return how;
	round_path(round, name->place, from);
	round_path(round, incoming, path);
	how = io_move(from, path, why);
	if (how != DONE)
		return how;
	*is_back = true;
	/* The reason that it was refused is no longer one. */
	round_path(round, arena_printf(&mem, "%.*s.why", SPAN_ARG(name->place)),
	    path);
	unlink(path);
	return DONE;
}

static enum outcome
unregistered_look(struct round *round, const struct name *name,
    struct error *why)
{
	struct finding f = { .kind = FOUND_UNREGISTERED,
		.item_id = span_of(name->name),
		.place = name->place };
	enum outcome how = DONE;

	if (round->may_repair)
		how = file_put_back(round, name, &f.is_repaired, why);
	finding_tell(&round->tally, &f);
	return how;
}

/* The file of a registered item that is to be elsewhere. */
static enum outcome
misplaced_look(struct round *round, const struct name *name,
    const struct held_item *item, struct error *why)
{
	struct finding f = { .kind = FOUND_MISPLACED,
		.item_id = item->id,
		.place = name->place };
	enum outcome how = DONE;

	if (item->place.len > 0 && is_there(round, item->place)) {
		f.kind = FOUND_COPY;
	} else if (round->may_repair) {
		how = balance_set_place(round->db, item->id, name->place, why);
		f.is_repaired = how == DONE;
	}
	finding_tell(&round->tally, &f);
	return how;
}

static enum outcome
ended_look(struct round *round, const struct name *name, struct error *why)
{
	autoarena mem = { 0 };
	struct span id = span_of(name->name);
	struct held_item item;
	time_t received;
	enum outcome how;

	if (!S_ISREG(name->st.st_mode) || !spool_id_time(id, &received))
		return stray_tell(round, name);
	round->tally.files++;
	how = balance_item(round->db, id, &mem, &item, why);
	if (how != DONE)
		return how;
	if (item.id.len == 0)
		return unregistered_look(round, name, why);
	if (item.is_destroyed) {
		finding_tell(&round->tally,
		    &(struct finding){ .kind = FOUND_DESTROYED,
			.item_id = id,
			.place = name->place });
		return DONE;
	}
	if (!span_is_equal(item.place, name->place))
		return misplaced_look(round, name, &item, why);
	return DONE;
}

/* As ended_look; ID.why goes with its ID. */
static enum outcome
refused_look(struct round *round, const struct name *name, struct error *why)
{
	struct span place = name->place;
	time_t received;

	if (!span_ends_with(place, SPAN(".why")))
		return ended_look(round, name, why);
	place.len -= strlen(".why");
	return spool_id_time(span_from(place, strlen("refused/")), &received) &&
		       is_there(round, place)
		   ? DONE
		   : stray_tell(round, name);
}

static enum outcome
month_look(struct round *round, const struct name *name, struct error *why)
{
	autoarena mem = { 0 };

	if (!S_ISDIR(name->st.st_mode))
		return stray_tell(round, name);
	return folder_look(round, arena_text(&mem, name->place), ended_look,
	    why);
}

static enum outcome
year_look(struct round *round, const struct name *name, struct error *why)
{
	autoarena mem = { 0 };

	if (!S_ISDIR(name->st.st_mode))
		return stray_tell(round, name);
	return folder_look(round, arena_text(&mem, name->place), month_look,
	    why);
}

enum outcome
reconcile_spool(struct round *round, struct error *why)
{
	static const struct {
		const char *folder;
		name_look *look;
	} folders[] = {
		{ "tmp", tmp_look },
		{ "incoming", incoming_look },
		{ "working", working_look },
		{ "kept", year_look },
		{ "duplicate", ended_look },
		{ "refused", refused_look },
	};
	enum outcome how = DONE;

	for (size_t i = 0; i < sizeof folders / sizeof *folders && how == DONE;
	     i++)
		how =
		    folder_look(round, folders[i].folder, folders[i].look, why);
	return how;
}

/* --- one file ------------------------------------------------------------------- */

/* Is the ID claimed by any slot? */
static bool
is_in_work(const struct round *round, struct span id)
{
	char path[PATH_MAX];
	struct dirent *entry;
	bool is_found = false;
	DIR *dir;

	round_path(round, SPAN("working"), path);
	dir = opendir(path);
	while (dir != NULL && !is_found && (entry = readdir(dir)) != NULL) {
		struct span name = span_of(entry->d_name);

		is_found = span_is_equal(span_cut_at(&name, '.'), id);
	}
	if (dir != NULL)
		closedir(dir);
	return is_found;
}

/* Is the ID in the folder, or so many folders below it? */
static bool
is_below(const struct round *round, struct span folder, int depth,
    struct span id)
{
	autoarena mem = { 0 };
	char path[PATH_MAX];
	struct dirent *entry;
	bool is_found = false;
	DIR *dir;

	if (depth == 0)
		return is_there(round, arena_printf(&mem, "%.*s/%.*s",
					   SPAN_ARG(folder), SPAN_ARG(id)));
	round_path(round, folder, path);
	dir = opendir(path);
	while (dir != NULL && !is_found && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			is_found = is_below(round,
			    arena_printf(&mem, "%.*s/%s", SPAN_ARG(folder),
				entry->d_name),
			    depth - 1, id);
	if (dir != NULL)
		closedir(dir);
	return is_found;
}

bool
round_has_file(const struct round *round, struct span id)
{
	/* In the order in which a file moves, so that none slips past. */
	return id.len > 0 && (is_below(round, SPAN("incoming"), 0, id) ||
				 is_in_work(round, id) ||
				 is_below(round, SPAN("kept"), 2, id) ||
				 is_below(round, SPAN("duplicate"), 0, id) ||
				 is_below(round, SPAN("refused"), 0, id));
}
