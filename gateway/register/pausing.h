/*
 * pausing.h - a case that rests by request of somebody who may ask for it
 *
 * The regulations know no pause: the days that the case had stay, and are
 * shown with it.
 */
#ifndef REGISTER_PAUSING_H
#define REGISTER_PAUSING_H

#include "register/casework.h"

/*
 * Pauses an open case from today, by request of police, coroner, court or the
 * person; change->reason is asked for.  REFUSED where it is paused or closed.
 */
enum outcome pausing_begin(struct db *db, const struct change *change,
    struct span by, struct error *why) must_check;

/*
 * It goes on from today.  REFUSED where it is not paused, and where a request
 * for information rests until it is clear (clarifying.h).
 */
enum outcome pausing_end(struct db *db, const struct change *change,
    struct error *why) must_check;

#endif
