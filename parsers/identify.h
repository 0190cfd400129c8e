/*
 * identify.h - what a document is, by its bytes
 *
 * The declared type is believed only among the kinds of text, and for a
 * message; a container or a binary format is what its bytes say.
 */
#ifndef PARSERS_IDENTIFY_H
#define PARSERS_IDENTIFY_H

#include "parser.h"

#include "base/arena.h"

/* Loads libmagic's rules; call before confinement. */
enum outcome identify_preload(struct error *why) must_check;

/*
 * The media type of the document, in mem; application/octet-stream where
 * nothing fits, application/x-empty for no bytes, application/encrypted for
 * an Office file under a password.
 */
struct span identify(const struct document *document, struct arena *mem);

#endif
