/*
 * dossier.h - all that is known of a case, to be handed over
 *
 * Text is valid during each call of show only.  For staff.
 */
#ifndef REGISTER_DOSSIER_H
#define REGISTER_DOSSIER_H

#include "item.h"
#include "register/db.h"

#include <time.h>

/* The case itself. */
struct dossier {
	struct span reference, category, state;
	struct span name, address, postal, phone; /* of the author */
	struct span received_on, ack_due, response_due, closed_on;
	bool is_destroyed;
};

/* Reads it, text in mem: REFUSED where there is no such case. */
enum outcome dossier_read(struct db *db, struct span reference,
    struct arena *mem, struct dossier *dossier, struct error *why) must_check;

/* An item of the case, oldest first; text in mem. */
struct dossier_item {
	struct span id, channel, kind, type, outcome, note, sha256, title;
	struct span author_name, author_address, author_role;
	struct span forwarder, origin; /* words of item.h */
	struct span role;              /* original or follow_up */
	struct span place, first_id;
	long long size;
	time_t received_at;
	bool is_destroyed;
};
enum outcome dossier_items(struct db *db, struct span reference,
    struct arena *mem, struct dossier_item **items, size_t *n,
    struct error *why) must_check;

/* A part of an item. */
struct dossier_part {
	struct span path, name, type, outcome, note, text;
	long long pages;
	bool is_ocr, is_alternative;
};
typedef enum outcome dossier_part_show(const struct dossier_part *part,
    void *context, struct error *why);
enum outcome dossier_parts(struct db *db, struct span item_id,
    dossier_part_show *show, void *context, struct error *why) must_check;

/* A letter that was owed; text is what was said, "" where it is not kept. */
struct dossier_letter {
	struct span kind, state, channel, template, subject, text;
	time_t made_at, finished_at; /* 0: not yet */
	bool is_bounced;
};
typedef enum outcome dossier_letter_show(const struct dossier_letter *letter,
    void *context, struct error *why);
enum outcome dossier_letters(struct db *db, struct span reference,
    dossier_letter_show *show, void *context, struct error *why) must_check;

/* Who was given the file, and what was left out of it: into the history. */
struct handing_over {
	struct span reference, who, detail;
	time_t at;
};
enum outcome dossier_handed_over(struct db *db,
    const struct handing_over *handing, struct error *why) must_check;

#endif
