/*
 * stream.c - a verified TLS stream under libetpan
 *
 * Trusts:  the configured certificates and host name.
 * Doubts:  the server: its certificate, its pace and how much it sends.
 * Fails by an error of the read or write in hand; the session above is then
 * out of step and must be closed.
 */
#include "intake/stream.h"
#include "base/io.h"
#include "base/stop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_BYTES 16384
#define OPENING_BYTES (64 << 10) /* for greeting and handshake */
#define STOP_LOOK_MS 250 /* between two looks for a stop while writing */
#define PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%PROFILE_MEDIUM"

struct low {
	int fd;
	long long deadline_ms; /* on the monotonic clock */
	long long bytes_left;
	int timeout;          /* seconds without a byte */
	gnutls_session_t tls; /* own; NULL in the clear */
	gnutls_certificate_credentials_t credentials; /* own */
	struct error error;
};

/* Waits until the socket is ready for the events (POLLIN or POLLOUT). */
static enum outcome
socket_wait(const struct low *low, short events, struct error *why)
{
	long long end = clock_monotonic_ms() + low->timeout * 1000LL;
	struct pollfd on = { .fd = low->fd, .events = events };

	if (low->deadline_ms < end)
		end = low->deadline_ms;
	for (;;) {
		long long left = end - clock_monotonic_ms();

		if (stop_is_wanted())
			return fail(why, LATER, "asked to stop");
		if (left <= 0)
			return fail(why, LATER, "time-out");
		if (events == POLLIN) {
			if (stop_sleep((int)left, low->fd))
				return DONE;
			continue;
		}
		if (poll(&on, 1,
			left < STOP_LOOK_MS ? (int)left : STOP_LOOK_MS) > 0)
			return DONE;
	}
}

/* Which direction GnuTLS waits for. */
static short
tls_events(gnutls_session_t tls)
{
	return gnutls_record_get_direction(tls) ? POLLOUT : POLLIN;
}

/* Notes why the stream can be used no more; the result of a failed call. */
static ssize_t
stream_lost(struct low *low, const char *cause)
{
	snprintf(low->error.text, sizeof low->error.text, "%s", cause);
	return -1;
}

/* A read or write gave n < 0: waits and returns true where it may go on. */
static bool
is_ready_again(struct low *low, ssize_t n, short events)
{
	if (low->tls != NULL) {
		events = tls_events(low->tls);
		if (n != GNUTLS_E_AGAIN && !gnutls_error_is_fatal((int)n))
			return true; /* an alert or a new session ticket */
		if (n != GNUTLS_E_AGAIN) {
			stream_lost(low, gnutls_strerror((int)n));
			return false;
		}
	} else if (errno == EINTR) {
		return true;
	} else if (errno != EAGAIN) {
		stream_lost(low, strerror(errno));
		return false;
	}
	return socket_wait(low, events, &low->error) == DONE;
}

/*
 * libetpan's read.  It never returns 0, since libetpan looks at the byte
 * before an empty line that the end of the stream left (upstream 078b924).
 */
static ssize_t
low_read(mailstream_low *stream, void *bytes, size_t len)
{
	struct low *low = stream->data;
	ssize_t n;

	do {
		if (clock_monotonic_ms() >= low->deadline_ms)
			return stream_lost(low, "time-out");
		n = low->tls != NULL ? gnutls_record_recv(low->tls, bytes, len)
				     : recv(low->fd, bytes, len, 0);
		if (n == 0 ||
		    (low->tls != NULL && n == GNUTLS_E_PREMATURE_TERMINATION))
			return stream_lost(low, "connection closed");
		if (n > 0 && n > low->bytes_left)
			return stream_lost(low, "the server sends too much");
	} while (n < 0 && is_ready_again(low, n, POLLIN));
	if (n > 0)
		low->bytes_left -= n;
	return n;
}

static ssize_t
low_write(mailstream_low *stream, const void *bytes, size_t len)
{
	struct low *low = stream->data;
	ssize_t n;

	do {
		if (clock_monotonic_ms() >= low->deadline_ms)
			return stream_lost(low, "time-out");
		n = low->tls != NULL ? gnutls_record_send(low->tls, bytes, len)
				     : send(low->fd, bytes, len, MSG_NOSIGNAL);
	} while (n < 0 && is_ready_again(low, n, POLLOUT));
	return n;
}

static int
low_close(mailstream_low *stream)
{
	struct low *low = stream->data;

	if (low->tls != NULL) {
		gnutls_bye(low->tls, GNUTLS_SHUT_WR);
		gnutls_deinit(low->tls);
		low->tls = NULL;
	}
	if (low->credentials != NULL)
		gnutls_certificate_free_credentials(low->credentials);
	low->credentials = NULL;
	io_close(&low->fd);
	return 0;
}

