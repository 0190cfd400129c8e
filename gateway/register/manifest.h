/*
 * manifest.h - the list of what a backup is made of
 *
 * Lines of text, words parted by blanks:
 *
 *	postroom backup 1
 *	taken 1795342502           seconds since 1970 UTC
 *	schema 11                  version of the register
 *	history 1234 HASH          number and hash of the last event; - for none
 *	register SHA256 SIZE register.db
 *	original SHA256 SIZE PLACE the file of an item: ../originals/YYYY/MM/ID
 *	waiting SHA256 SIZE PLACE  the same, of one not yet in the register
 *	file SHA256 SIZE PLACE     a file beside the manifest
 *	absent SHA256 SIZE PLACE   the original was missing or altered
 *	end SHA256                 of all lines above
 *
 * PLACE is below the spool, or below models/.  Its last word is the ID of an
 * item.
 */
#ifndef REGISTER_MANIFEST_H
#define REGISTER_MANIFEST_H

#include "base/buf.h"
#include "register/history.h"

#define MANIFEST_ROWS(X)                                                       \
	X(MANIFEST_REGISTER, "register")                                       \
	X(MANIFEST_ORIGINAL, "original")                                       \
	X(MANIFEST_WAITING, "waiting")                                         \
	X(MANIFEST_FILE, "file")                                               \
	X(MANIFEST_ABSENT, "absent")

#define MANIFEST_KIND(name, word) name,
enum manifest_kind {
	MANIFEST_ROWS(MANIFEST_KIND)
};
#undef MANIFEST_KIND

struct manifest_row {
	enum manifest_kind kind;
	struct span sha256; /* 64 digits; "-" where it was never known */
	long long size;
	struct span place;
};

struct manifest {
	time_t taken;
	long long schema, events;
	char head[HISTORY_HASH_BYTES];
};

/* Writes one: begin, rows, end. */
void manifest_begin(struct buf *to, const struct manifest *manifest);
void manifest_add(struct buf *to, const struct manifest_row *row);
void manifest_end(struct buf *to);

/*
 * Reads the head: REFUSED where the text is no manifest, or not as it was
 * written, or names a place outside of the backup.
 */
enum outcome manifest_read(struct span text, struct manifest *manifest,
    struct error *why) must_check;

/*
 * Takes the next row off *rest, which begins as the text that manifest_read
 * found good; false at the end.
 */
bool manifest_next(struct span *rest, struct manifest_row *row);

/* The path of an item's file in a folder of backups: "originals/2026/11/ID" */
struct span manifest_original(struct span place, struct arena *mem);

/* Letters, digits, '.', '_', '-', parted by '/'; no name begins with '.'. */
bool manifest_is_place(struct span place);

#endif
