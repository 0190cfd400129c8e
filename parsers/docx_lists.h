/*
 * docx_lists.h - the numbers of a Word document's lists
 *
 * The text has no numbers: its paragraphs name a list and a level, by
 * themselves or by their style, and the reader counts (ECMA-376 part 1, 17.9).
 */
#ifndef PARSERS_DOCX_LISTS_H
#define PARSERS_DOCX_LISTS_H

#include "archive.h"
#include "list_number.h"

#include "base/arena.h"

struct docx_lists {
	struct arena mem;
	struct docx_list *lists;    /* w:abstractNum */
	struct docx_number *number; /* w:num: what paragraphs name */
	struct docx_style *styles;  /* those that name a list, or another */
	int n;                      /* of all of these */
	/* While they are read: what is open. */
	struct docx_list *list;
	struct docx_number *num;
	struct docx_level *level;
	struct docx_style *style;
	int at; /* the level of an override */
};

/* What a paragraph says of its list. */
struct docx_item {
	struct span style;   /* "" for none */
	long long number_id; /* -1 where it says nothing, 0: no list */
	long long level;     /* -1 where it says nothing */
};

/* Adds what the entry, of numbers or styles, defines; false as markup_read. */
bool docx_lists_read(struct docx_lists *l, struct archive *a,
    zip_uint64_t index);

/* The same for a document that is one XML file. */
bool docx_lists_read_bytes(struct docx_lists *l, struct archive *a,
    struct span bytes);

/* Counts the paragraph; adds its number and a blank, where it has one. */
void docx_lists_count(struct docx_lists *l, const struct docx_item *item,
    struct buf *text);

void docx_lists_release(struct docx_lists *l);

#endif
