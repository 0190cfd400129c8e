/* digest.c - digests, by the examples of their standards */
#include "base/digest.h"
#include "tap.h"

int
main(void)
{
	autoarena mem = { 0 };

	/* FIPS 180-2, appendix B.1. */
	is_span(digest_sha256(SPAN("abc"), &mem),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	    "SHA-256");
	/* RFC 4231, test case 2. */
	is_span(digest_keyed(SPAN("Jefe"), SPAN("what do ya want for nothing?"),
		    &mem),
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
	    "HMAC-SHA256");
	return done();
}
