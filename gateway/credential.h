/*
 * credential.h - what a role logs in with, made in one place
 */
#ifndef CREDENTIAL_H
#define CREDENTIAL_H

#include "oauth.h"
#include "options.h"

struct credential {
	enum auth auth;
	struct span user;   /* the mailbox */
	struct span login;  /* whose the secret is; user, if nobody else's */
	struct span secret; /* the password, or an access token */
};

/* Where a role's credential comes from; it holds the token between logins. */
struct credentials {
	struct credential as; /* without its secret */
	struct span password_file, password_command;
	struct oauth oauth; /* own, unless auth is AUTH_PASSWORD */
	bool was_in_memory; /* the last one was a token of an earlier login */
};

void credentials_of_mailbox(struct credentials *c,
    const struct mailbox_options *options);
void credentials_of_smtp(struct credentials *c,
    const struct smtp_options *options);
void credentials_close(struct credentials *c);

/*
 * The credential for a login now: the password anew, or a token that is good
 * for a while.  Its secret lives in mem, or until the next call.  LATER and
 * BROKEN as options_secret and oauth_token say.
 */
enum outcome credentials_get(struct credentials *c, struct arena *mem,
    struct credential *credential, struct error *why) must_check;

/*
 * The server refused the last one.  True where that was a token that had been
 * kept, so that one more try, with a new token, makes sense.
 */
bool credentials_renew(struct credentials *c);

/* Whether the login's token is about to end, and with it the session. */
bool credentials_are_stale(const struct credentials *c);

#endif
