/*
 * doctor_mail.c - looks at the mail servers, and how they let us in
 *
 * Trusts:  the configuration.
 * Doubts:  the servers: they are spoken to by the code of the roles, and in
 *          their confinement.
 */
#include "base/buf.h"
#include "confined.h"
#include "console/desk.h"
#include "credential.h"
#include "doctor_looks.h"
#include "intake/imap.h"
#include "intake/stream.h"
#include "oauth_claims.h"
#include "options_login.h"
#include "reply/smtp.h"
#include "reply/transport.h"
#include "triage/workday.h"

#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER_SECONDS 10
#define GREETING_BYTES (64 << 10)
#define SEE_CERTIFICATE_DAYS 21
#define DAY_SECONDS 86400

/* Confines the look's process; false where it must not go on. */
static bool
is_confined(struct doctor *d, const struct role_files *files)
{
	struct error why;

	if (role_confine(d->options, CONFINE_MAILBOX, files, d->mem, &why) ==
	    DONE)
		return true;
	doctor_say(d, IS_WRONG,
	    "Boot a kernel that has it, or set confinement = preferred.",
	    "nobody was asked: %s", why.text);
	return false;
}

/* The name's addresses; false where it has none. */
static bool
look_at_name(struct doctor *d, struct span host)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int n = 0, fault;

	fault = getaddrinfo(arena_text(d->mem, host), NULL, &hints, &found);
	if (fault != 0) {
		doctor_say(d, IS_WRONG,
		    "Look at host in postroom.conf, and at /etc/resolv.conf.",
		    "%.*s: no address: %s", SPAN_ARG(host),
		    gai_strerror(fault));
		return false;
	}
	for (struct addrinfo *at = found; at != NULL; at = at->ai_next)
		n++;
	freeaddrinfo(found);
	doctor_say(d, IS_WELL, "", "%.*s has %d address%s", SPAN_ARG(host), n,
	    n == 1 ? "" : "es");
	return true;
}

static void
look_at_certificate(struct doctor *d, struct span host, time_t end)
{
	long long days = (long long)(end - d->now) / DAY_SECONDS;
	bool is_soon = days < SEE_CERTIFICATE_DAYS;

	if (end == 0)
		doctor_say(d, SEE_TO_IT, "Set tls = required or starttls.",
		    "%.*s is spoken to without TLS", SPAN_ARG(host));
	else
		doctor_say(d, is_soon ? SEE_TO_IT : IS_WELL,
		    is_soon ? "Tell its administrators." : "",
		    "the certificate of %.*s is good until %.*s (%lld days)",
		    SPAN_ARG(host),
		    SPAN_ARG(day_text(day_in_london(end), d->mem)), days);
}

/* --- tokens ------------------------------------------------------------------------ */

static void
look_at_secret_end(struct doctor *d, const struct oauth_options *issuer)
{
	day today = day_in_london(d->now);
	struct span warning = oauth_secret_warning(issuer, today, d->mem);
	int days;

	if (!oauth_secret_days_left(issuer, today, &days))
		return;
	if (warning.len > 0)
		doctor_say(d, days < 0 ? IS_WRONG : SEE_TO_IT, "", "%.*s",
		    SPAN_ARG(warning));
	else
		doctor_say(d, IS_WELL, "",
		    "the client secret is good for %d days", days);
}

/* As oauth test: whether a token can be had, and what it lacks. */
static bool
look_at_token(struct doctor *d, struct credentials *keys,
    const struct oauth_options *issuer, enum service service)
{
	struct credential credential;
	struct span missing = SPAN("");
	struct claims claims;
	struct error why;

	if (issuer != NULL)
		look_at_secret_end(d, issuer);
	if (credentials_get(keys, d->mem, &credential, &why) != DONE) {
		doctor_say(d, IS_WRONG,
		    issuer != NULL ? "Run postroom oauth test, which names the "
				     "step that is missing."
				   : "Put the password in place.",
		    "%s", why.text);
		return false;
	}
	if (issuer == NULL)
		return true;
	if (claims_read(credential.secret, d->mem, &claims))
		missing =
		    claims_missing(&claims, issuer, service, d->now, d->mem);
	if (missing.len > 0)
		doctor_say(d, IS_WRONG, "", "%.*s", SPAN_ARG(missing));
	else
		doctor_say(d, IS_WELL, "", "a token came from [oauth %.*s]",
		    SPAN_ARG(issuer->name));
	return missing.len == 0;
}

