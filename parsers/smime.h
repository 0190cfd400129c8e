/*
 * smime.h - what an S/MIME object is, by its first bytes
 */
#ifndef PARSERS_SMIME_H
#define PARSERS_SMIME_H

#include "base/span.h"

enum smime_kind {
	SMIME_NONE, /* no cryptographic message (RFC 5652) at all */
	SMIME_SIGNED,
	SMIME_ENVELOPED,
	SMIME_OTHER /* compressed, and what nobody sends */
};

/*
 * By the content type that stands at the beginning (RFC 5652, 3), in DER or
 * BER; nothing behind it is looked at.
 */
enum smime_kind smime_kind(struct span bytes);

#endif
