/* errand.c - descriptors arrive, and neither side believes the other */
#include "faulty.h"
#include "tap.h"

#include "base/ceilings.h"
#include "base/errand.h"
#include "base/io.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

FAULTY(ssize_t, -1, sendmsg, (int fd, const struct msghdr *m, int flags),
    (fd, m, flags))
FAULTY(ssize_t, -1, recvmsg, (int fd, struct msghdr *m, int flags),
    (fd, m, flags))
FAULTY(ssize_t, -1, send, (int fd, const void *at, size_t n, int flags),
    (fd, at, n, flags))
FAULTY(ssize_t, -1, recv, (int fd, void *at, size_t n, int flags),
    (fd, at, n, flags))
FAULTY(int, -1, poll, (struct pollfd * on, nfds_t n, int ms), (on, n, ms))

struct pair {
	int near, far;
};

static struct pair
pair_open(void)
{
	int fds[2] = { -1, -1 };

	ok(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == 0,
	    "a pair of sockets");
	return (struct pair){ fds[0], fds[1] };
}

static void
pair_close(struct pair *p)
{
	io_close(&p->near);
	io_close(&p->far);
}

static struct errand
errand_make(void)
{
	struct errand e = { .seconds = MAX_DOCUMENT_SECONDS };

	errand_set(e.name, sizeof e.name, SPAN("letter.pdf"));
	errand_set(e.type, sizeof e.type, SPAN("application/pdf"));
	errand_set(e.charset, sizeof e.charset, SPAN("utf-8"));
	return e;
}

static void
round_trip(void)
{
	struct pair p = pair_open();
	struct errand e = errand_make(), got;
	const struct errand_result result = { .ticket = 42,
		.status = 3,
		.signal = 9,
		.is_timed_out = true,
		.peak_kib = 1234567890123,
		.cpu_ms = 5 };
	struct errand_result back;
	autofd document = memfd_create("document", 0);
	autofd arrived = -1, report = -1;
	autobuf bytes = BUF(100);
	int pipes[2];
	char said[4] = "";

	ok(pipe(pipes) == 0 && write(document, "abc", 3) == 3, "a document");
	lseek(document, 0, SEEK_SET);
	ok(errand_send(p.near, &e, document, pipes[1], NULL) == DONE, "sent");
	ok(errand_receive(p.far, &got, &arrived, &report, NULL) == DONE,
	    "received");
	ok(memcmp(&e, &got, sizeof e) == 0, "every field is the same");
	ok(fcntl(arrived, F_GETFD) == FD_CLOEXEC &&
		fcntl(report, F_GETFD) == FD_CLOEXEC,
	    "both descriptors are close-on-exec");
	ok(io_read(arrived, &bytes, NULL) == DONE, "the document is open");
	is_text(buf_text(&bytes), "abc", "at its start");
	ok(write(report, "xyz", 3) == 3 && read(pipes[0], said, 3) == 3,
	    "the report's pipe is the one that was sent");
	is_text(said, "xyz", "what it says arrives");
	ok(errand_answer(p.far, &result, NULL) == DONE, "answered");
	ok(errand_wait(p.near, 1000, &back, NULL) == DONE, "heard");
	ok(back.ticket == 42 && back.status == 3 && back.signal == 9 &&
		back.is_timed_out && back.peak_kib == 1234567890123 &&
		back.cpu_ms == 5,
	    "the answer is the same");
	io_close(&pipes[0]);
	io_close(&pipes[1]);
	pair_close(&p);
}

/* Errands that errand_send must not send. */
static void
unsound(void)
{
	static const struct {
		int seconds;
		enum outcome how;
	} times[] = { { 0, BROKEN }, { 1, DONE }, { MAX_ITEM_SECONDS, DONE },
		{ MAX_ITEM_SECONDS + 1, BROKEN }, { -1, BROKEN } };
	static const struct {
		int page;
		enum outcome how;
	} pages[] = { { -1, BROKEN }, { 0, DONE }, { MAX_PAGES, DONE },
		{ MAX_PAGES + 1, BROKEN } };
	struct pair p = pair_open();
	struct errand e;

	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		e = errand_make();
		e.seconds = times[i].seconds;
		ok(errand_send(p.near, &e, 0, 1, NULL) == times[i].how,
		    "%d seconds", times[i].seconds);
	}
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		e = errand_make();
		e.skip_pages = pages[i].page;
		ok(errand_send(p.near, &e, 0, 1, NULL) == pages[i].how,
		    "%d pages left out", pages[i].page);
		e = errand_make();
		e.owed_page = pages[i].page;
		ok(errand_send(p.near, &e, 0, 1, NULL) == pages[i].how,
		    "page %d alone", pages[i].page);
	}
	for (int wants = -1; wants <= ERRAND_WANTS_COUNT; wants++) {
		e = errand_make();
		e.wants = wants;
		ok(errand_send(p.near, &e, 0, 1, NULL) ==
			(wants >= 0 && wants < ERRAND_WANTS_COUNT ? DONE
								  : BROKEN),
		    "what is wanted: %d", wants);
	}
	e = errand_make();
	e.ticket = -1;
	ok(errand_send(p.near, &e, 0, 1, NULL) == BROKEN, "ticket -1");
	e = errand_make();
	memset(e.name, 'x', sizeof e.name);
	ok(errand_send(p.near, &e, 0, 1, NULL) == BROKEN, "endless name");
	e = errand_make();
	memset(e.type, 'x', sizeof e.type);
	ok(errand_send(p.near, &e, 0, 1, NULL) == BROKEN, "endless type");
	e = errand_make();
	memset(e.charset, 'x', sizeof e.charset);
	ok(errand_send(p.near, &e, 0, 1, NULL) == BROKEN, "endless charset");
	pair_close(&p);
}

