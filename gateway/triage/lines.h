/*
 * lines.h - what a line of a mail's text is
 *
 * Pure looks at single lines, or few: who wrote them is words.h's to say.
 */
#ifndef TRIAGE_LINES_H
#define TRIAGE_LINES_H

#include "item.h"

/* The line without white space, U+FEFF and other invisible marks around it. */
struct span line_bare(struct span line);

/* How many '>' it begins with, spaces between them aside. */
size_t line_quote_depth(struct span line);

/* The line without at most that many of them, and one space after each. */
struct span line_unquote(struct span line, size_t depth);

/* The text with every line so. */
struct span text_unquote(struct span text, size_t depth, struct arena *mem);

/* Nothing, but for what line_bare takes off? */
bool line_is_blank(struct span line);

/* A line of stars, dashes or the like. */
bool line_is_rule(struct span line);

/* "---- Forwarded message ----", "Begin forwarded message:" and their like. */
struct separator {
	enum separator_kind {
		SEPARATOR_NONE,
		SEPARATOR_FORWARD,
		SEPARATOR_ORIGINAL
	} kind;
	bool is_ruled;    /* between dashes, which nobody types by chance */
	struct span rest; /* what stands behind it in the line */
};
struct separator line_separator(struct span line);

/*
 * "On 3 May 2026, Jo Bell <jo@example.org> wrote:", "Jo Bell wrote on 3 May
 * 2026:", in any language.
 */
struct attribution {
	struct mailbox_address from; /* what is not there is "" */
	struct span date;
	size_t n_lines; /* that it takes; 0 for none */
	bool is_sure;   /* else it counts only above quoted lines */
};

/*
 * Reads the attribution that begins with text's first line, of which depth
 * '>' are taken off each line, and ends in a colon, at the end of it or of one of the next two.  Sure is one with a
 * date, a verb, and an address in brackets or beside the verb; less is
 * one of these missing.  What is read lives in mem.
 */
struct attribution attribution_read(struct span text, size_t depth,
    struct arena *mem);

/*
 * The line ">>> Jo Bell <jo@example.org> 03/05/2026 10:30 >>>" that one program
 * puts above what it answers or passes on, which it does not quote.
 */
struct attribution attribution_between_marks(struct span line,
    struct arena *mem);

/* "Re: ...", "AW: ..."; "Fwd: ...", in any language; [tags] before it aside. */
bool subject_is_reply(struct span subject);
bool subject_is_forward(struct span subject);

/* The subject without what says that it is passed on. */
struct span subject_passed_on(struct span subject);

#endif
