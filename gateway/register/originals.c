/* originals.c - finds the files of items, and reads them again */
#include "register/originals.h"
#include "base/digest.h"
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int
original_open(struct span spool, struct span place)
{
	autoarena mem = { 0 };

	if (place.len == 0) {
		errno = ENOENT;
		return -1;
	}
	return open(
	    arena_printf(&mem, "%.*s/%.*s", SPAN_ARG(spool), SPAN_ARG(place))
		.at,
	    O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
}

/* The name of the item's claim in working/: "working/ID.SLOT", or "". */
static struct span
claim_of(struct span spool, struct span id, struct arena *mem)
{
	struct span path = arena_printf(mem, "%.*s/working", SPAN_ARG(spool));
	struct span found = SPAN("");
	struct dirent *entry;
	DIR *dir = opendir(path.at);

	while (
	    dir != NULL && found.len == 0 && (entry = readdir(dir)) != NULL) {
		struct span rest = span_of(entry->d_name);

		if (span_is_equal(span_cut_at(&rest, '.'), id))
			found = arena_printf(mem, "working/%s", entry->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	return found;
}

/* Where a file may be, in the order in which it moves. */
#define STOPS 6

static void
stops_list(struct span spool, const struct held_item *item, struct arena *mem,
    struct span stops[STOPS])
{
	struct span id = item->id;

	stops[0] = item->place;
	stops[1] = arena_printf(mem, "incoming/%.*s", SPAN_ARG(id));
	stops[2] = claim_of(spool, id, mem);
	/* An ID has its month: m20261122T... */
	stops[3] = id.len > 7 ? arena_printf(mem, "kept/%.4s/%.2s/%.*s",
				    id.at + 1, id.at + 5, SPAN_ARG(id))
			      : SPAN("");
	stops[4] = arena_printf(mem, "duplicate/%.*s", SPAN_ARG(id));
	stops[5] = arena_printf(mem, "refused/%.*s", SPAN_ARG(id));
}

int
original_find(struct span spool, const struct held_item *item,
    struct arena *mem, struct span *place)
{
	struct span stops[STOPS];
	int fd = -1;

	*place = item->place;
	/* Again, since it may have moved on, or been taken back, meanwhile. */
	for (int round = 0; round < 2; round++) {
		stops_list(spool, item, mem, stops);
		for (int i = 0; i < STOPS; i++) {
			fd = original_open(spool, stops[i]);
			*place = stops[i];
			if (fd >= 0 || errno != ENOENT)
				return fd;
		}
	}
	return fd;
}

enum original
original_compare(int fd, const struct held_item *item, struct error *cause)
{
	autoarena mem = { 0 };
	struct span sha256, md5;
	size_t size;

	if (digest_file(fd, &mem, &size, &sha256, &md5, cause) != DONE)
		return ORIGINAL_UNREADABLE;
	return item->sha256.len == 0 || span_is_equal(sha256, item->sha256)
		   ? ORIGINAL_WHOLE
		   : ORIGINAL_ALTERED;
}
