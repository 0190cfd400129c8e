/* options.c - reads postroom.conf by the tables of options.h */
#include "options.h"
#include "base/io.h"
#include "options_login.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_SECRET_BYTES 4096
#define MAX_SECRET_SECONDS 30 /* for a password_command to answer */

#define KEY_OF(section, member, key, type, initial, least, most, choices,      \
    sentence)                                                                  \
	{ section, #key, CONF_##type, offsetof(struct member, key), initial,   \
		least, most, choices, sentence },
#define ORGANISATION_KEY(k, ...)                                               \
	KEY_OF("organisation", organisation_options, k, __VA_ARGS__)
#define MAILBOX_KEY(k, ...) KEY_OF("mailbox", mailbox_options, k, __VA_ARGS__)
#define OAUTH_KEY(k, ...) KEY_OF("oauth", oauth_options, k, __VA_ARGS__)
#define SMTP_KEY(k, ...) KEY_OF("smtp", smtp_options, k, __VA_ARGS__)
#define ALERTS_KEY(k, ...) KEY_OF("alerts", alerts_options, k, __VA_ARGS__)
#define RECIPIENT_KEY(k, ...)                                                  \
	KEY_OF("recipient", recipient_options, k, __VA_ARGS__)
#define INTAKE_KEY(k, ...) KEY_OF("intake", intake_options, k, __VA_ARGS__)
#define RUN_KEY(k, ...) KEY_OF("run", run_options, k, __VA_ARGS__)
#define PATHS_KEY(k, ...) KEY_OF("paths", paths_options, k, __VA_ARGS__)

/* clang-format off */
static const struct conf_key table[] = {
	ORGANISATION_OPTIONS(ORGANISATION_KEY)
	PATHS_OPTIONS(PATHS_KEY)
	MAILBOX_OPTIONS(MAILBOX_KEY)
	SMTP_OPTIONS(SMTP_KEY)
	OAUTH_OPTIONS(OAUTH_KEY)
	ALERTS_OPTIONS(ALERTS_KEY)
	RECIPIENT_OPTIONS(RECIPIENT_KEY)
	INTAKE_OPTIONS(INTAKE_KEY)
	RUN_OPTIONS(RUN_KEY)
};
/* clang-format on */

const struct conf_key *
options_table(size_t *n)
{
	*n = sizeof table / sizeof *table;
	return table;
}

static enum outcome
mailbox_check(const struct options *o, const struct mailbox_options *m,
    struct error *why)
{
	if (span_find(m->name, SPAN("/"), 0) != SPAN_NOT_FOUND)
		return fail(why, BROKEN,
		    "%s: [mailbox %.*s]: a name has no '/' in it", o->file,
		    SPAN_ARG(m->name));
	if (m->host.len == 0 || m->user.len == 0)
		return fail(why, BROKEN,
		    "%s: [mailbox %.*s]: host and user are needed", o->file,
		    SPAN_ARG(m->name));
	return login_check(o->file,
	    &(struct login_options){ "mailbox ", m->name, m->auth, m->oauth,
		m->password_file, m->password_command, m->issuer },
	    why);
}

static enum outcome
smtp_check(const struct options *o, struct error *why)
{
	const struct smtp_options *s = &o->smtp;

	if (s->from.len == 0)
		return fail(why, BROKEN, "%s: [smtp]: from is needed", o->file);
	if (s->transport == TRANSPORT_SMTP && s->host.len == 0)
		return fail(why, BROKEN, "%s: [smtp]: host is needed", o->file);
	if (s->transport == TRANSPORT_SENDMAIL && s->sendmail_path.at[0] != '/')
		return fail(why, BROKEN,
		    "%s: [smtp]: sendmail_path is a whole path, from '/' on",
		    o->file);
	if (s->transport == TRANSPORT_MAILDIR && s->maildir.len == 0)
		return fail(why, BROKEN, "%s: [smtp]: maildir is needed",
		    o->file);
	if (s->transport != TRANSPORT_SMTP)
		return DONE;
	if (s->user.len == 0 && s->auth != AUTH_PASSWORD)
		return fail(why, BROKEN, "%s: [smtp]: user is needed", o->file);
	if (s->user.len == 0)
		return DONE;
	return login_check(o->file,
	    &(struct login_options){ "smtp", SPAN(""), s->auth, s->oauth,
		s->password_file, s->password_command, s->issuer },
	    why);
}

static enum outcome
options_check(const struct options *o, struct error *why)
{
	enum outcome how = DONE;

	if (o->organisation.name.len == 0)
		return fail(why, BROKEN, "%s: [organisation]: name is needed",
		    o->file);
	how = smtp_check(o, why);
	for (size_t i = 0; i < o->n_recipients && how == DONE; i++)
		if (o->recipient[i].address.len == 0)
			how = fail(why, BROKEN,
			    "%s: [recipient %.*s]: address is needed", o->file,
			    SPAN_ARG(o->recipient[i].name));
	for (size_t i = 0; i < o->n_oauths && how == DONE; i++)
		how = oauth_check(o->file, &o->oauth[i], why);
	for (size_t i = 0; i < o->n_mailboxes && how == DONE; i++)
		how = mailbox_check(o, &o->mailbox[i], why);
	return how;
}

