/*
 * stored.h - for tests of parsers: a zip built in memory, nothing packed
 *
 *	struct stored zip = STORED;
 *
 *	stored_add(&zip, "word/document.xml", SPAN("<w:document/>"));
 *	reader_hear(&reader, stored_end(&zip), "a.docx", "", "", &heard);
 *	stored_release(&zip);
 */
#ifndef TESTS_STORED_H
#define TESTS_STORED_H

#include "base/buf.h"

#include <stdint.h>

struct stored {
	struct buf bytes; /* of entries, then of the directory behind them */
	struct buf directory;
	unsigned n;
};

#define STORED                                                                 \
	((struct stored){ .bytes = BUF((size_t)256 << 20),                     \
	    .directory = BUF((size_t)64 << 20) })

static inline void
stored_number(struct buf *b, unsigned long value, int bytes)
{
	for (; bytes > 0; bytes--, value >>= 8)
		buf_add_char(b, (char)(value & 0xff));
}

/* CRC-32 of ISO 3309, as a zip has it. */
static inline unsigned long
stored_crc(struct span bytes)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < bytes.len; i++) {
		crc ^= (unsigned char)bytes.at[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return crc ^ 0xffffffff;
}

/* The fields that an entry and its line of the directory share. */
static inline void
stored_head(struct buf *b, struct span name, struct span content,
    unsigned long crc)
{
	stored_number(b, 10, 2); /* version needed */
	stored_number(b, 0, 4);  /* flags, method: stored */
	stored_number(b, 0x21, 4);
	stored_number(b, crc, 4);
	stored_number(b, content.len, 4);
	stored_number(b, content.len, 4);
	stored_number(b, name.len, 2);
	stored_number(b, 0, 2);
}

static inline void
stored_add(struct stored *z, const char *name, struct span content)
{
	unsigned long crc = stored_crc(content);
	size_t at = z->bytes.len;

	stored_number(&z->bytes, 0x04034b50, 4);
	stored_head(&z->bytes, span_of(name), content, crc);
	buf_add_text(&z->bytes, name);
	buf_add(&z->bytes, content);
	stored_number(&z->directory, 0x02014b50, 4);
	stored_number(&z->directory, 10, 2);
	stored_head(&z->directory, span_of(name), content, crc);
	stored_number(&z->directory, 0, 8);
	stored_number(&z->directory, 0, 2);
	stored_number(&z->directory, at, 4);
	buf_add_text(&z->directory, name);
	z->n++;
}

static inline void
stored_text(struct stored *z, const char *name, const char *content)
{
	stored_add(z, name, span_of(content));
}

/* The whole zip; nothing can be added any more. */
static inline struct span
stored_end(struct stored *z)
{
	size_t at = z->bytes.len;

	buf_add(&z->bytes, buf_span(&z->directory));
	stored_number(&z->bytes, 0x06054b50, 4);
	stored_number(&z->bytes, 0, 4);
	stored_number(&z->bytes, z->n, 2);
	stored_number(&z->bytes, z->n, 2);
	stored_number(&z->bytes, z->directory.len, 4);
	stored_number(&z->bytes, at, 4);
	stored_number(&z->bytes, 0, 2);
	return buf_span(&z->bytes);
}

static inline void
stored_release(struct stored *z)
{
	buf_release(&z->bytes);
	buf_release(&z->directory);
}

#endif
