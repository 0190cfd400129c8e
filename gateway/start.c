/* start.c - turns a command into a confined role */
#include "start.h"
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"
#include "confined.h"
#include "console/metrics.h"
#include "doctor.h"
#include "intake/reconcile.h"
#include "intake/spool.h"
#include "monitor.h"
#include "oauth_command.h"
#include "options_login.h"
#include "register/db.h"
#include "register/shelf.h"
#include "reply/preview.h"
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
 * So is what speaks to servers: libEtPan and libcurl bring twenty libraries
 * with them, and to load those took longer than most lists take to be made.
 */
#pragma weak sender_main
#pragma weak template_main
#pragma weak mailbox_main
#pragma weak reconcile_main
#pragma weak oauth_main
#pragma weak doctor_main

/* A command that becomes a role of this kind. */
struct role_kind {
	const char *name;
	enum confine_role confine;
	int (*main)(const struct role *role);
};

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

/* A folder that is made later could not be kept now. */
static enum outcome
models_prepare(const struct role_files *files, struct arena *mem,
    struct error *why)
{
	return files->models.len > 0
		   ? io_make_dirs(arena_text(mem, files->models), why)
		   : DONE;
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
		how = models_prepare(files, call->mem, &why);
	if (how == DONE)
		how = role_lock(kind, role, call->mem, &why);
	if (how == DONE)
		how = role_confine(call->options, kind->confine, files,
		    call->mem, &why);
	if (how == DONE) {
		secret_warn(files->issuer, call->mem);
		return kind->main(role);
	}
	log_error("%s: %s", outcome_name(how), why.text);
	return outcome_status(how);
}

static int
usage_error(const char *text)
{
	fprintf(stderr, "postroom: %s\n", text);
	return EX_USAGE;
}

/* Is a command of the configuration to be run, for a password or a token? */
static bool
login_runs_commands(struct span password_command,
    const struct oauth_options *issuer)
{
	return password_command.len > 0 ||
	       (issuer != NULL && issuer->client_secret_command.len > 0);
}

