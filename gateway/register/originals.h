/*
 * originals.h - the file that an item came as, and whether it still is that
 */
#ifndef REGISTER_ORIGINALS_H
#define REGISTER_ORIGINALS_H

#include "register/balance.h"

enum original {
	ORIGINAL_WHOLE,
	ORIGINAL_MISSING,
	ORIGINAL_ALTERED,
	ORIGINAL_UNREADABLE
};

/*
 * Opens the file at the item's place below the spool: -1 where it cannot be,
 * with errno; ENOENT where the item has no place yet.  No link is followed.
 */
int original_open(struct span spool, struct span place);

/*
 * Opens the item's file wherever it is: at its place, on its way to it
 * (incoming/ID, working/ID.SLOT), or where it came to after the place was
 * read.  -1 with errno where there is none; *place is where it was, in mem.
 */
int original_find(struct span spool, const struct held_item *item,
    struct arena *mem, struct span *place);

/*
 * Reads the file open at fd and compares it with what was registered; an item
 * registered without a digest is whole.  cause says why it cannot be read.
 */
enum original original_compare(int fd, const struct held_item *item,
    struct error *cause);

#endif
