/*
 * header_block.h - the header lines that mail programs write into text
 *
 * Above a message they pass on or answer, mail programs repeat its header:
 * "From: ... Sent: ... To: ... Subject: ...".  It is text that anybody can
 * type, and is believed of nobody but our own staff (origin.h).
 */
#ifndef TRIAGE_HEADER_BLOCK_H
#define TRIAGE_HEADER_BLOCK_H

#include "item.h"

/* Values are without the ends of lines that were wrapped. */
struct header_block {
	struct span from, to, cc, subject, date;
	size_t n_lines; /* that it takes */
};

/*
 * Reads the block that begins with text's first line, of which depth '>' are
 * taken off each line.  It has From and two of date, To, Cc and Subject, in any
 * language, within 40 lines; blank lines may stand between them until there is
 * enough.  Behind a separator ("Forwarded message") one of them is enough and
 * From need not come first.  A value goes on over lines that begin with white
 * space, follow a comma, or have another header line behind them.  False where
 * there is none.
 */
bool header_block_read(struct span text, size_t depth, bool after_separator,
    struct header_block *block, struct arena *mem);

/*
 * The same for a block that was run together in one line: "From: Jo Bell
 * <jo@example.org>To: ...Sent: ...Subject: ...".
 */
bool header_line_read(struct span line, struct header_block *block);

/*
 * The sender a block names.  No address where it gives more than one, unless
 * one sent on behalf of the other.
 */
struct mailbox_address sender_read(struct span from, struct arena *mem);

#endif
