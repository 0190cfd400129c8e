/*
 * digest.h - SHA-256 and MD5 of bytes, as lower-case hexadecimal
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/arena.h"
#include "base/outcome.h"

/* The SHA-256 of the bytes: 64 digits, in mem. */
struct span digest_sha256(struct span bytes, struct arena *mem);

/* The HMAC-SHA256 (RFC 2104) of the bytes under the key: 64 digits. */
struct span digest_keyed(struct span key, struct span bytes, struct arena *mem);

/*
 * The SHA-256 of bytes that come in pieces: begin, add, end, which frees it
 * and gives the digits as digest_sha256 does.
 */
struct digest;
struct digest *digest_begin(void);
void digest_add(struct digest *digest, struct span bytes);
struct span digest_end(struct digest *digest, struct arena *mem);

/*
 * Reads the file open at fd from its beginning to its end: its size and both
 * digests, in mem.  The file offset is left alone.  LATER where it cannot be
 * read.
 */
enum outcome digest_file(int fd, struct arena *mem, size_t *size,
    struct span *sha256, struct span *md5, struct error *why) must_check;

#endif
