/*
 * furnish.h - what surrounds a text on its way, and what a scanner makes of it
 *
 * Both from a number: the same number gives the same text.
 */
#ifndef LEARNING_FURNISH_H
#define LEARNING_FURNISH_H

#include "base/arena.h"

/* The furniture that models learn with, and other furniture to try them by. */
enum furniture {
	FURNITURE_LEARNT,
	FURNITURE_STRANGE
};

/*
 * The text as mail has it: a greeting, thanks and regards, a name, the footer
 * of an organisation, our own letter quoted; each now and then.
 */
struct span furnish(struct span text, enum furniture furniture, unsigned number,
    struct arena *mem);

/* The text misread: so many of a thousand letters are wrong. */
struct span misread(struct span text, unsigned per_mille, unsigned number,
    struct arena *mem);

#endif
