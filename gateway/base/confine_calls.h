/*
 * confine_calls.h - which system calls a process may make, as a seccomp program
 *
 * The lists are in confine_calls.c and nowhere else.
 */
#ifndef BASE_CONFINE_CALLS_H
#define BASE_CONFINE_CALLS_H

#include "base/outcome.h"

#include <linux/filter.h>
#include <stdbool.h>

struct calls_rule {
	bool is_cage;     /* only what is listed may be called at all ... */
	bool has_fonts;   /* ... and what reading font files needs */
	bool may_network; /* for a role, which may call the rest */
	bool may_serve;
	bool may_exec;
};

/* False where this kernel has no seccomp, or the build leaves it off. */
bool calls_can_be_filtered(void);

/* Compiles the program of a rule; for the life of the process. */
enum outcome calls_compile(const struct calls_rule *rule,
    struct sock_fprog *program, struct error *why) must_check;

#endif