/* --- the mailbox -------------------------------------------------------------------- */

static void
look_at_folder(struct doctor *d, struct imap *imap, struct span folder,
    const char *to_do)
{
	uint32_t uidvalidity;
	struct error why;

	if (folder.len == 0)
		return;
	switch (imap_select(imap, folder, &uidvalidity, &why)) {
	case DONE:
		doctor_say(d, IS_WELL, "", "folder %.*s is there",
		    SPAN_ARG(folder));
		break;
	case REFUSED:
	case LATER:
	case BROKEN:
		doctor_say(d, IS_WRONG, to_do, "folder %.*s: %s",
		    SPAN_ARG(folder), why.text);
	}
}

static void
look_inside(struct doctor *d, const struct mailbox_options *box,
    struct credentials *keys)
{
	struct imap *imap = NULL;
	struct error why;
	enum outcome how = imap_open(box, keys, &imap, &why);

	if (how != DONE) {
		doctor_say(d, IS_WRONG,
		    how == REFUSED && box->issuer != NULL
			? "Run postroom oauth test, which names the step that "
			  "is missing."
		    : how == REFUSED
			? "Put user and password right, or ask the server's "
			  "administrators."
			: "Look at host, port, tls and ca_file, at the "
			  "network and at the server.",
		    "%.*s does not let us in: %s", SPAN_ARG(box->host),
		    why.text);
		return;
	}
	doctor_say(d, IS_WELL, "", "%.*s lets us in", SPAN_ARG(box->host));
	look_at_certificate(d, box->host, imap_certificate_end(imap));
	look_at_folder(d, imap, box->folder,
	    "Look at folder in postroom.conf, and at the mailbox.");
	look_at_folder(d, imap, box->processed_folder,
	    "Make the folder in the mailbox, or change processed_folder.");
	imap_close(imap);
}

void
look_at_mailbox(struct doctor *d)
{
	struct mailbox_options box = *d->mailbox;
	struct credentials keys;

	if (box.timeout > ANSWER_SECONDS)
		box.timeout = ANSWER_SECONDS;
	if (!is_confined(d,
		&(struct role_files){ .password = box.password_file,
		    .certificates = box.ca_file,
		    .runs_commands =
			box.password_command.len > 0 ||
			(box.issuer != NULL &&
			    box.issuer->client_secret_command.len > 0),
		    .issuer = box.issuer }) ||
	    !look_at_name(d, box.host))
		return;
	credentials_of_mailbox(&keys, &box);
	if (look_at_token(d, &keys, box.issuer, SERVICE_IMAP))
		look_inside(d, &box, &keys);
	credentials_close(&keys);
}

/* --- the way out -------------------------------------------------------------------- */

/* Reads a reply to its last line (RFC 5321 section 4.2.1); its first digit. */
static char
reply_read(mailstream *stream, MMAPString *line)
{
	for (;;) {
		const char *text =
		    mailstream_read_line_remove_eol(stream, line);

		if (text == NULL)
			return '\0';
		if (strlen(text) < 4 || text[3] != '-')
			return text[0];
	}
}

/* As reply_read, after something was said. */
static char
reply_to(mailstream *stream, const char *words, MMAPString *line)
{
	if (mailstream_write(stream, words, strlen(words)) < 0 ||
	    mailstream_flush(stream) < 0)
		return '\0';
	return reply_read(stream, line);
}

/* The end of the certificate that is shown after STARTTLS (RFC 3207). */
static enum outcome
starttls_open(mailstream *stream, const struct stream_peer *peer,
    struct error *why)
{
	MMAPString *line = mmap_string_new("");
	bool is_well;

	if (line == NULL)
		die("doctor: out of memory");
	stream_allow(stream, ANSWER_SECONDS, GREETING_BYTES);
	is_well = reply_read(stream, line) == '2' &&
		  reply_to(stream, "EHLO localhost\r\n", line) == '2' &&
		  reply_to(stream, "STARTTLS\r\n", line) == '2';
	mmap_string_free(line);
	if (!is_well)
		return fail(why, LATER, "no STARTTLS: %s",
		    stream_error(stream)[0] != '\0' ? stream_error(stream)
						    : "the server says no");
	return stream_start_tls(stream, peer, why);
}

