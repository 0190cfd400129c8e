/*
 * shelf.h - the models beside the register
 *
 * The folder models beside the register holds what was learnt here, each
 * model by its ID (ID.model), and two links: current, which is in use, and
 * previous, which was before it.  Without them, and where they name "shipped",
 * the model that came with the program is meant.  Links are changed by rename,
 * so that there is always one.  No model is ever changed or removed.
 */
#ifndef REGISTER_SHELF_H
#define REGISTER_SHELF_H

#include "base/buf.h"
#include "triage/model.h"

#define SHELF_SHIPPED "shipped"

struct shelf {
	struct span folder;   /* models */
	struct span shipped;  /* the model that came with the program */
	struct span training; /* the folder of texts that came with it */
};

/* The shelf of a register, for a program at that path; both may not exist. */
struct shelf shelf_find(struct span register_path, const char *program,
    struct arena *mem);

/* A model in memory. */
struct shelved {
	struct span name; /* an ID, or "shipped" */
	struct model model;
	struct buf bytes; /* own; what the model points into */
};
void shelved_release(struct shelved *s);

/* What a link ("current", "previous") names: an ID or "shipped". */
struct span shelf_named(const struct shelf *shelf, const char *link,
    struct arena *mem);

/* The path of a model of that name. */
struct span shelf_path(const struct shelf *shelf, struct span name,
    struct arena *mem);

/*
 * Reads the model of that name, which lives in mem.  BROKEN where it is
 * missing, LATER where it cannot be read just now, REFUSED where it is no whole
 * model.
 */
enum outcome shelf_read(const struct shelf *shelf, struct span name,
    struct arena *mem, struct shelved *s, struct error *why) must_check;

/*
 * Reads the model in use; where that is missing or damaged, the shipped one,
 * with what is wrong in note.  BROKEN where there is none, LATER where one
 * cannot be read just now.
 */
enum outcome shelf_read_current(const struct shelf *shelf, struct arena *mem,
    struct shelved *s, struct error *note, struct error *why) must_check;

/* Takes the model of that name into use; the one before is the previous. */
enum outcome shelf_promote(const struct shelf *shelf, struct span name,
    struct error *why) must_check;

/* Calls show with the name of every model, the shipped one first. */
typedef bool shelf_show(struct span name, void *context);
enum outcome shelf_list(const struct shelf *shelf, shelf_show *show,
    void *context, struct error *why) must_check;

#endif
