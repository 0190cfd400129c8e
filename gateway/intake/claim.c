/*
 * claim.c - takes items into work, and to their end
 *
 * Trusts:  the folders and the names in them, which are ours.
 */
#include "intake/claim.h"
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define QUEUE_MS 10000

/* Writes the claim's path in working/: ID.SLOT. */
static void
working_path(char path[PATH_MAX], const struct spool *spool,
    const struct claim *claim)
{
	snprintf(path, PATH_MAX, "%s/working/%s.%d", spool->root, claim->id,
	    claim->slot);
}

static void
tries_path(char path[PATH_MAX], const struct spool *spool, const char *id)
{
	snprintf(path, PATH_MAX, "%s/working/.%s.tries", spool->root, id);
}

static enum outcome
claim_open(const struct spool *spool, struct claim *claim, struct error *why)
{
	char path[PATH_MAX];
	struct stat st;

	working_path(path, spool, claim);
	claim->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (claim->fd < 0 || fstat(claim->fd, &st) < 0)
		return fail(why, LATER, "spool: open working/%s: %s", claim->id,
		    strerror(errno));
	claim->size = (size_t)st.st_size;
	claim->received = st.st_mtime;
	return DONE;
}

/* --- the queue ------------------------------------------------------------ */

void
queue_release(struct queue *queue)
{
	free(queue->ids);
	*queue = (struct queue){ .slot = queue->slot };
}

static void
queue_add(struct queue *queue, const char *id)
{
	if (queue->n == queue->room) {
		queue->room = queue->room == 0 ? 64 : queue->room * 2;
		queue->ids =
		    reallocarray(queue->ids, queue->room, sizeof *queue->ids);
		if (queue->ids == NULL)
			die("spool: out of memory");
	}
	snprintf(queue->ids[queue->n++], SPOOL_ID_BYTES, "%s", id);
}

/* The receipt stands behind the letter: oldest first, mail or post. */
static int
id_compare(const void *a, const void *b)
{
	return strcmp((const char *)a + 1, (const char *)b + 1);
}

static enum outcome
queue_read(const struct spool *spool, struct queue *queue, struct error *why)
{
	char path[PATH_MAX];
	struct dirent *entry;
	time_t received;
	DIR *dir;

	spool_path(path, spool, "incoming", "");
	dir = opendir(path);
	if (dir == NULL)
		return fail(why, LATER, "spool: incoming: %s", strerror(errno));
	queue->n = queue->next = 0;
	while ((entry = readdir(dir)) != NULL)
		if (spool_id_time(span_of(entry->d_name), &received))
			queue_add(queue, entry->d_name);
	closedir(dir);
	if (queue->n > 0)
		qsort(queue->ids, queue->n, sizeof *queue->ids, id_compare);
	queue->read_ms = clock_monotonic_ms();
	return DONE;
}

/* Claims one item; claim->id is "" where another slot was faster. */
static enum outcome
claim_try(const struct spool *spool, struct claim *claim, struct error *why)
{
	char from[PATH_MAX], path[PATH_MAX];

	spool_path(from, spool, "incoming", claim->id);
	working_path(path, spool, claim);
	if (rename(from, path) == 0)
		return claim_open(spool, claim, why);
	if (errno != ENOENT)
		return fail(why, LATER, "spool: claim %s: %s", claim->id,
		    strerror(errno));
	claim->id[0] = '\0';
	return DONE;
}

enum outcome
spool_claim(const struct spool *spool, struct queue *queue, struct claim *claim,
    struct error *why)
{
	struct claim c = { .slot = queue->slot, .fd = -1 };
	enum outcome how = DONE;
	bool is_fresh = false;

	while (how == DONE && c.id[0] == '\0') {
		if (queue->next == queue->n ||
		    clock_monotonic_ms() - queue->read_ms > QUEUE_MS) {
			if (is_fresh)
				break; /* others took all of it meanwhile */
			how = queue_read(spool, queue, why);
			is_fresh = true;
		}
		if (how != DONE || queue->n == 0)
			break;
		memcpy(c.id, queue->ids[queue->next++], sizeof c.id);
		how = claim_try(spool, &c, why);
	}
	if (how == DONE)
		*claim = c;
	return how;
}

/* --- what becomes of a claim ------------------------------------------------ */

