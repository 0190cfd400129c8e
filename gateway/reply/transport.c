/* transport.c - chooses the way that outgoing mail takes */
#include "reply/transport.h"
#include "reply/smtp.h"
#include "triage/address.h"

enum outcome
transport_open(const struct smtp_options *options, struct arena *mem,
    struct transport *transport, struct error *why)
{
	struct transport t = {
		.options = options,
		.send = options->transport == TRANSPORT_MAILDIR ? maildir_send
								: smtp_send,
	};
	enum outcome how = DONE;

	if (!address_is_fit(options->from))
		return fail(why, BROKEN,
		    "[smtp] from: not a plain e-mail address");
	if (options->transport == TRANSPORT_SMTP)
		how = smtp_check(options, why);
	if (how == DONE && options->transport == TRANSPORT_SMTP &&
	    options->user.len > 0)
		how = options_secret(options->password_file,
		    options->password_command, mem, &t.secret, why);
	if (how == DONE)
		*transport = t;
	return how;
}