static void
low_free(mailstream_low *stream)
{
	free(stream->data);
	free(stream->identifier);
	free(stream);
}

static int
low_descriptor(mailstream_low *stream)
{
	return ((struct low *)stream->data)->fd;
}

static void
low_cancel(mailstream_low *stream)
{
	shutdown(low_descriptor(stream), SHUT_RDWR);
}

static struct mailstream_cancel *
low_no_cancel(mailstream_low *stream)
{
	(void)stream;
	return NULL;
}

/* Not const only because mailstream_low_new takes it so. */
static mailstream_low_driver driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_descriptor,
	.mailstream_free = low_free,
	.mailstream_cancel = low_cancel,
	.mailstream_get_cancel = low_no_cancel,
};

/* Says which of the certificate's faults made the handshake fail. */
static enum outcome
certificate_fail(gnutls_session_t tls, struct error *why)
{
	static const struct {
		unsigned fault;
		const char *word;
	} words[] = {
		{ GNUTLS_CERT_SIGNER_NOT_FOUND, " not trusted" },
		{ GNUTLS_CERT_SIGNER_NOT_CA, " not trusted" },
		{ GNUTLS_CERT_EXPIRED, " expired" },
		{ GNUTLS_CERT_NOT_ACTIVATED, " not valid yet" },
		{ GNUTLS_CERT_UNEXPECTED_OWNER, " has the wrong host name" },
		{ GNUTLS_CERT_REVOKED, " revoked" },
		{ GNUTLS_CERT_INSECURE_ALGORITHM, " too weak" },
	};
	unsigned faults = gnutls_session_get_verify_cert_status(tls);
	autobuf text = BUF(sizeof why->text);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if ((faults & words[i].fault) != 0)
			buf_add_text(&text, words[i].word);
	return fail(why, LATER, "TLS: certificate%s",
	    text.len > 0 ? buf_text(&text) : " not valid");
}

static enum outcome
credentials_load(struct low *low, const struct stream_peer *peer,
    struct error *why)
{
	int n = gnutls_certificate_allocate_credentials(&low->credentials);

	if (n < 0)
		return fail(why, LATER, "TLS: %s", gnutls_strerror(n));
	if (peer->ca_file != NULL)
		n = gnutls_certificate_set_x509_trust_file(low->credentials,
		    peer->ca_file, GNUTLS_X509_FMT_PEM);
	else
		n = gnutls_certificate_set_x509_system_trust(low->credentials);
	if (n > 0)
		return DONE;
	return fail(why, LATER, "TLS: trusted certificates: %s: %s",
	    peer->ca_file != NULL ? peer->ca_file : "the system's",
	    n < 0 ? gnutls_strerror(n) : "there are none");
}

static enum outcome
handshake(struct low *low, gnutls_session_t tls, struct error *why)
{
	int n;

	while ((n = gnutls_handshake(tls)) < 0) {
		if (n == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR)
			return certificate_fail(tls, why);
		if (gnutls_error_is_fatal(n))
			return fail(why, LATER, "TLS: %s", gnutls_strerror(n));
		if (n == GNUTLS_E_AGAIN &&
		    socket_wait(low, tls_events(tls), why) != DONE)
			return LATER;
	}
	return DONE;
}

static bool
is_ip_address(const char *host)
{
	struct in6_addr a;

	return inet_pton(AF_INET, host, &a) == 1 ||
	       inet_pton(AF_INET6, host, &a) == 1;
}

/* Makes a session that can begin; GnuTLS's number of what went wrong, or 0. */
static int
session_make(const struct low *low, const struct stream_peer *peer,
    gnutls_session_t *tls)
{
	int n = gnutls_init(tls,
	    GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);

	if (n == 0)
		n = gnutls_priority_set_direct(*tls, PRIORITIES, NULL);
	if (n == 0)
		n = gnutls_credentials_set(*tls, GNUTLS_CRD_CERTIFICATE,
		    low->credentials);
	if (n == 0 && !is_ip_address(peer->host))
		n = gnutls_server_name_set(*tls, GNUTLS_NAME_DNS, peer->host,
		    strlen(peer->host));
	return n;
}

static enum outcome
tls_start(struct low *low, const struct stream_peer *peer, struct error *why)
{
	gnutls_session_t tls = NULL;
	enum outcome how = credentials_load(low, peer, why);
	int n;

	if (how != DONE)
		return how;
	n = session_make(low, peer, &tls);
	if (n < 0)
		how = fail(why, LATER, "TLS: %s", gnutls_strerror(n));
	if (how == DONE) {
		gnutls_session_set_verify_cert(tls, peer->host, 0);
		gnutls_transport_set_int(tls, low->fd);
		how = handshake(low, tls, why);
	}
	if (how == DONE)
		low->tls = tls;
	else if (tls != NULL)
		gnutls_deinit(tls);
	return how;
}

