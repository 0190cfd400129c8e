/*
 * ole_file.h - the streams of an OLE2 container (MS-CFB), read whole
 */
#ifndef PARSERS_OLE_FILE_H
#define PARSERS_OLE_FILE_H

#include "base/arena.h"
#include "base/span.h"

#include <stdbool.h>

struct ole_file {
	void *file;         /* own: GsfInfile */
	struct arena mem;   /* holds the streams that were read */
	long long unpacked; /* bytes of streams so far */
	bool is_damaged;    /* a stream could not be read */
	bool is_too_large;  /* streams over MAX_UNPACKED_BYTES */
};

/* False where the bytes, which must outlive it, are no container. */
bool ole_file_open(struct ole_file *f, struct span bytes);
void ole_file_release(struct ole_file *f);

/* The bytes of the stream of that name, valid until release; "" for none. */
struct span ole_file_stream(struct ole_file *f, const char *name);

/* Is there a stream or a folder of that name? */
bool ole_file_has(const struct ole_file *f, const char *name);

/* A number of 2 or 4 bytes, little-endian; 0 beyond the end. */
unsigned ole_u16(struct span bytes, size_t at);
unsigned ole_u32(struct span bytes, size_t at);

#endif
