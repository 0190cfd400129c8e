/*
 * errand.h - one document handed to the reader program, by descriptor
 *
 * Between an intake role and its postroom-extract: a SOCK_SEQPACKET pair that
 * the reader program has as descriptor 0.  A request carries two descriptors:
 * the document, open for reading at offset 0, and the write end of a pipe for
 * the report (wire.h).  The reader program forks a confined child, waits for
 * it and answers with what became of it.  One errand at a time.
 */
#ifndef BASE_ERRAND_H
#define BASE_ERRAND_H

#include "base/outcome.h"
#include "base/span.h"

#define ERRAND_NAME_BYTES 256
#define ERRAND_TYPE_BYTES 128
#define ERRAND_CHARSET_BYTES 64

struct errand {
	char name[ERRAND_NAME_BYTES];       /* a label, for its ending */
	char type[ERRAND_TYPE_BYTES];       /* declared media type, or "" */
	char charset[ERRAND_CHARSET_BYTES]; /* declared charset, or "" */
	int seconds;                        /* wall time it may take */
};

/* What became of the confined child. */
struct errand_result {
	int status;        /* its exit status; 0 where it ended well */
	int signal;        /* that killed it; 0 for none */
	bool is_timed_out; /* killed because its time was over */
	long long peak_kib;
	long long cpu_ms;
};

/* The daemon's side.  LATER where the reader program is gone. */
enum outcome errand_send(int socket, const struct errand *errand, int document,
    int report, struct error *why) must_check;
/* Waits at most ms for the answer; LATER where none comes. */
enum outcome errand_wait(int socket, int ms, struct errand_result *result,
    struct error *why) must_check;

/*
 * The reader program's side: the next errand, descriptors close-on-exec and
 * the caller's to close.  REFUSED where the other side has gone away, which
 * is the time to exit.
 */
enum outcome errand_receive(int socket, struct errand *errand, int *document,
    int *report, struct error *why) must_check;
enum outcome errand_answer(int socket, const struct errand_result *result,
    struct error *why) must_check;

/* Copies s into a field of len bytes, cut to fit and ended by NUL. */
void errand_set(char *field, size_t len, struct span s);

#endif
