/* oauth_command.c - signs a person in, and finds what a login lacks */
#include "oauth_command.h"
#include "base/io.h"
#include "base/stop.h"
#include "intake/imap.h"
#include "oauth_claims.h"
#include "oauth_device.h"
#include "reply/smtp.h"
#include "reply/transport.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* What the command is about: a mailbox, or the way out. */
struct target {
	const char *name;
	const struct mailbox_options *mailbox; /* NULL for smtp */
	const struct smtp_options *smtp;
	const struct oauth_options *issuer;
	struct span user;
	enum service service;
};

static int
complain(const char *text, int status)
{
	fprintf(stderr, "postroom: %s\n", text);
	return status;
}

/* --- signing in --------------------------------------------------------------- */

static enum outcome
sign_in_await(const struct oauth_options *o, struct oauth_device *device,
    struct error *why)
{
	long long end = clock_monotonic_ms() + device->expires_in * 1000;
	bool is_signed_in = false;

	while (clock_monotonic_ms() < end) {
		enum outcome how;

		stop_sleep((int)device->interval * 1000, -1);
		if (stop_is_wanted())
			return fail(why, LATER, "oauth: stopped");
		how = oauth_device_poll(o, device, &is_signed_in, why);
		if (how == LATER)
			device->interval *= 2; /* no answer: RFC 8628 3.5 */
		else if (how != DONE || is_signed_in)
			return how;
	}
	return fail(why, LATER,
	    "oauth: nobody signed in while the code was good: begin again");
}

static int
sign_in(const struct target *t, struct arena *mem)
{
	const struct oauth_options *o = t->issuer;
	struct oauth_device device;
	struct error why;
	enum outcome how;

	if (o->grant != GRANT_DEVICE_CODE)
		return complain("nobody has to sign in: grant is "
				"client_credentials; see postroom oauth test",
		    EX_USAGE);
	how = oauth_device_begin(o, mem, &device, &why);
	if (how == DONE) {
		printf("To let Postroom into %.*s, on any device:\n\n"
		       "  1. open   %.*s\n"
		       "  2. enter  %.*s\n"
		       "  3. sign in as the person whose rights it shall "
		       "have, and agree.\n\n"
		       "Waiting; the code is good for %lld minutes.\n",
		    SPAN_ARG(t->user), SPAN_ARG(device.address),
		    SPAN_ARG(device.user_code), (device.expires_in + 59) / 60);
		fflush(stdout);
		how = sign_in_await(o, &device, &why);
	}
	if (how != DONE)
		return complain(why.text, EX_TEMPFAIL);
	printf("Signed in.  What was given is in %.*s.\n"
	       "Now run: postroom oauth test %s\n",
	    SPAN_ARG(o->token_file), t->name);
	return EX_OK;
}

/* --- testing ------------------------------------------------------------------- */

static void
claim_print(const char *title, struct span text)
{
	if (text.len > 0)
		printf("  %-12s%.*s\n", title, SPAN_ARG(text));
}

/* False where something is missing. */
static bool
token_explain(const struct target *t, struct span token, struct arena *mem)
{
	time_t now = clock_now();
	struct claims c;
	struct span missing;

	printf("A token came from %.*s.\n", SPAN_ARG(t->issuer->token_url));
	if (!claims_read(token, mem, &c)) {
		puts("Only the server can read what is in it.");
		return true;
	}
	claim_print("for", c.audience);
	claim_print("tenant", c.tenant);
	claim_print("program", c.app);
	claim_print("object", c.object);
	claim_print("person", c.person);
	claim_print("may", c.roles);
	claim_print("may", c.scopes);
	if (c.expires > now)
		printf("  %-12s%lld minutes\n", "good for",
		    (long long)(c.expires - now + 59) / 60);
	missing = claims_missing(&c, t->issuer, t->service, now, mem);
	if (missing.len > 0)
		printf("%.*s\n", SPAN_ARG(missing));
	return missing.len == 0;
}

static enum outcome
mailbox_login(const struct target *t, struct credentials *keys,
    struct error *why)
{
	struct imap *imap = NULL;
	uint32_t uidvalidity;
	enum outcome how = imap_open(t->mailbox, keys, &imap, why);

	/* Exchange says here first that a login has no right to a mailbox. */
	if (how == DONE)
		how = imap_select(imap, SPAN("INBOX"), &uidvalidity, why);
	imap_close(imap);
	return how;
}

