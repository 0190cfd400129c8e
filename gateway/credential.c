/* credential.c - the password or token for a login */
#include "credential.h"
#include "base/io.h"

static void
credentials_open(struct credentials *c, const struct oauth_options *issuer)
{
	if (c->as.auth != AUTH_PASSWORD)
		oauth_open(&c->oauth, issuer);
}

void
credentials_of_mailbox(struct credentials *c,
    const struct mailbox_options *options)
{
	*c = (struct credentials){
		.as = { .auth = (enum auth)options->auth,
		    .user = options->user,
		    .login = options->login.len > 0 ? options->login
						    : options->user },
		.password_file = options->password_file,
		.password_command = options->password_command,
	};
	credentials_open(c, options->issuer);
}

void
credentials_of_smtp(struct credentials *c, const struct smtp_options *options)
{
	*c = (struct credentials){
		.as = { .auth = (enum auth)options->auth,
		    .user = options->user,
		    .login = options->user },
		.password_file = options->password_file,
		.password_command = options->password_command,
	};
	credentials_open(c, options->issuer);
}

void
credentials_close(struct credentials *c)
{
	if (c->as.auth != AUTH_PASSWORD)
		oauth_close(&c->oauth);
}

enum outcome
credentials_get(struct credentials *c, struct arena *mem,
    struct credential *credential, struct error *why)
{
	struct credential made = c->as;
	enum outcome how;

	if (c->as.auth == AUTH_PASSWORD) {
		how = options_secret(c->password_file, c->password_command, mem,
		    &made.secret, why);
	} else {
		c->was_in_memory = oauth_is_fresh(&c->oauth, clock_now());
		how = oauth_token(&c->oauth, &made.secret, why);
	}
	if (how == DONE)
		*credential = made;
	return how;
}

bool
credentials_renew(struct credentials *c)
{
	if (c->as.auth == AUTH_PASSWORD || !c->was_in_memory)
		return false;
	oauth_forget(&c->oauth);
	return true;
}

bool
credentials_are_stale(const struct credentials *c)
{
	return c->as.auth != AUTH_PASSWORD &&
	       !oauth_is_fresh(&c->oauth, clock_now());
}
