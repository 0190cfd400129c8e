/*
 * tray.c - takes files out of the post tray
 *
 * Trusts:  nothing in the tray: names are labels, files may be links, pipes
 *          or half written.
 * Doubts:  their bytes, of which only the marks that end a format are looked
 *          at, at fixed places.
 */
#include "intake/tray.h"
#include "base/digest.h"
#include "base/io.h"
#include "base/utf8.h"
#include "register/ledger.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define END_BYTES 66000 /* a zip's end record and its longest comment */
#define PDF_END_BYTES 1024

/* A file that was seen and is not ready yet. */
struct seen {
	struct seen *next;
	char *name; /* own */
	struct stat st;
	long long since_ms; /* unchanged since then */
	bool is_here;       /* in this look */
};

struct tray {
	const struct spool *spool;
	long long settle_ms;
	struct seen *seen; /* own */
};

struct tray *
tray_open(const struct spool *spool, long long settle_seconds)
{
	struct tray *tray = calloc(1, sizeof *tray);

	if (tray == NULL)
		die("tray: out of memory");
	tray->spool = spool;
	tray->settle_ms = settle_seconds * 1000;
	return tray;
}

static void
seen_free(struct seen *seen)
{
	free(seen->name);
	free(seen);
}

void
tray_close(struct tray *tray)
{
	while (tray != NULL && tray->seen != NULL) {
		struct seen *seen = tray->seen;

		tray->seen = seen->next;
		seen_free(seen);
	}
	free(tray);
}

static bool
bytes_hold(const char *bytes, size_t len, const char *mark, size_t mark_len)
{
	return memmem(bytes, len, mark, mark_len) != NULL;
}

/* Does the first directory of a TIFF lie inside the file? */
static bool
tiff_is_complete(int fd, const unsigned char *head, size_t size)
{
	bool is_big = head[0] == 'M';
	unsigned char b[2];
	size_t at = 0, entries;

	for (int i = 0; i < 4; i++)
		at = at << 8 | head[is_big ? 4 + i : 7 - i];
	if (at < 8 || at > size - 2 || pread(fd, b, 2, (off_t)at) != 2)
		return false;
	entries =
	    is_big ? (size_t)(b[0] << 8 | b[1]) : (size_t)(b[1] << 8 | b[0]);
	return entries > 0 && size - at >= 2 + entries * 12 + 4;
}

bool
tray_is_complete(int fd, size_t size)
{
	unsigned char head[8];
	char end[END_BYTES];
	size_t n = size < sizeof end ? size : sizeof end;

	if (size == 0 || pread(fd, end, n, (off_t)(size - n)) != (ssize_t)n)
		return false;
	if (size < 16 || pread(fd, head, 8, 0) != 8)
		return true;
	if (memcmp(head, "%PDF-", 5) == 0) {
		size_t tail = n < PDF_END_BYTES ? n : PDF_END_BYTES;
		return bytes_hold(end + n - tail, tail, "%%EOF", 5);
	}
	if (memcmp(head, "\x89PNG", 4) == 0)
		return bytes_hold(end + n - 12, 12, "IEND", 4);
	if (memcmp(head, "\xff\xd8\xff", 3) == 0)
		return bytes_hold(end, n, "\xff\xd9", 2);
	if (memcmp(head, "II*\0", 4) == 0 || memcmp(head, "MM\0*", 4) == 0)
		return tiff_is_complete(fd, head, size);
	if (memcmp(head, "PK\3\4", 4) == 0)
		return bytes_hold(end, n, "PK\5\6", 4);
	return true;
}

