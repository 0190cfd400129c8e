/*
 * zip_type.h - what kind of document a zip is, by what stands in it
 */
#ifndef PARSERS_ZIP_TYPE_H
#define PARSERS_ZIP_TYPE_H

#include "base/span.h"

/*
 * The media type that an OpenDocument file names itself (ODF 1.3 part 2,
 * 3.3); the type of a Word, Excel or PowerPoint file by the content type of
 * its main part (ECMA-376 part 2, 9.1.2), those with macros and templates
 * taken for the plain ones; else found.
 */
struct span zip_type(struct span bytes, struct span found);

#endif
