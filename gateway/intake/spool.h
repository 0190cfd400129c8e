/*
 * spool.h - the queue: what a file's folder says about it
 *
 * spool/STATES is the contract.  A file's name is its item's ID; renaming is
 * the only way it moves.  IDs are ours: 'm' (mail), 'p' (post) or 'n' (a note of
 * staff), the receipt as 20261122T101500Z, '-', 16 hexadecimal digits.  The digits are of a hash
 * of what arrived (mailbox, folder, UIDVALIDITY and UID; or the file's
 * bytes), so that the same arrival taken twice after a crash has one ID.  The
 * file's modification time is the receipt.
 */
#ifndef INTAKE_SPOOL_H
#define INTAKE_SPOOL_H

#include "base/arena.h"
#include "base/outcome.h"

#include <limits.h>
#include <time.h>

#define SPOOL_ID_BYTES 40

struct spool {
	char root[PATH_MAX - 256];
};

/*
 * Opens the spool at root, making the folders that are missing (tmp post
 * incoming working kept duplicate refused print; mode 0700).
 */
enum outcome spool_open(struct spool *spool, struct span root,
    struct error *why) must_check;

/* Writes the ID of an arrival: kind 'm', 'p' or 'n', key what identifies it. */
void spool_id(char id[SPOOL_ID_BYTES], char kind, time_t received,
    struct span key);

/* The receipt in an ID; false where it is no ID of ours. */
bool spool_id_time(struct span id, time_t *received);

/* The path of a name in a folder of the spool: root/folder/name. */
void spool_path(char path[PATH_MAX], const struct spool *spool,
    const char *folder, const char *name);

/*
 * Starts a file in tmp/, named for the ID: *fd is open for writing and the
 * caller's to close.  LATER where the disk is full.
 */
enum outcome spool_create(const struct spool *spool, const char *id, int *fd,
    struct error *why) must_check;

/* A file of spool_create that is complete. */
struct arrival {
	char id[SPOOL_ID_BYTES];
	time_t received;
	int fd; /* open for writing, since spool_create; the caller's */
};

/*
 * Makes files durable as incoming/ID, each with its receipt as modification
 * time, n of them by one flush.  The server may be told after this, never
 * before.  After LATER some may be in incoming/ all the same.
 */
enum outcome spool_receive(const struct spool *spool,
    const struct arrival *arrivals, size_t n, struct error *why) must_check;

/* Removes tmp/ID after a failed fetch. */
void spool_discard(const struct spool *spool, const char *id);

/*
 * A descriptor that has something to read when incoming/ (and post/, if
 * asked) changed; -1 where this system cannot tell.  Only a hint: network
 * shares send none.  Drain it before looking.
 */
int spool_watch(const struct spool *spool, bool with_post);
void spool_watch_drain(int watch);

#endif
