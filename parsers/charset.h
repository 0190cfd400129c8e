/*
 * charset.h - bytes of any charset become UTF-8
 *
 * Labels are those of mail and of the web (WHATWG Encoding, section 4.2):
 * iso-8859-1 and us-ascii mean windows-1252.  A label is only a hint: a byte
 * order mark or the shape of the bytes may know better.
 */
#ifndef PARSERS_CHARSET_H
#define PARSERS_CHARSET_H

#include "base/buf.h"
#include "base/outcome.h"
#include "base/span.h"

struct charset;

/*
 * Opens every converter, since converters are files and none can be opened
 * once confined.  BROKEN where the C library lacks one.
 */
enum outcome charset_preload(struct error *why) must_check;

/*
 * The charset of a label, of which only letters and digits count, or of the
 * number of a code page; NULL for one that is not known.
 */
const struct charset *charset_find(struct span label);

/*
 * A label for a code page of Windows (Outlook and RTF name charsets so); ""
 * for one that is not known.
 */
struct span charset_of_codepage(long long codepage);

/*
 * The charset the bytes are most likely in: that of a byte order mark; else
 * that of the label, unless the bytes show that it lies about UTF-8; else
 * UTF-8 where they are well-formed; else windows-1252.
 */
const struct charset *charset_choose(struct span bytes, struct span label);

/*
 * Appends the bytes as UTF-8, without byte order mark and NUL characters.
 * What cannot be converted becomes U+FFFD.  Stops where out overflows.
 */
void charset_decode(const struct charset *charset, struct span bytes,
    struct buf *out);

#endif
