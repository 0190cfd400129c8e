/*
 * db.h - the register's file: open, migrate, bind, step, transaction
 *
 * SQLite, WAL, synchronous FULL, STRICT tables, foreign keys on, defensive.
 * SQL stands in schema.sql (numbered migrations, forward only) and
 * queries.sql (every statement, named); queries.sql is compiled to the enum
 * query of build's queries.h.  Values are only ever bound.
 *
 * Each role opens the register with its rights, enforced by an authorizer
 * when the role's statements are prepared, all of them at the start: a
 * statement that is wrong or forbidden fails then, not at night.  Those of
 * staff are prepared when a command asks, and all of them by a test.
 */
#ifndef REGISTER_DB_H
#define REGISTER_DB_H

#include "base/arena.h"
#include "base/outcome.h"

enum db_role {
	DB_OWNER,     /* creates, migrates and copies; nothing else */
	DB_MAILBOX,   /* ledger */
	DB_INTAKE,    /* items, cases, outbox rows, ledger of the tray */
	DB_SENDER,    /* outbox */
	DB_STAFF,     /* reads everything; casework */
	DB_RECONCILE, /* compares; an item's place, a row of the ledger */
	DB_KEEPER,    /* verifies, backs up, destroys what is past its time */
	DB_MONITOR    /* counts; reads no column with a name or words in it */
};

struct db;

/*
 * Creates or migrates the register at path; the folder must exist.  Before a
 * register that was there is migrated to version N, a copy of it is made,
 * path ".before-N".  BROKEN where the file is no register of ours or of a
 * newer Postroom; LATER where there is no room for the copy.
 */
enum outcome db_migrate(const char *path, struct error *why) must_check;

/* The version that this program makes and reads. */
int db_schema_version(void);

/*
 * Copies the register at path, as it is at one instant while others write, to
 * into, which is replaced: durable, and whole (integrity_check) on DONE.
 * LATER where the disk is full.
 */
enum outcome db_copy(const char *path, const char *into,
    struct error *why) must_check;

/*
 * Opens a register of this version or an older one to be looked at by
 * verify.h, and nothing else.  BROKEN as db_open.
 */
enum outcome db_open_copy(const char *path, struct db **db, long long *version,
    struct error *why) must_check;

/*
 * Opens a migrated register with the rights of the role.  LATER where it is
 * locked, still empty or the disk is full; BROKEN where it is missing, older
 * or newer than this program, or a statement of the role is refused.
 * db_close(NULL) is harmless; autodb closes at the end of its scope.
 */
enum outcome db_open(const char *path, enum db_role role, struct db **db,
    struct error *why) must_check;
void db_close(struct db *db);
#define autodb __attribute__((cleanup(db_close_at))) struct db *
void db_close_at(struct db **db);

#endif
