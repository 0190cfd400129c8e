/*
 * errand.h - one document handed to the reader program, by descriptor
 *
 * Between an intake role and its postroom-extract: a SOCK_SEQPACKET pair that
 * the reader program has as descriptor 0.  A request carries two descriptors:
 * the document, open for reading at offset 0, and the write end of a pipe for
 * the report (wire.h).  The reader program forks a confined child for it and,
 * once that has ended, answers with what became of it.  Several errands may be
 * under way, ERRANDS_AT_ONCE at most: an answer names its errand's ticket.
 */
#ifndef BASE_ERRAND_H
#define BASE_ERRAND_H

#include "base/outcome.h"
#include "base/span.h"

#define ERRAND_NAME_BYTES 256
#define ERRAND_TYPE_BYTES 128
#define ERRAND_CHARSET_BYTES 64
/* More wait in the socket until one of them is done. */
#define ERRANDS_AT_ONCE 16

/* What is asked for. */
enum errand_wants {
	ERRAND_TEXT,    /* what its author wrote */
	ERRAND_PRINTED, /* what a reader sees: numbers of lists as well */
	ERRAND_WORDS,   /* and the place of each word (placed.h) */
	ERRAND_COPY,    /* a PDF with words to search beneath its pictures */
	ERRAND_WANTS_COUNT
};

struct errand {
	char name[ERRAND_NAME_BYTES];       /* a label, for its ending */
	char type[ERRAND_TYPE_BYTES];       /* declared media type, or "" */
	char charset[ERRAND_CHARSET_BYTES]; /* declared charset, or "" */
	int seconds;                        /* wall time it may take */
	int wants;                          /* enum errand_wants */
	int ticket;                         /* the answer has the same */
	int skip_pages; /* leaves out so many pages at the start */
	int owed_page;  /* not 0: reads this page alone (WIRE_OWED) */
};

/* What became of the confined child. */
struct errand_result {
	int ticket;
	int status;        /* its exit status; 0 where it ended well */
	int signal;        /* that killed it; 0 for none */
	bool is_timed_out; /* killed because its time was over */
	long long peak_kib;
	long long cpu_ms;
};

/*
 * The daemon's side.  REFUSED where the reader program is gone, LATER where
 * memory or descriptors are short.
 */
enum outcome errand_send(int socket, const struct errand *errand, int document,
    int report, struct error *why) must_check;
/* Waits at most ms for the next answer; LATER where none comes. */
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
