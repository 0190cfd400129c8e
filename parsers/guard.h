/*
 * guard.h - bounds a message before it is parsed
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
	struct buf kept;     /* the fields that are kept, then the body; own */
	bool has_header;     /* it begins like a message at all */
	bool fields_dropped; /* some were too long, or too many */
	bool body_cut; /* it has too many boundaries: the rest is left out */
};

/*
 * Finds what of the message may be parsed.  An mbox From line, a byte order
 * mark and empty lines before the header are taken off; lines that end in CR
 * alone get LF.  Fields over MAX_HEADER_FIELD_BYTES (line ends not counted),
 * and those that would make the header longer than MAX_HEADER_BLOCK_BYTES, are
 * left out, and the body from where too many of its lines may have been
 * boundaries.  The bytes are valid as long as the message, mem and g->kept.
 */
void guard_message(struct span bytes, struct arena *mem, struct guarded *g);

#endif
