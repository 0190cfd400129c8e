/*
 * throttle.h - a server that asks for patience
 *
 * RFC 5530 has no code for it.  Gmail sends [THROTTLED]; Exchange Online has
 * words alone, in a NO or a BAD: "Request is throttled. Suggested Backoff
 * Time: 299961 milliseconds"; Yahoo says "Rate limit hit".
 */
#ifndef INTAKE_THROTTLE_H
#define INTAKE_THROTTLE_H

#include "base/span.h"

/* Where the server names no time, and the longest that is believed. */
#define THROTTLE_SECONDS 60
#define MAX_THROTTLE_SECONDS 3600

/*
 * How many seconds a refusal asks us to stay away, by its response code (""
 * for none) and its text; 0 where it speaks of something else.
 */
int throttle_seconds(struct span code, struct span text);

#endif
