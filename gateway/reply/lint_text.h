/*
 * lint_text.h - one text, written in every situation; for reply/ alone
 */
#ifndef REPLY_LINT_TEXT_H
#define REPLY_LINT_TEXT_H

#include "reply/lint.h"

struct linter {
	const struct house *house;
	lint_tell *tell;
	void *context;
	struct arena *mem;
	/* the text in hand */
	const struct text *text;
	enum text_kind kind;
	unsigned own;   /* the circumstance that its name is of */
	bool is_faulty; /* told of: its other situations would tell the same */
	/* the pack so far */
	bool has_faults;
	struct span used; /* " FOLDER/PASSAGE " for each that some text holds */
	struct error passing; /* why a text could not be read just now, or "" */
};

/* Tells of a finding that names its place itself. */
void lint_find(struct linter *l, bool is_fault, struct span text);

/* The same of a text that failed; one that is LATER is no finding. */
void lint_fail(struct linter *l, enum outcome how, const struct error *why);

/* Looks through one text: faults, and where there are none, advice. */
void lint_text(struct linter *l, const struct text *text);

#endif
