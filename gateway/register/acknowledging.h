/*
 * acknowledging.h - what a person does about a letter of a case
 *
 * The acknowledgement may be given by word of mouth (Complaints Regulations
 * 2009, reg 13(3)); so may what a holding letter says.  What waits for a
 * person goes out when that person says so.  Each acts on the last letter of
 * the kind change->letter (letters.h).
 */
#ifndef REGISTER_ACKNOWLEDGING_H
#define REGISTER_ACKNOWLEDGING_H

#include "register/casework.h"

/*
 * The person was told by telephone on that day: the clock stops, and nothing
 * more is sent.  REFUSED for a day before the receipt or after today, where
 * the letter has left, or is leaving, and where there is no such letter but
 * for an acknowledgement.
 */
enum outcome acknowledging_by_phone(struct db *db, const struct change *change,
    day on, struct error *why) must_check;

/* The same where a person sent it in another form: "Braille". */
enum outcome acknowledging_sent(struct db *db, const struct change *change,
    day on, struct span form, struct error *why) must_check;

/* It waits for a person; change->reason says why.  REFUSED where none is due. */
enum outcome acknowledging_hold(struct db *db, const struct change *change,
    struct error *why) must_check;

/*
 * It goes out, whatever the cap on its address and their needs say.  REFUSED
 * where none is held, for what a machine wrote, for the acknowledgement of
 * somebody whose contact is restricted so that nothing is acknowledged, and
 * without an address.
 */
enum outcome acknowledging_release(struct db *db, const struct change *change,
    struct error *why) must_check;

/*
 * The same as a letter to an address that a person typed, its lines parted by
 * LF; change->reason says how it is known that they live there.  REFUSED also
 * without that, and for fewer than 2 or more than 8 lines.
 */
enum outcome acknowledging_release_to(struct db *db,
    const struct change *change, struct span postal,
    struct error *why) must_check;

/*
 * It never goes; change->reason says why.  REFUSED where none waits, and for
 * the acknowledgement of what is or may be a complaint, which the law wants.
 */
enum outcome acknowledging_cancel(struct db *db, const struct change *change,
    struct error *why) must_check;

#endif
