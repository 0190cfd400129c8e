/*
 * stream.h - bytes to and from a mail server, for libetpan
 *
 * A mailstream driver of our own on GnuTLS, since libetpan's TLS in Debian 12
 * verifies nothing: it logged in against an expired certificate, an unknown
 * authority and a wrong host name.  Ours verifies the chain and the name (or
 * the IP address) within the handshake, sends SNI (RFC 6066 section 3) and
 * speaks TLS 1.2 and later.  libetpan has no limit of time or size of its
 * own: an endless greeting line grew to 2.1 GB in 1.5 s.
 *
 * Every wait ends at once when the role is asked to stop.
 */
#ifndef INTAKE_STREAM_H
#define INTAKE_STREAM_H

#include "base/outcome.h"

#include <libetpan/mailstream.h>
#include <stdbool.h>
#include <time.h>

struct stream_peer {
	const char *host; /* a name or an IP address, as on its certificate */
	const char *ca_file; /* certificates to trust; NULL: the system's */
	int port;
	int timeout; /* seconds to connect, for the greeting, without a byte */
};

/*
 * Connects, and starts TLS where with_tls is set.  Every address of the host
 * is tried.  LATER says what failed: "host name not found", "connection
 * refused", "time-out", "certificate expired", "certificate not trusted",
 * "certificate has the wrong host name" ...  mailstream_close ends it.
 */
enum outcome stream_open(const struct stream_peer *peer, bool with_tls,
    mailstream **stream, struct error *why) must_check;

/*
 * Starts TLS after STARTTLS was answered.  LATER where bytes came in behind
 * the answer, in the clear (response injection, CVE-2020-15953).
 */
enum outcome stream_start_tls(mailstream *stream,
    const struct stream_peer *peer, struct error *why) must_check;

/*
 * What the next command may cost: from now on so many seconds and so many
 * bytes received, until the next call.
 */
void stream_allow(mailstream *stream, long long seconds, long long bytes);

/*
 * Waits for something to read: true when there is, also what libetpan or
 * GnuTLS hold already; false when the time is over or a signal came.
 */
bool stream_wait(mailstream *stream, int seconds);

/*
 * When the certificate of the server ends; 0 where the stream is in the clear.
 */
time_t stream_certificate_end(mailstream *stream);

/* Why the last read or write failed: "time-out", "connection closed" ... */
const char *stream_error(mailstream *stream);

#endif
