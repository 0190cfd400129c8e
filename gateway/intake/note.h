/*
 * note.h - what somebody said, as a member of staff wrote it down
 *
 * A note is a file of the spool like any other, so that nothing of it is lost
 * and all of it is kept: a message (RFC 5322) of our own with the particulars
 * in its header and the note in its body.  Its ID begins with 'n', which
 * nothing that comes from outside can have: that makes its header trusted.
 */
#ifndef INTAKE_NOTE_H
#define INTAKE_NOTE_H

#include "base/buf.h"
#include "item.h"

/* Where notes are in the ledger. */
#define NOTE_MAILBOX "note"

/*
 * Appends the file of a note to out: the particulars, each on one line, and
 * the text, cleaned (utf8.h).  on is the day on which it was said, now when
 * it was written down; two notes of one text differ by that.
 */
void note_write(const struct note *note, struct span text, day on, time_t now,
    struct buf *out);

/*
 * What the header of a note says, in mem; what it lacks is "".  The message
 * is that of the item, as it was read.  NULL where it is none of ours.
 */
struct note *note_read(const struct message *message, struct arena *mem);

#endif
