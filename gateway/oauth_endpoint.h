/*
 * oauth_endpoint.h - asks for tokens (RFC 6749, RFC 8628), through libcurl
 *
 * Trusts:  the configuration; the other side only after its certificate and
 *          name were verified.
 * Doubts:  the answer: bounded JSON, of which a few fields are taken.  Of an
 *          error's text nothing but its word and Microsoft's number is shown.
 */
#ifndef OAUTH_ENDPOINT_H
#define OAUTH_ENDPOINT_H

#include "base/buf.h"
#include "options.h"

#define OAUTH_CONNECT_SECONDS 15
#define OAUTH_TOTAL_SECONDS 30
#define MAX_OAUTH_ANSWER_BYTES (64 << 10)

struct oauth_answer {
	struct span access_token, refresh_token; /* "" where there is none */
	struct span device_code, user_code, address;
	long long expires_in;
	long long interval;
	struct span
	    fault;        /* RFC 6749 section 5.2: invalid_client; "" is well */
	long long number; /* of AADSTS7000215; 0 where there is none */
};

/* Adds "&key=value" to a form, encoded as application/x-www-form-urlencoded. */
void form_add(struct buf *form, const char *key, struct span value);

/*
 * Adds what every request says: client_id, scope, and the client secret where
 * there is one.  LATER where the secret cannot be had.
 */
enum outcome form_add_client(struct buf *form, const struct oauth_options *o,
    struct error *why) must_check;

/*
 * Sends the form to url.  DONE where an answer came, which may be a fault;
 * its text lives in mem.  LATER where none came, or none that can be read.
 */
enum outcome oauth_ask(const struct oauth_options *o, struct span url,
    struct span form, struct arena *mem, struct oauth_answer *answer,
    struct error *why) must_check;

/*
 * LATER, with what the fault of an answer means and who can put it right.
 */
enum outcome oauth_fault(const struct oauth_options *o,
    const struct oauth_answer *answer, struct error *why) must_check;

/* Reads the JSON of an answer, as oauth_ask does. */
enum outcome oauth_answer_read(struct span json, struct arena *mem,
    struct oauth_answer *answer, struct error *why) must_check;

#endif
