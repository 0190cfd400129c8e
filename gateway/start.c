/* start.c - turns a command into a confined role */
#include "start.h"
#include "base/confine.h"
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"
#include "console/console.h"
#include "intake/reconcile.h"
#include "intake/spool.h"
#include "options_login.h"
#include "register/alert_plan.h"
#include "register/db.h"
#include "register/shelf.h"
#include "reply/lint.h"
#include "reply/preview.h"
#include "reply/transport.h"
#include "role.h"
#include "triage/workday.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sysexits.h>
#include <unistd.h>

/*
 * GMime, Pango and Cairo are the sender's alone, and it is a program of its
 * own for that: linked into every role they took 4.7 MB of memory in each.
 */
#pragma weak sender_main
#pragma weak template_main

#define MAX_KEPT_PATHS (8 + 6 * MAX_MAILBOXES)

/* What a role reads, and keeps, outside the folders of the house. */
struct role_files {
	struct span password, certificates; /* "" where it has none */
	struct span model;                  /* as it came with the program */
	const struct oauth_options *issuer; /* NULL where it has none */
	const struct role_files *more;      /* of its other mailboxes */
};

/* What a role of each kind needs. */
struct role_kind {
	const char *name;
	enum confine_role confine;
	int (*main)(const struct role *role);
};

/* The folder a file is in. */
static const char *
folder_of(struct span file, struct arena *mem)
{
	while (file.len > 1 && file.at[file.len - 1] != '/')
		file.len--;
	return file.len <= 1 ? "." : arena_text(mem, file);
}

static size_t
path_keep(struct confine_path *paths, size_t n, struct span path,
    bool may_write, struct arena *mem)
{
	if (path.len > 0)
		paths[n++] =
		    (struct confine_path){ arena_text(mem, path), may_write };
	return n;
}

/* As path_keep, for the folder of a file; "" is none. */
static size_t
folder_keep(struct confine_path *paths, size_t n, struct span file,
    bool may_write, struct arena *mem)
{
	return file.len == 0
		   ? n
		   : path_keep(paths, n, span_of(folder_of(file, mem)),
			 may_write, mem);
}

static size_t
files_keep(struct confine_path *paths, size_t n, const struct role_files *files,
    struct arena *mem)
{
	n = folder_keep(paths, n, files->password, false, mem);
	n = folder_keep(paths, n, files->certificates, false, mem);
	n = folder_keep(paths, n, files->model, false, mem);
	if (files->issuer == NULL)
		return n;
	n = folder_keep(paths, n, files->issuer->client_secret_file, false,
	    mem);
	n = folder_keep(paths, n, files->issuer->ca_file, false, mem);
	/* The refresh token's successor is made beside it. */
	return folder_keep(paths, n, files->issuer->token_file, true, mem);
}

/* The folders that the configuration names, and those of the role's files. */
static size_t
paths_gather(const struct options *o, struct confine_path *paths,
    const struct role_files *files, struct arena *mem)
{
	size_t n = 0;

	n = path_keep(paths, n, o->paths.spool, true, mem);
	n = path_keep(paths, n, span_of(folder_of(o->paths.register_, mem)),
	    true, mem);
	n = path_keep(paths, n, o->paths.templates, false, mem);
	if (span_find(o->organisation.policy, SPAN("/"), 0) != SPAN_NOT_FOUND)
		n = path_keep(paths, n, o->organisation.policy, false, mem);
	n = path_keep(paths, n, o->smtp.maildir, true, mem);
	for (; files != NULL; files = files->more)
		n = files_keep(paths, n, files, mem);
	return n;
}

static enum outcome
role_confine(const struct options *o, const struct role_kind *kind,
    const struct role_files *files, struct arena *mem, struct error *why)
{
	struct confine_path paths[MAX_KEPT_PATHS];
	const char *missing = "";
	enum outcome how;

	if (o->run.confinement == CONFINEMENT_OFF) {
		log_warn("runs unconfined, as configured");
		return DONE;
	}
	how = confine_enter(kind->confine, paths,
	    paths_gather(o, paths, files, mem), &missing, why);
	if (how != DONE || missing[0] == '\0')
		return how;
	if (o->run.confinement == CONFINEMENT_REQUIRED)
		return fail(why, BROKEN,
		    "confinement: this kernel lacks %s; set confinement = "
		    "preferred to run without",
		    missing);
	log_warn("confinement: this kernel lacks %s", missing);
	return DONE;
}

enum outcome
house_prepare(const struct options *o, struct arena *mem, struct error *why)
{
	struct spool spool;
	enum outcome how =
	    io_make_dirs(folder_of(o->paths.register_, mem), why);

	if (how == DONE)
		how = spool_open(&spool, o->paths.spool, why);
	if (how == DONE && o->smtp.maildir.len > 0)
		how = io_make_dirs(arena_text(mem, o->smtp.maildir), why);
	if (how == DONE)
		how = db_migrate(arena_text(mem, o->paths.register_), why);
	return how;
}

/*
 * One process a role: a second sender would send twice, a second intake of
 * the same slot would take back what the first has in work.  The lock ends
 * with the process, however that ends.
 */
