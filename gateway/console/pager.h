/*
 * pager.h - a page at a time, where a person reads at a terminal
 */
#ifndef CONSOLE_PAGER_H
#define CONSOLE_PAGER_H

#include "base/span.h"

/*
 * Prints text on standard output.  Where that is a terminal with fewer lines,
 * by the program that the variable PAGER names, "less -R" without it; the
 * text is printed as it is where PAGER is empty, or cannot be started.  PAGER
 * is split at blanks: no shell sees it.  less may then start no programs and
 * write no files (LESSSECURE).
 */
void pager_print(struct span text);

#endif