/* Sends len bytes of the errand with n descriptors, whatever that means. */
static void
send_raw(int socket, const struct errand *e, size_t len, size_t n)
{
	char room[sizeof *e + 1] = { 0 };
	struct iovec vector = { room, len };
	char control[CMSG_SPACE(3 * sizeof(int))] = { 0 };
	const int fds[3] = { 0, 1, 2 };
	struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1 };

	memcpy(room, e, sizeof *e);
	if (n > 0) {
		struct cmsghdr *head = (struct cmsghdr *)(void *)control;

		head->cmsg_level = SOL_SOCKET;
		head->cmsg_type = SCM_RIGHTS;
		head->cmsg_len = CMSG_LEN(n * sizeof *fds);
		memcpy(CMSG_DATA(head), fds, n * sizeof *fds);
		message.msg_control = control;
		message.msg_controllen = CMSG_SPACE(n * sizeof *fds);
	}
	ok(sendmsg(socket, &message, 0) == (ssize_t)len, "sent by hand");
}

/* The lowest free descriptor: shows whether one was leaked. */
static int
lowest_free(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

static void
malformed(void)
{
	static const struct {
		const char *what;
		int longer;
		size_t descriptors;
		enum outcome how;
	} table[] = {
		{ "as it should be", 0, 2, DONE },
		{ "a byte short", -1, 2, BROKEN },
		{ "a byte long", 1, 2, BROKEN },
		{ "no descriptor", 0, 0, BROKEN },
		{ "one descriptor", 0, 1, BROKEN },
		{ "three descriptors", 0, 3, BROKEN },
	};
	struct pair p = pair_open();
	struct errand e = errand_make(), got;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		int before = lowest_free(), document = -1, report = -1;

		send_raw(p.near, &e, (size_t)((int)sizeof e + table[i].longer),
		    table[i].descriptors);
		ok(errand_receive(p.far, &got, &document, &report, NULL) ==
			table[i].how,
		    "%s", table[i].what);
		io_close(&document);
		io_close(&report);
		is_number(lowest_free(), before, "%s: nothing stays open",
		    table[i].what);
	}
	memset(e.name, 'x', sizeof e.name);
	send_raw(p.near, &e, sizeof e, 2);
	ok(errand_receive(p.far, &got, &(int){ -1 }, &(int){ -1 }, NULL) ==
		BROKEN,
	    "an endless name is not believed");
	pair_close(&p);
}

static void
bad_answers(void)
{
	static const struct {
		const char *what;
		long long fields[7]; /* the ticket, then those of the result */
		size_t len;
		enum outcome how;
	} table[] = {
		{ "as it should be", { 7, 0, 11, 0, 1, 1, 0 }, 48, DONE },
		{ "too short", { 7, 0, 0, 0, 1, 1, 0 }, 40, LATER },
		{ "too long", { 7, 0, 0, 0, 1, 1, 0 }, 56, LATER },
		{ "ticket -1", { -1, 0, 0, 0, 1, 1, 0 }, 48, LATER },
		{ "ticket 2^31", { 1ll << 31, 0, 0, 0, 1, 1 }, 48, LATER },
		{ "ticket 2^31 - 1", { (1ll << 31) - 1, 0, 0, 0, 1, 1 }, 48,
		    DONE },
		{ "status -1", { 7, -1, 0, 0, 1, 1, 0 }, 48, LATER },
		{ "status 255", { 7, 255, 0, 0, 1, 1, 0 }, 48, DONE },
		{ "status 256", { 7, 256, 0, 0, 1, 1, 0 }, 48, LATER },
		{ "signal 255", { 7, 0, 255, 0, 1, 1, 0 }, 48, DONE },
		{ "signal 256", { 7, 0, 256, 0, 1, 1, 0 }, 48, LATER },
		{ "signal -1", { 7, 0, -1, 0, 1, 1, 0 }, 48, LATER },
		{ "negative memory", { 7, 0, 0, 0, -1, 1, 0 }, 48, LATER },
		{ "negative time", { 7, 0, 0, 0, 1, -1, 0 }, 48, LATER },
	};
	struct pair p = pair_open();
	struct errand_result result;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		ok(send(p.far, table[i].fields, table[i].len, 0) > 0, "sent");
		ok(errand_wait(p.near, 1000, &result, NULL) == table[i].how,
		    "answer: %s", table[i].what);
	}
	ok(errand_wait(p.near, 10, &result, NULL) == LATER,
	    "no answer in time is LATER");
	ok(send(p.far, table[0].fields, table[0].len, 0) > 0, "sent");
	is_number(errand_wait(p.near, -1, &result, NULL), DONE,
	    "what has come is heard when the time is over");
	is_number(errand_wait(p.near, -1, &result, NULL), LATER,
	    "and no more is waited for");
	pair_close(&p);
}

