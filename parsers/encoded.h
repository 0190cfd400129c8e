/*
 * encoded.h - the encoded words of a header field become UTF-8 (RFC 2047)
 */
#ifndef PARSERS_ENCODED_H
#define PARSERS_ENCODED_H

#include "base/buf.h"
#include "base/span.h"

/*
 * Appends the text of a field, its encoded words decoded.  Those that stand
 * side by side are one, as mail programs cut characters in two between them;
 * blanks within one, a language (RFC 2231, 5), base64 without padding and a
 * charset that lies are taken as they are meant.  What is no encoded word
 * stays as it is.
 */
void encoded_decode(struct span text, struct buf *out);

/*
 * The same, but what was decoded is written as one encoded word in UTF-8 and
 * base64: for a parser that is stricter than those who send.
 */
void encoded_mend(struct span text, struct buf *out);

#endif
