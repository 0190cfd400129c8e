/*
 * imap.c - all that a mail server may answer
 *
 * The bytes are what the server sends, from its greeting on; it listens to
 * nothing.  They come through a socket, our own stream and libetpan, whose
 * commands are numbered 1, 2 ... in the order of below, so that answers can be
 * right.  Behind a first line "?" they answer a login with a token.
 */
#include "fuzz.h"

#include "base/io.h"
#include "intake/imap.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

/* What a socket takes without anybody who reads. */
#define MOST_SAID 65536

static struct span script;
static int server = -1;
static char secret[] = "/tmp/postroom-fuzz-XXXXXX";

/* The linker has stream.c call these (--wrap). */
int __wrap_connect(int fd, const struct sockaddr *to, socklen_t len);
int __wrap_setsockopt(int fd, int level, int name, const void *value,
    socklen_t len);

/* Connects to a server that has said all it will. */
int
__wrap_connect(int fd, const struct sockaddr *to, socklen_t len)
{
	int ends[2];
	struct error why;

	(void)to;
	(void)len;
	must_hold(server < 0, "there is one connection at a time");
	must_hold(socketpair(AF_UNIX,
		      SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
		      ends) == 0 &&
		      dup3(ends[0], fd, O_CLOEXEC) == fd,
	    "there is a socket");
	close(ends[0]);
	server = ends[1];
	must_hold(io_write(server, script, &why) == DONE,
	    "the socket takes the script");
	shutdown(server, SHUT_WR);
	return 0;
}

int
__wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	(void)fd;
	(void)level;
	(void)name;
	(void)value;
	(void)len;
	return 0;
}

static void
secret_remove(void)
{
	unlink(secret);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct error why;
	int fd = mkstemp(secret);

	(void)argc;
	(void)argv;
	must_hold(fd >= 0 && io_write(fd, SPAN("secret\n"), &why) == DONE,
	    "there is a password");
	atexit(secret_remove);
	close(fd);
	return 0;
}

/* --- what is asked --------------------------------------------------------- */

/* Bodies as they come in: between a begin and an end, of one that is due. */
struct taken {
	size_t n;
	size_t at; /* the message, n for none */
	size_t len;
};

static enum outcome
body_begin(void *context, size_t i, struct error *why)
{
	struct taken *t = context;

	(void)why;
	must_hold(t->at == t->n && i < t->n, "a body that was asked for");
	t->at = i;
	t->len = 0;
	return DONE;
}

static enum outcome
body_add(void *context, struct span bytes, struct error *why)
{
	struct taken *t = context;

	(void)why;
	must_hold(t->at < t->n, "bytes are of a body");
	t->len += bytes.len;
	return DONE;
}

static enum outcome
body_end(void *context, bool is_whole, struct error *why)
{
	struct taken *t = context;

	(void)why;
	must_hold(t->at < t->n, "what ends had begun");
	must_hold(!is_whole || t->len > 0, "what is whole is not empty");
	t->at = t->n;
	return DONE;
}

static enum outcome
messages_fetch(struct imap *imap, const struct imap_message *messages, size_t n,
    struct error *why)
{
	struct taken taken = { .n = n, .at = n };
	struct imap_sink sink = { &taken, false, body_begin, body_add,
		body_end };
	size_t next = 0;
	enum outcome how = imap_fetch(imap, messages, n, &sink, &next, why);

	must_hold(next <= n, "the next one is one of them, or none");
	must_hold(taken.at == n, "what begins ends");
	if (how != DONE)
		return how;
	sink.is_of_headers = true;
	return imap_fetch(imap, messages, 1, &sink, &next, why);
}

/* The folder's messages, as a pass takes and files them. */
static enum outcome
folder_read(struct imap *imap, struct arena *mem, struct error *why)
{
	struct imap_message messages[4] = { { .uid = 0 } };
	enum imap_filing filing;
	uint32_t uidvalidity, *uids;
	size_t n = 0;
	enum outcome how = imap_select(imap, SPAN("INBOX"), &uidvalidity, why);

	if (how == DONE)
		how = imap_list(imap, mem, &uids, &n, why);
	if (how != DONE || n == 0)
		return how;
	for (size_t i = 1; i < n; i++)
		must_hold(uids[i - 1] < uids[i], "UIDs ascend");
	n = n > 4 ? 4 : n;
	for (size_t i = 0; i < n; i++)
		messages[i].uid = uids[i];
	how = imap_measure(imap, messages, n, why);
	if (how == DONE)
		how = messages_fetch(imap, messages, n, why);
	if (how == DONE)
		how = imap_move(imap, messages, n, SPAN("Done"), &filing, why);
	if (how == DONE && imap_has_idle(imap))
		how = imap_idle(imap, 1, why);
	return how;
}

static void
mailbox_read(const struct mailbox_options *box, struct credentials *credentials)
{
	autoarena mem = { NULL };
	struct error why = { "" };
	struct imap *imap = NULL;
	enum outcome how = imap_open(box, credentials, &imap, &why);

	if (how == DONE)
		how = folder_read(imap, &mem, &why);
	must_hold(how != BROKEN, "no server says how we are configured");
	must_hold(how == DONE || why.text[0] != '\0', "a fault is told");
	(void)imap_patience(imap);
	imap_close(imap);
	io_close(&server);
	server = -1;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct oauth_options issuer = { .name = SPAN("nhs") };
	char *copy = fuzz_copy(bytes, len);
	struct credentials credentials;
	struct mailbox_options box = {
		.name = SPAN("complaints"),
		.host = SPAN("127.0.0.1"),
		.port = 143,
		.tls = TLS_NONE,
		.timeout = 5,
		.user = SPAN("complaints@northmoor.example"),
		.issuer = &issuer,
	};

	box.password_file = span_of(secret);
	script = (struct span){ copy, len > MOST_SAID ? MOST_SAID : len };
	if (script.len > 0 && copy[0] == '?') {
		(void)span_cut_line(&script);
		box.auth = AUTH_XOAUTH2;
	}
	credentials_of_mailbox(&credentials, &box);
	if (box.auth == AUTH_XOAUTH2) {
		/* One in memory: nobody is asked for it. */
		buf_add_text(&credentials.oauth.token, "token");
		credentials.oauth.renew_at = clock_now() + 3600;
	}
	mailbox_read(&box, &credentials);
	credentials_close(&credentials);
	free(copy);
	return 0;
}
