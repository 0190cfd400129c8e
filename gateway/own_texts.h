/*
 * own_texts.h - what our letters say, to know it again when it comes back
 */
#ifndef OWN_TEXTS_H
#define OWN_TEXTS_H

#include "base/arena.h"
#include "base/outcome.h"

#define MAX_OWN_TEXTS_BYTES (1 << 20)

/*
 * The texts (NAME.txt) of a policy pack's folder and the folders in it, one
 * behind the other in the order of their names, parted by "(())"; of more
 * than MAX_OWN_TEXTS_BYTES the first.  Text lives in mem.  BROKEN where a
 * folder or text cannot be read.
 */
enum outcome own_texts_read(struct span folder, struct arena *mem,
    struct span *texts, struct error *why) must_check;

#endif
