/*
 * post.h - letters to the printer
 */
#ifndef POST_H
#define POST_H

#include "command.h"

/*
 * letters: lists what waits, and records what was posted (console.h).
 * letters --print-command COMMAND [REF...] runs the command for each letter,
 * its file as the last argument; COMMAND is parted at blanks, no shell reads
 * it.  letters --merge FILE [REF...] writes all letters into a new file.
 * Neither records anything.  EX_NOINPUT where a case has no letter that
 * waits, EX_CANTCREAT where FILE is there already, EX_UNAVAILABLE where the
 * command fails; the letters before were printed.
 */
command_run post_command;

#endif
