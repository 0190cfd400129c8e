/*
 * backup_work.h - what the files of backups share
 */
#ifndef REGISTER_BACKUP_WORK_H
#define REGISTER_BACKUP_WORK_H

#include "register/backup.h"

#define MAX_MANIFEST_BYTES (1u << 30)

struct work {
	const struct backup_order *order;
	struct backup_made *made;
	fault_show *show;
	void *context;
	struct buf list;    /* the manifest's rows */
	struct span folder; /* "FOLDER/.NAME.new" */
	struct buf waiting; /* IDs in the queue at the start, a line each */
};

void work_row(struct work *w, enum manifest_kind kind, struct span sha256,
    long long size, struct span place);

/* Notes what is in the queue; before the register, which may have it then. */
enum outcome work_look(struct work *w, struct error *why) must_check;

/* Takes the originals of the copy, what waited, letters, reasons, models. */
enum outcome work_files(struct work *w, struct db *copy,
    struct error *why) must_check;

#endif
