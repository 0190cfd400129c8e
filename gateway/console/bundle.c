/* bundle.c - writes the files of an export */
#include "console/bundle.h"
#include "base/digest.h"
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_DIGESTS_BYTES (16u << 20)
#define MAX_OPEN_FOLDERS 8

/* Missing, or a folder without anything in it. */
static enum outcome
name_check(const char *path, bool is_zip, struct error *why)
{
	DIR *dir;
	struct dirent *entry;
	int n = 0;

	if (access(path, F_OK) < 0)
		return DONE;
	dir = is_zip ? NULL : opendir(path);
	if (dir == NULL)
		return fail(why, REFUSED, "%s: it is there already", path);
	while ((entry = readdir(dir)) != NULL)
		n++;
	closedir(dir);
	return n > 2 ? fail(why, REFUSED, "%s: it is not empty", path) : DONE;
}

enum outcome
bundle_begin(struct bundle *bundle, const char *path, bool is_zip,
    struct arena *mem, struct error *why)
{
	struct span name = span_of(path);
	enum outcome how;

	while (name.len > 1 && name.at[name.len - 1] == '/')
		name.len--;
	*bundle = (struct bundle){ .path = arena_text(mem, name),
		.is_zip = is_zip,
		.fd = -1,
		.digests = BUF(MAX_DIGESTS_BYTES) };
	how = name_check(bundle->path, is_zip, why);
	if (how != DONE)
		return how;
	bundle->tmp = arena_printf(mem, "%s.new", bundle->path).at;
	if (!is_zip)
		return io_make_dirs(bundle->tmp, why);
	bundle->fd = open(bundle->tmp,
	    O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (bundle->fd < 0)
		return fail(why, LATER, "%s: %s", bundle->tmp, strerror(errno));
	zip_begin(&bundle->zip, bundle->fd, clock_now());
	return DONE;
}

static enum outcome
file_write(struct bundle *bundle, struct span name, struct span bytes,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span path =
	    arena_printf(&mem, "%s/%.*s", bundle->tmp, SPAN_ARG(name));
	struct span folder = path;
	enum outcome how;

	while (folder.at[folder.len - 1] != '/')
		folder.len--;
	how = io_make_dirs(arena_text(&mem, folder), why);
	return how == DONE ? io_create(path.at, bytes, why) : how;
}

enum outcome
bundle_add(struct bundle *bundle, struct span name, struct span bytes,
    struct error *why)
{
	autoarena mem = { 0 };

	buf_printf(&bundle->digests, "%.*s  %.*s\n",
	    SPAN_ARG(digest_sha256(bytes, &mem)), SPAN_ARG(name));
	bundle->n++;
	return bundle->is_zip ? zip_add(&bundle->zip, name, bytes, why)
			      : file_write(bundle, name, bytes, why);
}

enum outcome
bundle_end(struct bundle *bundle, struct error *why)
{
	autobuf digests = BUF(MAX_DIGESTS_BYTES);
	enum outcome how;

	buf_add(&digests, buf_span(&bundle->digests));
	how =
	    bundle_add(bundle, SPAN("digests.sha256"), buf_span(&digests), why);
	if (how == DONE && bundle->is_zip)
		how = zip_end(&bundle->zip, why);
	if (how == DONE && bundle->is_zip)
		how = io_publish(bundle->fd, bundle->tmp, bundle->path, why);
	else if (how == DONE)
		how = io_move(bundle->tmp, bundle->path, why);
	if (how == DONE)
		bundle->tmp = NULL;
	return how;
}

static int
file_remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void
bundle_release(struct bundle *bundle)
{
	if (bundle->tmp != NULL)
		nftw(bundle->tmp, file_remove, MAX_OPEN_FOLDERS,
		    FTW_DEPTH | FTW_PHYS);
	io_close(&bundle->fd);
	zip_release(&bundle->zip);
	buf_release(&bundle->digests);
}
