/*
 * cage.c - recognition starts no thread and makes no futex call; time is kept
 *
 * Tesseract comes with OpenMP, which parsers/noomp.c shuts out.  A library
 * that finds another way in would be twice as slow, and hang after a fork.
 * The reader program is that of tests/lib/hostile.c: its pictures are read
 * under a filter that a futex call does not survive, and no thread can be
 * started in a cage anyway.
 */
#include "reader.h"
#include "tap.h"
#include "words.h"

#include <signal.h>
#include <stdio.h>

#define LETTER "tests/parsers/image/letter.png"

/* The threads of a process, as the kernel counts them. */
static int
count_threads(pid_t pid)
{
	char path[64], line[256];
	int threads = 0;
	FILE *status;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	status = fopen(path, "re");
	reader_must(status != NULL);
	while (fgets(line, sizeof line, status) != NULL)
		if (sscanf(line, "Threads: %d", &threads) == 1)
			break;
	fclose(status);
	return threads;
}

static void
test_recognition(struct reader *reader)
{
	autobuf bytes = BUF(1 << 20);
	struct heard heard;

	reader_must(io_read_file(LETTER, &bytes, NULL) == DONE);
	reader_hear(reader, buf_span(&bytes), "", "", "", &heard);
	is_number(heard.end.signal, 0, "no futex call while it recognises");
	is_number(words_found(heard_all(&heard, WIRE_TEXT), SPAN(LETTER_WORDS)),
	    100, "and all words are read");
	is_number(count_threads(reader->pid), 1,
	    "the reader program has one thread");
	heard_release(&heard);

	buf_add_char(&bytes, '!');
	reader_hear(reader, buf_span(&bytes), "", "", "", &heard);
#ifdef BUILD_SANITIZED
	ok(true, "a futex call # SKIP no filter here");
#else
	is_number(heard.end.signal, SIGSYS, "a futex call would be noticed");
#endif
	heard_release(&heard);
}

/* A document that waits for ever ends with its time, alone. */
static void
test_time(struct reader *reader)
{
	struct errand errand = { .seconds = 1, .type = "text/plain" };
	autofd waits = memfd_create("waits", MFD_CLOEXEC);
	struct heard heard;

	reader_must(waits >= 0 && write(waits, "wait", 4) == 4);
	reader_hear_once(reader, &errand, waits, &heard);
	ok(heard.end.is_timed_out && heard.end.signal == SIGKILL,
	    "its time is over");
	is_span(heard_all(&heard, WIRE_TEXT), "trying\n",
	    "what it said before is heard");
	heard_release(&heard);
}

/*
 * Errands run side by side: one that waits does not hold up another, and each
 * answer says whose it is.
 */
static void
test_together(struct reader *reader)
{
	struct errand slow = { .seconds = 2, .ticket = 1 };
	struct errand quick = { .seconds = 60, .ticket = 2 };
	autofd waits = memfd_create("waits", MFD_CLOEXEC);
	autofd innocent = memfd_create("innocent", MFD_CLOEXEC);
	struct errand_result result;
	struct error why;
	int pipes[2];

	reader_must(pipe2(pipes, O_CLOEXEC) == 0);
	reader_must(waits >= 0 && write(waits, "wait", 4) == 4);
	reader_must(innocent >= 0 && write(innocent, "innocent", 8) == 8);
	for (int i = 0; i < ERRANDS_AT_ONCE - 1; i++)
		reader_must(errand_send(reader->socket, &slow, waits, pipes[1],
				&why) == DONE);
	reader_must(errand_send(reader->socket, &quick, innocent, pipes[1],
			&why) == DONE);
	for (int i = 0; i < ERRANDS_AT_ONCE; i++) {
		reader_must(
		    errand_wait(reader->socket, 60000, &result, &why) == DONE);
		is_number(result.ticket, i == 0 ? 2 : 1,
		    i == 0 ? "the quick one is the first to be done"
			   : "then the slow ones");
		ok(result.is_timed_out == (i > 0), "in its time or not");
	}
	close(pipes[0]);
	close(pipes[1]);
}

int
main(void)
{
	struct reader reader;

	reader_open_other(&reader, "tests/lib/hostile-extract", "eng");
	test_recognition(&reader);
	test_time(&reader);
	test_together(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}
