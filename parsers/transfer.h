/*
 * transfer.h - transfer encodings of e-mail are undone
 *
 * Broken encodings are common; whatever can be decoded is.
 */
#ifndef PARSERS_TRANSFER_H
#define PARSERS_TRANSFER_H

#include "base/buf.h"
#include "base/span.h"

#include <stdbool.h>

enum transfer {
	TRANSFER_NONE, /* 7bit, 8bit, binary and unknown ones: as it is */
	TRANSFER_BASE64,
	TRANSFER_BASE64_TEXT, /* the same, of a text */
	TRANSFER_QUOTED,
	TRANSFER_UUENCODE
};

/*
 * The encoding of a Content-Transfer-Encoding field, whose letters and digits
 * count and nothing else: "BASE-64", "Quoted Printable;".
 */
enum transfer transfer_named(struct span name);

/*
 * Appends what the bytes stand for.  False where they are not what the
 * encoding allows, and were decoded as far as they make sense:
 * - base64 (RFC 2045, 6.8): characters outside the alphabet are skipped.
 *   After padding the rest counts only where it is base64 to its end: else it
 *   is a text that somebody appended, a list's footer.  A last group of two or
 *   three without padding gives one or two letters of a text; of any other
 *   file it is left out, as other readers do, so that digests agree.
 * - quoted-printable (6.7): a "=" that begins no code stands for itself.
 * - uuencode (POSIX): from the line behind "begin", or from the first line
 *   where there is none, to "end" or a line of length 0.
 */
bool transfer_decode(enum transfer transfer, struct span bytes,
    struct buf *out);

/* A file that stands in a text, in uuencode. */
struct uu_block {
	size_t start, end; /* of its lines, "begin" to "end" */
	struct span name;
	struct span lines; /* between the two */
};

/*
 * The first whole block at or behind from: a line "begin MODE NAME", lines
 * whose lengths are what they say, a line "end".  False where there is none.
 */
bool uu_find(struct span text, size_t from, struct uu_block *block);

#endif
