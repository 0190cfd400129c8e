/*
 * options_login.h - what the options must hold for a login to be possible
 *
 * BROKEN says in words which key of which section is missing, or too many.
 */
#ifndef OPTIONS_LOGIN_H
#define OPTIONS_LOGIN_H

#include "item.h"
#include "options.h"

/* A mailbox's or the SMTP server's options, as far as they are alike. */
struct login_options {
	const char *section; /* "smtp", "mailbox " */
	struct span name;
	long long auth; /* enum auth */
	struct span oauth, password_file, password_command;
	const struct oauth_options *issuer;
};

/*
 * auth = password needs a file or a command, and no oauth; a token needs an
 * oauth that names a section of the file, and no password.
 */
enum outcome login_check(const char *file, const struct login_options *login,
    struct error *why) must_check;

/*
 * [oauth NAME]: token_url, client_id and scope; the client secret for
 * client_credentials; device_url and token_file for device_code.  Addresses
 * begin with https://, or with http:// where the host is 127.0.0.1, [::1] or
 * localhost, since what is sent there is a secret.
 */
enum outcome oauth_check(const char *file, const struct oauth_options *oauth,
    struct error *why) must_check;

/* From so many days on the end of a client secret is told. */
#define SECRET_WARNING_DAYS 30

/*
 * The days until the client secret's last day: 0 on it, negative after it.
 * False where the options name no last day.
 */
bool oauth_secret_days_left(const struct oauth_options *oauth, day today,
    int *days);

/*
 * What to say of a client secret: "" unless fewer than SECRET_WARNING_DAYS
 * days are left of it.  Text lives in mem.
 */
struct span oauth_secret_warning(const struct oauth_options *oauth, day today,
    struct arena *mem);

#endif
