/*
 * doctor.h - looks at what Postroom stands on, and says what to do
 *
 * doctor [--json]: one line for each thing looked at: servers and how they let
 * us in, tokens and certificates, the reader with its languages, fonts, disk,
 * folders, clock, bank holidays, model and pack, confinement, the register,
 * its backups, and who is at work.  Nothing is changed.  The exit status is 0
 * where all is well, 1 where something should be seen to, 2 where something
 * is wrong.  check (check.h) reads files alone; health tells of the daemon.
 */
#ifndef DOCTOR_H
#define DOCTOR_H

#include "command.h"

command_run doctor_main;

#endif
