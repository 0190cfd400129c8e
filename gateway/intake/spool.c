/*
 * spool.c - moves items through the folders of the spool
 *
 * Trusts:  the folders and the names in them, which are ours.
 * Doubts:  nothing else is looked at: the bytes are only copied.
 */
#include "intake/spool.h"
#include "base/digest.h"
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define ID_HASH_DIGITS 16
#define STALE_SECONDS 3600 /* a file in tmp/ nobody writes any more */

/* root/folder/name; the spool's root leaves room for both. */
static void
path_make(char path[PATH_MAX], const struct spool *spool, const char *folder,
    const char *name)
{
	snprintf(path, PATH_MAX, "%s/%s/%s", spool->root, folder, name);
}

/* Removes what writers that died left in tmp/. */
static void
tmp_clean(const struct spool *spool)
{
	char path[PATH_MAX];
	struct dirent *entry;
	struct stat st;
	DIR *dir;

	path_make(path, spool, "tmp", "");
	dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		path_make(path, spool, "tmp", entry->d_name);
		if (stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
		    st.st_ctime < clock_now() - STALE_SECONDS)
			unlink(path);
	}
	if (dir != NULL)
		closedir(dir);
}

enum outcome
spool_open(struct spool *spool, struct span root, struct error *why)
{
	static const char *const folders[] = { "tmp", "post", "incoming",
		"working", "kept", "duplicate", "refused", "print" };
	enum outcome how = DONE;
	char path[PATH_MAX];

	if (root.len == 0 || root.len >= sizeof spool->root)
		return fail(why, BROKEN, "spool: open: bad path");
	memcpy(spool->root, root.at, root.len);
	spool->root[root.len] = '\0';
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		snprintf(path, sizeof path, "%s/%s", spool->root, folders[i]);
		how = io_make_dirs(path, why);
		if (how != DONE)
			return how;
	}
	tmp_clean(spool);
	return DONE;
}

void
spool_id(char id[SPOOL_ID_BYTES], char kind, time_t received, struct span key)
{
	autoarena mem = { 0 };
	char stamp[24];
	struct tm t;

	gmtime_r(&received, &t);
	strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &t);
	snprintf(id, SPOOL_ID_BYTES, "%c%s-%.*s", kind, stamp, ID_HASH_DIGITS,
	    digest_sha256(key, &mem).at);
}

bool
spool_id_time(struct span id, time_t *received)
{
	struct tm t = { 0 };
	autoarena mem = { 0 };
	const char *end;

	if (id.len != strlen("m20261122T101500Z-") + ID_HASH_DIGITS ||
	    (id.at[0] != 'm' && id.at[0] != 'p'))
		return false;
	end =
	    strptime(arena_text(&mem, span_from(id, 1)), "%Y%m%dT%H%M%SZ-", &t);
	if (end == NULL || strlen(end) != ID_HASH_DIGITS ||
	    end[strspn(end, "0123456789abcdef")] != '\0')
		return false;
	*received = timegm(&t);
	return true;
}

enum outcome
spool_create(const struct spool *spool, const char *id, int *fd,
    struct error *why)
{
	char path[PATH_MAX];
	int created;

	path_make(path, spool, "tmp", id);
	created = open(path,
	    O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (created < 0)
		return fail(why, LATER, "spool: create tmp/%s: %s", id,
		    strerror(errno));
	*fd = created;
	return DONE;
}

enum outcome
spool_receive(const struct spool *spool, const char *id, int fd,
    time_t received, struct error *why)
{
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT },
		{ .tv_sec = received } };
	char from[PATH_MAX], path[PATH_MAX];

	if (futimens(fd, times) < 0)
		return fail(why, LATER, "spool: stamp tmp/%s: %s", id,
		    strerror(errno));
	path_make(from, spool, "tmp", id);
	path_make(path, spool, "incoming", id);
	return io_publish(fd, from, path, why);
}

void
spool_discard(const struct spool *spool, const char *id)
{
	char path[PATH_MAX];

	path_make(path, spool, "tmp", id);
	unlink(path);
}

int
spool_watch(const struct spool *spool, bool with_post)
{
	int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	char path[PATH_MAX];

	if (watch < 0)
		return -1;
	path_make(path, spool, "incoming", "");
	inotify_add_watch(watch, path, IN_MOVED_TO);
	path_make(path, spool, "post", "");
	if (with_post)
		inotify_add_watch(watch, path, IN_CLOSE_WRITE | IN_MOVED_TO);
	return watch;
}

void
spool_watch_drain(int watch)
{
	char events[4096];

	while (watch >= 0 && read(watch, events, sizeof events) > 0)
		continue;
}

/* Finds the oldest ID in incoming/; "" where there is none. */
static enum outcome
oldest_find(const struct spool *spool, char id[SPOOL_ID_BYTES],
    struct error *why)
{
	char path[PATH_MAX];
	struct dirent *entry;
	time_t received;
	DIR *dir;

	path_make(path, spool, "incoming", "");
	dir = opendir(path);
	if (dir == NULL)
		return fail(why, LATER, "spool: incoming: %s", strerror(errno));
	id[0] = '\0';
	while ((entry = readdir(dir)) != NULL)
		if (spool_id_time(span_of(entry->d_name), &received) &&
		    (id[0] == '\0' || strcmp(entry->d_name + 1, id + 1) < 0))
			snprintf(id, SPOOL_ID_BYTES, "%s", entry->d_name);
	closedir(dir);
	return DONE;
}

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

enum outcome
spool_claim(const struct spool *spool, int slot, struct claim *claim,
    struct error *why)
{
	char from[PATH_MAX], path[PATH_MAX];
	struct claim c = { .slot = slot, .fd = -1 };
	enum outcome how;

	while (
	    (how = oldest_find(spool, c.id, why)) == DONE && c.id[0] != '\0') {
		path_make(from, spool, "incoming", c.id);
		working_path(path, spool, &c);
		if (rename(from, path) == 0) {
			how = claim_open(spool, &c, why);
			break;
		}
		if (errno != ENOENT) /* else another slot was faster */
			return fail(why, LATER, "spool: claim %s: %s", c.id,
			    strerror(errno));
	}
	if (how == DONE)
		*claim = c;
	return how;
}

enum outcome
spool_return(const struct spool *spool, struct claim *claim, struct error *why)
{
	char from[PATH_MAX], path[PATH_MAX];

	working_path(from, spool, claim);
	path_make(path, spool, "incoming", claim->id);
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

enum outcome
spool_recover(const struct spool *spool, int slot, struct error *why)
{
	char from[PATH_MAX], path[PATH_MAX], id[SPOOL_ID_BYTES];
	enum outcome how = DONE;
	struct dirent *entry;
	DIR *dir;

	path_make(path, spool, "working", "");
	dir = opendir(path);
	if (dir == NULL)
		return fail(why, LATER, "spool: working: %s", strerror(errno));
	while (how == DONE && (entry = readdir(dir)) != NULL) {
		if (!name_is_of_slot(entry->d_name, slot, id))
			continue;
		tries_add(spool, id);
		path_make(from, spool, "working", entry->d_name);
		path_make(path, spool, "incoming", id);
		how = io_move(from, path, why);
	}
	closedir(dir);
	return how;
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
