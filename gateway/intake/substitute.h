/*
 * substitute.h - the notice that Exchange sends in place of a message
 *
 * Where Exchange cannot turn a message into MIME, FETCH is answered OK with a
 * small message of its own: From "Microsoft Exchange Server", Subject
 * "Retrieval using the IMAP4 protocol failed for the following message: 21"
 * (seen from Exchange 2010 to Exchange Online).  The message itself is still
 * in the mailbox, and may well come another time.
 *
 * This is the one place outside the confined readers that looks at what is
 * inside a message, since the role must know before it files the original
 * away: fixed words at the start of two lines of the first bytes are compared.
 * Nothing is decoded, and nothing is taken from them.  A message that feigns
 * to be such a notice is left in the mailbox, for a person to read.
 */
#ifndef INTAKE_SUBSTITUTE_H
#define INTAKE_SUBSTITUTE_H

#include "base/span.h"

/* The notices seen are 700 bytes long, their header 300. */
#define OPENING_BYTES 2048

/* The first bytes of a message that comes in. */
struct opening {
	char bytes[OPENING_BYTES];
	size_t len;
};

/* Takes the next bytes, as far as there is room. */
void opening_add(struct opening *opening, struct span bytes);

/* Is it the notice of Exchange? */
bool opening_is_substitute(const struct opening *opening);

#endif
