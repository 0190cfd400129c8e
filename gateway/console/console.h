/*
 * console.h - the commands of staff
 *
 * Tables on a terminal are cut to its width and coloured; elsewhere they are
 * whole and plain.  --json prints one JSON object on a line for each record.
 * Exit status: EX_USAGE for wrong arguments, EX_NOINPUT for a reference that
 * is not in the register and EX_DATAERR for one that cannot be, EX_TEMPFAIL
 * where the register is busy, EX_CONFIG where it is missing or not ours.
 */
#ifndef CONSOLE_H
#define CONSOLE_H

#include "command.h"

/* list [--json]: cases, newest receipt first. */
command_run list_command;

/* due [--json]: what is still owed, soonest first. */
command_run due_command;

/* letters [--json]: letters to post; letters --printed: they were posted. */
command_run letters_command;

/* refused [--json]: what waits for a person because it was not readable. */
command_run refused_command;

/* show [--json] REF: all that is known of a case. */
command_run show_command;

/*
 * health [--json]: one line for each finding, worst first: CRITICAL, WARNING
 * or OK; the exit status is 2, 1 or 0, as monitoring programs expect.
 */
command_run health_command;

/*
 * watch [--until-idle SECONDS]: a line for each event of the history, as it
 * happens; from the first one where it had to wait for the register to be
 * made.  With --until-idle it ends when nothing has happened for so long,
 * nothing is due in the outbox, and the spool's incoming, working and post
 * are empty.
 */
command_run watch_command;

#endif
