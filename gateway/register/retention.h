/*
 * retention.h - what is destroyed when its time has come
 *
 * NHS Records Management Code of Practice: a complaint's record is kept ten
 * years from the day on which the case was closed, then reviewed, and then
 * destroyed, of which a record is kept.  Destroyed is all content: texts,
 * names, addresses, what staff wrote, originals, letters.  What stays is that
 * there was a case, of which category, its days, and the history, which holds
 * no personal data.  Nothing is destroyed unless a person names the case.
 */
#ifndef REGISTER_RETENTION_H
#define REGISTER_RETENTION_H

#include "item.h"
#include "register/db.h"

#include <time.h>

struct over_row {
	struct span reference, category, closed_on, retain_until;
	bool is_held; /* legal hold: not to be destroyed */
	long long items;
};
typedef bool over_show(const struct over_row *row, void *context);

/*
 * Cases whose time was over before today, and whose content is still there,
 * longest over first.  A case merged into another goes with that one.  Text
 * is valid during the call only.  For DB_KEEPER.
 */
enum outcome retention_over(struct db *db, day today, over_show *show,
    void *context, struct error *why) must_check;

/* The review of a case, and who decided. */
struct destruction {
	struct span reference, who;
	struct span reason; /* no personal data: the history keeps it */
	time_t at;
	day today;
};

/*
 * Destroys the content of a case and of those merged into it, in one
 * transaction: items that another case needs stay.  Their files are then
 * removed by retention_clear.  *n is how many items.  REFUSED, in plain
 * English, for a case that is open, not over its time, under a legal hold,
 * merged into another, or destroyed already.  For DB_KEEPER.
 */
enum outcome retention_destroy(struct db *db, const struct destruction *d,
    long long *n, struct error *why) must_check;

/*
 * Removes from the spool the files of items that are destroyed, those of an
 * earlier call that was broken off, too, and the letters of the reference;
 * then empties the register's log, so that no deleted page is left in it.
 * *is_emptied is false where somebody was reading: the log is then emptied
 * later, by whoever writes.  LATER where a file cannot be removed.
 */
enum outcome retention_clear(struct db *db, struct span spool, bool *is_emptied,
    struct error *why) must_check;

#endif
