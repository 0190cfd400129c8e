/*
 * handover.h - the command export
 */
#ifndef HANDOVER_H
#define HANDOVER_H

#include "command.h"

/* export: console/export.h, in the program that draws letters. */
command_run export_command;

#endif
