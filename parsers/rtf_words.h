/*
 * rtf_words.h - what RTF's control words mean for the text (RTF 1.9.1)
 */
#ifndef PARSERS_RTF_WORDS_H
#define PARSERS_RTF_WORDS_H

#include "base/span.h"

#include <stdbool.h>

enum destination {
	INTO_TEXT,
	INTO_NOTHING,
	INTO_FONTS,   /* the font table */
	INTO_LINK,    /* what a field does: HYPERLINK "..." */
	INTO_HTML_TAG /* a piece of the HTML that the RTF was made from */
};

/* A control word, without its backslash. */
struct rtf_word {
	struct span name;
	bool has_number;
	long long number;
};

/*
 * Takes a control word with its number and the blank that ends it off *rest.
 * Its name is empty, and nothing is taken, where there is none.
 */
struct rtf_word rtf_word_take(struct span *rest);

/* The characters a word stands for, "\n" for par; NULL for any other. */
const char *rtf_text_of(struct span name);

/* Where the text of a group goes that begins so; false for any other. */
bool rtf_destination_of(struct span name, enum destination *destination);

/* Is it read although a reader may ignore it ("\*")? */
bool rtf_is_read_anyway(struct span name);

/* Does its text stand apart, on a line of its own? */
bool rtf_is_aside(struct span name);

/* The code page of a font's charset (\fcharset); 0 for the document's. */
long long rtf_codepage_of(long long charset);

#endif
