/*
 * preview.h - postroom template: what letters say, before anybody gets them
 */
#ifndef REPLY_PREVIEW_H
#define REPLY_PREVIEW_H

#include "command.h"

/*
 * template lint [--json] [DIR]: a line for each finding of lint.h, of the
 * configuration's pack or that in DIR; EX_DATAERR where there is any.
 *
 * template preview --case REF [--letter follow_up|holding] [--text NAME] |
 * --sample NAME[,CIRCUMSTANCE...]
 * [--by-post] [--pack DIR] [--as text|html|pdf|eml]: writes the letter to
 * standard output, to the correspondent of a case or to an invented one.
 * Nothing is sent and nothing is written down.
 *
 * DIR is a pack's folder, or the name of one beside the configured ones.
 */
command_run template_main;

#endif
