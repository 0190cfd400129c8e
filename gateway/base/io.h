/*
 * io.h - whole reads, whole writes, durable files
 *
 * Durable means: the bytes and the name survive a power cut once the function
 * has returned DONE (fsync of the file, rename, fsync of the directory).
 * Errors are LATER, since a full disk or a missing directory is the world's
 * state, unless a function says otherwise.
 */
#ifndef BASE_IO_H
#define BASE_IO_H

#include "base/buf.h"
#include "base/outcome.h"

#include <sys/types.h>
#include <time.h>

/* A descriptor that is closed when its scope ends; -1 for none. */
#define autofd __attribute__((cleanup(io_close))) int
void io_close(int *fd);

/* Writes all bytes, across EINTR and short writes. */
enum outcome io_write(int fd, struct span bytes, struct error *why) must_check;

/*
 * Reads fd to its end into b.  REFUSED where it holds more than b's ceiling.
 */
enum outcome io_read(int fd, struct buf *b, struct error *why) must_check;

/* Opens path and reads it as io_read does. */
enum outcome io_read_file(const char *path, struct buf *b,
    struct error *why) must_check;

/*
 * What the error of a system call asks for: LATER where it passes, such as a
 * full or faulty disk, or no descriptor or memory left; BROKEN where a person
 * must act, such as a file that is missing or may not be read.
 */
enum outcome io_outcome(int error);

/*
 * As io_read_file, for a file that the program cannot do without: BROKEN where
 * it is missing, may not be read or is too long, LATER as io_outcome has it.
 */
enum outcome io_read_own(const char *path, struct buf *b,
    struct error *why) must_check;

/*
 * Gives the file open at fd, whose name is tmp, its final name, durably.  A
 * file of that name is replaced.
 */
enum outcome io_publish(int fd, const char *tmp, const char *path,
    struct error *why) must_check;

/* Renames from to path, then makes both directories' change durable. */
enum outcome io_move(const char *from, const char *path,
    struct error *why) must_check;

/* Creates path with the bytes, mode 0600, durably, by way of path ".new". */
enum outcome io_create(const char *path, struct span bytes,
    struct error *why) must_check;

/*
 * Creates path, mode 0600, with all bytes of the file open at from, durably,
 * by way of path ".new".  The offset of from is left alone.
 */
enum outcome io_copy(int from, const char *path, struct error *why) must_check;

/* Makes the directory and those above it that are missing, mode 0700. */
enum outcome io_make_dirs(const char *path, struct error *why) must_check;

/* Seconds since 1970, UTC. */
time_t clock_now(void);

/* Milliseconds on a clock that only moves forward. */
long long clock_monotonic_ms(void);

#endif
