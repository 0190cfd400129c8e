/*
 * transport_check.c - whether the way out can work, without asking anybody
 *
 * Apart from what sends, since that brings libcurl with it.
 */
#include "reply/sendmail.h"
#include "reply/smtp.h"
#include "reply/transport.h"
#include "triage/address.h"

static bool
host_is_safe(struct span host)
{
	for (size_t i = 0; i < host.len; i++) {
		char c = host.at[i];

		if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') &&
		    (c < '0' || c > '9') && c != '.' && c != '-' && c != ':')
			return false;
	}
	return host.len > 0;
}

enum outcome
smtp_check(const struct smtp_options *options, struct error *why)
{
	if (!host_is_safe(options->host))
		return fail(why, BROKEN, "[smtp] host: not a host name");
	if (options->user.len > 0 && options->tls == TLS_NONE)
		return fail(why, BROKEN,
		    "[smtp] user: its password is not sent without TLS: set "
		    "tls = starttls or required");
	return DONE;
}

enum outcome
transport_check(const struct smtp_options *options, struct error *why)
{
	if (!address_is_fit(options->from))
		return fail(why, BROKEN,
		    "[smtp] from: not a plain e-mail address");
	if (options->envelope_sender.len > 0 &&
	    !address_is_fit(options->envelope_sender))
		return fail(why, BROKEN,
		    "[smtp] envelope_sender: not a plain e-mail address");
	if (options->transport == TRANSPORT_SMTP)
		return smtp_check(options, why);
	if (options->transport == TRANSPORT_SENDMAIL)
		return sendmail_check(options, why);
	return DONE;
}
