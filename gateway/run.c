/*
 * run.c - the supervisor role
 *
 * Reads:   the configuration.
 * Writes:  nothing but its log; the register only to migrate it.
 * Trusts:  its children to put what matters on disk.
 * Fails by stopping every role and ending with their worst status.
 */
#include "run.h"
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"
#include "check.h"
#include "confined.h"
#include "notify.h"
#include "start.h"
#include "triage/workday.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define MAX_ROLES (MAX_MAILBOXES + 64 + 3)
#define MAX_RESTART_MS 60000
#define STEADY_MS 60000 /* running for so long forgets earlier failures */
#define STOP_MS 20000   /* a role's time to end by itself */
#define TICK_MS 500

struct child {
	const char *role;     /* "mailbox", "intake", "sender", "reconcile" */
	const char *argument; /* the mailbox's name, or the slot; may be NULL */
	time_t nightly;       /* when it runs next; 0 for a role */
	pid_t pid;            /* 0 while it is not running */
	long long started_ms;
	long long start_at_ms; /* when it is to be started again */
	int pause_ms;
	bool is_given_up; /* misconfigured: waits for a reload */
};

struct supervisor {
	const struct call *call;
	struct child children[MAX_ROLES];
	size_t n;
	size_t n_roles;   /* of them; the others run once a night */
	int hour;         /* in London */
	const char *only; /* the roles to start, parted by commas; or NULL */
	int status;
	int text; /* own; the configuration in force, as it was read */
};

static bool
role_is_wanted(const struct supervisor *s, const char *role)
{
	struct span rest = span_of(s->only == NULL ? role : s->only);

	while (rest.len > 0)
		if (span_is_equal(span_cut_at(&rest, ','), span_of(role)))
			return true;
	return false;
}

static void
child_add(struct supervisor *s, const char *role, const char *argument)
{
	if (s->n < MAX_ROLES && role_is_wanted(s, role))
		s->children[s->n++] =
		    (struct child){ .role = role, .argument = argument };
}

/* The roles that the configuration asks for. */
static void
children_plan(struct supervisor *s, const struct options *o, struct arena *mem)
{
	long long workers = o->intake.workers;

	if (workers == 0)
		workers = sysconf(_SC_NPROCESSORS_ONLN);
	s->n = 0;
	for (size_t i = 0; i < o->n_mailboxes; i++)
		child_add(s, "mailbox", arena_text(mem, o->mailbox[i].name));
	for (long long slot = 1; slot <= workers; slot++)
		child_add(s, "intake", arena_printf(mem, "%lld", slot).at);
	child_add(s, "sender", NULL);
	if (o->run.metrics_file.len + o->run.metrics_socket.len > 0)
		child_add(s, "metrics", "--serve");
	s->n_roles = s->n;
	child_add(s, "reconcile", "--log");
	s->hour = (int)o->run.reconcile_hour;
	for (size_t i = s->n_roles; i < s->n; i++)
		s->children[i].nightly =
		    next_hour_in_london(clock_now(), s->hour);
}

static bool
is_role(struct span word)
{
	static const char *const roles[] = { "mailbox", "intake", "sender",
		"metrics", "reconcile" };

	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (span_is_equal(word, span_of(roles[i])))
			return true;
	return false;
}

/* A word that is none would leave a role out, and nobody would know. */
static bool
are_roles(struct span list)
{
	do {
		if (!is_role(span_cut_at(&list, ',')))
			return false;
	} while (list.len > 0);
	return true;
}

/* Becomes the role.  A supervisor that dies takes its roles with it. */
static void
child_exec(const struct supervisor *s, const struct child *child,
    pid_t supervisor)
{
	const char *program = s->call->program, *file = s->call->options->file;
	char text[16];

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != supervisor)
		_exit(EX_UNAVAILABLE); /* it died before that */
	snprintf(text, sizeof text, "%d", s->text);
	if (log_is_verbose())
		execl(program, "postroom", "-c", file, "-f", text, "-v",
		    child->role, child->argument, (char *)NULL);
	else
		execl(program, "postroom", "-c", file, "-f", text, child->role,
		    child->argument, (char *)NULL);
	_exit(EX_UNAVAILABLE);
}

