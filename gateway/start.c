/* start.c - turns a command into a confined role */
#include "start.h"
#include "base/confine.h"
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"
#include "intake/spool.h"
#include "register/db.h"
#include "reply/letter.h"
#include "role.h"
#include "triage/workday.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sysexits.h>

#define MAX_KEPT_PATHS 8

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

/* The folders that the configuration names, and those of the role's files. */
static size_t
paths_gather(const struct options *o, struct confine_path *paths,
    const struct span files[2], struct arena *mem)
{
	size_t n = 0;

	n = path_keep(paths, n, o->paths.spool, true, mem);
	n = path_keep(paths, n, span_of(folder_of(o->paths.register_, mem)),
	    true, mem);
	n = path_keep(paths, n, o->paths.templates, false, mem);
	if (span_find(o->organisation.policy, SPAN("/"), 0) != SPAN_NOT_FOUND)
		n = path_keep(paths, n, o->organisation.policy, false, mem);
	n = path_keep(paths, n, o->smtp.maildir, true, mem);
	for (int i = 0; i < 2; i++)
		if (files[i].len > 0)
			n = path_keep(paths, n,
			    span_of(folder_of(files[i], mem)), false, mem);
	return n;
}

static enum outcome
role_confine(const struct options *o, const struct role_kind *kind,
    const struct span files[2], struct arena *mem, struct error *why)
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

/* files: the role's secret and its certificates, "" where it has none. */
static int
role_start(const struct call *call, const struct role_kind *kind,
    const struct role *role, const struct span files[2])
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
	if (how == DONE)
		return kind->main(role);
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
	    (const struct span[2]){ m->password_file, m->ca_file });
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
	    (const struct span[2]){ SPAN(""), SPAN("") });
}

int
sender_command(const struct call *asked)
{
	static const struct role_kind kind = { "sender", CONFINE_SENDER,
		sender_main };
	struct call call = *asked;
	struct role role = { .options = call.options,
		.program = call.program,
		.once = call_flag(&call, "--once") };

	return role_start(&call, &kind, &role,
	    (const struct span[2]){ call.options->smtp.password_file,
		call.options->smtp.ca_file });
}

/* The secrets that roles will ask for can be had. */
static enum outcome
secrets_check(const struct options *o, struct arena *mem, struct error *why)
{
	enum outcome how = DONE;
	struct span secret;

	for (size_t i = 0; i < o->n_mailboxes && how == DONE; i++)
		how = options_secret(o->mailbox[i].password_file,
		    o->mailbox[i].password_command, mem, &secret, why);
	if (how == DONE && o->smtp.transport == TRANSPORT_SMTP &&
	    o->smtp.user.len > 0)
		how = options_secret(o->smtp.password_file,
		    o->smtp.password_command, mem, &secret, why);
	return how;
}

int
check_command(const struct call *call)
{
	const struct options *o = call->options;
	const char *stale;
	struct house house;
	struct error why;
	enum outcome how = house_read(o, call->mem, &house, &why);

	if (how == DONE)
		how = secrets_check(o, call->mem, &why);
	if (how != DONE) {
		fprintf(stderr, "postroom: %s\n", why.text);
		return EX_CONFIG;
	}
	printf("The configuration %s and the policy pack %.*s are in order.\n",
	    o->file, SPAN_ARG(house.policy.name));
	stale = signposts_stale(&house.signposts, day_in_london(clock_now()));
	if (stale != NULL)
		printf("Please compare [%s] of %.*s/signposts.conf with what "
		       "they publish, then set verified_on.\n",
		    stale, SPAN_ARG(house.policy.folder));
	return EX_OK;
}
