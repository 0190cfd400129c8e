/*
 * check.h - whether a configuration can work, without asking anybody
 *
 * The work is divided: check reads files, and asks no server; doctor
 * (doctor.h) asks the surroundings; health (console/console.h) tells from the
 * register and the spool how the daemon at work is doing.
 */
#ifndef CHECK_H
#define CHECK_H

#include "command.h"
#include "reply/house.h"

/*
 * What roles would stumble over when they start: the pack with every text of
 * it, the way out, the addresses for alerts.  BROKEN, with file and line
 * where there is one; text lives in mem.
 */
enum outcome options_are_workable(const struct options *options,
    struct arena *mem, struct house *house, struct error *why) must_check;

/*
 * postroom check: the configuration, the pack with every text of it, and the
 * secrets can be read; says which signpost wants to be compared again, and
 * whom the pack names for alerts and no address is known of.
 */
command_run check_command;

#endif
