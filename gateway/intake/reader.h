/*
 * reader.h - the reader program of an intake role, and what it is asked
 *
 * One postroom-extract per role: started once, so that its models are loaded
 * once, it forks a confined process for each task, several side by side.
 */
#ifndef INTAKE_READER_H
#define INTAKE_READER_H

#include "base/errand.h"
#include "intake/report.h"

struct reader;

/*
 * Starts the reader program at path with the languages for OCR.  BROKEN where
 * it cannot be started.  It may use all cores at first.
 */
enum outcome reader_start(const char *path, struct span languages,
    struct reader **reader, struct error *why) must_check;

/* Stops it; NULL is harmless. */
void reader_stop(struct reader *reader);

/*
 * How many confined processes may work on one item at a time: all cores where
 * it is the only one, else one, since the other items keep the cores busy.
 */
void reader_share(struct reader *reader, bool is_alone);

/*
 * What further documents are read for: their text at first; ERRAND_PRINTED adds
 * the numbers of lists, ERRAND_WORDS the places of the words, ERRAND_COPY
 * copies that can be searched too.
 */
void reader_ask(struct reader *reader, enum errand_wants wants);
enum errand_wants reader_wants(const struct reader *reader);

/* A document, or an owed page of it, to be read. */
struct task {
	struct errand errand; /* its seconds are the most it may take */
	int fd;               /* of the document; the caller's */
	struct report_in in;  /* begun by the caller, who releases it */
	bool is_done;         /* it has been tried: what follows is set */
	bool is_whole;        /* and its report is whole and well formed */
	struct errand_result result;
	long long wall_ms;
};

/*
 * Has the n tasks read, in order, several at a time.  Each that is tried is
 * done, well or not; those whose turn has not come by the deadline stay
 * undone.  A reader program that died is started again, once: a second death
 * is the fault of what it read, and the tasks then under way are done.  LATER
 * where it cannot be started again, and where memory or descriptors are too
 * short for what it says: that is not the document's fault.
 */
enum outcome reader_run(struct reader *reader, struct task *tasks, size_t n,
    long long deadline_ms, struct error *why) must_check;

#endif
