/*
 * confined.h - what each role keeps when it confines itself
 *
 * base/confine.h has the mechanisms and what a kind of role may do at all;
 * here is which folders and programs of this house one role needs.
 */
#ifndef CONFINED_H
#define CONFINED_H

#include "base/confine.h"
#include "options.h"

/* Parts of the house, over and above the register's own files. */
enum keeps {
	KEEPS_ARRIVALS = 1, /* spool/tmp and spool/incoming */
	KEEPS_SPOOL = 2,    /* all of it */
	KEEPS_PRINT = 4,    /* spool/print */
	KEEPS_TEMPLATES = 8,
	KEEPS_OUTGOING = 16, /* the maildir */
	KEEPS_LOOKING = 32   /* the spool, to read */
};

/* What a role needs. */
struct role_files {
	unsigned keeps;                     /* enum keeps */
	struct span password, certificates; /* "" where it has none */
	struct span model;                  /* as it came with the program */
	struct span models;                 /* the folder of learnt ones */
	struct span reader;                 /* the one program it runs, or "" */
	struct span output;                 /* a file written anew, or "" */
	bool runs_commands;                 /* those of the configuration */
	const struct oauth_options *issuer; /* NULL where it has none */
	const struct role_files *more;      /* of its other mailboxes */
};

/*
 * Confines this process for good as the role.  Where the kernel lacks a
 * mechanism, the log says which; BROKEN where confinement = required.  The
 * register and the files beside it must exist.
 */
enum outcome role_confine(const struct options *options, enum confine_role role,
    const struct role_files *files, struct arena *mem,
    struct error *why) must_check;

/* The folder a file is in; lives in mem. */
const char *folder_of(struct span file, struct arena *mem);

#endif
