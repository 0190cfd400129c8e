/*
 * batch.h - many letters in one file, for one print job
 */
#ifndef REPLY_BATCH_H
#define REPLY_BATCH_H

#include "base/buf.h"

/*
 * Puts the letters, PDF files of our own, one behind the other and adds the
 * file to out.  Each begins on an odd page: behind a letter of an odd number
 * of pages comes an empty one, so that on paper printed on both sides no
 * letter begins on the back of another person's.  For paper only: tags and
 * outlines stay in the letters themselves.  LATER where one is no PDF, with
 * its name.
 */
enum outcome batch_merge(const struct span *letters, const char *const *names,
    size_t n, struct buf *out, struct error *why) must_check;

#endif
