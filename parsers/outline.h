/*
 * outline.h - the leaves of a message: which are its text, which hang on it
 */
#ifndef PARSERS_OUTLINE_H
#define PARSERS_OUTLINE_H

#include "transfer.h"

#include "base/arena.h"
#include "base/span.h"

#include <gmime/gmime.h>
#include <stdbool.h>

/* Multiparts within multiparts; paths stay below 64 bytes. */
#define MAX_NESTING 16

struct report;

struct leaf {
	GMimePart *part;
	struct span path;
	struct span type;  /* declared, lower case */
	struct span name;  /* label; "" for none */
	struct span bytes; /* decoded */
	const char *disposition;
	bool is_alternative;
	bool is_wrapping; /* the message itself, packed once more */
};

struct outline {
	struct arena *mem;
	struct leaf *leaves; /* of MAX_PARTS */
	size_t n;
	bool is_cut;       /* over a ceiling: some parts are not in it */
	bool is_encrypted; /* multipart/encrypted (RFC 1847) */
};

/*
 * Fills o with the leaves of an object, in order.  Paths are those of IMAP
 * sections (RFC 3501, 6.4.5): a message of one part has part 1.
 *
 * Plain text and HTML are its body where they have no name or come first,
 * unless marked as attached or garbled beyond reading; where there is none
 * with text, letters in other kinds of text (text/enriched, RTF) are, and any
 * text that is the only part.
 * winmail.dat and an S/MIME message are too: they hold the message itself.  Of
 * versions of one text (RFC 2046, 5.1.4) all but one are marked.
 */
void outline_make(struct outline *o, GMimeObject *object, struct arena *mem);

/* Does a body of that type ("text/plain") hold more than white space? */
bool outline_has_text(const struct outline *o, struct span type);

/* The transfer encoding that an object names, of a multipart too. */
enum transfer outline_transfer(GMimeObject *object);

/* Reports every leaf with its bytes.  True where any had bytes. */
bool outline_report(const struct outline *o, struct report *report);

#endif
