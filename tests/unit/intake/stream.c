/* stream.c - limits of the stream under libetpan, against a loopback socket */
#include "intake/stream.h"
#include "base/io.h"
#include "tap.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* A listening socket on a free port, which *port receives. */
static int
server_listen(int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) < 0 ||
	    listen(fd, 4) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &len) < 0)
		die("test: no loopback socket");
	*port = ntohs(at.sin_port);
	return fd;
}

/* Our stream, and the server's end of it in *far. */
static mailstream *
pair_open(int listening, int port, int *far)
{
	struct stream_peer peer = { .host = "127.0.0.1",
		.port = port,
		.timeout = 60 };
	struct error why;
	mailstream *stream = NULL;

	if (stream_open(&peer, false, &stream, &why) != DONE)
		die("test: %s", why.text);
	*far = accept(listening, NULL, NULL);
	return stream;
}

static void
far_say(int far, struct span bytes)
{
	struct error why;

	if (io_write(far, bytes, &why) != DONE)
		die("test: %s", why.text);
}

static void
bytes_test(int listening, int port)
{
	char got[16] = "";
	autofd far = -1;
	mailstream *s = pair_open(listening, port, &far);

	ok(!stream_wait(s, 0), "nothing to read yet");
	far_say(far, SPAN("0123456789"));
	ok(stream_wait(s, 5), "something to read");
	stream_allow(s, 5, 10);
	is_number(mailstream_read(s, got, 4), 4, "a part of it");
	ok(stream_wait(s, 0), "the rest is in libetpan's buffer");
	is_number(mailstream_read(s, got, 6), 6, "the rest");
	is_text(got, "456789", "as it was sent");
	io_close(&far);
	is_number(mailstream_read(s, got, 4), -1, "the end is an error");
	is_text(stream_error(s), "connection closed", "and says so");
	mailstream_close(s);
}

static void
budget_test(int listening, int port)
{
	static const struct {
		long long allowed;
		ssize_t want;
	} cases[] = { { 10, 10 }, { 9, -1 }, { 0, -1 } };
	char got[16];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autofd far = -1;
		mailstream *s = pair_open(listening, port, &far);

		far_say(far, SPAN("0123456789"));
		stream_allow(s, 5, cases[i].allowed);
		is_number(mailstream_read(s, got, sizeof got), cases[i].want,
		    "10 bytes where %lld are allowed", cases[i].allowed);
		mailstream_close(s);
	}
}

static void
deadline_test(int listening, int port)
{
	char got[16];
	autofd far = -1;
	mailstream *s = pair_open(listening, port, &far);

	far_say(far, SPAN("late"));
	stream_allow(s, 0, 100);
	is_number(mailstream_read(s, got, sizeof got), -1,
	    "nothing is read when the time is over");
	is_text(stream_error(s), "time-out", "which it says");
	stream_allow(s, 1, 100);
	is_number(mailstream_read(s, got, sizeof got), 4, "it can be extended");
	mailstream_close(s);
}

static void
injection_test(int listening, int port)
{
	struct stream_peer peer = { .host = "127.0.0.1",
		.port = port,
		.timeout = 60 };
	struct error why = { "" };
	char got[8];
	autofd far = -1;
	mailstream *s = pair_open(listening, port, &far);

	far_say(far, SPAN("OK\r\n* CAPABILITY EVIL\r\n"));
	ok(stream_wait(s, 5) && mailstream_read(s, got, 4) == 4,
	    "the answer to STARTTLS");
	is_number(stream_start_tls(s, &peer, &why), LATER,
	    "bytes behind it are refused");
	ok(strstr(why.text, "before TLS") != NULL, "and named");
	mailstream_close(s);
}

static void
connect_test(int listening, int port)
{
	struct stream_peer peer = { .host = "127.0.0.1",
		.port = port,
		.timeout = 60 };
	struct error why = { "" };
	mailstream *s = NULL;

	close(listening);
	is_number(stream_open(&peer, false, &s, &why), LATER, "nobody listens");
	is_text(why.text, "connection refused", "which it says");
	peer.host = "nowhere.test";
	is_number(stream_open(&peer, false, &s, &why), LATER, "no such host");
	ok(strstr(why.text, "host name not found") != NULL, "which it says");
	ok(s == NULL, "and gives no stream");
}

int
main(void)
{
	int port = 0;
	int listening = server_listen(&port);

	bytes_test(listening, port);
	budget_test(listening, port);
	deadline_test(listening, port);
	injection_test(listening, port);
	connect_test(listening, port);
	return done();
}
