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
/* For a document that is no archive though others of its kind are. */
void archive_open_none(struct archive *a, const char *what,
    struct report *report);
void archive_close(struct archive *a);

/* What to say of one under a password. */
#define ARCHIVE_LOCKED                                                         \
	"is protected by a password; ask the sender to send it again without"

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

/*
 * The entry of that name, in capitals or not as long as there are few of
 * them; -1 where there is none.
 */
zip_int64_t archive_find(const struct archive *a, const char *name);

/* The name of an entry; "" for one without. */
struct span archive_name(const struct archive *a, zip_uint64_t index);

/*
 * Reports every picture below the folder, "word/media/", as an inline part:
 * one of a kind that may show text, which Word's own drawings (EMF) cannot.
 */
void archive_report_pictures(struct archive *a, const char *folder);

/* Reports every file below the folder as an attachment. */
void archive_report_files(struct archive *a, const char *folder);

/* Remembers the first thing that went wrong, with a note; returns false. */
bool archive_give_up(struct archive *a, enum reading how, const char *what);

#endif
