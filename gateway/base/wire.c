/* wire.c - frames of a report, written on one side and doubted on the other */
#include "base/wire.h"
#include "base/io.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define HEAD_BYTES 5 /* tag and length */

#define WIRE_MOST(tag, most) [tag] = (most),
static const size_t most_bytes[] = { WIRE_TAGS(WIRE_MOST) };
#undef WIRE_MOST

enum outcome
wire_put(int fd, enum wire_tag tag, struct span bytes, struct error *why)
{
	size_t len = bytes.len;
	const unsigned char head[HEAD_BYTES] = { (unsigned char)tag,
		(unsigned char)len, (unsigned char)(len >> 8),
		(unsigned char)(len >> 16), (unsigned char)(len >> 24) };
	enum outcome how;

	assert(tag < WIRE_TAG_COUNT && len <= most_bytes[tag]);
	how =
	    io_write(fd, (struct span){ (const char *)head, sizeof head }, why);
	return how == DONE ? io_write(fd, bytes, why) : how;
}

enum outcome
wire_put_number(int fd, enum wire_tag tag, long long n, struct error *why)
{
	autobuf digits = BUF(32);

	buf_printf(&digits, "%lld", n);
	return wire_put(fd, tag, buf_span(&digits), why);
}

enum outcome
wire_put_long(int fd, enum wire_tag tag, struct span bytes, struct error *why)
{
	enum outcome how = DONE;

	while (bytes.len > 0 && how == DONE) {
		struct span piece = span_head(bytes, most_bytes[tag]);

		how = wire_put(fd, tag, piece, why);
		bytes = span_from(bytes, piece.len);
	}
	return how;
}

void
wire_reader_release(struct wire_reader *r)
{
	buf_release(&r->pending);
	*r = (struct wire_reader){ .pending = r->pending };
}

void
wire_feed(struct wire_reader *r, struct span bytes)
{
	struct buf *b = &r->pending;

	if (r->taken > 0) {
		b->len -= r->taken;
		memmove(b->at, b->at + r->taken, b->len);
		r->taken = 0;
	}
	buf_add(b, bytes);
}

enum outcome
wire_next(struct wire_reader *r, enum wire_tag *tag, struct span *bytes,
    struct error *why)
{
	struct span rest = span_from(buf_span(&r->pending), r->taken);
	const unsigned char *head = (const unsigned char *)rest.at;
	uint32_t len;

	if (r->pending.overflowed)
		return fail(why, REFUSED, "report: frames were not taken");
	if (r->ended && rest.len > 0)
		return fail(why, REFUSED, "report: bytes after its end");
	if (rest.len == 0)
		return LATER;
	if (head[0] >= WIRE_TAG_COUNT)
		return fail(why, REFUSED, "report: unknown tag %u", head[0]);
	if (rest.len < HEAD_BYTES)
		return LATER;
	len = (uint32_t)head[1] | (uint32_t)head[2] << 8 |
	      (uint32_t)head[3] << 16 | (uint32_t)head[4] << 24;
	if (len > most_bytes[head[0]])
		return fail(why, REFUSED, "report: tag %u: %lu bytes", head[0],
		    (unsigned long)len);
	if (rest.len - HEAD_BYTES < len)
		return LATER;
	*tag = head[0];
	*bytes = span_head(span_from(rest, HEAD_BYTES), len);
	r->taken += HEAD_BYTES + len;
	r->ended = *tag == WIRE_END;
	return DONE;
}
