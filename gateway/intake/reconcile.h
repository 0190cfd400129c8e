/*
 * reconcile.h - proves that server, ledger, spool and register agree
 */
#ifndef INTAKE_RECONCILE_H
#define INTAKE_RECONCILE_H

#include "command.h"

/*
 * reconcile [--repair] [--json] [--log]: compares, reads every original again,
 * and tells each difference with what to do about it.  The exit status is 0
 * in balance, 1 where something waits for somebody, 2 where something is
 * lost; a mailbox that cannot be reached is told, and the rest still
 * compared.  --repair does what is safe: it corrects an item's place where
 * the file is found, puts a file without an item back into incoming/, adds
 * the ledger row of a registered item, removes old half-written files; the
 * history tells of each.  --log tells by the log, which holds no names.
 * EX_TEMPFAIL where the register is busy, EX_CONFIG where it is missing.  The
 * process is confined already.
 */
command_run reconcile_main;

#endif
