/*
 * utf8.h - text that is known to be well-formed
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"
#include "base/buf.h"

/* Is s well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms)? */
bool utf8_is_valid(struct span s);

/*
 * Reads the character at the start of s, which is not empty: returns its
 * length in bytes (1 to 4) and sets *point; for a byte that begins no
 * well-formed character returns 1 and sets U+FFFD.
 */
size_t utf8_next(struct span s, unsigned *point);

/* Appends one character; anything that is no Unicode scalar as U+FFFD. */
void utf8_add(struct buf *b, unsigned point);

/*
 * A copy in mem fit to be stored and shown: malformed bytes become U+FFFD,
 * CR LF and CR become LF, other control characters but TAB become spaces,
 * and bidirectional overrides (U+202A-202E, U+2066-2069) are dropped.
 * Idempotent.
 */
struct span utf8_clean(struct span s, struct arena *mem);

/*
 * As utf8_clean, on one line: LF, TAB and the separators U+2028 and U+2029
 * become spaces too; for names.
 */
struct span utf8_clean_line(struct span s, struct arena *mem);

#endif
