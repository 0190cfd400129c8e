/* digest.c - computes digests with GnuTLS */
#include "base/digest.h"

#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <unistd.h>

#define MAX_DIGEST_BYTES 32

/* Without memory GnuTLS names what it then lacks: errno alone says why. */
static void __attribute__((noreturn)) die_of(const char *digest, int n)
{
	die("digest: %s: %s%s", digest, gnutls_strerror(n),
	    errno == ENOMEM ? " (no memory)" : "");
}

static struct span
hexadecimal(const unsigned char *digest, size_t len, struct arena *mem)
{
	static const char digits[] = "0123456789abcdef";
	char *text = arena_alloc(mem, 2 * len + 1);

	for (size_t i = 0; i < len; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	return (struct span){ text, 2 * len };
}

struct span
digest_sha256(struct span bytes, struct arena *mem)
{
	unsigned char digest[MAX_DIGEST_BYTES];

	int n =
	    gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes.at, bytes.len, digest);

	if (n < 0)
		die_of("SHA-256", n);
	return hexadecimal(digest, sizeof digest, mem);
}

struct span
digest_keyed(struct span key, struct span bytes, struct arena *mem)
{
	unsigned char digest[MAX_DIGEST_BYTES];

	int n = gnutls_hmac_fast(GNUTLS_MAC_SHA256, key.at, key.len, bytes.at,
	    bytes.len, digest);

	if (n < 0)
		die_of("HMAC-SHA256", n);
	return hexadecimal(digest, sizeof digest, mem);
}

static gnutls_hash_hd_t
hash_begin(gnutls_digest_algorithm_t algorithm)
{
	gnutls_hash_hd_t hash;
	int n = gnutls_hash_init(&hash, algorithm);

	if (n < 0)
		die_of(gnutls_digest_get_name(algorithm), n);
	return hash;
}

static struct span
hash_end(gnutls_hash_hd_t hash, gnutls_digest_algorithm_t algorithm,
    struct arena *mem)
{
	unsigned char digest[MAX_DIGEST_BYTES];

	gnutls_hash_deinit(hash, digest);
	return hexadecimal(digest, gnutls_hash_get_len(algorithm), mem);
}

/* What callers hold is GnuTLS's own handle, under a name of ours. */
struct digest *
digest_begin(void)
{
	return (struct digest *)hash_begin(GNUTLS_DIG_SHA256);
}

void
digest_add(struct digest *digest, struct span bytes)
{
	gnutls_hash((gnutls_hash_hd_t)digest, bytes.at, bytes.len);
}

struct span
digest_end(struct digest *digest, struct arena *mem)
{
	return hash_end((gnutls_hash_hd_t)digest, GNUTLS_DIG_SHA256, mem);
}

enum outcome
digest_file(int fd, struct arena *mem, size_t *size, struct span *sha256,
    struct span *md5, struct error *why)
{
	gnutls_hash_hd_t sha = hash_begin(GNUTLS_DIG_SHA256);
	gnutls_hash_hd_t md = hash_begin(GNUTLS_DIG_MD5);
	unsigned char piece[65536];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, piece, sizeof piece, at)) > 0 ||
	       (n < 0 && errno == EINTR)) {
		if (n < 0)
			continue;
		gnutls_hash(sha, piece, (size_t)n);
		gnutls_hash(md, piece, (size_t)n);
		at += n;
	}
	*sha256 = hash_end(sha, GNUTLS_DIG_SHA256, mem);
	*md5 = hash_end(md, GNUTLS_DIG_MD5, mem);
	*size = (size_t)at;
	return n < 0 ? fail(why, LATER, "file: read: %s", strerror(errno))
		     : DONE;
}
