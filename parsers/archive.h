/*
 * archive.h - entries of a zip come out under all ceilings
 *
 * Doubts what the archive says of the sizes of its entries: what is inflated
 * is counted.
 */
#ifndef PARSERS_ARCHIVE_H
#define PARSERS_ARCHIVE_H

#include "parser.h"

#include <zip.h>

struct archive {
	const char *what; /* "document", "archive": for the notes */
	struct report *report;
	size_t len;          /* of the archive's bytes */
	zip_t *zip;          /* own */
	long long unpacked;  /* bytes so far */
	long long parts;     /* reported so far */
	enum reading graver; /* anything but READ, once found */
};

/*
 * Opens the archive in bytes, which must outlive it.  False, with a note,
 * where they are none.
 */
bool archive_open(struct archive *a, const char *what, struct span bytes,
    struct report *report);
void archive_close(struct archive *a);

/* Takes the next bytes of an entry; false to stop. */
typedef bool archive_take(void *data, struct span bytes);

/*
 * Inflates an entry into take: at most MAX_UNPACKED_RATIO times its packed
 * size, or 1 MiB where that is more, and MAX_UNPACKED_BYTES of all entries.
 * False where it is damaged, encrypted, over a ceiling (archive_give_up then)
 * or take was.
 */
bool archive_inflate(struct archive *a, zip_uint64_t index, archive_take *take,
    void *data);

/*
 * Reports the entry as the next part, "1", "2" ...; nothing, and TOO_LARGE,
 * from MAX_PARTS on.
 */
void archive_report(struct archive *a, zip_uint64_t index, struct span name,
    const char *disposition);

/* Remembers the first thing that went wrong, with a note; returns false. */
bool archive_give_up(struct archive *a, enum reading how, const char *what);

#endif
