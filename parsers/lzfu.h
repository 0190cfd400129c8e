/*
 * lzfu.h - compressed RTF, as Outlook keeps the text of a message
 */
#ifndef PARSERS_LZFU_H
#define PARSERS_LZFU_H

#include "base/buf.h"
#include "base/span.h"

#include <stdbool.h>

/*
 * Appends the RTF that the bytes hold (MS-OXRTFCP 2.1.3.1): a header of 16
 * bytes (size of the rest, size of the RTF, "LZFu" or "MELA", checksum), then
 * runs of eight tokens behind a byte of flags; a flag's token is a reference
 * into the last 4,096 bytes written (offset of 12 bits, length less 2 of 4),
 * the others are bytes; a reference to the place being written is the end.
 * The 4,096 begin with words that RTF often has.  "MELA" is not compressed.
 * The checksum is not looked at.  False where it is neither; what there is of
 * a cut one is appended.
 */
bool lzfu_decode(struct span bytes, struct buf *rtf);

#endif
