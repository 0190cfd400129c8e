/*
 * image.h - the pages of a picture file
 */
#ifndef PARSERS_IMAGE_H
#define PARSERS_IMAGE_H

#include "base/span.h"

#include <leptonica/allheaders.h>

/*
 * The page, counted from 0, as it is to be shown; the caller's to destroy.
 * NULL where there is none, it is damaged or larger than MAX_PIXELS.
 */
PIX *image_page(struct span bytes, int page);

/* The same for the picture of a HEIF file. */
PIX *heic_page(struct span bytes);

#endif
