/*
 * tray.h - files that people and scanners drop into spool/post
 *
 * A file is taken once it is settled (same size, time and inode for a while)
 * and structurally complete, since scanners open and close a file many times
 * and network shares announce nothing.  Looking again is the truth.
 */
#ifndef INTAKE_TRAY_H
#define INTAKE_TRAY_H

#include "intake/spool.h"
#include "register/db.h"

/* A file that never becomes complete is taken as it is after this time. */
#define TRAY_PATIENCE_SECONDS 600

struct tray;

/* The tray of the spool; a file is settled after so many seconds. */
struct tray *tray_open(const struct spool *spool, long long settle_seconds);
void tray_close(struct tray *tray);

struct tray_look {
	size_t taken;   /* moved to incoming/ */
	size_t waiting; /* not settled or not complete yet */
	size_t passed;  /* no regular file, a second name, unreadable */
};

/*
 * Looks once: every file that is ready goes to incoming/ with its
 * modification time as the receipt (never later than now) and a ledger row
 * with its name, and only then leaves the tray.  Hidden names and folders are
 * left alone.  LATER where the spool or the register cannot take it: the file
 * stays.
 */
enum outcome tray_take(struct tray *tray, struct db *db, struct tray_look *look,
    struct error *why) must_check;

/*
 * Are the bytes of the file complete, as far as its own format tells: PDF
 * %%EOF, PNG IEND, JPEG EOI, TIFF first directory, zip end record?  Other
 * formats are complete when they are not empty.
 */
bool tray_is_complete(int fd, size_t size);

#endif
