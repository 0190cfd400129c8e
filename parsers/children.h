/*
 * children.h - the confined children at work, each on an errand
 *
 * The reader program forks one for each errand; this waits for them, ends
 * those whose time is over and says what became of each (base/errand.h).
 */
#ifndef PARSERS_CHILDREN_H
#define PARSERS_CHILDREN_H

#include "base/errand.h"

#include <sys/types.h>

struct children {
	size_t n;
	struct child {
		pid_t pid;
		int ended; /* own; a pidfd, readable once it has ended */
		int ticket;
		long long
		    ends_ms; /* on the monotonic clock: its time is over */
	} at[ERRANDS_AT_ONCE];
};

/* Takes over a child that was just forked for the errand. */
enum outcome children_add(struct children *c, pid_t pid,
    const struct errand *errand, struct error *why) must_check;

/*
 * Waits until the socket has something to receive, and there is room for one
 * child more: DONE.  Meanwhile the children that end, or whose time is over,
 * are answered for on the socket.
 */
enum outcome children_wait(struct children *c, int socket,
    struct error *why) must_check;

/* Ends all of them, with nobody left to answer to. */
void children_kill(struct children *c);

/* In a child: gives up the hold on its siblings. */
void children_forget(struct children *c);

#endif
