/*
 * reading.h - has every document of an item read by postroom-extract
 *
 * One reader program per intake role: started once, it forks a confined
 * process for each document.  What comes back is bounded fields
 * (base/wire.h).  Nested parts go back through a new process under the
 * ceilings of item.h.
 */
#ifndef INTAKE_READING_H
#define INTAKE_READING_H

#include "item.h"

struct reader;

/*
 * Starts the reader program at path with the languages for OCR.  BROKEN where
 * it cannot be started.
 */
enum outcome reader_start(const char *path, struct span languages,
    struct reader **reader, struct error *why) must_check;

/* Stops it; NULL is harmless. */
void reader_stop(struct reader *reader);

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