static struct role_files
mailbox_files(const struct mailbox_options *m, unsigned keeps)
{
	return (struct role_files){ .keeps = keeps,
		.password = m->password_file,
		.certificates = m->ca_file,
		.runs_commands =
		    login_runs_commands(m->password_command, m->issuer),
		.issuer = m->issuer };
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

/* Goes on as a program beside this one, with all its words. */
static int
program_exec(const struct call *call, const char *name)
{
	struct span path =
	    arena_printf(call->mem, "%s-%s", call->program, name);

	if (call->text >= 0)
		fcntl(call->text, F_SETFD, 0); /* it is read once more */
	execv(path.at, call->words);
	fprintf(stderr, "postroom: %s: %s\n", path.at, strerror(errno));
	return EX_UNAVAILABLE;
}

int
sender_exec(const struct call *call)
{
	return program_exec(call, "sender");
}

int
mailbox_command(const struct call *asked)
{
	static const struct role_kind kind = { "mailbox", CONFINE_MAILBOX,
		mailbox_main };
	struct call call = *asked;
	struct role role = { .options = call.options, .program = call.program };
	const struct mailbox_options *m;
	struct role_files files;

	if (mailbox_main == NULL)
		return program_exec(asked, "mailbox"); /* with all its words */
	role.once = call_flag(&call, "--once");
	m = mailbox_find(call.options, call.argc > 1 ? call.argv[1] : NULL);
	if (m == NULL)
		return usage_error("mailbox: name one of the configured ones");
	role.mailbox = m->name;
	files = mailbox_files(m, KEEPS_ARRIVALS);
	return role_start(&call, &kind, &role, &files);
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
	struct shelf shelf =
	    shelf_find(call.options->paths.register_, call.program, call.mem);

	if (call.argc > 1 &&
	    !span_to_number(span_of(call.argv[1]), 1, 64, &slot))
		return usage_error("intake: a slot is a number from 1 to 64");
	role.slot = (int)slot;
	return role_start(&call, &kind, &role,
	    &(struct role_files){ .keeps = KEEPS_SPOOL | KEEPS_TEMPLATES,
		.model = shelf.shipped,
		.models = shelf.folder,
		.reader = arena_printf(call.mem, "%s-extract", call.program) });
}

int
sender_command(const struct call *asked)
{
	static const struct role_kind kind = { "sender", CONFINE_SENDER,
		sender_main };
	struct call call = *asked;
	struct role role = { .options = call.options, .program = call.program };
	const struct smtp_options *smtp = &call.options->smtp;

	if (sender_main == NULL)
		return sender_exec(asked); /* with all its words */
	role.once = call_flag(&call, "--once");
	return role_start(&call, &kind, &role,
	    &(struct role_files){ .keeps = KEEPS_PRINT | KEEPS_TEMPLATES |
					   KEEPS_OUTGOING,
		.password = smtp->password_file,
		.certificates = smtp->ca_file,
		.runs_commands =
		    smtp->transport == TRANSPORT_SENDMAIL ||
		    login_runs_commands(smtp->password_command, smtp->issuer),
		.issuer = smtp->issuer });
}

int
template_command(const struct call *call)
{
	return template_main == NULL ? sender_exec(call) : template_main(call);
}

int
oauth_command(const struct call *call)
{
	return oauth_main == NULL ? program_exec(call, "mailbox")
				  : oauth_main(call);
}

int
doctor_command(const struct call *call)
{
	return doctor_main == NULL ? program_exec(call, "mailbox")
				   : doctor_main(call);
}

/* Opening the register makes the files beside it, which can be kept then. */
static void
register_settle(const struct options *o, struct arena *mem)
{
	autodb db = NULL;
	struct error why;

	if (db_open(arena_text(mem, o->paths.register_), DB_RECONCILE, &db,
		&why) != DONE)
		log_debug("%s", why.text); /* the round itself will say so */
}

/* Confined like the role of every mailbox at once; it prepares nothing. */
int
reconcile_command(const struct call *call)
{
	const struct options *o = call->options;
	struct role_files files[MAX_MAILBOXES + 1] = { 0 };
	enum outcome how;
	struct error why;

	if (reconcile_main == NULL)
		return program_exec(call, "mailbox");
	for (size_t i = 0; i < o->n_mailboxes; i++) {
		files[i + 1] = mailbox_files(&o->mailbox[i], 0);
		files[i + 1].more = &files[i];
	}
	files[o->n_mailboxes].keeps = KEEPS_SPOOL;
	log_open("reconcile", 0);
	stop_install();
	register_settle(o, call->mem);
	how = role_confine(o, CONFINE_MAILBOX, &files[o->n_mailboxes],
	    call->mem, &why);
	if (how == DONE)
		return reconcile_main(call);
	log_error("%s: %s", outcome_name(how), why.text);
	return outcome_status(how);
}

/* Opens the socket before it gives up the network, behind the lock. */
static enum outcome
monitor_prepare(const struct call *call, const struct role *role, int *listener,
    struct error *why)
{
	static const struct role_kind kind = { "metrics", CONFINE_MONITOR,
		NULL };
	const struct options *o = call->options;
	enum outcome how;

	log_open(kind.name, 0);
	stop_install();
	how = house_prepare(o, call->mem, why);
	if (how == DONE)
		how = role_lock(&kind, role, call->mem, why);
	if (how == DONE)
		how = monitor_listen(o, listener, why);
	if (how != DONE)
		return how;
	return role_confine(o, kind.confine,
	    &(struct role_files){ .keeps = KEEPS_LOOKING,
		.output = o->run.metrics_file },
	    call->mem, why);
}

int
metrics_command(const struct call *asked)
{
	struct call call = *asked;
	struct role role = { .options = call.options };
	bool serves = call_flag(&call, "--serve");
	enum outcome how;
	struct error why;
	int listener;

	if (call.argc > 1)
		return usage_error("metrics: takes no more than --serve");
	if (!serves)
		return metrics_print(&call);
	how = monitor_prepare(&call, &role, &listener, &why);
	if (how == DONE)
		return monitor_main(call.options, listener);
	log_error("%s: %s", outcome_name(how), why.text);
	return outcome_status(how);
}
