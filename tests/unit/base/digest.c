/* digest.c - digests, by the examples of their standards */
#include "base/digest.h"
#include "base/io.h"
#include "faulty.h"
#include "tap.h"

#include <gnutls/crypto.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

FAULTY(ssize_t, -1, pread, (int fd, void *at, size_t n, off_t from),
    (fd, at, n, from))
FAULTY(int, GNUTLS_E_INTERNAL_ERROR, gnutls_hash_fast,
    (gnutls_digest_algorithm_t a, const void *at, size_t n, void *digest),
    (a, at, n, digest))
FAULTY(int, GNUTLS_E_INTERNAL_ERROR, gnutls_hmac_fast,
    (gnutls_mac_algorithm_t a, const void *key, size_t key_len, const void *at,
	size_t n, void *digest),
    (a, key, key_len, at, n, digest))
FAULTY(int, GNUTLS_E_INTERNAL_ERROR, gnutls_hash_init,
    (gnutls_hash_hd_t * hash, gnutls_digest_algorithm_t a), (hash, a))

static void
of_bytes(void)
{
	autoarena mem = { 0 };
	struct digest *d = digest_begin();

	/* FIPS 180-2, appendix B.1. */
	is_span(digest_sha256(SPAN("abc"), &mem), ABC, "SHA-256");
	digest_add(d, SPAN("a"));
	digest_add(d, SPAN(""));
	digest_add(d, SPAN("bc"));
	is_span(digest_end(d, &mem), ABC, "of bytes that come in pieces");
	/* RFC 4231, test case 2. */
	is_span(digest_keyed(SPAN("Jefe"), SPAN("what do ya want for nothing?"),
		    &mem),
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
	    "HMAC-SHA256");
}

/* A million times "a" (FIPS 180-2, B.3; RFC 1321's MD5 of it). */
static void
of_files(void)
{
	static char bytes[1000000];
	autofd fd = memfd_create("file", 0);
	autoarena mem = { 0 };
	struct span sha256, md5;
	struct error why;
	size_t size = 0;

	memset(bytes, 'a', sizeof bytes);
	ok(io_write(fd, (struct span){ bytes, sizeof bytes }, &why) == DONE &&
		lseek(fd, 7, SEEK_SET) == 7,
	    "a file, read up to somewhere");
	faulty_pread = (struct faulty){ EINTR, 2, 2 };
	is_number(digest_file(fd, &mem, &size, &sha256, &md5, &why), DONE,
	    "is read");
	is_number(faulty_pread.times, 0, "in spite of signals");
	is_number(size, sizeof bytes, "whole");
	is_span(sha256,
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
	    "its SHA-256");
	is_span(md5, "7707d6ae4e027c70eea2a935c2296f21", "its MD5");
	is_number(lseek(fd, 0, SEEK_CUR), 7, "its offset stays");

	faulty_pread = (struct faulty){ EIO, 2, 1 };
	is_number(digest_file(fd, &mem, &size, &sha256, &md5, &why), LATER,
	    "a bad disk");
	is_text(why.text, "file: read: Input/output error", "is told");
	is_number(digest_file(-1, &mem, &size, &sha256, &md5, &why), LATER,
	    "so is no file");
}

/* The last line of a process in which one call of the library fails. */
static void
without_a_library(void)
{
	struct faulty *const calls[] = { &faulty_gnutls_hash_fast,
		&faulty_gnutls_hmac_fast, &faulty_gnutls_hash_init };
	static const char *const said[] = {
		"postroom: digest: SHA-256: GnuTLS internal error.\n",
		"postroom: digest: HMAC-SHA256: GnuTLS internal error.\n",
		"postroom: digest: SHA256: GnuTLS internal error.\n",
	};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		autobuf line = BUF(200);
		int ends[2], status = 0;
		pid_t child;

		if (pipe(ends) < 0)
			return;
		child = fork();
		if (child == 0) {
			dup2(ends[1], STDERR_FILENO);
			close(STDOUT_FILENO);
			*calls[i] = (struct faulty){ .times = 1 };
			of_bytes();
			_exit(0);
		}
		close(ends[1]);
		ok(io_read(ends[0], &line, NULL) == DONE, "what it says");
		close(ends[0]);
		is_text(buf_text(&line), said[i], "no digest, no going on");
		ok(waitpid(child, &status, 0) == child && WIFEXITED(status) &&
			WEXITSTATUS(status) == EX_OSERR,
		    "it ends");
	}
}

int
main(void)
{
	of_bytes();
	of_files();
	without_a_library();
	return done();
}
