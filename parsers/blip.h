/*
 * blip.h - pictures within Office files of before 2007 (MS-ODRAW 2.2.23)
 */
#ifndef PARSERS_BLIP_H
#define PARSERS_BLIP_H

#include "report.h"

/*
 * Reports each JPEG, PNG, TIFF and bitmap in the stream as the next part, "1",
 * "2" ...; *parts counts them.  False from MAX_PARTS on.
 */
bool blip_report(struct report *report, struct span stream, long long *parts);

#endif
