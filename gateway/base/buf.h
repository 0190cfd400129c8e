/*
 * buf.h - growable bytes with a ceiling
 *
 * The ceiling is given at birth.  What does not fit is cut off and sets
 * overflowed, which stays set: a writer adds all it has and asks once at the
 * end.  The bytes are always followed by a NUL that len does not count.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/outcome.h"
#include "base/span.h"

struct buf {
	char *at; /* own; NULL until the first byte */
	size_t len;
	size_t room;
	size_t ceiling; /* most bytes it will ever hold */
	bool overflowed;
};

#define BUF(most) ((struct buf){ .ceiling = (most) })

/* A buffer that is released when its scope ends. */
#define autobuf __attribute__((cleanup(buf_release))) struct buf

void buf_add(struct buf *b, struct span bytes);
void buf_add_char(struct buf *b, char c);
void buf_add_text(struct buf *b, const char *text);
void buf_printf(struct buf *b, const char *fmt, ...) printf_like(2, 3);

/* The bytes so far; valid until the next change. */
struct span buf_span(const struct buf *b);

/* The bytes so far as a C string, "" when empty; valid as buf_span. */
const char *buf_text(const struct buf *b);

/* Forgets the bytes from len on. */
void buf_cut(struct buf *b, size_t len);

/* Forgets the bytes and the overflow, keeps memory and ceiling. */
void buf_clear(struct buf *b);

/* Frees the memory; the ceiling stays. */
void buf_release(struct buf *b);

#endif
