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

/*
 * metrics: prints the measures; with --serve the role that writes metrics_file
 * and answers at metrics_socket (monitor.h).
 */
command_run metrics_command;

/* Goes on as postroom-sender, with all its words; EX_UNAVAILABLE. */
command_run sender_exec;

/* template: reply/preview.h, in the program that draws letters. */
command_run template_command;

/*
 * oauth: oauth_command.h, and doctor: doctor.h, in postroom-mailbox, which
 * mailbox and reconcile go on as too: the program that speaks to servers.
 */
command_run oauth_command, doctor_command;

/* reconcile [--repair] [--json] [--log]: confined, then intake/reconcile.h. */
command_run reconcile_command;

/*
 * Makes the folders that are missing and brings the register's schema up to
 * date.  LATER or BROKEN as spool_open and db_migrate say.
 */
enum outcome house_prepare(const struct options *options, struct arena *mem,
    struct error *why) must_check;

#endif
