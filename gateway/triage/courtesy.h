/*
 * courtesy.h - greetings and thanks that say nothing of the matter
 *
 * "Many thanks in advance" below a complaint is no praise: measured on letters
 * framed as mail, such lines turned two complaints of three into compliments.
 * They stay in the text for people and are left out of what is judged.
 */
#ifndef TRIAGE_COURTESY_H
#define TRIAGE_COURTESY_H

#include "item.h"

/* "Dear Sir or Madam,", "Good morning", "To whom it may concern", alone? */
bool courtesy_is_greeting(struct span line);

/*
 * Thanks for what is yet to come, alone in a line: "Many thanks in advance",
 * "Thank you for your time.", "Have a good day"?  Thanks for care that was
 * given are none, nor is the wish for an answer, which says something.
 */
bool courtesy_is_farewell(struct span line);

/*
 * The n gaps of a part's text with such lines added: a greeting in the first
 * lines outside the gaps, farewells in the last ones; *n becomes their number.
 */
const struct marked_span *courtesy_gaps(struct span text,
    const struct marked_span *gaps, size_t *n, struct arena *mem);

#endif
