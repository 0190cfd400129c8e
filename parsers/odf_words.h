/*
 * odf_words.h - what the elements of OpenDocument mean for the text
 */
#ifndef PARSERS_ODF_WORDS_H
#define PARSERS_ODF_WORDS_H

#include "markup.h"

enum odf_element {
	ODF_OTHER,
	ODF_SKIP, /* leave out, with all inside */
	ODF_PAGE_NUMBER,
	ODF_PARAGRAPH,
	ODF_BLANK,
	ODF_TAB,
	ODF_BREAK,
	ODF_BOX,
	ODF_ASIDE,
	ODF_COMMENT,
	ODF_CHANGES,
	ODF_STYLE,
	ODF_TABLE_STYLE,
	ODF_SHEETS,
	ODF_TABLE,
	ODF_CELL,
	ODF_ROW,
	ODF_HEADER,
	ODF_FOOTER,
	ODF_FIELD,
	ODF_CHECK_BOX
};

/* By its local name (ODF 1.3 part 3). */
enum odf_element odf_element_of(const char *name);

/* Is it about the text instead of text: who wrote it, what a picture means? */
bool odf_is_about(const struct markup_element *element);

#endif