/* What remains where the token is right and the login is refused all the same. */
static void
rights_explain(const struct target *t, struct span token, struct arena *mem)
{
	struct claims c;
	struct span who, user = t->user;
	bool is_person = t->issuer->grant == GRANT_DEVICE_CODE;

	if (!oauth_is_exchange(t->issuer) || !claims_read(token, mem, &c))
		return;
	who = is_person ? c.person : c.object;
	if (who.len == 0)
		who = SPAN("OBJECT-ID");
	puts("The token is right, so Exchange has not been told of us.  Its "
	     "administrator runs:");
	if (!is_person)
		printf("  New-ServicePrincipal -AppId %.*s -ObjectId %.*s\n",
		    SPAN_ARG(c.app), SPAN_ARG(who));
	printf("  Add-MailboxPermission -Identity %.*s -User %.*s "
	       "-AccessRights FullAccess\n",
	    SPAN_ARG(user), SPAN_ARG(who));
	if (t->service == SERVICE_SMTP)
		printf("  Add-RecipientPermission -Identity %.*s -Trustee "
		       "%.*s -AccessRights SendAs\n"
		       "  Set-CASMailbox -Identity %.*s "
		       "-SmtpClientAuthenticationDisabled $false\n",
		    SPAN_ARG(user), SPAN_ARG(who), SPAN_ARG(user));
	else
		printf("  Set-CASMailbox -Identity %.*s -ImapEnabled $true\n",
		    SPAN_ARG(user));
	if (!is_person)
		puts("The object ID is that of the enterprise application, not "
		     "of the app registration.");
	puts("It may take an hour until Exchange acts on it.");
}

/* Logs in by the transport's own credentials, or those given. */
static enum outcome
server_login(const struct target *t, struct credentials *keys,
    struct error *why)
{
	struct transport transport = { .options = t->smtp,
		.credentials = keys };
	enum outcome how;

	if (t->mailbox != NULL)
		return mailbox_login(t, keys, why);
	how = smtp_check(t->smtp, why);
	return how == DONE ? smtp_login(&transport, why) : how;
}

static int
test_with(const struct target *t, struct credentials *keys, struct arena *mem)
{
	struct credential credential;
	struct error why;
	bool is_right;
	struct span host =
	    t->mailbox != NULL ? t->mailbox->host : t->smtp->host;
	enum outcome how = credentials_get(keys, mem, &credential, &why);

	if (how != DONE)
		return complain(why.text, EX_TEMPFAIL);
	credential.secret = arena_copy(mem, credential.secret);
	is_right = token_explain(t, credential.secret, mem);
	how = server_login(t, keys, &why);
	if (how == DONE) {
		printf("%.*s lets us in.\n", SPAN_ARG(host));
		return EX_OK;
	}
	printf("%.*s does not let us in: %s.\n", SPAN_ARG(host), why.text);
	if (how == REFUSED && is_right)
		rights_explain(t, credential.secret, mem);
	return EX_TEMPFAIL;
}

static int
test(const struct target *t, struct arena *mem)
{
	struct credentials keys;
	int status;

	if (t->mailbox != NULL)
		credentials_of_mailbox(&keys, t->mailbox);
	else
		credentials_of_smtp(&keys, t->smtp);
	status = test_with(t, &keys, mem);
	credentials_close(&keys);
	return status;
}

/* --- the command ------------------------------------------------------------------ */

/* The mailbox of that name; the only one, without a name. */
static const struct mailbox_options *
mailbox_named(const struct options *o, const char *name)
{
	for (size_t i = 0; i < o->n_mailboxes; i++)
		if (name == NULL
			? o->n_mailboxes == 1
			: span_is_equal(o->mailbox[i].name, span_of(name)))
			return &o->mailbox[i];
	return NULL;
}

static bool
target_find(const struct call *call, const char *name, struct target *t)
{
	const struct options *o = call->options;

	*t = (struct target){ .mailbox = mailbox_named(o, name) };
	if (t->mailbox != NULL) {
		t->name = arena_text(call->mem, t->mailbox->name);
		t->issuer = t->mailbox->issuer;
		t->user = t->mailbox->user;
		return true;
	}
	if (name == NULL || strcmp(name, "smtp") != 0)
		return false;
	t->name = "smtp";
	t->smtp = &o->smtp;
	t->issuer = o->smtp.issuer;
	t->user = o->smtp.user;
	t->service = SERVICE_SMTP;
	return true;
}

int
oauth_main(const struct call *call)
{
	const char *verb = call->argc > 1 ? call->argv[1] : "";
	bool is_login = strcmp(verb, "login") == 0;
	struct target t;

	if ((!is_login && strcmp(verb, "test") != 0) || call->argc > 3)
		return complain("usage: postroom oauth login|test [NAME]",
		    EX_USAGE);
	if (!target_find(call, call->argc > 2 ? call->argv[2] : NULL, &t))
		return complain("oauth: name a configured mailbox, or smtp",
		    EX_USAGE);
	if (t.issuer == NULL)
		return complain("oauth: it logs in with a password: set auth "
				"and oauth to change that",
		    EX_CONFIG);
	stop_install();
	return is_login ? sign_in(&t, call->mem) : test(&t, call->mem);
}
