/*
 * waiting.h - how much is in the folders of the spool, and since when
 */
#ifndef CONSOLE_WAITING_H
#define CONSOLE_WAITING_H

#include "base/arena.h"
#include "base/span.h"

#include <stdbool.h>
#include <time.h>

#define WAITING_FOLDERS 6

struct waiting {
	const char *folder;
	bool is_work; /* for us: what is in it should not stay there */
	long long files;
	time_t oldest; /* came into the folder; 0 for none */
};

/*
 * Looks at tmp, post, incoming, working, refused and print below the spool;
 * how many of them can be read.  Names that begin with '.', and the .why
 * beside what was refused, are not counted.  When a file came is when its
 * inode last changed, as a rename does: a file's own time is that of receipt.
 */
size_t waiting_read(struct span spool, struct arena *mem,
    struct waiting waiting[WAITING_FOLDERS]);

#endif
