/*
 * alarm.h - what the mailbox role says of trouble, and how often
 *
 * A new kind of trouble is logged once, as a warning.  Trouble that lasts is
 * one error, that says since when and what to do, and one more a day.  The
 * register remembers, so that a restart neither forgets an alarm nor repeats
 * it, and postroom health can tell.
 */
#ifndef INTAKE_ALARM_H
#define INTAKE_ALARM_H

#include "options.h"
#include "register/poll.h"

/* Different troubles in a row that are logged; some servers number theirs. */
#define ALARM_MOST_SAID 4

struct alarm {
	const struct mailbox_options *options;
	struct error said[ALARM_MOST_SAID]; /* since all was well */
	size_t n_said;
};

/*
 * The poll met trouble.  db is NULL while the register is not open.  is_read:
 * the mailbox was read to its end all the same.  is_final: no poll follows.
 */
void alarm_trouble(struct alarm *alarm, struct db *db,
    const struct error *trouble, bool is_read, bool is_final);

/* The poll went well: notes it, and says so where there was trouble. */
enum outcome alarm_well(struct alarm *alarm, struct db *db,
    struct error *why) must_check;

#endif
