/*
 * csv.h - comma-separated values (RFC 4180), in UTF-8
 *
 * A program for sheets takes a cell that begins with = + - @ for a formula,
 * also behind a TAB or a line end, and in the wide forms of East Asia.  What
 * the public wrote must not compute on a colleague's machine: such a cell
 * gets an apostrophe in front, which those programs show as text.
 */
#ifndef CONSOLE_CSV_H
#define CONSOLE_CSV_H

#include "base/buf.h"

/* Appends a cell of text, guarded, behind a comma where it is not the first. */
void csv_text(struct buf *out, struct span text, bool is_first);

/* Appends a cell that is a number of ours. */
void csv_number(struct buf *out, long long n, bool is_first);

/* Ends a record: CR LF. */
void csv_end(struct buf *out);

/* A whole record of text cells. */
void csv_row(struct buf *out, const struct span *cells, size_t n);

#endif
