/*
 * role.h - what a role is started with
 *
 * A role file (mailbox.c, intake.c, sender.c) exports one function that runs
 * until it is asked to stop, or once through its work, and returns an exit
 * status: EX_OK; EX_CONFIG where it is BROKEN, which the supervisor does not
 * restart; EX_TEMPFAIL where it ran once and something has to wait.
 */
#ifndef ROLE_H
#define ROLE_H

#include "options.h"

struct role {
	const struct options *options;
	const char *program; /* path of postroom; the others are beside */
	int slot;            /* from 1, of the intake processes */
	struct span mailbox; /* NAME of its [mailbox NAME] */
	bool once;           /* stop when there is nothing left to do */
};

int mailbox_main(const struct role *role);
int intake_main(const struct role *role);
int sender_main(const struct role *role);

#endif
