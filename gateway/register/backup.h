/*
 * backup.h - the register and its originals, in another place
 *
 * A folder of backups:
 *
 *	20261122T101502Z/register.db   the register as it was at one instant
 *	20261122T101502Z/manifest      all that belongs to it (manifest.h)
 *	20261122T101502Z/print ...     letters, reasons, models
 *	originals/2026/11/ID           each original once, for all backups
 *
 * A backup has its name only once it is whole and on the disk; it is never
 * changed after that.  Others write to the register and the spool meanwhile.
 */
#ifndef REGISTER_BACKUP_H
#define REGISTER_BACKUP_H

#include "register/manifest.h"
#include "register/verify.h"

struct backup_order {
	struct span register_path, spool, folder;
	struct span who; /* login */
	time_t now;
};

struct backup_made {
	char name[24]; /* 20261122T101502Z */
	struct verified verified;
	long long register_bytes;
	long long originals;      /* that belong to it */
	long long linked, copied; /* of them, now; the others were there */
	long long replaced;       /* of the copied: the one there was damaged */
	long long waiting;        /* not in the register yet */
	long long absent;         /* missing or altered, and in no backup */
};

/*
 * Takes a backup and notes it in the register's history.  An original that
 * the folder has with the right digest stays; any other is linked where the
 * file system is the same, else copied.  show is told of faults of the
 * register and of originals, which do not end it.  REFUSED where the folder
 * has a backup of this second, or another process takes one; LATER where the
 * disk is full.
 */
enum outcome backup_take(const struct backup_order *order,
    struct backup_made *made, fault_show *show, void *context,
    struct error *why) must_check;

/* Folders that backups since an instant went to.  For DB_KEEPER. */
typedef bool backup_show(struct span folder, time_t last, long long n,
    void *context);
enum outcome backup_folders(struct db *db, time_t since, backup_show *show,
    void *context, struct error *why) must_check;

#endif
