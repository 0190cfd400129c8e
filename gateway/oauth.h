/*
 * oauth.h - where access tokens come from: fetched, kept in memory, renewed
 *
 * client_credentials (RFC 6749 section 4.4) asks with the client secret each
 * time.  device_code asks with the refresh token (section 6) that a person's
 * sign-in left in token_file (oauth_device.h).  An access token is never
 * written to disk, and neither it nor a secret to a log.
 */
#ifndef OAUTH_H
#define OAUTH_H

#include "base/buf.h"
#include "options.h"

#include <time.h>

/* Microsoft's are of 1 to 3 KiB. */
#define MAX_TOKEN_BYTES (8 << 10)
/* A token is renewed so long before its end, or at half its life. */
#define RENEW_SECONDS 300

struct oauth {
	const struct oauth_options *options;
	struct buf token; /* own */
	time_t renew_at;
};

void oauth_open(struct oauth *oauth, const struct oauth_options *options);
void oauth_close(struct oauth *oauth);

/* Whether the token in memory is good for a while yet. */
bool oauth_is_fresh(const struct oauth *oauth, time_t now);

/*
 * The access token: that in memory while it is fresh, else a new one.  Valid
 * until the next call.  LATER says who has to do what.
 */
enum outcome oauth_token(struct oauth *oauth, struct span *token,
    struct error *why) must_check;

/* The token is of no use: the next call fetches another. */
void oauth_forget(struct oauth *oauth);

/*
 * Puts the refresh token into token_file: mode 0600, whole or not at all, the
 * old one until then.  A server that ends the old one as it gives the new one
 * can still lose us the sign-in, where we are killed in between.
 */
enum outcome oauth_keep(const struct oauth_options *options,
    struct span refresh_token, struct error *why) must_check;

#endif