static void
look_at_smtp_certificate(struct doctor *d, const struct smtp_options *smtp)
{
	const struct stream_peer peer = {
		.host = arena_text(d->mem, smtp->host),
		.ca_file = smtp->ca_file.len > 0
			       ? arena_text(d->mem, smtp->ca_file)
			       : NULL,
		.port = (int)smtp->port,
		.timeout = ANSWER_SECONDS,
	};
	mailstream *stream = NULL;
	struct error why;
	enum outcome how =
	    stream_open(&peer, smtp->tls == TLS_REQUIRED, &stream, &why);

	if (how == DONE && smtp->tls == TLS_STARTTLS)
		how = starttls_open(stream, &peer, &why);
	if (how == DONE)
		look_at_certificate(d, smtp->host,
		    stream_certificate_end(stream));
	else
		doctor_say(d, IS_WRONG,
		    "Look at host, port, tls and ca_file, at the network and "
		    "at the server.",
		    "%.*s: %s", SPAN_ARG(smtp->host), why.text);
	if (stream != NULL)
		mailstream_close(stream);
}

static void
look_at_smtp_login(struct doctor *d, const struct smtp_options *smtp,
    struct credentials *keys)
{
	const struct transport transport = { .options = smtp,
		.credentials = keys };
	struct error why;
	enum outcome how = smtp_check(smtp, &why);

	if (how == DONE)
		how = smtp_login(&transport, &why);
	if (how == DONE)
		doctor_say(d, IS_WELL, "", "%.*s lets us %s",
		    SPAN_ARG(smtp->host), keys != NULL ? "in" : "speak");
	else
		doctor_say(d, IS_WRONG,
		    how == REFUSED && smtp->issuer != NULL
			? "Run postroom oauth test smtp, which names the step "
			  "that is missing."
		    : how == REFUSED
			? "Put user and password right, or ask the server's "
			  "administrators."
			: "Look at host, port, tls and ca_file, at the "
			  "network and at the server.",
		    "%.*s does not let us in: %s", SPAN_ARG(smtp->host),
		    why.text);
}

static void
look_at_smtp(struct doctor *d)
{
	struct smtp_options smtp = d->options->smtp;
	struct credentials keys;

	if (smtp.timeout > ANSWER_SECONDS)
		smtp.timeout = ANSWER_SECONDS;
	if (!is_confined(d,
		&(struct role_files){ .password = smtp.password_file,
		    .certificates = smtp.ca_file,
		    .runs_commands =
			smtp.password_command.len > 0 ||
			(smtp.issuer != NULL &&
			    smtp.issuer->client_secret_command.len > 0),
		    .issuer = smtp.issuer }) ||
	    !look_at_name(d, smtp.host))
		return;
	look_at_smtp_certificate(d, &smtp);
	if (smtp.user.len == 0) {
		look_at_smtp_login(d, &smtp, NULL);
		return;
	}
	credentials_of_smtp(&keys, &smtp);
	if (look_at_token(d, &keys, smtp.issuer, SERVICE_SMTP))
		look_at_smtp_login(d, &smtp, &keys);
	credentials_close(&keys);
}

void
look_at_outgoing(struct doctor *d)
{
	const struct smtp_options *smtp = &d->options->smtp;
	const char *folder = arena_text(d->mem, smtp->maildir);
	struct error why;

	if (smtp->transport == TRANSPORT_SMTP) {
		look_at_smtp(d);
		return;
	}
	if (transport_check(smtp, &why) != DONE)
		doctor_say(d, IS_WRONG, "Put [smtp] right.", "%s", why.text);
	else if (smtp->transport == TRANSPORT_SENDMAIL)
		doctor_say(d, IS_WELL, "", "%.*s is there",
		    SPAN_ARG(smtp->sendmail_path));
	else if (access(folder, W_OK | X_OK) < 0)
		doctor_say(d, IS_WRONG,
		    "Start postroom run, which makes it, or give it to "
		    "Postroom's user.",
		    "the folder %s cannot be written to", folder);
	else
		doctor_say(d, SEE_TO_IT, "",
		    "mail is put into the folder %s, and leaves only if "
		    "somebody takes it from there",
		    folder);
}