/* Waits for the connection that connect began, and asks how it went. */
static enum outcome
connection_await(struct low *low, struct error *why)
{
	int fault = 0;
	socklen_t len = sizeof fault;
	enum outcome how = socket_wait(low, POLLOUT, why);

	if (how != DONE)
		return how;
	getsockopt(low->fd, SOL_SOCKET, SO_ERROR, &fault, &len);
	if (fault == 0)
		return DONE;
	return fail(why, LATER, "%s",
	    fault == ECONNREFUSED ? "connection refused" : strerror(fault));
}

static enum outcome
address_connect(struct low *low, const struct addrinfo *to, struct error *why)
{
	int on = 1;
	enum outcome how = DONE;

	low->fd = socket(to->ai_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, to->ai_protocol);
	if (low->fd < 0)
		return fail(why, LATER, "socket: %s", strerror(errno));
	if (connect(low->fd, to->ai_addr, to->ai_addrlen) < 0)
		how = errno == EINPROGRESS || errno == EINTR
			  ? connection_await(low, why)
			  : fail(why, LATER, "%s", strerror(errno));
	if (how != DONE)
		io_close(&low->fd);
	else if (setsockopt(low->fd, IPPROTO_TCP, TCP_NODELAY, &on,
		     sizeof on) ||
		 setsockopt(low->fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on))
		how = fail(why, LATER, "socket: %s", strerror(errno));
	return how;
}

static enum outcome
host_connect(struct low *low, const struct stream_peer *peer, struct error *why)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	enum outcome how = LATER;
	char port[16];
	int n;

	snprintf(port, sizeof port, "%d", peer->port);
	n = getaddrinfo(peer->host, port, &hints, &found);
	if (n != 0)
		return fail(why, LATER, "host name not found: %s",
		    n == EAI_SYSTEM ? strerror(errno) : gai_strerror(n));
	for (struct addrinfo *to = found; to != NULL && how != DONE;
	     to = to->ai_next) {
		low->deadline_ms =
		    clock_monotonic_ms() + peer->timeout * 1000LL;
		how = address_connect(low, to, why);
	}
	freeaddrinfo(found);
	return how;
}

enum outcome
stream_open(const struct stream_peer *peer, bool with_tls, mailstream **stream,
    struct error *why)
{
	struct low *low = calloc(1, sizeof *low);
	mailstream_low *driven;
	mailstream *opened;
	enum outcome how;

	driven = low == NULL ? NULL : mailstream_low_new(low, &driver);
	opened = driven == NULL ? NULL : mailstream_new(driven, BUFFER_BYTES);
	if (opened == NULL)
		die("stream: out of memory");
	low->fd = -1;
	low->timeout = peer->timeout;
	how = host_connect(low, peer, why);
	if (how == DONE) {
		stream_allow(opened, peer->timeout, OPENING_BYTES);
		if (with_tls)
			how = tls_start(low, peer, why);
	}
	if (how == DONE)
		*stream = opened;
	else
		mailstream_close(opened);
	return how;
}

static struct low *
low_of(mailstream *stream)
{
	return mailstream_get_low(stream)->data;
}

enum outcome
stream_start_tls(mailstream *stream, const struct stream_peer *peer,
    struct error *why)
{
	if (stream->read_buffer_len > 0)
		return fail(why, LATER,
		    "STARTTLS: the server sent bytes before TLS began");
	return tls_start(low_of(stream), peer, why);
}

void
stream_allow(mailstream *stream, long long seconds, long long bytes)
{
	struct low *low = low_of(stream);

	low->deadline_ms = clock_monotonic_ms() + seconds * 1000;
	low->bytes_left = bytes;
}

bool
stream_wait(mailstream *stream, int seconds)
{
	struct low *low = low_of(stream);

	if (stream->read_buffer_len > 0 ||
	    (low->tls != NULL && gnutls_record_check_pending(low->tls) > 0))
		return true;
	return stop_sleep(seconds * 1000, low->fd);
}

const char *
stream_error(mailstream *stream)
{
	return low_of(stream)->error.text;
}

time_t
stream_certificate_end(mailstream *stream)
{
	gnutls_session_t tls = low_of(stream)->tls;
	gnutls_x509_crt_t certificate;
	const gnutls_datum_t *list;
	time_t end = 0;
	unsigned n = 0;

	if (tls == NULL)
		return 0;
	list = gnutls_certificate_get_peers(tls, &n);
	if (n == 0 || gnutls_x509_crt_init(&certificate) < 0)
		return 0;
	if (gnutls_x509_crt_import(certificate, &list[0],
		GNUTLS_X509_FMT_DER) >= 0)
		end = gnutls_x509_crt_get_expiration_time(certificate);
	gnutls_x509_crt_deinit(certificate);
	return end;
}
