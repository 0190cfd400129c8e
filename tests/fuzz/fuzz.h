/*
 * fuzz.h - what every target under tests/fuzz is
 *
 * A target is given bytes, has one reader of foreign bytes read them, and
 * must hold whatever they are: no fault that a sanitizer sees, and what the
 * reader promises.  libFuzzer makes up the bytes (make fuzz); where it is not
 * at hand replay.c gives those of corpus/NAME (make check).
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/span.h"
#include "base/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The names are libFuzzer's. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Ends the process where a promise is broken, which is a finding. */
#define must_hold(condition, promise)                                          \
	do {                                                                   \
		if (!(condition)) {                                            \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__,       \
			    __LINE__, promise);                                \
			abort();                                               \
		}                                                              \
	} while (0)

/*
 * A copy with nothing but a NUL behind it, so that a step beyond its end is
 * seen; the caller's to free.
 */
static inline char *
fuzz_copy(const uint8_t *bytes, size_t len)
{
	char *copy = malloc(len + 1);

	if (copy == NULL)
		abort();
	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

/* Is inner a piece of outer, or empty? */
static inline bool
is_within(struct span inner, struct span outer)
{
	return inner.len == 0 ||
	       (inner.at >= outer.at &&
		   inner.at + inner.len <= outer.at + outer.len);
}

#endif
