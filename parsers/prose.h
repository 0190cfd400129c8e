/*
 * prose.h - the running text of an office document, put together in order
 *
 * White space between two pieces is owed until the second comes, so that a
 * cell can take a line break back and nothing ends in blanks.  Text boxes,
 * notes and comments stand behind the paragraph that they interrupt.
 */
#ifndef PARSERS_PROSE_H
#define PARSERS_PROSE_H

#include "report.h"

#include "base/buf.h"

struct prose_strand {
	struct buf text; /* own */
	char owed;       /* white space before the next text; 0 for none */
};

struct prose {
	struct prose_strand body, aside;
	int asides; /* open ones; text goes to the aside while there are any */
};

void prose_open(struct prose *p);
void prose_release(struct prose *p);

void prose_add(struct prose *p, struct span text);

/* Owes the white space, in place of what was owed before. */
void prose_owe(struct prose *p, char white_space);

/* Ends a paragraph, an empty one too: the next text begins a line. */
void prose_end_paragraph(struct prose *p);

/*
 * Takes back the paragraph, from prose_here at its beginning, where it says no
 * more than "Page of" around the numbers of pages that were left out of it.
 */
size_t prose_here(const struct prose *p);
void prose_take_back(struct prose *p, size_t here);

/*
 * Is the text of a picture its writer's, for those who cannot see it?  What
 * programs say of one, and the name of its file, is not.
 */
bool prose_is_description(struct span text);

/* What comes up to the end of the aside stands behind the paragraph. */
void prose_begin_aside(struct prose *p);
void prose_end_aside(struct prose *p);

/* The text so far, asides included, trimmed; valid until the next change. */
struct span prose_text(struct prose *p);

/* Reports the text as lines of their own; false where it is too much. */
bool prose_report(struct prose *p, struct report *report);

#endif
