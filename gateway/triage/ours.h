/*
 * ours.h - finds the texts of our own letters in what others send us
 *
 * People send our letters back, quoted or not, forwarded, pasted, scanned.
 * What is ours says nothing of what they want.  The texts are those of the
 * policy pack (policy.h), cut into runs of OURS_RUN words; marks, case, the
 * ends of lines and '>' do not matter.
 */
#ifndef TRIAGE_OURS_H
#define TRIAGE_OURS_H

#include "triage/page.h"

/* Words that must follow each other as they do in a text of ours ... */
#define OURS_RUN 6
/* ... and the least number of words in a row that all are ours. */
#define OURS_LEAST 10

/* The runs of the texts. */
struct ours;

/*
 * Indexes texts in the syntax of letters ("((name))", "((flag??text))":
 * reply/template.h).  A field ends a run, since anything may stand there.
 */
struct ours *ours_index(struct span texts, struct arena *mem);

/*
 * Marks the page's lines of which more than half the words are ours, and what
 * stands between two such lines where it is no more than lines that stand just
 * so in our texts (headings) and points of a list.  Somebody's answers, written
 * between our paragraphs, are left alone.  Time grows with the text's length.
 */
void ours_mark(struct page *p, const struct ours *ours, struct arena *mem);

#endif
