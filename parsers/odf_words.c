/* odf_words.c - tables of OpenDocument's elements */
#include "odf_words.h"

#include <string.h>

enum odf_element
odf_element_of(const char *name)
{
	static const struct {
		const char *name;
		enum odf_element element;
	} elements[] = {
		{ "p", ODF_PARAGRAPH },
		{ "h", ODF_PARAGRAPH },
		{ "s", ODF_BLANK },
		{ "tab", ODF_TAB },
		{ "line-break", ODF_BREAK },
		{ "text-box", ODF_BOX },
		{ "custom-shape", ODF_BOX },
		{ "rect", ODF_BOX },
		{ "ellipse", ODF_BOX },
		{ "note-body", ODF_ASIDE },
		{ "annotation", ODF_COMMENT },
		/* They hold what was struck out. */
		{ "tracked-changes", ODF_CHANGES },
		{ "style", ODF_STYLE },
		{ "table-properties", ODF_TABLE_STYLE },
		{ "spreadsheet", ODF_SHEETS },
		{ "table", ODF_TABLE },
		{ "table-cell", ODF_CELL },
		{ "covered-table-cell", ODF_CELL },
		{ "table-row", ODF_ROW },
		{ "header", ODF_HEADER },
		{ "header-left", ODF_HEADER },
		{ "header-first", ODF_HEADER },
		{ "footer", ODF_FOOTER },
		{ "footer-left", ODF_FOOTER },
		{ "footer-first", ODF_FOOTER },
		{ "text", ODF_FIELD },
		{ "textarea", ODF_FIELD },
		{ "formatted-text", ODF_FIELD },
		{ "combobox", ODF_FIELD },
		{ "checkbox", ODF_CHECK_BOX },
		{ "title", ODF_DESCRIPTION },
		{ "desc", ODF_DESCRIPTION },
		{ "list", ODF_LIST },
		{ "list-item", ODF_ITEM },
		{ "list-header", ODF_LIST_HEADER },
		{ "list-style", ODF_LIST_STYLE },
		{ "outline-style", ODF_OUTLINE_STYLE },
		{ "list-level-style-number", ODF_LEVEL_NUMBER },
		{ "outline-level-style", ODF_LEVEL_NUMBER },
		{ "list-level-style-bullet", ODF_LEVEL_BULLET },
		{ "list-level-style-image", ODF_LEVEL_BULLET },
		{ "page-number", ODF_PAGE_NUMBER },
		{ "page-count", ODF_PAGE_NUMBER },
		/* The number of a note, which stands below the page. */
		{ "note-citation", ODF_SKIP },
		{ "ruby-text", ODF_SKIP },
		{ "hidden-text", ODF_SKIP },
		{ "binary-data", ODF_SKIP },
	};

	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (strcmp(name, elements[i].name) == 0)
			return elements[i].element;
	return ODF_OTHER;
}

bool
odf_is_about(const struct markup_element *element)
{
	struct span space = span_of(element->space);
	struct span name = span_of(element->name);

	if (span_starts_with(space, SPAN("http://purl.org/dc/")) ||
	    /* the pattern of an index, whose entries follow */
	    span_ends_with(name, SPAN("-source")))
		return true;
	return span_find(space, SPAN(":office:"), 0) != SPAN_NOT_FOUND &&
	       (span_is_equal(name, SPAN("meta")) ||
		   span_is_equal(name, SPAN("settings")) ||
		   span_is_equal(name, SPAN("scripts")));
}
