/*
 * arena.h - memory that lives as long as one item
 *
 * Everything known of an item is allocated here and freed in one go.  Memory
 * comes zeroed.  Running out of memory ends the process (die).
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/span.h"

struct arena_block;

struct arena {
	struct arena_block *newest; /* own */
};

/* An arena that is released when its scope ends. */
#define autoarena __attribute__((cleanup(arena_release))) struct arena

/* len zeroed bytes, aligned for any type, valid until arena_release. */
void *arena_alloc(struct arena *a, size_t len);

/* An array of n zeroed elements of a type: ARENA_ARRAY(a, 3, struct part). */
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))
void *arena_array(struct arena *a, size_t n, size_t size);

/* A copy of the bytes, followed by a NUL that the span does not count. */
struct span arena_copy(struct arena *a, struct span bytes);

/* The same as a C string; NUL bytes inside end it early for C's eyes. */
const char *arena_text(struct arena *a, struct span bytes);

/* A formatted copy, followed by a NUL that the span does not count. */
struct span arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

void arena_release(struct arena *a);

#endif
