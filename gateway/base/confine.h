/*
 * confine.h - what a process gives up before it touches outside bytes
 *
 * One table in confine.c: role -> network, exec, limits, system calls.
 * Mechanisms: rlimits, no_new_privs, Landlock (files), seccomp (system
 * calls), in that order.  They only ever narrow and are inherited by children.
 * A sanitizer build (BUILD_SANITIZED) leaves seccomp and RLIMIT_AS off, since
 * the sanitizers need both; this is decided when compiling, never by the
 * environment.
 */
#ifndef BASE_CONFINE_H
#define BASE_CONFINE_H

#include "base/outcome.h"

#include <stdbool.h>
#include <stddef.h>

enum confine_role {
	CONFINE_SUPERVISOR,
	CONFINE_MAILBOX,
	CONFINE_INTAKE,
	CONFINE_EXTRACT,    /* the reader program that forks cages */
	CONFINE_CAGE,       /* one hostile document: no file, no network */
	CONFINE_CAGE_FONTS, /* the same, with fonts and their data readable */
	CONFINE_SENDER,
	CONFINE_MONITOR /* looks and counts */
};

/*
 * A folder the role may use with all beneath it, or one file, and what for.
 * Missing ones are skipped.  A file's rule goes with the file, not its name:
 * one that is put in its place later is another file.
 */
enum confine_right {
	CONFINE_READ,
	CONFINE_WRITE, /* and read; in a folder create, rename, remove */
	CONFINE_RUN    /* and read */
};
struct confine_path {
	const char *path;
	enum confine_right right;
};

/*
 * Confines this process for good as the role.  paths, of length n, are the
 * folders and files it keeps; system libraries and the time zone are added,
 * and for a role with a network what names and certificates need, /etc and
 * /run.  Nothing can be run but what is named with CONFINE_RUN, by a role that
 * may run programs at all.  *missing receives a static, comma-separated list
 * of mechanisms this kernel lacks, "" where all were applied; the caller
 * decides whether that is good enough (configuration key confinement).  BROKEN
 * where a mechanism exists and fails, LATER where it does for want of memory
 * or descriptors.
 */
enum outcome confine_enter(enum confine_role role,
    const struct confine_path *paths, size_t n, const char **missing,
    struct error *why) must_check;

/*
 * For a process that will confine many children alike: does the costly part
 * once (makes the Landlock rule set) ...
 */
enum outcome confine_prepare(enum confine_role role,
    struct error *why) must_check;

/*
 * ... and this, in the child, applies what was prepared: a handful of system
 * calls (measured 0.06 ms).  False where one failed: the child must exit.
 */
bool confine_apply(enum confine_role role);

/* False where this kernel has no seccomp, or the build leaves it off. */
bool confine_has_seccomp(void);

#endif
