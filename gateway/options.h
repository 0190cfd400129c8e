/*
 * options.h - every key of postroom.conf, once
 *
 * Each line is key, type, initial value, least, most, choices, sentence.  The
 * tables give the structs below and the reader.  A trailing '_' keeps a key
 * from being a word of C and is no part of its name in the file.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/conf.h"

#define MAX_MAILBOXES 16
#define MAX_OAUTHS 8
#define MAX_RECIPIENTS 64
#define MAX_CONFIGURATION_BYTES (1 << 20)

/* clang-format off */
#define ORGANISATION_OPTIONS(X)                                              \
	X(name, TEXT, "", 1, 200, NULL,                                      \
	    "Name of the organisation, as letters show it")                  \
	X(policy, TEXT, "trust", 1, 400, NULL,                               \
	    "Policy pack: a folder of that name under templates, or a path") \
	X(addresses, LIST, "", 0, 4000, NULL,                                \
	    "Our own mailboxes, which are never acknowledged")               \
	X(internal_domains, LIST, "", 0, 4000, NULL,                         \
	    "Mail domains whose people are staff")                           \
	X(trusted_authserv, LIST, "", 0, 1000, NULL,                         \
	    "Servers whose Authentication-Results are believed")             \
	X(webform_addresses, LIST, "", 0, 4000, NULL,                        \
	    "Robots that carry a person's message in fields")                \
	X(contact_name, TEXT, "Customer Services", 1, 100, NULL,             \
	    "The person or team that letters name as the contact")           \
	X(contact_phone, TEXT, "", 0, 60, NULL,                              \
	    "Telephone number that letters show")                            \
	X(contact_email, TEXT, "", 0, 200, NULL,                             \
	    "E-mail address that letters show")                              \
	X(contact_address, TEXT, "", 0, 400, NULL,                           \
	    "Postal address that letters show, lines parted by commas")      \
	X(contact_hours, TEXT, "", 0, 100, NULL,                             \
	    "Hours in which the telephone is answered")

#define PATHS_OPTIONS(X)                                                     \
	X(register_, TEXT, "/var/lib/postroom/register.db", 1, 400, NULL,     \
	    "The register, a SQLite file")                                   \
	X(spool, TEXT, "/var/lib/postroom/spool", 1, 400, NULL,              \
	    "The spool: the tray, what is in work, what is kept")            \
	X(templates, TEXT, "/usr/share/postroom/templates", 1, 400, NULL,    \
	    "The folder that holds the policy packs")

#define MAILBOX_OPTIONS(X)                                                   \
	X(host, TEXT, "", 1, 255, NULL, "The IMAP server's name")            \
	X(port, NUMBER, "993", 1, 65535, NULL, "The IMAP server's port")     \
	X(tls, CHOICE, "required", 0, 0, "required starttls none",           \
	    "TLS from the start, after STARTTLS, or none")                   \
	X(ca_file, TEXT, "", 0, 400, NULL,                                   \
	    "Certificates to trust in place of the system's")                \
	X(user, TEXT, "", 1, 255, NULL, "The mailbox, by its login name")     \
	X(login, TEXT, "", 0, 255, NULL,                                     \
	    "Who logs in, where it is not the mailbox itself")               \
	X(auth, CHOICE, "password", 0, 0, "password xoauth2 oauthbearer",    \
	    "How to log in: a password, or a token in one of two forms")     \
	X(oauth, TEXT, "", 0, 64, NULL,                                      \
	    "Where the token is from: NAME of an [oauth NAME]")              \
	X(password_file, TEXT, "", 0, 400, NULL,                             \
	    "File whose first line is the password")                         \
	X(password_command, TEXT, "", 0, 1000, NULL,                         \
	    "Command whose first line of output is the password")            \
	X(folder, TEXT, "INBOX", 1, 255, NULL, "The folder to read")         \
	X(processed_folder, TEXT, "", 0, 255, NULL,                          \
	    "Folder that read messages are moved to; empty leaves them")     \
	X(poll, SECONDS, "60", 1, 86400, NULL, "Time between two polls")     \
	X(idle, FLAG, "yes", 0, 0, NULL,                                     \
	    "Wait for new mail with IDLE between polls")                     \
	X(timeout, SECONDS, "60", 1, 3600, NULL,                             \
	    "How long the server may take over an answer")                   \
	X(alarm, SECONDS, "900", 1, 86400, NULL,                             \
	    "How long polls may fail before it is an alarm")

