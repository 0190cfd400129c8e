/*
 * docx_text.h - the text of one part of a Word document
 *
 * What a reader of the printed page would see, in order: put-in text stays,
 * struck-out, moved and hidden text goes, fields show their last result, items
 * of lists have their numbers.
 */
#ifndef PARSERS_DOCX_TEXT_H
#define PARSERS_DOCX_TEXT_H

#include "archive.h"
#include "docx_lists.h"
#include "docx_margins.h"
#include "prose.h"
#include "word_field.h"

struct docx_text {
	struct prose prose;
	struct docx_lists *lists;     /* or NULL: no list is numbered */
	struct docx_margins *margins; /* or NULL: they are of no interest */
	struct word_fields fields;
	struct buf form; /* own: what a drop-down of a form shows */
	long long form_choice;
	bool is_margin;     /* a header or footer: page numbers go */
	bool has_revisions; /* struck-out or put-in text was met */

	int texts;          /* open w:t */
	bool is_in_mark;    /* in the properties of a paragraph's mark */
	bool is_run_hidden; /* the run is */
	bool joins_next; /* the paragraph's mark is struck out, or a drop cap */
	bool is_joined;  /* to the paragraph before, whose number it has */
	struct docx_item item; /* what the paragraph says of its list */
	struct buf number;     /* own: owed before its first text */
	size_t paragraph;      /* where it begins, in the prose */
	bool has_choice;       /* an mc:Choice was read: no mc:Fallback */
	bool is_checked;       /* the form's check box is */
};

void docx_text_open(struct docx_text *t);
void docx_text_release(struct docx_text *t);

/* Adds the text of the entry; false as markup_read. */
bool docx_text_read(struct docx_text *t, struct archive *a, zip_uint64_t index);

/* The same for a document that is one XML file. */
bool docx_text_read_bytes(struct docx_text *t, struct archive *a,
    struct span bytes);

#endif
