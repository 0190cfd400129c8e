/*
 * base64.h - bytes as text (RFC 4648)
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/buf.h"

/* Adds bytes in the alphabet of section 4, padded, without line breaks. */
void base64_add(struct buf *out, struct span bytes);

/*
 * Adds what text stands for, in the alphabet of section 4 or of section 5
 * (URL), padded or not.  False where it holds anything else or cannot end
 * there; what was added until then stays.
 */
bool base64_read(struct buf *out, struct span text);

#endif