#define SMTP_OPTIONS(X)                                                      \
	X(transport, CHOICE, "smtp", 0, 0, "smtp sendmail maildir",          \
	    "How outgoing mail leaves: a server, a program, or as files")    \
	X(host, TEXT, "", 0, 255, NULL, "The SMTP server's name")            \
	X(port, NUMBER, "587", 1, 65535, NULL, "The SMTP server's port")     \
	X(tls, CHOICE, "starttls", 0, 0, "required starttls none",           \
	    "TLS from the start, after STARTTLS, or none")                   \
	X(ca_file, TEXT, "", 0, 400, NULL,                                   \
	    "Certificates to trust in place of the system's")                \
	X(user, TEXT, "", 0, 255, NULL,                                      \
	    "The name to log in with; empty sends without")                  \
	X(auth, CHOICE, "password", 0, 0, "password xoauth2 oauthbearer",    \
	    "How to log in: a password, or a token in one of two forms")     \
	X(oauth, TEXT, "", 0, 64, NULL,                                      \
	    "Where the token is from: NAME of an [oauth NAME]")              \
	X(password_file, TEXT, "", 0, 400, NULL,                             \
	    "File whose first line is the password")                         \
	X(password_command, TEXT, "", 0, 1000, NULL,                         \
	    "Command whose first line of output is the password")            \
	X(sendmail_path, TEXT, "/usr/sbin/sendmail", 1, 400, NULL,           \
	    "Program of the sendmail transport")                             \
	X(maildir, TEXT, "", 0, 400, NULL,                                   \
	    "Folder for the .eml files of the maildir transport")            \
	X(from, TEXT, "", 3, 254, NULL,                                      \
	    "The address that acknowledgements come from")                   \
	X(envelope_sender, TEXT, "", 0, 254, NULL,                           \
	    "The address that bounces go to; empty is the null sender")      \
	X(poll, SECONDS, "5", 1, 3600, NULL,                                 \
	    "Time between two looks at the outbox")                          \
	X(timeout, SECONDS, "120", 1, 3600, NULL,                            \
	    "How long the server may take over one reply")                   \
	X(per_minute, NUMBER, "20", 1, 10000, NULL,                          \
	    "The most e-mails that leave within a minute")                   \
	X(per_hour, NUMBER, "300", 1, 100000, NULL,                          \
	    "The most e-mails that leave within an hour")                    \
	X(per_domain, NUMBER, "100", 1, 100000, NULL,                        \
	    "The most that leave for one mail domain within an hour")        \
	X(per_address, NUMBER, "3", 1, 1000, NULL,                           \
	    "The most that leave for one address within a day")

#define OAUTH_OPTIONS(X)                                                     \
	X(grant, CHOICE, "client_credentials", 0, 0,                         \
	    "client_credentials device_code",                                \
	    "Whose rights a token has: the program's own, or a person's")    \
	X(token_url, TEXT, "", 1, 400, NULL, "Address that gives tokens")    \
	X(device_url, TEXT, "", 0, 400, NULL,                                \
	    "Address that begins a sign-in on another device")               \
	X(ca_file, TEXT, "", 0, 400, NULL,                                   \
	    "Certificates to trust in place of the system's")                \
	X(client_id, TEXT, "", 1, 255, NULL,                                 \
	    "The number that this program is registered under")              \
	X(client_secret_file, TEXT, "", 0, 400, NULL,                        \
	    "File whose first line is the client secret")                    \
	X(client_secret_command, TEXT, "", 0, 1000, NULL,                    \
	    "Command whose first line of output is the client secret")       \
	X(client_secret_expires, TEXT, "", 0, 10, NULL,                      \
	    "Last day of the client secret, such as 2027-01-31")             \
	X(scope, TEXT, "", 1, 1000, NULL,                                    \
	    "What a token shall be good for")                                \
	X(token_file, TEXT, "", 0, 400, NULL,                                \
	    "File in which the refresh token is kept")

#define ALERTS_OPTIONS(X)                                                    \
	X(fallback, TEXT, "", 0, 254, NULL,                                  \
	    "Address for alerts whose recipient has none that works")        \
	X(escalation, TEXT, "", 0, 254, NULL,                                \
	    "Address for alerts that nobody confirmed in time")              \
	X(repeat, SECONDS, "1800", 60, 86400, NULL,                          \
	    "Time between two mails about something immediate")              \
	X(repeats, NUMBER, "3", 0, 100, NULL,                                \
	    "How often such a mail is repeated before it is escalated")      \
	X(day_begins, NUMBER, "8", 0, 23, NULL,                              \
	    "Hour in London from which alerts tell of deadlines")            \
	X(day_ends, NUMBER, "16", 0, 23, NULL,                               \
	    "Hour in London at which alerts of the day are repeated")

#define RECIPIENT_OPTIONS(X)                                                 \
	X(address, TEXT, "", 3, 254, NULL, "Mail address of the recipient")

#define INTAKE_OPTIONS(X)                                                    \
	X(workers, NUMBER, "0", 0, 64, NULL,                                 \
	    "Intake processes; 0 is one for each core")                      \
	X(settle, SECONDS, "5", 0, 3600, NULL,                               \
	    "How long a file in the tray must be unchanged")                 \
	X(rescan, SECONDS, "10", 1, 3600, NULL,                              \
	    "Time between two looks at the spool")                           \
	X(languages, TEXT, "eng", 3, 100, NULL,                              \
	    "Languages of scanned letters, as Tesseract names them: eng+cym")

