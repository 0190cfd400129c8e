/* transport.c - chooses the way that outgoing mail takes */
#include "reply/transport.h"
#include "reply/sendmail.h"
#include "reply/smtp.h"

/* A password is fetched once to see that it is there; a token when needed. */
static enum outcome
login_open(struct transport *t, struct arena *mem, struct error *why)
{
	struct credential credential;

	t->credentials = arena_alloc(mem, sizeof *t->credentials);
	credentials_of_smtp(t->credentials, t->options);
	return t->options->auth == AUTH_PASSWORD
		   ? credentials_get(t->credentials, mem, &credential, why)
		   : DONE;
}

enum outcome
transport_open(const struct smtp_options *options, struct arena *mem,
    struct transport *transport, struct error *why)
{
	static transport_send_call *const ways[] = {
		[TRANSPORT_SMTP] = smtp_send,
		[TRANSPORT_SENDMAIL] = sendmail_send,
		[TRANSPORT_MAILDIR] = maildir_send,
	};
	struct transport t = {
		.options = options,
		.send = ways[options->transport],
	};
	enum outcome how = transport_check(options, why);

	if (how == DONE && options->transport == TRANSPORT_SMTP &&
	    options->user.len > 0)
		how = login_open(&t, mem, why);
	if (how == DONE)
		*transport = t;
	return how;
}

void
transport_close(struct transport *transport)
{
	if (transport->credentials != NULL)
		credentials_close(transport->credentials);
	transport->credentials = NULL;
}
