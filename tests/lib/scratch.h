/*
 * scratch.h - a folder for one test, gone when the test ends
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

static char scratch_root[] = "/tmp/postroom-test-XXXXXX";

static int
scratch_unlink(const char *path, const struct stat *st, int type,
    struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static void
scratch_remove(void)
{
	nftw(scratch_root, scratch_unlink, 8, FTW_DEPTH | FTW_PHYS);
}

/* Makes the folder; its path. */
static inline const char *
scratch_make(void)
{
	if (mkdtemp(scratch_root) == NULL)
		exit(1);
	atexit(scratch_remove);
	return scratch_root;
}

#endif
