/*
 * sealed.h - messages whose letter cannot be read here: a person must fetch it
 */
#ifndef PARSERS_SEALED_H
#define PARSERS_SEALED_H

#include "outline.h"

/*
 * Why nobody but the addressee can read the message, as a note for staff that
 * says what to do; NULL where it can be read.  Sealed are:
 * - PGP, as multipart/encrypted (RFC 3156, 4) or as armour in a text
 *   (RFC 9580, 6.2);
 * - enveloped S/MIME (RFC 8551, 3.3);
 * - Microsoft Purview, whose message.rpmsg holds the letter;
 * - notices of a portal (Egress, NHSmail, Mimecast, Cisco, Proofpoint): told
 *   by the file they carry, or by a link to the portal beside words that
 *   speak of a message to be read there.
 */
const char *sealed_why(const struct outline *o);

#endif
