/* check.c - whether a configuration can work, without asking anybody */
#include "check.h"
#include "base/io.h"
#include "console/console.h"
#include "options_login.h"
#include "register/alert_plan.h"
#include "reply/lint.h"
#include "reply/transport.h"
#include "triage/workday.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* What a login needs can be read: the password, or the token's own needs. */
static enum outcome
secret_check(struct span file, struct span command,
    const struct oauth_options *issuer, struct arena *mem, struct error *why)
{
	struct span secret;

	if (issuer == NULL)
		return options_secret(file, command, mem, &secret, why);
	if (issuer->grant == GRANT_DEVICE_CODE &&
	    access(arena_text(mem, issuer->token_file), R_OK) < 0)
		return fail(why, LATER,
		    "[oauth %.*s]: %.*s: %s: run postroom oauth login",
		    SPAN_ARG(issuer->name), SPAN_ARG(issuer->token_file),
		    strerror(errno));
	if (issuer->client_secret_file.len == 0 &&
	    issuer->client_secret_command.len == 0)
		return DONE;
	return options_secret(issuer->client_secret_file,
	    issuer->client_secret_command, mem, &secret, why);
}

/* The secrets that roles will ask for can be had. */
static enum outcome
secrets_check(const struct options *o, struct arena *mem, struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0; i < o->n_mailboxes && how == DONE; i++)
		how = secret_check(o->mailbox[i].password_file,
		    o->mailbox[i].password_command, o->mailbox[i].issuer, mem,
		    why);
	if (how == DONE && o->smtp.transport == TRANSPORT_SMTP &&
	    o->smtp.user.len > 0)
		how = secret_check(o->smtp.password_file,
		    o->smtp.password_command, o->smtp.issuer, mem, why);
	return how;
}

static void
secrets_print(const struct options *o, day today, struct arena *mem)
{
	for (size_t i = 0; i < o->n_oauths; i++) {
		struct span warning =
		    oauth_secret_warning(&o->oauth[i], today, mem);

		if (warning.len > 0)
			printf("Please act: %.*s.\n", SPAN_ARG(warning));
	}
}

/* Says where confinement keeps a mail server's program from its queue. */
static void
sendmail_print(const struct options *o)
{
	if (o->smtp.transport == TRANSPORT_SENDMAIL &&
	    o->run.confinement != CONFINEMENT_OFF)
		printf("Please note: %.*s runs confined. It reaches a server "
		       "by the network, but no queue on this host, and gains "
		       "no group: see THE SENDMAIL PROGRAM in "
		       "postroom.conf(5).\n",
		    SPAN_ARG(o->smtp.sendmail_path));
}

/* What the texts could do better; their faults were told before. */
static void
advice_print(const struct finding *finding, void *context)
{
	(void)context;
	printf("Please note: %.*s.\n", SPAN_ARG(finding->text));
}

/* How many have no address; each is printed. */
static void
recipient_print(struct span name, void *context)
{
	int *n = context;

	if ((*n)++ == 0)
		printf("Please act: these have no [recipient NAME] with an "
		       "address, and alerts are for them:\n");
	printf("    %.*s\n", SPAN_ARG(name));
}

static void
recipients_print(const struct options *o, const struct policy *policy)
{
	int n = 0;

	recipients_missing(o, policy, recipient_print, &n);
	if (n > 0 && o->alerts.fallback.len + o->alerts.escalation.len == 0)
		printf("Nor is there a fallback in [alerts]: postroom alerts "
		       "lists what nobody is told of.\n");
}

enum outcome
options_are_workable(const struct options *o, struct arena *mem,
    struct house *house, struct error *why)
{
	enum outcome how = house_read(o, mem, house, why);

	if (how == DONE)
		how = transport_check(&o->smtp, why);
	return how == DONE ? alert_options_check(o, why) : how;
}

int
check_command(const struct call *call)
{
	const struct options *o = call->options;
	const char *stale;
	struct span warning;
	struct house house;
	struct error why;
	enum outcome how = options_are_workable(o, call->mem, &house, &why);

	if (how == DONE)
		how = secrets_check(o, call->mem, &why);
	if (how != DONE) {
		fprintf(stderr, "postroom: %s\n", why.text);
		return EX_CONFIG;
	}
	printf("The configuration %s and the policy pack %.*s are in order.\n",
	    o->file, SPAN_ARG(house.policy.name));
	secrets_print(o, day_in_london(clock_now()), call->mem);
	sendmail_print(o);
	recipients_print(o, &house.policy);
	if (calendar_warning(day_in_london(clock_now()), call->mem, &warning))
		printf("%.*s\n", SPAN_ARG(warning));
	stale = signposts_stale(&house.signposts, day_in_london(clock_now()));
	how = lint_pack(&house, advice_print, NULL, &why);
	if (how != DONE) {
		fprintf(stderr, "postroom: %s\n", why.text);
		return EX_CONFIG;
	}
	if (stale != NULL)
		printf("Please compare [%s] of %.*s/signposts.conf with what "
		       "they publish, then set verified_on.\n",
		    stale, SPAN_ARG(house.policy.folder));
	return EX_OK;
}