static void
child_start(struct supervisor *s, struct child *child)
{
	pid_t supervisor = getpid();

	child->started_ms = clock_monotonic_ms();
	child->pid = fork();
	if (child->pid == 0)
		child_exec(s, child, supervisor);
	if (child->pid < 0) {
		child->pid = 0;
		child->start_at_ms = child->started_ms + MAX_RESTART_MS;
		log_error("%s: cannot be started: %s", child->role,
		    strerror(errno));
	}
}

/* A role is due when its pause is over, the nightly round at its hour. */
static bool
child_is_due(const struct supervisor *s, struct child *child)
{
	time_t now = clock_now();

	if (child->pid != 0 || child->is_given_up)
		return false;
	if (child->nightly == 0)
		return child->start_at_ms <= clock_monotonic_ms();
	if (now < child->nightly)
		return false;
	child->nightly = next_hour_in_london(now, s->hour);
	return true;
}

static void
children_start(struct supervisor *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (child_is_due(s, &s->children[i]))
			child_start(s, &s->children[i]);
}

/* The nightly round has told its findings itself. */
static void
nightly_ended(const struct child *child, int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == EX_OK)
		log_info("%s: in balance", child->role);
	else
		log_warn("%s: ended with %s %d", child->role,
		    WIFSIGNALED(status) ? "signal" : "status",
		    WIFSIGNALED(status) ? WTERMSIG(status)
					: WEXITSTATUS(status));
}

/* Decides when a role that ended is started again. */
static void
child_ended(struct supervisor *s, struct child *child, int status)
{
	long long now = clock_monotonic_ms();
	const char *argument = child->argument == NULL ? "" : child->argument;

	child->pid = 0;
	if (child->nightly != 0) {
		nightly_ended(child, status);
		return;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == EX_CONFIG) {
		child->is_given_up = true;
		s->status = EX_CONFIG;
		log_error("%s %s: misconfigured, not started again: put it "
			  "right, then reload",
		    child->role, argument);
		return;
	}
	if (now - child->started_ms > STEADY_MS)
		child->pause_ms = 0;
	child->pause_ms = child->pause_ms == 0 ? 1000 : child->pause_ms * 2;
	if (child->pause_ms > MAX_RESTART_MS)
		child->pause_ms = MAX_RESTART_MS;
	child->start_at_ms = now + child->pause_ms;
	log_warn("%s %s: ended with %s %d: starting again in %d s", child->role,
	    argument, WIFSIGNALED(status) ? "signal" : "status",
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
	    child->pause_ms / 1000);
}

static struct child *
child_of(struct supervisor *s, pid_t pid)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->children[i].pid == pid)
			return &s->children[i];
	return NULL;
}

static void
children_reap(struct supervisor *s)
{
	struct child *child;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if ((child = child_of(s, pid)) != NULL)
			child_ended(s, child, status);
}

static void
children_signal(struct supervisor *s, int number)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->children[i].pid > 0)
			kill(s->children[i].pid, number);
}

/* Asks all roles to end, and ends those that do not in time. */
static void
children_stop(struct supervisor *s)
{
	long long deadline = clock_monotonic_ms() + STOP_MS;
	size_t running = s->n;

	children_signal(s, SIGTERM);
	while (running > 0) {
		int status;
		pid_t pid = waitpid(-1, &status, WNOHANG);
		struct child *child = pid > 0 ? child_of(s, pid) : NULL;

		if (child != NULL)
			child->pid = 0;
		if (pid == 0)
			usleep(20000);
		if (clock_monotonic_ms() > deadline)
			children_signal(s, SIGKILL);
		running = 0;
		for (size_t i = 0; i < s->n; i++)
			running += s->children[i].pid > 0;
	}
}

