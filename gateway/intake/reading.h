/*
 * reading.h - has every document of an item read by postroom-extract
 *
 * The reader program (reader.h) forks a confined process for each document,
 * and one for each page that must be recognised (pages.h).  What comes back is
 * bounded fields (base/wire.h).  Nested parts go back through a new process
 * under the ceilings of item.h.
 */
#ifndef INTAKE_READING_H
#define INTAKE_READING_H

#include "intake/reader.h"

/*
 * Reads the file open at fd and everything in it: fills item->sha256, size,
 * kind, root, message and parts.  A document that cannot be read is an
 * outcome of its part, never of this call.  name is the file's name in the
 * tray, "" for mail.  LATER where the reader program itself had to be
 * restarted and could not.
 */
enum outcome reading_run(struct reader *reader, int fd, struct span name,
    struct item *item, struct arena *mem, struct error *why) must_check;

/*
 * As reading_run for a file that is not to be read: its digests, the outcome
 * killed and the note.
 */
enum outcome reading_skip(int fd, struct span note, struct item *item,
    struct arena *mem, struct error *why) must_check;

#endif
