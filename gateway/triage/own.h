/*
 * own.h - the author's own words: what the marks leave
 */
#ifndef TRIAGE_OWN_H
#define TRIAGE_OWN_H

#include "triage/forward.h"
#include "triage/phrases.h"

/* The author's own words, folded, by part; nothing for an alternative. */
struct own_words {
	struct folded subject; /* of a message */
	struct folded *parts;
	size_t n_parts;
	size_t n_words; /* of all parts */
};

/*
 * Gathers the own words, and sets item->text to them as they stand, parts
 * parted by a blank line.  Where note_is_foreign, what stands above a message
 * passed on is the forwarder's and left out; so is what stands below it, where
 * it is quoted and that is not.  Greetings and thanks (courtesy.h) are in
 * item->text and not among the words, unless there are no others.
 */
struct own_words own_gather(struct item *item,
    const struct passed_on *passed_on, bool note_is_foreign, struct arena *mem);

/* Sets message->body and new_text. */
void own_join_body(struct item *item, struct arena *mem);

#endif