enum outcome
spool_return(const struct spool *spool, struct claim *claim, struct error *why)
{
	char from[PATH_MAX], path[PATH_MAX];

	working_path(from, spool, claim);
	spool_path(path, spool, "incoming", claim->id);
	spool_release(claim);
	return io_move(from, path, why);
}

/* One more unfinished claim of the item. */
static void
tries_add(const struct spool *spool, const char *id)
{
	char path[PATH_MAX];
	autofd fd = -1;

	tries_path(path, spool, id);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd >= 0 && write(fd, "+", 1) < 0)
		return; /* the count is a guard, not the record */
}

/* The ID of a name ID.SLOT of this slot; false for any other name. */
static bool
name_is_of_slot(const char *name, int slot, char id[SPOOL_ID_BYTES])
{
	struct span rest = span_of(name);
	struct span head = span_cut_at(&rest, '.');
	time_t received;
	long long n;

	if (!spool_id_time(head, &received) ||
	    !span_to_number(rest, slot, slot, &n))
		return false;
	snprintf(id, SPOOL_ID_BYTES, "%.*s", SPAN_ARG(head));
	return true;
}

/* What the slot has in working/, put back into incoming/. */
static enum outcome
working_empty(const struct spool *spool, int slot, bool is_after_death,
    struct error *why)
{
	char from[PATH_MAX], path[PATH_MAX], id[SPOOL_ID_BYTES];
	enum outcome how = DONE;
	struct dirent *entry;
	DIR *dir;

	spool_path(path, spool, "working", "");
	dir = opendir(path);
	if (dir == NULL)
		return fail(why, LATER, "spool: working: %s", strerror(errno));
	while (how == DONE && (entry = readdir(dir)) != NULL) {
		if (!name_is_of_slot(entry->d_name, slot, id))
			continue;
		if (is_after_death)
			tries_add(spool, id);
		spool_path(from, spool, "working", entry->d_name);
		spool_path(path, spool, "incoming", id);
		how = io_move(from, path, why);
	}
	closedir(dir);
	return how;
}

enum outcome
spool_recover(const struct spool *spool, int slot, struct error *why)
{
	return working_empty(spool, slot, true, why);
}

enum outcome
spool_take_back(const struct spool *spool, int slot, struct error *why)
{
	return working_empty(spool, slot, false, why);
}

int
spool_attempts(const struct spool *spool, const struct claim *claim)
{
	char path[PATH_MAX];
	struct stat st;

	tries_path(path, spool, claim->id);
	return stat(path, &st) == 0 ? (int)st.st_size : 0;
}

struct span
spool_place(const struct claim *claim, enum spool_end end, struct arena *mem)
{
	time_t received = claim->received;
	struct tm t;

	if (end == SPOOL_DUPLICATE)
		return arena_printf(mem, "duplicate/%s", claim->id);
	if (end == SPOOL_REFUSED)
		return arena_printf(mem, "refused/%s", claim->id);
	/* From the ID, since a restored backup may lose the file's time. */
	(void)spool_id_time(span_of(claim->id), &received);
	gmtime_r(&received, &t);
	return arena_printf(mem, "kept/%04d/%02d/%s", t.tm_year + 1900,
	    t.tm_mon + 1, claim->id);
}

enum outcome
spool_finish(const struct spool *spool, struct claim *claim, enum spool_end end,
    struct span reason, struct error *why)
{
	char from[PATH_MAX], path[PATH_MAX];
	autoarena mem = { 0 };
	enum outcome how = DONE;
	char *slash;

	snprintf(path, sizeof path, "%s/%s", spool->root,
	    spool_place(claim, end, &mem).at);
	if (end == SPOOL_REFUSED) {
		struct span line =
		    arena_printf(&mem, "%.*s\n", SPAN_ARG(reason));
		how =
		    io_create(arena_printf(&mem, "%s.why", path).at, line, why);
	} else if (end == SPOOL_KEPT) {
		slash = strrchr(path, '/');
		*slash = '\0';
		how = io_make_dirs(path, why);
		*slash = '/';
	}
	working_path(from, spool, claim);
	if (how == DONE)
		how = io_move(from, path, why);
	if (how != DONE)
		return how;
	tries_path(path, spool, claim->id);
	unlink(path);
	spool_release(claim);
	return DONE;
}

void
spool_release(struct claim *claim)
{
	io_close(&claim->fd);
	claim->id[0] = '\0';
}
