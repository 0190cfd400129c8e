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
	ODF_CHECK_BOX,
	ODF_DESCRIPTION,
	ODF_LIST,
	ODF_ITEM,
	ODF_LIST_HEADER,
	ODF_LIST_STYLE,
	ODF_OUTLINE_STYLE,
	ODF_LEVEL_NUMBER,
	ODF_LEVEL_BULLET
};

/* By its local name (ODF 1.3 part 3). */
enum odf_element odf_element_of(const char *name);

/* Is it about the text instead of text: who wrote it, how it is shown? */
bool odf_is_about(const struct markup_element *element);

#endif
