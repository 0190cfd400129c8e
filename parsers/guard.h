/*
 * guard.h - bounds a message, and mends it, before it is parsed
 */
#ifndef PARSERS_GUARD_H
#define PARSERS_GUARD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

#include <stdbool.h>

struct guarded {
	struct span bytes;   /* what may be parsed; borrowed, or of kept */
	struct span body;    /* of them, what comes behind the header */
	struct buf kept;     /* the message where it was changed; own */
	bool has_header;     /* it begins like a message at all */
	bool fields_dropped; /* some were too long, or too many */
	bool body_cut; /* it has too many boundaries: the rest is left out */
};

/*
 * Finds what of the message may be parsed.  Left out are:
 * - what stands before the first field: an mbox From line, a byte order mark,
 *   empty lines, lines that are no field where fields of mail follow,
 * - fields over MAX_HEADER_FIELD_BYTES (line ends not counted), and those that
 *   would make the header longer than MAX_HEADER_BLOCK_BYTES; in the headers
 *   of its parts too,
 * - the body from where too many of its lines may have been boundaries.
 * Mended are UTF-16 (which needs its mark), lines that end in CR alone, the
 * empty line that is missing between a header and its text, encoded words
 * (encoded.h), NUL in a header, and "mailto:" in front of an address.
 * The bytes are valid as long as the message, mem and g->kept.
 */
void guard_message(struct span bytes, struct arena *mem, struct guarded *g);

#endif
