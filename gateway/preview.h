/*
 * preview.h - postroom triage: what would be made of a file
 */
#ifndef PREVIEW_H
#define PREVIEW_H

#include "command.h"

/*
 * A dry run of reading and triage, without mailbox, spool or register: for
 * each FILE one JSON object on a line (--json) or a few lines of plain
 * English.  A file that cannot be read still yields its object.  Options:
 * --policy PACK, --received DATE (a date or an RFC 3339 date-time).
 */
command_run preview_command;

#endif
