/*
 * progress.h - how far a backlog is, for a person at a terminal
 */
#ifndef INTAKE_PROGRESS_H
#define INTAKE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
	size_t done, total;
	bool is_shown;
};

/* Begins with total to do: shown where it is a backlog, on a terminal. */
void progress_begin(struct progress *progress, size_t total);

/*
 * So many more are done: "fetched 1,200 of 20,000", each time over the last
 * one.  The cursor stays at its beginning, where the next line of the log
 * goes over it.
 */
void progress_add(struct progress *progress, size_t n);

/* Takes it off the screen. */
void progress_end(struct progress *progress);

/* Writes "1,200". */
#define GROUPED_BYTES 32
void number_group(char text[GROUPED_BYTES], size_t number);

#endif
