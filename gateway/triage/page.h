/*
 * page.h - a part's text, line by line
 *
 * Every line is given a kind; runs of lines of one kind become spans.
 */
#ifndef TRIAGE_PAGE_H
#define TRIAGE_PAGE_H

#include "triage/forward.h"

#include <stdint.h>

/* 0 for the author's own, else 1 + enum span_kind. */
enum {
	LINE_OWN,
	LINE_QUOTED = SPAN_QUOTED + 1,
	LINE_SIGNATURE = SPAN_SIGNATURE + 1,
	LINE_DISCLAIMER = SPAN_DISCLAIMER + 1,
	LINE_HEADER = SPAN_FORWARD_HEADER + 1
};

struct line {
	uint32_t start;
	uint8_t kind;
	bool is_ours; /* of our own letters: never the author's */
};

struct page {
	struct span text;
	struct line *lines; /* one more, for the end */
	size_t n;
	size_t part;
	size_t depth;         /* of quotes that the message passed on is in */
	bool has_quotes;      /* a message's text, not a document's */
	bool has_history;     /* something quoted was seen */
	bool may_forward;     /* its first block is a message passed on */
	bool is_reply;        /* the subject says so */
	bool is_forward;      /* the subject says so */
	bool in_signature;    /* behind "-- " */
	struct span ours;     /* list: our own mailboxes */
	struct span internal; /* list: domains of staff */
	struct passed_on *passed_on;
	struct arena *mem;
};

/* Finds the lines of page->text. */
void page_split(struct page *p, struct arena *mem);

/* Line i with its end; without the quotes that the message is in. */
struct span page_line(const struct page *p, size_t i);
struct span page_words(const struct page *p, size_t i);

/* Nothing but marks of quoting? */
bool page_is_blank(const struct page *p, size_t i);

/* Is the line quoted deeper than the message that is read here? */
bool page_is_quoted(const struct page *p, size_t i);

/* The first line at or behind i that is not blank; at most so many behind. */
size_t page_skip_blanks(const struct page *p, size_t i, size_t most);

/* The line that the byte at offset lies in. */
size_t page_line_at(const struct page *p, size_t offset);

void page_set_kind(struct page *p, size_t from, size_t to, int kind);

/* Gives a blank line between two of one kind that kind. */
void page_join_over_blanks(struct page *p);

/* Is any own line of it more than white space? */
bool page_has_own(const struct page *p);

/* Makes lines of that kind own ones, but for ours. */
void page_forget(struct page *p, int kind);

/* The spans of lines that are not own; *n how many. */
struct marked_span *page_spans(const struct page *p, size_t part, size_t *n,
    struct arena *mem);

#endif
