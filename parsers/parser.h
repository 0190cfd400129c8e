/*
 * parser.h - what every format's reader looks like
 *
 * A reader gets the bytes of one hostile document and tells a report what it
 * found.  It runs confined, in a process of its own that dies with it: it may
 * take a wrong turn, but it can open nothing, reach nobody and take no more
 * than its ceilings.
 */
#ifndef PARSERS_PARSER_H
#define PARSERS_PARSER_H

#include "base/ceilings.h"
#include "base/outcome.h"
#include "base/span.h"

#include <stdbool.h>

struct report;

struct document {
	struct span bytes;   /* all of them, followed by a NUL */
	struct span name;    /* a label from outside, "" for none */
	struct span type;    /* declared media type, lower case, or "" */
	struct span charset; /* declared charset, or "" */
	bool is_flowed;      /* declared format=flowed (RFC 3676) */
	bool deletes_blank;  /* and DelSp=yes */
	int skip_pages;      /* pages at the start that are not wanted */
	int owed_page;       /* not 0: this page alone is */
};

/* How reading ended.  The words are those of the JSON contract. */
/* clang-format off */
#define READINGS(X)                                                          \
	X(READ, "read")                                                      \
	X(EMPTY, "empty")             /* nothing in it to read */            \
	X(ENCRYPTED, "encrypted")                                            \
	X(UNREADABLE, "unreadable")   /* damaged beyond what is found */     \
	X(TOO_LARGE, "too_large")     /* over one of the ceilings */         \
	X(UNSUPPORTED, "unsupported") /* no reader for this format */
/* clang-format on */

#define READING_ENUM(name, word) name,
enum reading {
	READINGS(READING_ENUM)
};
#undef READING_ENUM

struct parser {
	const char *name;
	/* Media types it reads, "application/pdf image/png", found ones. */
	const char *types;
	bool needs_fonts; /* reads font files while it works */
	/* Loads, once and before any document, what needs files; or NULL. */
	enum outcome (*preload)(const char *languages, struct error *why);
	enum reading (
	    *read)(const struct document *document, struct report *report);
};

extern const struct parser message_parser, text_parser, html_parser, pdf_parser,
    image_parser, heic_parser, docx_parser, odf_parser, xlsx_parser, xls_parser,
    pptx_parser, doc_parser, rtf_parser, tnef_parser, msg_parser, smime_parser,
    zip_parser, calendar_parser, enriched_parser;

/* All there are, ended by NULL. */
extern const struct parser *const parsers[];

#endif