/*
 * Keeps the configuration's text as it is now: roles that start later read
 * this, whatever somebody is writing into the file.
 */
static enum outcome
text_keep(const char *file, int *fd, struct error *why)
{
	autobuf text = BUF(MAX_CONFIGURATION_BYTES);
	enum outcome how = io_read_file(file, &text, why);

	*fd =
	    how == DONE ? memfd_create("configuration", MFD_ALLOW_SEALING) : -1;
	if (how == DONE && *fd < 0)
		how = fail(why, LATER, "memory: %s", strerror(errno));
	if (how == DONE)
		how = io_write(*fd, buf_span(&text), why);
	if (how == DONE &&
	    fcntl(*fd, F_ADD_SEALS,
		F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0)
		how = fail(why, LATER, "memory: %s", strerror(errno));
	if (how != DONE)
		io_close(fd);
	return how;
}

/*
 * The configuration as it is now, if roles can work by it: what one of them
 * would only find out when the old ones have ended is looked at before.
 */
static enum outcome
fresh_read(const struct call *call, struct options *fresh, int *text,
    struct arena *mem, struct error *why)
{
	autoarena aside = { 0 };
	const char *file = call->options->file;
	struct house house;
	enum outcome how = text_keep(file, text, why);

	/* Once more from what is kept, since the file may change meanwhile. */
	if (how == DONE)
		how = options_read(file, &aside, fresh, why);
	if (how == DONE)
		how = options_read(
		    arena_printf(&aside, "/proc/self/fd/%d", *text).at, mem,
		    fresh, why);
	fresh->file = file;
	if (how == DONE)
		how = options_are_workable(fresh, &aside, &house, why);
	if (how == DONE)
		how = house_prepare(fresh, &aside, why);
	if (how != DONE)
		io_close(text);
	return how;
}

/* Takes a good new configuration, or says what is wrong and keeps the old. */
static void
supervisor_reload(struct supervisor *s, struct call *call,
    struct options *options, struct arena *mem)
{
	struct options fresh;
	struct error why;
	int text;

	notify_send("RELOADING=1");
	if (fresh_read(call, &fresh, &text, mem, &why) != DONE) {
		log_error("reload refused, the old configuration stays: %s",
		    why.text);
	} else {
		children_stop(s);
		io_close(&s->text);
		s->text = text;
		*options = fresh;
		log_set_format((enum log_format)fresh.run.log_format);
		children_plan(s, options, mem);
		s->status = EX_OK;
		log_info("configuration read again, roles restarted");
	}
	notify_send("READY=1");
}

int
run_command(const struct call *asked)
{
	struct call call = *asked;
	struct options options = *asked->options;
	struct supervisor s = { .call = &call };
	enum outcome how;
	struct error why;

	call.options = &options;
	s.only = call_value(&call, "--only");
	if (s.only != NULL && !are_roles(span_of(s.only))) {
		fprintf(stderr, "postroom: run: --only takes mailbox, intake, "
				"sender, metrics and reconcile, parted by "
				"commas\n");
		return EX_USAGE;
	}
	log_open("run", 0);
	stop_install();
	how = text_keep(options.file, &s.text, &why);
	if (how == DONE)
		how = house_prepare(&options, call.mem, &why);
	if (how == DONE)
		how = role_confine(&options, CONFINE_SUPERVISOR,
		    &(struct role_files){ 0 }, call.mem, &why);
	if (how != DONE) {
		log_error("%s: %s", outcome_name(how), why.text);
		return outcome_status(how);
	}
	children_plan(&s, &options, call.mem);
	notify_send("READY=1");
	log_info("started %zu roles", s.n_roles);
	while (!stop_is_wanted()) {
		children_reap(&s);
		children_start(&s);
		notify_send("READY=1\nWATCHDOG=1");
		stop_sleep(TICK_MS, -1);
		if (stop_reload_wanted())
			supervisor_reload(&s, &call, &options, call.mem);
	}
	notify_send("STOPPING=1");
	children_stop(&s);
	log_info("stopped");
	return s.status;
}