#define RUN_OPTIONS(X)                                                       \
	X(confinement, CHOICE, "required", 0, 0, "required preferred off",   \
	    "Whether a role may run where the kernel cannot confine it")     \
	X(reconcile_hour, NUMBER, "3", 0, 23, NULL,                          \
	    "Hour in London at which postroom run reconciles each night")    \
	X(log_format, CHOICE, "text", 0, 0, "text logfmt json",              \
	    "How lines of the log are written")                              \
	X(metrics_file, TEXT, "", 0, 400, NULL,                              \
	    "File that the measures are written to, again and again")        \
	X(metrics_socket, TEXT, "", 0, 100, NULL,                            \
	    "Unix socket that tells the measures to whoever connects")       \
	X(metrics_interval, SECONDS, "15", 1, 3600, NULL,                    \
	    "Time between two writings of metrics_file")
/* clang-format on */

#define OPTION_TYPE_TEXT struct span
#define OPTION_TYPE_LIST struct span
#define OPTION_TYPE_NUMBER long long
#define OPTION_TYPE_SECONDS long long
#define OPTION_TYPE_FLAG bool
#define OPTION_TYPE_CHOICE long long
#define OPTION_FIELD(key, type, initial, least, most, choices, sentence)       \
	OPTION_TYPE_##type key;

enum tls {
	TLS_REQUIRED,
	TLS_STARTTLS,
	TLS_NONE
};
enum transport_kind {
	TRANSPORT_SMTP,
	TRANSPORT_SENDMAIL,
	TRANSPORT_MAILDIR
};
enum auth {
	AUTH_PASSWORD,
	AUTH_XOAUTH2,
	AUTH_OAUTHBEARER
};
enum grant {
	GRANT_CLIENT_CREDENTIALS,
	GRANT_DEVICE_CODE
};
enum confinement {
	CONFINEMENT_REQUIRED,
	CONFINEMENT_PREFERRED,
	CONFINEMENT_OFF
};

struct organisation_options {
	ORGANISATION_OPTIONS(OPTION_FIELD)
};

struct paths_options {
	PATHS_OPTIONS(OPTION_FIELD)
};

struct oauth_options {
	struct span name; /* the NAME of [oauth NAME] */
	OAUTH_OPTIONS(OPTION_FIELD)
};

struct mailbox_options {
	struct span name; /* the NAME of [mailbox NAME] */
	MAILBOX_OPTIONS(OPTION_FIELD)
	const struct oauth_options *issuer; /* that oauth names, or NULL */
};

struct smtp_options {
	SMTP_OPTIONS(OPTION_FIELD)
	const struct oauth_options *issuer; /* that oauth names, or NULL */
};

struct alerts_options {
	ALERTS_OPTIONS(OPTION_FIELD)
};

struct recipient_options {
	struct span name; /* the NAME of [recipient NAME] */
	RECIPIENT_OPTIONS(OPTION_FIELD)
};

struct intake_options {
	INTAKE_OPTIONS(OPTION_FIELD)
};

struct run_options {
	RUN_OPTIONS(OPTION_FIELD)
};

struct options {
	const char *file; /* the configuration file's path */
	struct organisation_options organisation;
	struct paths_options paths;
	struct mailbox_options mailbox[MAX_MAILBOXES];
	size_t n_mailboxes;
	struct oauth_options *oauth; /* in the arena, as issuers are */
	size_t n_oauths;
	struct smtp_options smtp;
	struct alerts_options alerts;
	struct recipient_options *recipient; /* in the arena */
	size_t n_recipients;
	struct intake_options intake;
	struct run_options run;
};

/*
 * Reads the configuration file at path.  Text lives in mem.  BROKEN, with
 * file and line, where it is wrong or lacks what it needs: an organisation
 * name; smtp.from; for each mailbox host, user and one of password_file and
 * password_command, or oauth as auth asks; smtp.host, a whole smtp.sendmail_path or
 * smtp.maildir as the transport asks; the same as for a mailbox where there is a smtp.user; for
 * each [oauth NAME] what its grant needs (options_login.h).
 */
enum outcome options_read(const char *path, struct arena *mem,
    struct options *options, struct error *why) must_check;

/* The table behind the reader, for the manual page's test: n keys. */
const struct conf_key *options_table(size_t *n);

/*
 * The secret of a mailbox or the SMTP server: the first line of the file, or
 * of the command's output.  BROKEN where neither is set, LATER where it
 * cannot be had now.  The secret lives in mem.
 */
enum outcome options_secret(struct span file, struct span command,
    struct arena *mem, struct span *secret, struct error *why) must_check;

#endif
