/*
 * start.h - the commands that become a role
 */
#ifndef START_H
#define START_H

#include "command.h"

/*
 * Each prepares the house, takes the role's lock (a second process of the same
 * role ends with EX_TEMPFAIL), confines the process and runs it (role.h).  Where the kernel cannot confine, the log says what
 * is missing; with confinement = required the role does not start (EX_CONFIG).
 */
command_run mailbox_command; /* [--once] [NAME] */
command_run intake_command;  /* [--once] [SLOT] */
command_run sender_command;  /* [--once] */

/* Goes on as postroom-sender, with all its words; EX_UNAVAILABLE. */
command_run sender_exec;

/* template: reply/preview.h, in the program that draws letters. */
command_run template_command;

/* reconcile [--repair] [--json] [--log]: confined, then intake/reconcile.h. */
command_run reconcile_command;

/*
 * Makes the folders that are missing and brings the register's schema up to
 * date.  LATER or BROKEN as spool_open and db_migrate say.
 */
enum outcome house_prepare(const struct options *options, struct arena *mem,
    struct error *why) must_check;

/*
 * postroom check: the configuration, the pack with every text of it, and the
 * secrets can be read; says which signpost wants to be compared again, and
 * whom the pack names for alerts and no address is known of.
 */
command_run check_command;

#endif
