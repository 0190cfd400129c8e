/* buf.c - grows a run of bytes up to its ceiling */
#include "base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for more bytes and a NUL; returns how many of them may be added. */
static size_t
make_room(struct buf *b, size_t more)
{
	size_t want;

	if (more > b->ceiling - b->len) {
		more = b->ceiling - b->len;
		b->overflowed = true;
	}
	if (b->at != NULL && b->room - b->len > more)
		return more;
	want = b->room < 64 ? 64 : b->room;
	while (want - b->len <= more)
		want *= 2;
	b->at = realloc(b->at, want);
	if (b->at == NULL)
		die("buf: out of memory for %zu bytes", want);
	b->room = want;
	return more;
}

void
buf_add(struct buf *b, struct span bytes)
{
	size_t n = make_room(b, bytes.len);

	if (n > 0)
		memcpy(b->at + b->len, bytes.at, n);
	b->len += n;
	b->at[b->len] = '\0';
}

void
buf_add_char(struct buf *b, char c)
{
	buf_add(b, (struct span){ &c, 1 });
}

void
buf_add_text(struct buf *b, const char *text)
{
	buf_add(b, span_of(text));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		die("buf: %s", strerror(errno));
	buf_add(b, (struct span){ text, (size_t)n });
	free(text);
}

struct span
buf_span(const struct buf *b)
{
	return (struct span){ buf_text(b), b->len };
}

const char *
buf_text(const struct buf *b)
{
	return b->at == NULL ? "" : b->at;
}

void
buf_cut(struct buf *b, size_t len)
{
	if (len >= b->len)
		return;
	b->len = len;
	b->at[len] = '\0';
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	b->overflowed = false;
	if (b->at != NULL)
		b->at[0] = '\0';
}

void
buf_release(struct buf *b)
{
	free(b->at);
	*b = BUF(b->ceiling);
}
