/*
 * word_field.h - fields of a Word document: what they do, what they show
 *
 * A field is an instruction and its last result (ECMA-376 part 1, 17.16),
 * parted by marks in the text; fields stand within fields.
 */
#ifndef PARSERS_WORD_FIELD_H
#define PARSERS_WORD_FIELD_H

#include "base/buf.h"

/* Fields within fields; those deeper show their results. */
#define MAX_FIELDS 32

struct word_fields {
	struct buf instruction; /* own: of the field begun last */
	int depth;
	int hidden; /* open fields whose text is not shown now */
	bool is_hidden[MAX_FIELDS];
	bool numbers_pages; /* such a field was left out */
};

void word_fields_open(struct word_fields *f);
void word_fields_release(struct word_fields *f);

/* A field begins: its instruction follows, which nobody sees. */
void word_field_begin(struct word_fields *f);
/* Its result follows; in a margin those that number pages are left out. */
void word_field_separate(struct word_fields *f, bool is_in_margin);
void word_field_end(struct word_fields *f);

/* Text of an instruction. */
void word_field_instruct(struct word_fields *f, struct span text);

/* No instruction goes beyond its paragraph: shows what follows again. */
void word_fields_recover(struct word_fields *f);

/* Does the instruction number pages, or repeat the text of a style? */
bool word_field_is_of_margins(struct span instruction);

#endif
