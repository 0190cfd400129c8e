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
	CONFINE_SENDER
};

/*
 * A folder the role may use, and what beneath it: read only, or read and
 * write (create, rename, remove included).  Missing folders are skipped.
 */
struct confine_path {
	const char *path;
	bool may_write;
};

/*
 * Confines this process for good as the role.  paths, of length n, are the
 * folders it keeps; system libraries, the time zone, certificates and name
 * resolution files are added where the role needs them.  *missing receives a
 * static, comma-separated list of mechanisms this kernel lacks, "" where all
 * were applied; the caller decides whether that is good enough (configuration
 * key confinement).  BROKEN where a mechanism exists and fails.
 */
enum outcome confine_enter(enum confine_role role,
    const struct confine_path *paths, size_t n, const char **missing,
    struct error *why) must_check;

/*
 * For a process that will confine many children alike: does the costly part
 * once (compiles the seccomp program, opens the Landlock rule set) ...
 */
enum outcome confine_prepare(enum confine_role role,
    struct error *why) must_check;

/*
 * ... and this, in the child, applies what was prepared: a handful of system
 * calls (measured 0.06 ms).  False where one failed: the child must exit.
 */
bool confine_apply(enum confine_role role);

#endif
