/*
 * report.h - what a reader says of its document, as frames on a pipe
 *
 * The functions write frames of base/wire.h.  Where the other side is gone
 * the process ends: nobody is left to tell.  Text over MAX_TEXT_BYTES is cut
 * and makes report_text return false; the reader then stops and returns
 * TOO_LARGE.
 */
#ifndef PARSERS_REPORT_H
#define PARSERS_REPORT_H

#include "base/outcome.h"
#include "base/span.h"

struct report {
	int fd;
	long long text_bytes; /* so far */
	bool wants_printed;   /* with the numbers of lists */
	bool wants_words;     /* and where each word stands */
};

/* The media type found. */
void report_type(struct report *r, struct span type);

/* One remark for staff, in plain English, without a full stop. */
void report_note(struct report *r, const char *fmt, ...) printf_like(2, 3);

/* The next piece of the document's text, UTF-8; false once it is too much. */
bool report_text(struct report *r, struct span text);

void report_pages(struct report *r, long long pages);

/* What follows is of this page; pages count from 1. */
void report_page(struct report *r, long long page);

/*
 * What is on this page belongs here, but takes a while: it will be asked for
 * by an errand of its own (document.owed_page), beside others of its kind.  A
 * reader of a document of several pages owes each that must be recognised.
 */
void report_owed(struct report *r, long long page);

struct placed_page;
struct placed_word;
/* A page whose words follow, and one of them (base/placed.h). */
void report_placed_page(struct report *r, const struct placed_page *page);
void report_placed_word(struct report *r, const struct placed_word *word);

/* The next piece of a copy. */
void report_copy(struct report *r, struct span bytes);

/* Some text was recognised; confidence of all of it in thousandths. */
void report_ocr(struct report *r, long long confidence);

/* One header of a message, decoded and unfolded. */
void report_header(struct report *r, struct span name, struct span value);

/* One mailbox of the named field. */
void report_address(struct report *r, const char *field, struct span name,
    struct span address);

/* The Date: field as RFC 3339. */
void report_date(struct report *r, struct span date);

struct report_part {
	struct span path;        /* "1.2", within this document */
	struct span name;        /* label; "" for none */
	struct span type;        /* declared, lower case; "" for none */
	struct span charset;     /* declared; "" for none */
	const char *disposition; /* "body", "inline" or "attachment" */
	bool is_alternative;     /* says again what another part says */
};

/* Opens a nested part; its bytes follow by report_data. */
void report_part(struct report *r, const struct report_part *part);
void report_data(struct report *r, struct span bytes);

/* How reading ended: the last word of a report. */
void report_end(struct report *r, const char *outcome);

#endif
