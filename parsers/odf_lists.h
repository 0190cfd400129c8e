/*
 * odf_lists.h - the numbers of OpenDocument's lists and headings
 *
 * The text has no numbers: it has lists in lists, each of a style, and the
 * reader counts (ODF 1.3 part 3, 5.3 and 16.30).
 */
#ifndef PARSERS_ODF_LISTS_H
#define PARSERS_ODF_LISTS_H

#include "list_number.h"
#include "odf_words.h"

#include "base/arena.h"

struct odf_lists {
	struct odf_list_style *styles;
	struct odf_list_style *outline; /* of headings; NULL for none */
	struct odf_list_style *defined; /* being read */
	int n_styles;
	int depth; /* lists that are open */
	struct odf_open_list {
		struct odf_list_style *style; /* NULL: not numbered */
		bool owes_number;             /* an item began */
		long long start;              /* of that item; -1: the next */
	} open[LIST_LEVELS];
};

/* A list, an item, or what defines their style begins. */
void odf_lists_start(struct odf_lists *l, enum odf_element what,
    const struct markup_element *element, struct arena *mem);

/* A list ends. */
void odf_lists_end(struct odf_lists *l);

/*
 * Counts the paragraph or heading that begins; adds its number and a blank,
 * where it has one.
 */
void odf_lists_count(struct odf_lists *l, const struct markup_element *element,
    struct buf *text);

#endif