/* Who the sender is, in place of the descriptors. */
static void
credentials(void)
{
	struct pair p = pair_open();
	struct errand e = errand_make(), got;
	int document = -1, report = -1;

	ok(setsockopt(p.far, SOL_SOCKET, SO_PASSCRED, &(int){ 1 },
	       sizeof(int)) == 0,
	    "a socket that names senders");
	send_raw(p.near, &e, sizeof e, 0);
	is_number(errand_receive(p.far, &got, &document, &report, NULL), BROKEN,
	    "a name is no descriptor");
	ok(document == -1 && report == -1, "and gives none");
	pair_close(&p);
}

/* Signals are waited out; what fails is told. */
static void
meets_faults(void)
{
	const struct faulty signals = { EINTR, 0, 2 };
	const struct errand_result result = { .ticket = 1 };
	struct pair p = pair_open();
	struct errand e = errand_make(), got;
	struct errand_result back;
	struct error why;
	int document = -1, report = -1;

	faulty_sendmsg = faulty_recvmsg = faulty_send = faulty_poll = signals;
	is_number(errand_send(p.near, &e, 0, 1, &why), DONE, "sent");
	is_number(errand_receive(p.far, &got, &document, &report, &why), DONE,
	    "received");
	is_number(errand_answer(p.far, &result, &why), DONE, "answered");
	is_number(errand_wait(p.near, 1000, &back, &why), DONE, "heard");
	is_number(faulty_sendmsg.times + faulty_recvmsg.times +
		      faulty_send.times + faulty_poll.times,
	    0, "each after two signals");
	io_close(&document);
	io_close(&report);

	faulty_poll = (struct faulty){ ENOMEM, 0, 1 };
	is_number(errand_wait(p.near, 1000, &back, &why), LATER, "no memory");
	is_text(why.text, "reader: wait: Cannot allocate memory", "is told");
	is_number(errand_answer(p.far, &result, &why), DONE, "answered");
	faulty_recv = (struct faulty){ ENOMEM, 0, 1 };
	is_number(errand_wait(p.near, 1000, &back, &why), LATER, "none then");
	is_text(why.text, "reader: wait: Cannot allocate memory", "is told");
	faulty_recvmsg = (struct faulty){ ENOMEM, 0, 1 };
	is_number(errand_receive(p.far, &got, &document, &report, &why), BROKEN,
	    "no memory for an errand");
	is_text(why.text, "errand: receive: Cannot allocate memory", "is told");
	faulty_recvmsg = (struct faulty){ ECONNRESET, 0, 1 };
	is_number(errand_receive(p.far, &got, &document, &report, &why),
	    REFUSED, "the daemon ended with an answer unread");
	pair_close(&p);
}

static void
gone(void)
{
	struct pair p = pair_open();
	struct errand e = errand_make(), got;
	struct errand_result result = { 0 };
	int document = -1, report = -1;

	io_close(&p.near);
	ok(errand_receive(p.far, &got, &document, &report, NULL) == REFUSED,
	    "the daemon has gone: time to exit");
	ok(errand_answer(p.far, &result, NULL) == LATER,
	    "an answer nobody waits for");
	pair_close(&p);
	p = pair_open();
	io_close(&p.far);
	ok(errand_send(p.near, &e, 0, 1, NULL) == REFUSED,
	    "the reader program has gone");
	ok(errand_wait(p.near, 1000, &result, NULL) == LATER,
	    "nor will it answer");
	pair_close(&p);
}

static void
fields(void)
{
	char field[4] = "zzz";

	errand_set(field, sizeof field, SPAN("ab"));
	is_text(field, "ab", "it fits");
	errand_set(field, sizeof field, SPAN("abc"));
	is_text(field, "abc", "it just fits");
	errand_set(field, sizeof field, SPAN("abcd"));
	is_text(field, "abc", "one more is cut off");
	errand_set(field, sizeof field, SPAN(""));
	ok(memcmp(field, "\0\0\0\0", 4) == 0, "nothing of before is left");
}

int
main(void)
{
	round_trip();
	unsound();
	malformed();
	bad_answers();
	credentials();
	meets_faults();
	gone();
	fields();
	return done();
}
