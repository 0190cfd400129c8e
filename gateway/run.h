/*
 * run.h - the supervisor: starts the roles and keeps them going
 */
#ifndef RUN_H
#define RUN_H

#include "command.h"

/*
 * postroom run [--only ROLES]: migrates the register, starts a process for each mailbox,
 * each intake slot and the sender (the same program, by the same commands
 * staff could type), restarts one that ends after 1, 2, 4 ... 60 s, except
 * one that says it is misconfigured (EX_CONFIG), which is reported and left.
 * TERM or INT: stops them all, waits, then ends.  HUP: reads the
 * configuration again; a good one restarts the roles, one that they could not
 * work by (check.h) is reported and the old one stays.  Roles read the text
 * that was kept when it was read (postroom -f), never a file that is being
 * written.  Once a night,
 * at reconcile_hour in London, `postroom reconcile --log` runs beside them;
 * its end is logged, and it is not started again.  With --only, a list parted by
 * commas, the other roles are left to another supervisor.  Under systemd it tells READY, RELOADING, STOPPING
 * and the watchdog (sd_notify(3)).
 */
command_run run_command;

#endif
