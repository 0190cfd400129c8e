/*
 * ole.h - what an OLE2 container holds, by the names in it
 */
#ifndef PARSERS_OLE_H
#define PARSERS_OLE_H

#include "base/span.h"

#include <stdbool.h>

/* Does it begin as one (MS-CFB 2.2)? */
bool ole_is(struct span bytes);

/*
 * The media type: an Outlook message, a Word, Excel or PowerPoint file, or
 * application/encrypted for one of Office under a password (MS-OFFCRYPTO
 * 2.3); found where the names say nothing.
 */
struct span ole_type(struct span bytes, struct span found);

#endif
