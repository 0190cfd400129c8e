/*
 * acknowledging.h - what a person does about a case's acknowledgement
 *
 * It may be given by word of mouth (Complaints Regulations 2009, reg 13(3));
 * one that waits for a person goes out when that person says so.
 */
#ifndef REGISTER_ACKNOWLEDGING_H
#define REGISTER_ACKNOWLEDGING_H

#include "register/casework.h"

/*
 * The person was told by telephone on that day: the clock stops, and nothing
 * more is sent.  REFUSED for a day before the receipt or after today, and
 * where an acknowledgement has left, or is leaving.
 */
enum outcome acknowledging_by_phone(struct db *db, const struct change *change,
    day on, struct error *why) must_check;

/* It waits for a person; change->reason says why.  REFUSED where none is due. */
enum outcome acknowledging_hold(struct db *db, const struct change *change,
    struct error *why) must_check;

/*
 * It goes out, whatever the cap on its address says.  REFUSED where none is
 * held, for what a machine wrote, for somebody whose contact is restricted so
 * that nothing is acknowledged, and without an address.
 */
enum outcome acknowledging_release(struct db *db, const struct change *change,
    struct error *why) must_check;

#endif