static enum outcome
role_lock(const struct role_kind *kind, const struct role *role,
    struct arena *mem, struct error *why)
{
	struct span path = arena_printf(mem, "%.*s/working/.%s-%.*s%d.lock",
	    SPAN_ARG(role->options->paths.spool), kind->name,
	    SPAN_ARG(role->mailbox), role->slot);
	int fd = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail(why, LATER, "%s: %s", path.at, strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return fail(why, LATER, "%s: another process has this role",
		    kind->name);
	return DONE; /* open until the process ends */
}

/* The log says early that a client secret will end. */
static void
secret_warn(const struct oauth_options *issuer, struct arena *mem)
{
	struct span warning = SPAN("");

	if (issuer != NULL)
		warning = oauth_secret_warning(issuer,
		    day_in_london(clock_now()), mem);
	if (warning.len > 0)
		log_warn("%.*s", SPAN_ARG(warning));
}

static int
role_start(const struct call *call, const struct role_kind *kind,
    const struct role *role, const struct role_files *files)
{
	struct error why;
	enum outcome how;

	log_open(kind->name, role->slot);
	stop_install();
	how = house_prepare(call->options, call->mem, &why);
	if (how == DONE)
		how = role_lock(kind, role, call->mem, &why);
	if (how == DONE)
		how = role_confine(call->options, kind, files, call->mem, &why);
	if (how == DONE) {
		secret_warn(files->issuer, call->mem);
		return kind->main(role);
	}
	log_error("%s: %s", outcome_name(how), why.text);
	return how == BROKEN ? EX_CONFIG : EX_TEMPFAIL;
}

static int
usage_error(const char *text)
{
	fprintf(stderr, "postroom: %s\n", text);
	return EX_USAGE;
}

static const struct mailbox_options *
mailbox_find(const struct options *o, const char *name)
{
	for (size_t i = 0; i < o->n_mailboxes; i++)
		if (name == NULL
			? o->n_mailboxes == 1
			: span_is_equal(o->mailbox[i].name, span_of(name)))
			return &o->mailbox[i];
	return NULL;
}

int
mailbox_command(const struct call *asked)
{
	static const struct role_kind kind = { "mailbox", CONFINE_MAILBOX,
		mailbox_main };
	struct call call = *asked;
	struct role role = { .options = call.options,
		.program = call.program,
		.once = call_flag(&call, "--once") };
	const struct mailbox_options *m =
	    mailbox_find(call.options, call.argc > 1 ? call.argv[1] : NULL);

	if (m == NULL)
		return usage_error("mailbox: name one of the configured ones");
	role.mailbox = m->name;
	return role_start(&call, &kind, &role,
	    &(struct role_files){ .password = m->password_file,
		.certificates = m->ca_file,
		.issuer = m->issuer });
}

int
intake_command(const struct call *asked)
{
	static const struct role_kind kind = { "intake", CONFINE_INTAKE,
		intake_main };
	struct call call = *asked;
	struct role role = { .options = call.options,
		.program = call.program,
		.once = call_flag(&call, "--once") };
	long long slot = 1;

	if (call.argc > 1 &&
	    !span_to_number(span_of(call.argv[1]), 1, 64, &slot))
		return usage_error("intake: a slot is a number from 1 to 64");
	role.slot = (int)slot;
	return role_start(&call, &kind, &role,
	    &(struct role_files){
		.model = shelf_find(call.options->paths.register_, call.program,
		    call.mem)
			     .shipped });
}

int
sender_exec(const struct call *call)
{
	struct span path = arena_printf(call->mem, "%s-sender", call->program);

	execv(path.at, call->words);
	fprintf(stderr, "postroom: %s: %s\n", path.at, strerror(errno));
	return EX_UNAVAILABLE;
}

int
sender_command(const struct call *asked)
{
	static const struct role_kind kind = { "sender", CONFINE_SENDER,
		sender_main };
	struct call call = *asked;
	struct role role = { .options = call.options, .program = call.program };

	if (sender_main == NULL)
		return sender_exec(asked); /* with all its words */
	role.once = call_flag(&call, "--once");
	return role_start(&call, &kind, &role,
	    &(struct role_files){ .password = call.options->smtp.password_file,
		.certificates = call.options->smtp.ca_file,
		.issuer = call.options->smtp.issuer });
}

int
template_command(const struct call *call)
{
	return template_main == NULL ? sender_exec(call) : template_main(call);
}

/* Confined like the role of every mailbox at once; it prepares nothing. */
int
reconcile_command(const struct call *call)
{
	static const struct role_kind kind = { "reconcile", CONFINE_MAILBOX,
		NULL };
	const struct options *o = call->options;
	struct role_files files[MAX_MAILBOXES + 1] = { 0 };
	enum outcome how;
	struct error why;

	for (size_t i = 0; i < o->n_mailboxes; i++)
		files[i + 1] =
		    (struct role_files){ .password =
					     o->mailbox[i].password_file,
			    .certificates = o->mailbox[i].ca_file,
			    .issuer = o->mailbox[i].issuer,
			    .more = &files[i] };
	log_open(kind.name, 0);
	stop_install();
	how = role_confine(o, &kind, &files[o->n_mailboxes], call->mem, &why);
	if (how == DONE)
		return reconcile_main(call);
	log_error("%s: %s", outcome_name(how), why.text);
	return how == BROKEN ? EX_CONFIG : EX_TEMPFAIL;
}

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

int
check_command(const struct call *call)
{
	const struct options *o = call->options;
	const char *stale;
	struct span warning;
	struct house house;
	struct error why;
	enum outcome how = house_read(o, call->mem, &house, &why);

	if (how == DONE)
		how = transport_check(&o->smtp, &why);
	if (how == DONE)
		how = alert_options_check(o, &why);
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
