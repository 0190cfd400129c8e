/*
 * correction.h - what a person says of a category
 *
 * A correction changes a case's category, and with it the days that are still
 * to come, but for a response that was agreed on; receipt date and history
 * stay.  It is kept with who, when, from
 * and to what, why and which model had weighed the item, and models learn
 * from it.  To say the category that a case has confirms it.
 */
#ifndef REGISTER_CORRECTION_H
#define REGISTER_CORRECTION_H

#include "policy.h"
#include "register/db.h"

#include <time.h>

struct correction {
	struct span reference;
	enum category to;
	struct span by;     /* a person's name or login */
	struct span reason; /* "" for none */
	time_t at;
	const struct policy *policy; /* whose days count */
};

/*
 * Records it, changes the case and the acknowledgement that is not sent yet,
 * and tells the history.  REFUSED where there is no such case, without a
 * person, and, where something that is or may be a complaint or a concern
 * becomes less (complaint, concern, the others), without a reason; also where
 * the days lie outside the table of holidays.  from is the category before.
 */
enum outcome correction_add(struct db *db, const struct correction *correction,
    enum category *from, struct error *why) must_check;

/* An item that was corrected. */
struct corrected {
	enum category category;
	struct span title;
	bool is_letter;
	struct span text; /* the author's own words */
};
#define MAX_CORRECTIONS 5000      /* the newest count */
#define MAX_CORRECTED_BYTES 65536 /* of a text; the rest is left out */

/* Calls show for each item that was corrected, by its newest correction. */
typedef void correction_show(const struct corrected *corrected, void *context);
enum outcome corrections_each(struct db *db, correction_show *show,
    void *context, struct error *why) must_check;

/* Tells the history of a model that was taken into use. */
enum outcome correction_tell_model(struct db *db, struct span by,
    struct span model, struct error *why) must_check;

#endif
