/*
 * edge.h - for tests of what reads text: bytes at the edge of memory
 *
 * A byte is known to be read beyond a text's end only where none may be read
 * there: such a text ends where its pages do, and the page behind them has
 * none that may be, nor has the one before them.  A step too far ends the
 * test by a signal, which prove takes as failed, whatever it is built with.
 * The pages are the test's until it ends.
 */
#ifndef TESTS_EDGE_H
#define TESTS_EDGE_H

#include "base/outcome.h"
#include "base/span.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Pages for len bytes, between two that may not be read; *room has theirs. */
static inline char *
edge_pages(size_t len, size_t *room)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *at;

	*room = (len + page - 1) / page * page;
	at = mmap(NULL, *room + 2 * page, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED ||
	    mprotect(at + page, *room, PROT_READ | PROT_WRITE) < 0)
		die("edge: no pages for %zu bytes", len);
	return at + page;
}

/* A copy of len bytes, or of n elements, behind which none may be read. */
static inline void *
edge_bytes(const void *from, size_t len)
{
	size_t room;
	char *at = edge_pages(len, &room);

	at += room - len;
	if (len > 0)
		memcpy(at, from, len);
	return at;
}
#define edge_array(from, n) edge_bytes((from), (n) * sizeof *(from))

static inline struct span
edge_copy(struct span bytes)
{
	return (struct span){ edge_bytes(bytes.at, bytes.len), bytes.len };
}

/* A copy of the bytes before which none may be read. */
static inline struct span
edge_start(struct span bytes)
{
	size_t room;
	char *at = edge_pages(bytes.len, &room);

	if (bytes.len > 0)
		memcpy(at, bytes.at, bytes.len);
	return (struct span){ at, bytes.len };
}

/* span_of, without the NUL behind it. */
static inline struct span
edge_of(const char *text)
{
	return edge_copy(span_of(text));
}

#endif
