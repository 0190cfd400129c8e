/*
 * exif.h - which way up a photograph says that it is
 */
#ifndef PARSERS_EXIF_H
#define PARSERS_EXIF_H

#include "base/span.h"

#include <leptonica/allheaders.h>

/*
 * The orientation that a JPEG declares (EXIF 2.3, tag 0x0112), 1 to 8; 1, as
 * it is, where it declares none or what is none.
 */
int exif_orientation(struct span jpeg);

/* The picture as that orientation has it shown; NULL where memory runs out. */
PIX *exif_upright(PIX *stored, int orientation);

#endif
