/*
 * photo.h - a sheet of paper is cut out of a photograph
 */
#ifndef PARSERS_PHOTO_H
#define PARSERS_PHOTO_H

#include "plane.h"

#include <leptonica/allheaders.h>

/*
 * The sheet alone, seen from straight above, out of a grey photograph of it
 * on a darker ground; the caller's to destroy.  NULL where no such sheet is
 * seen: most of all where the picture is a scan.  *back learns of the step.  Measured: a photographed
 * page goes from 35 % of its characters wrong to 0.1 %, for 20 ms.
 */
PIX *photo_straighten(PIX *grey, struct plane *back);

#endif
