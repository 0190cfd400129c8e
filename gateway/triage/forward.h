/*
 * forward.h - the message that another one passes on
 *
 * It is attached, or repeated in the text under a block of header lines
 * (header_block.h).
 */
#ifndef TRIAGE_FORWARD_H
#define TRIAGE_FORWARD_H

#include "triage/header_block.h"

/* Where an item passes on a message. */
struct passed_on {
	bool found;
	size_t part;       /* with the text, or the attached message */
	size_t start, end; /* the header block, with what introduces it */
	size_t stop;       /* behind the message, where quotes show that */
	size_t depth;      /* its lines begin with that many '>' */
	struct mailbox_address from;
	struct header_block block;
	struct message *message; /* attached; NULL for one in the text */
};

/* The part whose message this part is a part of; n_parts for the item's. */
size_t forward_enclosing(const struct item *item, size_t part);

/*
 * Which of the messages passed on counts; blocks has what each part's text
 * passes on (words.h).  The first attached message, unless the item is a
 * reply or a report of a mail system; of one that staff (internal, a list of
 * domains) wrote, the one that this passes on in its turn.  Else the first
 * block in the item's own text.
 */
struct passed_on forward_choose(const struct item *item,
    const struct passed_on *blocks, struct span internal);

/* Fills item->forward from it. */
void forward_fill(struct item *item, const struct passed_on *passed_on,
    struct arena *mem);

/*
 * Is the part's text no word of who wrote the message passed on, but of who
 * passed it on?  Where it is both, *own is where the author's begins.
 */
bool forward_is_note(const struct item *item, const struct passed_on *passed_on,
    size_t part, size_t *own);

/* Are there attached messages by different people outside these domains? */
bool forward_is_mixed(const struct item *item, struct span internal);

/*
 * The day of a date as mail programs write it: "Fri, 20 Nov 2026 09:12",
 * "20 November 2026 09:12", "November 20, 2026", "2026-11-20T09:12:00Z".
 * NO_DATE for any other, figures such as 20/11/2026 included, which may be
 * either way round.
 */
day forward_day(struct span date);

#endif
