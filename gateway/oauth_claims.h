/*
 * oauth_claims.h - what an access token says of itself, for display
 *
 * Microsoft's are JSON Web Tokens (RFC 7519).  Nothing here verifies one:
 * that is the mail server's business.  It is read so that a refused login can
 * be traced to the step that an administrator has not taken.
 */
#ifndef OAUTH_CLAIMS_H
#define OAUTH_CLAIMS_H

#include "base/arena.h"
#include "options.h"

#include <time.h>

struct claims {
	struct span audience; /* aud: the service that it is for */
	struct span tenant;   /* tid */
	struct span app;      /* appid or azp: our client_id */
	struct span object;   /* oid: the service principal, or the person */
	struct span person;   /* upn or preferred_username */
	struct span roles;    /* of client_credentials, parted by blanks */
	struct span scopes;   /* scp, of a person, parted by blanks */
	time_t expires;       /* 0 where it does not say */
};

/*
 * Reads a token's claims; text lives in mem and is printable ASCII.  False
 * where it is no JSON Web Token: such a one is for the server alone to read.
 */
bool claims_read(struct span token, struct arena *mem, struct claims *claims);

enum service {
	SERVICE_IMAP,
	SERVICE_SMTP
};

/* Whether the options ask for Exchange Online, whose rules we know. */
bool oauth_is_exchange(const struct oauth_options *oauth);

/*
 * What is missing for Exchange Online, as a sentence that names who has to do
 * what; "" where all is right, and for a scope that is not Exchange's.
 */
struct span claims_missing(const struct claims *claims,
    const struct oauth_options *oauth, enum service service, time_t now,
    struct arena *mem);

/* The status in a server's refusal (RFC 7628 section 3.2.2), "" for none. */
struct span challenge_status(struct span base64, struct arena *mem);

#endif
