/*
 * restore.h - checks a backup, and brings one back
 */
#ifndef REGISTER_RESTORE_H
#define REGISTER_RESTORE_H

#include "register/backup.h"

/*
 * By so many every year's case numbers go on ahead after a restoration: those
 * given since the backup was taken must not be given to somebody else.  Few
 * bodies give as many in a year.
 */
#define RESTORE_MARGIN 10000

struct restored {
	struct span name; /* of the backup, in mem */
	struct manifest manifest;
	struct verified verified;
	long long originals, waiting, absent;
	long long held; /* acknowledgements that were owed or on their way */
};

/*
 * Finds the backup: a folder that has a manifest, or the newest in a folder of
 * backups.  REFUSED where there is none.
 */
enum outcome restore_find(struct span folder, struct arena *mem,
    struct span *backup, struct error *why) must_check;

/*
 * Reads every file of the backup against its digest, and the register in it
 * as verify_register does; that its history is the one of the manifest.
 * REFUSED where the manifest is no good or of a newer Postroom.
 */
enum outcome restore_verify(struct span backup, struct arena *mem,
    struct restored *restored, fault_show *show, void *context,
    struct error *why) must_check;

struct restore_order {
	struct span backup; /* of restore_find */
	struct span place;  /* missing, or an empty folder */
	struct span who;    /* login */
	time_t now;
};

/*
 * Lays the backup out at place: register.db, spool/, models/.  The register
 * is brought to this program's version; acknowledgements that were owed or on
 * their way are held, since they may have gone since; case numbers go on
 * RESTORE_MARGIN ahead; the history says so.  Then all of it is verified.  The
 * register has its name only once that is done.  REFUSED where place has
 * anything in it, or where the backup has a fault.
 */
enum outcome restore_into(const struct restore_order *order, struct arena *mem,
    struct restored *restored, fault_show *show, void *context,
    struct error *why) must_check;

#endif