static const struct oauth_options *
issuer_find(const struct options *o, struct span name)
{
	for (size_t i = 0; i < o->n_oauths; i++)
		if (span_is_equal(o->oauth[i].name, name))
			return &o->oauth[i];
	return NULL;
}

enum outcome
options_read(const char *path, struct arena *mem, struct options *options,
    struct error *why)
{
	struct options o = { .file = path,
		.oauth = ARENA_ARRAY(mem, MAX_OAUTHS, struct oauth_options),
		.recipient = ARENA_ARRAY(mem, MAX_RECIPIENTS,
		    struct recipient_options) };
	const struct conf_section sections[] = {
		{ "organisation", &o.organisation, 0, 0, NULL },
		{ "paths", &o.paths, 0, 0, NULL },
		{ "smtp", &o.smtp, 0, 0, NULL },
		{ "alerts", &o.alerts, 0, 0, NULL },
		{ "recipient", o.recipient, sizeof *o.recipient, MAX_RECIPIENTS,
		    &o.n_recipients },
		{ "intake", &o.intake, 0, 0, NULL },
		{ "run", &o.run, 0, 0, NULL },
		{ "mailbox", o.mailbox, sizeof *o.mailbox, MAX_MAILBOXES,
		    &o.n_mailboxes },
		{ "oauth", o.oauth, sizeof *o.oauth, MAX_OAUTHS, &o.n_oauths },
	};
	autobuf text = BUF(MAX_CONFIGURATION_BYTES);
	enum outcome how = io_read_own(path, &text, why);

	if (how != DONE)
		return how;
	how = conf_read(buf_span(&text), path, table,
	    sizeof table / sizeof *table, sections,
	    sizeof sections / sizeof *sections, mem, why);
	o.smtp.issuer = issuer_find(&o, o.smtp.oauth);
	for (size_t i = 0; i < o.n_mailboxes; i++)
		o.mailbox[i].issuer = issuer_find(&o, o.mailbox[i].oauth);
	if (how == DONE)
		how = options_check(&o, why);
	if (how == DONE)
		*options = o;
	return how;
}

/* Becomes the shell that runs the command, as the head of its own group. */
static void
command_exec(const char *command, int output)
{
	setpgid(0, 0);
	if (dup2(output, STDOUT_FILENO) >= 0)
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* Reads what the command writes until it closes its end, or time is over. */
static enum outcome
command_read(int fd, struct buf *output, struct error *why)
{
	long long end = clock_monotonic_ms() + MAX_SECRET_SECONDS * 1000ll;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char piece[512];
	ssize_t n = 1;

	while (n > 0 && !output->overflowed) {
		long long left = end - clock_monotonic_ms();

		if (left <= 0)
			return fail(why, LATER,
			    "secret: command: no answer in %d s",
			    MAX_SECRET_SECONDS);
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(fd, piece, sizeof piece);
		if (n > 0)
			buf_add(output, (struct span){ piece, (size_t)n });
	}
	explicit_bzero(piece, sizeof piece);
	if (output->overflowed)
		return fail(why, LATER, "secret: command: more than %d bytes",
		    MAX_SECRET_BYTES);
	return DONE;
}

/* Runs the command by the shell, as an administrator's line is meant. */
static enum outcome
command_run(const char *command, struct buf *output, struct error *why)
{
	int ends[2], status = 0;
	enum outcome how;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail(why, LATER, "secret: pipe: %s", strerror(errno));
	child = fork();
	if (child == 0)
		command_exec(command, ends[1]);
	close(ends[1]);
	how = child < 0 ? fail(why, LATER, "secret: fork: %s", strerror(errno))
			: command_read(ends[0], output, why);
	close(ends[0]);
	if (child > 0 && how != DONE)
		kill(-child, SIGKILL);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	if (how == DONE && status != 0)
		return fail(why, LATER, "secret: command: ended with status %d",
		    WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return how;
}

enum outcome
options_secret(struct span file, struct span command, struct arena *mem,
    struct span *secret, struct error *why)
{
	autobuf text = BUF(MAX_SECRET_BYTES);
	struct span rest, line;
	enum outcome how;

	if (file.len == 0 && command.len == 0)
		return fail(why, BROKEN,
		    "secret: neither a file nor a command is configured");
	how = file.len > 0 ? io_read_file(arena_text(mem, file), &text, why)
			   : command_run(arena_text(mem, command), &text, why);
	if (how != DONE)
		return how == REFUSED ? fail(why, LATER, "%s", why->text) : how;
	rest = buf_span(&text);
	line = rest.len > 0 ? span_cut_line(&rest) : rest;
	if (line.len == 0)
		return fail(why, LATER, "secret: the first line is empty");
	*secret = arena_copy(mem, line);
	explicit_bzero(text.at, text.len);
	return DONE;
}
