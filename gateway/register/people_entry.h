/*
 * people_entry.h - the author of an item on its way into the register; for
 * register/ alone
 */
#ifndef REGISTER_PEOPLE_ENTRY_H
#define REGISTER_PEOPLE_ENTRY_H

#include "register/opening.h"

/*
 * Before a case is opened: where the author is restricted, nothing is
 * acknowledged before a person has answered whether it is a new issue.
 */
enum outcome people_entry_check(struct entry *entry,
    struct error *why) must_check;

/*
 * Once the case is there: its author becomes a person, where the item opened
 * it, and what a restricted person sent, also to a case that was there, is
 * asked about.  is_again: the item was read again; whoever was found before
 * stays.
 */
enum outcome people_entry_make(struct entry *entry, bool is_opened,
    bool is_again, struct error *why) must_check;

#endif
