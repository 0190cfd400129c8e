/* io.c - reads and writes files whole and durably */
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
io_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

enum outcome
io_write(int fd, struct span bytes, struct error *why)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.at, bytes.len);

		if (n < 0 && errno != EINTR)
			return fail(why, LATER, "file: write: %s",
			    strerror(errno));
		if (n > 0)
			bytes = span_from(bytes, (size_t)n);
	}
	return DONE;
}

enum outcome
io_read(int fd, struct buf *b, struct error *why)
{
	char piece[16384];
	ssize_t n;

	while ((n = read(fd, piece, sizeof piece)) != 0) {
		if (n < 0 && errno != EINTR)
			return fail(why, LATER, "file: read: %s",
			    strerror(errno));
		if (n > 0)
			buf_add(b, (struct span){ piece, (size_t)n });
		if (b->overflowed)
			return fail(why, REFUSED,
			    "file: read: more than %zu bytes", b->ceiling);
	}
	return DONE;
}

enum outcome
io_read_file(const char *path, struct buf *b, struct error *why)
{
	autofd fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(why, LATER, "%s: open: %s", path, strerror(errno));
	return io_read(fd, b, why);
}

enum outcome
io_outcome(int error)
{
	static const int passing[] = { EIO, ENOSPC, EDQUOT, EMFILE, ENFILE,
		ENOMEM, ENOBUFS, EAGAIN, EINTR, EBUSY, ESTALE, ETIMEDOUT };

	for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
		if (passing[i] == error)
			return LATER;
	return BROKEN;
}

enum outcome
io_read_own(const char *path, struct buf *b, struct error *why)
{
	autofd fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	enum outcome how;

	if (fd < 0)
		return fail(why, io_outcome(errno), "%s: open: %s", path,
		    strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		return fail(why, BROKEN, "%s: open: %s", path,
		    strerror(EISDIR));
	how = io_read(fd, b, why);
	return how == DONE ? DONE
			   : fail(why, how == LATER ? LATER : BROKEN, "%s: %s",
				 path, why->text);
}

/* Makes the names in path's directory durable; path was just renamed. */
static enum outcome
sync_directory_of(const char *path, struct error *why)
{
	char dir[PATH_MAX];
	char *slash;
	autofd fd = -1;

	snprintf(dir, sizeof dir, "%s", path);
	slash = strrchr(dir, '/');
	if (slash == NULL)
		snprintf(dir, sizeof dir, ".");
	else
		slash[slash == dir] = '\0';
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) < 0)
		return fail(why, LATER, "%s: sync: %s", dir, strerror(errno));
	return DONE;
}

enum outcome
io_publish(int fd, const char *tmp, const char *path, struct error *why)
{
	if (fsync(fd) < 0)
		return fail(why, LATER, "%s: sync: %s", tmp, strerror(errno));
	if (rename(tmp, path) < 0)
		return fail(why, LATER, "%s: rename to %s: %s", tmp, path,
		    strerror(errno));
	return sync_directory_of(path, why);
}

enum outcome
io_move(const char *from, const char *path, struct error *why)
{
	enum outcome how;

	if (rename(from, path) < 0)
		return fail(why, LATER, "%s: rename to %s: %s", from, path,
		    strerror(errno));
	how = sync_directory_of(path, why);
	return how == DONE ? sync_directory_of(from, why) : how;
}

enum outcome
io_create(const char *path, struct span bytes, struct error *why)
{
	char tmp[PATH_MAX];
	autofd fd = -1;
	enum outcome how;

	if (snprintf(tmp, sizeof tmp, "%s.new", path) >= (int)sizeof tmp)
		return fail(why, BROKEN, "%s: name is too long", path);
	fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(why, LATER, "%s: create: %s", tmp, strerror(errno));
	how = io_write(fd, bytes, why);
	return how == DONE ? io_publish(fd, tmp, path, why) : how;
}

static enum outcome
copy_bytes(int from, int to, struct error *why)
{
	char piece[65536];
	enum outcome how = DONE;
	off_t at = 0;
	ssize_t n;

	while (how == DONE && ((n = pread(from, piece, sizeof piece, at)) > 0 ||
				  (n < 0 && errno == EINTR))) {
		if (n < 0)
			continue;
		how = io_write(to, (struct span){ piece, (size_t)n }, why);
		at += n;
	}
	if (how == DONE && n < 0)
		how = fail(why, LATER, "file: read: %s", strerror(errno));
	return how;
}

enum outcome
io_copy(int from, const char *path, struct error *why)
{
	char tmp[PATH_MAX];
	autofd fd = -1;
	enum outcome how;

	if (snprintf(tmp, sizeof tmp, "%s.new", path) >= (int)sizeof tmp)
		return fail(why, BROKEN, "%s: name is too long", path);
	fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	    0600);
	if (fd < 0)
		return fail(why, LATER, "%s: create: %s", tmp, strerror(errno));
	how = copy_bytes(from, fd, why);
	if (how == DONE)
		how = io_publish(fd, tmp, path, why);
	if (how != DONE)
		unlink(tmp);
	return how;
}

static enum outcome
make_dir(const char *path, struct error *why)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return DONE;
	if (errno == EEXIST && stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
		errno = ENOTDIR;
	return errno == EEXIST
		   ? DONE
		   : fail(why, LATER, "%s: make: %s", path, strerror(errno));
}

enum outcome
io_make_dirs(const char *path, struct error *why)
{
	char part[PATH_MAX];
	enum outcome how = DONE;

	if (snprintf(part, sizeof part, "%s", path) >= (int)sizeof part)
		return fail(why, BROKEN, "%s: name is too long", path);
	for (char *p = part; *p != '\0' && how == DONE; p++)
		if (*p == '/' && p > part) {
			*p = '\0';
			how = make_dir(part, why);
			*p = '/';
		}
	return how == DONE ? make_dir(part, why) : how;
}

time_t
clock_now(void)
{
	return time(NULL);
}

long long
clock_monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}