static bool
file_is_same(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Notes the file as it is now: for how many ms it has been so. */
static long long
unchanged_ms(struct tray *tray, const char *name, const struct stat *st)
{
	struct seen *seen = tray->seen;

	while (seen != NULL && strcmp(seen->name, name) != 0)
		seen = seen->next;
	if (seen == NULL) {
		seen = calloc(1, sizeof *seen);
		if (seen == NULL || (seen->name = strdup(name)) == NULL)
			die("tray: out of memory");
		seen->next = tray->seen;
		tray->seen = seen;
	}
	seen->is_here = true;
	if (!file_is_same(&seen->st, st)) {
		seen->st = *st;
		seen->since_ms = clock_monotonic_ms();
	}
	return clock_monotonic_ms() - seen->since_ms;
}

/* Forgets files that were not there in this look. */
static void
seen_forget(struct tray *tray)
{
	for (struct seen **at = &tray->seen; *at != NULL;) {
		struct seen *seen = *at;

		if (seen->is_here) {
			seen->is_here = false;
			at = &seen->next;
		} else {
			*at = seen->next;
			seen_free(seen);
		}
	}
}

/* Copies the bytes of the tray's file into the one opened for it. */
static enum outcome
bytes_copy(int from, int to, struct error *why)
{
	enum outcome how = DONE;
	char piece[65536];
	ssize_t n = 0;

	if (lseek(from, 0, SEEK_SET) < 0)
		return fail(why, LATER, "tray: rewind: %s", strerror(errno));
	while (how == DONE && (n = read(from, piece, sizeof piece)) > 0)
		how = io_write(to, (struct span){ piece, (size_t)n }, why);
	return how == DONE && n < 0
		   ? fail(why, LATER, "tray: read: %s", strerror(errno))
		   : how;
}

/*
 * Copies the file to incoming/, durably, with its ledger row before it: once
 * it is there any slot may claim it, and wants its name.
 */
static enum outcome
file_receive(struct tray *tray, struct db *db, int fd,
    const struct ledger_row *row, struct error *why)
{
	const char *id = row->item_id.at;
	struct arrival arrival = { .received = row->internaldate };
	autofd copy = -1;
	enum outcome how = spool_create(tray->spool, id, &copy, why);

	if (how == DONE)
		how = bytes_copy(fd, copy, why);
	if (how == DONE)
		how = ledger_put(db, row, why);
	arrival.fd = copy;
	snprintf(arrival.id, sizeof arrival.id, "%s", id);
	if (how == DONE)
		how = spool_receive(tray->spool, &arrival, 1, why);
	if (how != DONE && copy >= 0)
		spool_discard(tray->spool, id);
	return how;
}

static enum outcome
file_take(struct tray *tray, struct db *db, const char *path, const char *name,
    int fd, const struct stat *st, struct error *why)
{
	time_t now = clock_now();
	char id[SPOOL_ID_BYTES];
	autoarena mem = { 0 };
	struct span sha256, md5;
	struct ledger_row row = { .mailbox = SPAN("post"),
		.internaldate = st->st_mtime < now ? st->st_mtime : now,
		.state = LEDGER_FETCHED,
		.file = utf8_clean_line(span_of(name), &mem) };
	size_t size;
	enum outcome how = digest_file(fd, &mem, &size, &sha256, &md5, why);

	if (how != DONE)
		return how;
	spool_id(id, 'p', row.internaldate, sha256);
	row.item_id = span_of(id);
	row.size = (long long)size;
	how = file_receive(tray, db, fd, &row, why);
	/*
	 * In this order: a file that is still there is taken again, to the
	 * same end, but one that has gone would not bring its row up to date.
	 */
	row.state = LEDGER_FILED;
	if (how == DONE)
		how = ledger_put(db, &row, why);
	if (how == DONE && unlink(path) < 0)
		how = fail(why, LATER, "tray: remove: %s", strerror(errno));
	return how;
}

/* One name of the tray: takes the file, or counts why not. */
static enum outcome
name_look(struct tray *tray, struct db *db, const char *name,
    struct tray_look *look, struct error *why)
{
	char path[PATH_MAX];
	enum outcome how;
	long long still_ms;
	struct stat st;
	autofd fd = -1;

	snprintf(path, sizeof path, "%s/post/%s", tray->spool->root, name);
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    st.st_nlink != 1) {
		look->passed++;
		return DONE;
	}
	still_ms = unchanged_ms(tray, name, &st);
	if (still_ms < tray->settle_ms ||
	    (still_ms < TRAY_PATIENCE_SECONDS * 1000 &&
		!tray_is_complete(fd, (size_t)st.st_size))) {
		look->waiting++;
		return DONE;
	}
	how = file_take(tray, db, path, name, fd, &st, why);
	if (how == DONE)
		look->taken++;
	return how;
}

enum outcome
tray_take(struct tray *tray, struct db *db, struct tray_look *look,
    struct error *why)
{
	char path[PATH_MAX];
	enum outcome how = DONE;
	struct dirent *entry;
	DIR *dir;

	*look = (struct tray_look){ 0 };
	snprintf(path, sizeof path, "%s/post", tray->spool->root);
	dir = opendir(path);
	if (dir == NULL)
		return fail(why, LATER, "tray: open: %s", strerror(errno));
	while (how == DONE && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			how = name_look(tray, db, entry->d_name, look, why);
	closedir(dir);
	if (how == DONE)
		seen_forget(tray);
	return how;
}
