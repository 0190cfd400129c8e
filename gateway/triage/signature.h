/*
 * signature.h - lines that close a message
 */
#ifndef TRIAGE_SIGNATURE_H
#define TRIAGE_SIGNATURE_H

#include "base/span.h"

/*
 * Does the line close a letter: "Kind regards", "Mit freundlichen Grüßen",
 * perhaps with a comma and a name, or a second closing, behind it?
 */
bool signature_is_closing(struct span line);

/* "Sent from my telephone", "Get Outlook for ...", in any language? */
bool signature_is_device(struct span line);

/* A sentence, or a postscript: words rather than a signature? */
bool signature_is_sentence(struct span line);

#endif
