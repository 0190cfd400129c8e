/*
 * drawing_text.h - the text of DrawingML: slides, shapes, diagrams, remarks
 */
#ifndef PARSERS_DRAWING_TEXT_H
#define PARSERS_DRAWING_TEXT_H

#include "archive.h"

/*
 * Reports the text of the entry, a line for a paragraph, cells parted by tabs
 * (ECMA-376 part 1, 21.1.2); remarks on slides and sheets too (19.4, 18.7).
 * Numbers of slides are left out.  Nothing where there is no such entry; what
 * goes wrong is told to the archive.  True where it is a slide that is hidden.
 */
bool drawing_text_report(struct archive *a, zip_int64_t index);

#endif
