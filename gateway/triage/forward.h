/*
 * forward.h - the header lines that mail programs write into running text
 *
 * Above a message they pass on or answer, mail programs repeat its header:
 * "From: ... Sent: ... To: ... Subject: ...".  It is text that anybody can
 * type, and is believed of nobody but our own staff (origin.h).
 */
#ifndef TRIAGE_FORWARD_H
#define TRIAGE_FORWARD_H

#include "item.h"

/* Values may hold line ends, where they were wrapped. */
struct header_block {
	struct span from, to, cc, subject, date;
	size_t len; /* of the block with its line ends */
};

/*
 * Reads the block that begins with text's first line: From and two of date,
 * To and Subject, within 40 lines.  Without after_marker ("Forwarded
 * message") the first line must be From.  False where there is none.
 */
bool header_block_read(struct span text, bool after_marker,
    struct header_block *block);

/* Is the line a mail program's "---- Forwarded message ----"? */
bool is_forward_marker(struct span line);

/* Is the line an "-----Original Message-----"? */
bool is_original_marker(struct span line);

/* Does the subject say that the message answers another: "Re: ..."? */
bool is_reply_subject(struct span subject);

/* Where an item passes on a message: bytes of the text of a part. */
struct passed_on {
	bool found;
	size_t part;
	size_t start, end; /* the header block, with what introduces it */
	struct header_block block;
};

/* Fills item->forward from what was found. */
void forward_fill(struct item *item, const struct passed_on *passed_on,
    struct arena *mem);

/*
 * The day of a date as mail programs write it: "Fri, 20 Nov 2026 09:12",
 * "20 November 2026 09:12", "November 20, 2026".  NO_DATE for any other,
 * figures such as 20/11/2026 included, which may be either way round.
 */
day forward_day(struct span date);

#endif
