/*
 * run.h - the supervisor: starts the roles and keeps them going
 */
#ifndef RUN_H
#define RUN_H

#include "command.h"

/*
 * postroom run: migrates the register, starts a process for each mailbox,
 * each intake slot and the sender (the same program, by the same commands
 * staff could type), restarts one that ends after 1, 2, 4 ... 60 s, except
 * one that says it is misconfigured (EX_CONFIG), which is reported and left.
 * TERM or INT: stops them all, waits, then ends.  HUP: reads the
 * configuration again; a good one restarts the roles, a bad one is reported
 * and the old one stays.  Once a night,
 * at reconcile_hour in London, `postroom reconcile --log` runs beside them;
 * its end is logged, and it is not started again.  Under systemd it tells READY, RELOADING, STOPPING
 * and the watchdog (sd_notify(3)).
 */
command_run run_command;

#endif
