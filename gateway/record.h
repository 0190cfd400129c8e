/*
 * record.h - an item as a record for programs or a few lines for people
 */
#ifndef RECORD_H
#define RECORD_H

#include "base/buf.h"
#include "item.h"

/*
 * Appends the item as one line of JSON: the contract in postroom.8, section
 * TRIAGE RECORD.  file is the name it was asked for by.
 */
void record_json(const struct item *item, struct span file, struct buf *out);

/*
 * The same without triage: file and parts.  A part with pages has them one by
 * one where the reader was asked for words: the section EXTRACT RECORD.
 */
void record_document_json(const struct item *item, struct span file,
    struct buf *out);

/* Appends what a person wants to know of it, some lines of plain English. */
void record_plain(const struct item *item, struct span file, struct buf *out);

/* Appends what reading it took, and each of its documents, a line each. */
void record_effort(const struct item *item, struct buf *out);

#endif
