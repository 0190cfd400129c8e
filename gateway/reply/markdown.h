/*
 * markdown.h - the small Markdown of GOV.UK Notify
 *
 *	# A heading
 *	* an item          1. a step          ^ words set apart
 *	---                                  a line across
 *	[words](https://address) https://address www.address name@address
 *
 * The mark at the beginning of a line is looked for in the template, before
 * its fields are filled in, so that no field makes a block.  Links are looked
 * for in what came out.  Everything that shows a text starts from the tree.
 */
#ifndef REPLY_MARKDOWN_H
#define REPLY_MARKDOWN_H

#include "base/arena.h"
#include "base/span.h"

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH, /* LF parts its lines */
	BLOCK_ITEM,
	BLOCK_STEP,  /* of a numbered list */
	BLOCK_INSET, /* LF parts its lines */
	BLOCK_RULE
};

struct block {
	enum block_kind kind;
	struct span text;
};

/* Takes the mark off a line of a template; a rule keeps its dashes. */
enum block_kind block_mark_cut(struct span *line);

/* Whether a line goes on with the block that the line before it began. */
bool block_joins(enum block_kind kind, enum block_kind before);

/* Words, and where they lead: a safe https, http or mailto link, or "". */
struct run {
	struct span words, link;
};

struct words {
	struct run *runs;
	size_t n;
};

/* Lists have as many words as items or steps, a rule none, the rest one. */
struct node {
	enum block_kind kind;
	struct words *words;
	size_t n;
};

struct tree {
	struct node *nodes;
	size_t n;
};

/* Items and steps that follow each other become one node.  Lives in mem. */
void tree_make(const struct block *blocks, size_t n, struct arena *mem,
    struct tree *tree);

/* The links of one text. */
void words_make(struct span text, struct arena *mem, struct words *words);

#endif
