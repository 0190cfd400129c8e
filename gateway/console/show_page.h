/*
 * show_page.h - a case as a page for people, or as an object
 */
#ifndef CONSOLE_SHOW_PAGE_H
#define CONSOLE_SHOW_PAGE_H

#include "base/buf.h"
#include "item.h"
#include "register/db.h"

struct showing {
	struct span reference;
	struct arena *mem;
	day today;
	bool with_earlier; /* what fields were before, too */
	bool is_terminal;  /* where colours are seen */
};

/* All that is known of it; REFUSED where there is no such case. */
enum outcome show_page(struct db *db, const struct showing *showing,
    struct buf *out, struct error *why) must_check;

/* Its texts alone, the parts one behind the other. */
enum outcome show_texts(struct db *db, const struct showing *showing,
    struct buf *out, struct error *why) must_check;

/* The same as show_page as one object of JSON, whole. */
enum outcome show_json(struct db *db, const struct showing *showing,
    struct buf *out, struct error *why) must_check;

#endif
