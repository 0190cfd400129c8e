/*
 * parameter.h - a parameter of a MIME header field (RFC 2045, 5.1; RFC 2231)
 */
#ifndef PARSERS_PARAMETER_H
#define PARSERS_PARAMETER_H

#include "base/arena.h"
#include "base/span.h"

/*
 * The value of the parameter, in UTF-8 and in mem, of a field as it stands in
 * the message, folds and all; "" where there is none.  Of its forms the one in a charset ("name*=") comes
 * first, then that in pieces ("name*0="), then the plain one (RFC 6266, 4.3).
 * Pieces may be in any order; encoded words (which RFC 2047, 5 forbids here),
 * blanks without quotes, a quote that is not closed and a charset that lies
 * are read as they are meant.  What is beyond MAX_HEADER_FIELD_BYTES is not
 * looked at.
 */
struct span parameter_find(struct span field, const char *name,
    struct arena *mem);

#endif
