/*
 * lint.h - looks through every text of a pack before anybody gets it
 *
 * Each text is written as it would be by e-mail and on paper, to an
 * organisation that gives all its contacts and to one that gives few, in no
 * circumstance, in each one and in all.  Faults, which stop the sender:
 *	a field that is not known, or does not exist for a reason (nothing of
 *	what the writer sent is a field); a file whose name no letter has; a
 *	text that is missing; a mandatory passage that is missing or comes out
 *	empty, or lacks its fact; one that must not be there; no reference in
 *	subject and text; no day of receipt; a name where the reply may be
 *	published; words of the writer, by whatever way they came in.
 * The rest is advice: harder to read than the pack allows, a subject that
 * does not fit a line, a passage that no text holds, a text that lacks the
 * reference by which an answer is known.
 * Mandatory are the law's passages (lint_rules.c) and those that the pack
 * names in [passages] of policy.conf.
 */
#ifndef REPLY_LINT_H
#define REPLY_LINT_H

#include "reply/letter.h"

/* Characters of a subject that stay on one line behind "Subject: ". */
#define MAX_SUBJECT 69

struct finding {
	bool is_fault;    /* else advice */
	struct span text; /* "FILE:LINE: what is wrong" */
};
typedef void lint_tell(const struct finding *finding, void *context);

/*
 * Tells of all findings; one text tells of its first unknown field only.
 * BROKEN where the pack's folder cannot be read.
 */
enum outcome lint_pack(const struct house *house, lint_tell *tell,
    void *context, struct error *why) must_check;

/* How hard the letter is to read, in tenths (readability.h). */
long long lint_grade(const struct letter *letter);

#endif
