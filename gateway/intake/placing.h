/*
 * placing.h - the places of a part's words, and copies that can be searched
 */
#ifndef INTAKE_PLACING_H
#define INTAKE_PLACING_H

#include "intake/reader.h"

/*
 * Takes the field WIRE_PLACED_PAGE or WIRE_PLACED_WORD of a report on part.
 * REFUSED where it is not well formed, a word has no page or there are more
 * pages or words than a document may have.
 */
enum outcome placing_take(struct part *part, enum wire_tag tag,
    struct span field, struct arena *mem, struct error *why) must_check;

/* Adds the pages that the report on one page has to those of its document. */
void placing_join(struct part *part, const struct part *page,
    struct arena *mem);

/* Puts the pages in order; of one told twice the words are put together. */
void placing_finish(struct part *part, struct arena *mem);

/*
 * Has a copy made of the document open at fd, which part describes, where it
 * is a PDF or a picture with pages: part->copy.  Of a document that no copy
 * can be made of there is none.  LATER as reader_run.
 */
enum outcome placing_copy(struct reader *reader, struct part *part, int fd,
    struct arena *mem, struct error *why) must_check;

#endif
