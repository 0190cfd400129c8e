/*
 * bundle.h - the files of an export: a folder of their own, or one ZIP file
 *
 * Names are ours.  A bundle has its name only once it is whole; nothing that
 * is there is overwritten.
 */
#ifndef CONSOLE_BUNDLE_H
#define CONSOLE_BUNDLE_H

#include "base/arena.h"
#include "console/zip.h"

struct bundle {
	const char *path; /* as it will be called */
	const char *tmp;  /* while it is made */
	bool is_zip;
	int fd; /* own: of the ZIP file */
	struct zip zip;
	struct buf digests; /* own: a line of sha256sum for each file */
	long long n;
};

/* Begins it; strings live in mem.  REFUSED where the name is taken. */
enum outcome bundle_begin(struct bundle *bundle, const char *path, bool is_zip,
    struct arena *mem, struct error *why) must_check;

/* Adds a file, "originals/01.eml". */
enum outcome bundle_add(struct bundle *bundle, struct span name,
    struct span bytes, struct error *why) must_check;

/* Adds digests.sha256 and gives the whole its name. */
enum outcome bundle_end(struct bundle *bundle, struct error *why) must_check;

/* Removes what there is of a bundle that was not ended; frees it. */
void bundle_release(struct bundle *bundle);

#endif
