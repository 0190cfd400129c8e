/* arena.c - hands out memory that is freed all at once */
#include "base/arena.h"
#include "base/outcome.h"

#include <errno.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES 65536

/*
 * The address sanitizer sees a step beyond what was asked for only where it
 * is told of it; the fence keeps two neighbours apart.
 */
#ifdef BUILD_SANITIZED
#include <sanitizer/asan_interface.h>
#define FENCE_BYTES 16
#else
#define ASAN_POISON_MEMORY_REGION(at, len) ((void)(at), (void)(len))
#define ASAN_UNPOISON_MEMORY_REGION(at, len) ((void)(at), (void)(len))
#define FENCE_BYTES 0
#endif

struct arena_block {
	struct arena_block *older;
	size_t used;
	size_t room;
	alignas(max_align_t) char bytes[];
};

static struct arena_block *
block_add(struct arena *a, size_t len)
{
	size_t room = len > BLOCK_BYTES ? len : BLOCK_BYTES;
	struct arena_block *b = calloc(1, sizeof *b + room);

	if (b == NULL)
		die("arena: out of memory for %zu bytes", room);
	b->room = room;
	ASAN_POISON_MEMORY_REGION(b->bytes, room);
	b->older = a->newest;
	a->newest = b;
	return b;
}

void *
arena_alloc(struct arena *a, size_t len)
{
	struct arena_block *b = a->newest;
	size_t asked = len;
	char *at;

	if (len > PTRDIFF_MAX)
		die("arena: %zu bytes asked for", len);
	len = (len + FENCE_BYTES + alignof(max_align_t) - 1) &
	      ~(alignof(max_align_t) - 1);
	if (b == NULL || b->room - b->used < len)
		b = block_add(a, len);
	at = b->bytes + b->used;
	b->used += len;
	ASAN_UNPOISON_MEMORY_REGION(at, asked);
	return at;
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	size_t len;

	if (__builtin_mul_overflow(n, size, &len))
		die("arena: %zu elements asked for", n);
	return arena_alloc(a, len);
}

struct span
arena_copy(struct arena *a, struct span bytes)
{
	char *at = arena_alloc(a, bytes.len + 1);

	if (bytes.len > 0)
		memcpy(at, bytes.at, bytes.len);
	return (struct span){ at, bytes.len };
}

const char *
arena_text(struct arena *a, struct span bytes)
{
	return arena_copy(a, bytes).at;
}

struct span
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *at;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		die("arena: %s", strerror(errno));
	at = arena_alloc(a, (size_t)n + 1);
	vsnprintf(at, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct span){ at, (size_t)n };
}

void
arena_release(struct arena *a)
{
	while (a->newest != NULL) {
		struct arena_block *b = a->newest;

		a->newest = b->older;
		ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->room);
		free(b);
	}
}
