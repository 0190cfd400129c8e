/*
 * phrases.h - finds the phrases of lexicon.tsv in a text
 *
 * The text is folded first: lower case, straight quotes, hyphens and runs of
 * white space as one space, words divided at a line's end joined.  A map
 * leads from every folded byte back to the text.  Phrases are found at word
 * boundaries only, in time that grows with the text's length and no faster.
 * In text that was recognised, letters may be what they are often taken for
 * ("cornplaint", "unacceptab1e"), one in each four of a phrase at most.
 */
#ifndef TRIAGE_PHRASES_H
#define TRIAGE_PHRASES_H

#include "item.h"

#include <stdint.h>

enum lexeme_kind {
	LEXEME_CATEGORY, /* name: enum category; figure: weight 1 to 3 */
	LEXEME_CUE       /* name: enum cue; figure: 0 */
};

enum cue {
	CUE_CONTRAST,    /* but, however: praise before it weighs less */
	CUE_WANTS_REPLY, /* an answer is asked for */
	CUE_NO_REPLY,    /* no answer is wanted */
	CUE_COURTESY,    /* what people write whatever they feel */
	CUE_FOI_REVIEW,  /* how a request under the FOI Act was handled */
	CUE_DISCLAIMER,  /* footers and banners that mail systems add */
	CUE_TEMPLATE     /* how paragraphs of our own letters begin */
};

/*
 * A row of the lexicon.  In a phrase '*' stands for any letters and digits
 * up to the word's end ("neglect*") and '#' for a number.
 */
struct lexeme {
	enum lexeme_kind kind;
	int name;
	int figure;
	const char *phrase;
};

/* Text folded for searching.  A blank line and a gap become LF. */
struct folded {
	struct span text;
	const uint32_t *from; /* offset of each byte in the source ... */
	size_t end;           /* ... and of the end of the last one */
	bool is_ocr;          /* misread letters are allowed for */
};

/*
 * Folds text, of 4 GiB at most, leaving out the bytes of the n gaps, which
 * are in order and do not overlap.
 */
struct folded text_fold(struct span text, const struct marked_span *gaps,
    size_t n, struct arena *mem);

/* The offset in the source of a folded byte, or of the end. */
size_t folded_source(const struct folded *folded, size_t at);

/* Is c a letter or digit, or part of a character beyond ASCII? */
bool is_word_byte(char c);

/* The lexicon, indexed by how phrases begin. */
struct phrase_book;
struct phrase_book *phrases_index(struct arena *mem);

struct phrase_hit {
	const struct lexeme *lexeme;
	size_t start, end; /* in the folded text */
};

struct phrase_scan {
	const struct phrase_book *book;
	const struct folded *folded;
	size_t at;     /* where the next candidate is tried */
	uint16_t next; /* candidate, 0 where none is left at this place */
};

#define PHRASE_SCAN(book, folded)                                              \
	((struct phrase_scan){ (book), (folded), 0, 0 })

/*
 * The next phrase: false where there is none left.  From left to right; of
 * phrases that begin at one place the longest first.  Phrases may overlap.
 */
bool phrases_next(struct phrase_scan *scan, struct phrase_hit *hit);

/* Where the phrase stands in the source: *start up to *end. */
void phrase_place(const struct folded *folded, const struct phrase_hit *hit,
    size_t *start, size_t *end);

/* How many rows the lexicon has, and the number of one, from 0. */
size_t lexicon_count(void);
size_t lexeme_number(const struct lexeme *lexeme);

#endif
