/*
 * keeping.h - a register with a spool that has its originals
 */
#ifndef KEEPING_H
#define KEEPING_H

#include "base/digest.h"
#include "register/statement.h"
#include "register/verify.h"
#include "sample.h"
#include "scratch.h"

struct keeping {
	const char *root;
	struct sample sample; /* its path is root/register.db */
	char spool[128], folder[128], place[128];
	struct arena mem;
	char told[4096]; /* faults, one after the other */
	int n_told;
};

static inline void
keeping_open(struct keeping *k)
{
	memset(k, 0, sizeof *k);
	k->root = scratch_make();
	snprintf(k->sample.folder, sizeof k->sample.folder, "%s", k->root);
	snprintf(k->sample.path, sizeof k->sample.path, "%s/register.db",
	    k->root);
	snprintf(k->spool, sizeof k->spool, "%s/spool", k->root);
	snprintf(k->folder, sizeof k->folder, "%s/backups", k->root);
	snprintf(k->place, sizeof k->place, "%s/place", k->root);
}

/* A path below the root. */
static inline const char *
keeping_path(struct keeping *k, const char *name)
{
	return arena_printf(&k->mem, "%s/%s", k->root, name).at;
}

static inline void
keeping_write(struct keeping *k, const char *name, const char *text)
{
	const char *path = keeping_path(k, name);
	char *folder = arena_alloc(&k->mem, strlen(path) + 1);
	struct error why;

	snprintf(folder, strlen(path) + 1, "%s", path);
	*strrchr(folder, '/') = '\0';
	if (io_make_dirs(folder, &why) != DONE ||
	    io_create(path, span_of(text), &why) != DONE)
		die("test: %s", why.text);
}

static inline const char *
keeping_read(struct keeping *k, const char *name)
{
	autobuf out = BUF(1 << 20);
	struct error why;

	if (io_read_file(keeping_path(k, name), &out, &why) != DONE)
		return NULL;
	return arena_text(&k->mem, buf_span(&out));
}

/* Registers an item whose original is text, kept; its reference. */
static inline struct span
keeping_item(struct keeping *k, const char *id, const char *text)
{
	autodb db = sample_db(&k->sample, DB_INTAKE);
	struct item *item = sample_complaint(id, &k->mem);
	struct span place = arena_printf(&k->mem, "kept/2026/11/%s", id),
		    reference;
	struct error why;

	item->sha256 = item->content = digest_sha256(span_of(text), &k->mem);
	item->size = strlen(text);
	reference = sample_register(db, item, &k->mem);
	keeping_write(k, arena_printf(&k->mem, "spool/%s", place.at).at, text);
	if (items_set_place(db, item->id, place, &why) != DONE)
		die("test: %s", why.text);
	return reference;
}

/* Runs SQL on the register as any program could. */
static inline void
keeping_sql(struct keeping *k, const char *sql)
{
	struct error why;
	autodb db = NULL;
	long long version;

	if (db_open_copy(k->sample.path, &db, &version, &why) != DONE ||
	    sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s: %s", sql,
		    db ? sqlite3_errmsg(db->sqlite) : why.text);
}

static inline void
keeping_tell(const struct fault *fault, void *context)
{
	struct keeping *k = context;
	size_t len = strlen(k->told);

	k->n_told++;
	snprintf(k->told + len, sizeof k->told - len, "%s: %.*s; ", fault->kind,
	    SPAN_ARG(fault->words));
}

/* Verifies all; the number of faults. */
static inline long long
keeping_verify(struct keeping *k, struct verified *v)
{
	autodb db = sample_db(&k->sample, DB_KEEPER);
	struct error why;

	memset(v, 0, sizeof *v);
	k->told[0] = '\0';
	k->n_told = 0;
	if (verify_register(db, v, keeping_tell, k, &why) != DONE ||
	    verify_originals(db, span_of(k->spool), v, keeping_tell, k, &why) !=
		DONE)
		die("test: %s", why.text);
	return v->faults;
}

#endif
