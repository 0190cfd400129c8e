/*
 * search_words.h - what a person typed, as FTS5 wants it; for register/ alone
 */
#ifndef REGISTER_SEARCH_WORDS_H
#define REGISTER_SEARCH_WORDS_H

#include "register/search.h"

/*
 * The words of search_read, with each stem replaced by the words of the index
 * that begin so.  REFUSED where these are more than MAX_STEM_WORDS.
 */
enum outcome search_expand(struct db *db, struct span words, struct arena *mem,
    struct span *expanded, struct error *why) must_check;

#endif
